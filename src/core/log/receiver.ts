import { applyOperation, EMPTY } from '../fold/fold.ts'
import type { Placed } from '../fold/fold.ts'
import { erasedFieldsOf, isSameAct, refoldEntity, twinsOf } from '../fold/refold.ts'
import type { EntityRow, LogRow, Project, SegmentRow, Writer } from '../ports.ts'
import type { Registry } from '../kind.ts'
import { areBytesEqual, bytesToHex } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { eraseFields, withoutValues } from './eraser.ts'
import type { Erased } from './eraser.ts'
import { hashToId, operationToBytes } from './operation.ts'
import type { Operation } from './operation.ts'
import { bytesToOperation } from './writer.ts'
import { branchId, BRANCHES, logId, verifySegment } from './segment.ts'
import type { LogName, Segment, SegmentFault, Verify } from './segment.ts'

export type Desk = {
  readonly registry: Registry
  readonly verify: Verify
  readonly clock: () => number
  readonly project: Project
  /** Operations that an order of quarantine leaves out of every fold. They are stored and forwarded all the same. */
  readonly isExcluded?: (placed: Placed, log: LogName) => boolean
  /** What orders of this space erased: such values are taken out before anything is stored. */
  readonly erased?: Erased
}

export type Received =
  | { readonly tag: 'stored'; readonly operations: number }
  /** Stored as another branch of its log: other operations stand at its place. */
  | { readonly tag: 'forked'; readonly operations: number; readonly first: number }
  /** The same segment is already here. */
  | { readonly tag: 'known' }
  /** Its log has too many branches: only a key that lies makes so many. */
  | { readonly tag: 'too-many-branches' }
  /** It comes without values that no order erased: whoever took them out would have them gone everywhere. */
  | { readonly tag: 'erased-without-order'; readonly entity: string; readonly field: number }
  | SegmentFault

/**
 * Takes one signed segment of another node's log, in any order of arrival: verifies it, stores it, folds its operations.
 * Rights of the sending peer and of the node in this space have been checked before (core/sync/intake.ts).
 */
export async function receiveSegment(
  writer: Writer,
  desk: Desk,
  space: { key: number },
  name: LogName,
  segment: Segment,
): Promise<Received> {
  const verified = verifySegment(name, segment, desk.verify)
  if ('tag' in verified) return verified
  const id = bytesToHex(logId(name))
  const place = await placeOf(writer, id, name, segment, verified)
  if ('tag' in place) return place
  const entityOf = (index: number): string =>
    bytesToHex(segment.operations[index]?.entity ?? hashToId(verified.hashes[index] as Bytes))
  const gone: ReadonlySet<number>[] = []
  /** Of entities that this very segment makes: their twins are known by their creation alone, which isn't stored yet. */
  const goneOfMade = new Map<string, ReadonlySet<number>>()
  for (const [index, operation] of segment.operations.entries()) {
    const fields = goneOfMade.get(entityOf(index)) ?? (await fieldsGone(writer, desk, entityOf(index), operation))
    if (operation.entity === null) goneOfMade.set(entityOf(index), fields)
    gone.push(fields)
  }
  const isErased = (index: number, field: number) => gone[index]?.has(field) ?? false
  for (const [index, operation] of segment.operations.entries())
    for (const [field, entry] of operation.fields)
      if (entry === null && !isErased(index, field))
        return { tag: 'erased-without-order', entity: entityOf(index), field }
  const kept = withoutValues(segment, isErased)

  const { log } = place
  const row = await writer.addSegment({
    log: log.key,
    first: segment.first,
    count: segment.operations.length,
    bytes: kept.operations.reduce((sum, one) => sum + operationToBytes(one).length, 0),
    previous: segment.previous,
    seed: kept.seed,
    hash: verified.hash,
    signature: segment.signature,
    mac: null,
    opened: desk.clock(),
  })
  for (const [index, operation] of kept.operations.entries()) {
    const operationId = bytesToHex(hashToId(verified.hashes[index] as Bytes))
    const placed: Placed = { operation, id: operationId, log: id, position: segment.first + index }
    const { entity, isSettled } = await foldIn(writer, desk, space.key, placed, name)
    const stored = await writer.addOperation({
      log: log.key,
      segment: row.key,
      position: placed.position,
      entity: entity.key,
      id: operationId,
      bytes: operationToBytes(operation),
      received: desk.clock(),
    })
    // Something about it came first in another space's log: it belongs where it was created. Or its creation counts only now.
    if (!isSettled || (operation.entity === null && entity.space !== space.key))
      await refoldEntity(writer, desk, entity)
    if (operation.client) await settleTwins(writer, desk, operation.client, stored.key)
  }
  const end = segment.first + segment.operations.length
  if (end > log.next) await writer.saveLog({ ...log, next: end, head: verified.hash })
  const count = segment.operations.length
  return place.isFork
    ? { tag: 'forked', operations: count, first: segment.first }
    : { tag: 'stored', operations: count }
}

/** Fields erased of what an operation is about, before it is stored. */
async function fieldsGone(
  writer: Writer,
  desk: Desk,
  entity: string,
  operation: Operation,
): Promise<ReadonlySet<number>> {
  const fields = new Set(desk.erased?.get(entity))
  if (!desk.erased?.size) return fields
  const row = await writer.entity(entity)
  if (row) for (const field of await erasedFieldsOf(writer, desk.erased, row)) fields.add(field)
  if (operation.client && operation.entity === null)
    for (const other of await writer.operationsOfClient(operation.client))
      if (isSameAct(operation, bytesToOperation(other.bytes)))
        for (const field of desk.erased.get(other.id) ?? []) fields.add(field)
  return fields
}

type Place = { readonly log: LogRow; readonly isFork: boolean }

/** The row of its log where the segment finds its place: the first, or, where others stand there, a branch. */
async function placeOf(
  writer: Writer,
  id: string,
  name: LogName,
  segment: Segment,
  { hash, hashes }: { readonly hash: Bytes; readonly hashes: readonly Bytes[] },
): Promise<Place | Received> {
  let free: Place | null = null
  let isFork = false
  for (let branch = 0; branch < BRANCHES; branch++) {
    const rowId = branch === 0 ? id : branchId(id, branch)
    const row = await writer.findLog(rowId)
    if (!row) return free ?? { log: await writer.addLog({ name, id: rowId, next: 0, head: null }), isFork }
    const found = await standsAt(writer, row, segment, hash, hashes)
    if (found === 'same') return { tag: 'known' }
    if (found === 'nothing') free ??= { log: row, isFork }
    else isFork ||= found === 'other'
  }
  return free ?? { tag: 'too-many-branches' }
}

/**
 * What stands at the segment's positions in one row: nothing; the same segment; other operations, or neighbours that the chain
 * contradicts; or the same operations sealed in other runs, as a database put back to an earlier day seals them, which isn't a fork.
 */
async function standsAt(
  writer: Writer,
  log: LogRow,
  segment: Segment,
  hash: Bytes,
  hashes: readonly Bytes[],
): Promise<'nothing' | 'same' | 'other' | 'resealed'> {
  const { first, previous } = segment
  const end = first + segment.operations.length
  let verdict: 'nothing' | 'other' | 'resealed' = 'nothing'
  for (const row of await writer.segments(log.key, first - 1)) {
    if (row.first > end || (row.first === end && !row.hash)) break
    if (row.hash && row.first === first && areBytesEqual(row.hash, hash)) return 'same'
    const isBefore = row.first + row.count === first
    const isBehind = row.first === end
    if (isBefore || isBehind) {
      const isChained = isBefore ? row.hash && startsWith(row.hash, previous) : startsWith(hash, row.previous)
      if (!isChained) verdict = 'other'
    } else if (verdict !== 'other') verdict = (await holdsSame(writer, row, first, hashes)) ? 'resealed' : 'other'
  }
  return verdict
}

async function holdsSame(writer: Writer, row: SegmentRow, first: number, hashes: readonly Bytes[]): Promise<boolean> {
  const stored = await writer.operationsOfSegment(row.key)
  return stored.every((one) => {
    const hash = hashes[one.position - first]
    return !hash || bytesToHex(hashToId(hash)) === one.id
  })
}

const startsWith = (hash: Bytes, part: Bytes): boolean => areBytesEqual(hash.subarray(0, part.length), part)

/** Folds one more operation in where that is exact; otherwise its entity is to be folded anew once it is stored. */
async function foldIn(
  writer: Writer,
  desk: Desk,
  space: number,
  placed: Placed,
  name: LogName,
): Promise<{ readonly entity: EntityRow; readonly isSettled: boolean }> {
  const { operation } = placed
  const id = operation.entity ? bytesToHex(operation.entity) : placed.id
  const before = await writer.entity(id)
  const isOut = desk.isExcluded?.(placed, name) ?? false
  if (!before) {
    const state = isOut ? EMPTY : applyOperation(EMPTY, placed, desk.registry.combineOf)
    const added = await writer.addEntity({ id, space, state })
    if (!isOut) await desk.project(writer, null, added)
    return { entity: added, isSettled: true }
  }
  if (isOut || before.space !== space) return { entity: before, isSettled: true }
  if (!before.state.created && operation.entity !== null) return { entity: before, isSettled: false }
  const after = { ...before, state: applyOperation(before.state, placed, desk.registry.combineOf) }
  await writer.saveEntity(after)
  await desk.project(writer, before, after)
  return { entity: after, isSettled: true }
}

/** What a page gave to two nodes counts once: the entities of every operation with this client id are folded anew. */
async function settleTwins(writer: Writer, desk: Desk, client: Bytes, operation: number): Promise<void> {
  await writer.addClient(client, operation)
  const twins = await writer.operationsOfClient(client)
  if (twins.length < 2) return
  const entities = new Map<number, EntityRow>()
  for (const { entity: key } of twins) {
    const entity = (await writer.entityByKey(key)) as EntityRow
    for (const one of await twinsOf(writer, entity)) entities.set(one.key, one)
    entities.set(key, entity)
  }
  // What was erased from the one is erased from the other: it is the same.
  for (const entity of entities.values()) {
    const fields = desk.erased?.get(entity.id)
    if (fields) for (const one of await twinsOf(writer, entity)) await eraseFields(writer, one.key, fields)
  }
  for (const entity of entities.values()) await refoldEntity(writer, desk, entity)
}
