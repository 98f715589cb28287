import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { createChildTurns, type ChildTurns } from '../child-turns.ts'
import { scriptUrl } from '../scripts.ts'
import { pictureAnswer, type PictureAnswer } from './picture-answer.ts'
import type { PictureJob } from './picture-worker.ts'

export type WorkshopFailure =
  /** The decoder's process ended by itself; `how` is its signal or exit code. */
  | { tag: 'picture-crashed'; how: string }
  /** No answer within `limit` milliseconds, however little processor it used. */
  | { tag: 'picture-stuck'; limit: number }
  | { tag: 'pictures-busy'; waiting: number }

export type WorkshopOptions = {
  /** Most milliseconds for one answer. */
  patience?: number
  /** The worker ends after so many milliseconds without a job: its memory goes back to the system. */
  idle?: number
  /** Most jobs waiting. */
  queue?: number
  /** A new worker after so many pictures. */
  jobs?: number
  /** Shared with others who start processes, so that they don’t at once. */
  turns?: ChildTurns
  /** Told the process id of each worker. */
  onWorker?: (pid: number) => void
}

/** Owns the worker: one at most, started on demand. */
export type Workshop = AsyncDisposable & {
  make(job: PictureJob): Promise<PictureAnswer | WorkshopFailure>
  /** Ends the worker; what waits is answered by « picture-crashed ». */
  close(): Promise<void>
}

export const createWorkshop = (options: WorkshopOptions = {}): Workshop => {
  const { patience = 180_000, idle = 5_000, queue = 32, jobs = 50, turns = createChildTurns(), onWorker } = options
  let worker: ChildProcess | null = null
  let done = 0
  let waiting = 0
  let isClosed = false
  let idling: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  const dismiss = (): void => {
    worker?.kill('SIGKILL')
    worker = null
    done = 0
  }

  const owner = { dismiss }

  const hire = (): ChildProcess => {
    const child = fork(fileURLToPath(scriptUrl('picture-worker')), [], {
      execArgv: ['--max-old-space-size=48', '--max-semi-space-size=1'],
      serialization: 'advanced',
      env: workerEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    // Neither the process nor its channel keeps the node running.
    child.unref()
    child.channel?.unref()
    child.on('exit', () => {
      if (worker === child) dismiss()
    })
    if (child.pid !== undefined) onWorker?.(child.pid)
    return child
  }

  const ask = (job: PictureJob): Promise<PictureAnswer | WorkshopFailure> => {
    worker ??= hire()
    const child = worker
    return new Promise((resolve) => {
      const settle = (answer: PictureAnswer | WorkshopFailure) => {
        clearTimeout(timer)
        child.removeAllListeners('message').off('exit', ended).off('error', failed)
        if (isReusable(answer) && ++done < jobs) child.channel?.unref()
        else dismiss()
        resolve(answer)
      }
      const ended = (code: number | null, signal: string | null) =>
        settle({ tag: 'picture-crashed', how: signal ?? String(code) })
      const failed = (error: Error) => settle({ tag: 'picture-crashed', how: error.message })
      const timer = setTimeout(() => settle({ tag: 'picture-stuck', limit: patience }), patience)
      child.on('message', (message: unknown) => {
        const answer = v.safeParse(pictureAnswer, message)
        settle(answer.success ? answer.output : { tag: 'picture-crashed', how: 'unreadable answer' })
      })
      child.on('exit', ended).on('error', failed)
      child.channel?.ref()
      // A worker that can't be told has ended, and its end says how.
      child.send(job, () => {})
    })
  }

  const close = async (): Promise<void> => {
    isClosed = true
    clearTimeout(idling)
    dismiss()
    await last
  }

  return {
    async make(job) {
      if (waiting >= queue) return { tag: 'pictures-busy', waiting }
      waiting++
      clearTimeout(idling)
      const turn = turns.take(owner, async () =>
        isClosed ? { tag: 'picture-crashed' as const, how: 'closed' } : ask(job),
      )
      last = turn.catch(() => {})
      try {
        return await turn
      } finally {
        waiting--
        if (waiting === 0) idling = setTimeout(dismiss, idle).unref()
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** The worker has finished with the picture, well or not; otherwise it is dead, dying or can't be trusted. */
const isReusable = ({ tag }: PictureAnswer | WorkshopFailure): boolean =>
  tag === 'ladder' || tag === 'picture-damaged' || tag === 'picture-too-large'

/** No secret of the node's environment is passed on; one arena keeps the decoder's memory from scattering. */
const workerEnvironment = (): NodeJS.ProcessEnv => {
  const environment: NodeJS.ProcessEnv = { MALLOC_ARENA_MAX: '1', VIPS_CONCURRENCY: '1' }
  for (const name of ['PATH', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP']) {
    if (process.env[name] !== undefined) environment[name] = process.env[name]
  }
  return environment
}
