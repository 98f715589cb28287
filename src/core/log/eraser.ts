import type { OperationRow, SegmentRow, Writer } from '../ports.ts'
import { bytesToOperation } from './writer.ts'
import type { Bytes } from './bytes.ts'
import { fieldHash, fieldSalt, operationToBytes } from './operation.ts'
import type { Entry, Operation } from './operation.ts'

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
    const operations = await writer.operationsOfSegment(segment.key)
    const keys = new Set(touched.map((row) => row.key))
    const isErased = (row: OperationRow, field: number) => keys.has(row.key) && fields.has(field)
    const salts = operations.map((row, index) => {
      const operation = bytesToOperation(row.bytes)
      return new Map(
        [...operation.fields].map(([field, entry]) => [
          field,
          saltOrHash(segment, index, field, entry, isErased(row, field)),
        ]),
      )
    })
    for (const row of operations) {
      const operation = bytesToOperation(row.bytes)
      const gone = [...operation.fields.keys()].filter(
        (field) => isErased(row, field) && operation.fields.get(field) !== null,
      )
      if (gone.length === 0) continue
      await writer.saveErased({ ...row, bytes: operationToBytes(without(operation, gone)) })
      erased += gone.length
    }
    await writer.saveSegment({ ...segment, seed: salts })
  }
  return { erased }
}

function saltOrHash(segment: SegmentRow, index: number, field: number, entry: Entry | null, isErased: boolean): Bytes {
  const known =
    segment.seed instanceof Uint8Array
      ? fieldSalt(segment.seed, index, field)
      : (segment.seed[index]?.get(field) as Bytes)
  return isErased && entry !== null ? fieldHash(known, field, entry) : known
}

const without = (operation: Operation, gone: readonly number[]): Operation => ({
  ...operation,
  fields: new Map([...operation.fields].map(([field, entry]) => [field, gone.includes(field) ? null : entry])),
})
