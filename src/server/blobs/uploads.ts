import { mkdir, open, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DiskFailure } from '#core/blobs.ts'
import type { Clock, Random } from '#core/ports.ts'
import { claimedName, claimedType } from './claimed.ts'
import { diskFailure } from './disk-failure.ts'
import { appendFrom, syncFolder, withFile, writeWhole, type Medium } from './medium.ts'
import { bytesPath, loadRecords, removeFiles, saveRecord, type Held } from './upload-records.ts'
import { UPLOAD_LIMITS, type Upload, type UploadLimits, type Uploads } from './upload.ts'

export type UploadsOptions = {
  /** Of this program alone. For each file: `ID.bytes`, and `ID.json` once it is known. */
  folder: string
  random: Random
  /** Milliseconds that only go forwards: an old machine's date may jump by years, and must drop nothing. */
  monotonic: Clock
  limits?: UploadLimits
  /** Bytes free on the disk. */
  freeBytes?: () => Promise<number>
  medium?: Medium
}

/** Files that arrive in pieces. What is acknowledged survives a crash and a power cut; the rest is sent again. */
export const openUploads = async (options: UploadsOptions): Promise<Uploads> => {
  const { folder, random, monotonic, limits = UPLOAD_LIMITS, medium = { open } } = options
  const freeBytes = options.freeBytes ?? (() => statfs(folder).then(({ bavail, bsize }) => bavail * bsize))
  const all = await loadRecords(folder, monotonic, medium)

  const own = (id: string, person: string): Held | null => {
    const held = all.get(id)
    return held !== undefined && held.person === person ? held : null
  }

  const save = (held: Held) => saveRecord(folder, held, medium)

  const drop = async (id: string): Promise<void> => {
    all.delete(id)
    await removeFiles(folder, id)
  }

  const register = (input: { person: string; name: string; type: string; length: number }): Held => {
    const held: Held = {
      id: Buffer.from(random(16)).toString('hex'),
      person: input.person,
      name: claimedName(input.name),
      type: claimedType(input.type),
      length: input.length,
      offset: 0,
      idle: 0,
      since: monotonic(),
      state: 'arriving',
      line: null,
    }
    all.set(held.id, held)
    return held
  }

  /** Runs what writes a new file; when it fails nothing of the file is left. */
  const arriving = async <T extends { tag: string }>(held: Held, write: () => Promise<T>): Promise<T | DiskFailure> => {
    try {
      const result = await write()
      if (held.state === 'arriving') await drop(held.id)
      return result
    } catch (error) {
      await drop(held.id).catch(() => {})
      return diskFailure(error)
    }
  }

  const fullness = (person: string): { held: number; count: number } => {
    const theirs = [...all.values()].filter((held) => held.person === person)
    return { held: theirs.reduce((sum, { length }) => sum + length, 0), count: theirs.length }
  }

  /** Whether there is room for all that was promised, this file included. Makes the folder. */
  const isDiskFull = async (): Promise<boolean> => {
    if ((await mkdir(folder, { recursive: true })) !== undefined) await syncFolder(dirname(folder), medium)
    let promised = 0
    for (const held of all.values()) promised += held.length - held.offset
    return (await freeBytes()) - promised < limits.spare
  }

  const interrupt: Uploads['interrupt'] = async (id, person) => {
    for (let line = own(id, person)?.line; line; line = own(id, person)?.line) {
      line.stop()
      await line.over
    }
  }

  /** A sync every 8 MiB on a fast line, every two seconds on a slow one. */
  const syncDue = () => {
    let last = monotonic()
    return (bytes: number) => {
      if (bytes < 8_388_608 && monotonic() - last < 2_000) return false
      last = monotonic()
      return true
    }
  }

  const append: Uploads['append'] = async (id, person, offset, source, stop) => {
    await interrupt(id, person)
    const held = own(id, person)
    if (held?.state !== 'here') return { tag: 'upload-missing' }
    if (held.line !== null) return append(id, person, offset, source, stop)
    if (held.offset !== offset) return { tag: 'upload-offset', offset: held.offset }
    const { promise, resolve } = Promise.withResolvers<void>()
    held.line = { stop, over: promise }
    try {
      const appended = await withFile(medium, bytesPath(folder, id), 'r+', async (file) => {
        await file.truncate(offset)
        try {
          return await appendFrom(file, offset, source, { limit: held.length, isSyncDue: syncDue() })
        } finally {
          // Also when the disk is full: what could be written is kept, if it can be synced.
          await file.sync()
          held.offset = (await file.stat()).size
        }
      })
      held.since = monotonic()
      if (held.idle > 0) {
        held.idle = 0
        await save(held)
      }
      return appended.tag === 'written' ? { tag: 'appended', upload: toUpload(held) } : appended
    } catch (error) {
      return diskFailure(error)
    } finally {
      held.line = null
      resolve()
    }
  }

  const remove: Uploads['remove'] = async (id, person) => {
    await interrupt(id, person)
    const held = own(id, person)
    if (held === null || held.state === 'arriving') return { tag: 'upload-missing' }
    if (held.state === 'taken') return { tag: 'upload-taken' }
    if (held.line !== null) return remove(id, person)
    await drop(id)
    return { tag: 'removed' }
  }

  return {
    limits,
    async create({ length, ...input }) {
      if (length > limits.bytes) return { tag: 'too-big', size: length, limit: limits.bytes }
      const full = fullness(input.person)
      if (full.count >= limits.count || full.held + length > limits.held) return { tag: 'uploads-full', ...full }
      const held = register({ ...input, length })
      return arriving(held, async () => {
        if (await isDiskFull()) return { tag: 'disk-full' }
        await withFile(medium, bytesPath(folder, held.id), 'wx', async () => {})
        await save(held)
        held.state = 'here'
        return { tag: 'created' as const, upload: toUpload(held) }
      })
    },
    async find(id, person) {
      const held = own(id, person)
      return held?.state === 'here' ? toUpload(held) : null
    },
    interrupt,
    append,
    async receive(source, { limit, isWhole = () => true, ...input }) {
      const full = fullness(input.person)
      const room = Math.min(limit, limits.bytes, limits.held - full.held)
      if (full.count >= limits.count || room <= 0) return { tag: 'uploads-full', ...full }
      const held = register({ ...input, length: room })
      return arriving(held, async () => {
        if (await isDiskFull()) return { tag: 'disk-full' }
        const written = await writeWhole(bytesPath(folder, held.id), source, {
          limit: room,
          medium,
          isSyncDue: syncDue(),
        })
        if (written.tag === 'too-big' && room < Math.min(limit, limits.bytes)) return { tag: 'uploads-full', ...full }
        if (written.tag !== 'written') return written
        if (!isWhole()) return { tag: 'too-big', size: written.size, limit }
        held.length = held.offset = written.size
        await save(held)
        held.state = 'here'
        return { tag: 'kept' as const, upload: toUpload(held) }
      })
    },
    async take(id, person) {
      const held = own(id, person)
      if (held === null || held.state === 'arriving') return { tag: 'upload-missing' }
      if (held.state === 'taken') return { tag: 'upload-taken' }
      if (held.offset < held.length) return { tag: 'upload-unfinished', offset: held.offset, length: held.length }
      held.state = 'taken'
      return {
        tag: 'taken',
        upload: toUpload(held),
        path: bytesPath(folder, id),
        // What can't be removed now is found again at the next opening, and dropped when its life is over.
        done: () => drop(id).catch((error) => void diskFailure(error)),
        release: () => {
          if (all.get(id) === held) held.state = 'here'
        },
      }
    },
    remove,
    list: (person) => [...all.values()].filter((held) => held.person === person && held.state === 'here').map(toUpload),
    async sweep() {
      let dropped = 0
      for (const held of all.values().toArray()) {
        if (held.state !== 'here' || held.line !== null) continue
        const now = monotonic()
        held.idle += now - held.since
        held.since = now
        if (held.idle >= limits.life) {
          await drop(held.id)
          dropped++
        } else await save(held)
      }
      return dropped
    },
    lifeLeft({ id }) {
      const held = all.get(id)
      return held === undefined ? 0 : Math.max(0, limits.life - held.idle - (monotonic() - held.since))
    },
  }
}

const toUpload = ({ id, person, name, type, length, offset }: Held): Upload => ({
  id,
  person,
  name,
  type,
  length,
  offset,
})
