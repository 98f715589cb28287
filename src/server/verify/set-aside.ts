import type { DatabaseSync } from 'node:sqlite'
import { EMPTY } from '#core/fold/fold.ts'
import { bytesToState, stateToBytes } from '#core/fold/state-codec.ts'
import { areBytesEqual, bytesToHex } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { bytesToOperation } from '#core/log/writer.ts'
import type { Writer } from '#core/ports.ts'
import type { OpenNode } from '../node/open-node.ts'
import type { Finding } from './finding.ts'

/**
 * Brings operations and entities together again as the operations say: those outside every segment go; those of segments that can't
 * be believed are kept but belong to no entity (a negative number), so that neither a fold nor a history shows them, and come back
 * once their segment is sound; those under another entity than they name go back to theirs; entities without any go.
 */
export async function setAside(node: OpenNode, distrusted: ReadonlySet<number>): Promise<readonly Finding[]> {
  const done = await node.store.write(async (writer) => {
    const db = node.store.db()
    const strays = removeOutside(db)
    unbind(db, distrusted)
    const moved = await rebind(writer, db)
    const empty = db
      .prepare(
        'DELETE FROM entities WHERE NOT EXISTS (SELECT 1 FROM operations WHERE entity = entities.key) RETURNING key',
      )
      .all().length
    return [
      ...say(strays, 'operation-astray', 'écriture(s) que personne n’a signées ont été ôtées'),
      ...say(moved, 'operation-astray', 'écriture(s) signée(s) étaient attribuées à une autre chose que la leur'),
      ...say(empty, 'state-altered', 'chose(s) que rien de signé ne soutient ont été ôtées'),
    ]
  })
  return Array.isArray(done) ? done : []
}

const say = (count: number, tag: Finding['tag'], what: string): Finding[] =>
  count > 0 ? [{ tag, sentence: `${count} ${what}.`, entities: [], isMended: true }] : []

const removeOutside = (db: DatabaseSync): number =>
  db
    .prepare(
      `DELETE FROM operations WHERE NOT EXISTS (SELECT 1 FROM segments WHERE segments.key = operations.segment AND segments.log = operations.log
       AND operations.position >= segments.first AND operations.position < segments.first + segments.count) RETURNING key`,
    )
    .all().length

/** States that can't be decoded are emptied, to be folded anew like any other. Gives how many there were. */
export async function clearUnreadable(node: OpenNode): Promise<number> {
  const count = await node.store.write(async () => {
    const db = node.store.db()
    const bad: number[] = []
    for (const row of db.prepare('SELECT key, state FROM entities').iterate() as Iterable<{
      key: number
      state: Bytes
    }>) {
      try {
        bytesToState(row.state)
      } catch {
        bad.push(row.key)
      }
    }
    const put = db.prepare('UPDATE entities SET state = ? WHERE key = ?')
    for (const key of bad) put.run(stateToBytes(EMPTY_STATE), key)
    return bad.length
  })
  return typeof count === 'number' ? count : 0
}

function unbind(db: DatabaseSync, distrusted: ReadonlySet<number>): void {
  const put = db.prepare('UPDATE operations SET entity = -key WHERE entity > 0 AND segment = ?')
  for (const segment of distrusted) put.run(segment)
  db.exec('UPDATE operations SET entity = -key WHERE entity > 0 AND log NOT IN (SELECT key FROM logs)')
  const list = JSON.stringify([...distrusted])
  // What was set aside before and is sound now: under no entity, which `rebind` sees.
  db.prepare(
    `UPDATE operations SET entity = 0 WHERE entity < 0 AND log IN (SELECT key FROM logs)
     AND segment NOT IN (SELECT value FROM json_each(?))`,
  ).run(list)
}

/** Operations whose entity isn't the one that they name: in the bytes of a change, by its own id where it creates. */
async function rebind(writer: Writer, db: DatabaseSync): Promise<number> {
  const suspects = db
    .prepare(
      `SELECT o.key, o.id, o.log, o.bytes, e.id AS under FROM operations o LEFT JOIN entities e ON e.key = o.entity
       WHERE o.entity >= 0 AND (e.id IS NULL OR e.id <> CASE WHEN substr(o.bytes, 3, 1) = x'f6' THEN o.id ELSE substr(o.bytes, 4, 12) END)`,
    )
    .all() as { key: number; id: Bytes; log: number; bytes: Bytes; under: Bytes | null }[]
  let moved = 0
  for (const one of suspects) {
    const named = bytesToOperation(one.bytes).entity ?? one.id
    if (one.under && areBytesEqual(named, one.under)) continue
    const id = bytesToHex(named)
    const entity =
      (await writer.entity(id)) ??
      (await writer.addEntity({ id, space: await spaceOf(writer, one.log), state: EMPTY_STATE }))
    db.prepare('UPDATE operations SET entity = ? WHERE key = ?').run(entity.key, one.key)
    moved++
  }
  return moved
}

async function spaceOf(writer: Writer, log: number): Promise<number> {
  const name = (await writer.logs()).find((row) => row.key === log)?.name
  return (await writer.spaces()).find((row) => name && areBytesEqual(row.id, name.space))?.key ?? 0
}

const EMPTY_STATE = { ...EMPTY, kind: 0 }
