import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { isPlain, valueToBytes } from './cbor.ts'
import type { Value } from './cbor.ts'

/** The verb 0 of every kind: the operation that makes the entity, whose id is taken from this operation's hash. */
export const CREATE = 0

/**
 * What an operation says of one field. `counter` is 1 + the highest that its writer had seen. `seen`, when present, lists the
 * operation ids whose values this one replaces; when absent, it replaces what its own log wrote before in this field.
 */
export type Entry = { readonly counter: number; readonly value: Value; readonly seen?: readonly Bytes[] }

/** One change of one entity by one author. docs/format.cddl `operation`. */
export type Operation = {
  /** Number of the verb in its kind; 0 creates. */
  readonly verb: number
  /** 12 bytes; null when this operation creates the entity. */
  readonly entity: Bytes | null
  readonly kind: number
  /** null stands where a value has been erased. */
  readonly fields: ReadonlyMap<number, Entry | null>
  /** Person id (12 bytes); null when the node itself acts. */
  readonly author: Bytes | null
  /** The author's wall clock, milliseconds since 1970. Never compared with another machine's but to break a tie. */
  readonly time: number
  /** 16 random bytes of a page's outbox: such an operation is applied once, for ever. */
  readonly client?: Bytes
}

export const ID_BYTES = 12
export const SEED_BYTES = 16
export const LIMITS = { operationBytes: 256 * 1024, fields: 64, seen: 64 } as const

/** The CBOR array of docs/format.cddl `operation`, as a value ready to encode. */
export const operationToValue = (operation: Operation): Value => {
  const fields = new Map<number, Value>()
  for (const [field, entry] of operation.fields) fields.set(field, entry === null ? null : entryToValue(entry))
  const head = [operation.verb, operation.entity, operation.kind, fields, operation.author, operation.time]
  return operation.client ? [...head, operation.client] : head
}

export const operationToBytes = (operation: Operation): Bytes => valueToBytes(operationToValue(operation))

/** The operation that a decoded CBOR value describes; null when it has another shape. Unknown verbs, kinds and fields are kept. */
export function valueToOperation(value: unknown): Operation | null {
  if (!Array.isArray(value) || (value.length !== 6 && value.length !== 7)) return null
  const [verb, entity, kind, fields, author, time, client] = value as unknown[]
  if (!isUint(verb) || !isUint(kind) || !isUint(time) || !(fields instanceof Map) || fields.size > LIMITS.fields)
    return null
  if (entity !== null && !isBytes(entity, ID_BYTES)) return null
  if ((entity === null) !== (verb === CREATE)) return null
  if (author !== null && !isBytes(author, ID_BYTES)) return null
  if (value.length === 7 && !isBytes(client, SEED_BYTES)) return null
  const entries = new Map<number, Entry | null>()
  for (const [field, item] of fields as Map<unknown, unknown>) {
    if (!isUint(field)) return null
    const entry = item === null ? null : valueToEntry(item)
    if (entry === undefined) return null
    entries.set(field, entry)
  }
  const operation = {
    verb,
    entity: entity as Bytes | null,
    kind,
    fields: entries,
    author: author as Bytes | null,
    time,
  }
  return value.length === 7 ? { ...operation, client: client as Bytes } : operation
}

/** The first 16 bytes of HMAC-SHA-256(seed, index ‖ field): hides an erased value from whoever would guess it. */
export const fieldSalt = (seed: Bytes, index: number, field: number): Bytes =>
  hmac(sha256, seed, valueToBytes([index, field])).subarray(0, SEED_BYTES)

/** SHA-256(salt ‖ field ‖ [counter, value, seen?]). 32 bytes. */
export const fieldHash = (salt: Bytes, field: number, entry: Entry): Bytes =>
  sha256(concatBytes([salt, valueToBytes(field), valueToBytes(entryToValue(entry))]))

/**
 * SHA-256(header ‖ field hash ‖ …), fields in ascending order. The header holds the log's id, so that an operation copied into
 * another log is another operation.
 */
export function operationHash(log: Bytes, operation: Operation, hashOfField: (field: number) => Bytes): Bytes {
  const { verb, entity, kind, author, time, client } = operation
  const fields = [...operation.fields.keys()].toSorted((a, b) => a - b)
  const header = valueToBytes([log, verb, entity, kind, fields, author, time, client ?? null])
  return sha256(concatBytes([header, ...fields.map(hashOfField)]))
}

/** An operation's id: the first 12 bytes of its hash. For a create operation, also the entity's id. */
export const hashToId = (hash: Bytes): Bytes => hash.subarray(0, ID_BYTES)

const entryToValue = (entry: Entry): Value =>
  entry.seen ? [entry.counter, entry.value, entry.seen] : [entry.counter, entry.value]

function valueToEntry(value: unknown): Entry | undefined {
  if (!Array.isArray(value) || (value.length !== 2 && value.length !== 3)) return undefined
  const [counter, inner, seen] = value as unknown[]
  if (!isUint(counter) || counter === 0 || !isPlain(inner)) return undefined
  if (value.length === 2) return { counter, value: inner }
  if (!Array.isArray(seen) || seen.length > LIMITS.seen || !seen.every((id) => isBytes(id, ID_BYTES))) return undefined
  return { counter, value: inner, seen: seen as Bytes[] }
}

const isUint = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isBytes = (value: unknown, length: number): value is Bytes =>
  value instanceof Uint8Array && value.length === length
