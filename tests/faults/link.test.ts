import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openLine } from '../../bench/counting-link.ts'

const bin = fileURLToPath(new URL('../../bin/trait-dunion.ts', import.meta.url))
const run = promisify(execFile)
const ask = async (data: string, ...words: string[]) =>
  (await run(process.execPath, [bin, ...words, '--json', '--data', data], { maxBuffer: 1 << 26 })).stdout

async function serve(
  context: TestContext,
  data: string,
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const words = [bin, 'serve', '--json', '--data', data, '--port', '0']
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] })
  context.after(() => child.kill('SIGKILL'))
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, port: Number(new URL((JSON.parse(line) as { address: string }).address).port) }
}

test('E5: two processes, either killed in mid-exchange: nothing is lost or doubled, and both come to the same, byte by byte', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'trait-link-'))
  context.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const [a, b, file] = [join(folder, 'a'), join(folder, 'b'), join(folder, 'articles.jsonl')]
  const articles = Array.from({ length: 60 }, (_, i) => ({
    id: `n${i}`,
    title: `Nouvelle ${i}`,
    date: '2020-05-01T08:00:00Z',
    author: 'Awa',
    tags: ['eau'],
    body: randomBytes(900).toString('base64'),
  }))
  writeFileSync(file, articles.map((one) => JSON.stringify(one)).join('\n'))
  assert.equal((JSON.parse(await ask(a, 'import', 'articles', file)) as { imported: number }).imported, 60)
  const first = await serve(context, a)
  const { code, url } = JSON.parse(await ask(a, 'pair', '--offer', '--yes')) as { code: string; url: string }
  assert.equal(new URL(url).port, String(first.port))
  await ask(b, 'pair', code, '--via', url)

  const killAt = async (port: number, bytes: number, victim: (sync: ChildProcess) => ChildProcess) => {
    const line = await openLine(port, { rate: 2_000_000 })
    const sync = spawn(process.execPath, [bin, 'sync', '--json', '--data', b, '--via', line.url.origin], {
      stdio: 'ignore',
    })
    context.after(() => sync.kill('SIGKILL'))
    while (line.counts().down < bytes && sync.exitCode === null) await new Promise((resolve) => setImmediate(resolve))
    assert.equal(sync.exitCode, null, 'it was over before it could be killed')
    victim(sync).kill('SIGKILL')
    sync.kill('SIGKILL')
    if (sync.exitCode === null && sync.signalCode === null) await once(sync, 'close')
    line.close()
  }
  await killAt(first.port, 9_000, (sync) => sync)
  await killAt(first.port, 21_000, () => first.child)
  const second = await serve(context, a)
  const again = JSON.parse(await ask(b, 'sync', '--via', `http://127.0.0.1:${second.port}`)) as {
    waiting: number
    bytesDown: number
  }
  assert.equal(again.waiting, 0)
  const [ofA, ofB] = [await ask(a, 'export', 'state'), await ask(b, 'export', 'state')]
  assert.equal(ofB, ofA)
  assert.equal(ofA.trim().split('\n').length, 62)
  assert.deepEqual((JSON.parse(await ask(b, 'verify')) as { findings: unknown[] }).findings, [])
  // The same file again changes nothing; one title more is one change.
  writeFileSync(
    file,
    articles.map((one, i) => JSON.stringify(i === 7 ? { ...one, title: 'Corrigée' } : one)).join('\n'),
  )
  assert.deepEqual(JSON.parse(await ask(b, 'import', 'articles', file)), {
    imported: 0,
    updated: 1,
    same: 59,
    withdrawn: 0,
  })
  const sent = JSON.parse(await ask(b, 'sync', '--via', `http://127.0.0.1:${second.port}`)) as { operationsOut: number }
  assert.equal(sent.operationsOut, 1)
  assert.equal(await ask(b, 'export', 'state'), await ask(a, 'export', 'state'))
})
