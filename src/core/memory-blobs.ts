import { createBlobHasher, withinBlob, type BlobHash, type Blobs } from './blobs.ts'

/** Blobs held in memory: for tests, the simulator and a page. */
export const createMemoryBlobs = (): Blobs => {
  const kept = new Map<BlobHash, Uint8Array>()
  return {
    async put(source, { limit, expected }) {
      const hasher = createBlobHasher()
      const parts: Uint8Array[] = []
      let size = 0
      try {
        for await (const part of source instanceof Uint8Array ? [source] : source) {
          size += part.length
          if (size > limit) return { tag: 'too-big', size, limit }
          hasher.update(part)
          parts.push(part.slice())
        }
      } catch {
        return { tag: 'cut-short', received: size }
      }
      const { hash } = hasher.digest()
      if (expected !== undefined && hash !== expected) return { tag: 'wrong-blob', expected, found: hash }
      kept.set(hash, joined(parts, size))
      return { tag: 'stored', hash, size }
    },
    async get(hash, range = {}) {
      const bytes = kept.get(hash)
      if (bytes === undefined) return { tag: 'blob-missing', hash }
      const { start, end } = withinBlob(range, bytes.length)
      return { tag: 'found', size: bytes.length, start, end, bytes: once(bytes.slice(start, end)) }
    },
    async has(hash) {
      return kept.has(hash)
    },
    async delete(hash) {
      return kept.delete(hash) ? { tag: 'deleted' } : { tag: 'blob-missing', hash }
    },
    async *list() {
      for (const hash of [...kept.keys()].toSorted()) {
        const bytes = kept.get(hash)
        if (bytes !== undefined) yield { hash, size: bytes.length }
      }
    },
    async verify(hash) {
      const bytes = kept.get(hash)
      return bytes === undefined ? { tag: 'blob-missing', hash } : { tag: 'sound', size: bytes.length }
    },
  }
}

const joined = (parts: readonly Uint8Array[], size: number): Uint8Array => {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}
