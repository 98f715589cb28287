import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { createMediaIndex, type MediaIndex } from '#features/portal/wordpress/media.ts'

const MOST = 200_000
/** By its name: what it is shows when it is read. */
export const isPictureName = (name: string): boolean => PICTURE.test(name)
const PICTURE = /\.(?:jpe?g|png|gif|webp|avif)$/i

/** The pictures of a folder and the folders in it, by what an old site called them; links are not followed. Paths are absolute. */
export async function readMediaFolder(folder: string | null): Promise<MediaIndex> {
  if (folder === null) return createMediaIndex([])
  const paths: string[] = []
  const waiting = [folder]
  for (let next = waiting.pop(); next !== undefined && paths.length < MOST; next = waiting.pop()) {
    for (const entry of await readdir(next, { withFileTypes: true })) {
      const path = join(next, entry.name)
      if (entry.isDirectory()) waiting.push(path)
      else if (entry.isFile() && isPictureName(entry.name)) paths.push(relative(folder, path).split(sep).join('/'))
    }
  }
  const index = createMediaIndex(paths)
  return {
    find(address) {
      const found = index.find(address)
      return found === undefined ? undefined : join(folder, found)
    },
  }
}
