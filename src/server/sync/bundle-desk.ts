import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import * as v from 'valibot'
import type { DiskFailure } from '#core/blobs.ts'
import type { Clock } from '#core/ports.ts'
import { diskFailure } from '../blobs/disk-failure.ts'
import type { Uploads, UploadMissing, UploadTaken, UploadUnfinished } from '../blobs/upload.ts'
import type { Log } from '../http/log.ts'
import { moveIn } from '../imports/tray.ts'
import { writeDurably } from '../node/durable-file.ts'
import type { BundlePlace, BundleRead, BundleWritten, ReadRefusal, WriteFailure } from './bundles.ts'

/** The last file that somebody had read from the page. */
export type Reading = {
  /** As its sender called it. */
  readonly name: string
  readonly began: number
  /** Null while it is at work. */
  readonly ended: number | null
  /** How far, in bytes of the file; `size` is 0 before the first chunk. */
  readonly progress: { readonly operations: number; readonly read: number; readonly size: number }
  /** `bug`: the log says more. Null while it is at work. */
  readonly result: BundleRead | ReadRefusal | { readonly tag: 'bug' } | null
}
type Running = { readonly tag: 'reading-running' }

/**
 * Files that people carry between nodes, prepared and read from a page; one is read at a time, and a start of the node goes on with one that
 * was cut. Who may is the caller's to ask.
 */
export type BundleDesk = AsyncDisposable & {
  places(): Promise<readonly BundlePlace[]>
  /** A file for a node, as a stream: it lies nowhere else once it is read to its end or given up. */
  prepare(node: string): Promise<(BundleWritten & { readonly bytes: Readable }) | WriteFailure>
  /** Takes an upload of this person and begins to read it. `over` resolves when it has ended, however. */
  read(
    upload: string,
    person: string,
  ): Promise<
    | { readonly tag: 'started'; readonly over: Promise<void> }
    | Running
    | UploadMissing
    | UploadUnfinished
    | UploadTaken
    | DiskFailure
  >
  last(): Reading | null
  /** Goes on with what the node's end cut short. */
  resume(): void
}

const RecordFile = v.object({
  name: v.string(),
  began: v.number(),
  ended: v.nullable(v.number()),
  /** How often the node ended during it. */
  cuts: v.number(),
  result: v.nullable(v.looseObject({})),
})
type RecordFile = v.InferOutput<typeof RecordFile>
/** After so many ends of the node during one file, it is left alone. */
const MOST_CUTS = 3
const NOTHING = { operations: 0, read: 0, size: 0 } as const

export async function openBundleDesk({
  folder,
  uploads,
  act,
  now,
  log,
}: {
  readonly folder: string
  readonly uploads: Uploads
  /** An act of the node (acts.ts). */
  readonly act: (name: string, input: unknown, progress?: (facts: unknown) => void) => Promise<unknown>
  readonly now: Clock
  readonly log: Pick<Log, 'failure'>
}): Promise<BundleDesk> {
  const recordPath = join(folder, 'reading.json')
  const arrivedPath = join(folder, 'arrived.age')
  const outPath = join(folder, 'leaving.age')
  mkdirSync(folder, { recursive: true })
  // What a cut left of files on their way out.
  rmSync(outPath, { force: true })
  let record = readRecord(recordPath)
  let progress: Reading['progress'] = NOTHING
  let atWork: Promise<void> | null = null
  let isClosing = false
  let preparing: Promise<unknown> = Promise.resolve()

  const keep = (next: RecordFile): void => {
    writeDurably(recordPath, JSON.stringify(next))
    record = next
  }

  /** Reads the file that has arrived; what it came to is kept, the file isn't. */
  function work(one: RecordFile): Promise<void> {
    progress = NOTHING
    const over = act('readBundle', { path: arrivedPath }, (facts) => void (progress = facts as typeof progress))
      .catch((error: unknown) => {
        if (!isClosing) log.failure('bundle-failed', error)
        return { tag: 'bug' }
      })
      .then(async (result) => {
        atWork = null
        // The node's own end: the next start goes on.
        if (isClosing) return
        try {
          keep({ ...one, ended: now(), result: result as RecordFile['result'] })
          await rm(arrivedPath, { force: true })
        } catch (error) {
          diskFailure(error)
          record = { ...one, ended: now(), result: result as RecordFile['result'] }
          log.failure('bundle-not-noted', error)
        }
      })
    atWork = over
    return over
  }

  return {
    places: async () => (await act('bundlePlaces', null)) as readonly BundlePlace[],

    async prepare(node) {
      // One at a time: a hurried person who presses twice gets two files, one after the other.
      const turn = preparing.then(() => prepareNow(node))
      preparing = turn.catch(() => {})
      return turn
    },

    async read(upload, person) {
      if (atWork) {
        await uploads.remove(upload, person)
        return { tag: 'reading-running' }
      }
      const taken = await uploads.take(upload, person)
      if (taken.tag !== 'taken') return taken
      try {
        await moveIn(taken.path, arrivedPath)
        const begun = { name: taken.upload.name, began: now(), ended: null, cuts: 0, result: null }
        keep(begun)
        await taken.done()
        return { tag: 'started', over: work(begun) }
      } catch (error) {
        taken.release()
        return diskFailure(error)
      }
    },

    last: () =>
      record && {
        name: record.name,
        began: record.began,
        ended: record.ended,
        progress,
        result: record.result as Reading['result'],
      },

    resume() {
      if (!record || record.ended !== null || atWork) return
      try {
        if (!existsSync(arrivedPath) || record.cuts >= MOST_CUTS)
          return keep({ ...record, ended: now(), result: { tag: 'bug' } })
        keep({ ...record, cuts: record.cuts + 1 })
        void work(record)
      } catch (error) {
        diskFailure(error)
        log.failure('bundle-not-noted', error)
      }
    },

    async [Symbol.asyncDispose]() {
      isClosing = true
      await preparing
    },
  }

  async function prepareNow(node: string): Promise<(BundleWritten & { readonly bytes: Readable }) | WriteFailure> {
    const path = outPath
    const written = (await act('writeBundle', { path, nodes: [node] })) as BundleWritten | WriteFailure
    if ('tag' in written) return written
    try {
      const file = await open(path, 'r')
      // Open, it stays readable; the name isn't needed any more.
      await rm(path, { force: true })
      return { ...written, bytes: file.createReadStream() }
    } catch (error) {
      return diskFailure(error)
    }
  }
}

/** What can't be read counts as nothing: the file can be chosen again. */
function readRecord(path: string): RecordFile | null {
  try {
    return v.parse(RecordFile, JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}
