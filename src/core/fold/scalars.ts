import { bytesToHex, hexToBytes } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import type { Value } from '../log/cbor.ts'
import { ID_BYTES } from '../log/operation.ts'
import type { FieldFault, Scalar } from './field-types.ts'

/** Text of at most `max` UTF-16 units, stored as typed (NFC). */
export const text = ({ max }: { max: number }): Scalar<string> => ({
  shape: { type: 'text', max },
  default: '',
  toValue: (value) => value.replaceAll(LONE_SURROGATE, '\ufffd').normalize('NFC'),
  fromValue: (value) => (typeof value === 'string' ? value : undefined),
  check: (value) =>
    typeof value !== 'string' ? wrong : value.length > max ? { tag: 'too-long', size: value.length, limit: max } : null,
})

/** Whole number between two bounds, or null; money is in cents. */
export const integer = ({ min, max }: { min: number; max: number }): Scalar<number | null> => ({
  shape: { type: 'integer', min, max },
  default: null,
  toValue: (value) => value,
  fromValue: (value) =>
    value === null || (typeof value === 'number' && value >= min && value <= max) ? value : undefined,
  check: (value) =>
    value === null || (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max)
      ? null
      : wrong,
})

/** Seconds since 1970, UTC. */
export const instant: Scalar<number | null> = integer({ min: -8_640_000_000_000, max: 8_640_000_000_000 })

/** A day as « 2004-06-30 », or « 2004-06 » or « 2004 » where history knows no more. */
export const day: Scalar<string> = {
  shape: { type: 'day' },
  default: '',
  toValue: (value) => value,
  fromValue: (value) => (typeof value === 'string' && (value === '' || DAY.test(value)) ? value : undefined),
  check: (value) => (typeof value === 'string' && (value === '' || DAY.test(value)) ? null : wrong),
}

export const flag: Scalar<boolean> = {
  shape: { type: 'flag' },
  default: false,
  toValue: (value) => value,
  fromValue: (value) => (typeof value === 'boolean' ? value : undefined),
  check: (value) => (typeof value === 'boolean' ? null : wrong),
}

/** One of a closed list; its number travels, so that a name may change. A number that this version doesn't know reads as the first. */
export const choice = <const T extends string>(names: readonly [T, ...T[]]): Scalar<T> => ({
  shape: { type: 'choice', names },
  default: names[0],
  toValue: (value) => names.indexOf(value),
  fromValue: (value) => (typeof value === 'number' ? (names[value] ?? names[0]) : undefined),
  check: (value) => (names.includes(value as T) ? null : wrong),
})

/** Another entity's id in hexadecimal, or null. */
export const reference: Scalar<string | null> = {
  shape: { type: 'reference' },
  default: null,
  toValue: (value) => (value === null ? null : (hexToBytes(value) as Bytes)),
  fromValue: (value) =>
    value === null ? null : value instanceof Uint8Array && value.length === ID_BYTES ? bytesToHex(value) : undefined,
  check: (value) => (value === null || (typeof value === 'string' && HEX_ID.test(value)) ? null : wrong),
}

/** An identifier that another program gave. Lower-case hexadecimal, which doesn't compress, is stored as the bytes that it names. */
export const foreignId = ({ max }: { max: number }): Scalar<string> => ({
  ...text({ max }),
  shape: { type: 'foreign id', max },
  toValue: (value) => (value === '' ? '' : (hexToBytes(value) ?? value.normalize('NFC'))),
  fromValue: (value) =>
    value instanceof Uint8Array ? bytesToHex(value) : typeof value === 'string' ? value : undefined,
})

export const bytes = ({ max }: { max: number }): Scalar<Bytes> => ({
  shape: { type: 'bytes', max },
  default: new Uint8Array(0),
  toValue: (value) => value,
  fromValue: (value) => (value instanceof Uint8Array ? value : undefined),
  check: (value) =>
    !(value instanceof Uint8Array)
      ? wrong
      : value.length > max
        ? { tag: 'too-long', size: value.length, limit: max }
        : null,
})

/** A record of several parts, stored as an array in the order given; parts may be added at the end, never moved. */
export function record<T extends Record<string, unknown>>(parts: { readonly [K in keyof T]: Scalar<T[K]> }): Scalar<T> {
  const names = Object.keys(parts) as (keyof T)[]
  const fromValues = (values: readonly Value[]): T | undefined => {
    const whole = {} as T
    for (const [index, name] of names.entries()) {
      const part = parts[name]
      const value = index < values.length ? part.fromValue(values[index] as Value) : part.default
      if (value === undefined) return undefined
      whole[name] = value
    }
    return whole
  }
  return {
    shape: {
      type: 'record',
      parts: Object.fromEntries(names.map((name) => [name, parts[name].shape])),
    },
    default: Object.fromEntries(names.map((name) => [name, parts[name].default])) as T,
    toValue: (value) => names.map((name) => parts[name].toValue(value[name])),
    fromValue: (value) => (Array.isArray(value) ? fromValues(value) : undefined),
    check: (value) =>
      typeof value !== 'object' || value === null
        ? wrong
        : (names.map((name) => parts[name].check((value as T)[name])).find((fault) => fault !== null) ?? null),
  }
}

/** Several of one thing in one register: the whole list is replaced at once. */
export const several = <T>(item: Scalar<T>, { max }: { max: number }): Scalar<readonly T[]> => ({
  shape: { type: 'several', item: item.shape, max },
  default: [],
  toValue: (value) => value.map(item.toValue),
  fromValue: (value) =>
    Array.isArray(value)
      ? value.map(item.fromValue).filter((one): one is NonNullable<typeof one> => one !== undefined)
      : undefined,
  check: (value) =>
    !Array.isArray(value)
      ? wrong
      : value.length > max
        ? { tag: 'too-long', size: value.length, limit: max }
        : (value.map(item.check).find((fault) => fault !== null) ?? null),
})

/** Half of a pair, which UTF-8 can't say. */
const LONE_SURROGATE = /\p{Surrogate}/gu
const wrong: FieldFault = { tag: 'wrong-shape' }
const DAY = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/
const HEX_ID = /^[0-9a-f]{24}$/
