import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { writeDurably } from '../node/durable-file.ts'
import type { ImportFailure } from './import-wordpress.ts'
import type { ImportReport } from './report.ts'

/** What an import came to; `bug`: the log says more. */
export type ImportResult = ImportReport | ImportFailure | { readonly tag: 'bug' }

/** What the disk knows of an association's import. Times are milliseconds since 1970. */
const Record = v.object({
  /** The export as its sender called it. */
  file: v.nullable(v.object({ name: v.string(), size: v.number() })),
  /** When somebody last did something here. */
  touched: v.number(),
  run: v.nullable(
    v.object({
      person: v.string(),
      isSecure: v.boolean(),
      /** The association's; null for the federation. */
      slug: v.nullable(v.string()),
      isPublishing: v.boolean(),
      began: v.number(),
      /** Null while it is at work. */
      ended: v.nullable(v.number()),
      /** How often the node was cut short during it. */
      cuts: v.number(),
    }),
  ),
})
export type JobRecord = v.InferOutput<typeof Record>
export const NO_JOB: JobRecord = { file: null, touched: 0, run: null }

const recordPath = (folder: string): string => join(folder, 'job.json')
const resultPath = (folder: string): string => join(folder, 'result.json')

export const saveRecord = (folder: string, record: JobRecord): void =>
  writeDurably(recordPath(folder), JSON.stringify(record))
/** The result lies apart: it may weigh a megabyte, and is written once. */
export const saveResult = (folder: string, result: ImportResult): void =>
  writeDurably(resultPath(folder), JSON.stringify(result))

/** What can't be read counts as nothing: the files are there to begin again from. */
export function loadJob(folder: string): { readonly record: JobRecord; readonly result: ImportResult | null } {
  const record = v.safeParse(Record, readJson(recordPath(folder)))
  const result = record.success && record.output.run?.ended ? readJson(resultPath(folder)) : null
  return {
    record: record.success ? record.output : NO_JOB,
    result: typeof result === 'object' ? (result as ImportResult | null) : null,
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
