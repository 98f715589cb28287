import { foldOperations } from '../fold/fold.ts'
import type { EntityState, Placed } from '../fold/fold.ts'
import { isAlive, readEntity } from '../kind.ts'
import type { Registry, Role } from '../kind.ts'
import { bytesToHex } from '../log/bytes.ts'
import { logId } from '../log/segment.ts'
import type { LogName, Verify } from '../log/segment.ts'
import { readGenesis } from '../log/space.ts'
import { bytesToOperation } from '../log/writer.ts'
import type { LogRow, Reader, SpaceRow } from '../ports.ts'
import { certificate, createExclusion, erasure, isOrder, quarantine } from './orders.ts'

/** What the genesis and the orders of one space come to, in whatever order they arrived (sync/SPEC.md, « Who is believed »). */
export type Standing = {
  /** Nodes whose logs are taken here, each behind the one that vouched for it. */
  readonly admitted: readonly string[]
  /** Whether logs of this node (public key, hexadecimal) are taken here at all. Once admitted, for ever. */
  isAdmitted(node: string): boolean
  /** The highest role that a node may vouch for now; null when it isn't admitted. `node` is its public key, hexadecimal. */
  roleOf(node: string): Role | null
  /** Whether a quarantine in force accuses the node. */
  isRevoked(node: string): boolean
  /** Whether an operation is left out of every fold: accused, or beyond what its node may vouch for. */
  isExcluded(placed: Placed, name: LogName): boolean
  /** Fields erased for ever, by entity (hexadecimal). */
  readonly erased: ReadonlyMap<string, ReadonlySet<number>>
  readonly roles: ReadonlyMap<string, Role>
  /** Quarantines in force: node and author accused (hexadecimal, or empty), and a mark of the whole order. */
  readonly quarantines: readonly { readonly node: string; readonly author: string | null; readonly mark: string }[]
  /** Equal for equal orders in force, so that a change is noticed. */
  readonly mark: string
}

/** An order's operations with the nodes in whose logs they stand (hexadecimal). */
export type OrderOperations = readonly (Placed & { readonly node: string })[]

type Founders = { readonly root: string; readonly nodes: readonly string[] | null }

export function createStanding(founders: Founders, orders: readonly OrderOperations[], registry: Registry): Standing {
  // Whom anybody ever admitted: only grows, so that all nodes keep the same logs whatever is ordered later.
  const admitted = readRoles(founders, orders, registry)
  // The root's word first, then what two officers' nodes that it left standing agreed on; then whoever is left vouches.
  const byRoot = quarantinesOf(founders, orders, admitted, registry).filter((order) => order.agreed.has(founders.root))
  const left = without(orders, byRoot)
  const byTwo = quarantinesOf(founders, left, readRoles(founders, left, registry), registry).filter(
    (order) => order.agreed.size > 1 && order.node !== founders.root && !order.agreed.has(founders.root),
  )
  const inForce = [...byRoot, ...byTwo].filter((order) => order.isAlive).toSorted((a, b) => (a.mark < b.mark ? -1 : 1))
  const roles = readRoles(founders, without(orders, inForce), registry)
  const isSetAside = createExclusion(inForce.map((order) => order.state))
  const revoked = new Set(inForce.map((order) => order.node).filter((node) => node !== ''))
  const erased = readErased(orders, admitted, registry)
  return {
    admitted: [...admitted.keys()],
    isAdmitted: (node) => admitted.has(node),
    roleOf: (node) => roles.get(node) ?? null,
    isRevoked: (node) => revoked.has(node),
    isExcluded(placed, name) {
      if (isOrder(placed.operation.kind)) return false
      const node = bytesToHex(name.node)
      if (isSetAside(placed, node)) return true
      // Without a readable genesis nobody can be said to go beyond anything: the watch raises its own alarm about that.
      return founders.root !== '' && isBeyond(roles.get(node) ?? roleBefore(admitted, revoked, node), placed, registry)
    },
    erased,
    roles,
    quarantines: inForce,
    mark: JSON.stringify([
      [...admitted].toSorted(),
      [...roles].toSorted(),
      inForce.map((order) => order.mark),
      [...erased].map(([entity, fields]) => [entity, [...fields].toSorted((a, b) => a - b)]).toSorted(),
    ]),
  }
}

/** What an accused node wrote before the positions of its quarantine stands, with the role that it then had. */
const roleBefore = (admitted: ReadonlyMap<string, Role>, revoked: ReadonlySet<string>, node: string) =>
  revoked.has(node) ? admitted.get(node) : undefined

type Quarantine = {
  readonly state: EntityState
  /** The accused node; empty when an author is accused. */
  readonly node: string
  readonly author: string | null
  readonly agreed: ReadonlySet<string>
  readonly isAlive: boolean
  readonly mark: string
}

const without = (
  orders: readonly OrderOperations[],
  quarantines: readonly Quarantine[],
): readonly OrderOperations[] => {
  const isSetAside = createExclusion(quarantines.map((order) => order.state))
  return orders.map((operations) => operations.filter((one) => !isSetAside(one, one.node)))
}

/** The standing of every space that a node holds, by the space's id in hexadecimal. */
export type Standings = ReadonlyMap<string, Standing>

export async function readStandings(
  reader: Reader,
  registry: Registry,
  verify: Verify = () => true,
): Promise<Standings> {
  const spaces = await reader.spaces()
  const logs = new Map((await reader.logs()).map((log) => [log.key, log]))
  const bySpace = new Map<string, OrderOperations[]>()
  for (const row of await reader.orders()) {
    const operations = (await reader.operationsOfEntity(row.key)).map((one) => {
      const { name } = logs.get(one.log) as LogRow
      const placed = { operation: bytesToOperation(one.bytes), id: one.id, log: bytesToHex(logId(name)) }
      return { ...placed, position: one.position, node: bytesToHex(name.node), space: bytesToHex(name.space) }
    })
    for (const [space, list] of Map.groupBy(operations, (one) => one.space))
      bySpace.set(space, [...(bySpace.get(space) ?? []), list])
  }
  return new Map(
    spaces.map((space) => {
      const id = bytesToHex(space.id)
      return [id, createStanding(foundersOf(space, verify), bySpace.get(id) ?? [], registry)]
    }),
  )
}

/** Standings read once for as long as no order is written or arrives. */
export type StandingCache = {
  read(reader: Reader): Promise<Standings>
  /** An order was written, arrived or was taken back with its transaction. */
  forget(): void
}
export function createStandingCache(registry: Registry): StandingCache {
  let known: Standings | null = null
  return {
    read: async (reader) => (known ??= await readStandings(reader, registry)),
    forget: () => void (known = null),
  }
}

function foundersOf(space: SpaceRow, verify: Verify): Founders {
  const genesis = readGenesis(space.id, space.genesis, verify)
  return { root: genesis ? bytesToHex(genesis.root) : '', nodes: genesis?.nodes?.map(bytesToHex) ?? null }
}

/** Root and listed nodes are officers'; the others hold what officers' nodes certified, the highest of it. */
function readRoles(
  founders: Founders,
  orders: readonly OrderOperations[],
  registry: Registry,
): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>([founders.root, ...(founders.nodes ?? [])].map((node) => [node, 'officer']))
  roles.delete('')
  const certificates = founders.nodes ? [] : ofKind(orders, certificate.number)
  for (let before = -1; before !== sum(roles);) {
    before = sum(roles)
    for (const operations of certificates) {
      const created = operations.filter((one) => one.operation.entity === null && roles.get(one.node) === 'officer')
      if (created.length === 0) continue
      const { node, role } = readEntity(certificate, foldOperations(created, registry.combineOf))
      const key = bytesToHex(node)
      if (RANK[role] > RANK[roles.get(key) ?? 'none']) roles.set(key, role)
    }
  }
  return roles
}

const RANK = { none: 0, reader: 1, contributor: 2, editor: 3, officer: 4 } as const
const sum = (roles: ReadonlyMap<string, Role>): number =>
  [...roles.values()].reduce((total, role) => total + RANK[role], 0)

/**
 * Whom a quarantine accuses is what it said when it was made; what the accused wrote about it doesn't count, nor does who isn't an
 * officers' node. Each node agrees with its own key.
 */
const quarantinesOf = (
  founders: Founders,
  orders: readonly OrderOperations[],
  roles: ReadonlyMap<string, Role>,
  registry: Registry,
): readonly Quarantine[] =>
  ofKind(orders, quarantine.number).flatMap((operations) => {
    const created = operations.filter((one) => one.operation.entity === null && roles.get(one.node) === 'officer')
    const first = foldOperations(created, registry.combineOf)
    const accused = readEntity(quarantine, first)
    const node = bytesToHex(accused.node)
    if (created.length === 0 || created.some((one) => one.node === node) || node === founders.root) return []
    const counted = operations.filter((one) => roles.get(one.node) === 'officer' && one.node !== node)
    const state = withAccused(foldOperations(counted, registry.combineOf), first)
    const agreed = new Set(counted.filter((one) => agrees(one)).map((one) => one.node))
    const from = readEntity(quarantine, state).from.map((one) => [bytesToHex(one.log), one.position])
    const { author } = accused
    return [{ state, node, author, agreed, isAlive: isAlive(state), mark: JSON.stringify([node, author, from]) }]
  })

function agrees({ operation, node }: OrderOperations[number]): boolean {
  const value = operation.fields.get(quarantine.fields.agreed.number)?.value
  return value instanceof Uint8Array && bytesToHex(value) === node
}

/** The state with node and author as they stood when the order was made. */
function withAccused(state: EntityState, first: EntityState): EntityState {
  const fields = new Map(state.fields)
  for (const { number } of [quarantine.fields.node, quarantine.fields.author]) {
    const value = first.fields.get(number)
    if (value) fields.set(number, value)
    else fields.delete(number)
  }
  return { ...state, fields }
}

/** What officers' nodes ordered to be erased, orders themselves apart. Never taken back: the values are gone. */
function readErased(
  orders: readonly OrderOperations[],
  roles: ReadonlyMap<string, Role>,
  registry: Registry,
): ReadonlyMap<string, ReadonlySet<number>> {
  const ids = new Set(
    orders.flatMap((list) => list.filter((one) => one.operation.entity === null).map((one) => one.id)),
  )
  const erased = new Map<string, Set<number>>()
  for (const operations of ofKind(orders, erasure.number)) {
    for (const one of operations) {
      if (roles.get(one.node) !== 'officer' || one.operation.entity !== null) continue
      const order = readEntity(erasure, foldOperations([one], registry.combineOf))
      if (!order.entity || ids.has(order.entity)) continue
      const fields = erased.get(order.entity) ?? new Set<number>()
      for (const number of order.fields) if (number !== null) fields.add(number)
      erased.set(order.entity, fields)
    }
  }
  return erased
}

/** A verb that asks for a higher role than its node may vouch for. Verbs that this version doesn't know are kept. */
function isBeyond(role: Role | undefined, { operation }: Placed, registry: Registry): boolean {
  const kind = registry.kinds.get(operation.kind)
  const verb = Object.values(kind?.verbs ?? {}).find(({ number }) => number === operation.verb)
  return verb !== undefined && RANK[role ?? 'none'] < RANK[verb.by]
}

const ofKind = (orders: readonly OrderOperations[], kind: number): readonly OrderOperations[] =>
  orders.filter((operations) =>
    operations.some(({ operation }) => operation.entity === null && operation.kind === kind),
  )
