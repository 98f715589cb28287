import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startNodeThread } from '#server/node/node-thread.ts'

/** A thread in the node's place: `body` runs at each message that it gets. */
const scriptOf = (body: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'
parentPort.on('message', (request) => { ${body} })
parentPort.postMessage({ id: 0, result: 'open' })`)}`,
  )

test('the end of the thread is told once, and everything asked of it fails instead of waiting for ever', async () => {
  for (const [body, reason] of [
    ['process.exit(3)', /thread ended \(3\)/],
    ['throw new RangeError("a bug")', /a bug/],
  ] as const) {
    const thread = await startNodeThread('unused', { script: scriptOf(body) })
    const asked = thread.query('portal.home', null, null)
    const second = thread.command('portal.keep', null, null)
    await assert.rejects(asked, reason)
    await assert.rejects(second, reason)
    assert.match((await thread.ended).message, reason)
    await assert.rejects(thread.act('alarms', null), reason)
    await thread.close()
  }
})

test('a thread that is closed answers what was asked before, then ends', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'trait-thread-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const thread = await startNodeThread(join(folder, 'data'))
  const asked = thread.act('alarms', null)
  await thread.close()
  assert.deepEqual(await asked, [])
  await thread.ended
})
