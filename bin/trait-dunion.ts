#!/usr/bin/env node
import { join } from 'node:path'

const [command = ''] = process.argv.slice(2)
if (['serve', 'demo'].includes(command) && process.env['MALLOC_ARENA_MAX'] === undefined) beThrifty()

const { runCli } = await import('#server/cli/run.ts')
process.exitCode = await runCli(process.argv.slice(2), {
  environment: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
})

/**
 * A reused PC has little memory. This process becomes a server with what can only be said before it starts: one store of freed memory
 * in the C library instead of one a thread, less room for the youngest objects, and TypeScript's types taken away once, not at each
 * start (figures: docs/operating.md). Where a process can't become another (Windows), it runs as it was started.
 */
function beThrifty(): void {
  const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=1']
  process.execve?.(process.execPath, [process.execPath, ...flags, ...process.execArgv, ...process.argv.slice(1)], {
    NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/trait-dunion'),
    ...process.env,
    MALLOC_ARENA_MAX: '1',
  })
}
