import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Clock } from '#core/ports.ts'
import { diskFailure } from './disk-failure.ts'
import { withFile, writeReplacing, type Medium } from './medium.ts'
import type { Upload } from './upload.ts'

/** What is written beside the bytes. */
const recordSchema = v.object({
  person: v.pipe(v.string(), v.maxLength(200)),
  name: v.pipe(v.string(), v.maxLength(200)),
  type: v.pipe(v.string(), v.maxLength(200)),
  length: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Milliseconds for which it hadn't grown when this was written. */
  idle: v.pipe(v.number(), v.minValue(0)),
})

/** An upload as the program holds it. */
export type Held = {
  -readonly [Key in keyof Upload]: Upload[Key]
} & {
  idle: number
  /** When `idle` was right, by the monotonic clock. */
  since: number
  state: 'arriving' | 'here' | 'taken'
  /** The transfer that goes on. */
  line: { stop: () => void; over: Promise<void> } | null
}

export const bytesPath = (folder: string, id: string): string => join(folder, `${id}.bytes`)
const recordPath = (folder: string, id: string): string => join(folder, `${id}.json`)

export const saveRecord = (folder: string, held: Held, medium: Medium): Promise<void> => {
  const { id, person, name, type, length, idle } = held
  return writeReplacing(recordPath(folder, id), JSON.stringify({ person, name, type, length, idle }), medium)
}

/** The record first: bytes without one are removed at the next opening. */
export const removeFiles = async (folder: string, id: string): Promise<void> => {
  await rm(recordPath(folder, id), { force: true })
  await rm(bytesPath(folder, id), { force: true })
}

/** What an earlier run left: files with a readable record go on where their bytes on disk end; leftovers are removed. */
export const loadRecords = async (folder: string, monotonic: Clock, medium: Medium): Promise<Map<string, Held>> => {
  const all = new Map<string, Held>()
  const names = new Set(await readdir(folder).catch(() => []))
  for (const name of names) {
    const id = /^([0-9a-f]{32})\.json$/.exec(name)?.[1]
    if (id === undefined || !names.has(`${id}.bytes`)) continue
    const record = v.safeParse(recordSchema, parseJson(await readFile(join(folder, name), 'utf8')))
    if (!record.success) continue
    const path = join(folder, `${id}.bytes`)
    // What a crash left in memory isn't counted before it is on disk; a disk that takes nothing keeps what it has.
    await withFile(medium, path, 'r+', (file) => file.sync()).catch(diskFailure)
    const offset = Math.min((await stat(path)).size, record.output.length)
    all.set(id, { id, ...record.output, offset, since: monotonic(), state: 'here', line: null })
  }
  for (const name of names) {
    if (!all.has(name.slice(0, 32))) await rm(join(folder, name), { force: true }).catch(diskFailure)
    else if (name.endsWith('.new')) await rm(join(folder, name), { force: true }).catch(diskFailure)
  }
  return all
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
