import type { Kysely } from 'kysely'
import { blobsOf } from '#core/kind.ts'
import type { Kind, Registry } from '#core/kind.ts'
import type { Standings } from '#core/access/standing.ts'
import { erasedFieldsOf } from '#core/fold/refold.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import type { EntityRow, Reader } from '#core/ports.ts'

/** What is known of the blobs that entities name: table `blob_names`, kept with every projection. */

/** How an entity came to be projected: this node wrote it, it arrived, or tables are made again. */
export type Origin = 'written' | 'arrived' | 'again'
export const HERE = { notYet: 0, yes: 1, lost: 2 } as const
type Row = { entity: string; hash: string; space: number; weight: number; is_here: number; is_named: number }
const blobNames = (sql: Kysely<any>) => sql as unknown as Kysely<{ blob_names: Row }>

/** Brings the names of one entity's blobs up to date, within the caller's transaction. What this node wrote itself is here. */
export async function noteBlobs(
  sql: Kysely<any>,
  reader: Reader,
  kind: Kind | undefined,
  after: EntityRow,
  origin: Origin,
  isOwn: (node: Uint8Array) => boolean,
): Promise<void> {
  if (after.state.created && !kind?.blobs) return
  const db = blobNames(sql)
  const named = new Map(kind ? blobsOf(kind, after.state).map((one) => [one.hash, one.weight]) : [])
  const rows = await db.selectFrom('blob_names').selectAll().where('entity', '=', after.id).execute()
  const known = new Map(rows.map((row) => [row.hash, row]))
  for (const { hash, is_named } of rows) {
    if (named.has(hash) === (is_named === 1)) continue
    const change = { is_named: Number(named.has(hash)) }
    await db.updateTable('blob_names').set(change).where('entity', '=', after.id).where('hash', '=', hash).execute()
  }
  for (const [hash, weight] of named) {
    const before = known.get(hash)
    if (before?.weight === weight && before.space === after.space) continue
    const isHere =
      before?.is_here ??
      Number(
        origin === 'written' ||
          (await isHereFor(sql, hash, after.space)) ||
          (origin === 'again' && (await isOwnName(reader, kind as Kind, after, isOwn))),
      )
    const row = { entity: after.id, hash, space: after.space, weight, is_here: isHere, is_named: 1 }
    await db
      .insertInto('blob_names')
      .values(row)
      .onConflict((one) => one.columns(['entity', 'hash']).doUpdateSet({ weight, space: after.space }))
      .execute()
  }
}

const isHereFor = async (sql: Kysely<any>, hash: string, space: number): Promise<boolean> =>
  (await blobNames(sql)
    .selectFrom('blob_names')
    .select('entity')
    .where('hash', '=', hash)
    .where('space', '=', space)
    .where('is_here', '=', HERE.yes)
    .executeTakeFirst()) !== undefined

/** Whether this node itself named the blobs as they stand. */
async function isOwnName(
  reader: Reader,
  kind: Kind,
  after: EntityRow,
  isOwn: (node: Uint8Array) => boolean,
): Promise<boolean> {
  const number = kind.fields[kind.blobs ?? '']?.number ?? -1
  const log = await reader.findLog(after.state.fields.get(number)?.heads[0]?.log ?? '')
  return log !== null && isOwn(log.name.node)
}

/** Of these entities, the blobs that aren't here for them: pages show the preview meanwhile. */
export async function absentBlobs(
  sql: Kysely<any>,
  entities: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (entities.length === 0) return new Map()
  const rows = await blobNames(sql)
    .selectFrom('blob_names')
    .select(['entity', 'hash'])
    .where('entity', 'in', entities)
    .where('is_here', '<>', HERE.yes)
    .execute()
  return new Map(
    [...Map.groupBy(rows, (row) => row.entity)].map(([entity, own]) => [entity, new Set(own.map((one) => one.hash))]),
  )
}

/** A blob has come for a space: gives the entities that name it there, whose pages are to be made again. */
export const noteHere = (sql: Kysely<any>, hash: string, space: number): Promise<readonly string[]> =>
  change(sql, hash, space, [HERE.notYet, HERE.lost], HERE.yes)

/** What was here was found missing or altered, or in order again. */
export const noteFound = (sql: Kysely<any>, hash: string, space: number, state: number): Promise<readonly string[]> =>
  change(sql, hash, space, [HERE.yes, HERE.lost], state)

async function change(
  sql: Kysely<any>,
  hash: string,
  space: number,
  from: readonly number[],
  to: number,
): Promise<readonly string[]> {
  const rows = await blobNames(sql)
    .updateTable('blob_names')
    .set({ is_here: to })
    .where('hash', '=', hash)
    .where('space', '=', space)
    .where(
      'is_here',
      'in',
      from.filter((state) => state !== to),
    )
    .returning('entity')
    .execute()
  return rows.map((row) => row.entity)
}

export type BlobRow = Row
/** Every blob that an entity names. */
export const readBlobNames = (sql: Kysely<any>): Promise<readonly BlobRow[]> =>
  blobNames(sql).selectFrom('blob_names').selectAll().where('is_named', '=', 1).execute()

/** A file that was found in order is here for the entities of this node's own that name it, whatever the table said. Gives those. */
export async function noteOwn(
  sql: Kysely<any>,
  reader: Reader,
  registry: Registry,
  rows: readonly BlobRow[],
  isOwn: (node: Uint8Array) => boolean,
): Promise<readonly string[]> {
  const changed: string[] = []
  for (const { entity, hash } of rows) {
    const row = await reader.entity(entity)
    const kind = row && registry.kinds.get(row.state.kind)
    if (!row || !kind || !(await isOwnName(reader, kind, row, isOwn))) continue
    const set = { is_here: HERE.yes }
    await blobNames(sql)
      .updateTable('blob_names')
      .set(set)
      .where('entity', '=', entity)
      .where('hash', '=', hash)
      .execute()
    changed.push(entity)
  }
  return changed
}

/** Blobs that were named by what is erased: those that nothing else names go with `drop`, before the note of them does. */
export async function dropErasedBlobs(
  sql: Kysely<any>,
  reader: Reader,
  registry: Registry,
  standings: Standings,
  drop: (hash: string) => Promise<void>,
): Promise<void> {
  const db = blobNames(sql)
  const unnamed = await db.selectFrom('blob_names').selectAll().where('is_named', '=', 0).execute()
  const spaces = new Map((await reader.spaces()).map((space) => [space.key, bytesToHex(space.id)]))
  for (const { entity, hash, space } of unnamed) {
    const row = await reader.entity(entity)
    const kind = row && registry.kinds.get(row.state.kind)
    const number = kind?.fields[kind.blobs ?? '']?.number
    const orders = standings.get(spaces.get(space) ?? '')?.erased
    // What is only withdrawn or set aside may come back.
    if (!row || number === undefined || !(await erasedFieldsOf(reader, orders, row)).has(number)) continue
    const others = await db
      .selectFrom('blob_names')
      .select('entity')
      .where('hash', '=', hash)
      .where('entity', '<>', entity)
      .executeTakeFirst()
    if (!others) await drop(hash)
    await db.deleteFrom('blob_names').where('entity', '=', entity).where('hash', '=', hash).execute()
  }
}
