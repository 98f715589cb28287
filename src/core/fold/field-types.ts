import * as Y from 'yjs'
import { bytesToHex, hexToBytes } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import { isPlain, valueToBytes } from '../log/cbor.ts'
import type { Value } from '../log/cbor.ts'
import type { Combine, FieldState } from './fold.ts'

/**
 * A field's type: what its entries come to (`read`), and how a person's change becomes an entry's value (`write`). Reading is
 * total: a value that another version or a hostile node wrote in another shape reads as the default.
 */
export type FieldType<T, Change = T> = {
  readonly combine: Combine
  /** For docs/registry.md and generated tests: what the field holds, and how many of it. */
  readonly form: 'register' | 'set' | 'list' | 'shared text'
  readonly shape: Shape
  readonly default: T
  read(state: FieldState | undefined): T
  /** The entry's value; undefined when nothing changes. `check` has passed before. */
  write(change: Change, state: FieldState | undefined): Value | undefined
  /** Why this change can't be written, or null. */
  check(change: unknown): FieldFault | null
}

export type FieldFault =
  | { readonly tag: 'too-long'; readonly size: number; readonly limit: number }
  | { readonly tag: 'wrong-shape' }
  | { readonly tag: 'missing' }

/** What a scalar holds, as data. A choice's names stand in the order of their numbers, a record's parts in the order stored. */
export type Shape =
  | { readonly type: 'text' | 'foreign id' | 'bytes'; readonly max: number }
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'day' | 'flag' | 'reference' }
  | { readonly type: 'choice'; readonly names: readonly string[] }
  | { readonly type: 'record'; readonly parts: Readonly<Record<string, Shape>> }
  | { readonly type: 'several'; readonly item: Shape; readonly max: number }

/** A value with its stored form. `fromValue` gives undefined for what it doesn't recognise. */
export type Scalar<T> = {
  readonly shape: Shape
  readonly default: T
  toValue(value: T): Value
  fromValue(value: Value): T | undefined
  check(value: unknown): FieldFault | null
}

/** Last writer wins; what was written at the same time elsewhere is kept among the heads. */
export function register<T>(scalar: Scalar<T>): FieldType<T> {
  const read = (state: FieldState | undefined): T => {
    for (const head of state?.heads ?? []) {
      const value = scalar.fromValue(head.value)
      if (value !== undefined) return value
    }
    return scalar.default
  }
  return {
    combine: 'register',
    form: 'register',
    shape: scalar.shape,
    default: scalar.default,
    read,
    check: scalar.check,
    write(change, state) {
      const value = scalar.toValue(change)
      const heads = state?.heads ?? []
      const current = heads[0]?.value ?? scalar.toValue(scalar.default)
      return heads.length <= 1 && isSameValue(current, value) ? undefined : value
    },
  }
}

export type SetChange<T> = { readonly add?: readonly T[]; readonly remove?: readonly T[] }

/**
 * Observed-remove set: an element is there while some addition of it hasn't been taken back by somebody who saw that addition.
 * Stored as [[added…], [[element, [operation ids]]…]].
 */
export function setOf<T>(scalar: Scalar<T>): FieldType<readonly T[], SetChange<T>> {
  const additions = (state: FieldState | undefined): Map<string, { value: Value; ids: Set<string> }> => {
    const byKey = new Map<string, { value: Value; ids: Set<string> }>()
    const removed = new Set<string>()
    for (const head of state?.heads ?? []) {
      const { adds, removes } = setParts(head.value)
      for (const value of adds) {
        const key = bytesToHex(valueToBytes(value))
        const one = byKey.get(key) ?? { value, ids: new Set() }
        byKey.set(key, { value, ids: one.ids.add(head.id) })
      }
      for (const [value, ids] of removes)
        for (const id of ids) removed.add(bytesToHex(valueToBytes(value)) + bytesToHex(id))
    }
    for (const [key, one] of byKey) {
      for (const id of one.ids) if (removed.has(key + id)) one.ids.delete(id)
      if (one.ids.size === 0) byKey.delete(key)
    }
    return byKey
  }
  return {
    combine: 'all',
    form: 'set',
    shape: scalar.shape,
    default: [],
    read: (state) =>
      [...additions(state)]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, one]) => scalar.fromValue(one.value))
        .filter((value) => value !== undefined),
    check: (change) => {
      const { add = [], remove = [] } = (change ?? {}) as SetChange<unknown>
      if (!Array.isArray(add) || !Array.isArray(remove)) return { tag: 'wrong-shape' }
      return [...add, ...remove].map(scalar.check).find((fault) => fault !== null) ?? null
    },
    write(change, state) {
      const present = additions(state)
      const keyOf = (value: T) => bytesToHex(valueToBytes(scalar.toValue(value)))
      const adds = (change.add ?? []).filter((value) => !present.has(keyOf(value))).map(scalar.toValue)
      const removes = (change.remove ?? []).flatMap((value): Value[] => {
        const one = present.get(keyOf(value))
        return one ? [[one.value, [...one.ids].toSorted().map(idToBytes)]] : []
      })
      return adds.length + removes.length === 0 ? undefined : [adds, removes]
    },
  }
}

/** What was appended, in the order of counter, clock, log and place; nothing is ever taken out, a mistake is corrected by a counter-entry. */
export function listOf<T>(scalar: Scalar<T>): FieldType<readonly T[], T> {
  return {
    combine: 'all',
    form: 'list',
    shape: scalar.shape,
    default: [],
    read: (state) =>
      (state?.heads ?? [])
        .toReversed()
        .map((head) => scalar.fromValue(head.value))
        .filter((value) => value !== undefined),
    check: scalar.check,
    write: (change) => scalar.toValue(change),
  }
}

/** A text that several people write at once: its entries are Yjs updates. Reads as the merged update (bytes). */
export function sharedText(limit: number): FieldType<Bytes, Bytes> {
  return {
    combine: 'all',
    form: 'shared text',
    shape: { type: 'bytes', max: limit },
    default: EMPTY_UPDATE,
    read(state) {
      const updates = (state?.heads ?? []).map((head) => head.value).filter((value) => value instanceof Uint8Array)
      const doc = new Y.Doc()
      for (const update of updates.toSorted((a, b) => (bytesToHex(a) < bytesToHex(b) ? -1 : 1))) {
        try {
          Y.applyUpdate(doc, update)
        } catch {
          // A damaged update adds nothing; the rest of the text stands.
        }
      }
      const merged = Y.encodeStateAsUpdate(doc)
      doc.destroy()
      return merged
    },
    check: (change) =>
      !(change instanceof Uint8Array)
        ? { tag: 'wrong-shape' }
        : change.length > limit
          ? { tag: 'too-long', size: change.length, limit }
          : null,
    write: (change) => change,
  }
}

const EMPTY_UPDATE = Y.encodeStateAsUpdate(new Y.Doc())

function setParts(value: Value): { adds: readonly Value[]; removes: readonly (readonly [Value, readonly Bytes[]])[] } {
  if (!Array.isArray(value) || value.length !== 2 || !Array.isArray(value[0]) || !Array.isArray(value[1])) {
    return { adds: [], removes: [] }
  }
  const removes = (value[1] as Value[]).filter(
    (item): item is readonly [Value, readonly Bytes[]] =>
      Array.isArray(item) &&
      item.length === 2 &&
      Array.isArray(item[1]) &&
      item[1].every((id: unknown) => id instanceof Uint8Array),
  )
  return { adds: value[0] as Value[], removes }
}

export const isSameValue = (a: Value, b: Value): boolean =>
  a === b || (isPlain(a) && isPlain(b) && bytesToHex(valueToBytes(a)) === bytesToHex(valueToBytes(b)))

const idToBytes = (hex: string): Bytes => hexToBytes(hex) as Bytes
