import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import type { Shape } from '#core/fold/field-types.ts'
import type { Placed } from '#core/fold/fold.ts'
import { ALIVE, changesToValues } from '#core/kind.ts'
import type { Changes, Kind, Registry } from '#core/kind.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { logId } from '#core/log/segment.ts'
import type { LogName } from '#core/log/segment.ts'
import { receiveSegment } from '#core/log/receiver.ts'
import type { Desk } from '#core/log/receiver.ts'
import { bytesToOperation, sealTail, segmentOf, writeOperation } from '#core/log/writer.ts'
import type { Intent, Pen } from '#core/log/writer.ts'
import { createMemoryStore } from '#core/memory-store.ts'
import type { EntityRow, EntityState, LogRow, Store, StoreFault, Writer } from '#core/ports.ts'

/** Several nodes on one machine that write about the same entities, apart, and pass each other what they sealed. */

/** A value that a scalar of this shape takes. Few different ones, so that nodes write the same too. */
export function shapeToArbitrary(shape: Shape): fc.Arbitrary<unknown> {
  const reference = fc.constantFrom(...['01', '02', '03'].map((byte) => byte.repeat(12)))
  switch (shape.type) {
    case 'text':
    case 'foreign id':
      return fc
        .oneof(
          fc.constantFrom('', 'eau', 'école', 'ab12', '\ufeffMois'),
          fc.string({ unit: 'grapheme', maxLength: Math.min(shape.max >> 2, 12) }),
        )
        .filter((text) => text.length <= shape.max)
    case 'bytes':
      return fc.uint8Array({ maxLength: Math.min(shape.max, 8) })
    case 'integer':
      return fc.oneof(
        fc.constant(null),
        fc.integer({ min: shape.min, max: Math.min(shape.max, shape.min + 5) }),
        fc.constant(shape.max),
      )
    case 'day':
      return fc.constantFrom('', '2004', '2005-12', '2005-12-02')
    case 'flag':
      return fc.boolean()
    case 'reference':
      return fc.oneof(fc.constant(null), reference)
    case 'choice':
      return fc.constantFrom(...shape.names)
    case 'several':
      return fc.array(shapeToArbitrary(shape.item), { maxLength: Math.min(shape.max, 3) })
    case 'record':
      return fc.record(
        Object.fromEntries(Object.entries(shape.parts).map(([name, part]) => [name, shapeToArbitrary(part)])),
      )
  }
}

/** A change of some fields of a kind; a set's elements are put in and taken out. */
export function changesOf(kind: Kind): fc.Arbitrary<Changes<Kind>> {
  const fields = Object.entries(kind.fields).map(([name, { type }]): [string, fc.Arbitrary<unknown>] => {
    const one = shapeToArbitrary(type.shape)
    const some = fc.array(one, { maxLength: 2 })
    return [name, type.form === 'set' ? fc.record({ add: some, remove: some }) : one]
  })
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] }) as fc.Arbitrary<Changes<Kind>>
}

export const fill = (length: number, value: number): Bytes => new Uint8Array(length).fill(value)
export const SPACE = { id: fill(12, 1), genesis: new Uint8Array(0) }

export type WorldNode = {
  readonly store: Store
  readonly pen: Pen
  readonly desk: Desk
  readonly space: { readonly key: number; readonly id: Bytes }
}

const project = async () => {}

/** A node whose signature is a hash that anybody could make: signing is tested elsewhere, and takes most of the time. */
export async function createWorldNode(
  index: number,
  registry: Registry,
  {
    store = createMemoryStore(),
    clock = () => 1000 * index,
    isExcluded,
  }: { store?: Store; clock?: () => number; isExcluded?: Desk['isExcluded'] } = {},
): Promise<WorldNode> {
  const publicKey = fill(32, index)
  const mark = (key: Bytes, message: Bytes): Bytes => {
    const half = sha256(new Uint8Array([...key, ...message]))
    return new Uint8Array([...half, ...half])
  }
  const verify: Desk['verify'] = (key, message, signature) => bytesToHex(mark(key, message)) === bytesToHex(signature)
  let drawn = 0
  const random = (length: number) => sha256(new Uint8Array([index, drawn++ & 255, drawn >> 8])).slice(0, length)
  const extra = isExcluded ? { isExcluded } : {}
  const pen = {
    registry,
    keys: {
      publicKey,
      sign: (message: Bytes) => mark(publicKey, message),
      verify,
      mac: (message: Bytes) => sha256(message),
    },
    incarnation: fill(8, index),
    clock,
    random,
    project,
    ...extra,
  }
  const row = ok(await store.write((writer) => writer.addSpace(SPACE)))
  return { store, pen, desk: { registry, verify, clock, project, ...extra }, space: { key: row.key, id: SPACE.id } }
}

export const ok = <T>(result: T | StoreFault): T => {
  const tag = (result as { tag?: string } | undefined)?.tag
  if (tag === 'disk-full' || tag === 'disk-error') throw new Error(tag)
  return result as T
}

/** Writes values by field name as `author`, made from `base` where the writer saw an older state. Null when nothing would change. */
export async function write(
  node: WorldNode,
  kind: Kind,
  entity: string | null,
  changes: Changes<Kind>,
  options: { author?: Bytes; base?: EntityState; client?: Bytes; isAlive?: boolean } = {},
): Promise<EntityRow | null> {
  return ok(
    await node.store.write(async (writer) => {
      const row = entity === null ? null : await writer.entity(entity)
      if (entity !== null && !row) return null
      const made = changesToValues(kind, changes, options.base ?? row?.state)
      if ('tag' in made) throw new Error(`${made.field}: ${made.tag}`)
      const values = new Map(made.values)
      if (options.isAlive !== undefined) values.set(ALIVE.number, options.isAlive)
      if (row && values.size === 0) return null
      const intent: Intent = {
        space: node.space,
        lane: kind.lane,
        kind: kind.number,
        verb: row ? 1 : 0,
        entity: row,
        values,
        author: options.author ?? fill(12, 9),
        ...(options.base ? { base: options.base } : {}),
        ...(options.client ? { client: options.client } : {}),
      }
      return (await writeOperation(writer, node.pen, intent)).entity
    }),
  )
}

/** Gives `to` every segment that `from` holds or seals now, in the order that `order` makes of them. */
export async function pass<T extends WorldNode>(
  from: T,
  to: T,
  order: <S>(list: readonly S[]) => readonly S[] = (list) => list,
): Promise<void> {
  const sealed = ok(await from.store.write(async (writer) => allSegments(writer, from.pen)))
  for (const { name, segment } of order(sealed))
    ok(await to.store.write((writer) => receiveSegment(writer, to.desk, to.space, name, segment)))
}

/** Every sealed segment that a node holds; its own tails are sealed first. */
export async function allSegments(writer: Writer, pen: Pen) {
  const list = []
  for (const log of await writer.logs()) {
    const isOwn = bytesToHex(log.name.node) === bytesToHex(pen.keys.publicKey)
    if (isOwn) await sealTail(writer, pen, log)
    for (const row of await writer.segments(log.key)) {
      const segment = await segmentOf(writer, row)
      if (segment) list.push({ name: log.name, segment })
    }
  }
  return list
}

export const state = async (node: WorldNode, entity: string): Promise<EntityState> =>
  ((await node.store.read((reader) => reader.entity(entity))) as EntityRow).state

/** What a node stores about an entity, placed. */
export const placedOf = (node: WorldNode, entity: string): Promise<(Placed & { name: LogName })[]> =>
  node.store.read(async (reader) => {
    const logs = new Map((await reader.logs()).map((log) => [log.key, log]))
    const row = await reader.entity(entity)
    return (await reader.operationsOfEntity(row?.key ?? 0)).map((one) => {
      const log = logs.get(one.log) as LogRow
      return { operation: bytesToOperation(one.bytes), id: one.id, log: log.id, position: one.position, name: log.name }
    })
  })

export const ownLog = (node: WorldNode, lane: number): string =>
  bytesToHex(logId({ space: SPACE.id, node: node.pen.keys.publicKey, incarnation: node.pen.incarnation, lane }))
