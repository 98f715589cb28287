import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import { openNode } from '#server/node/open-node.ts'
import { verifyNode } from '#server/verify/verify-node.ts'
import { rng } from './rng.ts'

/** How often each kind of work is killed; a campaign asks for more. */
const KILLS = Number(process.env['FAULT_KILLS'] ?? 200)
const SEED = Number(process.env['SEED'] ?? 1)
const WRITER = new URL('./writer.ts', import.meta.url).pathname

/** Kills the process somewhere between `least` and `most` of its acknowledgements: counted steps, no clock. */
async function killWhileWorking(data: string, acks: string, mode: string, after: number): Promise<void> {
  const child = fork(WRITER, [data, acks, mode], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const held = countLines(acks)
  await once(child, 'message')
  await until(child, () => countLines(acks) >= held + after)
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

async function until(child: ChildProcess, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    assert.equal(child.exitCode, null, 'the writer ended by itself')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const countLines = (path: string): number => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0)

/** Nothing acknowledged is missing, and everything is as signed. */
async function judge(data: string, acks: string, label: string): Promise<void> {
  const node = await openNode(data)
  try {
    const ids = readFileSync(acks, 'utf8')
      .split('\n')
      .filter((line) => line.length === 24)
    const missing = await node.store.read(async (reader) => {
      const lost: string[] = []
      for (const id of ids) if (!(await reader.entity(id))?.state.created) lost.push(id)
      return lost
    })
    assert.deepEqual(missing, [], `${label}: acknowledged and missing`)
    assert.deepEqual(await verifyNode(node), [], label)
  } finally {
    await node.close()
  }
}

let last = ''

describe(`kill -9, seed ${SEED}`, () => {
  for (const [mode, share] of [
    ['writes', 0.5],
    ['import', 0.15],
    ['backup', 0.15],
  ] as const) {
    const kills = Math.ceil(KILLS * share)
    it(`${kills} times during ${mode}: nothing acknowledged is missing, verify is clean`, async () => {
      const random = rng(SEED)
      for (let round = 0; round < kills; round++) {
        // A folder grows for ten kills, then a new one: what a kill left is worked on again.
        const folder = round % 10 === 0 ? mkdtempSync(join(tmpdir(), 'trait-kill-')) : last
        last = folder
        const data = join(folder, 'data')
        await killWhileWorking(data, join(folder, 'acks'), mode, Math.floor(random() * 12))
        await judge(data, join(folder, 'acks'), `${mode} ${round}`)
        if (round % 10 === 9) rmSync(folder, { recursive: true })
      }
    })
  }

  const migrations = Math.ceil(KILLS * 0.2)
  it(`${migrations} times while a folder of the first schema is brought up: it opens, whole, at the next start`, async () => {
    const random = rng(SEED + 1)
    const old = new URL('../fixtures/data-folders/step-1', import.meta.url).pathname
    for (let round = 0; round < migrations; round++) {
      const folder = mkdtempSync(join(tmpdir(), 'trait-migrate-'))
      const data = join(folder, 'data')
      cpSync(join(old, 'data'), data, { recursive: true })
      cpSync(join(old, 'data.keys'), `${data}.keys`, { recursive: true })
      const child = fork(WRITER, [data, join(folder, 'acks'), 'writes'], {
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      })
      // Counted in turns of this process's loop, so that the kill falls anywhere from before the first table to after the last.
      for (let turns = Math.floor(random() * 6000); turns > 0 && child.exitCode === null; turns--)
        await new Promise((resolve) => setImmediate(resolve))
      child.kill('SIGKILL')
      await once(child, 'exit')
      const node = await openNode(data)
      assert.equal((await node.store.read((reader) => reader.entities(0, 1000))).length >= 24, true, `round ${round}`)
      assert.deepEqual(await verifyNode(node), [], `round ${round}`)
      await node.close()
      rmSync(folder, { recursive: true })
    }
  })
})
