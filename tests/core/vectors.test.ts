import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { bytesToValue } from '#core/log/cbor.ts'
import { operationToBytes, valueToOperation } from '#core/log/operation.ts'
import type { Operation } from '#core/log/operation.ts'
import {
  bytesToSegment,
  logId,
  NO_PREVIOUS,
  operationHashes,
  sealSegment,
  segmentToBytes,
  verifySegment,
} from '#core/log/segment.ts'
import type { LogName, Segment } from '#core/log/segment.ts'
import { pemToKeys } from '#server/keys/ed25519.ts'

/** Golden bytes of docs/format.cddl. When one of these fails, data written by older versions can't be read: never change them. */
const vectors = JSON.parse(readFileSync(new URL('../fixtures/format/vectors.json', import.meta.url), 'utf8')) as {
  pem: string
  operations: { name: string; bytes: string }[]
  log: string
  hashes: string[]
  segment: string
  segmentHash: string
  erased: string
}

const fill = (length: number, value: number): Bytes => new Uint8Array(length).fill(value)
const keys = pemToKeys(vectors.pem)
const name: LogName = { space: fill(12, 1), node: keys.publicKey, incarnation: fill(8, 2), lane: 1 }
export const operations: readonly Operation[] = [
  {
    verb: 0,
    entity: null,
    kind: 16,
    fields: new Map([
      [1, { counter: 1, value: 'Les hêtres du Garon' }],
      [3, { counter: 1, value: 1_133_481_600 }],
      [5, { counter: 1, value: [['eau', 'jumelage'], []] }],
    ]),
    author: fill(12, 3),
    time: 1_133_481_600_123,
  },
  {
    verb: 1,
    entity: fill(12, 4),
    kind: 16,
    fields: new Map([[1, { counter: 3, value: 'Nouveau titre', seen: [fill(12, 5), fill(12, 6)] }]]),
    author: null,
    time: 0,
    client: fill(16, 7),
  },
  {
    verb: 2,
    entity: fill(12, 4),
    kind: 65_000,
    fields: new Map([
      [0, { counter: 2, value: false }],
      [300, { counter: 1, value: new Map([[1, -5]]) }],
    ]),
    author: null,
    time: 1,
  },
]
const seed = fill(16, 9)

describe('format: golden bytes', () => {
  it('writes operations as before, and reads them back', () => {
    for (const [index, operation] of operations.entries()) {
      const bytes = operationToBytes(operation)
      assert.equal(bytesToHex(bytes), vectors.operations[index]?.bytes)
      assert.deepEqual(valueToOperation(bytesToValue(bytes)), operation)
    }
  })

  it('hashes a log name, operations and a segment as before', () => {
    assert.equal(bytesToHex(logId(name)), vectors.log)
    assert.deepEqual(operationHashes(logId(name), { seed, operations })?.map(bytesToHex), vectors.hashes)
    const sealed = sealSegment(logId(name), { first: 0, previous: NO_PREVIOUS, seed, operations }, keys.sign)
    assert.equal(bytesToHex(segmentToBytes(sealed.segment)), vectors.segment)
    assert.equal(bytesToHex(sealed.hash), vectors.segmentHash)
  })

  it('verifies the recorded segment, and the same one with a value erased', () => {
    for (const recorded of [vectors.segment, vectors.erased]) {
      const segment = bytesToSegment(hexToBytes(recorded) as Bytes) as Segment
      const verified = verifySegment(name, segment, keys.verify)
      assert.ok('hash' in verified)
      assert.equal(bytesToHex(verified.hash), vectors.segmentHash)
    }
  })

  it('refuses every other form of the same value', () => {
    const other = [
      '1801',
      '5f41014101ff',
      'a2020101 01'.replaceAll(' ', ''),
      '61ff',
      'f90000',
      'c100',
      'f7',
      '0000',
      'a201010102',
    ]
    for (const hex of other) {
      const value = bytesToValue(hexToBytes(hex) as Bytes) as { tag?: string }
      assert.equal(value?.tag, 'not-canonical', hex)
    }
  })

  it('finds every flipped bit of a segment', () => {
    const bytes = hexToBytes(vectors.segment) as Bytes
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice()
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
      const segment = bytesToSegment(flipped)
      const verdict = 'tag' in segment ? segment : verifySegment(name, segment, keys.verify)
      assert.ok('tag' in verdict, `bit ${bit}`)
    }
  })
})
