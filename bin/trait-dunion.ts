#!/usr/bin/env node
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BUILT, newest, SOURCES } from './newest.mjs'

const root = join(import.meta.dirname, '..')
const built = join(root, BUILT)
// What was built is what runs, unless a source has changed since.
const isCurrent = newest([built]) > newest(SOURCES.map((path) => join(root, path)))
const main = isCurrent ? built : join(root, 'src/server/cli/main.ts')

const [command = ''] = process.argv.slice(2)
if (['serve', 'demo'].includes(command) && process.env['MALLOC_ARENA_MAX'] === undefined) beThrifty()
await import(pathToFileURL(main).href)

/**
 * A reused PC has little memory. This process becomes a server with what can only be said before it starts: one store of freed memory
 * in the C library instead of one a thread, whose large pieces go back to the system; less room for the youngest objects; garbage
 * thrown away earlier. Where the sources run, their types are taken away once, not at each start (figures: docs/operating.md). Where
 * a process can't become another (Windows), it runs as it was started.
 */
function beThrifty(): void {
  const flags = [
    '--disable-warning=ExperimentalWarning',
    '--max-semi-space-size=1',
    '--initial-old-space-size=8',
    '--optimize-for-size',
    '--expose-gc',
  ]
  const words = [process.execPath, ...flags, ...process.execArgv, main, ...process.argv.slice(2)]
  process.execve?.(process.execPath, words, {
    ...(isCurrent ? {} : { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/trait-dunion') }),
    ...process.env,
    MALLOC_ARENA_MAX: '1',
    MALLOC_MMAP_THRESHOLD_: '32768',
    MALLOC_TRIM_THRESHOLD_: '131072',
  })
}
