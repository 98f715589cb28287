import { refoldEntity, twinsOf } from '../fold/refold.ts'
import { areBytesEqual, bytesToHex } from '../log/bytes.ts'
import { eraseFields } from '../log/eraser.ts'
import type { Desk } from '../log/receiver.ts'
import type { EntityRow, LogRow, SpaceRow, Writer } from '../ports.ts'
import { readStandings } from './standing.ts'
import type { Standing, Standings } from './standing.ts'

export type Applying = Pick<Desk, 'registry' | 'project'> & {
  /** Seals the open tails of this node's own logs, where something in them is to be erased. */
  readonly seal: (writer: Writer, log: LogRow) => Promise<unknown>
}

/**
 * Puts into effect what orders say now and didn't before: erased values go out of what is stored, and every entity that a quarantine,
 * a certificate or an erasure touches is folded anew. Within the transaction in which the orders arrived or were written, so that
 * nobody ever reads the one without the other. Gives back the standings that now hold.
 */
export async function applyOrders(writer: Writer, desk: Applying, before: Standings): Promise<Standings> {
  const after = await readStandings(writer, desk.registry)
  const spaces = await writer.spaces()
  for (const space of spaces) {
    const id = bytesToHex(space.id)
    const [old, now] = [before.get(id), after.get(id)]
    if (!now || old?.mark === now.mark) continue
    for (const [entity, fields] of now.erased) await eraseIn(writer, desk, entity, fields, old?.erased.get(entity))
    const touched = await touchedEntities(writer, space, old, now)
    const isExcluded = now.isExcluded.bind(now)
    for (const row of touched) await refoldEntity(writer, { ...desk, isExcluded }, row)
  }
  return after
}

async function eraseIn(
  writer: Writer,
  desk: Applying,
  entity: string,
  fields: ReadonlySet<number>,
  already: ReadonlySet<number> | undefined,
): Promise<void> {
  const row = await writer.entity(entity)
  if (!row || [...fields].every((field) => already?.has(field))) return
  for (const one of await twinsOf(writer, row)) {
    const result = await eraseFields(writer, one.key, fields)
    if (!('tag' in result)) continue
    for (const log of await writer.logs()) if (await writer.tail(log.key)) await desk.seal(writer, log)
    await eraseFields(writer, one.key, fields)
  }
}

/** Entities that may now come out otherwise: newly erased ones, and those about which somebody wrote who counts now and didn't, or the reverse. */
async function touchedEntities(
  writer: Writer,
  space: SpaceRow,
  old: Standing | undefined,
  now: Standing,
): Promise<readonly EntityRow[]> {
  const rows = new Map<number, EntityRow>()
  for (const [entity, fields] of now.erased) {
    const row = await writer.entity(entity)
    if (row && [...fields].some((field) => !old?.erased.get(entity)?.has(field)))
      for (const one of await twinsOf(writer, row)) rows.set(one.key, one)
  }
  const nodes = nodesConcerned(old, now)
  if (nodes !== 'all' && nodes.size === 0) return [...rows.values()]
  const logs = (await writer.logs()).filter(
    ({ name }) => areBytesEqual(name.space, space.id) && (nodes === 'all' || nodes.has(bytesToHex(name.node))),
  )
  for (const log of logs)
    for (const segment of await writer.segments(log.key))
      for (const operation of await writer.operationsOfSegment(segment.key))
        if (!rows.has(operation.entity))
          rows.set(operation.entity, (await writer.entityByKey(operation.entity)) as EntityRow)
  return [...rows.values()]
}

/** Nodes whose operations may count otherwise than before; all when an author is accused or was. */
function nodesConcerned(old: Standing | undefined, now: Standing): ReadonlySet<string> | 'all' {
  const nodes = new Set<string>()
  const [before, after] = [old?.roles ?? new Map<string, string>(), now.roles]
  for (const node of new Set([...before.keys(), ...after.keys()]))
    if (before.get(node) !== after.get(node)) nodes.add(node)
  const marks = (one: Standing | undefined) => new Map((one?.quarantines ?? []).map((order) => [order.mark, order]))
  const [orders, ordersNow] = [marks(old), marks(now)]
  for (const [mark, { node, author }] of [...orders, ...ordersNow]) {
    if (orders.has(mark) && ordersNow.has(mark)) continue
    if (author !== null || node === '') return 'all'
    nodes.add(node)
  }
  return nodes
}
