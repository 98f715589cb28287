import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { Bytes } from '#core/log/bytes.ts'

/** HTTP to one other node, over as few connections as it goes, every byte counted: TCP payload, or what TLS carries. */
export type WireCalls = {
  /** Sends a body and gives the answer as it comes; throws where the line breaks or stays silent. */
  post(path: string, body: AsyncIterable<Bytes>): Promise<WireAnswer>
  get(path: string): Promise<WireAnswer>
  counts(): { readonly up: number; readonly down: number; readonly rounds: number }
  close(): void
}
export type WireAnswer = { readonly status: number; readonly body: AsyncIterable<Bytes> }

/** Milliseconds without a byte before a line is given up, and as much more as a queue of what was sent may take at a kilobyte a second. */
const SILENCE = 60_000
/** A body up to so many bytes goes with its length, in one piece. */
const SMALL = 16 * 1024

export function openWireCalls(url: URL): WireCalls {
  const isTls = url.protocol === 'https:'
  const options = { keepAlive: true, maxSockets: 1, scheduling: 'lifo' as const }
  const agent = isTls ? new HttpsAgent(options) : new HttpAgent(options)
  const sockets = new Set<Socket>()
  let rounds = 0

  const open = (method: string, path: string, headers: Readonly<Record<string, string | number>>): ClientRequest => {
    rounds++
    const make = isTls ? httpsRequest : httpRequest
    const request = make({ agent, host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port, method, path, headers })
    request.removeHeader('connection')
    request.setNoDelay(true)
    request.on('socket', (socket) => sockets.add(socket))
    return request
  }

  const answerOf = async (request: ClientRequest, sent: number): Promise<WireAnswer> => {
    request.setTimeout(SILENCE + sent, () => request.destroy(new Error('silence')))
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    return { status: response.statusCode ?? 0, body: response }
  }

  return {
    async post(path, body) {
      const pieces = body[Symbol.asyncIterator]()
      const first: Bytes[] = []
      let size = 0
      let isOver = false
      while (!isOver && size < SMALL) {
        const piece = await pieces.next()
        if (piece.done) isOver = true
        else {
          first.push(piece.value)
          size += piece.value.length
        }
      }
      const request = open('POST', path, isOver ? { 'Content-Length': size } : { 'Transfer-Encoding': 'chunked' })
      // Listened to before anything is written: a line that breaks at once says so here.
      const failed = once(request, 'error').then(([error]) => Promise.reject(error as Error))
      failed.catch(() => {})
      if (isOver) {
        request.end(Buffer.concat(first))
        return Promise.race([answerOf(request, size), failed])
      }
      const write = async (piece: Bytes) => {
        if (!request.write(piece)) await Promise.race([once(request, 'drain'), failed])
      }
      const early = answerOf(request, size)
      early.catch(() => {})
      await write(Buffer.concat(first))
      for (;;) {
        const piece = await pieces.next()
        if (piece.done) break
        size += piece.value.length
        await write(piece.value)
        request.setTimeout(SILENCE + size)
      }
      request.end()
      return Promise.race([early, failed])
    },
    async get(path) {
      const request = open('GET', path, {})
      request.end()
      return answerOf(request, 0)
    },
    counts() {
      let [up, down] = [0, 0]
      for (const socket of sockets) {
        up += socket.bytesWritten
        down += socket.bytesRead
      }
      return { up, down, rounds }
    },
    close: () => agent.destroy(),
  }
}

/** A whole small answer; null when it is larger than the limit. */
export async function readWhole(body: AsyncIterable<Bytes>, limit: number): Promise<Bytes | null> {
  const parts: Bytes[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > limit) return null
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}
