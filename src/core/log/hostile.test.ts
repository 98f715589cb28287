import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { createNumbers, hostileBytes } from '../../../tests/core/hostile-bytes.ts'
import { fill } from '../../../tests/core/entity-world.ts'
import { kindsFolder } from '../../../tests/fixtures/kinds/replay.ts'
import type { KindFixture } from '../../../tests/fixtures/kinds/replay.ts'
import { registry } from '../../kinds.ts'
import { foldOperations } from '../fold/fold.ts'
import { bytesToState, stateToBytes } from '../fold/state-codec.ts'
import { losersOf, readEntity } from '../kind.ts'
import { bytesToHex, hexToBytes } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { bytesToValue, isNotCanonical, valueToBytes } from './cbor.ts'
import { operationToBytes, valueToOperation } from './operation.ts'
import type { Operation } from './operation.ts'
import { bytesToSegment, segmentToBytes, verifySegment } from './segment.ts'
import { createSpace, readGenesis } from './space.ts'
import { bytesToOperation } from './writer.ts'

/** `HOSTILE=1000000 SEED=5 node --test …` for a longer run with other inputs; a failing input is printed. */
const COUNT = Number(process.env.HOSTILE ?? 50_000)
const SEED = Number(process.env.SEED ?? 1)

const read = (name: string) => JSON.parse(readFileSync(new URL(name, kindsFolder), 'utf8'))
const fixtures = [...registry.kinds.values()].map((kind) => read(`${kind.name}.json`) as KindFixture)
const toBytes = (hex: string) => hexToBytes(hex) as Bytes
const vectors = read('../format/vectors.json') as { segment: string; erased: string }

function feed(samples: readonly Bytes[], take: (bytes: Bytes) => void): void {
  const numbers = createNumbers(SEED)
  for (let index = 0; index < COUNT; index++) {
    const bytes = hostileBytes(samples, numbers)
    try {
      take(bytes)
    } catch (error) {
      throw new Error(`input ${index}: ${bytesToHex(bytes)}`, { cause: error })
    }
  }
}

describe(`hostile bytes: ${COUNT} for each decoder`, () => {
  it('segments: refused by a tag, or the very bytes of what they say; verifying one never throws', () => {
    const name = { space: fill(12, 1), node: fill(32, 2), incarnation: fill(8, 3), lane: 1 }
    let accepted = 0
    feed([vectors.segment, vectors.erased].map(toBytes), (bytes) => {
      const segment = bytesToSegment(bytes)
      if ('tag' in segment) return
      accepted++
      assert.deepEqual(segmentToBytes(segment), new Uint8Array(bytes))
      const verdict = verifySegment(name, segment, () => false)
      assert.ok('tag' in verdict)
    })
    assert.ok(accepted > COUNT / 500, `only ${accepted} were well formed: nothing is tried deeper`)
  })

  it('operations: refused, or the very bytes of what they say; folding and reading what is taken never throws', () => {
    const samples = fixtures.flatMap((fixture) => fixture.operations.map((one) => toBytes(one.bytes)))
    let accepted = 0
    feed(samples, (bytes) => {
      const value = bytesToValue(bytes)
      const operation = isNotCanonical(value) ? null : valueToOperation(value)
      if (!operation) return
      accepted++
      assert.deepEqual(operationToBytes(operation), new Uint8Array(bytes))
      const state = foldOperations(
        [{ operation, id: '00'.repeat(12), log: '00'.repeat(16), position: 0 }],
        registry.combineOf,
      )
      const kind = registry.kinds.get(operation.kind)
      if (kind) void [readEntity(kind, state), losersOf(kind, state)]
      assert.deepEqual(stateToBytes(bytesToState(stateToBytes(state))), stateToBytes(state))
    })
    assert.ok(accepted > COUNT / 500, `only ${accepted} were well formed`)
  })

  it('stored states: thrown out in words, or the very bytes of what they say', () => {
    const samples = fixtures.map((fixture) =>
      stateToBytes(
        foldOperations(
          fixture.operations.map((one) => ({ ...one, operation: bytesToOperation(toBytes(one.bytes)) })),
          registry.combineOf,
        ),
      ),
    )
    feed(samples, (bytes) => {
      try {
        const state = bytesToState(bytes)
        for (const one of state.fields.values()) assert.ok(one.heads.every((head) => head.id.length === 24))
      } catch (error) {
        assert.match((error as Error).message, /^stored state: /)
      }
    })
  })

  it('genesis: null, or what its space says', () => {
    const genesis = { root: fill(32, 1), nodes: [fill(32, 2), fill(32, 3)], nonce: fill(16, 4) }
    const made = [genesis, { ...genesis, nodes: null }].map((one) => createSpace(one, () => fill(64, 5)))
    for (const one of made) assert.ok(readGenesis(one.id, one.genesis, () => true))
    feed(
      made.map((one) => one.genesis),
      (bytes) => {
        for (const { id } of made) {
          const found = readGenesis(id, bytes, () => true)
          if (found) assert.deepEqual(found.root, genesis.root)
        }
      },
    )
  })

  it('deep, long and promising items are refused at once', () => {
    for (const bytes of [
      fill(300_000, 0x81),
      fill(300_000, 0xa1),
      fill(300_000, 0x9f),
      toBytes('9affffffff00'),
      toBytes('5b001fffffffffffff00'),
      toBytes('bb00000000ffffffff00'),
    ]) {
      assert.ok(isNotCanonical(bytesToValue(bytes)))
      assert.ok('tag' in bytesToSegment(bytes))
      assert.throws(() => bytesToState(bytes), /^Error: stored state: /)
    }
  })

  it('a value 16 deep stays, one deeper is refused', () => {
    const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)])
    assert.ok(!isNotCanonical(bytesToValue(valueToBytes(nest(16)))))
    assert.ok(isNotCanonical(bytesToValue(valueToBytes(nest(17)))))
  })

  it('counters, positions and times at the end of integers fold and encode', () => {
    const operation: Operation = {
      verb: 1,
      entity: fill(12, 1),
      kind: 16,
      fields: new Map([[1, { counter: Number.MAX_SAFE_INTEGER, value: Number.MIN_SAFE_INTEGER }]]),
      author: null,
      time: Number.MAX_SAFE_INTEGER,
    }
    assert.deepEqual(valueToOperation(bytesToValue(operationToBytes(operation))), operation)
    const state = foldOperations(
      [{ operation, id: '00'.repeat(12), log: '00'.repeat(16), position: 2 ** 48 }],
      registry.combineOf,
    )
    assert.deepEqual(bytesToState(stateToBytes(state)), state)
  })
})
