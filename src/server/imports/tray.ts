import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { claimedName } from '../blobs/claimed.ts'
import { syncDurably } from '../node/durable-file.ts'

/** The files that wait for an import, in the folder of its association: the export, and pictures as they lay in the old site's folder. */
export type Tray = {
  readonly exportPath: string
  readonly picturesPath: string
}
export const trayOf = (folder: string): Tray => ({
  exportPath: join(folder, 'export.xml'),
  picturesPath: join(folder, 'photos'),
})

/** Pictures of one import. */
export const MOST_PICTURES = 20_000
const DEEPEST = 12

/** Files in a folder and the folders in it; 0 where there is none. */
export async function countFiles(folder: string): Promise<number> {
  if (!existsSync(folder)) return 0
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).length
}

/** Moves a file that has arrived; once this resolves it is there after a power cut too. */
export async function moveIn(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await rename(from, to)
  syncDurably(dirname(to))
}

/** Where a picture lies that its sender calls `2011/11/puits.jpg`: never outside of the folder. */
export const pathOfPicture = (picturesPath: string, claimed: string, turn = 1): string => {
  const parts = claimed
    .split(/[/\\]/)
    .filter((part) => part.trim() !== '' && !/^\.+$/.test(part.trim()))
    .slice(-DEEPEST)
    .map(claimedName)
  return join(picturesPath, ...(turn === 1 ? [] : [String(turn)]), ...(parts.length === 0 ? ['photo'] : parts))
}

/**
 * Where a new one goes: never over another picture of that name (one that two files could be is nobody's: a missing picture is better than a
 * wrong one). Null where the same file lies there already.
 */
export async function placeOfPicture(picturesPath: string, claimed: string, file: string): Promise<string | null> {
  for (let turn = 1; ; turn++) {
    const path = pathOfPicture(picturesPath, claimed, turn)
    if (!existsSync(path)) return path
    if (await areSame(path, file)) return null
  }
}

async function areSame(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one), stat(other)])
  if (!a.isFile() || a.size !== b.size) return false
  const [first, second] = await Promise.all([hashOf(one), hashOf(other)])
  return first === second
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
