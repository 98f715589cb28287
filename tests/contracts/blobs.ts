import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { blobHash, PIECE_BYTES, type Blobs, type BlobStored } from '#core/blobs.ts'

const LIMIT = 1_000_000

/** What every `Blobs` must do. `createBlobs` makes an empty one each time. */
export const blobsContract = (name: string, createBlobs: () => Promise<Blobs>): void => {
  describe(`blobs contract: ${name}`, () => {
    it('gives back the bytes it was given, as one array or as a stream', async () => {
      const blobs = await createBlobs()
      await fc.assert(
        fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 20_000 }), { maxLength: 5 }), async (parts) => {
          const bytes = Buffer.concat(parts)
          const stored = await blobs.put(streamOf(parts), { limit: LIMIT })
          assert.deepEqual(stored, { tag: 'stored', hash: naiveHash(bytes), size: bytes.length })
          assert.deepEqual(await blobs.put(bytes, { limit: LIMIT }), stored)
          assert.deepEqual(await readAll(blobs, naiveHash(bytes)), bytes)
          assert.equal(await blobs.has(naiveHash(bytes)), true)
          assert.deepEqual(await blobs.verify(naiveHash(bytes)), { tag: 'sound', size: bytes.length })
        }),
        { numRuns: 30 },
      )
    })

    it('gives any range, brought within the blob', async () => {
      const blobs = await createBlobs()
      const bytes = pattern(3 * PIECE_BYTES + 77)
      const { hash } = await stored(blobs, bytes)
      const edge = fc.option(fc.integer({ min: -10, max: bytes.length + 10 }), { nil: undefined })
      await fc.assert(
        fc.asyncProperty(edge, edge, async (start, end) => {
          const range = { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) }
          const found = await blobs.get(hash, range)
          assert.equal(found.tag, 'found')
          if (found.tag !== 'found') return
          const from = Math.min(Math.max(start ?? 0, 0), bytes.length)
          const to = Math.max(from, Math.min(end ?? bytes.length, bytes.length))
          assert.deepEqual([found.start, found.end, found.size], [from, to, bytes.length])
          assert.deepEqual(await collect(found.bytes), Buffer.from(bytes.subarray(from, to)))
        }),
        { numRuns: 40 },
      )
    })

    it('refuses what passes the limit, while it streams, and keeps nothing', async () => {
      const blobs = await createBlobs()
      let drawn = 0
      const endless = (async function* () {
        for (;;) {
          drawn += 1000
          yield new Uint8Array(1000)
        }
      })()
      assert.deepEqual(await blobs.put(endless, { limit: 4500 }), { tag: 'too-big', size: 5000, limit: 4500 })
      assert.equal(drawn, 5000)
      assert.equal((await blobs.put(pattern(4500), { limit: 4500 })).tag, 'stored')
      assert.equal((await blobs.put(pattern(4501), { limit: 4500 })).tag, 'too-big')
      assert.equal((await list(blobs)).length, 1)
    })

    it('keeps nothing of a source that breaks', async () => {
      const blobs = await createBlobs()
      const broken = (async function* () {
        yield pattern(1000)
        throw new Error('the line was cut')
      })()
      assert.deepEqual(await blobs.put(broken, { limit: LIMIT }), { tag: 'cut-short', received: 1000 })
      assert.deepEqual(await list(blobs), [])
    })

    it('keeps what a peer sends only under the name that was asked for', async () => {
      const blobs = await createBlobs()
      const asked = naiveHash(pattern(10))
      assert.deepEqual(await blobs.put(pattern(11), { limit: LIMIT, expected: asked }), {
        tag: 'wrong-blob',
        expected: asked,
        found: naiveHash(pattern(11)),
      })
      assert.deepEqual(await list(blobs), [])
      assert.equal((await blobs.put(pattern(10), { limit: LIMIT, expected: asked })).tag, 'stored')
    })

    it('says what is missing, also for a name that is none', async () => {
      const blobs = await createBlobs()
      for (const hash of [naiveHash(pattern(1)), '', '../../../etc/passwd', naiveHash(pattern(1)).toUpperCase()]) {
        const missing = { tag: 'blob-missing', hash }
        assert.deepEqual(await blobs.get(hash), missing)
        assert.deepEqual(await blobs.verify(hash), missing)
        assert.deepEqual(await blobs.delete(hash), missing)
        assert.equal(await blobs.has(hash), false)
      }
    })

    it('lists in order of hash, and deletes', async () => {
      const blobs = await createBlobs()
      const hashes: string[] = []
      for (let size = 0; size < 20; size++) hashes.push((await stored(blobs, pattern(size))).hash)
      const expected = hashes.map((hash, size) => ({ hash, size })).toSorted((a, b) => (a.hash < b.hash ? -1 : 1))
      assert.deepEqual(await list(blobs), expected)
      assert.deepEqual(await blobs.delete(hashes[3] as string), { tag: 'deleted' })
      assert.equal(await blobs.has(hashes[3] as string), false)
      assert.deepEqual(
        await list(blobs),
        expected.filter(({ hash }) => hash !== hashes[3]),
      )
    })

    it('keeps many at once, the same one too', async () => {
      const blobs = await createBlobs()
      const all = await Promise.all(Array.from({ length: 24 }, (_, i) => stored(blobs, pattern(5000 + (i % 12)))))
      assert.equal(new Set(all.map(({ hash }) => hash)).size, 12)
      assert.equal((await list(blobs)).length, 12)
      for (const { hash, size } of all) assert.deepEqual(await readAll(blobs, hash), Buffer.from(pattern(size)))
    })

    it('keeps its own copy of the bytes', async () => {
      const blobs = await createBlobs()
      const bytes = pattern(100)
      const { hash } = await stored(blobs, bytes)
      bytes.fill(0)
      const first = await readAll(blobs, hash)
      first.fill(0)
      assert.equal(blobHash(await readAll(blobs, hash)), hash)
    })
  })
}

/** The definition of a blob's name, written out a second time with another SHA-256. */
export const naiveHash = (bytes: Uint8Array): string => {
  const whole = createHash('sha256')
  for (let at = 0; at < bytes.length; at += 16_384) {
    whole.update(
      createHash('sha256')
        .update(bytes.subarray(at, at + 16_384))
        .digest(),
    )
  }
  return whole.digest('hex')
}

/** Bytes that differ everywhere, the same each time. */
export const pattern = (length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  for (let i = 0, x = 1; i < length; i++) {
    x = (Math.imul(x, 1_103_515_245) + 12_345) >>> 0
    bytes[i] = x >>> 16
  }
  return bytes
}

export const readAll = async (blobs: Blobs, hash: string): Promise<Buffer> => {
  const found = await blobs.get(hash)
  if (found.tag !== 'found') throw new Error(`${hash}: ${found.tag}`)
  return collect(found.bytes)
}

export const collect = async (bytes: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = []
  for await (const part of bytes) parts.push(part)
  return Buffer.concat(parts)
}

export async function* streamOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

const stored = async (blobs: Blobs, bytes: Uint8Array): Promise<BlobStored> => {
  const result = await blobs.put(bytes, { limit: LIMIT })
  if (result.tag !== 'stored') throw new Error(result.tag)
  return result
}

const list = async (blobs: Blobs): Promise<{ hash: string; size: number }[]> => {
  const all = []
  for await (const entry of blobs.list()) all.push(entry)
  return all
}
