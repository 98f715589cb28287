import { existsSync, mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DiskFailure } from '#core/blobs.ts'
import type { Clock } from '#core/ports.ts'
import { diskFailure } from '../blobs/disk-failure.ts'
import type { Uploads, UploadMissing, UploadTaken, UploadUnfinished } from '../blobs/upload.ts'
import type { Log } from '../http/log.ts'
import type { PersonalImport } from './import-alone.ts'
import { loadJob, NO_JOB, saveRecord, saveResult, type ImportResult, type JobRecord } from './job-record.ts'
import { isPictureName } from './media-folder.ts'
import { countFiles, MOST_PICTURES, moveIn, pathOfPicture, placeOfPicture, trayOf } from './tray.ts'

/** An association's import as its page shows it. */
export type ImportJob = {
  /** The export that waits, or was read. */
  readonly file: { readonly name: string; readonly size: number } | null
  readonly pictures: number
  readonly run: ImportRun | null
}
export type ImportRun = {
  readonly person: string
  readonly isPublishing: boolean
  readonly began: number
  /** Null while it is at work. */
  readonly ended: number | null
  /** How far; `all` is 0 until the file has been read through once. */
  readonly progress: { readonly done: number; readonly all: number; readonly pictures: number }
  readonly result: ImportResult | null
}

type Running = { readonly tag: 'import-running' }
/** What is sent for an import: one export, and pictures by the path that they had. */
export type Sent = { readonly kind: 'export' | 'picture'; readonly upload: string; readonly path: string }

/**
 * Imports that people start from a page: their files, one import at work at a time, what it came to. A place is an association's id, or null for
 * the federation; who may is the caller's to ask, and asked again by the act itself.
 */
export type ImportDesk = AsyncDisposable & {
  look(place: string | null): ImportJob
  /** Takes an upload of this person; whatever the answer, it isn't on the way any more, except where it isn't whole. */
  add(
    place: string | null,
    person: string,
    sent: Sent,
  ): Promise<
    | { readonly tag: 'added' }
    | Running
    | { readonly tag: 'picture-unknown' }
    | { readonly tag: 'too-many-pictures'; readonly limit: number }
    | UploadMissing
    | UploadUnfinished
    | UploadTaken
    | DiskFailure
  >
  /** Whether a picture of that path and size waits already. */
  has(place: string | null, path: string, size: number): Promise<boolean>
  /** `over` resolves when it has ended, however. */
  start(
    place: string | null,
    by: {
      readonly person: string
      readonly isSecure: boolean
      readonly slug: string | null
      readonly isPublishing: boolean
    },
  ): { readonly tag: 'started'; readonly over: Promise<void> } | Running | { readonly tag: 'no-export' } | DiskFailure
  /** Asks the one that is at work to end; what is kept stays. */
  stop(place: string | null): Promise<void>
  /** Drops the files and what is known of the last import. */
  forget(place: string | null): Promise<{ readonly tag: 'forgotten' } | Running | DiskFailure>
  /** Goes on with what the node's end cut short. */
  resume(): void
  /** To be called about every hour: drops what nobody has touched for a week, an export being full of people's addresses. */
  sweep(): Promise<void>
}

/** After so many ends of the node during one import, a person says whether it goes on. */
const MOST_CUTS = 3
/** Milliseconds. */
const KEPT = 7 * 86_400_000
const FEDERATION = 'federation'

export async function openImportDesk({
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
}): Promise<ImportDesk> {
  type Job = { record: JobRecord; pictures: number; progress: ImportRun['progress']; result: ImportResult | null }
  const jobs = new Map<string, Job>()
  const folderOf = (key: string) => join(folder, key)
  const keyOf = (place: string | null) => place ?? FEDERATION
  let atWork: { readonly key: string; readonly over: Promise<void> } | null = null
  let isClosing = false

  for (const key of existsSync(folder) ? await readdir(folder) : []) {
    const { record, result } = loadJob(folderOf(key))
    jobs.set(key, { record, result, pictures: await countFiles(trayOf(folderOf(key)).picturesPath), progress: NONE })
  }

  const jobOf = (key: string): Job => jobs.get(key) ?? { record: NO_JOB, pictures: 0, progress: NONE, result: null }
  const keep = (key: string, change: Partial<JobRecord>): Job => {
    const job = jobOf(key)
    const record = { ...job.record, touched: now(), ...change }
    mkdirSync(folderOf(key), { recursive: true })
    saveRecord(folderOf(key), record)
    job.record = record
    jobs.set(key, job)
    return job
  }

  /** Runs the import that the record says; the record says when it is over. */
  function work(key: string, job: Job): Promise<void> {
    const { run } = job.record
    if (!run) throw new Error('no run')
    const { exportPath, picturesPath } = trayOf(folderOf(key))
    const input: PersonalImport = {
      file: exportPath,
      media: job.pictures > 0 ? picturesPath : null,
      association: run.slug,
      isPublishing: run.isPublishing,
      since: run.began,
      person: run.person,
      isSecure: run.isSecure,
    }
    job.progress = NONE
    job.result = null
    const over = act('importForPerson', input, (facts) => void (job.progress = facts as ImportRun['progress']))
      .catch((error: unknown): ImportResult => {
        if (!isClosing) log.failure('import-failed', error)
        return { tag: 'bug' }
      })
      .then((result) => {
        atWork = null
        onDisk(() => end(key, job, result as ImportResult))
      })
    atWork = { key, over }
    return over
  }

  function end(key: string, job: Job, result: ImportResult): void {
    const { run } = job.record
    if (!run) return
    // The node's own end: the next start goes on, and this one doesn't count as a cut.
    if (isClosing) return void keep(key, { run: { ...run, cuts: 0 } })
    job.result = result
    job.record = { ...job.record, run: { ...run, ended: now() } }
    saveResult(folderOf(key), result)
    keep(key, {})
  }

  /** A full or failing disk doesn't keep what is known from being shown. */
  function onDisk(write: () => void): void {
    try {
      write()
    } catch (error) {
      diskFailure(error)
      log.failure('import-not-noted', error)
    }
  }

  const desk: ImportDesk = {
    look(place) {
      const { record, pictures, progress, result } = jobOf(keyOf(place))
      const { file, run } = record
      return {
        file,
        pictures,
        run: run && {
          person: run.person,
          isPublishing: run.isPublishing,
          began: run.began,
          ended: run.ended,
          progress,
          result,
        },
      }
    },

    async add(place, person, { kind, upload, path }) {
      const key = keyOf(place)
      const drop = async <T>(answer: T): Promise<T> => {
        await uploads.remove(upload, person)
        return answer
      }
      if (atWork?.key === key) return drop({ tag: 'import-running' })
      if (kind === 'picture' && !isPictureName(path)) return drop({ tag: 'picture-unknown' })
      if (kind === 'picture' && jobOf(key).pictures >= MOST_PICTURES)
        return drop({ tag: 'too-many-pictures', limit: MOST_PICTURES })
      const taken = await uploads.take(upload, person)
      if (taken.tag !== 'taken') return taken
      const { exportPath, picturesPath } = trayOf(folderOf(key))
      try {
        if (kind === 'export') {
          const { size } = await stat(taken.path)
          await moveIn(taken.path, exportPath)
          keep(key, { file: { name: taken.upload.name, size } })
        } else {
          const target = await placeOfPicture(picturesPath, path, taken.path)
          if (target !== null) {
            await moveIn(taken.path, target)
            keep(key, {}).pictures++
          }
        }
        await taken.done()
        return { tag: 'added' }
      } catch (error) {
        taken.release()
        return diskFailure(error)
      }
    },

    async has(place, path, size) {
      const found = await stat(pathOfPicture(trayOf(folderOf(keyOf(place))).picturesPath, path)).catch(() => null)
      return found?.isFile() === true && found.size === size
    },

    start(place, by) {
      if (atWork) return { tag: 'import-running' }
      const key = keyOf(place)
      if (!jobOf(key).record.file) return { tag: 'no-export' }
      try {
        const job = keep(key, { run: { ...by, began: now(), ended: null, cuts: 0 } })
        return { tag: 'started', over: work(key, job) }
      } catch (error) {
        return diskFailure(error)
      }
    },

    async stop(place) {
      if (atWork?.key !== keyOf(place)) return
      const { over } = atWork
      await act('stopImport', null)
      await over
    },

    async forget(place) {
      const key = keyOf(place)
      if (atWork?.key === key) return { tag: 'import-running' }
      try {
        await rm(folderOf(key), { recursive: true, force: true })
        jobs.delete(key)
        return { tag: 'forgotten' }
      } catch (error) {
        return diskFailure(error)
      }
    },

    resume() {
      for (const [key, job] of jobs) {
        const { run } = job.record
        if (!run || run.ended !== null || atWork) continue
        onDisk(() => {
          if (run.cuts >= MOST_CUTS) return end(key, job, { tag: 'stopped' })
          keep(key, { run: { ...run, cuts: run.cuts + 1 } })
          void work(key, job)
        })
      }
    },

    async sweep() {
      for (const [key, { record }] of jobs) {
        const isOld = now() - record.touched > KEPT
        if (isOld && atWork?.key !== key) await desk.forget(key === FEDERATION ? null : key)
      }
    },

    async [Symbol.asyncDispose]() {
      isClosing = true
      if (!atWork) return
      const { over } = atWork
      await act('stopImport', null).catch(() => {})
      await over
    },
  }
  return desk
}

const NONE = { done: 0, all: 0, pictures: 0 } as const
