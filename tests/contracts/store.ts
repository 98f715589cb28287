import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { EMPTY } from '#core/fold/fold.ts'
import type { LogName } from '#core/log/segment.ts'
import { logId } from '#core/log/segment.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import type { Store, Writer } from '#core/ports.ts'

const bytes = (length: number, fill: number) => new Uint8Array(length).fill(fill)
const name: LogName = { space: bytes(12, 1), node: bytes(32, 2), incarnation: bytes(8, 3), lane: 1 }
const hexId = (fill: number) => bytesToHex(bytes(12, fill))

/** What every store must do. `create` gives a new, empty one. */
export function storeContract(title: string, create: () => Promise<Store>): void {
  const addLog = (writer: Writer) => writer.addLog({ name, id: bytesToHex(logId(name)), next: 0, head: null })
  const segment = {
    bytes: 0,
    previous: bytes(16, 0),
    seed: bytes(16, 9),
    hash: null,
    signature: null,
    mac: null,
    opened: 5,
  }

  describe(`store contract: ${title}`, () => {
    it('gives back what a transaction wrote', async () => {
      const store = await create()
      await store.write(async (writer) => {
        const log = await addLog(writer)
        const entity = await writer.addEntity({ id: hexId(7), space: 1, state: EMPTY })
        const row = await writer.addSegment({ ...segment, log: log.key, first: 0, count: 1 })
        await writer.addOperation({
          log: log.key,
          segment: row.key,
          position: 0,
          entity: entity.key,
          id: hexId(7),
          bytes: bytes(3, 4),
          received: 11,
        })
        await writer.saveLog({ ...log, next: 1 })
      })
      const seen = await store.read(async (reader) => {
        const log = await reader.findLog(bytesToHex(logId(name)))
        const entity = await reader.entity(hexId(7))
        const tail = await reader.tail(log?.key ?? 0)
        return {
          log,
          entity,
          tail,
          ops: await reader.operationsOfEntity(entity?.key ?? 0),
          inSegment: await reader.operationsOfSegment(tail?.key ?? 0),
        }
      })
      assert.equal(seen.log?.next, 1)
      assert.deepEqual(seen.log?.name, name)
      assert.deepEqual({ ...seen.entity?.state }, { ...EMPTY })
      assert.equal(seen.ops.length, 1)
      assert.deepEqual(seen.ops, seen.inSegment)
      assert.equal(seen.ops[0]?.received, 11)
      assert.deepEqual([...(seen.ops[0]?.bytes ?? [])], [4, 4, 4])
      await store.close()
    })

    it('takes back everything that a failed transaction wrote, and nothing of its neighbours', async () => {
      const store = await create()
      const good = store.write((writer) => writer.addEntity({ id: hexId(1), space: 1, state: EMPTY }))
      const bad = store.write(async (writer) => {
        await writer.addEntity({ id: hexId(2), space: 1, state: EMPTY })
        await writer.addClient(bytes(16, 1), 1)
        const first = await writer.entity(hexId(1))
        if (first) await writer.saveEntity({ ...first, state: { ...EMPTY, kind: 99 } })
        throw new Error('no')
      })
      const after = store.write((writer) => writer.addEntity({ id: hexId(3), space: 1, state: EMPTY }))
      await good
      await assert.rejects(bad, /no/)
      await after
      const found = await store.read(async (reader) => ({
        one: await reader.entity(hexId(1)),
        two: await reader.entity(hexId(2)),
        three: await reader.entity(hexId(3)),
        client: await reader.hasClient(bytes(16, 1)),
      }))
      assert.equal(found.one?.state.kind, -1)
      assert.equal(found.two, null)
      assert.ok(found.three)
      assert.equal(found.client, false)
      await store.close()
    })

    it('lists segments that end after a position, the open tail always', async () => {
      const store = await create()
      const lists = await store.write(async (writer) => {
        const log = await addLog(writer)
        const sealed = { ...segment, log: log.key, hash: bytes(32, 1), signature: bytes(64, 1) }
        await writer.addSegment({ ...sealed, first: 10, count: 10 })
        await writer.addSegment({ ...sealed, first: 0, count: 10 })
        await writer.addSegment({ ...segment, log: log.key, first: 20, count: 0 })
        return {
          all: await writer.segments(log.key),
          late: await writer.segments(log.key, 12),
          tail: await writer.tail(log.key),
        }
      })
      assert.ok(!('tag' in lists))
      assert.deepEqual(
        lists.all.map((row) => row.first),
        [0, 10, 20],
      )
      assert.deepEqual(
        lists.late.map((row) => row.first),
        [10, 20],
      )
      assert.equal(lists.tail?.first, 20)
      await store.close()
    })

    it('keeps salts in place of a seed, and erased bytes in place of an operation', async () => {
      const store = await create()
      const salts = [
        new Map([
          [1, bytes(16, 5)],
          [2, bytes(32, 6)],
        ]),
      ]
      const seen = await store.write(async (writer) => {
        const log = await addLog(writer)
        const row = await writer.addSegment({
          ...segment,
          log: log.key,
          first: 0,
          count: 1,
          signature: bytes(64, 1),
          hash: bytes(32, 1),
        })
        const op = await writer.addOperation({
          log: log.key,
          segment: row.key,
          position: 0,
          entity: 1,
          id: hexId(1),
          bytes: bytes(3, 4),
          received: 1,
        })
        await writer.saveSegment({ ...row, seed: salts })
        await writer.saveErased({ ...op, bytes: bytes(1, 8) })
        return { rows: await writer.segments(log.key), ops: await writer.operationsOfSegment(row.key) }
      })
      assert.ok(!('tag' in seen))
      assert.deepEqual(seen.rows[0]?.seed, salts)
      assert.deepEqual([...(seen.ops[0]?.bytes ?? [])], [8])
      await store.close()
    })

    it('remembers client ids for ever, and pages through entities in order', async () => {
      const store = await create()
      await store.write(async (writer) => {
        await writer.addClient(bytes(16, 1), 1)
        await writer.addClient(bytes(16, 1), 1)
        for (let i = 0; i < 5; i++) await writer.addEntity({ id: hexId(i), space: 1, state: EMPTY })
      })
      const { known, other, page } = await store.read(async (reader) => ({
        known: await reader.hasClient(bytes(16, 1)),
        other: await reader.hasClient(bytes(16, 2)),
        page: await reader.entities(2, 2),
      }))
      assert.deepEqual([known, other], [true, false])
      assert.deepEqual(
        page.map((row) => row.id),
        [hexId(2), hexId(3)],
      )
      await store.close()
    })
  })
}
