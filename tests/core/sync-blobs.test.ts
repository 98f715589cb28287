import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sha256 } from '@noble/hashes/sha2.js'
import { blobHash, PIECE_BYTES } from '#core/blobs.ts'
import { bytesToHex, concatBytes, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { SpaceRow } from '#core/ports.ts'
import { createBlobTalk, MOST_BLOB_BYTES, WANTS_AT_ONCE } from '#core/sync/blobs.ts'
import type { AwaitedBlob, BlobDesk, BlobEvent } from '#core/sync/blobs.ts'
import { bytesToFrame, frameToBytes, isBlobFrame } from '#core/sync/messages.ts'
import type { BlobFrame, BlobHead, Wants } from '#core/sync/messages.ts'
import { createNumbers } from './hostile-bytes.ts'

const space = (number: number): SpaceRow => ({
  key: number,
  id: new Uint8Array(12).fill(number),
  genesis: new Uint8Array(1),
})
const [shared, other] = [space(1), space(2)]
const entity: Bytes = new Uint8Array(12).fill(9)
const peer: Bytes = new Uint8Array(32).fill(7)
const bytesOf = (size: number, seed = size): Bytes => {
  const numbers = createNumbers(seed)
  return Uint8Array.from({ length: size }, () => numbers(256))
}
const cut = (bytes: Bytes): Bytes[] =>
  Array.from({ length: Math.ceil(bytes.length / PIECE_BYTES) }, (_, i) =>
    bytes.slice(i * PIECE_BYTES, (i + 1) * PIECE_BYTES),
  )
const hashOf = (bytes: Bytes): Bytes => hexToBytes(blobHash(bytes)) as Bytes
const listOf = (bytes: Bytes): Bytes => concatBytes(cut(bytes).map((piece) => sha256(piece)))

/** A node's blobs in memory: what it has, and what the shared space names and it hasn't. */
function createDesk(own: readonly Bytes[], awaited: readonly Bytes[], weights: ReadonlyMap<Bytes, number> = new Map()) {
  const files = new Map(own.map((bytes) => [blobHash(bytes), bytes]))
  const wanted = new Map(awaited.map((bytes) => [blobHash(bytes), weights.get(bytes) ?? bytes.length]))
  const partials = new Map<string, { list: Bytes; pieces: Bytes[] }>()
  const finished: string[] = []
  const desk: BlobDesk = {
    async awaited(spaces, most) {
      const all = spaces.includes(shared) ? [...wanted] : []
      const list = all.slice(0, most).map(([hash, weight]): AwaitedBlob => {
        const from = partials.get(hash)?.pieces.length ?? null
        return { space: shared, entity, hash: hexToBytes(hash) as Bytes, weight, from }
      })
      return { list, count: all.length }
    },
    noteAsked: () => {},
    async isAwaited(name) {
      const weight =
        name.space === shared && bytesToHex(name.entity) === bytesToHex(entity)
          ? wanted.get(bytesToHex(name.hash))
          : undefined
      return weight === undefined ? null : { weight }
    },
    async find(name) {
      const bytes = files.get(bytesToHex(name.hash))
      if (!bytes || name.space !== shared || bytesToHex(name.entity) !== bytesToHex(entity)) return null
      return {
        size: bytes.length,
        list: async () => listOf(bytes),
        async *pieces(from) {
          yield* cut(bytes).slice(from)
        },
      }
    },
    async partial(hash) {
      const found = partials.get(bytesToHex(hash))
      return found ? { list: found.list, count: found.pieces.length } : null
    },
    async begin(hash, list) {
      partials.set(bytesToHex(hash), { list, pieces: [] })
      return null
    },
    async append(hash, index, piece) {
      const partial = partials.get(bytesToHex(hash))
      if (partial?.pieces.length === index) partial.pieces.push(piece.slice())
      return null
    },
    async finish({ hash }) {
      const name = bytesToHex(hash)
      const whole = concatBytes(partials.get(name)?.pieces ?? [])
      assert.equal(blobHash(whole), name, 'only what is whole and right is finished')
      files.set(name, whole)
      partials.delete(name)
      wanted.delete(name)
      finished.push(name)
      return null
    },
  }
  return { desk, files, partials, wanted, finished }
}

const spaceAt = (index: number): SpaceRow | null => (index === 0 ? shared : null)
const talkOf = (desk: BlobDesk, limit = 2 ** 30) => createBlobTalk(desk, peer, spaceAt, limit)
const read = (bytes: Bytes): BlobFrame => {
  const frame = bytesToFrame(bytes)
  assert.ok(frame && isBlobFrame(frame))
  return frame
}
async function askOf(talk: ReturnType<typeof talkOf>, spaces: (SpaceRow | null)[] = [shared]): Promise<Wants | null> {
  const [frame] = await Array.fromAsync(talk.ask(spaces))
  return frame ? (read(frame) as Wants) : null
}
const reasonsOf = (events: readonly BlobEvent[]) =>
  events.map((event) => (event.tag === 'refused' ? event.reason : event.tag))
async function takeAll(talk: ReturnType<typeof talkOf>, frames: readonly BlobFrame[]): Promise<string[]> {
  const said: string[] = []
  for (const frame of frames) {
    const taken = await talk.take(frame)
    assert.ok('events' in taken)
    said.push(...reasonsOf(taken.events))
  }
  return said
}
const headOf = (bytes: Bytes, changes: Partial<BlobHead> = {}): BlobHead => ({
  tag: 'blob',
  index: 0,
  entity,
  hash: hashOf(bytes),
  size: bytes.length,
  from: 0,
  pieces: listOf(bytes),
  ...changes,
})
const piecesOf = (bytes: Bytes): BlobFrame[] => cut(bytes).map((piece) => ({ tag: 'piece', bytes: piece }))

describe('blobs between two ends', () => {
  it('F2 F4 F5: cut behind any frame, again and again, each piece goes once and every blob ends whole, in the order asked', async () => {
    const size = fc.integer({ min: 1, max: 4 * PIECE_BYTES + 1 })
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(size, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(7), { maxLength: 12 }),
        async (sizes, cuts) => {
          const files = sizes.map((one) => bytesOf(one))
          const [from, to] = [createDesk(files, []), createDesk([], files)]
          let sent = 0
          for (const stop of [...cuts, Infinity]) {
            const wants = await askOf(talkOf(to.desk))
            if (!wants) break
            const taking = talkOf(to.desk)
            let count = 0
            for await (const bytes of talkOf(from.desk).give(wants, 2 ** 30)) {
              if (count++ >= stop) break
              const frame = read(bytes)
              if (frame.tag === 'piece') sent++
              const taken = await taking.take(frame)
              assert.ok('events' in taken)
              assert.ok(taken.events.every((event) => event.tag !== 'refused'))
            }
          }
          assert.deepEqual(
            to.finished,
            files.map((bytes) => blobHash(bytes)),
          )
          assert.equal(
            sent,
            files.reduce((sum, bytes) => sum + cut(bytes).length, 0),
          )
          assert.equal(to.partials.size, 0)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('F3: who lacks nothing says nothing; a list says how many more there are, by the numbers of the spaces', async () => {
    const files = Array.from({ length: WANTS_AT_ONCE + 5 }, (_, i) => bytesOf(10 + i))
    assert.equal(await askOf(talkOf(createDesk(files, []).desk)), null)
    const { desk } = createDesk([], files)
    const wants = await askOf(talkOf(desk), [null, other, shared])
    assert.deepEqual([wants?.list.length, wants?.left, wants?.list[0]?.index], [WANTS_AT_ONCE, 5, 2])
    assert.equal(await askOf(talkOf(desk), [null, other]), null)
  })

  it('F6: no more pieces go, and none are taken, than the taker allowed; one that asks with nothing allowed isn’t heard', async () => {
    const bytes = bytesOf(5 * PIECE_BYTES)
    const [from, to] = [createDesk([bytes], []), createDesk([], [bytes])]
    const piecesIn = async (wants: Wants, most: number) =>
      (await Array.fromAsync(talkOf(from.desk).give(wants, most))).filter((frame) => read(frame).tag === 'piece').length
    const wants = (await askOf(talkOf(to.desk, 2 * PIECE_BYTES))) as Wants
    assert.equal(await piecesIn(wants, 2 ** 30), 2)
    assert.equal(await piecesIn(wants, PIECE_BYTES), 1)
    assert.equal(await piecesIn(wants, PIECE_BYTES - 1), 0)
    const said = await takeAll(talkOf(to.desk, 2 * PIECE_BYTES), [headOf(bytes), ...piecesOf(bytes)])
    assert.deepEqual(said, ['piece', 'piece', 'blob-limit'])
    assert.equal(await askOf(talkOf(to.desk, PIECE_BYTES - 1)), null)
  })

  it('F1 H14: asked for in another space, by another entity, by an unknown number or hash, nothing comes: always the same nothing', async () => {
    const bytes = bytesOf(20_000)
    const { desk } = createDesk([bytes], [])
    const want = { index: 0, entity, hash: hashOf(bytes), from: null }
    const given = async (changes: Partial<typeof want>) =>
      (await Array.fromAsync(talkOf(desk).give({ tag: 'wants', limit: 2 ** 30, left: 0, list: [{ ...want, ...changes }] }, 2 ** 30))).length // prettier-ignore
    assert.equal(await given({}), 3)
    assert.equal(await given({ index: 1 }), 0)
    assert.equal(await given({ index: 2 ** 40 }), 0)
    assert.equal(await given({ entity: new Uint8Array(12) }), 0)
    assert.equal(await given({ hash: new Uint8Array(32) }), 0)
    for (const from of [2, 3, 2 ** 40]) {
      const list = [{ ...want, from }]
      assert.equal((await Array.fromAsync(talkOf(desk).give({ tag: 'wants', limit: 2 ** 30, left: 0, list }, 2 ** 30))).length, 0) // prettier-ignore
    }
  })

  it('F2 F6 H15: another list, size, piece, order or place, a gap, and files that nobody asked for are refused, and nothing of them is kept', async () => {
    const bytes = bytesOf(3 * PIECE_BYTES + 5)
    const stranger = bytesOf(100)
    const flipped = piecesOf(bytes)
    const first = (flipped[0] as { bytes: Bytes }).bytes.slice()
    first[77] = (first[77] as number) ^ 1
    const list = listOf(bytes)
    const swapped = concatBytes([list.subarray(32, 64), list.subarray(0, 32), list.subarray(64)])
    const cases: [string, BlobFrame[], string[]][] = [
      ['nobody asked', [headOf(stranger), ...piecesOf(stranger)], ['blob-not-wanted']],
      ['another entity', [headOf(bytes, { entity: new Uint8Array(12) }), ...flipped], ['blob-not-wanted']],
      ['another space', [headOf(bytes, { index: 1 }), ...flipped], ['blob-not-wanted']],
      ['larger', [headOf(bytes, { size: bytes.length + 1 }), ...flipped], ['blob-size']],
      ['empty', [headOf(bytes, { size: 0, pieces: new Uint8Array(0) })], ['blob-size']],
      ['another list', [headOf(bytes, { pieces: swapped }), ...flipped], ['blob-list']],
      ['a short list', [headOf(bytes, { pieces: list.subarray(32) }), ...flipped], ['blob-list']],
      ['no list', [headOf(bytes, { pieces: null }), ...flipped], ['blob-list']],
      ['a gap', [headOf(bytes, { from: 1 }), ...flipped], ['blob-list']],
      ['a piece altered', [headOf(bytes), { tag: 'piece', bytes: first }, ...flipped], ['blob-piece']],
      ['a piece cut', [headOf(bytes), { tag: 'piece', bytes: first.slice(1) }], ['blob-piece']],
      ['the second first', [headOf(bytes), ...flipped.slice(1)], ['blob-piece']],
      ['pieces of nothing', flipped, []],
    ]
    for (const [name, frames, expected] of cases) {
      const to = createDesk([], [bytes])
      assert.deepEqual(await takeAll(talkOf(to.desk), frames), expected, name)
      assert.deepEqual([to.finished, [...to.partials.values()].flatMap((one) => one.pieces)], [[], []], name)
    }
    // After a refusal the next blob is taken all the same; pieces given twice are kept once.
    const to = createDesk([], [bytes])
    const said = await takeAll(talkOf(to.desk), [headOf(stranger), headOf(bytes), ...flipped.slice(0, 2), headOf(bytes), ...flipped]) // prettier-ignore
    assert.deepEqual(said, ['blob-not-wanted', ...Array.from({ length: 6 }, () => 'piece'), 'blob'])
    assert.deepEqual(to.finished, [blobHash(bytes)])
  })

  it('F2 H15: a blob larger than any is neither taken nor given, whatever its entity says', async () => {
    const bytes = bytesOf(50)
    const weight = MOST_BLOB_BYTES + 1
    const to = createDesk([], [bytes], new Map([[bytes, weight]]))
    const pieces = new Uint8Array(32 * Math.ceil(weight / PIECE_BYTES))
    assert.deepEqual(await takeAll(talkOf(to.desk), [headOf(bytes, { size: weight, pieces })]), ['blob-size'])
    const from = createDesk([bytes], [])
    const find = from.desk.find
    const desk: BlobDesk = { ...from.desk, find: async (name) => ({ ...(await find(name))!, size: weight }) }
    const wants: Wants = { tag: 'wants', limit: 2 ** 30, left: 0, list: [{ index: 0, entity, hash: hashOf(bytes), from: null }] } // prettier-ignore
    assert.deepEqual(await Array.fromAsync(talkOf(desk).give(wants, 2 ** 30)), [])
  })

  it('H11 H15: frames injured in any way keep the order of nothing, and never make a wrong blob whole', async () => {
    const bytes = bytesOf(2 * PIECE_BYTES)
    const numbers = createNumbers(11)
    const frames = [headOf(bytes), ...piecesOf(bytes)].map(frameToBytes)
    for (let run = 0; run < 300; run++) {
      const to = createDesk([], [bytes])
      const talk = talkOf(to.desk)
      for (const whole of frames) {
        const injured = whole.slice()
        if (numbers(2) === 0) injured[numbers(injured.length)] = numbers(256)
        const frame = bytesToFrame(injured)
        if (frame && isBlobFrame(frame)) await talk.take(frame)
      }
      assert.ok(to.finished.length <= 1)
    }
  })
})
