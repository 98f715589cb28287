import type { OperationRow, SegmentRow, Writer } from '../ports.ts'
import { bytesToOperation } from './writer.ts'
import type { Bytes } from './bytes.ts'
import { fieldHash, fieldSalt, operationToBytes } from './operation.ts'
import type { Entry, Operation } from './operation.ts'
import type { Salts } from './segment.ts'

/** Fields that an order erased for ever, by entity (hexadecimal). */
export type Erased = ReadonlyMap<string, ReadonlySet<number>>

/**
 * Takes values out of stored operations for ever: the values go, and with them the segment's seed, from which a short value could
 * be guessed back; the salts of what stays are written out, so that the signature still verifies. The caller folds the entity anew.
 * Fails on an open tail: seal it first.
 */
export async function eraseFields(
  writer: Writer,
  entity: number,
  fields: ReadonlySet<number>,
): Promise<{ readonly erased: number } | { readonly tag: 'tail-open' }> {
  const rows = await writer.operationsOfEntity(entity)
  const bySegment = Map.groupBy(rows, (row) => `${row.log}/${row.segment}`)
  const found: [SegmentRow, readonly OperationRow[]][] = []
  for (const touched of bySegment.values()) {
    const first = touched[0] as OperationRow
    const segment = (await writer.segments(first.log, first.position)).find((row) => row.key === first.segment)
    if (!segment?.signature) return { tag: 'tail-open' }
    found.push([segment, touched])
  }
  let erased = 0
  for (const [segment, touched] of found) {
    const stored = await writer.operationsOfSegment(segment.key)
    const keys = new Set(touched.map((row) => row.key))
    const whole = { seed: segment.seed, operations: stored.map((row) => bytesToOperation(row.bytes)) }
    const left = withoutValues(whole, (index, field) => keys.has(stored[index]?.key ?? 0) && fields.has(field))
    if (left === whole) continue
    for (const [index, row] of stored.entries()) {
      const [before, after] = [whole.operations[index] as Operation, left.operations[index] as Operation]
      if (before === after) continue
      await writer.saveErased({ ...row, bytes: operationToBytes(after) })
      erased += [...before.fields].filter(([field, entry]) => entry !== null && !after.fields.get(field)).length
    }
    await writer.saveSegment({ ...segment, seed: left.seed })
  }
  return { erased }
}

type Content = { readonly seed: Bytes | Salts; readonly operations: readonly Operation[] }

/** A segment's content without these values; the very same object when none of them was there. */
export function withoutValues<T extends Content>(content: T, isErased: (index: number, field: number) => boolean): T {
  const { seed, operations } = content
  const isGone = (index: number, field: number, entry: Entry | null) => entry !== null && isErased(index, field)
  if (!operations.some(({ fields }, index) => [...fields].some(([field, entry]) => isGone(index, field, entry))))
    return content
  const salts = operations.map(
    ({ fields }, index) =>
      new Map(
        [...fields].map(([field, entry]) => [
          field,
          saltOrHash(seed, index, field, entry, isGone(index, field, entry)),
        ]),
      ),
  )
  const left = operations.map((operation, index): Operation => {
    const fields = [...operation.fields]
    if (!fields.some(([field, entry]) => isGone(index, field, entry))) return operation
    return {
      ...operation,
      fields: new Map(fields.map(([field, entry]) => [field, isGone(index, field, entry) ? null : entry])),
    }
  })
  return { ...content, seed: salts, operations: left }
}

function saltOrHash(seed: Bytes | Salts, index: number, field: number, entry: Entry | null, isGone: boolean): Bytes {
  const known = seed instanceof Uint8Array ? fieldSalt(seed, index, field) : (seed[index]?.get(field) as Bytes)
  return isGone && entry !== null ? fieldHash(known, field, entry) : known
}
