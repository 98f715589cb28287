import { bytesToHex, hexToBytes } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import { bytesToValue, isNotCanonical, valueToBytes } from '../log/cbor.ts'
import type { Value } from '../log/cbor.ts'
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
  const [kind, created, fields] = value as [
    number,
    boolean,
    Map<number, [number, unknown[][], Bytes[], [Bytes, number][]]>,
  ]
  const states = new Map<number, FieldState>()
  for (const [field, [counter, heads, replaced, floors]] of fields) {
    states.set(field, {
      counter,
      heads: heads.map(toHead),
      replaced: new Set(replaced.map(bytesToHex)),
      floors: new Map(floors.map(([log, position]) => [bytesToHex(log), position])),
    })
  }
  return { kind, created, fields: states }
}

const toHead = (parts: unknown[]): Head => {
  const [counter, value, time, id, log, position, author] = parts as [
    number,
    Value,
    number,
    Bytes,
    Bytes,
    number,
    Bytes | null,
  ]
  return {
    counter,
    value,
    time,
    id: bytesToHex(id),
    log: bytesToHex(log),
    position,
    author: author && bytesToHex(author),
  }
}

const toBytes = (hex: string): Bytes => hexToBytes(hex) as Bytes
