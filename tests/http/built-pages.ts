import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { loadKit, type Kit } from '../../src/server/http/kit.ts'

const fixture = fileURLToPath(new URL('../fixtures/pages', import.meta.url))
const vite = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url))

/** Builds the pages of tests/fixtures/pages with the real hooks and adapter: a few seconds. */
export async function buildPages(): Promise<{ readonly kit: Kit; remove(): Promise<void> }> {
  // Inside the repository, so that the build finds its libraries.
  const out = await mkdtemp(join(fixture, 'build-'))
  const env = { ...process.env, TRAIT_FIXTURE_OUT: out }
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: fixture, env })
  const kit = await loadKit(pathToFileURL(`${out}/`))
  return { kit, remove: () => rm(out, { recursive: true }) }
}
