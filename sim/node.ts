import { sha256 } from '@noble/hashes/sha2.js'
import { controlKinds } from '#core/access/orders.ts'
import { applyOrders } from '#core/access/apply-orders.ts'
import { createStandingCache } from '#core/access/standing.ts'
import type { StandingCache } from '#core/access/standing.ts'
import { listOf, register, setOf } from '#core/fold/field-types.ts'
import { erasedFieldsOf } from '#core/fold/refold.ts'
import { integer, text } from '#core/fold/scalars.ts'
import { ALIVE, changesToValues, createRegistry, defineKind, field } from '#core/kind.ts'
import type { Changes, Kind } from '#core/kind.ts'
import { areBytesEqual, bytesToHex, concatBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { Compressor } from '#core/log/chunk.ts'
import { logId } from '#core/log/segment.ts'
import type { Sign, Verify } from '#core/log/segment.ts'
import { createSpace } from '#core/log/space.ts'
import { sealTail, writeOperation } from '#core/log/writer.ts'
import type { Intent, Pen } from '#core/log/writer.ts'
import { createMemoryStore } from '#core/memory-store.ts'
import type { MemoryImage, MemoryStore } from '#core/memory-store.ts'
import type { EntityRow, LogRow, SpaceRow, Writer } from '#core/ports.ts'
import type { IntakeDesk } from '#core/sync/intake.ts'

/** One node of a simulated world: the real writer, receiver, fold and exchange over a store in memory. */
const verbs = { create: { number: 0, by: 'contributor' }, edit: { number: 1, by: 'contributor' } } as const
export const note = defineKind({
  name: 'note',
  number: 900,
  lane: 1,
  fields: {
    title: field(1, register(text({ max: 4000 }))),
    tags: field(2, setOf(text({ max: 20 }))),
    payments: field(3, listOf(integer({ min: -1000, max: 1000 }))),
  },
  verbs,
}) as unknown as Kind
export const registry = createRegistry([note, ...(controlKinds as unknown as Kind[])])

export const fill = (length: number, value: number): Bytes => new Uint8Array(length).fill(value)

/** A signature that anybody could make: signing is tested elsewhere, and would take most of the time. */
export const sign =
  (publicKey: Bytes): Sign =>
  (message) => {
    const half = sha256(concatBytes([publicKey, message]))
    return concatBytes([half, half])
  }
export const verify: Verify = (key, message, signature) => areBytesEqual(sign(key)(message), signature)

/** Doesn't compress; finds a wrong dictionary as zstd's checksum does. */
export const plainPacker = {
  compress: (plain: Bytes, dictionary: Bytes, _level: number) => concatBytes([markOf(dictionary), plain]),
  decompress: (packed: Bytes, dictionary: Bytes, limit: number) =>
    packed.length < 5 || packed.length - 4 > limit || !areBytesEqual(packed.subarray(0, 4), markOf(dictionary))
      ? null
      : packed.slice(4),
} satisfies Compressor
function markOf(bytes: Bytes): Bytes {
  let hash = 0x811c9dc5
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193)
  return new Uint8Array([hash, hash >> 8, hash >> 16, hash >> 24])
}

/** What lies outside the database: in the data folder, and in the key folder beside it. */
export type Disk = { image: MemoryImage; incarnation: Bytes; anchor: ReadonlyMap<string, number> }

export type SimNode = {
  readonly name: string
  readonly key: Bytes
  store: MemoryStore
  incarnation: Bytes
  anchor: Map<string, number>
  /** Milliseconds that this machine's clock is off. */
  clockError: number
  readonly spaces: SpaceRow[]
  readonly drawn: { count: number }
  readonly isHonest: boolean
}

export const createSimNode = (index: number, isHonest = true): SimNode => ({
  name: String.fromCodePoint(65 + index),
  key: fill(32, index + 1),
  store: createMemoryStore(),
  incarnation: fill(8, index + 1),
  anchor: new Map(),
  clockError: 0,
  spaces: [],
  drawn: { count: 0 },
  isHonest,
})

export const publicSpace = createSpace({ root: fill(32, 1), nodes: null, nonce: fill(16, 1) }, sign(fill(32, 1)))
export const privateSpace = createSpace(
  { root: fill(32, 1), nodes: [fill(32, 1), fill(32, 2)], nonce: fill(16, 2) },
  sign(fill(32, 1)),
)

export const random =
  (node: SimNode) =>
  (length: number): Bytes =>
    sha256(concatBytes([node.key, new TextEncoder().encode(`${node.drawn.count++}`)])).slice(0, length)

const project = async () => {}

export const deskOf = (node: SimNode, now: number): IntakeDesk => ({
  registry,
  verify,
  clock: () => now + node.clockError,
  project,
  standings: standingsOf(node),
  node: node.key,
  incarnation: () => node.incarnation,
  seal: (writer, log) => sealTail(writer, { keys: keysOf(node) }, log),
})

/** One cache for each database: a store put back begins with none. */
const caches = new WeakMap<MemoryStore, StandingCache>()
function standingsOf({ store }: SimNode): StandingCache {
  const cache = caches.get(store) ?? createStandingCache(registry)
  caches.set(store, cache)
  return cache
}

const keysOf = (node: SimNode): Pen['keys'] => ({
  publicKey: node.key,
  sign: sign(node.key),
  verify,
  mac: (message) => sha256(concatBytes([node.key, message])),
})

/** Writes as people at the node do: rights apart, which are tested elsewhere. Gives the ids of entity and operation. */
export async function act(
  node: SimNode,
  now: number,
  space: SpaceRow,
  kind: Kind,
  entity: string | null,
  changes: Changes<Kind>,
  options: { author?: Bytes; client?: Bytes; verb?: number; isAlive?: boolean } = {},
): Promise<{
  readonly entity: string
  readonly operation: string
  readonly log: string
  readonly position: number
} | null> {
  const run = () =>
    node.store.write(async (writer) => {
      const standings = await standingsOf(node).read(writer)
      // Who isn't admitted can't write here: nobody would take it.
      if (node.isHonest && !standings.get(bytesToHex(space.id))?.isAdmitted(bytesToHex(node.key))) return null
      if (options.client && (await writer.hasClient(options.client))) return null
      const row = entity === null ? null : await writer.entity(entity)
      if (entity !== null && (!row || row.space !== space.key)) return null
      const made = changesToValues(kind, changes, row?.state)
      if ('tag' in made) throw new Error(`${made.field}: ${made.tag}`)
      const values = new Map(made.values)
      if (options.isAlive !== undefined) values.set(ALIVE.number, options.isAlive)
      if (row && values.size === 0) return null
      const intent: Intent = {
        space,
        lane: kind.lane,
        kind: kind.number,
        verb: options.verb ?? (row ? 1 : 0),
        entity: row,
        values,
        author: options.author ?? fill(12, node.key[0] as number),
        ...(options.client ? { client: options.client } : {}),
      }
      const pen: Pen = {
        registry,
        keys: keysOf(node),
        incarnation: node.incarnation,
        clock: () => now + node.clockError,
        random: random(node),
        project,
        isExcluded: (placed, name) => standings.get(bytesToHex(name.space))?.isExcluded(placed, name) ?? false,
        erasedFields: (reader, id, row) => erasedFieldsOf(reader, standings.get(bytesToHex(id))?.erased, row),
        sealedUpTo: (log) => node.anchor.get(log) ?? 0,
      }
      const written = await writeOperation(writer, pen, intent)
      if (kind.number < 16) {
        standingsOf(node).forget()
        await applyOrders(writer, deskOf(node, now), standings)
      }
      const log = (await writer.logs()).find((one) => one.key === written.log) as LogRow
      if (kind.lane === 0) await seal(node, writer, log)
      return { entity: written.entity.id, operation: written.operation, log: log.id, position: log.next - 1 }
    })
  try {
    return notFault(await run())
  } catch (error) {
    if ((error as Error).constructor.name !== 'LogAltered') throw error
    beginIncarnation(node)
    return notFault(await run())
  }
}

export const notFault = <T>(value: T): Exclude<T, { tag: 'disk-full' | 'disk-error' }> => value as never

export function beginIncarnation(node: SimNode): void {
  node.incarnation = random(node)(8)
}

async function seal(node: SimNode, writer: Writer, log: LogRow): Promise<void> {
  const sealed = await sealTail(writer, { keys: keysOf(node) }, log)
  const id = bytesToHex(logId(sealed.name))
  node.anchor.set(id, Math.max(node.anchor.get(id) ?? 0, sealed.next))
}

/** Before anything leaves: every open tail of the node's own logs, of earlier incarnations too. */
export async function sealTails(node: SimNode): Promise<void> {
  await node.store.write(async (writer) => {
    for (const log of await writer.logs()) {
      if (!areBytesEqual(log.name.node, node.key)) continue
      const tail = await writer.tail(log.key)
      if (tail && tail.count > 0) await seal(node, writer, log)
    }
  })
}

export async function joinSpace(node: SimNode, space: { id: Bytes; genesis: Bytes }): Promise<void> {
  standingsOf(node).forget()
  node.spaces.push(notFault(await node.store.write((writer) => writer.addSpace(space))) as SpaceRow)
}

export const entitiesOf = (node: SimNode): Promise<readonly EntityRow[]> =>
  node.store.read((reader) => reader.entities(0, 100_000))
