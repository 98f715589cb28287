import type { IncomingMessage, ServerResponse } from 'node:http'
import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { Bytes } from '#core/log/bytes.ts'
import { ChannelCut, openByteChannel } from '../sync/byte-channel.ts'
import { PAIR_LIMIT } from '../sync/pairing-messages.ts'
import type { Mount } from './server.ts'

/** What these routes ask of the thread that has the node. */
export type SyncPort = {
  /** Answers one exchange over this port, which goes to the node's thread. */
  exchange(port: MessagePort): void
  keys(): Promise<Bytes>
  pair(body: Bytes): Promise<{ readonly status: number; readonly body: Bytes | null }>
}

/** An answer up to so many bytes says its length, so that the connection can be used again; a longer one ends with it. */
const SMALL = 4096

/** Exchanges between nodes: few bytes, so neither Date nor the pages' headers. All that matters is sealed. */
export function createSyncMounts(node: SyncPort): readonly Mount[] {
  return [
    {
      prefix: '/sync',
      isBare: true,
      async handle(request, response) {
        if (!isPost(request, response)) return
        const { port1, port2 } = new MessageChannel()
        node.exchange(port2)
        await relay(port1, request, response)
      },
    },
    {
      prefix: '/sync/keys',
      isBare: true,
      async handle(_request, response) {
        send(response, 200, await node.keys())
      },
    },
    {
      prefix: '/sync/pair',
      isBare: true,
      async handle(request, response) {
        if (!isPost(request, response)) return
        const parts: Buffer[] = []
        let size = 0
        for await (const part of request) {
          parts.push(part as Buffer)
          size += (part as Buffer).length
          if (size > PAIR_LIMIT) return send(response, 413, null)
        }
        const { status, body } = await node.pair(new Uint8Array(Buffer.concat(parts)))
        send(response, status, body)
      },
    },
  ]
}

/** Carries the request's bytes to the node's thread and its answer back, one piece at a time each way. */
async function relay(port: MessagePort, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const channel = openByteChannel(port)
  response.once('close', () => channel.destroy())
  void carryUp()
  try {
    const status = Number((await channel.head()) ?? 0)
    // The thread gave the exchange up: for the other side it is a line that broke.
    if (status === 0) return void response.destroy()
    if (status !== 200) return send(response, status, null)
    await carryDown()
  } catch (error) {
    response.destroy()
    if (!(error instanceof ChannelCut)) throw error
  }

  async function carryUp(): Promise<void> {
    try {
      for await (const part of request) await channel.write(new Uint8Array(part as Buffer))
      channel.end()
    } catch {
      // Cut on either side: what came is kept, the rest comes again.
      channel.destroy()
    }
  }

  async function carryDown(): Promise<void> {
    let waiting: Bytes[] = []
    let size = 0
    let isStreaming = false
    for await (const piece of channel.pieces()) {
      if (!isStreaming) {
        waiting.push(piece)
        size += piece.length
        if (size <= SMALL) continue
        strip(response)
        // Neither length nor chunks: the end of the connection ends it, and the seal says whether that was the end.
        response.removeHeader('transfer-encoding')
        response.writeHead(200, '')
        isStreaming = true
        await write(Buffer.concat(waiting))
        waiting = []
      } else await write(piece)
    }
    if (isStreaming) response.end()
    else send(response, 200, Buffer.concat(waiting))
  }

  async function write(piece: Bytes): Promise<void> {
    if (response.write(piece)) return
    await new Promise<void>((resolve) => {
      response.once('drain', resolve)
      response.once('close', resolve)
    })
  }
}

function isPost(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method === 'POST') return true
  send(response, 405, null)
  return false
}

function send(response: ServerResponse, status: number, body: Bytes | null): void {
  strip(response)
  response.writeHead(status, '', { 'Content-Length': body?.length ?? 0 })
  response.end(body ?? undefined)
}

function strip(response: ServerResponse): void {
  response.sendDate = false
  response.removeHeader('connection')
}
