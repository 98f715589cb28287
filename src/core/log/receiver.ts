import { applyOperation, EMPTY } from '../fold/fold.ts'
import type { Placed } from '../fold/fold.ts'
import { refoldEntity } from '../fold/refold.ts'
import type { EntityRow, LogRow, Project, Writer } from '../ports.ts'
import type { Registry } from '../kind.ts'
import { areBytesEqual, bytesToHex } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { hashToId, operationToBytes } from './operation.ts'
import { logId, verifySegment } from './segment.ts'
import type { LogName, Segment, SegmentFault, Verify } from './segment.ts'

export type Desk = {
  readonly registry: Registry
  readonly verify: Verify
  readonly clock: () => number
  readonly project: Project
  /** Operations that an order of quarantine leaves out of every fold. They are stored and forwarded all the same. */
  readonly isExcluded?: (placed: Placed, log: LogName) => boolean
}

export type Received =
  | { readonly tag: 'stored'; readonly operations: number }
  /** The same segment is already here. */
  | { readonly tag: 'known' }
  /** Another segment stands at this place: the log has forked. */
  | { readonly tag: 'fork'; readonly first: number }
  | SegmentFault

/**
 * Takes one signed segment of another node's log, in any order of arrival: verifies it, stores it, folds its operations.
 * Rights of the sending peer and of the node in this space have been checked before (core/access).
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
  const log = (await writer.findLog(id)) ?? (await writer.addLog({ name, id, next: 0, head: null }))
  const place = await placeOf(writer, log, segment, verified.hash)
  if (place) return place
  const row = await writer.addSegment({
    log: log.key,
    first: segment.first,
    count: segment.operations.length,
    bytes: 0,
    previous: segment.previous,
    seed: segment.seed,
    hash: verified.hash,
    signature: segment.signature,
    mac: null,
    opened: desk.clock(),
  })
  for (const [index, operation] of segment.operations.entries()) {
    const hash = verified.hashes[index] as Bytes
    const operationId = bytesToHex(hashToId(hash))
    const placed: Placed = { operation, id: operationId, log: id, position: segment.first + index }
    const entity = await foldIn(writer, desk, space.key, placed, name)
    const stored = await writer.addOperation({
      log: log.key,
      segment: row.key,
      position: placed.position,
      entity: entity.key,
      id: operationId,
      bytes: operationToBytes(operation),
      received: desk.clock(),
    })
    if (operation.client) await writer.addClient(operation.client, stored.key)
    // Something about it came first in another space's log: it belongs where it was created.
    if (operation.entity === null && entity.space !== space.key) await refoldEntity(writer, desk, entity)
  }
  const end = segment.first + segment.operations.length
  if (end > log.next) await writer.saveLog({ ...log, next: end, head: verified.hash })
  return { tag: 'stored', operations: segment.operations.length }
}

/** Whether something already stands at the segment's positions, or a neighbour contradicts the chain. */
async function placeOf(writer: Writer, log: LogRow, segment: Segment, hash: Bytes): Promise<Received | null> {
  const { first, previous } = segment
  const end = first + segment.operations.length
  for (const row of await writer.segments(log.key, first - 1)) {
    if (row.first > end) break
    if (row.hash && row.first === first && areBytesEqual(row.hash, hash)) return { tag: 'known' }
    const isBefore = row.first + row.count === first
    const isBehind = row.first === end
    const isChained = isBefore ? row.hash && startsWith(row.hash, previous) : isBehind && startsWith(hash, row.previous)
    if (!isChained) return { tag: 'fork', first }
  }
  return null
}

const startsWith = (hash: Bytes, part: Bytes): boolean => areBytesEqual(hash.subarray(0, part.length), part)

async function foldIn(writer: Writer, desk: Desk, space: number, placed: Placed, name: LogName): Promise<EntityRow> {
  const id = placed.operation.entity ? bytesToHex(placed.operation.entity) : placed.id
  const before = await writer.entity(id)
  const isOut = desk.isExcluded?.(placed, name) ?? false
  const state = isOut
    ? (before?.state ?? EMPTY)
    : applyOperation(before?.state ?? EMPTY, placed, desk.registry.combineOf)
  if (!before) {
    const added = await writer.addEntity({ id, space, state })
    if (!isOut) await desk.project(writer, null, added)
    return added
  }
  const after = { ...before, state }
  if (isOut || before.space !== space) return before
  await writer.saveEntity(after)
  await desk.project(writer, before, after)
  return after
}
