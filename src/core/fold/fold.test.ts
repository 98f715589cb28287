import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createWorldNode, fill, pass, state, write } from '../../../tests/core/entity-world.ts'
import type { WorldNode } from '../../../tests/core/entity-world.ts'
import { createRegistry, defineKind, field, isAlive, losersOf, readEntity } from '../kind.ts'
import type { Kind } from '../kind.ts'
import { hexToBytes } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import type { Value } from '../log/cbor.ts'
import { LIMITS } from '../log/operation.ts'
import type { Entry } from '../log/operation.ts'
import { listOf, register, setOf } from './field-types.ts'
import { applyOperation, compareHeads, EMPTY, foldOperations, nextEntry, seenIds } from './fold.ts'
import type { Placed } from './fold.ts'
import { integer, text } from './scalars.ts'

const note = defineKind({
  name: 'note',
  number: 900,
  lane: 1,
  fields: {
    title: field(1, register(text({ max: 100 }))),
    tags: field(2, setOf(text({ max: 20 }))),
    payments: field(3, listOf(integer({ min: -1000, max: 1000 }))),
    count: field(4, register(integer({ min: 0, max: 10 }))),
  },
  verbs: { create: { number: 0, by: 'reader' }, edit: { number: 1, by: 'reader' } },
}) as unknown as Kind
const registry = createRegistry([note])
const { combineOf } = registry
const toBytes = (hex: string) => hexToBytes(hex) as Bytes

/** Three nodes that hold the same note. */
async function notes() {
  const nodes = [1, 2, 3].map((index) => createWorldNode(index, registry))
  const [a, b, c] = (await Promise.all(nodes)) as [WorldNode, WorldNode, WorldNode]
  const { id } = (await write(a, note, null, { title: 'Début', tags: { add: ['eau'] }, payments: 1 })) as { id: string }
  for (const other of [b, c]) await pass(a, other)
  const exchange = async () => {
    for (const [from, to] of [
      [a, b],
      [b, c],
      [c, a],
      [a, b],
      [b, c],
      [a, c],
    ] as const)
      await pass(from, to)
  }
  const read = async (node: WorldNode) => readEntity(note, await state(node, id)) as Record<string, unknown>
  return { a, b, c, id, exchange, read }
}

describe('fold: what people see', () => {
  it('a value written by somebody who saw the other one wins, whatever the clocks say', async () => {
    const { a, c, id, exchange, read } = await notes()
    await write(c, note, id, { title: 'Troisième, horloge en avance' })
    await exchange()
    await write(a, note, id, { title: 'Premier, horloge en retard' })
    await exchange()
    assert.equal((await read(c)).title, 'Premier, horloge en retard')
    assert.deepEqual(losersOf(note, await state(c, id)), [])
  })

  it('what loses between writers who didn’t know of each other is kept and shown, and goes when somebody who saw it writes', async () => {
    const { a, b, c, id, exchange, read } = await notes()
    await write(b, note, id, { title: 'De Koupéla' })
    await write(c, note, id, { title: 'De Gavinané' })
    await exchange()
    for (const node of [a, b, c]) {
      assert.equal((await read(node)).title, 'De Gavinané')
      assert.deepEqual(
        losersOf(note, await state(node, id)).map((loser) => loser.value),
        ['De Koupéla'],
      )
    }
    assert.ok(await write(a, note, id, { title: 'De Gavinané' }), 'the same words again settle it')
    await exchange()
    for (const node of [a, b, c]) assert.deepEqual(losersOf(note, await state(node, id)), [])
  })

  it('two editors on one node from the same base: both kept; the next who saw both settles it', async () => {
    const { a, b, id, exchange, read } = await notes()
    const base = await state(a, id)
    await write(a, note, id, { title: 'Une', count: 1 }, { base })
    await write(a, note, id, { title: 'Deux' }, { base })
    assert.equal((await read(a)).title, 'Deux')
    assert.deepEqual(
      losersOf(note, await state(a, id)).map((loser) => loser.value),
      ['Une'],
    )
    await write(a, note, id, { count: 2 }, { base: await state(a, id) })
    assert.equal((await read(a)).count, 2, 'another field, which only one of them wrote, isn’t disputed')
    await exchange()
    assert.deepEqual(
      losersOf(note, await state(b, id)).map((loser) => loser.value),
      ['Une'],
    )
    await write(a, note, id, { title: 'Trois' }, { base: await state(a, id) })
    assert.deepEqual(losersOf(note, await state(a, id)), [])
  })

  it('a stale editor replaces only what they saw, even where the best head is the same as theirs', async () => {
    const { a, b, c, id, exchange } = await notes()
    await write(c, note, id, { title: 'Meilleure' })
    await write(b, note, id, { title: 'Autre' })
    await pass(b, a)
    await pass(c, a)
    const base = await state(a, id)
    await write(b, note, id, { title: 'Autre, mieux' })
    await pass(b, a)
    assert.deepEqual(
      (await state(a, id)).fields.get(1)?.heads.map((head) => head.value),
      ['Autre, mieux', 'Meilleure'],
    )
    await write(a, note, id, { title: 'De la page' }, { base })
    await exchange()
    const heads = (await state(c, id)).fields.get(1)?.heads.map((head) => head.value)
    assert.ok(heads?.includes('Autre, mieux') && heads.includes('De la page'), String(heads))
    assert.ok(!heads?.includes('Meilleure'))
  })

  it('sets: an element taken out is out, unless somebody who didn’t know put it in again', async () => {
    const { a, b, c, id, exchange, read } = await notes()
    await write(b, note, id, { tags: { add: ['école'] } })
    await write(c, note, id, { tags: { add: ['puits'] } })
    await exchange()
    assert.deepEqual((await read(a)).tags, ['eau', 'puits', 'école'], 'additions at several nodes add up')
    await write(a, note, id, { tags: { remove: ['eau'] } })
    await write(b, note, id, { tags: { remove: ['eau', 'puits'] } })
    await write(b, note, id, { tags: { add: ['eau'] } })
    await exchange()
    for (const node of [a, b, c]) assert.deepEqual((await read(node)).tags, ['eau', 'école'])
  })

  it('lists: what two tills append off line adds up, in one order', async () => {
    const { a, b, c, id, exchange, read } = await notes()
    await write(a, note, id, { payments: 10 })
    await write(b, note, id, { payments: 20 })
    await write(c, note, id, { payments: 30 })
    await exchange()
    await write(b, note, id, { payments: -20 })
    await exchange()
    for (const node of [a, b, c]) assert.deepEqual((await read(node)).payments, [1, 10, 20, 30, -20])
  })

  it('a field emptied wins over what was written beside it', async () => {
    const { a, b, id, exchange, read } = await notes()
    await write(a, note, id, { count: 3 })
    await exchange()
    await write(a, note, id, { count: 4 })
    await write(b, note, id, { count: null })
    await exchange()
    assert.equal((await read(a)).count, null)
    assert.deepEqual(
      losersOf(note, await state(a, id)).map((loser) => loser.value),
      [4],
    )
  })

  it('withdrawn at one node and edited at another: the edit is kept for whoever brings it back', async () => {
    const { a, b, id, exchange, read } = await notes()
    await write(a, note, id, {}, { isAlive: false })
    await write(b, note, id, { title: 'Encore' })
    await exchange()
    assert.equal(isAlive(await state(b, id)), false)
    await write(b, note, id, {}, { isAlive: true })
    await exchange()
    assert.equal(isAlive(await state(a, id)), true)
    assert.equal((await read(a)).title, 'Encore')
  })
})

const placed = (
  log: string,
  position: number,
  entry: Entry | null,
  more: Partial<Placed['operation']> & { id?: string; field?: number } = {},
): Placed => ({
  operation: {
    verb: 1,
    entity: fill(12, 1),
    kind: 900,
    fields: new Map([[more.field ?? 1, entry]]),
    author: null,
    time: more.time ?? 0,
  },
  id: more.id ?? `${log}${position.toString(16).padStart(2, '0')}`.padEnd(24, '0'),
  log,
  position,
})

describe('fold: the rules one by one', () => {
  it('the order is total: counter, clock, log, position and, in a forked log, id', () => {
    const [one, other] = ['11', '22'].map((id) =>
      placed('aa', 3, { counter: 1, value: id }, { id: id.repeat(12) }),
    ) as [Placed, Placed]
    const heads = foldOperations([one, other], combineOf).fields.get(1)?.heads ?? []
    assert.deepEqual(
      heads.map((head) => head.value),
      ['22', '11'],
    )
    assert.deepEqual(foldOperations([other, one], combineOf).fields.get(1)?.heads, heads)
    const [a, b] = heads as [(typeof heads)[0], (typeof heads)[0]]
    for (const better of [{ counter: 2 }, { time: 1 }, { log: 'bb' }, { position: 4 }]) {
      assert.ok(
        compareHeads({ ...b, ...better }, a) < 0 && compareHeads(a, { ...b, ...better }) > 0,
        JSON.stringify(better),
      )
    }
  })

  it('an entry without `seen` replaces all that its own log wrote before, also what arrives later', () => {
    const early = placed('aa', 1, { counter: 9, value: 'avant' })
    const late = placed('aa', 2, { counter: 1, value: 'après' })
    for (const order of [
      [early, late],
      [late, early],
    ])
      assert.deepEqual(
        foldOperations(order, combineOf)
          .fields.get(1)
          ?.heads.map((head) => head.value),
        ['après'],
      )
  })

  it('`seen` takes nothing out of a set or a list', () => {
    const first = placed('aa', 1, { counter: 1, value: 5 }, { field: 3 })
    const hostile = placed('bb', 1, { counter: 2, value: 6, seen: [toBytes(first.id)] }, { field: 3 })
    for (const order of [
      [first, hostile],
      [hostile, first],
    ])
      assert.deepEqual(
        registry.kinds.get(900)?.fields.payments?.type.read(foldOperations(order, combineOf).fields.get(3)),
        [5, 6],
      )
  })

  it('nextEntry lists what it replaces when another log wrote, and only the best 64', () => {
    assert.deepEqual(nextEntry(undefined, 'aa', 'x', 'register', toBytes), { counter: 1, value: 'x' })
    const own = foldOperations([placed('aa', 1, { counter: 4, value: 'x' })], combineOf).fields.get(1)
    assert.deepEqual(nextEntry(own, 'aa', 'y', 'register', toBytes), { counter: 5, value: 'y' })
    const seen = nextEntry(own, 'bb', 'y', 'register', toBytes).seen
    assert.deepEqual(seen, [toBytes(placed('aa', 1, null).id)])
    assert.equal(nextEntry(own, 'bb', 'y', 'all', toBytes).seen, undefined)
    const crowd = Array.from({ length: 100 }, (_, index) =>
      placed(`c${index}`, 0, { counter: 1, value: index }, { id: index.toString(16).padStart(24, '0') }),
    )
    const state = foldOperations(crowd, combineOf).fields.get(1)
    assert.equal(state?.heads.length, 100)
    assert.equal(seenIds(state, toBytes).length, LIMITS.seen)
  })

  it('a hostile counter at the end of integers stops nobody from writing', () => {
    const hostile = placed('ee', 1, { counter: Number.MAX_SAFE_INTEGER, value: 'moi' })
    const before = foldOperations([hostile], combineOf)
    const entry = nextEntry(before.fields.get(1), 'aa', 'nous', 'register', toBytes)
    assert.equal(entry.counter, Number.MAX_SAFE_INTEGER)
    const after = applyOperation(before, placed('aa', 1, entry), combineOf)
    assert.deepEqual(
      after.fields.get(1)?.heads.map((head) => head.value),
      ['nous'],
    )
  })

  it('is total: values of any shape fold, and read as the default', () => {
    const shapes: Value[] = [null, true, -5, 'x', fill(3, 1), [], [[], []], [1, 2], [[[]], [[1]]], new Map([[1, 2]])]
    for (const number of [1, 2, 3, 4])
      for (const value of shapes) {
        const state = foldOperations([placed('aa', 1, { counter: 1, value }, { field: number })], combineOf)
        assert.doesNotThrow(() => readEntity(note, state))
        assert.doesNotThrow(() => losersOf(note, state))
      }
    const outside = foldOperations([placed('aa', 1, { counter: 1, value: 10 ** 15 }, { field: 4 })], combineOf)
    assert.equal((readEntity(note, outside) as Record<string, unknown>).count, null)
  })

  it('an entity whose creation hasn’t arrived isn’t there yet', () => {
    const change = placed('aa', 1, { counter: 1, value: 'x' })
    assert.equal(isAlive(foldOperations([change], combineOf)), false)
    const create = {
      ...placed('aa', 0, { counter: 1, value: 'y' }),
      operation: { ...change.operation, entity: null, verb: 0, kind: 7 },
    }
    for (const order of [
      [create, change],
      [change, create],
    ]) {
      const state = foldOperations(order, combineOf)
      assert.equal(state.kind, 7)
      assert.ok(isAlive(state))
    }
    assert.equal(EMPTY.created, false)
  })
})
