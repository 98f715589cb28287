import { chmodSync, rmSync } from 'node:fs'
import { createServer, connect, type Socket } from 'node:net'
import * as v from 'valibot'
import { readLines } from './control-lines.ts'
import { controlPath } from './control-path.ts'
import type { Log } from './http/log.ts'

/**
 * The door by which shell commands reach the running node: a socket in its data folder that only its owner may open.
 * One JSON object a line: `{ command, input }` in; then any number of `{ progress }`, and one `{ done }` or `{ failed }` out.
 */
export type ControlHandlers = Readonly<Record<string, ControlHandler>>
/** Gives a value, or a tagged failure with its facts. */
export type ControlHandler = (input: unknown, progress: (facts: unknown) => void) => Promise<unknown>
export type ControlReply =
  { readonly progress: unknown } | { readonly done: unknown } | { readonly failed: ControlFailure }
export type ControlFailure = { readonly tag: string; readonly [fact: string]: unknown }

export interface Control extends AsyncDisposable {
  readonly path: string
}

const Request = v.strictObject({ command: v.pipe(v.string(), v.maxLength(64)), input: v.optional(v.unknown(), {}) })
/** Characters of a line, in either direction. */
export const LONGEST_LINE = 1024 * 1024
const MOST_PEERS = 16
/** Milliseconds for the last word to be read. */
const LINGER = 1_000

/**
 * Opens the door of this folder, or says that another node already stands behind it. A socket left by a node that was killed
 * is put aside.
 */
export async function openControl(options: {
  dataFolder: string
  handlers: ControlHandlers
  log: Log
}): Promise<Control | { readonly tag: 'already-running'; readonly path: string }> {
  const { handlers, log } = options
  const path = controlPath(options.dataFolder)
  if (await isAnswering(path)) return { tag: 'already-running', path }
  rmSync(path, { force: true })
  const peers = new Set<Socket>()
  const server = createServer((socket) => {
    peers.add(socket)
    socket.on('close', () => peers.delete(socket))
    socket.on('error', () => socket.destroy())
    void serve(socket)
  })
  server.maxConnections = MOST_PEERS

  async function serve(socket: Socket): Promise<void> {
    const reply = (message: ControlReply) => {
      if (socket.writable) socket.write(`${JSON.stringify(message)}\n`)
    }
    try {
      for await (const line of readLines(socket, LONGEST_LINE))
        reply(await answer(line, (progress) => reply({ progress })))
    } catch (error) {
      if (error instanceof RangeError) reply({ failed: { tag: 'line-too-long', limit: LONGEST_LINE } })
    }
    socket.end()
    socket.resume()
    setTimeout(() => socket.destroy(), LINGER).unref()
  }

  async function answer(line: string, progress: (facts: unknown) => void): Promise<ControlReply> {
    const request = v.safeParse(Request, parseJson(line))
    if (!request.success) return { failed: { tag: 'unreadable-request' } }
    const { command, input } = request.output
    const handler = Object.hasOwn(handlers, command) ? handlers[command] : undefined
    if (!handler) return { failed: { tag: 'unknown-command', command } }
    try {
      const value = await handler(input, progress)
      return isFailure(value) ? { failed: value } : { done: value ?? null }
    } catch (error) {
      log.failure('control-failed', error, { command })
      return { failed: { tag: 'bug', message: error instanceof Error ? error.message : String(error) } }
    }
  }

  // The mask, so that there is no moment at which others could open it; `chmod` for systems that ignore masks on sockets.
  const mask = process.umask(0o177)
  try {
    const listening = new Promise<void>((resolve, reject) => server.once('error', reject).once('listening', resolve))
    server.listen(path)
    await listening
  } finally {
    process.umask(mask)
  }
  chmodSync(path, 0o600)
  server.unref()
  return {
    path,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const peer of peers) peer.destroy()
      await closed
      rmSync(path, { force: true })
    },
  }
}

/**
 * Asks the running node of a folder to do something. Resolves with what it gave, with its failure, or with `not-running` when
 * nobody answers there: then the command may open the folder itself.
 */
export async function askNode(
  dataFolder: string,
  command: string,
  input: unknown,
  onProgress: (facts: unknown) => void = () => {},
): Promise<{ readonly done: unknown } | { readonly failed: ControlFailure }> {
  const socket = await open(controlPath(dataFolder))
  if (!socket) return { failed: { tag: 'not-running' } }
  socket.write(`${JSON.stringify({ command, input })}\n`)
  try {
    for await (const line of readLines(socket, LONGEST_LINE)) {
      const reply = parseJson(line) as ControlReply
      if ('progress' in reply) onProgress(reply.progress)
      else return reply
    }
    return { failed: { tag: 'node-stopped' } }
  } finally {
    socket.destroy()
  }
}

const isFailure = (value: unknown): value is ControlFailure =>
  typeof value === 'object' && value !== null && 'tag' in value && typeof value.tag === 'string'

function open(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.on('error', () => resolve(null))
  })
}

async function isAnswering(path: string): Promise<boolean> {
  const socket = await open(path)
  socket?.destroy()
  return socket !== null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
