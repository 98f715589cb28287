import { bytesToHex } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import type { Value } from '../log/cbor.ts'
import { LIMITS } from '../log/operation.ts'
import type { Entry, Operation } from '../log/operation.ts'

/**
 * The fold: an entity is what its operations, in any order, come to. It is total: it never refuses, whatever the operations say.
 * Every field keeps the entries that no other entry replaces (« heads »); what a field's type makes of them is in field-types.ts.
 */

/** An operation with its place. `log` and `id` are lower-case hexadecimal, so that they compare as their bytes do. */
export type Placed = {
  readonly operation: Operation
  /** 12 bytes in hexadecimal. */
  readonly id: string
  /** 16 bytes in hexadecimal. */
  readonly log: string
  readonly position: number
}

/** An entry with what decides between concurrent ones. */
export type Head = {
  readonly counter: number
  readonly value: Value
  readonly time: number
  readonly id: string
  readonly log: string
  readonly position: number
  readonly author: string | null
}

export type FieldState = {
  /** Entries that nothing replaces, best first: the first is the winner, the others were written without knowing of it. */
  readonly heads: readonly Head[]
  /** Ids of operations that some entry says it replaces. */
  readonly replaced: ReadonlySet<string>
  /** For each log, the position of its latest entry that replaces all its own before. */
  readonly floors: ReadonlyMap<string, number>
  /** 1 + this is the counter of the next entry. */
  readonly counter: number
}

export type EntityState = {
  /** Kind number as the create operation says; until it has arrived, the highest that a change says. */
  readonly kind: number
  readonly fields: ReadonlyMap<number, FieldState>
  /** Whether the create operation has arrived. Until then the entity isn't shown. */
  readonly created: boolean
}

/** How entries of one field combine: a register keeps what nobody who saw it has replaced, the others keep every entry for ever. */
export type Combine = 'register' | 'all'
/** The registry's word on a field; fields that this version doesn't know are kept as registers. */
export type CombineOf = (kind: number, field: number) => Combine

export const EMPTY: EntityState = { kind: -1, fields: new Map(), created: false }

/** One more operation. Commutative, associative and idempotent: the order of arrival never shows. */
export function applyOperation(state: EntityState, placed: Placed, combineOf: CombineOf): EntityState {
  const { operation } = placed
  const fields = new Map(state.fields)
  for (const [field, entry] of operation.fields) {
    if (entry === null) continue
    const before = fields.get(field) ?? NO_ENTRIES
    fields.set(field, applyEntry(before, entry, placed, combineOf(operation.kind, field)))
  }
  return {
    kind:
      operation.entity === null ? operation.kind : state.created ? state.kind : Math.max(state.kind, operation.kind),
    fields,
    created: state.created || operation.entity === null,
  }
}

/** The state that a list of operations folds to. */
export const foldOperations = (placed: Iterable<Placed>, combineOf: CombineOf): EntityState => {
  let state = EMPTY
  for (const one of placed) state = applyOperation(state, one, combineOf)
  return state
}

/**
 * Who wins: the higher counter, since who saw the other value wrote a higher one; then the later clock; then the log's id; then
 * the position; then, where a log has forked, the operation's id. Negative when `a` comes first. Time decides only between writers
 * who didn't know of each other.
 */
export const compareHeads = (a: Head, b: Head): number =>
  b.counter - a.counter || b.time - a.time || order(b.log, a.log) || b.position - a.position || order(b.id, a.id)

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What the next entry of a field must say, written in `log` by somebody who saw this state. */
export function nextEntry(
  state: FieldState | undefined,
  log: string,
  value: Value,
  combine: Combine,
  idToBytes: (id: string) => Bytes,
): Entry {
  const counter = nextCounter(state)
  if (!state || combine === 'all' || state.heads.every((head) => head.log === log)) return { counter, value }
  return { counter, value, seen: seenIds(state, idToBytes) }
}

/** 1 + the highest seen, and no further than an integer goes: a hostile node may have written the last one. */
export const nextCounter = (state: FieldState | undefined): number =>
  Math.min((state?.counter ?? 0) + 1, Number.MAX_SAFE_INTEGER)

/** The ids that an entry written by somebody who saw this state replaces: the best heads, as many as an entry may list. */
export const seenIds = (state: FieldState | undefined, idToBytes: (id: string) => Bytes): Bytes[] =>
  (state?.heads ?? []).slice(0, LIMITS.seen).map((head) => idToBytes(head.id))

const NO_ENTRIES: FieldState = { heads: [], replaced: new Set(), floors: new Map(), counter: 0 }

function applyEntry(state: FieldState, entry: Entry, placed: Placed, combine: Combine): FieldState {
  const { operation, id, log, position } = placed
  const head: Head = {
    counter: entry.counter,
    value: entry.value,
    time: operation.time,
    id,
    log,
    position,
    author: operation.author && bytesToHex(operation.author),
  }
  const replaced =
    combine === 'register' && entry.seen?.length
      ? new Set([...state.replaced, ...entry.seen.map(bytesToHex)])
      : state.replaced
  const floor = state.floors.get(log) ?? -1
  const floors =
    combine === 'register' && !entry.seen && position > floor ? new Map(state.floors).set(log, position) : state.floors
  const isAlive = (one: Head) => !replaced.has(one.id) && one.position >= (floors.get(one.log) ?? -1)
  const isKnown = state.heads.some((one) => one.id === id)
  const heads = (isKnown ? state.heads : [...state.heads, head]).filter(isAlive).toSorted(compareHeads)
  return { heads, replaced, floors, counter: Math.max(state.counter, entry.counter) }
}
