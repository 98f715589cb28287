import { rename, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { CutShort, TooBig } from '#core/blobs.ts'

/** What opens files: `node:fs/promises`, or in a test a disk that fails. */
export type Medium = { open(path: string, flags: string): Promise<FileHandle> }

const READ_BYTES = 65_536

export type AppendOptions = {
  /** The size that the file may reach. */
  limit: number
  /** Told each part once it is written. */
  onPart?: (part: Uint8Array) => void
  /** Whether so many bytes written since the last sync are to be synced now; every 8 MiB unless said otherwise. */
  isSyncDue?: (bytes: number) => boolean
}

/** What a source came to: « written » to its end, or why not. `size` and `received` count the whole file. */
export type Appended = { tag: 'written'; size: number } | TooBig | CutShort

/**
 * Writes a new file from a source and syncs it. System failures are thrown, with the file left for the caller to
 * remove; the source's own failure is « cut-short ».
 */
export const writeWhole = (
  path: string,
  source: Uint8Array | AsyncIterable<Uint8Array>,
  { medium, ...options }: AppendOptions & { medium: Medium },
): Promise<Appended> => withFile(medium, path, 'wx', (file) => appendFrom(file, 0, source, options))

/**
 * Writes what a source brings at `from` and syncs, also when the source is cut short or runs past the limit: what came
 * before that stays in the file and is durable.
 */
export const appendFrom = async (
  file: FileHandle,
  from: number,
  source: Uint8Array | AsyncIterable<Uint8Array>,
  { limit, onPart, isSyncDue = (bytes) => bytes >= 8_388_608 }: AppendOptions,
): Promise<Appended> => {
  const parts = (source instanceof Uint8Array ? one(source) : source)[Symbol.asyncIterator]()
  let at = from
  let synced = from
  let isOver = false
  try {
    for (;;) {
      const next = await parts.next().catch(() => 'cut' as const)
      isOver = next === 'cut' || next.done === true
      if (next === 'cut' || next.done) {
        await file.sync()
        return next === 'cut' ? { tag: 'cut-short', received: at } : { tag: 'written', size: at }
      }
      const part = next.value
      if (at + part.length > limit) {
        await file.sync()
        return { tag: 'too-big', size: at + part.length, limit }
      }
      await writeAll(file, part, at)
      onPart?.(part)
      at += part.length
      if (isSyncDue(at - synced)) {
        await file.datasync()
        synced = at
      }
    }
  } finally {
    if (!isOver) await parts.return?.().catch(() => {})
  }
}

/** Bytes `start` to `end` (not included) of a file, opened at the first one asked for. */
export async function* readFrom(path: string, start: number, end: number, medium: Medium): AsyncGenerator<Uint8Array> {
  const file = await medium.open(path, 'r')
  try {
    for (let at = start; at < end;) {
      const buffer = new Uint8Array(Math.min(READ_BYTES, end - at))
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}

/** Opens a file for one act and closes it whatever happens. */
export const withFile = async <T>(
  medium: Medium,
  path: string,
  flags: string,
  act: (file: FileHandle) => Promise<T>,
): Promise<T> => {
  const file = await medium.open(path, flags)
  try {
    return await act(file)
  } finally {
    await file.close()
  }
}

/** Replaces a small file as a whole: after a power cut it is the old one or the new one. */
export const writeReplacing = async (path: string, text: string, medium: Medium): Promise<void> => {
  const temporary = `${path}.new`
  await withFile(medium, temporary, 'w', async (file) => {
    await writeAll(file, Buffer.from(text), 0)
    await file.sync()
  })
  await rename(temporary, path)
  await syncFolder(dirname(path), medium)
}

/** Makes the names in a folder durable. Windows opens no folder as a file, and needs no such sync. */
export const syncFolder = async (path: string, medium: Medium): Promise<void> => {
  if (process.platform !== 'win32') await withFile(medium, path, 'r', (folder) => folder.sync())
}

const writeAll = async (file: FileHandle, bytes: Uint8Array, at: number): Promise<void> => {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done)
    done += bytesWritten
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
