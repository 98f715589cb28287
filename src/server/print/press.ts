import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Locale } from '#core/text/locale.ts'
import { createChildTurns, type ChildTurns } from '../child-turns.ts'
import { scriptUrl } from '../scripts.ts'
import type { InvitationCard } from './invitation-card.ts'
import type { Poster } from './poster.ts'
import type { Register } from './register.ts'

export type PressJob = { readonly locale: Locale; /** Milliseconds since 1970. */ readonly now: number } & (
  | { readonly print: 'poster'; readonly content: Poster }
  | { readonly print: 'register'; readonly content: Register }
  | { readonly print: 'cards'; readonly content: readonly InvitationCard[] }
)
export type PressAnswer = { readonly bytes: Uint8Array } | { readonly detail: string }

export type PressFault =
  | { readonly tag: 'press-busy'; readonly waiting: number; readonly limit: number }
  | { readonly tag: 'print-failed'; readonly detail: string }

export type Press = AsyncDisposable & {
  /** A PDF's bytes. Jobs are done one after the other. */
  print(job: PressJob): Promise<Uint8Array | PressFault>
  /** Ends the process; what waits fails. */
  close(): Promise<void>
}

/**
 * Prints in a process of its own, so that no page waits for a font to be read, and that what pdfkit and its fonts hold (some eighty
 * megabytes) goes back to the system: it begins with the first job and ends when none has come for `idle` milliseconds. A job that
 * takes longer than `patience` milliseconds is given up, process and all.
 */
export function createPress({
  idle = 10_000,
  patience = 60_000,
  limit = 20,
  turns = createChildTurns(),
}: {
  readonly idle?: number
  readonly patience?: number
  readonly limit?: number
  readonly turns?: ChildTurns
} = {}): Press {
  let worker: ChildProcess | null = null
  let waiting = 0
  let isClosed = false
  let idling: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  const dismiss = (): void => {
    worker?.kill('SIGKILL')
    worker = null
  }

  const owner = { dismiss }

  const forget = (child: ChildProcess): void => {
    if (worker === child) worker = null
  }

  const ask = (job: PressJob): Promise<Uint8Array | PressFault> => {
    const child = (worker ??= hire(forget))
    child.channel?.ref()
    return new Promise((resolve) => {
      const settle = (outcome: Uint8Array | PressFault) => {
        clearTimeout(timer)
        child.off('message', answered).off('exit', ended).off('error', failed)
        if ('tag' in outcome) dismiss()
        else child.channel?.unref()
        resolve(outcome)
      }
      const fail = (detail: string) => settle({ tag: 'print-failed', detail })
      const answered = (answer: unknown) => {
        const { bytes, detail } = answer as { bytes?: Uint8Array; detail?: string }
        if (bytes) settle(bytes)
        else fail(detail ?? 'no answer')
      }
      const ended = (code: number | null, signal: string | null) => fail(`ended: ${signal ?? code}`)
      const failed = (error: Error) => fail(error.message)
      const timer = setTimeout(() => fail(`longer than ${patience / 1000} s`), patience)
      child.on('message', answered).on('exit', ended).on('error', failed)
      child.send(job, (error) => error && fail(error.message))
    })
  }

  const close = async (): Promise<void> => {
    isClosed = true
    clearTimeout(idling)
    dismiss()
    await last
  }

  return {
    async print(job) {
      if (waiting >= limit) return { tag: 'press-busy', waiting, limit }
      waiting++
      clearTimeout(idling)
      const turn = turns.take(owner, async () =>
        isClosed ? { tag: 'print-failed' as const, detail: 'closed' } : ask(job),
      )
      last = turn
      const outcome = await turn
      if (--waiting === 0) idling = setTimeout(dismiss, idle).unref()
      return outcome
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

const hire = (forget: (child: ChildProcess) => void): ChildProcess => {
  const child = fork(fileURLToPath(scriptUrl('press-worker')), [], {
    execArgv: ['--max-old-space-size=160', '--max-semi-space-size=1'],
    serialization: 'advanced',
    // Nothing of the node's environment, where secrets may be; Windows can't start a process without its root.
    env: { MALLOC_ARENA_MAX: '1', ...(process.env['SystemRoot'] ? { SystemRoot: process.env['SystemRoot'] } : {}) },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  // Neither the process nor its channel keeps the node running.
  child.unref()
  child.channel?.unref()
  child.on('exit', () => forget(child))
  return child
}
