import { decode, encode, rfc8949EncodeOptions, Tokenizer, Type } from 'cborg'
import { areBytesEqual } from './bytes.ts'
import type { Bytes } from './bytes.ts'

/** What a field may hold: docs/format.cddl `value`. Integers are safe integers; there are no floats, tags or undefined. */
export type Value = null | boolean | number | string | Bytes | readonly Value[] | ReadonlyMap<number, Value>

export type NotCanonical = { readonly tag: 'not-canonical'; readonly reason: string }

/** Deterministic CBOR (RFC 8949 §4.2.1). Throws on a float, an undefined or an unsafe integer: a caller's bug. */
export const valueToBytes = (value: unknown): Bytes => toPlainBytes(encode(value, encodeOptions))

/**
 * The value of one deterministic CBOR item. Anything that a deterministic encoder wouldn't have written (long integers,
 * unsorted or doubled keys, broken UTF-8, floats, tags, trailing bytes, depth over 16) is refused, so that one value has one hash.
 */
export const bytesToValue = (given: Bytes): unknown | NotCanonical => {
  const bytes = toPlainBytes(given)
  let value: unknown
  try {
    value = decode(bytes, hasByteOrderMark(bytes) ? withByteOrderMarks(bytes) : decodeOptions)
    if (!isPlain(value, 0)) return { tag: 'not-canonical', reason: 'a value outside the format' } satisfies NotCanonical
    if (!areBytesEqual(encode(value, encodeOptions), bytes)) {
      return { tag: 'not-canonical', reason: 'not the deterministic form' } satisfies NotCanonical
    }
  } catch (error) {
    return { tag: 'not-canonical', reason: String((error as Error).message).slice(0, 80) } satisfies NotCanonical
  }
  return value
}

export const isNotCanonical = (value: unknown): value is NotCanonical =>
  typeof value === 'object' && value !== null && (value as { tag?: unknown }).tag === 'not-canonical'

/** Whether a value may stand in a field: what `value` of docs/format.cddl allows, at most 16 deep. */
export function isPlain(value: unknown, depth = 0): value is Value {
  if (depth > 16) return false
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (value instanceof Uint8Array) return true
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1))
  if (!(value instanceof Map)) return false
  for (const [key, item] of value) {
    if (!Number.isSafeInteger(key) || key < 0 || !isPlain(item, depth + 1)) return false
  }
  return true
}

/** Node's Buffer is a Uint8Array whose `slice` shares memory: what is decoded from one would change with it. */
const toPlainBytes = (bytes: Bytes): Bytes =>
  bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Whether a text in it may begin with U+FEFF, which the library's decoder would drop: pasted text does. */
function hasByteOrderMark(bytes: Bytes): boolean {
  for (let at = bytes.indexOf(0xef); at >= 0; at = bytes.indexOf(0xef, at + 1))
    if (bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) return true
  return false
}

function withByteOrderMarks(bytes: Bytes) {
  const options = { ...decodeOptions, retainStringBytes: true }
  const tokenizer = new Tokenizer(bytes, options)
  const next = tokenizer.next.bind(tokenizer)
  tokenizer.next = () => {
    const token = next()
    if (token.type === Type.string && token.byteValue && hasByteOrderMark(token.byteValue.subarray(0, 3)))
      return { ...token, value: `\ufeff${token.value}` }
    return token
  }
  return { ...options, tokenizer }
}

const refuse = (): never => {
  throw new TypeError('floats and undefined are not part of the format')
}
const encodeOptions = {
  ...rfc8949EncodeOptions,
  typeEncoders: {
    undefined: refuse,
    number: (value: number) => (Number.isSafeInteger(value) ? null : refuse()),
    bigint: refuse,
  },
}
const decodeOptions = {
  useMaps: true,
  strict: true,
  rejectDuplicateMapKeys: true,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowIndefinite: false,
  allowBigInt: false,
}
