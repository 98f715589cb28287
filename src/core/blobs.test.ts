import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { naiveHash, pattern } from '../../tests/contracts/blobs.ts'
import { blobHash, createBlobHasher, hashOfPieces, isBlobHash, PIECE_BYTES } from './blobs.ts'

describe('a blob’s name', () => {
  it('is pinned: peers must agree for ever', () => {
    const vectors: [Uint8Array, string][] = [
      [new Uint8Array(0), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
      [Buffer.from('abc'), '4f8b42c22dd3729b519ba6f68d2da7cc5b2d606d05daed5ad5128cc03e6c6358'],
      [new Uint8Array(PIECE_BYTES), '518336992cdd532d86a3eeb423fe4457e06f6987c9d13d1effe5d70410785b67'],
      [new Uint8Array(PIECE_BYTES + 1), '477e14ff3453ec4ec3855f8753cb07288aade5618a473ccc2ab1208886e460ec'],
    ]
    for (const [bytes, hash] of vectors) assert.equal(blobHash(bytes), hash)
  })

  it('is the same however the bytes are cut, with either SHA-256, as by the definition', () => {
    const cuts = fc.array(fc.nat(40_000), { maxLength: 8 })
    fc.assert(
      fc.property(fc.nat(3 * PIECE_BYTES + 5), cuts, (size, at) => {
        const bytes = pattern(size)
        const edges = [0, ...at.filter((edge) => edge < size).toSorted((a, b) => a - b), size]
        const pure = createBlobHasher()
        const native = createBlobHasher(() => createHash('sha256'))
        for (let i = 1; i < edges.length; i++) {
          pure.update(bytes.subarray(edges[i - 1], edges[i]))
          native.update(bytes.subarray(edges[i - 1], edges[i]))
        }
        const expected = { hash: naiveHash(bytes), size }
        assert.deepEqual(pure.digest(), expected)
        assert.deepEqual(native.digest(), expected)
      }),
      { numRuns: 60 },
    )
  })

  it('is made of its pieces’ hashes, which name each piece', () => {
    const bytes = pattern(2 * PIECE_BYTES + 9)
    const pieces: Uint8Array[] = []
    const hasher = createBlobHasher(undefined, (hash) => pieces.push(hash))
    hasher.update(bytes)
    const { hash } = hasher.digest()
    assert.equal(hashOfPieces(pieces), hash)
    assert.deepEqual(
      pieces.map((piece) => Buffer.from(piece).toString('hex')),
      [0, 1, 2].map((i) =>
        createHash('sha256')
          .update(bytes.subarray(i * PIECE_BYTES, (i + 1) * PIECE_BYTES))
          .digest('hex'),
      ),
    )
  })

  it('is 64 lower-case digits and nothing else', () => {
    assert.equal(isBlobHash(blobHash(pattern(3))), true)
    for (const value of [null, 7, '', 'a'.repeat(63), 'A'.repeat(64), `${'a'.repeat(64)}\n`, `../${'a'.repeat(61)}`]) {
      assert.equal(isBlobHash(value), false)
    }
  })
})
