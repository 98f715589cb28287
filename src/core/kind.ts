import { isBlobHash } from './blobs.ts'
import type { FieldFault, FieldType } from './fold/field-types.ts'
import { register } from './fold/field-types.ts'
import type { CombineOf, EntityState, Head } from './fold/fold.ts'
import { flag } from './fold/scalars.ts'
import type { Bytes } from './log/bytes.ts'
import type { Lane } from './log/segment.ts'
import { valueToBytes } from './log/cbor.ts'
import type { Value } from './log/cbor.ts'
import { LIMITS } from './log/operation.ts'

/** Roles in ascending order of power, as access/RULES.md numbers them. */
export type Role = 'reader' | 'contributor' | 'editor' | 'officer'

export type Field<T = unknown, Change = T> = { readonly number: number; readonly type: FieldType<T, Change> }
/** A verb of a kind: its number in the operation (0 creates, fixed for ever) and the least role that may do it (« association » rules). */
export type Verb = { readonly number: number; readonly by: Role }

export type Kind<F extends Fields = Fields, V extends Verbs = Verbs> = {
  readonly name: string
  /** Fixed for ever; docs/registry.md lists used and retired ones. */
  readonly number: number
  readonly lane: Lane
  readonly fields: F
  readonly verbs: V
  /** The field whose records each name a blob: `hash` and `weight` in bytes. */
  readonly blobs?: string
}
export type Fields = { readonly [name: string]: Field<any, any> }
export type Verbs = { readonly create: Verb; readonly [name: string]: Verb }

export type FieldValue<F> = F extends Field<infer T, any> ? T : never
export type FieldChange<F> = F extends Field<any, infer C> ? C : never
/** An entity of a kind as people read it. */
export type Entity<K extends Kind> = { readonly [N in keyof K['fields']]: FieldValue<K['fields'][N]> }
/** What a change of it may say: any of its fields. */
export type Changes<K extends Kind> = { readonly [N in keyof K['fields']]?: FieldChange<K['fields'][N]> | undefined }

/** Field 0 of every kind: false once withdrawn. */
export const ALIVE: Field<boolean> = { number: 0, type: register({ ...flag, default: true }) }

export const field = <T, C>(number: number, type: FieldType<T, C>): Field<T, C> => ({ number, type })

export function defineKind<const F extends Fields, const V extends Verbs>(kind: Kind<F, V>): Kind<F, V> {
  const numbers = Object.values(kind.fields).map((one) => one.number)
  if (new Set(numbers).size !== numbers.length || numbers.includes(0)) throw new Error(`${kind.name}: field numbers`)
  if (kind.verbs.create.number !== 0) throw new Error(`${kind.name}: verb 0 creates`)
  return kind
}

/** The entity that a state describes, read by its kind. Withdrawn ones too: ask `isAlive`. */
export function readEntity<K extends Kind>(kind: K, state: EntityState): Entity<K> {
  const entity: Record<string, unknown> = {}
  for (const [name, one] of Object.entries(kind.fields)) entity[name] = one.type.read(state.fields.get(one.number))
  return entity as Entity<K>
}

export const isAlive = (state: EntityState): boolean => state.created && ALIVE.type.read(state.fields.get(ALIVE.number))

/** A blob that an entity names: its hash, hexadecimal, and its bytes as who named it counted them. */
export type NamedBlob = { readonly hash: string; readonly weight: number }

/** The blobs that an entity names as it stands: none once it is withdrawn, set aside or erased. */
export function blobsOf(kind: Kind, state: EntityState): readonly NamedBlob[] {
  const one = kind.blobs === undefined ? undefined : kind.fields[kind.blobs]
  if (!one || !isAlive(state)) return []
  const named = one.type.read(state.fields.get(one.number)) as readonly { hash: string; weight: number | null }[]
  return named.flatMap(({ hash, weight }) => (isBlobHash(hash) && weight !== null ? [{ hash, weight }] : []))
}

/** What else was written at the same time in a register, elsewhere: kept and shown. */
export type Loser = { readonly field: string; readonly value: unknown; readonly head: Head }
export function losersOf(kind: Kind, state: EntityState): readonly Loser[] {
  return Object.entries(kind.fields).flatMap(([name, one]) => {
    const found = state.fields.get(one.number)
    if (one.type.combine !== 'register' || !found || found.heads.length < 2) return []
    return found.heads
      .slice(1)
      .map((head) => ({ field: name, value: one.type.read({ ...found, heads: [head] }), head }))
  })
}

export type ChangeFault = FieldFault & { readonly field: string }

/** The field values that a change writes, by number; what wouldn't change anything is left out. Or the first fault. */
export function changesToValues<K extends Kind>(
  kind: K,
  changes: Changes<K>,
  state: EntityState | undefined,
): { readonly values: ReadonlyMap<number, Value> } | ChangeFault {
  const values = new Map<number, Value>()
  for (const [name, change] of Object.entries(changes)) {
    const one = kind.fields[name]
    if (!one || change === undefined) continue
    const fault = one.type.check(change)
    if (fault) return { ...fault, field: name }
    const value = one.type.write(change, state?.fields.get(one.number))
    if (value !== undefined) values.set(one.number, value)
  }
  return tooLong(kind, values) ?? { values }
}

/** An operation must go through the wire whole; the largest field is named. */
function tooLong(kind: Kind, values: ReadonlyMap<number, Value>): ChangeFault | null {
  const sizes = [...values].map(([number, value]) => ({ number, size: valueToBytes(value).length }))
  const limit = LIMITS.operationBytes - HEAD_ROOM
  if (sizes.reduce((sum, one) => sum + one.size, 0) <= limit) return null
  const { number, size } = sizes.reduce((a, b) => (a.size >= b.size ? a : b))
  const found = Object.entries(kind.fields).find(([, one]) => one.number === number)
  return { tag: 'too-long', size, limit, field: found?.[0] ?? '' }
}

/** What an operation may take beside its values: 64 fields with 64 replaced ids each. */
const HEAD_ROOM = 64 * 1024

export type Registry = { readonly kinds: ReadonlyMap<number, Kind>; readonly combineOf: CombineOf }

export function createRegistry(kinds: readonly Kind[]): Registry {
  const byNumber = new Map<number, Kind>()
  const combines = new Map<number, Map<number, 'register' | 'all'>>()
  for (const kind of kinds) {
    if (byNumber.has(kind.number)) throw new Error(`kind number ${kind.number} twice`)
    byNumber.set(kind.number, kind)
    combines.set(kind.number, new Map(Object.values(kind.fields).map((one) => [one.number, one.type.combine])))
  }
  return { kinds: byNumber, combineOf: (kind, number) => combines.get(kind)?.get(number) ?? 'register' }
}

export type { Bytes }
