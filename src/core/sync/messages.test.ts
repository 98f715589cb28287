import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { createNumbers, hostileBytes } from '../../../tests/core/hostile-bytes.ts'
import { bytesToHex, hexToBytes } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import { valueToBytes } from '../log/cbor.ts'
import { splitSequence } from '../log/sequence.ts'
import { valueToVector, vectorDigest, vectorToValue } from './chains.ts'
import type { Vector } from './chains.ts'
import { bundleHeadToBytes, bytesToFrame, FRAME_LIMIT, frameToBytes } from './messages.ts'
import type { Frame } from './messages.ts'

const fill = (length: number, value: number): Bytes => new Uint8Array(length).fill(value)
const vector: Vector = new Map([
  ['02'.repeat(16), [{ from: 0, to: 7, head: fill(8, 4) }]],
  [
    '01'.repeat(16),
    [
      { from: 9, to: 12, head: fill(8, 3) },
      { from: 0, to: 5, head: fill(8, 2) },
    ],
  ],
])
const head = {
  writer: fill(32, 11),
  incarnation: fill(8, 12),
  made: 1_700_000_000_000,
  readers: [fill(32, 13), fill(32, 15)],
  keys: fill(5, 16),
  spaces: [
    { space: fill(12, 1), needs: new Map(), has: vector, isBehind: false },
    { space: fill(12, 2), needs: vector, has: vector, isBehind: true },
  ],
}
const frames: Readonly<Record<string, Frame>> = {
  request: {
    tag: 'request',
    limit: 1_000_000,
    mayUseOld: true,
    asks: [
      { space: fill(12, 1), base: fill(8, 2), have: new Map(), isAsking: false },
      { space: fill(12, 3), base: null, have: vector, isAsking: true },
    ],
  },
  answer: { tag: 'answer', replies: [{ index: 1, status: 1, have: vector }] },
  mention: {
    tag: 'chunk',
    log: { index: 0, node: fill(32, 5), incarnation: fill(8, 6), lane: 1, pace: 1 },
    old: { from: 3, to: 9, digest: fill(8, 7) },
    packed: fill(20, 8),
  },
  chunk: { tag: 'chunk', log: 2, old: null, packed: fill(3, 9) },
  end: { tag: 'end', ends: [{ index: 0, digest: fill(8, 10), left: 3, isPlain: false }] },
  nothing: { tag: 'end', ends: [] },
  wants: {
    tag: 'wants',
    limit: 262_144,
    left: 2,
    list: [
      { index: 0, entity: fill(12, 1), hash: fill(32, 2), from: null },
      { index: 1, entity: fill(12, 3), hash: fill(32, 4), from: 7 },
    ],
  },
  blob: { tag: 'blob', index: 0, entity: fill(12, 1), hash: fill(32, 2), size: 20_000, from: 0, pieces: fill(64, 3) },
  rest: { tag: 'blob', index: 1, entity: fill(12, 3), hash: fill(32, 4), size: 200_000, from: 7, pieces: null },
  piece: { tag: 'piece', bytes: fill(40, 5) },
  bundle: {
    tag: 'bundle',
    plain: bundleHeadToBytes(head),
    signature: fill(64, 14),
    head: { tag: 'bundle', ...head },
  },
}
/** Golden bytes of docs/format.cddl « exchange ». What a released node sends must be read for ever: never change them. */
const vectors = JSON.parse(
  readFileSync(new URL('../../../tests/fixtures/format/exchange.json', import.meta.url), 'utf8'),
) as { frames: Record<string, string>; vector: string; digest: string }

describe('messages: golden bytes', () => {
  it('writes every frame as before and reads it back', () => {
    for (const [name, frame] of Object.entries(frames)) {
      assert.equal(bytesToHex(frameToBytes(frame)), vectors.frames[name], name)
      assert.equal(bytesToHex(frameToBytes(bytesToFrame(frameToBytes(frame)) as Frame)), vectors.frames[name], name)
    }
    assert.equal(Object.keys(vectors.frames).length, Object.keys(frames).length)
  })

  it('V2: a vector has one form and one digest, in whatever order it was made', () => {
    const turned: Vector = new Map([...vector].toReversed().map(([log, chains]) => [log, chains.toReversed()]))
    for (const one of [vector, turned]) {
      assert.equal(bytesToHex(valueToBytes(vectorToValue(one))), vectors.vector)
      assert.equal(bytesToHex(vectorDigest(fill(12, 1), one)), vectors.digest)
    }
    assert.notEqual(bytesToHex(vectorDigest(fill(12, 2), vector)), vectors.digest, 'the space is in it')
  })
})

describe('messages: bounds', () => {
  it('V3: vectors beyond their limits, or of another form, are refused', () => {
    const chains = Array.from({ length: 16_385 }, (_, index) => [2 * index, 2 * index + 1, fill(8, 1)])
    const named = (number: number) => {
      const id = new Uint8Array(16)
      id.set([number, number >> 8])
      return id
    }
    assert.ok(valueToVector(Array.from({ length: 4096 }, (_, index) => [named(index), [[0, 1, fill(8, 1)]]])))
    assert.equal(valueToVector(Array.from({ length: 4097 }, (_, index) => [named(index), [[0, 1, fill(8, 1)]]])), null)
    assert.equal(valueToVector([[named(1), chains]]), null)
    assert.ok(valueToVector([[named(1), chains.slice(1)]]))
    for (const wrong of [
      [[0, 0, fill(8, 1)]],
      [[1, 0, fill(8, 1)]],
      [[-1, 2, fill(8, 1)]],
      [[0, 2 ** 50, fill(8, 1)]],
      [[0, 1, fill(7, 1)]],
      [[0, 1]],
    ])
      assert.equal(valueToVector([[named(1), wrong]]), null)
    assert.equal(
      valueToVector([
        [named(1), []],
        [named(1), []],
      ]),
      null,
      'a log twice',
    )
  })

  it('X6 H11: 50,000 injured messages are null or what their bytes say', () => {
    const numbers = createNumbers(7)
    const samples = Object.values(frames).map(frameToBytes)
    let read = 0
    for (let run = 0; run < 50_000; run++) {
      const bytes = hostileBytes(samples, numbers)
      const frame = bytesToFrame(bytes)
      if (!frame) continue
      read++
      assert.ok(bytesToFrame(frameToBytes(frame)))
    }
    assert.ok(read > 100, `${read} were well formed`)
    assert.equal(bytesToFrame(fill(FRAME_LIMIT + 1, 0)), null)
  })

  it('X6: a sequence is split into whole items; one that promises more than is there is none', () => {
    const items = [1, 'é', [1, [2, 3]], fill(300, 1), new Map([[1, 2]]), null].map((value) => valueToBytes(value))
    const whole = new Uint8Array(items.flatMap((item) => [...item]))
    assert.deepEqual(splitSequence(whole)?.map(bytesToHex), items.map(bytesToHex))
    for (let end = 1; end < whole.length; end++) {
      const parts = splitSequence(whole.subarray(0, end))
      if (parts)
        assert.equal(
          parts.reduce((sum, part) => sum + part.length, 0),
          end,
        )
    }
    for (const hex of [
      '9affffffff',
      '5bffffffffffffffff',
      'bbffffffffffffffff00',
      '9f00ff',
      '1c',
      '81'.repeat(400_000),
    ])
      assert.equal(splitSequence(hexToBytes(hex) as Bytes), null)
    const numbers = createNumbers(8)
    for (let run = 0; run < 50_000; run++) splitSequence(hostileBytes(items, numbers))
  })
})
