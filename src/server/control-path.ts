import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** The longest name that the system takes for a socket, in bytes (sun_path of Linux, less its zero; macOS: 103). */
const LONGEST = 103

/** Where the running node of a data folder listens for shell commands: in the folder, or aside when its name is too long. */
export function controlPath(dataFolder: string): string {
  const folder = realpathSync(dataFolder)
  const path = join(folder, 'control.sock')
  if (Buffer.byteLength(path) <= LONGEST) return path
  const aside = join(tmpdir(), `trait-dunion-${userInfo().uid}`)
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  return join(aside, `${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`)
}
