import { constants } from 'node:fs'
import { open, rename, rm, stat, statfs } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Decrypter, Encrypter } from 'age-encryption'
import type { DiskFailure } from '#core/blobs.ts'
import { concatBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { valueToBytes } from '#core/log/cbor.ts'
import { FRAME_LIMIT } from '#core/sync/messages.ts'
import { diskFailure } from '../blobs/disk-failure.ts'
import { syncFolder } from '../blobs/medium.ts'

/** A bundle on a disk: an age file, inside a CBOR sequence of byte strings, one for each frame (docs/format.cddl, « bundle »). */

/** How such a file begins, and within how many bytes its age header ends: a longer one is for more nodes than there are. */
const MAGIC = 'age-encryption.org/v1\n'
const HEADER_LIMIT = 64 * 1024

/** Writes the frames to a file that only these age recipients open. It has its name once it is whole on the disk. Gives its size in bytes. */
export async function writeFrames(
  path: string,
  frames: AsyncIterable<Bytes>,
  recipients: readonly string[],
): Promise<{ readonly size: number } | DiskFailure> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  const making = `${path}.new`
  async function* items(): AsyncGenerator<Bytes> {
    for await (const frame of frames) yield valueToBytes(frame)
  }
  try {
    await rm(making, { force: true })
    const file = await open(making, 'wx', 0o600)
    try {
      const encrypted = await encrypter.encrypt(Readable.toWeb(Readable.from(items())) as ReadableStream<Uint8Array>)
      await pipeline(Readable.fromWeb(encrypted as never), file.createWriteStream({ flush: true }))
      const { size } = await stat(making)
      await rename(making, path)
      await syncFolder(dirname(path), { open })
      return { size }
    } finally {
      await file.close().catch(() => {})
    }
  } catch (error) {
    return diskFailure(error)
  } finally {
    await rm(making, { force: true }).catch(() => {})
  }
}

/** Bytes that are free where a file of this path would go. */
export async function freeBytesAt(path: string): Promise<number | DiskFailure> {
  try {
    const { bavail, bsize } = await statfs(dirname(path))
    return bavail * bsize
  } catch (error) {
    return diskFailure(error)
  }
}

export type FileRefusal =
  /** Not there, or no file: a folder, a device, a link. */
  | { readonly tag: 'no-file' }
  | { readonly tag: 'not-a-bundle' }
  /** Closed for others: none of its recipients is this node. */
  | { readonly tag: 'not-for-this-node' }
export type FileFault =
  /** It was cut short or altered: what came before was whole. */
  { readonly tag: 'damaged' } | DiskFailure

export type OpenFrames = {
  readonly size: number
  /** Each frame, bounded; ends early at a fault. */
  frames(): AsyncGenerator<Bytes>
  /** Bytes of the file that were read. */
  read(): number
  /** What ended the frames early; null when they came to their end. */
  fault(): FileFault | null
  close(): Promise<void>
}

/** Opens one file by its name. Nothing is followed, listed or run; what it holds comes piece by piece. `identity`: the node's age secret. */
export async function openFrames(path: string, identity: string): Promise<OpenFrames | FileRefusal | DiskFailure> {
  const file = await openPlain(path)
  if (!file) return { tag: 'no-file' }
  try {
    const { size } = await file.stat()
    const head = await readHead(file)
    const mark = head.indexOf('\n--- ')
    if (!head.startsWith(MAGIC) || mark < 0) return await closeAnd(file, { tag: 'not-a-bundle' } as const)
    let fault: FileFault | null = null
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    const source = file.createReadStream({ start: 0 })
    let plain: ReadableStream<Uint8Array>
    try {
      plain = await decrypter.decrypt(Readable.toWeb(source) as ReadableStream<Uint8Array>)
    } catch (error) {
      source.destroy()
      const isOthers = /no identity matched/.test((error as Error).message)
      return await closeAnd(
        file,
        isOthers ? ({ tag: 'not-for-this-node' } as const) : ({ tag: 'not-a-bundle' } as const),
      )
    }
    return {
      size,
      async *frames() {
        try {
          for await (const item of splitItems(plain)) {
            yield item
            // Others have their turn between two chunks.
            await nextTurn()
          }
        } catch (error) {
          fault = errorToFault(error)
        }
      },
      read: () => source.bytesRead,
      fault: () => fault,
      async close() {
        source.destroy()
        await file.close().catch(() => {})
      },
    }
  } catch (error) {
    return closeAnd(file, diskFailure(error))
  }
}

async function openPlain(path: string): Promise<FileHandle | null> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    if ((await file.stat()).isFile()) return file
    await file.close()
  } catch {
    // Gone, forbidden, a link: all the same to who asked for it.
  }
  return null
}

async function readHead(file: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(HEADER_LIMIT), 0, HEADER_LIMIT, 0)
  return Buffer.from(buffer.subarray(0, bytesRead)).toString('latin1')
}

async function closeAnd<T>(file: FileHandle, value: T): Promise<T> {
  await file.close()
  return value
}

/** The disk's own word where it has one; anything else is what the bytes are. */
function errorToFault(error: unknown): FileFault {
  const { code, syscall } = error as NodeJS.ErrnoException
  return typeof code === 'string' && syscall !== undefined ? { tag: 'disk-error', code } : { tag: 'damaged' }
}

/** The byte strings of a CBOR sequence as they come, at most one of them in memory beside the piece under way. Throws at anything else. */
export async function* splitItems(plain: AsyncIterable<Uint8Array>): AsyncGenerator<Bytes> {
  let held: Bytes = new Uint8Array(0)
  for await (const piece of plain) {
    held = held.length === 0 ? piece : concatBytes([held, piece])
    for (let at = itemAt(held); at !== null; at = itemAt(held)) {
      if (at.end > held.length) break
      yield held.slice(at.begin, at.end)
      held = held.subarray(at.end)
    }
  }
  if (held.length > 0) throw new Error('the end of a frame is missing')
}

/** Where the first byte string stands; null as long as its head isn't here. */
function itemAt(bytes: Bytes): { readonly begin: number; readonly end: number } | null {
  const [first] = bytes
  if (first === undefined) return null
  const short = first & 31
  if (first >> 5 !== 2 || short > 26) throw new Error('not a byte string')
  const width = short < 24 ? 0 : 1 << (short - 24)
  if (bytes.length < 1 + width) return null
  let length = short < 24 ? short : 0
  for (let i = 1; i <= width; i++) length = length * 256 + (bytes[i] as number)
  if (length > FRAME_LIMIT) throw new Error('a frame that is too long')
  return { begin: 1 + width, end: 1 + width + length }
}
