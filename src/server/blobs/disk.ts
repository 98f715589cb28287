import { createHash } from 'node:crypto'
import { link, mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  createBlobHasher,
  isBlobHash,
  withinBlob,
  type BlobHash,
  type BlobHasher,
  type Blobs,
  type BlobStored,
  type DiskFailure,
  type TooBig,
} from '#core/blobs.ts'
import { diskFailure } from './disk-failure.ts'
import { readFrom, syncFolder, withFile, writeWhole, type Medium } from './medium.ts'

export type DiskBlobs = Blobs & {
  /** Keeps a finished file of the same disk without copying it: the file stays, and must not be written again. */
  adopt(path: string, limit: number): Promise<BlobStored | TooBig | DiskFailure>
}

/**
 * Blobs as files of `folder`: the first two digits of the name, then the other 62. A blob is written to `arriving/`,
 * the file synced, renamed into place and its folder synced: only then is it acknowledged. What a cut left in
 * `arriving/` is removed at opening; one program at a time may hold the folder. A full or read-only disk doesn't
 * prevent opening: reads work, and `put` says why it can't until it can.
 * @param medium opens files; a test passes one that fails
 * @param arriving where blobs are written first, on the same disk; somebody who puts blobs beside the program that holds the folder has their own
 */
export const openDiskBlobs = async (
  folder: string,
  medium: Medium = { open },
  arriving = join(folder, 'arriving'),
): Promise<DiskBlobs> => {
  const folderOf = (hash: BlobHash) => join(folder, hash.slice(0, 2))
  const pathOf = (hash: BlobHash) => join(folderOf(hash), hash.slice(2))
  let arrivals = 0
  let isPrepared = false

  /** Every folder that a blob may need, made durable once, so that later only one folder needs a sync. */
  const prepare = async (): Promise<void> => {
    if (isPrepared) return
    await mkdir(arriving, { recursive: true })
    for (let prefix = 0; prefix < 256; prefix++) {
      await mkdir(join(folder, prefix.toString(16).padStart(2, '0')), { recursive: true })
    }
    await syncFolder(folder, medium)
    await syncFolder(dirname(folder), medium)
    isPrepared = true
  }
  await rm(arriving, { recursive: true, force: true }).catch(diskFailure)
  await prepare().catch(diskFailure)

  /** Moves a synced file to its name; durable once this returns. */
  const settle = async (temporary: string, hash: BlobHash): Promise<void> => {
    await rename(temporary, pathOf(hash))
    await syncFolder(folderOf(hash), medium)
  }

  const sizeOf = async (hash: BlobHash): Promise<number | null> => {
    if (!isBlobHash(hash)) return null
    try {
      return (await stat(pathOf(hash))).size
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  const hashFile = async (path: string): Promise<{ hash: BlobHash; size: number }> => {
    const hasher = createDiskHasher()
    for await (const part of readFrom(path, 0, Infinity, medium)) hasher.update(part)
    return hasher.digest()
  }

  return {
    async put(source, { limit, expected }) {
      const temporary = join(arriving, String(arrivals++))
      const hasher = createDiskHasher()
      try {
        await prepare()
        const written = await writeWhole(temporary, source, { limit, medium, onPart: hasher.update })
        if (written.tag !== 'written') return written
        const { hash, size } = hasher.digest()
        if (expected !== undefined && hash !== expected) return { tag: 'wrong-blob', expected, found: hash }
        await settle(temporary, hash)
        return { tag: 'stored', hash, size }
      } catch (error) {
        return diskFailure(error)
      } finally {
        await rm(temporary, { force: true }).catch(() => {})
      }
    },
    async adopt(path, limit) {
      const temporary = join(arriving, String(arrivals++))
      try {
        await prepare()
        const size = (await stat(path)).size
        if (size > limit) return { tag: 'too-big', size, limit }
        await link(path, temporary)
        const named = await hashFile(temporary)
        await withFile(medium, temporary, 'r+', (file) => file.sync())
        await settle(temporary, named.hash)
        return { tag: 'stored', ...named }
      } catch (error) {
        return diskFailure(error)
      } finally {
        await rm(temporary, { force: true }).catch(() => {})
      }
    },
    async get(hash, range = {}) {
      try {
        const size = await sizeOf(hash)
        if (size === null) return { tag: 'blob-missing', hash }
        const { start, end } = withinBlob(range, size)
        return { tag: 'found', size, start, end, bytes: readFrom(pathOf(hash), start, end, medium) }
      } catch (error) {
        return diskFailure(error)
      }
    },
    async has(hash) {
      return (await sizeOf(hash).catch(() => null)) !== null
    },
    async delete(hash) {
      try {
        if ((await sizeOf(hash)) === null) return { tag: 'blob-missing', hash }
        await unlink(pathOf(hash))
        await syncFolder(folderOf(hash), medium)
        return { tag: 'deleted' }
      } catch (error) {
        return diskFailure(error)
      }
    },
    async *list() {
      for (const prefix of (await readdir(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name)).toSorted()) {
        for (const rest of (await readdir(join(folder, prefix))).toSorted()) {
          const hash = prefix + rest
          const size = await sizeOf(hash)
          if (size !== null) yield { hash, size }
        }
      }
    },
    async verify(hash) {
      try {
        if ((await sizeOf(hash)) === null) return { tag: 'blob-missing', hash }
        const found = await hashFile(pathOf(hash))
        if (found.hash === hash) return { tag: 'sound', size: found.size }
        return { tag: 'blob-altered', hash, found: found.hash, size: found.size }
      } catch (error) {
        return diskFailure(error)
      }
    },
  }
}

/** The core's hasher on Node's SHA-256. */
export const createDiskHasher = (onPiece?: (hash: Uint8Array) => void): BlobHasher =>
  createBlobHasher(() => createHash('sha256'), onPiece)
