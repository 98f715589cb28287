import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fill } from '../../../tests/core/entity-world.ts'
import { createKeyPem, pemToKeys } from '#server/keys/ed25519.ts'
import { zstd } from '#server/links/zstd.ts'
import { bytesToHex } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { bytesToValue, valueToBytes } from './cbor.ts'
import type { Value } from './cbor.ts'
import { CHUNK_PLAIN_BYTES } from './chunk.ts'
import { LIMITS, operationToBytes, valueToOperation } from './operation.ts'
import type { Operation } from './operation.ts'
import { bytesToSegment, logId, NO_PREVIOUS, SEGMENT, sealSegment, segmentToBytes, verifySegment } from './segment.ts'
import type { LogName, Segment } from './segment.ts'

const record = <T>(parts: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record<T>(parts, { noNullPrototype: true })
const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const uint = fc.oneof(
  fc.nat(30),
  fc.maxSafeNat(),
  fc.constantFrom(23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER),
)
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\ufeff', '\ufeffé', '\ufeff\ufeff', 'e\u0301', '\u0000'),
  fc.string({ unit: 'grapheme', minLength: 20, maxLength: 80 }),
)
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.oneof(
      fc.constant(null),
      fc.boolean(),
      uint,
      uint.map((one) => (one === 0 ? 0 : -one)),
      text,
      fc.uint8Array(),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(uint, tie('value')), { maxLength: 4, selector: ([key]) => key })
      .map((pairs) => new Map(pairs)),
  ),
}))
const entry = fc.oneof(
  record({ counter: uint.map((one) => one || 1), value }),
  record({ counter: uint.map((one) => one || 1), value, seen: fc.array(bytesOf(12), { maxLength: 5 }) }),
)
const fields = fc
  .uniqueArray(fc.tuple(uint, entry), { maxLength: 6, selector: ([field]) => field })
  .map((pairs) => new Map(pairs))
const author = fc.option(bytesOf(12))
const operation: fc.Arbitrary<Operation> = fc.oneof(
  record({ verb: fc.constant(0), entity: fc.constant(null), kind: uint, fields, author, time: uint }),
  record({
    verb: fc.integer({ min: 1, max: 99 }),
    entity: bytesOf(12),
    kind: uint,
    fields,
    author,
    time: uint,
    client: bytesOf(16),
  }),
)
const keys = pemToKeys(createKeyPem())
const name: LogName = { space: fill(12, 1), node: keys.publicKey, incarnation: fill(8, 2), lane: 1 }
const plain = (more: Partial<Operation> = {}): Operation => ({
  verb: 0,
  entity: null,
  kind: 16,
  fields: new Map(),
  author: null,
  time: 0,
  ...more,
})
const segmentOf = (operations: readonly Operation[], more: Partial<Segment> = {}): Bytes =>
  segmentToBytes({ first: 0, previous: NO_PREVIOUS, seed: fill(16, 1), signature: fill(64, 1), operations, ...more })
const reasonOf = (bytes: Bytes): string => {
  const segment = bytesToSegment(bytes)
  return 'tag' in segment ? (segment as { reason: string }).reason : 'taken'
}

describe('operations and segments: encode and decode', () => {
  it('every value, text with a byte order mark too, comes back the same and has one form', () => {
    fc.assert(
      fc.property(value, (one) => assert.deepEqual(bytesToValue(valueToBytes(one)), one)),
      { numRuns: 500 },
    )
  })

  it('every operation comes back the same', () => {
    fc.assert(
      fc.property(operation, (one) => assert.deepEqual(valueToOperation(bytesToValue(operationToBytes(one))), one)),
      { numRuns: 500 },
    )
  })

  it('every sealed segment comes back the same and verifies under its own log only', () => {
    fc.assert(
      fc.property(
        fc.array(operation, { minLength: 1, maxLength: 8 }),
        bytesOf(16),
        fc.nat(1000),
        (operations, seed, first) => {
          const draft = { first, previous: first === 0 ? NO_PREVIOUS : fill(16, 3), seed, operations }
          const { segment, hash } = sealSegment(logId(name), draft, keys.sign)
          const back = bytesToSegment(segmentToBytes(segment)) as Segment
          assert.deepEqual(back, segment)
          const verified = verifySegment(name, back, keys.verify)
          assert.ok('hash' in verified && bytesToHex(verified.hash) === bytesToHex(hash))
          for (const other of [
            { ...name, lane: 2 },
            { ...name, incarnation: fill(8, 9) },
            { ...name, space: fill(12, 9) },
            { ...name, node: pemToKeys(createKeyPem()).publicKey },
          ])
            assert.deepEqual(verifySegment(other, back, keys.verify), { tag: 'bad-signature', first })
        },
      ),
      { numRuns: 40 },
    )
  })

  it('a signature covers the place and the chain', () => {
    const { segment } = sealSegment(
      logId(name),
      { first: 4, previous: fill(16, 3), seed: fill(16, 4), operations: [plain()] },
      keys.sign,
    )
    for (const altered of [
      { first: 5 },
      { previous: fill(16, 4) },
      { operations: [plain({ time: 1 })] },
      { operations: [plain(), plain()] },
    ])
      assert.ok(
        'tag' in verifySegment(name, { ...segment, ...altered }, keys.verify),
        JSON.stringify(Object.keys(altered)),
      )
  })
})

describe('operations and segments: limits', () => {
  const big = (bytes: number) => plain({ fields: new Map([[1, { counter: 1, value: 'x'.repeat(bytes) }]]) })

  it('an empty segment, or one of 65 operations, is refused', () => {
    assert.equal(reasonOf(segmentOf([])), 'number of operations')
    assert.equal(
      reasonOf(segmentOf(Array.from({ length: SEGMENT.operations + 1 }, () => plain()))),
      'number of operations',
    )
    assert.equal(reasonOf(segmentOf(Array.from({ length: SEGMENT.operations }, () => plain()))), 'taken')
  })

  it('several operations share 16 KiB; one alone may have 256', () => {
    assert.equal(reasonOf(segmentOf([big(9000), big(9000)])), 'too many bytes')
    assert.equal(reasonOf(segmentOf([big(LIMITS.operationBytes - 100)])), 'taken')
    assert.equal(reasonOf(segmentOf([big(LIMITS.operationBytes)])), 'a too large operation')
    assert.equal(reasonOf(segmentOf([big(400_000)])), 'too many bytes')
  })

  it('64 fields and 64 replaced ids, no more', () => {
    const withFields = (count: number) =>
      plain({ fields: new Map(Array.from({ length: count }, (_, field) => [field, { counter: 1, value: 1 }])) })
    const withSeen = (count: number) =>
      plain({
        fields: new Map([[1, { counter: 1, value: 1, seen: Array.from({ length: count }, () => fill(12, 1)) }]]),
      })
    for (const make of [withFields, withSeen]) {
      assert.ok(valueToOperation(bytesToValue(operationToBytes(make(64)))))
      assert.equal(valueToOperation(bytesToValue(operationToBytes(make(65)))), null)
    }
  })

  it('counters start at 1; only a creation has no entity', () => {
    const withCounter = (counter: number) => plain({ fields: new Map([[1, { counter, value: 1 }]]) })
    assert.equal(valueToOperation(bytesToValue(operationToBytes(withCounter(0)))), null)
    assert.equal(valueToOperation(bytesToValue(operationToBytes(plain({ verb: 1 })))), null)
    assert.equal(valueToOperation(bytesToValue(operationToBytes(plain({ entity: fill(12, 1) })))), null)
  })

  it('a log’s first segment has nothing before it, and no position is beyond integers', () => {
    assert.equal(reasonOf(segmentOf([plain()], { previous: fill(16, 1) })), 'previous hash before the first')
    assert.equal(reasonOf(segmentOf([plain()], { first: Number.MAX_SAFE_INTEGER, previous: fill(16, 1) })), 'position')
  })

  it('salts stand for exactly the fields that are there', () => {
    const operations = [plain({ fields: new Map([[1, { counter: 1, value: 'x' }]]) })]
    const { segment } = sealSegment(
      logId(name),
      { first: 0, previous: NO_PREVIOUS, seed: fill(16, 1), operations },
      keys.sign,
    )
    const smuggled = {
      ...segment,
      seed: [
        new Map([
          [1, fill(16, 1)],
          [2, fill(16, 7)],
        ]),
      ],
    }
    assert.deepEqual(verifySegment(name, smuggled, keys.verify), { tag: 'bad-segment', reason: 'a salt is missing' })
    assert.equal(reasonOf(segmentToBytes({ ...segment, seed: [] })), 'salts')
  })
})

describe('chunks', () => {
  it('a wrong dictionary is noticed, and nothing inflates beyond its limit', async () => {
    const plain = new TextEncoder().encode('Les hêtres des Potagers du Garon ont été plantés en 2005. '.repeat(20))
    const dictionary = plain.slice(0, 600)
    const packed = await zstd.compress(plain, dictionary, 19)
    assert.deepEqual(zstd.decompress(packed, dictionary, CHUNK_PLAIN_BYTES), Buffer.from(plain))
    const other = dictionary.map((byte) => byte ^ 1)
    assert.equal(zstd.decompress(packed, other, CHUNK_PLAIN_BYTES), null)
    const bomb = await zstd.compress(fill(CHUNK_PLAIN_BYTES + 1, 0), new Uint8Array(0), 19)
    assert.ok(bomb.length < 200)
    assert.equal(zstd.decompress(bomb, new Uint8Array(0), CHUNK_PLAIN_BYTES), null)
  })
})
