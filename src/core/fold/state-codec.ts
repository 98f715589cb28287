import { bytesToHex, hexToBytes } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import { bytesToValue, isNotCanonical, valueToBytes } from '../log/cbor.ts'
import type { Value } from '../log/cbor.ts'
import { ID_BYTES } from '../log/operation.ts'
import { LOG_BYTES } from '../log/segment.ts'
import type { EntityState, FieldState, Head } from './fold.ts'

/** A state as deterministic CBOR: equal states have equal bytes on every machine. */
export function stateToBytes(state: EntityState): Bytes {
  const fields = new Map<number, Value>()
  for (const [field, one] of state.fields) {
    fields.set(field, [
      one.counter,
      one.heads.map((head) => [
        head.counter,
        head.value,
        head.time,
        toBytes(head.id),
        toBytes(head.log),
        head.position,
        head.author === null ? null : toBytes(head.author),
      ]),
      [...one.replaced].toSorted().map(toBytes),
      [...one.floors].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([log, position]) => [toBytes(log), position]),
    ])
  }
  return valueToBytes([state.kind, state.created, fields])
}

/** The state that `stateToBytes` wrote. Throws on anything else: such bytes come from our own table, and `verify` reports them. */
export function bytesToState(bytes: Bytes): EntityState {
  const value = bytesToValue(bytes)
  if (isNotCanonical(value)) throw new Error(`stored state: ${value.reason}`)
  const [kind, created, fields] = parts(value, 3)
  if (!Number.isSafeInteger(kind) || typeof created !== 'boolean' || !(fields instanceof Map)) throw damaged()
  const states = new Map<number, FieldState>()
  for (const [field, one] of fields as Map<number, unknown>) states.set(field, toField(one))
  return { kind: kind as number, created, fields: states }
}

function toField(value: unknown): FieldState {
  const [counter, heads, replaced, floors] = parts(value, 4)
  return {
    counter: toInteger(counter),
    heads: toList(heads).map(toHead),
    replaced: new Set(toList(replaced).map((id) => toHex(id, ID_BYTES))),
    floors: new Map(
      toList(floors).map((floor) => {
        const [log, position] = parts(floor, 2)
        return [toHex(log, LOG_BYTES), toInteger(position)]
      }),
    ),
  }
}

function toHead(head: unknown): Head {
  const [counter, value, time, id, log, position, author] = parts(head, 7)
  return {
    counter: toInteger(counter),
    value: value as Value,
    time: toInteger(time),
    id: toHex(id, ID_BYTES),
    log: toHex(log, LOG_BYTES),
    position: toInteger(position),
    author: author === null ? null : toHex(author, ID_BYTES),
  }
}

function parts(value: unknown, count: number): unknown[] {
  if (!Array.isArray(value) || value.length !== count) throw damaged()
  return value
}
function toList(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw damaged()
  return value
}
function toInteger(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw damaged()
  return value as number
}
function toHex(value: unknown, length: number): string {
  if (!(value instanceof Uint8Array) || value.length !== length) throw damaged()
  return bytesToHex(value)
}
const damaged = () => new Error('stored state: another shape')

const toBytes = (hex: string): Bytes => hexToBytes(hex) as Bytes
