import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/**
 * A TCP line on loopback that counts payload bytes and connections, and can be poor: `rate` bits per second each way, `delay`
 * milliseconds of a round trip (and one more before a new connection carries anything), `cutEvery` milliseconds with all connections
 * destroyed and none taken for `cutFor`; or cut once, after a number of bytes.
 */
export type LineSettings = {
  readonly rate?: number
  readonly delay?: number
  readonly cutEvery?: number
  readonly cutFor?: number
}
export type Line = Awaited<ReturnType<typeof openLine>>
const PACKET = 1400
/** Bytes that wait in the line before whoever writes is held up. */
const QUEUE = 64 * 1024

export async function openLine(port: number, { rate = 0, delay = 0, cutEvery = 0, cutFor = 5000 }: LineSettings = {}) {
  const counts = { up: 0, down: 0, connections: 0, cuts: 0 }
  const free = { up: 0, down: 0 }
  const open = new Set<Socket>()
  let isDown = false
  let left = Infinity

  const cut = () => {
    counts.cuts++
    for (const socket of open) socket.destroy()
    open.clear()
    free.up = free.down = 0
    left = Infinity
  }
  const carry = (from: Socket, to: Socket, way: 'up' | 'down', from0: number) => {
    let queued = 0
    let isOver = false
    const deliver = (packet: Buffer) => {
      queued -= packet.length
      if (queued < QUEUE) from.resume()
      // What a cut line doesn't deliver hasn't passed.
      if ((from.destroyed && !isOver) || to.destroyed) return
      counts[way] += packet.length
      left -= packet.length
      if (left < 0) return cut()
      if (!to.destroyed) to.write(packet)
      if (isOver && queued === 0) to.end()
    }
    from.on('data', (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += PACKET) {
        const packet = bytes.subarray(at, at + PACKET)
        queued += packet.length
        const now = Math.max(performance.now(), from0)
        free[way] = Math.max(free[way], now) + (rate > 0 ? (packet.length * 8000) / rate : 0)
        if (rate === 0 && delay === 0) deliver(packet)
        else setTimeout(deliver, free[way] - performance.now() + delay / 2, packet)
      }
      if (queued >= QUEUE) from.pause()
    })
    from.on('end', () => {
      isOver = true
      if (queued === 0) setTimeout(() => to.end(), delay / 2)
    })
    from.on('error', () => to.destroy())
    from.on('close', () => {
      open.delete(from)
      if (!isOver) to.destroy()
    })
  }
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    near.on('error', () => {})
    if (isDown) return void near.destroy()
    counts.connections++
    const far = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
    open.add(near).add(far)
    const ready = performance.now() + delay
    carry(near, far, 'up', ready)
    carry(far, near, 'down', ready)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  let timer: NodeJS.Timeout | undefined
  const tick = () => {
    isDown = true
    cut()
    timer = setTimeout(() => {
      isDown = false
      timer = setTimeout(tick, cutEvery)
    }, cutFor)
  }
  if (cutEvery > 0) timer = setTimeout(tick, cutEvery)
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    counts: () => ({ ...counts }),
    /** Breaks every connection once so many more bytes have passed, in either direction. */
    cutAfter: (bytes: number) => void (left = bytes),
    /** Until it is called again: nothing passes, and no connection is taken. */
    setDown(down: boolean) {
      if (down) cut()
      isDown = down
    },
    close() {
      clearTimeout(timer)
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}
