import { listOf, register } from '../fold/field-types.ts'
import { bytes, choice, integer, record, reference, several, text } from '../fold/scalars.ts'
import type { Placed } from '../fold/fold.ts'
import { defineKind, field, isAlive, readEntity } from '../kind.ts'
import type { EntityState } from '../fold/fold.ts'
import { bytesToHex } from '../log/bytes.ts'
import { LANES } from '../log/segment.ts'

/**
 * « Everything from this node or author since that moment is set aside. » The moment is a list of log positions that honest nodes
 * had received by then, never a date: an attacker's clock decides nothing. Lifted by withdrawing it.
 */
export const quarantine = defineKind({
  name: 'quarantine',
  number: 1,
  lane: LANES.control,
  fields: {
    /** The accused node's public key; empty when an author is accused. */
    node: field(1, register(bytes({ max: 32 }))),
    author: field(2, register(reference)),
    /** Positions from which a log is set aside; the accused's logs that aren't listed are set aside from 0. */
    from: field(
      3,
      register(
        several(record({ log: bytes({ max: 16 }), position: integer({ min: 0, max: 2 ** 48 }) }), { max: 1000 }),
      ),
    ),
    reason: field(4, register(text({ max: 2000 }))),
    /** Node keys that agree. */
    agreed: field(5, listOf(bytes({ max: 32 }))),
  },
  verbs: {
    create: { number: 0, by: 'officer' },
    agree: { number: 1, by: 'officer' },
    lift: { number: 2, by: 'officer' },
  },
})

/** « These fields of this entity are erased everywhere », for ever: old sticks and backups don't bring them back. */
export const erasure = defineKind({
  name: 'erasure',
  number: 2,
  lane: LANES.control,
  fields: {
    entity: field(1, register(reference)),
    fields: field(2, register(several(integer({ min: 1, max: 65_535 }), { max: 64 }))),
    reason: field(3, register(text({ max: 500 }))),
  },
  verbs: { create: { number: 0, by: 'officer' } },
})

/**
 * « This node writes here, up to this role. » Counts when it was made at a node that is itself admitted as an officer's (standing.ts).
 * It isn't taken back: a node that is no longer trusted is set aside by a quarantine, from positions on.
 */
export const certificate = defineKind({
  name: 'certificate',
  number: 3,
  lane: LANES.control,
  fields: {
    node: field(1, register(bytes({ max: 32 }))),
    role: field(2, register(choice(['reader', 'contributor', 'editor', 'officer']))),
    /** What people call it: « le boîtier de Koupéla ». */
    name: field(3, register(text({ max: 120 }))),
  },
  verbs: { create: { number: 0, by: 'officer' }, rename: { number: 1, by: 'officer' } },
})

export const controlKinds = [quarantine, erasure, certificate]

/** Kinds 1 to 15 are orders: they are folded whoever is accused, and judged in standing.ts. */
export const isOrder = (kind: number): boolean => kind > 0 && kind < 16

/** Whether the orders in force leave this operation out of every fold. `node` is the public key of its log's node, hexadecimal. */
export function createExclusion(orders: readonly EntityState[]): (placed: Placed, node: string) => boolean {
  const inForce = orders.filter(isAlive).map((state) => {
    const order = readEntity(quarantine, state)
    return {
      node: bytesToHex(order.node),
      author: order.author,
      from: new Map(order.from.map((one) => [bytesToHex(one.log), one.position ?? 0])),
    }
  })
  return (placed, node) =>
    inForce.some((order) => {
      const author = placed.operation.author && bytesToHex(placed.operation.author)
      const isAccused = order.node ? order.node === node : order.author !== null && order.author === author
      return isAccused && placed.position >= (order.from.get(placed.log) ?? 0)
    })
}
