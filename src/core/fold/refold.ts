import { bytesToHex } from '../log/bytes.ts'
import { valueToBytes } from '../log/cbor.ts'
import type { Erased } from '../log/eraser.ts'
import type { Operation } from '../log/operation.ts'
import { logId } from '../log/segment.ts'
import type { LogName } from '../log/segment.ts'
import { bytesToOperation } from '../log/writer.ts'
import type { Registry } from '../kind.ts'
import type { EntityRow, LogRow, OperationRow, Project, Reader, Store, StoreFault, Writer } from '../ports.ts'
import { foldOperations } from './fold.ts'
import type { Placed } from './fold.ts'
import { stateToBytes } from './state-codec.ts'

/**
 * Folding anew from what is stored: to compare (`verify`), when an order of quarantine comes or goes, when something was erased, and
 * when this program has learned a kind or a field that it kept before without knowing it.
 */
export type Refold = {
  readonly registry: Registry
  readonly isExcluded?: (placed: Placed, log: LogName) => boolean
}

/** Which log and which space an operation stands in, by surrogate key. Read once for many entities of one transaction. */
export type Places = {
  readonly logs: ReadonlyMap<number, LogRow>
  /** Keys of spaces by their id in hexadecimal. */
  readonly spaces: ReadonlyMap<string, number>
}
export const readPlaces = async (reader: Reader): Promise<Places> => ({
  logs: new Map((await reader.logs()).map((row) => [row.key, row])),
  spaces: new Map((await reader.spaces()).map((row) => [bytesToHex(row.id), row.key])),
})

/**
 * The entity as its stored operations come to, what an order leaves out aside. Its space is the one in which it was created; what came
 * about it in another space's log doesn't count.
 */
export async function foldStored(reader: Reader, refold: Refold, places: Places, row: EntityRow): Promise<EntityRow> {
  const placed = (await reader.operationsOfEntity(row.key)).map((one) => placeOperation(places, one))
  const space = placed.find((one) => one.operation.entity === null)?.space ?? row.space
  const counted = placed.filter((one) => one.space === space && !refold.isExcluded?.(one, one.name))
  const twins = new Set<string>()
  for (const one of counted) if (await isTwin(reader, refold, places, counted, one)) twins.add(one.id)
  const single = twins.size === 0 ? counted : counted.filter((one) => !twins.has(one.id))
  return { ...row, space, state: foldOperations(single, refold.registry.combineOf) }
}

type PlacedIn = Placed & { readonly name: LogName; readonly space: number | undefined }

/** A stored operation with its place. A branch's operations stand in the log that forked. */
function placeOperation(places: Places, row: OperationRow): PlacedIn {
  const { name } = places.logs.get(row.log) as LogRow
  const space = places.spaces.get(bytesToHex(name.space))
  const operation = bytesToOperation(row.bytes)
  return { operation, id: row.id, log: bytesToHex(logId(name)), position: row.position, name, space }
}

/**
 * Whether the same page gave the same to another node too, and that one counts: the lower id does. An entity that was made twice and
 * then changed stays: what people wrote since is in it. Only the same words of the same author are the same, so that nobody takes
 * another's words out by repeating their client id.
 */
async function isTwin(
  reader: Reader,
  refold: Refold,
  places: Places,
  ofEntity: readonly PlacedIn[],
  one: PlacedIn,
): Promise<boolean> {
  const { client, entity } = one.operation
  if (!client || (entity === null && ofEntity.some((other) => other.id !== one.id))) return false
  for (const row of await reader.operationsOfClient(client)) {
    if (row.id >= one.id) continue
    const other = placeOperation(places, row)
    if (other.space !== one.space || refold.isExcluded?.(other, other.name)) continue
    if (isSameAct(one.operation, other.operation)) return true
  }
  return false
}

/** Whether two operations are the same words of the same author, what was erased from either aside. */
export function isSameAct(a: Operation, b: Operation): boolean {
  const isGone = (field: number) => !a.fields.get(field) || !b.fields.get(field)
  const words = ({ verb, entity, kind, author, fields }: Operation) =>
    bytesToHex(
      valueToBytes([
        verb,
        entity,
        kind,
        author,
        [...fields].map(([field, entry]) => [field, isGone(field) ? null : (entry?.value ?? null)]),
      ]),
    )
  return words(a) === words(b)
}

/** Entities that the same page made at several nodes, this one among them. */
export async function twinsOf(reader: Reader, entity: EntityRow): Promise<readonly EntityRow[]> {
  const keys = new Set([entity.key])
  for (const row of await reader.operationsOfEntity(entity.key)) {
    const operation = bytesToOperation(row.bytes)
    if (operation.entity !== null || !operation.client) continue
    for (const other of await reader.operationsOfClient(operation.client))
      if (isSameAct(operation, bytesToOperation(other.bytes))) keys.add(other.entity)
  }
  const rows = await Promise.all([...keys].map((key) => reader.entityByKey(key)))
  return rows.filter((row) => row !== null)
}

/** Fields that orders erased of an entity, or of what the same page made at another node. */
export async function erasedFieldsOf(
  reader: Reader,
  erased: Erased | undefined,
  entity: EntityRow,
): Promise<ReadonlySet<number>> {
  if (!erased?.size) return new Set()
  const twins = await twinsOf(reader, entity)
  return new Set(twins.flatMap((one) => [...(erased.get(one.id) ?? [])]))
}

/** Whether two rows of an entity say the same. */
export const isSameEntity = (a: EntityRow, b: EntityRow): boolean =>
  a.space === b.space && bytesToHex(stateToBytes(a.state)) === bytesToHex(stateToBytes(b.state))

/** Folds one entity anew; saves and projects it where that makes a difference. */
export async function refoldEntity(
  writer: Writer,
  refold: Refold & { readonly project: Project },
  row: EntityRow,
  places?: Places,
): Promise<EntityRow> {
  const after = await foldStored(writer, refold, places ?? (await readPlaces(writer)), row)
  if (isSameEntity(row, after)) return row
  await writer.saveEntity(after)
  await refold.project(writer, row, after)
  return after
}

/** Entities folded anew and those that came out otherwise. `last` is the key to go on after; null at the end. */
export type Slice = { readonly entities: number; readonly changed: number; readonly last: number | null }

/** Folds the next `limit` entities after a key anew, within the caller's transaction. */
export async function refoldSlice(
  writer: Writer,
  refold: Refold & { readonly project: Project },
  after: number,
  limit: number,
): Promise<Slice> {
  const places = await readPlaces(writer)
  const rows = await writer.entities(after, limit)
  let changed = 0
  for (const row of rows) if ((await refoldEntity(writer, refold, row, places)) !== row) changed++
  return { entities: rows.length, changed, last: rows.length < limit ? null : (rows.at(-1)?.key ?? null) }
}

/**
 * Folds every entity anew, a transaction for each slice so that people can go on working meanwhile. It may be begun again after a
 * fault or a crash: what is done once comes out the same.
 */
export async function refoldAll(
  store: Store,
  refold: Refold & { readonly project: Project },
  slice = 200,
): Promise<{ readonly entities: number; readonly changed: number } | StoreFault> {
  let entities = 0
  let changed = 0
  for (let after: number | null = 0; after !== null;) {
    const from: number = after
    const done: Slice | StoreFault = await store.write((writer) => refoldSlice(writer, refold, from, slice))
    if ('tag' in done) return done
    entities += done.entities
    changed += done.changed
    after = done.last
  }
  return { entities, changed }
}
