import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readArchive } from '#server/backup/archive.ts'
import { importedTitle } from './imported-texts.ts'
import { openNode } from '#server/node/open-node.ts'
import { verifyNode } from '#server/verify/verify-node.ts'

/** What the writer does: acts of a few operations, the same with pictures, imports of old sites, or acts during endless backups. */
export type Mode = 'writes' | 'pictures' | 'import' | 'backup'
/** What the writer was promised. */
export type Told =
  | { readonly ids: readonly string[] }
  /** So many texts of the old sites, from the first on. */
  | { readonly imported: number }
  | { readonly backup: string; readonly paperKey: string | null }

export interface Writer {
  readonly child: ChildProcess
  /** Gives it its folder and lets it begin. */
  begin(data: string, mode: Mode): void
  onTold(listener: (told: Told) => void): void
  /** Resolves once the node is open, and whenever so many promises were made since. */
  readonly opened: Promise<void>
  until(count: number): Promise<void>
  kill(): Promise<void>
}

/** A writer that has read its modules and waits. `through`: a program that starts it, as `eatmydata`. */
export function startWriter(through?: string): Writer {
  const child = fork(new URL('./writer.ts', import.meta.url).pathname, [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'trait-faults-cache') },
    ...(through ? { execPath: through, execArgv: [process.execPath] } : {}),
  })
  const listeners = new Set<(told: Told) => void>()
  const waiting = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  let count = 0
  let wanted: { count: number; resolve: () => void } | null = null
  child.on('message', (message: Told | 'waiting' | 'open') => {
    if (message === 'waiting') return waiting.resolve()
    if (message === 'open') return opened.resolve()
    count++
    for (const listener of listeners) listener(message)
    if (wanted && count >= wanted.count) wanted.resolve()
  })
  child.once('exit', (code) => {
    if (code === null) return
    const error = new Error(`the writer ended by itself (${code})`)
    waiting.reject(error)
    opened.reject(error)
  })
  opened.promise.catch(() => {})
  return {
    child,
    begin: (data, mode) => void waiting.promise.then(() => child.send({ data, mode })),
    onTold: (listener) => void listeners.add(listener),
    opened: opened.promise,
    until: (more) => new Promise((resolve) => (wanted = { count: more, resolve })),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** What is missing or unsound in a folder that was promised to hold so much; null when nothing is. And how long the node took to open, in milliseconds. */
export async function judge(
  data: string,
  told: readonly Told[],
): Promise<{ readonly missing: number; readonly faults: readonly string[]; readonly opening: number }> {
  const began = performance.now()
  const node = await openNode(data)
  const opening = performance.now() - began
  const faults: string[] = []
  try {
    const missing = await node.store.read(async (reader) => {
      let count = 0
      for (const one of told)
        if ('ids' in one) for (const id of one.ids) if (!(await reader.entity(id))?.state.created) count++
      const texts = Math.max(0, ...told.map((one) => ('imported' in one ? one.imported : 0)))
      if (texts === 0) return count
      const rows = (await node.sql.selectFrom('portal_drafts').select('title').execute()) as { title: string }[]
      const held = new Set(rows.map((row) => row.title))
      for (let number = 0; number < texts; number++) if (!held.has(importedTitle(number))) count++
      return count
    })
    if (missing > 0) faults.push(`${missing} acknowledged and missing`)
    faults.push(...node.alarms.list().map((alarm) => `alarm: ${alarm.sentence}`))
    faults.push(...(await verifyNode(node)).map((finding) => `verify: ${finding.sentence}`))
    faults.push(...(await judgeBackup(told)))
    return { missing, faults, opening }
  } finally {
    await node.close()
  }
}

/** The last backup that was called good opens with the key that was told. */
async function judgeBackup(told: readonly Told[]): Promise<readonly string[]> {
  const backups = told.filter((one) => 'backup' in one)
  const key = backups.find((one) => one.paperKey)?.paperKey
  const path = backups.at(-1)?.backup
  if (!path || !key) return []
  if (!existsSync(path)) return ['the backup that was called good is missing']
  const read = await readArchive(path, key, null)
  return 'tag' in read ? [`backup: ${JSON.stringify(read)}`] : []
}

/** The same for a test that allows nothing. Gives milliseconds. */
export async function assertKept(data: string, told: readonly Told[], label: string): Promise<number> {
  const { faults, opening } = await judge(data, told)
  assert.deepEqual(faults, [], label)
  return opening
}
