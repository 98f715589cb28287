import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createMemoryStore } from '#core/memory-store.ts'
import { openSqliteStore } from '#server/store/sqlite-store.ts'
import {
  allSegments,
  createWorldNode,
  fill,
  ok,
  ownLog,
  pass,
  placedOf,
  state,
  write,
} from '../../../tests/core/entity-world.ts'
import type { WorldNode } from '../../../tests/core/entity-world.ts'
import { createExclusion, quarantine } from '../access/orders.ts'
import { createRegistry, defineKind, field, isAlive, losersOf, readEntity } from '../kind.ts'
import type { Kind, Registry } from '../kind.ts'
import { bytesToHex } from '../log/bytes.ts'
import { eraseFields } from '../log/eraser.ts'
import { receiveSegment } from '../log/receiver.ts'
import type { Desk } from '../log/receiver.ts'
import { sealTail, writeOperation } from '../log/writer.ts'
import type { EntityRow, Store } from '../ports.ts'
import { listOf, register, setOf } from './field-types.ts'
import { foldStored, isSameEntity, readPlaces, refoldAll, refoldEntity } from './refold.ts'
import { integer, text } from './scalars.ts'
import { stateToBytes } from './state-codec.ts'

const verbs = { create: { number: 0, by: 'reader' }, edit: { number: 1, by: 'reader' } } as const
const title = field(1, register(text({ max: 100 })))
const tags = field(2, setOf(text({ max: 20 })))
const payments = field(3, listOf(integer({ min: -1000, max: 1000 })))
const whole = defineKind({
  name: 'note',
  number: 900,
  lane: 1,
  fields: { title, tags, payments },
  verbs,
}) as unknown as Kind
/** The same kind as a version that knows less. */
const part = defineKind({ name: 'note', number: 900, lane: 1, fields: { title }, verbs }) as unknown as Kind
const knows = createRegistry([whole, quarantine as unknown as Kind])
const knowsPart = createRegistry([part])
const knowsNothing = createRegistry([])

const hex = (row: { state: EntityRow['state'] }) => bytesToHex(stateToBytes(row.state))
const idle = async () => {}

const stores: [string, () => Store][] = [
  ['memory', createMemoryStore],
  ['SQLite', () => openSqliteStore(join(mkdtempSync(join(tmpdir(), 'trait-refold-')), 'node.sqlite'))],
]
for (const [title, createStore] of stores) {
  const node = (index: number, registry: Registry = knows, more: { isExcluded?: Desk['isExcluded'] } = {}) =>
    createWorldNode(index, registry, { store: createStore(), ...more })
  const close = (...nodes: WorldNode[]) => Promise.all(nodes.map((one) => one.store.close()))

  describe(`refold on ${title}`, () => {
    it('what is stored is what folding anew gives, and nothing is written', async () => {
      const a = await node(1)
      const { id } = (await write(a, whole, null, { title: 'Un', tags: { add: ['eau'] }, payments: 5 })) as EntityRow
      for (let index = 0; index < 5; index++) await write(a, whole, null, { title: `Autre ${index}` })
      await write(a, whole, id, { title: 'Deux' })
      let projected = 0
      const refold = { registry: knows, project: async () => void projected++ }
      assert.deepEqual(await refoldAll(a.store, refold, 2), { entities: 6, changed: 0 })
      assert.equal(projected, 0)
      await a.store.read(async (reader) => {
        const row = (await reader.entity(id)) as EntityRow
        assert.ok(isSameEntity(row, await foldStored(reader, refold, await readPlaces(reader), row)))
      })
      await close(a)
    })

    it('a damaged state is found and made good', async () => {
      const a = await node(1)
      const row = (await write(a, whole, null, { title: 'Un' })) as EntityRow
      const altered = { ...row, state: { ...row.state, fields: new Map() } }
      ok(await a.store.write((writer) => writer.saveEntity(altered)))
      const seen: [string, string][] = []
      const project: Desk['project'] = async (_, before, after) =>
        void seen.push([before ? hex(before) : '', hex(after)])
      assert.deepEqual(await refoldAll(a.store, { registry: knows, project }), { entities: 1, changed: 1 })
      assert.deepEqual(seen, [[hex(altered), hex(row)]])
      await close(a)
    })

    it('kinds and fields that a node doesn’t know are kept, passed on, and read once it has learned them', async () => {
      const [author, ignorant, half, last] = [
        await node(1),
        await node(2, knowsNothing),
        await node(3, knowsPart),
        await node(4),
      ]
      const { id } = (await write(author, whole, null, {
        title: 'Un',
        tags: { add: ['eau'] },
        payments: 5,
      })) as EntityRow
      await pass(author, last)
      await write(last, whole, id, { tags: { add: ['puits'] }, payments: 7, title: 'Deux' })
      await write(author, whole, id, { tags: { add: ['école'] }, payments: 6 })
      await pass(last, ignorant)
      await pass(author, ignorant)
      await pass(ignorant, half)
      await write(half, part, id, { title: 'Trois, écrit sans savoir le reste' })
      await pass(half, last)
      await pass(last, author)
      const expected = await state(author, id)
      assert.deepEqual(readEntity(whole, expected), {
        title: 'Trois, écrit sans savoir le reste',
        tags: ['eau', 'puits', 'école'],
        payments: [5, 6, 7],
      })
      await pass(half, ignorant)
      for (const one of [ignorant, half]) {
        assert.notEqual(hex({ state: await state(one, id) }), hex({ state: expected }), 'folded without knowing')
        assert.deepEqual(await refoldAll(one.store, { registry: knows, project: idle }), { entities: 1, changed: 1 })
        assert.equal(hex({ state: await state(one, id) }), hex({ state: expected }))
      }
      await close(author, ignorant, half, last)
    })

    it('quarantine: clean values return, later honest edits stay, in any order of arrival; lifting it gives everything back', async () => {
      const [honest, accused] = [await node(1), await node(2)]
      const { id } = (await write(honest, whole, null, { title: 'Propre', tags: { add: ['eau'] } })) as EntityRow
      await pass(honest, accused)
      await write(accused, whole, id, { tags: { add: ['bon'] } })
      await pass(accused, honest)
      const good = (await honest.store.read((reader) => reader.findLog(ownLog(accused, 1))))?.next as number
      await write(accused, whole, id, { title: 'Publicité', tags: { add: ['casino'], remove: ['eau'] }, payments: 100 })
      const planted = (await write(accused, whole, null, { title: 'Casino en ligne' })) as EntityRow
      await pass(accused, honest)
      await write(honest, whole, id, { payments: 5 })
      const infected = await state(honest, id)
      assert.equal((readEntity(whole, infected) as { title: string }).title, 'Publicité')

      const order = (await write(honest, quarantine as unknown as Kind, null, {
        node: accused.pen.keys.publicKey,
        from: [{ log: Buffer.from(ownLog(accused, 1), 'hex'), position: good }],
      })) as EntityRow
      const excludes = (row: EntityRow): NonNullable<Desk['isExcluded']> => {
        const isExcluded = createExclusion([row.state])
        return (placed, log) => isExcluded(placed, bytesToHex(log.node))
      }
      const projected: boolean[] = []
      const project: Desk['project'] = async (_, before, after) =>
        void projected.push(before?.state.created === true && !after.state.created)
      await refoldAll(honest.store, { registry: knows, project, isExcluded: excludes(order) })
      assert.deepEqual(readEntity(whole, await state(honest, id)), {
        title: 'Propre',
        tags: ['bon', 'eau'],
        payments: [5],
      })
      assert.equal(isAlive(await state(honest, planted.id)), false)
      assert.deepEqual(projected.toSorted(), [false, true], 'projections hear that the planted one is gone')

      // A third node that knew of the order before anything arrived, newest first and the accused first.
      const late = await node(3, knows, { isExcluded: excludes(order) })
      await pass(accused, late, (list) => list.toReversed())
      await pass(honest, late, (list) => list.toReversed())
      for (const one of [id, planted.id])
        assert.equal(hex({ state: await state(late, one) }), hex({ state: await state(honest, one) }))
      assert.equal((await placedOf(late, planted.id)).length, 1, 'stored and passed on all the same')

      const lifted = (await write(honest, quarantine as unknown as Kind, order.id, {}, { isAlive: false })) as EntityRow
      await refoldAll(honest.store, { registry: knows, project: idle, isExcluded: excludes(lifted) })
      await refoldAll(late.store, { registry: knows, project: idle, isExcluded: excludes(lifted) })
      for (const one of [honest, late]) {
        assert.equal((readEntity(whole, await state(one, id)) as { title: string }).title, 'Publicité')
        assert.equal(isAlive(await state(one, planted.id)), true)
        assert.deepEqual(losersOf(whole, await state(one, id)), [])
      }
      await close(honest, accused, late)
    })

    it('an author set aside may go on writing at an honest node without changing anything', async () => {
      const villain = fill(12, 66)
      const isExcluded: Desk['isExcluded'] = (placed) => placed.operation.author?.[0] === 66
      const a = await node(1, knows, { isExcluded })
      const { id } = (await write(a, whole, null, { title: 'Propre' })) as EntityRow
      await write(a, whole, id, { title: 'Sale' }, { author: villain })
      assert.equal((readEntity(whole, await state(a, id)) as { title: string }).title, 'Propre')
      assert.equal((await placedOf(a, id)).length, 2)
      assert.deepEqual(await refoldAll(a.store, { registry: knows, project: idle, isExcluded }), {
        entities: 1,
        changed: 0,
      })
      await close(a)
    })

    it('an entity belongs to the space where it was created, whatever came about it first from another', async () => {
      const [a, b, c] = [await node(1), await node(2), await node(3)]
      const { id } = (await write(a, whole, null, { title: 'Chez nous' })) as EntityRow
      await pass(a, b)
      await write(b, whole, id, { title: 'Ailleurs' })
      const foreign = { id: fill(12, 7), genesis: new Uint8Array(0) }
      const other = ok(await c.store.write((writer) => writer.addSpace(foreign)))
      // The same operations under another space's log name: signed for it, as a hostile member of that space would.
      const hostile = await createWorldNode(5, knows)
      ok(
        await hostile.store.write(async (writer) => {
          const space = await writer.addSpace(foreign)
          const row = await writer.addEntity({
            id,
            space: space.key,
            state: { kind: 900, created: false, fields: new Map() },
          })
          await writeOperation(writer, hostile.pen, {
            space: { key: space.key, id: foreign.id },
            lane: 1,
            kind: 900,
            verb: 1,
            entity: row,
            values: new Map([[1, 'Volé']]),
            author: null,
          })
        }),
      )
      const stolen = ok(await hostile.store.write((writer) => allSegments(writer, hostile.pen)))
      for (const { name, segment } of stolen)
        ok(await c.store.write((writer) => receiveSegment(writer, c.desk, other, name, segment)))
      assert.equal(isAlive(await state(c, id)), false)
      await pass(b, c)
      await pass(a, c)
      for (const { name, segment } of stolen) {
        const again = await a.store.write(async (writer) =>
          receiveSegment(writer, a.desk, await writer.addSpace(foreign), name, segment),
        )
        assert.equal(ok(again).tag, 'stored')
      }
      await pass(b, a)
      const [one, two] = await Promise.all([a, c].map((node) => node.store.read((reader) => reader.entity(id))))
      assert.equal(one && hex(one), two && hex(two))
      assert.equal(two?.space, c.space.key)
      assert.equal((readEntity(whole, two.state) as { title: string }).title, 'Ailleurs')
      assert.deepEqual(await refoldAll(c.store, { registry: knows, project: idle }), { entities: 1, changed: 0 })
      await close(a, b, c)
    })

    it('what is erased is gone from the state too, the signature still verifies, and a second erasure in the same segment works', async () => {
      const [a, b] = [await node(1), await node(2)]
      const { id } = (await write(a, whole, null, {
        title: 'Mme Untel',
        tags: { add: ['eau'] },
        payments: 4,
      })) as EntityRow
      await write(a, whole, id, { title: 'Mme U.' })
      const { id: other } = (await write(a, whole, null, { title: 'Reste' })) as EntityRow
      const refold = { registry: knows, project: idle }
      const erase = (...fields: number[]) =>
        a.store.write(async (writer) => {
          const row = (await writer.entity(id)) as EntityRow
          const done = await eraseFields(writer, row.key, new Set(fields))
          await refoldEntity(writer, refold, row)
          return done
        })
      assert.deepEqual(await erase(1), { tag: 'tail-open' })
      ok(
        await a.store.write(
          async (writer) => void (await Promise.all((await writer.logs()).map((log) => sealTail(writer, a.pen, log)))),
        ),
      )
      for (const [fields, erased, left] of [
        [[1], 2, ['', ['eau'], [4]]],
        [[2], 1, ['', [], [4]]],
        [[1, 2], 0, ['', [], [4]]],
      ] as [number[], number, unknown[]][]) {
        assert.deepEqual(await erase(...fields), { erased })
        assert.deepEqual(Object.values(readEntity(whole, await state(a, id))), left)
        const stored = ok(await a.store.write((writer) => allSegments(writer, a.pen)))
        const text = JSON.stringify(stored.map(({ segment }) => [...segment.operations].map((one) => [...one.fields])))
        assert.ok(!text.includes('Untel') && text.includes('Reste'))
        assert.ok(
          stored.every(({ segment }) => !(segment.seed instanceof Uint8Array)),
          'the seed is gone',
        )
      }
      await pass(a, { ...b, desk: { ...b.desk, erased: new Map([[id, new Set([1, 2])]]) } })
      for (const one of [id, other])
        assert.equal(hex({ state: await state(b, one) }), hex({ state: await state(a, one) }))
      await close(a, b)
    })
  })
}
