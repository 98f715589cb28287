import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import type { Bytes } from '#core/log/bytes.ts'

/**
 * Bytes between two threads, both ways, one piece at a time: the next one goes once the last was taken, so that a slow line holds one
 * piece in memory and not a whole answer.
 */
export type ByteChannel = {
  /** What the other end writes, until it ends; throws `ChannelCut` when it went away before. */
  pieces(): AsyncGenerator<Bytes>
  /** Resolves once the other end has taken it; throws `ChannelCut` when it went away. */
  write(piece: Bytes): Promise<void>
  /** One plain value before the bytes: the status of an answer. */
  sendHead(head: unknown): void
  /** The other end's; null when it went away without. */
  head(): Promise<unknown>
  /** No more bytes from here. */
  end(): void
  /** Nothing more, either way. */
  destroy(): void
  /** Bytes taken from the other end and written to it so far. */
  counts(): { readonly taken: number; readonly written: number }
}

export class ChannelCut extends Error {}

type Message = { piece: Bytes } | { taken: true } | { end: true } | { head: unknown }

export function openByteChannel(port: MessagePort): ByteChannel {
  const arrived: Bytes[] = []
  const state = { isEnded: false, isGone: false, wasTaken: false }
  const counted = { taken: 0, written: 0 }
  const wakers = new Set<() => void>()
  const wake = () => {
    for (const one of wakers) one()
    wakers.clear()
  }
  const turn = () => new Promise<void>((resolve) => wakers.add(resolve))
  const head = Promise.withResolvers<unknown>()
  port.on('message', (message: Message) => {
    if ('piece' in message) arrived.push(message.piece)
    else if ('taken' in message) state.wasTaken = true
    else if ('head' in message) head.resolve(message.head)
    else state.isEnded = true
    wake()
  })
  void once(port, 'close').then(() => {
    state.isGone = true
    head.resolve(null)
    wake()
  })
  const send = (message: Message) => port.postMessage(message)

  return {
    async *pieces() {
      for (;;) {
        const piece = arrived.shift()
        if (piece) {
          counted.taken += piece.length
          yield piece
          send({ taken: true })
        } else if (state.isEnded) return
        else if (state.isGone) throw new ChannelCut()
        else await turn()
      }
    },
    async write(piece) {
      if (state.isGone) throw new ChannelCut()
      state.wasTaken = false
      send({ piece })
      counted.written += piece.length
      while (!state.wasTaken) {
        if (state.isGone) throw new ChannelCut()
        await turn()
      }
    },
    sendHead: (value) => send({ head: value }),
    head: () => head.promise,
    end: () => send({ end: true }),
    destroy: () => port.close(),
    counts: () => ({ ...counted }),
  }
}
