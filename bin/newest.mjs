// Plain JavaScript for Node 18 and later: it runs before anything is installed.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** From these the pages and the program are built. */
export const SOURCES = ['src', 'static', 'vite.config.ts', 'program.config.ts', 'built-text.ts', 'node_modules/.ready']
/** Written last: when it is newer than every source, all is built. */
export const BUILT = 'build/program/main.js'

/** Latest modification time in milliseconds of the files under these paths; 0 when there are none. @param {string[]} paths @returns {number} */
export function newest(paths) {
  let latest = 0
  for (const path of paths) {
    if (!existsSync(path)) continue
    const stat = statSync(path)
    const inside = stat.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : stat.mtimeMs
    latest = Math.max(latest, inside)
  }
  return latest
}
