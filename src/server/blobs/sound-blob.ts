import type { BlobAltered, BlobHash, BlobMissing, Blobs, DiskFailure } from '#core/blobs.ts'
import { createDiskHasher } from './disk.ts'
import { diskFailure } from './disk-failure.ts'

export type SoundBlobFailure = BlobMissing | BlobAltered | DiskFailure

/** A whole blob, given only if its bytes still are those that its name says. For what fits in memory: a picture's sizes. */
export async function readSoundBlob(blobs: Blobs, hash: BlobHash): Promise<Uint8Array | SoundBlobFailure> {
  const found = await blobs.get(hash)
  if (found.tag !== 'found') return found
  const hasher = createDiskHasher()
  const parts: Uint8Array[] = []
  try {
    for await (const part of found.bytes) {
      hasher.update(part)
      parts.push(part)
    }
  } catch (error) {
    return diskFailure(error)
  }
  const named = hasher.digest()
  return named.hash === hash ? Buffer.concat(parts) : { tag: 'blob-altered', hash, found: named.hash, size: named.size }
}
