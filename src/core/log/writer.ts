import { applyOperation, EMPTY, nextCounter, nextEntry, seenIds } from '../fold/fold.ts'
import type { Combine, FieldState, Placed } from '../fold/fold.ts'
import type { Registry } from '../kind.ts'
import type { Clock, EntityRow, Keys, LogRow, Project, Random, SegmentRow, Writer } from '../ports.ts'
import { areBytesEqual, bytesToHex, hexToBytes } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { bytesToValue, valueToBytes } from './cbor.ts'
import type { Value } from './cbor.ts'
import {
  fieldHash,
  fieldSalt,
  hashToId,
  LIMITS,
  operationHash,
  operationToBytes,
  SEED_BYTES,
  valueToOperation,
} from './operation.ts'
import type { Entry, Operation } from './operation.ts'
import { logId, NO_PREVIOUS, PREVIOUS_BYTES, sealSegment, SEGMENT } from './segment.ts'
import type { LogName, Segment } from './segment.ts'

/** What a node's own writing needs. */
export type Pen = {
  readonly registry: Registry
  readonly keys: Keys
  readonly incarnation: Bytes
  readonly clock: Clock
  readonly random: Random
  readonly project: Project
  /** Operations that an order of quarantine leaves out of every fold: an accused author may go on writing here. */
  readonly isExcluded?: (placed: Placed, log: LogName) => boolean
  /** Fields of this entity that an order erased for ever: what is written there again is left out, here as at every other node. */
  readonly erasedFields?: (writer: Writer, space: Bytes, entity: EntityRow) => Promise<ReadonlySet<number>>
  /** Up to which position this log was sealed, as the anchor beside the key says: a database that knows less was put back. */
  readonly sealedUpTo?: (log: string) => number
}

/** The open tail isn't what this node wrote, or the log is shorter than what it sealed: nothing more may be written there. */
export class LogAltered extends Error {
  readonly log: string
  constructor(log: string) {
    super(`log ${log} was altered`)
    this.log = log
  }
}

/** One change to write: values by field number, as kind.ts `changesToValues` makes them. */
export type Intent = {
  readonly space: { readonly key: number; readonly id: Bytes }
  readonly lane: number
  readonly kind: number
  readonly verb: number
  /** Null to create. */
  readonly entity: EntityRow | null
  readonly values: ReadonlyMap<number, Value>
  readonly author: Bytes | null
  readonly client?: Bytes
  /** For a change made from an older state than the stored one: what its writer had seen, by field. */
  readonly base?: EntityRow['state']
  /** The author's own clock, milliseconds, where the act was written earlier than now (outbox, import). */
  readonly time?: number
}

/** Writes one operation into the open tail of the node's own log, folds it and projects it. Not yet sealed, not yet on disk. */
export async function writeOperation(
  writer: Writer,
  pen: Pen,
  intent: Intent,
): Promise<{ readonly entity: EntityRow; readonly operation: string; readonly log: number }> {
  const log = await openLog(writer, pen, intent)
  const gone = intent.entity ? await pen.erasedFields?.(writer, intent.space.id, intent.entity) : undefined
  const operation = intentToOperation(intent, log, pen, gone)
  const bytes = operationToBytes(operation)
  if (bytes.length > LIMITS.operationBytes)
    throw new Error('an operation is too large to be sent: kind.ts checks before')
  const tail = await openTail(writer, pen, log, bytes.length)
  const id = hashToId(ownHash(log.row, tail, operation))
  const placed: Placed = { operation, id: bytesToHex(id), log: log.row.id, position: log.row.next }
  const before = intent.entity
  if (before && before.space !== intent.space.key) throw new Error('an entity never changes space')
  const state = pen.isExcluded?.(placed, log.row.name)
    ? (before?.state ?? EMPTY)
    : applyOperation(before?.state ?? EMPTY, placed, pen.registry.combineOf)
  const entity = before
    ? { ...before, state }
    : await writer.addEntity({ id: placed.id, space: intent.space.key, state })
  if (before) await writer.saveEntity(entity)
  const row = await writer.addOperation({
    log: log.row.key,
    segment: tail.key,
    position: log.row.next,
    entity: entity.key,
    id: placed.id,
    bytes,
    received: pen.clock(),
  })
  const mac = tailMac(pen.keys, log.row.id, tail, id)
  await writer.saveSegment({ ...tail, count: tail.count + 1, bytes: tail.bytes + bytes.length, mac })
  await writer.saveLog({ ...log.row, next: log.row.next + 1 })
  if (intent.client) await writer.addClient(intent.client, row.key)
  await pen.project(writer, before, entity)
  return { entity, operation: placed.id, log: log.row.key }
}

/** Seals a log's open tail, if it has one. Only what is sealed may leave the node. */
export async function sealTail(writer: Writer, pen: Pick<Pen, 'keys'>, log: LogRow): Promise<LogRow> {
  const tail = await writer.tail(log.key)
  if (!tail || tail.count === 0) return log
  const operations = await tailOperations(writer, pen.keys, log, tail)
  const { segment, hash } = sealSegment(
    hexToBytes(log.id) as Bytes,
    { first: tail.first, previous: tail.previous, seed: tail.seed as Bytes, operations },
    pen.keys.sign,
  )
  await writer.saveSegment({ ...tail, signature: segment.signature, hash, mac: null })
  const sealed = { ...log, head: hash }
  await writer.saveLog(sealed)
  return sealed
}

/** The open tail's operations, as this node wrote them; throws `LogAltered` when they are others. */
export async function tailOperations(
  reader: Pick<Writer, 'operationsOfSegment'>,
  keys: Pick<Keys, 'mac'>,
  log: LogRow,
  tail: SegmentRow,
): Promise<Operation[]> {
  const rows = await reader.operationsOfSegment(tail.key)
  const operations: Operation[] = []
  let mac: Bytes | null = null
  for (const row of rows) {
    const value = valueToOperation(bytesToValue(row.bytes))
    if (!value) throw new LogAltered(log.id)
    operations.push(value)
    const id = hashToId(ownHash(log, { ...tail, count: row.position - tail.first }, value))
    mac = tailMac(keys, log.id, { ...tail, mac }, id)
  }
  if (rows.length !== tail.count || !mac || !tail.mac || !areBytesEqual(mac, tail.mac)) throw new LogAltered(log.id)
  return operations
}

const tailMac = (keys: Pick<Keys, 'mac'>, log: string, tail: SegmentRow, id: Bytes): Bytes =>
  keys.mac(valueToBytes(['trait-dunion tail', log, tail.first, tail.previous, tail.mac, id]))

/** The operation that our own table holds. Throws on damage, which `verify` reports in words. */
export function bytesToOperation(bytes: Bytes): Operation {
  const operation = valueToOperation(bytesToValue(bytes))
  if (!operation) throw new Error('stored operation is damaged')
  return operation
}

/** A stored segment with its operations, as it travels. Null for the open tail. */
export async function segmentOf(reader: Pick<Writer, 'operationsOfSegment'>, row: SegmentRow): Promise<Segment | null> {
  if (!row.signature) return null
  const operations = (await reader.operationsOfSegment(row.key)).map((one) => bytesToOperation(one.bytes))
  return { first: row.first, previous: row.previous, seed: row.seed, signature: row.signature, operations }
}

type OpenLog = { row: LogRow }

async function openLog(writer: Writer, pen: Pen, intent: Intent): Promise<OpenLog> {
  const name: LogName = {
    space: intent.space.id,
    node: pen.keys.publicKey,
    incarnation: pen.incarnation,
    lane: intent.lane,
  }
  const id = bytesToHex(logId(name))
  const row = (await writer.findLog(id)) ?? (await writer.addLog({ name, id, next: 0, head: null }))
  if (row.next < (pen.sealedUpTo?.(id) ?? 0)) throw new LogAltered(id)
  return { row }
}

async function openTail(writer: Writer, pen: Pen, log: OpenLog, size: number): Promise<SegmentRow> {
  const tail = await writer.tail(log.row.key)
  if (tail && tail.count < SEGMENT.operations && (tail.count === 0 || tail.bytes + size <= SEGMENT_ROOM)) return tail
  if (tail) log.row = await sealTail(writer, pen, log.row)
  return writer.addSegment({
    log: log.row.key,
    first: log.row.next,
    count: 0,
    bytes: 0,
    previous: log.row.head?.slice(0, PREVIOUS_BYTES) ?? NO_PREVIOUS,
    seed: pen.random(SEED_BYTES),
    hash: null,
    signature: null,
    mac: null,
    opened: pen.clock(),
  })
}

/** What the operations of a segment may take, its head and signature apart. */
const SEGMENT_ROOM = SEGMENT.bytes - 128

function intentToOperation(intent: Intent, log: OpenLog, pen: Pen, gone?: ReadonlySet<number>): Operation {
  const { combineOf } = pen.registry
  const seenState = intent.base ?? intent.entity?.state
  const fields = new Map<number, Entry>()
  for (const [field, value] of intent.values) {
    if (gone?.has(field)) continue
    const isStale = intent.base !== undefined && intent.base !== intent.entity?.state
    fields.set(
      field,
      isStale
        ? staleEntry(intent, field, value, log.row.id, combineOf(intent.kind, field))
        : nextEntry(seenState?.fields.get(field), log.row.id, value, combineOf(intent.kind, field), toBytes),
    )
  }
  const operation = {
    verb: intent.verb,
    entity: intent.entity ? toBytes(intent.entity.id) : null,
    kind: intent.kind,
    fields,
    author: intent.author,
    // A clock that stands before 1970 tells nothing, and the format has no room for it.
    time: Math.max(0, Math.floor(intent.time ?? pen.clock())),
  }
  return intent.client ? { ...operation, client: intent.client } : operation
}

/**
 * A change made from an older state than the stored one: it replaces only what its writer saw, so that what was written meanwhile
 * stands beside it, in the same log too.
 */
function staleEntry(intent: Intent, field: number, value: Value, log: string, combine: Combine): Entry {
  const seen = intent.base?.fields.get(field)
  const now = intent.entity?.state.fields.get(field)
  if (combine === 'all' || headIds(seen) === headIds(now)) return nextEntry(now, log, value, combine, toBytes)
  return { counter: nextCounter(seen), value, seen: seenIds(seen, toBytes) }
}

const headIds = (state: FieldState | undefined): string => (state?.heads ?? []).map((head) => head.id).join()

const ownHash = (log: LogRow, tail: SegmentRow, operation: Operation): Bytes =>
  operationHash(toBytes(log.id), operation, (field) =>
    fieldHash(fieldSalt(tail.seed as Bytes, tail.count, field), field, operation.fields.get(field) as Entry),
  )

const toBytes = (hex: string): Bytes => hexToBytes(hex) as Bytes
