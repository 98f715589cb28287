import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'

/** What reached the disk, in order, and what somebody was told meanwhile. */
export type Moment =
  | { readonly is: 'write'; readonly at: number; readonly bytes: Buffer }
  | { readonly is: 'flush' }
  | { readonly is: 'told'; readonly what: unknown }

export interface BlockLog extends AsyncDisposable {
  readonly moments: readonly Moment[]
  /** Notes an acknowledgement at its place between the writes: a cut after it must not lose what it promised. */
  tell(what: unknown): void
}

/** A disk by the NBD protocol (fixed newstyle, simple replies) on a Unix socket: it notes each write and each flush. */
export async function openBlockLog(socketPath: string, image: Buffer): Promise<BlockLog> {
  const content = Buffer.from(image)
  const moments: Moment[] = []
  const server: Server = createServer((socket) => void serveDisk(socket, content, (moment) => moments.push(moment)))
  server.listen(socketPath)
  await once(server, 'listening')
  return {
    moments,
    tell: (what) => void moments.push({ is: 'told', what }),
    [Symbol.asyncDispose]: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

const SECTOR = 512

/**
 * The disk as it is found after the current was cut at a moment: what was written before the last flush is there; of each later write,
 * in any order as it were, all, nothing, or some sectors.
 * @param random numbers in [0, 1)
 */
export function imageAt(image: Buffer, moments: readonly Moment[], cut: number, random: () => number): Buffer {
  const found = Buffer.from(image)
  const flushed = moments.slice(0, cut).findLastIndex((moment) => moment.is === 'flush')
  // A drive that wrote nearly all of its cache, or nearly nothing, or a part.
  const kept = [0, 0.1, 0.5, 0.9, 1][Math.floor(random() * 5)] as number
  for (const [index, moment] of moments.slice(0, cut).entries()) {
    if (moment.is !== 'write') continue
    const { at, bytes } = moment
    if (index <= flushed || random() < kept) {
      // One write in eight that came late is torn.
      if (index > flushed && random() < 0.125) {
        for (let from = 0; from < bytes.length; from += SECTOR)
          if (random() < 0.5) bytes.copy(found, at + from, from, from + SECTOR)
      } else bytes.copy(found, at)
    }
  }
  return found
}

const OPTION_MAGIC = Buffer.from('IHAVEOPT')
const REPLY_MAGIC = 0x3e889045565a9n
const REQUEST_MAGIC = 0x25609513
const SIMPLE_REPLY_MAGIC = 0x67446698
const OPTION = { exportName: 1, abort: 2, info: 6, go: 7 } as const
const REPLY = { ack: 1, info: 3, unsupported: 0x80000001 } as const
const COMMAND = { read: 0, write: 1, disconnect: 2, flush: 3 } as const
/** HAS_FLAGS, SEND_FLUSH. */
const FLAGS = 0b101

async function serveDisk(socket: Socket, content: Buffer, note: (moment: Moment) => void): Promise<void> {
  socket.on('error', () => socket.destroy())
  const take = createTaker(socket)
  const greeting = Buffer.concat([Buffer.from('NBDMAGIC'), OPTION_MAGIC, Buffer.from([0, 3])])
  socket.write(greeting)
  try {
    await take(4)
    if (!(await negotiate(socket, take, content.length))) return
    for (;;) {
      const head = await take(28)
      if (head.readUInt32BE(0) !== REQUEST_MAGIC) throw new Error('not a request')
      const command = head.readUInt16BE(6)
      const at = Number(head.readBigUInt64BE(16))
      const length = head.readUInt32BE(24)
      const reply = Buffer.alloc(16)
      reply.writeUInt32BE(SIMPLE_REPLY_MAGIC, 0)
      head.copy(reply, 8, 8, 16)
      if (command === COMMAND.disconnect) return
      if (command === COMMAND.write) {
        const bytes = Buffer.from(await take(length))
        bytes.copy(content, at)
        note({ is: 'write', at, bytes })
      } else if (command === COMMAND.flush) note({ is: 'flush' })
      else if (command !== COMMAND.read) throw new Error(`command ${command}`)
      socket.write(command === COMMAND.read ? Buffer.concat([reply, content.subarray(at, at + length)]) : reply)
    }
  } catch (error) {
    if (!(error instanceof Ended)) throw error
  } finally {
    socket.end()
  }
}

/** Answers options until the client goes on to the disk; false when it leaves. */
async function negotiate(socket: Socket, take: (length: number) => Promise<Buffer>, size: number): Promise<boolean> {
  const about = Buffer.alloc(12)
  about.writeUInt16BE(0, 0)
  about.writeBigUInt64BE(BigInt(size), 2)
  about.writeUInt16BE(FLAGS, 10)
  for (;;) {
    const head = await take(16)
    if (!head.subarray(0, 8).equals(OPTION_MAGIC)) throw new Error('not an option')
    const option = head.readUInt32BE(8)
    await take(head.readUInt32BE(12))
    const say = (type: number, body = Buffer.alloc(0)) => {
      const reply = Buffer.alloc(20)
      reply.writeBigUInt64BE(REPLY_MAGIC, 0)
      reply.writeUInt32BE(option, 8)
      reply.writeUInt32BE(type, 12)
      reply.writeUInt32BE(body.length, 16)
      socket.write(Buffer.concat([reply, body]))
    }
    if (option === OPTION.exportName) {
      socket.write(about.subarray(2))
      return true
    }
    if (option === OPTION.info || option === OPTION.go) {
      say(REPLY.info, about)
      say(REPLY.ack)
      if (option === OPTION.go) return true
    } else if (option === OPTION.abort) {
      say(REPLY.ack)
      return false
    } else say(REPLY.unsupported)
  }
}

class Ended extends Error {}

/** Takes exactly so many bytes of what arrives. */
function createTaker(socket: Socket): (length: number) => Promise<Buffer> {
  const chunks: Buffer[] = []
  let held = 0
  let isEnded = false
  let wake = () => {}
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    held += chunk.length
    wake()
  })
  socket.on('close', () => {
    isEnded = true
    wake()
  })
  return async (length) => {
    while (held < length) {
      if (isEnded) throw new Ended()
      await new Promise<void>((resolve) => (wake = resolve))
    }
    const all = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    chunks.length = 0
    if (all.length > length) chunks.push(all.subarray(length))
    held = all.length - length
    return all.subarray(0, length)
  }
}
