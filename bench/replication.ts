import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openLine } from './counting-link.ts'
import type { LineSettings } from './counting-link.ts'

/**
 * Two real nodes, each a process with its own folder, and a line between them that counts: first copy, nothing changed, one title, twenty
 * new. `bench/replication.ts WORKLOAD.jsonl EXTRA.jsonl [lan] [2g] [cuts]`; lines `{ id, title, date, author, tags, body }`.
 */
const [workload, extra] = process.argv.filter((word) => word.endsWith('.jsonl'))
if (!workload || !extra) throw new Error('bench/replication.ts WORKLOAD.jsonl EXTRA.jsonl [lan] [2g] [cuts]')

const LINES: Readonly<Record<string, LineSettings>> = {
  lan: {},
  '2g': { rate: 50_000, delay: 800 },
  cuts: { rate: 50_000, delay: 800, cutEvery: 60_000 },
}
const GOALS: Readonly<Record<string, Readonly<Record<string, readonly [bytes: number, seconds: number]>>>> = {
  lan: { first: [950_000, Infinity], nothing: [300, Infinity], title: [500, Infinity], twenty: [10_000, Infinity] },
  '2g': { first: [880_000, 150], nothing: [300, 2], title: [500, 2], twenty: [9000, 4] },
  cuts: { first: [920_000, 170], nothing: [300, Infinity], title: [500, Infinity], twenty: [9000, Infinity] },
}
const bin = fileURLToPath(new URL('../bin/trait-dunion.ts', import.meta.url))
const run = promisify(execFile)
const BIG = { maxBuffer: 256 * 1024 * 1024 }
const chosen = Object.keys(LINES).filter((name) => process.argv.includes(name))

for (const name of chosen.length > 0 ? chosen : Object.keys(LINES)) await measure(name)

async function measure(name: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'trait-replication-'))
  const [a, b] = [join(folder, 'a'), join(folder, 'b')]
  const served: ChildProcess[] = []
  const line = { close: () => {} }
  try {
    await command(a, 'import', 'articles', workload as string)
    const port = await serve(a, served)
    await serve(b, served)
    const wire = await openLine(port, LINES[name])
    line.close = wire.close
    const { code } = await command(a, 'pair', '--offer', '--yes')
    await command(b, 'pair', String(code), '--via', wire.url.origin)
    const counted = () => wire.counts().up + wire.counts().down
    const step = async (title: string) => {
      const [before, rounds, began] = [counted(), wire.counts().connections, performance.now()]
      const done = await command(b, 'sync', '--via', wire.url.origin)
      const [bytes, seconds] = GOALS[name]?.[title] ?? [Infinity, Infinity]
      const taken = { bytes: counted() - before, seconds: done['seconds'] as number }
      const goal = { bytes, seconds: Number.isFinite(seconds) ? seconds : null }
      const isMet = taken.bytes <= bytes && taken.seconds <= seconds && done['waiting'] === 0
      const facts = {
        rounds: done['rounds'],
        connections: wire.counts().connections - rounds,
        waiting: done['waiting'],
      }
      const withProcess = Math.round((performance.now() - began) / 10) / 100
      console.log(JSON.stringify({ line: name, step: title, ...taken, ...facts, withProcess, goal, isMet }))
      if (!isMet) process.exitCode = 1
    }
    await step('first')
    await step('nothing')
    const lines = readFileSync(workload as string, 'utf8')
      .split('\n')
      .filter(Boolean)
    const edited = JSON.parse(lines[Math.floor(lines.length / 2)] as string) as { title: string }
    const changed = join(folder, 'changed.jsonl')
    writeFileSync(changed, JSON.stringify({ ...edited, title: `${edited.title} : compte rendu` }))
    await command(a, 'import', 'articles', changed)
    await step('title')
    await command(a, 'import', 'articles', extra as string)
    await step('twenty')
    const states = [await run(process.execPath, [bin, 'export', 'state', '--json', '--data', a], BIG), await run(process.execPath, [bin, 'export', 'state', '--json', '--data', b], BIG)] // prettier-ignore
    if (states[0]?.stdout !== states[1]?.stdout || !states[0]?.stdout) throw new Error('the two nodes differ')
  } finally {
    line.close()
    for (const child of served) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function command(data: string, ...words: string[]): Promise<Record<string, unknown>> {
  // `sync` says with its status that something waits: the figures are there all the same.
  const done = await run(process.execPath, [bin, ...words, '--json', '--data', data]).catch((error: unknown) => {
    if (words[0] === 'sync' && (error as { stdout?: string }).stdout) return error as { stdout: string }
    throw error
  })
  return JSON.parse(done.stdout) as Record<string, unknown>
}

async function serve(data: string, served: ChildProcess[]): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  const words = ['serve', '--json', '--data', data, '--port', String(port)]
  const child = spawn(process.execPath, [bin, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  served.push(child)
  await once(createInterface({ input: child.stdout }), 'line')
  return port
}
