import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const bin = fileURLToPath(new URL('../../bin/trait-dunion.ts', import.meta.url))
const run = promisify(execFile)
const ask = async (data: string, ...words: string[]) =>
  (await run(process.execPath, [bin, ...words, '--json', '--data', data], { maxBuffer: 1 << 26 })).stdout
const told = async (data: string, ...words: string[]) => JSON.parse(await ask(data, ...words)) as Record<string, any>
/** How often a reader and a writer are killed; a campaign asks for more. */
const KILLS = Number(process.env['BUNDLE_KILLS'] ?? 5)

/** Two folders, paired over a node that stands behind a port for that time alone. */
async function twoFolders(context: TestContext, articles: number) {
  const folder = mkdtempSync(join(tmpdir(), 'trait-bundle-'))
  context.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const [a, b] = [join(folder, 'a'), join(folder, 'b')]
  const lines = Array.from({ length: articles }, (_, i) => ({
    id: `n${i}`,
    title: `Nouvelle ${i}`,
    date: '2020-05-01T08:00:00Z',
    author: 'Awa',
    tags: ['eau'],
    body: randomBytes(900).toString('base64'),
  }))
  writeFileSync(join(folder, 'articles.jsonl'), lines.map((one) => JSON.stringify(one)).join('\n'))
  await ask(a, 'import', 'articles', join(folder, 'articles.jsonl'))
  const child = spawn(process.execPath, [bin, 'serve', '--json', '--data', a, '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] }) // prettier-ignore
  context.after(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const { code, url } = await told(a, 'pair', '--offer', '--yes')
  const { name: ofA } = await told(b, 'pair', String(code), '--via', String(url), '--name', 'Koupéla')
  child.kill('SIGTERM')
  await once(child, 'exit')
  return { folder, a, b, ofA: String(ofA) }
}

test('B2: files written and read in two folders, killed in mid-write and mid-read: nothing is lost, both end the same, byte by byte', async (context) => {
  const { folder, a, b, ofA } = await twoFolders(context, 120)
  const [there, back] = [join(folder, 'aller.age'), join(folder, 'retour.age')]
  const begin = (data: string, ...words: string[]) => {
    const child = spawn(process.execPath, [bin, 'bundle', ...words, '--json', '--data', data], { stdio: 'ignore' })
    context.after(() => child.kill('SIGKILL'))
    return child
  }
  const killWhen = async (child: ReturnType<typeof begin>, isTime: () => boolean): Promise<boolean> => {
    while (child.exitCode === null && !isTime()) await new Promise((resolve) => setImmediate(resolve))
    const isKilled = child.exitCode === null
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    return isKilled
  }
  // It gets its name, or goes, at any moment.
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

  // The writer: before it has its name, the file isn't there under it.
  let killed = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const isKilled = await killWhen(begin(a, 'write', '--for', 'Koupéla', there), () => sizeOf(`${there}.new`) > (kill % 2) * 40_000) // prettier-ignore
    if (!isKilled) continue
    killed++
    if (existsSync(there)) assert.equal((await told(b, 'bundle', 'verify', there))['fault'], null)
  }
  assert.ok(killed > 0, 'no writer was killed while it wrote')
  const written = await told(a, 'bundle', 'write', '--for', 'Koupéla', there)
  assert.ok(!existsSync(`${there}.new`))
  assert.ok(written['operations'] > 120)

  // The reader, further each time: what it had committed is here, and the next one goes on.
  const grown = join(b, 'node.sqlite-wal')
  let seen = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const from = sizeOf(grown)
    if (await killWhen(begin(b, 'read', there), () => sizeOf(grown) > from + 30_000 * (1 + kill))) seen++
  }
  assert.ok(seen > 0, 'no reader was killed while it read')
  const last = await told(b, 'bundle', 'read', there)
  assert.deepEqual([last['refused'], last['unmet'], last['fault'], last['from'].name], [0, 0, null, ofA])
  assert.equal(await ask(b, 'export', 'state'), await ask(a, 'export', 'state'))
  assert.deepEqual((await told(b, 'verify'))['findings'], [])

  // The receipt goes home by the next file, and then nothing is left to carry.
  await ask(b, 'bundle', 'write', '--for', ofA, back)
  const home = await told(a, 'bundle', 'read', back)
  assert.deepEqual([home['places'].carried, home['places'].waiting], [0, 0])
  assert.equal((await told(a, 'bundle', 'write', '--for', 'Koupéla', there))['operations'], 0)
  assert.equal(await ask(b, 'export', 'state'), await ask(a, 'export', 'state'))

  // What goes wrong is a sentence and a status.
  const failed = async (...words: string[]) => {
    const error = await ask(...(words as [string])).then(() => null, (one: { code: number; stderr: string }) => one) // prettier-ignore
    return [error?.code, (JSON.parse(error?.stderr ?? '{}') as { tag?: string }).tag]
  }
  assert.deepEqual(await failed(a, 'bundle', 'read', there), [1, 'not-for-this-node'])
  assert.deepEqual(await failed(a, 'bundle', 'write', there), [1, 'misused'])
})
