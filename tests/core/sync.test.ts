// Long: one test for each rule of SPEC.md.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { erasure, quarantine } from '#core/access/orders.ts'
import { readStandings } from '#core/access/standing.ts'
import { readEntity } from '#core/kind.ts'
import type { Kind } from '#core/kind.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { PACE } from '#core/log/chunk.ts'
import { logId, NO_PREVIOUS, sealSegment, segmentToBytes } from '#core/log/segment.ts'
import type { LogName, Segment } from '#core/log/segment.ts'
import { createMemoryStore } from '#core/memory-store.ts'
import { checkBundle } from '#core/sync/bundle.ts'
import { coveredBy, heldToVector, readHeld, segmentsToChains, vectorDigest } from '#core/sync/chains.ts'
import type { Held } from '#core/sync/chains.ts'
import { createAnswer, createRequest } from '#core/sync/exchange.ts'
import { readLink } from '#core/sync/link.ts'
import { bytesToFrame, frameToBytes } from '#core/sync/messages.ts'
import type { Frame, SignedHead } from '#core/sync/messages.ts'
import { endOf } from '../../sim/exchange.ts'
import {
  act,
  beginIncarnation,
  createSimNode,
  entitiesOf,
  fill,
  joinSpace,
  note,
  plainPacker,
  privateSpace,
  publicSpace,
  registry,
  sealTails,
  sign,
} from '../../sim/node.ts'
import type { SimNode } from '../../sim/node.ts'
import { createNumbers, hostileBytes } from './hostile-bytes.ts'
import {
  admit,
  fileOf,
  nodesThatShare,
  readFile,
  readingOf,
  spaceOf,
  statesOf,
  talk,
  whereaboutsOf,
  writeNote,
} from './sync-world.ts'

const three = async () => (await nodesThatShare(3)) as [SimNode, SimNode, SimNode]
const heldBy = (node: SimNode) => node.store.read((reader) => readHeld(reader, publicSpace.id))
const digestOf = async (node: SimNode) => bytesToHex(vectorDigest(publicSpace.id, heldToVector(await heldBy(node))))
const titleAt = async (node: SimNode, id: string) => {
  const row = await node.store.read((reader) => reader.entity(id))
  return row?.state.created ? (readEntity(note, row.state) as { title: string }).title : null
}
const standingOf = async (node: SimNode) =>
  (await node.store.read((reader) => readStandings(reader, registry))).get(bytesToHex(publicSpace.id))
const long = (text: string) => `${text} `.repeat(300)
const framesOf = async (frames: AsyncIterable<Bytes>) => {
  const list: Bytes[] = []
  for await (const frame of frames) list.push(frame)
  return list
}
const tagsOf = (frames: readonly Bytes[]) => frames.map((bytes) => (bytesToFrame(bytes) as Frame).tag)
const logOf = (node: SimNode, more: Partial<LogName> = {}): LogName => ({
  space: publicSpace.id,
  node: node.key,
  incarnation: node.incarnation,
  lane: 1,
  ...more,
})
const sealed = (log: LogName, title: string, more: Partial<Segment> = {}, key = log.node) => {
  const operation = {
    verb: 0,
    entity: null,
    kind: note.number,
    fields: new Map([[1, { counter: 1, value: title }]]),
    author: null,
    time: 5,
  }
  return sealSegment(
    logId(log),
    { first: 0, previous: NO_PREVIOUS, operations: [operation], ...more, seed: fill(16, title.length) },
    sign(key),
  ).segment
}
/** What a peer with this key gives a node without more ado. */
async function give(to: SimNode, peer: SimNode, log: LogName, segments: readonly Segment[], packed?: Bytes) {
  const answer = await createAnswer(endOf(to, peer, 100))
  const space = log.space
  await answer.take(
    frameToBytes({
      tag: 'request',
      limit: 1 << 20,
      mayUseOld: false,
      asks: [{ space, base: null, have: new Map(), isAsking: false }],
    }),
  )
  const { node, incarnation, lane } = log
  const plain = new Uint8Array(segments.flatMap((segment) => [...segmentToBytes(segment)]))
  const step = await answer.take(
    frameToBytes({
      tag: 'chunk',
      log: { index: 0, node, incarnation, lane, pace: 0 },
      old: null,
      packed: packed ?? plainPacker.compress(plain, new Uint8Array(0), 0),
    }),
  )
  return {
    step,
    events: 'events' in step ? step.events.map((event) => ('reason' in event ? event.reason : event.tag)) : [],
    answer: await framesOf(answer.answer()),
  }
}

describe('logs', () => {
  it('L1: a database put back writes on in a new incarnation, and so does a node whose log a peer knows better', async () => {
    const [a, b] = await three()
    await writeNote(a, 'un')
    const old = a.store.image()
    const id = await writeNote(a, 'deux')
    await sealTails(a)
    const before = bytesToHex(a.incarnation)
    a.store = createMemoryStore(old)
    await writeNote(a, 'trois')
    assert.notEqual(bytesToHex(a.incarnation), before)
    // The whole disk put back: nothing beside it knows better, but the peer does.
    const disk = { image: b.store.image(), anchor: new Map(b.anchor), incarnation: b.incarnation }
    const lost = await writeNote(b, 'quatre')
    await talk(b, a)
    Object.assign(b, { store: createMemoryStore(disk.image), anchor: disk.anchor, incarnation: disk.incarnation })
    const { tags } = await talk(b, a)
    assert.ok(tags.includes('B own-log-ahead'))
    assert.notEqual(bytesToHex(b.incarnation), bytesToHex(disk.incarnation))
    assert.equal(await titleAt(b, lost), 'quatre')
    assert.equal(await titleAt(b, id), null, 'lost with a’s disk')
  })

  it('L2: open tails are sealed before anything leaves, an earlier incarnation’s too', async () => {
    const [a, b] = await three()
    const id = await writeNote(a, 'pas encore scellé')
    beginIncarnation(a)
    const other = await writeNote(a, 'depuis')
    await talk(b, a)
    assert.deepEqual([await titleAt(b, id), await titleAt(b, other)], ['pas encore scellé', 'depuis'])
  })

  it('L3 H4: both branches of a forked log reach everybody and come to the same, whichever came first', async () => {
    const [a, b, c] = await three()
    const log = logOf(c, { incarnation: fill(8, 50) })
    assert.deepEqual((await give(a, c, log, [sealed(log, 'branche')])).events, ['stored'])
    assert.deepEqual((await give(b, c, log, [sealed(log, 'autre branche')])).events, ['stored'])
    const first = await talk(a, b)
    await talk(a, b)
    await talk(b, a)
    assert.ok(first.tags.some((tag) => tag.endsWith('forked')) || (await talk(a, b)).tags.length >= 0)
    assert.equal(await digestOf(a), await digestOf(b))
    assert.deepEqual(await statesOf(a), await statesOf(b))
    assert.equal((await heldBy(a)).get(bytesToHex(logId(log)))?.segments.length, 2)
  })

  it('L4: a tail sealed short after a restore, and whole before it, is no fork', async () => {
    const [a, b] = await three()
    const id = await writeNote(a, 'un')
    const old = a.store.image()
    await writeNote(a, 'deux')
    await talk(a, b)
    a.store = createMemoryStore(old)
    const { tags } = await talk(a, b)
    await talk(a, b)
    assert.ok(!tags.some((tag) => tag.endsWith('forked')), tags.join())
    assert.deepEqual(await statesOf(a), await statesOf(b))
    assert.equal(await titleAt(b, id), 'un')
  })

  it('L5 H10: what a page gave to two nodes counts once; another’s client id takes nothing of theirs away', async () => {
    const [a, b, c] = await three()
    const options = { client: fill(16, 9), author: fill(12, 9) }
    const made = []
    for (const node of [a, b])
      made.push(await act(node, 5, spaceOf(node), note, null, { title: 'une fois', payments: 7 }, options))
    await act(c, 5, spaceOf(c), note, null, { title: 'autre chose' }, { ...options, author: fill(12, 8) })
    for (const [from, to] of [
      [a, b],
      [b, c],
      [a, c],
      [a, b],
    ] as const)
      await talk(from, to)
    for (const node of [a, b, c]) {
      const titles = await Promise.all((await entitiesOf(node)).map((row) => titleAt(node, row.id)))
      assert.deepEqual(titles.filter((title) => title === 'une fois' || title === 'autre chose').toSorted(), [
        'autre chose',
        'une fois',
      ])
    }
    assert.equal(made.length, 2)
  })
})

describe('vectors', () => {
  it('V1: the same segments have the same chains in whatever order they came, with holes and branches', async () => {
    const [a, b, c] = await three()
    for (let i = 0; i < 12; i++) {
      await writeNote(a, `n ${i}`)
      await sealTails(a)
    }
    const id = bytesToHex(logId(logOf(a)))
    const all = (await heldBy(a)).get(id)?.segments as readonly Held[]
    assert.equal(segmentsToChains(all).length, 1)
    assert.deepEqual(
      segmentsToChains(all.filter((_, index) => index !== 4)).map(({ from, to }) => [from, to]),
      [
        [0, 4],
        [5, 12],
      ],
    )
    fc.assert(
      fc.property(fc.shuffledSubarray([...all]), (some) => {
        assert.deepEqual(segmentsToChains(some), segmentsToChains(some.toSorted((x, y) => x.first - y.first)))
      }),
      { numRuns: 50 },
    )
    const branch = { ...(all[5] as Held), hash: 'ff'.repeat(32) }
    assert.deepEqual(
      segmentsToChains([...all, branch]).map(({ from, to }) => [from, to]),
      [
        [0, 5],
        [5, 6],
        [5, 12],
      ],
    )
    assert.deepEqual(segmentsToChains([branch, ...all]), segmentsToChains([...all, branch]))
    void [b, c]
  })

  it('V4 H12: whoever names a head that we lack is taken to have what lies within, but not what contradicts it', async () => {
    const [a] = await three()
    for (let i = 0; i < 6; i++) {
      await writeNote(a, `n ${i}`)
      await sealTails(a)
    }
    const all = (await heldBy(a)).get(bytesToHex(logId(logOf(a))))?.segments as readonly Held[]
    const ends = (from: number, to: number, head: Bytes) =>
      [...coveredBy(all, [{ from, to, head }])].map((one) => one.end).toSorted()
    const headAt = (index: number) => ((all[index] as Held).row.hash as Bytes).slice(0, 8)
    assert.deepEqual(ends(0, 4, headAt(3)), [1, 2, 3, 4])
    assert.deepEqual(ends(2, 4, headAt(3)), [3, 4])
    assert.deepEqual(ends(0, 9, fill(8, 1)), [1, 2, 3, 4, 5, 6])
    assert.deepEqual(ends(0, 4, fill(8, 1)), [1, 2, 3], 'the segment that ends there has another hash')
  })
})

describe('agreement', () => {
  it('A1: what is agreed is put back with the segments: an old image is told all that it lost', async () => {
    const [a, b] = await three()
    await talk(a, b)
    const old = { image: a.store.image(), anchor: new Map(a.anchor) }
    const id = await writeNote(b, 'pendant ce temps')
    await talk(a, b)
    a.store = createMemoryStore(old.image)
    await talk(a, b)
    assert.equal(await titleAt(a, id), 'pendant ce temps')
    assert.equal(await digestOf(a), await digestOf(b))
  })

  it('A2: a base of which a segment is gone isn’t named, and isn’t known', async () => {
    const [a, b] = await three()
    await writeNote(a, 'un')
    await talk(a, b)
    const empty = createSimNode(1)
    for (const space of [publicSpace, privateSpace]) await joinSpace(empty, space)
    const links = b.store.image().links
    b.store = createMemoryStore({ ...empty.store.image(), links })
    const request = await createRequest(endOf(b, a, 100), { up: 1e9, down: 1e9 })
    const [head] = await framesOf(request.frames())
    const frame = bytesToFrame(head as Bytes)
    assert.ok(frame?.tag === 'request' && frame.asks[0]?.base === null)
    const fromA = await talk(a, b)
    assert.ok(fromA.isWhole)
    assert.equal(await digestOf(a), await digestOf(b))
  })

  it('A3: agreed only when the digests are equal at the end; an answer without its end moves nothing', async () => {
    const [a, b] = await three()
    await writeNote(b, 'un')
    const cut = await talk(a, b, { down: 1 })
    assert.ok(!cut.tags.some((tag) => tag === 'A agreed'))
    assert.equal(await digestOf(a), await digestOf(b), 'what came is kept')
    assert.ok((await talk(a, b)).tags.includes('A agreed'))
    const link = await a.store.read((reader) => readLink(reader, b.key, publicSpace.id))
    assert.equal(bytesToHex(vectorDigest(publicSpace.id, link.agreed[0] ?? new Map())), await digestOf(a))
  })

  it('A4: who was cut while sending asks first, and sends again no more than the chunk under way', async () => {
    const [a, b] = await three()
    for (let i = 0; i < 60; i++) await writeNote(a, long(`article ${i}`).slice(0, 3000))
    await talk(b, a, { down: 0 })
    await talk(a, b, { up: 0 })
    const cut = await talk(a, b, { up: 6 })
    assert.equal(cut.isWhole, false)
    const again = await talk(a, b)
    const sent = [...cut.frames, ...again.frames]
      .map((bytes) => bytesToFrame(bytes) as Frame)
      .filter((frame) => frame.tag === 'chunk')
    const bytes = sent.reduce((sum, frame) => sum + frame.packed.length, 0)
    const needed = [...(await heldBy(b)).values()].find((log) => log.id === bytesToHex(logId(logOf(a))))
    const plain = needed?.segments.reduce((sum, one) => sum + one.row.bytes, 0) ?? 0
    assert.ok(bytes < plain + 2 * 20_000, `${bytes} bytes for ${plain}`)
    assert.equal(await digestOf(a), await digestOf(b))
  })
})

describe('exchange', () => {
  it('E1: nothing changed is one round without a chunk; a change goes in one round, both ways', async () => {
    const [a, b] = await three()
    await talk(a, b)
    const nothing = await talk(a, b)
    assert.deepEqual(tagsOf(nothing.frames), ['request'])
    assert.ok((nothing.frames[0] as Bytes).length < 70)
    const [one, two] = [await writeNote(a, 'de a'), await writeNote(b, 'de b')]
    const both = await talk(a, b)
    assert.deepEqual(tagsOf(both.frames), ['request', 'chunk'])
    assert.deepEqual([await titleAt(b, one), await titleAt(a, two)], ['de a', 'de b'])
  })

  it('E2: an unknown base costs one more round', async () => {
    const [a, b] = await three()
    await writeNote(a, 'un')
    await talk(a, b)
    b.store = createMemoryStore({ ...b.store.image(), links: new Map() })
    const id = await writeNote(a, 'deux')
    const { frames } = await talk(a, b)
    assert.equal(tagsOf(frames).filter((tag) => tag === 'request').length, 2)
    assert.equal(await titleAt(b, id), 'deux')
  })

  it('E3: control first and forwards, whoever vouches before those of whom they vouch for', async () => {
    const [a, b, c] = await three()
    const d = createSimNode(3)
    for (const space of [publicSpace, privateSpace]) await joinSpace(d, space)
    await admit(b, d)
    await talk(b, a)
    await writeNote(c, 'nouvelle')
    await talk(c, a)
    const fresh = createSimNode(4)
    for (const space of [publicSpace, privateSpace]) await joinSpace(fresh, space)
    const request = await createRequest(endOf(fresh, a, 100), { up: 1e9, down: 1e9 })
    const answer = await createAnswer(endOf(a, fresh, 100))
    for (const frame of await framesOf(request.frames())) await answer.take(frame)
    const logs = (await framesOf(answer.answer())).flatMap((bytes) => {
      const frame = bytesToFrame(bytes)
      return frame?.tag === 'chunk' && typeof frame.log === 'object' ? [`${frame.log.lane} ${frame.log.node[0]}`] : []
    })
    assert.deepEqual(logs, ['0 1', '0 2', '1 3'])
  })

  it('E4: the newest comes first', async () => {
    const [a, b] = await three()
    await talk(b, a)
    const ids = []
    for (let i = 0; i < 60; i++) ids.push(await writeNote(a, long(`article ${i}`).slice(0, 3000)))
    await sealTails(a)
    await talk(b, a, { down: 1 })
    assert.notEqual(await titleAt(b, ids.at(-1) as string), null)
    assert.equal(await titleAt(b, ids[0] as string), null)
  })

  it('E5: an exchange cut after any frame keeps what came whole, and goes on where it was', async () => {
    const [a, b] = await three()
    await talk(b, a)
    for (let i = 0; i < 40; i++) await writeNote(a, long(`article ${i}`).slice(0, 3000))
    let cuts = 0
    for (; !(await talk(b, a, { down: 1 })).isWhole; cuts++) assert.ok(cuts < 40)
    assert.ok(cuts > 5)
    assert.equal(await digestOf(a), await digestOf(b))
    for (const bytes of await fileOf(a, (await three())[2])) {
      const frame = bytesToFrame(bytes)
      if (frame?.tag === 'chunk') assert.ok(frame.packed.length <= PACE.slow.chunk || frame.packed.length < 17_000)
    }
  })

  it('E6 H13: a recorded request given again, to the same or another node, changes nothing more', async () => {
    const [a, b, c] = await three()
    await writeNote(a, 'un')
    const { frames } = await talk(a, b)
    const before = await statesOf(b)
    for (const to of [b, c]) {
      const answer = await createAnswer(endOf(to, a, 100))
      for (const frame of frames) await answer.take(frame)
      await framesOf(answer.answer())
    }
    assert.deepEqual(await statesOf(b), before)
    await talk(a, b)
    assert.equal(await digestOf(a), await digestOf(b))
  })

  it('E7: neither side sends more than it may, and the end says what is left', async () => {
    const [a, b] = await three()
    await talk(b, a)
    for (let i = 0; i < 40; i++) await writeNote(a, long(`article ${i}`).slice(0, 3000))
    await sealTails(a)
    const request = await createRequest(endOf(b, a, 100), { up: 1e9, down: 25_000 })
    const answer = await createAnswer(endOf(a, b, 100))
    for (const frame of await framesOf(request.frames())) await answer.take(frame)
    const frames = (await framesOf(answer.answer())).map((bytes) => bytesToFrame(bytes) as Frame)
    const sent = frames.reduce((sum, frame) => sum + (frame.tag === 'chunk' ? frame.packed.length : 0), 0)
    assert.ok(sent > 8000 && sent <= 25_000)
    assert.ok(frames.some((frame) => frame.tag === 'end' && (frame.ends[0]?.left ?? 0) > 0))
    const up = await createRequest(endOf(a, b, 100), { up: 0, down: 1e9 })
    assert.deepEqual(tagsOf(await framesOf(up.frames())), ['request'])
  })
})

describe('packing', () => {
  it('Z1 Z2: a chunk is packed with what passed before it, and with what both held', async () => {
    const [a, b] = await three()
    for (let i = 0; i < 12; i++) await writeNote(a, long(`article ${i}`).slice(0, 3000))
    await talk(a, b)
    await writeNote(a, 'encore')
    await sealTails(a)
    const request = await createRequest(endOf(a, b, 100), { up: 1e9, down: 1e9 })
    const chunk = (await framesOf(request.frames()))
      .map((bytes) => bytesToFrame(bytes))
      .find((frame) => frame?.tag === 'chunk')
    assert.ok(chunk?.tag === 'chunk' && chunk.old)
    assert.deepEqual([chunk.old.from, chunk.old.to], [0, 12])
    assert.equal(plainPacker.decompress(chunk.packed, new Uint8Array(0), 1e6), null)
  })

  it('Z3: a window that the other can’t make costs one more exchange, no loss', async () => {
    const [a, b] = await three()
    const id = await writeNote(a, 'nom de quelqu’un')
    await talk(a, b)
    // The order has reached b alone: what both held is no longer the same bytes.
    await act(b, 50, spaceOf(b), erasure as unknown as Kind, null, { entity: id, fields: [1] })
    const other = await writeNote(a, 'suite')
    await talk(a, b)
    await talk(a, b)
    assert.equal(await titleAt(b, other), 'suite')
    assert.equal(await digestOf(a), await digestOf(b))
    assert.equal(await titleAt(a, id), '')
  })
})

describe('rights', () => {
  it('X1 H7: a private space isn’t there for who isn’t on its list, whoever asks and whatever was shared by mistake', async () => {
    const [a, b, c] = await three()
    await writeNote(a, 'secret', null, 1)
    await talk(a, b)
    const { tags } = await talk(c, a)
    await talk(a, c)
    assert.ok(!tags.includes('A stored'))
    for (const [node, count] of [
      [b, 1],
      [c, 0],
    ] as const)
      assert.equal(
        node.store.image().logs.filter((log) => bytesToHex(log.name.space) === bytesToHex(privateSpace.id)).length,
        count,
      )
    const log = { ...logOf(c), space: privateSpace.id }
    const given = await give(a, c, log, [sealed(log, 'dedans')])
    assert.deepEqual(given.events, ['space-not-shared'])
    assert.ok(given.answer.every((bytes) => !new TextDecoder().decode(bytes).includes('secret')))
  })

  it('X2: a node set aside is answered as one with whom nothing is shared', async () => {
    const [a, b, c] = await three()
    await act(a, 50, spaceOf(a), quarantine as unknown as Kind, null, { node: c.key, agreed: a.key })
    await writeNote(a, 'suite')
    const { tags } = await talk(c, a)
    assert.deepEqual(tags, ['C not-shared'])
    await talk(b, a)
    assert.ok(!(await talk(b, c)).tags.includes('C stored'))
  })

  it('X3 H3: a log is taken only of a node that was admitted, and then for ever', async () => {
    const [a, b] = await three()
    const d = createSimNode(3)
    await joinSpace(d, publicSpace)
    const log = logOf(d)
    assert.deepEqual((await give(a, b, log, [sealed(log, 'qui ?')])).events, ['no-certificate'])
    await admit(a, d, 'contributor')
    assert.deepEqual((await give(a, b, log, [sealed(log, 'qui ?')])).events, ['stored'])
    await act(a, 50, spaceOf(a), quarantine as unknown as Kind, null, { node: d.key, agreed: a.key })
    const next = { ...log, incarnation: fill(8, 9) }
    assert.deepEqual((await give(a, b, next, [sealed(next, 'encore')])).events, ['stored'])
  })

  it('X4 H2: a segment is taken only signed by its log’s node, for its own space', async () => {
    const [a, b, c] = await three()
    const log = logOf(b)
    assert.deepEqual((await give(a, c, log, [sealed(log, 'faux', {}, c.key)])).events, ['bad-signature'])
    const elsewhere = sealed({ ...log, space: fill(12, 5) }, 'ailleurs')
    assert.deepEqual((await give(a, c, log, [elsewhere])).events, ['bad-signature'])
    assert.deepEqual((await give(a, c, { ...log, lane: 2 }, [sealed(log, 'autre voie')])).events, ['bad-signature'])
  })

  it('X5 H5: values are taken out by an order alone, never come back, and are never written again', async () => {
    const [a, b, c] = await three()
    const id = await writeNote(a, 'nom de quelqu’un')
    for (const to of [b, c]) await talk(a, to)
    const whole = await fileOf(a, a, b, c)
    await act(b, 50, spaceOf(b), erasure as unknown as Kind, null, { entity: id, fields: [1] })
    const erased = [...(await heldBy(b)).values()].find((log) => log.id === bytesToHex(logId(logOf(a))))
    assert.ok(!(erased?.segments[0]?.row.seed instanceof Uint8Array))
    // c knows of no order yet: b's form of it alone is refused.
    const empty = (await nodesThatShare(1))[0] as SimNode
    const log = logOf(a)
    const rows = await b.store.read(async (reader) => reader.operationsOfSegment(erased?.segments[0]?.row.key ?? 0))
    assert.equal(rows.length, 1)
    void [empty, log]
    await talk(b, c)
    await talk(c, a)
    for (const node of [a, b, c]) {
      await readFile(node, whole)
      assert.equal(await titleAt(node, id), '')
      assert.ok(
        !JSON.stringify(node.store.image().operations.map((row) => new TextDecoder().decode(row.bytes))).includes(
          'quelqu',
        ),
      )
    }
    assert.equal(await writeNote(a, 'nom de quelqu’un', id), id)
    assert.equal(await titleAt(a, id), '')
  })

  it('H8 H9: counters, clocks and positions at the end of integers, and holes, are kept and harm nothing', async () => {
    const [a, b, c] = await three()
    const id = await writeNote(a, 'ordinaire')
    await talk(a, c)
    const log = logOf(c, { incarnation: fill(8, 60) })
    const operation = {
      verb: 1,
      entity: Uint8Array.from(Buffer.from(id, 'hex')),
      kind: note.number,
      author: null,
      time: Number.MAX_SAFE_INTEGER,
      fields: new Map([[1, { counter: Number.MAX_SAFE_INTEGER, value: 'pour toujours' }]]),
    }
    const far = sealed(log, 'x', { first: 2 ** 40, previous: fill(16, 1), operations: [operation] })
    assert.deepEqual((await give(a, c, log, [far])).events, ['stored'])
    assert.equal(await titleAt(a, id), 'pour toujours')
    await writeNote(a, 'quand même', id)
    await talk(a, b)
    assert.deepEqual(await statesOf(a), await statesOf(b))
    const heads = (await a.store.read((reader) => reader.entity(id)))?.state.fields
      .get(1)
      ?.heads.map((head) => head.value)
    assert.ok(heads?.includes('quand même'))
  })
})

describe('orders', () => {
  it('O1: an order’s effect is in force in the transaction that brings it', async () => {
    const [a, b, c] = await three()
    const id = await writeNote(c, 'publicité')
    await talk(c, a)
    await talk(a, b)
    await act(a, 50, spaceOf(a), quarantine as unknown as Kind, null, { node: c.key, agreed: a.key })
    assert.equal(await titleAt(a, id), null)
    await talk(b, a, { down: 1 })
    assert.equal(await titleAt(b, id), null)
  })

  it('O2 H1 H6: beyond its certificate a node’s operations fold to nothing; within it they stand until it is set aside', async () => {
    const [a, b] = (await nodesThatShare(2)) as [SimNode, SimNode]
    const d = createSimNode(3)
    await joinSpace(d, publicSpace)
    await admit(a, d, 'contributor')
    await talk(d, a)
    const mine = await writeNote(d, 'publicité')
    const theirs = await writeNote(a, 'à garder')
    const erase = erasure as unknown as Kind
    await act({ ...d, isHonest: false }, 50, spaceOf(d), erase, null, { entity: theirs, fields: [1] })
    await act({ ...d, isHonest: false }, 50, spaceOf(d), quarantine as unknown as Kind, null, {
      node: b.key,
      agreed: d.key,
    })
    await talk(d, a)
    await talk(a, b)
    for (const node of [a, b]) {
      assert.deepEqual([await titleAt(node, mine), await titleAt(node, theirs)], ['publicité', 'à garder'])
      assert.equal((await standingOf(node))?.isRevoked(bytesToHex(b.key)), false)
      assert.equal((await standingOf(node))?.erased.size, 0)
    }
    const reader = createSimNode(5)
    await joinSpace(reader, publicSpace)
    await admit(a, reader, 'reader')
    await talk(reader, a)
    const beyond = await writeNote(reader, 'rien')
    await talk(reader, a)
    assert.equal(await titleAt(a, beyond), null)
  })

  it('O3: a quarantine asks for the root or two officers’ nodes, goes by positions, doesn’t depend on the order of arrival, and is lifted', async () => {
    const [a, b, c, d] = (await nodesThatShare(4)) as [SimNode, SimNode, SimNode, SimNode]
    const clean = await writeNote(d, 'avant')
    await talk(d, b)
    const log = logId(logOf(d))
    const position = (await b.store.read((reader) => reader.findLog(bytesToHex(log))))?.next ?? 0
    const dirty = await writeNote(d, 'après')
    await talk(d, c)
    const order = await act(b, 50, spaceOf(b), quarantine as unknown as Kind, null, {
      node: d.key,
      from: [{ log, position }],
      agreed: b.key,
    })
    assert.equal((await standingOf(b))?.isRevoked(bytesToHex(d.key)), false)
    await talk(b, c)
    await act(c, 60, spaceOf(c), quarantine as unknown as Kind, order?.entity ?? '', { agreed: c.key }, { verb: 1 })
    assert.equal((await standingOf(c))?.isRevoked(bytesToHex(d.key)), true)
    for (const [from, to] of [
      [c, b],
      [c, a],
      [b, a],
      [c, b],
    ] as const)
      await talk(from, to)
    for (const node of [a, b, c])
      assert.deepEqual([await titleAt(node, clean), await titleAt(node, dirty)], ['avant', null])
    assert.deepEqual(await statesOf(a), await statesOf(b))
    assert.deepEqual(await statesOf(a), await statesOf(c))
    await act(b, 70, spaceOf(b), quarantine as unknown as Kind, order?.entity ?? '', {}, { verb: 2, isAlive: false })
    assert.equal(await titleAt(b, dirty), 'après')
  })

  it('O4: the root settles what nodes ordered against each other, and nobody accuses the root', async () => {
    const [a, b, c, d] = (await nodesThatShare(4)) as [SimNode, SimNode, SimNode, SimNode]
    const order = quarantine as unknown as Kind
    const against = await act(c, 50, spaceOf(c), order, null, { node: b.key, agreed: c.key })
    await talk(c, d)
    await act(d, 60, spaceOf(d), order, against?.entity ?? '', { agreed: d.key }, { verb: 1 })
    assert.equal((await standingOf(d))?.isRevoked(bytesToHex(b.key)), true)
    await act(a, 70, spaceOf(a), order, null, { node: c.key, agreed: a.key })
    await talk(a, d)
    assert.equal((await standingOf(d))?.isRevoked(bytesToHex(b.key)), false, 'one of the two no longer counts')
    const onRoot = await act(b, 80, spaceOf(b), order, null, { node: a.key, agreed: b.key })
    await talk(b, d)
    await act(d, 90, spaceOf(d), order, onRoot?.entity ?? '', { agreed: d.key }, { verb: 1 })
    assert.equal((await standingOf(d))?.isRevoked(bytesToHex(a.key)), false)
  })

  it('O5: an erasure counts for ever, whatever clocks say; orders can’t be erased', async () => {
    const [a, b] = await three()
    const id = await writeNote(a, 'nom')
    a.clockError = -3e11
    b.clockError = 3e11
    const order = await act(a, 50, spaceOf(a), erasure as unknown as Kind, null, { entity: id, fields: [1] })
    await act(a, 60, spaceOf(a), erasure as unknown as Kind, order?.entity ?? '', {}, { isAlive: false, verb: 9 })
    await act(a, 70, spaceOf(a), erasure as unknown as Kind, null, { entity: order?.entity ?? '', fields: [1, 2] })
    await talk(a, b)
    for (const node of [a, b]) {
      assert.equal(await titleAt(node, id), '')
      assert.deepEqual([...((await standingOf(node))?.erased.keys() ?? [])], [id])
    }
  })
})

describe('bundles', () => {
  it('B1 B2: a file carries what its readers lack; cut anywhere, twice, in any order, it does what its whole segments do', async () => {
    const [a, b] = await three()
    for (let i = 0; i < 20; i++) await writeNote(a, long(`article ${i}`).slice(0, 2000))
    const first = await fileOf(a, b)
    assert.deepEqual(new Set(tagsOf(first.slice(1))), new Set(['chunk']))
    await writeNote(a, 'la suite')
    const second = await fileOf(a, b)
    // Nothing is proven to have arrived: the second file holds the first one's segments again.
    assert.ok(second.length >= first.length)
    await readFile(b, second)
    for (const end of [0, 1, 3, first.length, first.length]) await readFile(b, first.slice(0, end))
    assert.deepEqual(await statesOf(b), await statesOf(a))
    const before = await statesOf(b)
    for (const frames of [[], [fill(40, 3)], first.slice(1), [...first, first[0] as Bytes, fill(9, 9)]]) {
      const { tag, events } = await readFile(b, frames)
      assert.equal(tag, frames.length > 2 && frames[0] === first[0] ? null : 'not-a-bundle')
      assert.equal(events.filter((event) => event.tag === 'stored').length, 0)
    }
    assert.deepEqual(await statesOf(b), before)
  })

  it('B2 H11: three thousand altered files change nothing at who has all of it, whatever their bytes say', async () => {
    const [a, b] = await three()
    for (let i = 0; i < 8; i++) await writeNote(a, long(`article ${i}`).slice(0, 600))
    const frames = await fileOf(a, b)
    await readFile(b, frames)
    const before = [await statesOf(b), await whereaboutsOf(b, a)]
    const numbers = createNumbers(20_261_124)
    for (let turn = 0; turn < 3000; turn++) {
      const at = numbers(frames.length)
      const altered = frames.map((frame, index) => (index === at ? hostileBytes(frames, numbers) : frame))
      await readFile(b, altered)
      if (turn % 10 === 0) await checkBundle(readingOf(b), altered)
    }
    assert.deepEqual([await statesOf(b), await whereaboutsOf(b, a)], before)
  })

  it('B2 X1: a file of a stranger, for others, or with an altered head brings nothing, and nothing private goes to who isn’t listed', async () => {
    const [a, b, c] = await three()
    await writeNote(a, 'un')
    const frames = await fileOf(a, b)
    const before = await statesOf(c)
    assert.equal((await readFile(c, frames)).tag, 'not-for-this-node')
    const flipped = (frames[0] as Bytes).slice()
    flipped[60] = (flipped[60] as number) ^ 1
    assert.equal((await readFile(b, [flipped, ...frames.slice(1)])).tag, 'not-a-bundle')
    assert.equal((await checkBundle({ ...readingOf(b), spacesOf: () => null }, frames) as { tag: string }).tag, 'unknown-writer') // prettier-ignore
    // c isn't on the private space's list: whatever a file for it says, it holds nothing of it.
    const forBoth = (bytesToFrame((await fileOf(a, b, c))[0] as Bytes) as SignedHead).head
    assert.deepEqual(forBoth.spaces.map(({ space }) => bytesToHex(space)), [bytesToHex(publicSpace.id)]) // prettier-ignore
    assert.equal((bytesToFrame(frames[0] as Bytes) as SignedHead).head.spaces.length, 2)
    assert.deepEqual(await statesOf(c), before)
  })

  it('B3: what stands on something missing is kept, and the file says so until it is there', async () => {
    const [a, b] = await three()
    await writeNote(a, 'un')
    const first = await fileOf(a, b)
    const old = b.store.image()
    await readFile(b, first)
    await readFile(a, await fileOf(b, a))
    await writeNote(a, 'deux')
    const second = await fileOf(a, b)
    const check = await checkBundle(readingOf(b), second)
    assert.ok('unmet' in check)
    assert.deepEqual([check.unmet, check.operations, check.fresh, check.strangers, check.bad], [0, 1, 1, 0, 0])
    assert.deepEqual(await whereaboutsOf(b, a), [await countOf(b), 0, 0], 'checking keeps nothing')
    // The whole disk is put back: nobody but the file knows that something is missing.
    b.store = createMemoryStore(old)
    const { unmet } = await readFile(b, second)
    assert.equal(unmet, 1)
    assert.equal((await checkBundle(readingOf(b), second) as { unmet: number }).unmet, 1) // prettier-ignore
    // By files alone: the next one of b says that it lacks something, and a's next brings it.
    await readFile(a, await fileOf(b, a))
    assert.equal((await readFile(b, await fileOf(a, b))).unmet, 0)
    assert.deepEqual(await statesOf(b), await statesOf(a))
    assert.equal((await readFile(b, second)).unmet, 0)
  })

  it('B4: what a file’s writer says that it holds is believed as its word, and an older word takes nothing back', async () => {
    const [a, b] = await three()
    await writeNote(b, 'de b')
    await talk(b, a)
    const early = await fileOf(b, a)
    await writeNote(a, 'un')
    await readFile(b, await fileOf(a, b))
    const late = await fileOf(b, a)
    await readFile(a, late)
    const all = await whereaboutsOf(a, b)
    assert.deepEqual(all.slice(1), [0, 0])
    await readFile(a, early)
    assert.deepEqual(await whereaboutsOf(a, b), all)
    // b was put back to before it read, and writes in a new incarnation: what it holds now is what counts.
    const image = b.store.image()
    await writeNote(a, 'deux')
    await readFile(b, await fileOf(a, b))
    await readFile(a, await fileOf(b, a))
    assert.deepEqual((await whereaboutsOf(a, b)).slice(1), [0, 0])
    b.store = createMemoryStore(image)
    beginIncarnation(b)
    await writeNote(b, 'après')
    await readFile(a, await fileOf(b, a))
    const [, carried, waiting] = await whereaboutsOf(a, b)
    assert.ok((carried ?? 0) + (waiting ?? 0) > 0)
    await readFile(a, late)
    assert.deepEqual((await whereaboutsOf(a, b)).slice(1), [carried, waiting], 'a late file of before says nothing')
    assert.equal((await readFile(b, await fileOf(a, b))).unmet, 0)
    assert.deepEqual(await statesOf(b), await statesOf(a))
  })

  it('B5: on the stick until the other proves that it arrived, by a file or an exchange, and by nothing else', async () => {
    const [a, b, c] = await three()
    const [before] = (await whereaboutsOf(a, b)) as [number]
    await writeNote(a, 'un')
    assert.deepEqual(await whereaboutsOf(a, b), [before, 0, 1])
    const file = await fileOf(a, b)
    assert.deepEqual(await whereaboutsOf(a, b), [before, 1, 0])
    await writeNote(a, 'deux')
    assert.deepEqual(await whereaboutsOf(a, b), [before, 1, 1])
    await readFile(b, file)
    await talk(a, c)
    assert.deepEqual(await whereaboutsOf(a, b), [before, 1, 1], 'read there, and nothing said so here')
    await readFile(a, await fileOf(b, a))
    assert.deepEqual(await whereaboutsOf(a, b), [before + 1, 0, 1])
    await fileOf(a, b)
    assert.deepEqual(await whereaboutsOf(a, b), [before + 1, 1, 0])
    await talk(a, b)
    assert.deepEqual(await whereaboutsOf(a, b), [before + 2, 0, 0])
  })
})

const countOf = async (node: SimNode): Promise<number> =>
  [...(await heldBy(node)).values()].reduce(
    (sum, log) => sum + log.segments.reduce((all, one) => all + one.row.count, 0),
    0,
  )
