import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { openSqliteStore } from '#server/store/sqlite-store.ts'
import { allSegments, createWorldNode, fill, ok, pass, state, write } from '../../../tests/core/entity-world.ts'
import type { WorldNode } from '../../../tests/core/entity-world.ts'
import { article } from '../../features/portal/index.ts'
import { registry } from '../../kinds.ts'
import { bytesToState, stateToBytes } from '../fold/state-codec.ts'
import type { Kind } from '../kind.ts'
import { createMemoryStore } from '../memory-store.ts'
import type { EntityRow, Store } from '../ports.ts'
import { bytesToHex } from './bytes.ts'
import { eraseFields } from './eraser.ts'
import { fieldHash, fieldSalt, hashToId } from './operation.ts'
import type { Entry, Operation } from './operation.ts'
import { receiveSegment } from './receiver.ts'
import { logId, NO_PREVIOUS, SEGMENT, sealSegment, segmentToBytes } from './segment.ts'
import type { LogName, Segment } from './segment.ts'
import { sealTail } from './writer.ts'

const kind = article as unknown as Kind
const sqlite = () => openSqliteStore(join(mkdtempSync(join(tmpdir(), 'trait-log-')), 'node.sqlite'))

/** A log's segments as its node seals them: 150 articles and some changes, a large one alone among them. */
async function author(store: Store = createMemoryStore()) {
  const node = await createWorldNode(1, registry, { store })
  const ids: string[] = []
  for (let index = 0; index < 150; index++) {
    const body = index === 77 ? 'x'.repeat(40_000) : `Il a plu ${index} fois. `.repeat(10)
    ids.push(
      ((await write(node, kind, null, { title: `Nouvelle ${index}`, body, tags: { add: ['eau'] } })) as EntityRow).id,
    )
  }
  for (const id of ids.slice(0, 20)) await write(node, kind, id, { title: 'Corrigé', tags: { remove: ['eau'] } })
  return { node, ids, segments: ok(await store.write((writer) => allSegments(writer, node.pen))) }
}
const take = async (node: WorldNode, { name, segment }: { name: LogName; segment: Segment }) =>
  ok(await node.store.write((writer) => receiveSegment(writer, node.desk, node.space, name, segment)))

const everything = (node: WorldNode) =>
  node.store.read(async (reader) => {
    const entities = (await reader.entities(0, 1000)).map((row) => [row.id, bytesToHex(stateToBytes(row.state))])
    const logs = (await reader.logs()).map((log) => [log.id, log.next, log.head && bytesToHex(log.head)])
    return { entities: Object.fromEntries(entities) as Record<string, string>, logs }
  })

describe('writer: what it seals', () => {
  it('memory and SQLite hold and seal the very same bytes', async () => {
    const [one, two] = [await author(), await author(sqlite())]
    assert.deepEqual(
      one.segments.map(({ segment }) => bytesToHex(segmentToBytes(segment))),
      two.segments.map(({ segment }) => bytesToHex(segmentToBytes(segment))),
    )
    assert.deepEqual(await everything(one.node), await everything(two.node))
    await two.node.store.close()
  })

  it('segments follow each other without a hole, chained, within their limits, a large operation alone', async () => {
    const { segments, node } = await author()
    let next = 0
    let previous = NO_PREVIOUS
    for (const { name, segment } of segments) {
      assert.equal(segment.first, next)
      assert.equal(bytesToHex(segment.previous), bytesToHex(previous))
      assert.ok(segment.operations.length === 1 || segmentToBytes(segment).length <= SEGMENT.bytes)
      const again = sealSegment(logId(name), { ...segment, seed: segment.seed as Uint8Array }, node.pen.keys.sign)
      previous = again.hash.slice(0, 16)
      next += segment.operations.length
    }
    assert.equal(next, 170)
    assert.ok(
      segments.some(({ segment }) => segment.operations.length === 1 && segmentToBytes(segment).length > 40_000),
    )
  })

  it('a text that can’t go through the wire is refused before it is written', async () => {
    const node = await createWorldNode(1, registry)
    await assert.rejects(write(node, kind, null, { body: '漢'.repeat(100_000) }), /body: too-long/)
  })

  it('an entity is never written into another space', async () => {
    const { node, ids } = await author()
    const foreign = { ...node, space: { key: node.space.key + 1, id: fill(12, 8) } }
    await assert.rejects(write(foreign, kind, ids[0] as string, { title: 'Ailleurs' }), /never changes space/)
  })
})

for (const [title, createStore] of [
  ['memory', createMemoryStore],
  ['SQLite', sqlite],
] as const) {
  const reader = () => createStore()
  describe(`receiver on ${title}`, () => {
    it('segments in any order, several times, come to the same', async () => {
      const { node, segments } = await author()
      const expected = await everything(node)
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(segments, { minLength: segments.length }),
          fc.nat(segments.length - 1),
          async (order, again) => {
            const other = await createWorldNode(2, registry, { store: reader() })
            for (const one of order) assert.equal((await take(other, one)).tag, 'stored')
            assert.equal((await take(other, segments[again] as (typeof segments)[0])).tag, 'known')
            assert.deepEqual(await everything(other), expected)
            await other.store.close()
          },
        ),
        { numRuns: 5 },
      )
    })

    it('a fork is told, whichever branch came first, and both branches are kept and come to the same', async () => {
      const { segments } = await author()
      const [first, second] = segments as [(typeof segments)[0], (typeof segments)[0]]
      const node = await createWorldNode(1, registry)
      const reseal = (segment: Segment, more: Partial<Segment>) => {
        const draft = { ...segment, ...more, seed: fill(16, 7) }
        return { name: first.name, segment: sealSegment(logId(first.name), draft, node.pen.keys.sign).segment }
      }
      const forks = {
        'same place': reseal(second.segment, {}),
        'same place, shorter': reseal(second.segment, { operations: second.segment.operations.slice(0, 2) }),
        'astride two': reseal(second.segment, { first: second.segment.first - 2 }),
        'within one': reseal(second.segment, {
          first: second.segment.first + 3,
          operations: second.segment.operations.slice(0, 1),
        }),
      }
      for (const [what, fork] of Object.entries(forks)) {
        const other = await createWorldNode(2, registry, { store: reader() })
        for (const one of segments) await take(other, one)
        const told = await take(other, fork)
        const operations = fork.segment.operations.length
        assert.deepEqual(told, { tag: 'forked', first: fork.segment.first, operations }, what)
        assert.equal((await take(other, fork)).tag, 'known')
        const opposite = await createWorldNode(2, registry, { store: reader() })
        assert.equal((await take(opposite, fork)).tag, 'stored')
        assert.equal((await take(opposite, second)).tag, 'forked', what)
        for (const one of segments) await take(opposite, one)
        assert.deepEqual((await everything(opposite)).entities, (await everything(other)).entities, what)
        await other.store.close()
        await opposite.store.close()
      }
    })

    it('a neighbour that the chain contradicts is a fork: before it and behind it', async () => {
      const { segments } = await author()
      const [first, second, third] = segments as [(typeof segments)[0], (typeof segments)[0], (typeof segments)[0]]
      const node = await createWorldNode(1, registry)
      const unchained = {
        name: second.name,
        segment: sealSegment(
          logId(second.name),
          { ...second.segment, previous: fill(16, 5), seed: fill(16, 6) },
          node.pen.keys.sign,
        ).segment,
      }
      for (const neighbour of [first, third]) {
        const other = await createWorldNode(2, registry, { store: reader() })
        await take(other, neighbour)
        assert.equal((await take(other, unchained)).tag, 'forked')
        await other.store.close()
      }
    })

    it('a ninth branch of a log is refused: only a key that lies makes so many', async () => {
      const { segments } = await author()
      const node = await createWorldNode(1, registry)
      const other = await createWorldNode(2, registry, { store: reader() })
      const { name, segment } = segments[0] as (typeof segments)[0]
      const tags = []
      for (let seed = 1; seed <= 9; seed++) {
        const draft = { ...segment, seed: fill(16, seed) }
        const branch = sealSegment(logId(name), draft, node.pen.keys.sign).segment
        tags.push((await take(other, { name, segment: branch })).tag)
      }
      assert.deepEqual(tags, ['stored', ...Array.from({ length: 7 }, () => 'forked'), 'too-many-branches'])
      await other.store.close()
    })

    it('the same operations sealed in other runs are no fork', async () => {
      const { segments } = await author()
      const node = await createWorldNode(1, registry)
      const other = await createWorldNode(2, registry, { store: reader() })
      const { name, segment } = segments[0] as (typeof segments)[0]
      const draft = { ...segment, seed: segment.seed as Uint8Array, operations: segment.operations.slice(0, 3) }
      const short = sealSegment(logId(name), draft, node.pen.keys.sign).segment
      await take(other, { name, segment: short })
      const before = (await everything(other)).entities
      assert.equal((await take(other, segments[0] as (typeof segments)[0])).tag, 'stored')
      const { entities } = await everything(other)
      for (const [id, state] of Object.entries(before)) assert.equal(entities[id], state)
      await other.store.close()
    })

    it('a page’s own operation given to two nodes counts once, whichever came first', async () => {
      const client = fill(16, 43)
      const [a, b] = [await createWorldNode(1, registry), await createWorldNode(3, registry)]
      const once = { client, author: fill(12, 9) }
      const one = (await write(a, kind, null, { title: 'Deux fois' }, once)) as EntityRow
      const two = (await write(b, kind, null, { title: 'Deux fois' }, once)) as EntityRow
      const third = (await write(b, kind, null, { title: 'Autre' }, { ...once, author: fill(12, 8) })) as EntityRow
      const seen: string[][] = []
      for (const order of [
        [a, b],
        [b, a],
      ]) {
        const other = await createWorldNode(2, registry, { store: reader() })
        for (const from of order) await pass(from as WorldNode, other)
        const shown = []
        for (const { id } of [one, two, third]) if ((await state(other, id)).created) shown.push(id)
        seen.push(shown)
        await other.store.close()
      }
      assert.deepEqual(seen[0], seen[1])
      assert.deepEqual(seen[0]?.toSorted(), [one.id < two.id ? one.id : two.id, third.id].toSorted())
    })

    it('what is erased by an order is taken out before it is stored', async () => {
      const { segments, ids } = await author()
      const target = ids[3] as string
      const other = await createWorldNode(2, registry, { store: reader() })
      const desk = { ...other.desk, erased: new Map([[target, new Set([1, 2])]]) }
      for (const one of segments) await take({ ...other, desk }, one)
      const left = ok(await other.store.write((writer) => allSegments(writer, other.pen)))
      const texts = left.flatMap(({ segment }) =>
        segment.operations.flatMap((one) => [...one.fields.values()].map((entry) => entry?.value)),
      )
      assert.ok(!texts.includes('Nouvelle 3') && texts.includes('Nouvelle 4'))
      await other.store.close()
    })

    it('a wrong signature or another log’s segment stores nothing', async () => {
      const { segments } = await author()
      const { name, segment } = segments[0] as (typeof segments)[0]
      const other = await createWorldNode(2, registry, { store: reader() })
      const before = await everything(other)
      assert.deepEqual(await take(other, { name, segment: { ...segment, signature: fill(64, 3) } }), {
        tag: 'bad-signature',
        first: 0,
      })
      assert.deepEqual(await take(other, { name: { ...name, lane: 2 }, segment }), { tag: 'bad-signature', first: 0 })
      assert.deepEqual(await everything(other), before)
      await other.store.close()
    })

    it('a client id that came by another node is known here too', async () => {
      const [a, b] = [await createWorldNode(1, registry), await createWorldNode(2, registry, { store: reader() })]
      const client = fill(16, 42)
      const { id } = (await write(a, kind, null, { title: 'De la poche' }, { client })) as EntityRow
      await pass(a, b)
      const found = await b.store.read((one) => one.operationOfClient(client))
      assert.equal(found?.id, id)
      await b.store.close()
    })

    it('erased here, the same segment with its values is known and brings nothing back', async () => {
      const { segments, ids } = await author()
      const other = await createWorldNode(2, registry, { store: reader() })
      for (const one of segments) await take(other, one)
      const target = ids[3] as string
      ok(
        await other.store.write(async (writer) => {
          await eraseFields(writer, ((await writer.entity(target)) as EntityRow).key, new Set([1, 2]))
        }),
      )
      for (const one of segments) assert.equal((await take(other, one)).tag, 'known')
      const left = ok(await other.store.write((writer) => allSegments(writer, other.pen)))
      const texts = left.flatMap(({ segment }) =>
        segment.operations.flatMap((one) => [...one.fields.values()].map((entry) => entry?.value)),
      )
      assert.ok(!texts.includes('Nouvelle 3') && texts.includes('Nouvelle 4'))
      await other.store.close()
    })
  })
}

describe('eraser', () => {
  /** Two people in one segment; the first one’s title is erased. */
  async function erased() {
    const node = await createWorldNode(1, registry)
    const { id, key } = (await write(node, kind, null, { title: 'Oui', body: 'Non' })) as EntityRow
    await write(node, kind, null, { title: 'Non' })
    const [whole] = ok(await node.store.write((writer) => allSegments(writer, node.pen)))
    const result = ok(await node.store.write((writer) => eraseFields(writer, key, new Set([1]))))
    const [left] = ok(await node.store.write((writer) => allSegments(writer, node.pen)))
    return {
      node,
      id,
      key,
      result,
      whole: whole as { name: LogName; segment: Segment },
      left: left as { name: LogName; segment: Segment },
    }
  }

  it('takes the value and the seed, keeps every id, and the signature verifies elsewhere', async () => {
    const { node, id, result, whole, left } = await erased()
    assert.deepEqual(result, { erased: 1 })
    assert.equal((left.segment.operations[0] as Operation).fields.get(1), null)
    assert.equal(bytesToHex(left.segment.signature), bytesToHex(whole.segment.signature))
    const bare = await createWorldNode(2, registry)
    assert.deepEqual(await take(bare, left), { tag: 'erased-without-order', entity: id, field: 1 })
    const other = { ...bare, desk: { ...bare.desk, erased: new Map([[id, new Set([1])]]) } }
    assert.equal((await take(other, left)).tag, 'stored')
    assert.equal((await take(other, whole)).tag, 'known', 'the whole one is the same segment')
    assert.deepEqual((await state(other, id)).fields.get(1), undefined)
    assert.ok(await node.store.read((reader) => reader.entity(id)))
  })

  it('what is left doesn’t let a short value be guessed', async () => {
    const { whole, left } = await erased()
    const salts = left.segment.seed as readonly ReadonlyMap<number, Uint8Array>[]
    const hash = bytesToHex(salts[0]?.get(1) as Uint8Array)
    const entry = (whole.segment.operations[0] as Operation).fields.get(1) as Entry
    const seed = whole.segment.seed as Uint8Array
    assert.equal(bytesToHex(fieldHash(fieldSalt(seed, 0, 1), 1, entry)), hash, 'its hash is kept')
    const known = salts.flatMap((map) => [...map.values()]).filter((salt) => salt.length === 16)
    assert.equal(known.length, 2)
    for (const salt of [...known, seed]) assert.notEqual(bytesToHex(fieldHash(salt, 1, entry)), hash)
    assert.ok(!bytesToHex(segmentToBytes(left.segment)).includes(bytesToHex(seed)))
    assert.notEqual(bytesToHex(fieldSalt(seed, 0, 1)), bytesToHex(fieldSalt(seed, 0, 2)))
    assert.notEqual(bytesToHex(fieldSalt(seed, 0, 1)), bytesToHex(fieldSalt(seed, 1, 1)))
  })

  it('a second erasure in the same segment works on what the first left', async () => {
    const { node, id, key, left } = await erased()
    assert.deepEqual(ok(await node.store.write((writer) => eraseFields(writer, key, new Set([1, 2])))), { erased: 1 })
    const [again] = ok(await node.store.write((writer) => allSegments(writer, node.pen)))
    assert.ok(again)
    assert.deepEqual([...(again.segment.operations[0] as Operation).fields.values()], [null, null])
    const bare = await createWorldNode(2, registry)
    const other = { ...bare, desk: { ...bare.desk, erased: new Map([[id, new Set([1, 2])]]) } }
    assert.equal((await take(other, again)).tag, 'stored')
    assert.equal((await take(other, left)).tag, 'known')
  })

  it('touches nothing while a part stands in an open tail', async () => {
    const node = await createWorldNode(1, registry)
    const { id, key } = (await write(node, kind, null, { title: 'Un' })) as EntityRow
    ok(
      await node.store.write(
        async (writer) =>
          void (await sealTail(writer, node.pen, (await writer.logs())[0] as Parameters<typeof sealTail>[2])),
      ),
    )
    await write(node, kind, id, { title: 'Deux' })
    assert.deepEqual(await node.store.write((writer) => eraseFields(writer, key, new Set([1]))), { tag: 'tail-open' })
    const rows = await node.store.read((reader) => reader.segments(1))
    assert.ok(rows.every((row) => row.seed instanceof Uint8Array))
  })
})

it('an id is the first 12 bytes of a hash, and states survive their bytes', async () => {
  const { node, ids } = await author()
  assert.equal(hashToId(fill(32, 5)).length, 12)
  const one = await state(node, ids[0] as string)
  assert.deepEqual(bytesToState(stateToBytes(one)), one)
})
