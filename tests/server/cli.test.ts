import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runCli } from '../../src/server/cli/run.ts'
import { commands } from '../../src/server/cli/commands.ts'
import { askNode } from '../../src/server/control.ts'
import { ask } from '../http/raw-client.ts'

const bin = fileURLToPath(new URL('../../bin/trait-dunion.ts', import.meta.url))

async function run(...words: string[]) {
  const written = { out: '', err: '' }
  const status = await runCli(words, {
    environment: {},
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
  })
  return { status, ...written }
}

test('the list names every command with its line, and each has its help', async () => {
  const list = await run('--help')
  assert.equal(list.status, 0)
  for (const name of Object.keys(commands)) {
    assert.match(list.out, new RegExp(`\\n  ${name} +\\S`))
    const help = await run(name, '--help')
    assert.equal(help.status, 0)
    assert.match(help.out, new RegExp(`Usage\u00a0: trait-dunion ${name}`))
    assert.match(help.out, /--json/)
  }
})

test('a wrong word is named, and the status is 2', async () => {
  for (const [words, said] of [
    [['sserve'], /« sserve » n’est pas une commande/],
    [['toString'], /« toString » n’est pas une commande/],
    [['serve', '--dossier'], /L’option --dossier n’existe pas ici/],
    [['serve', '--port'], /L’option --port n’est pas écrite comme il faut/],
    [['serve', 'data'], /Il y a un mot de trop/],
  ] as const) {
    const { status, out, err } = await run(...words)
    assert.equal(status, 2)
    assert.match(err, said)
    assert.equal(out, '')
  }
  assert.equal((await run()).status, 2)
})

test('a setting that can not be is named with what is expected, in words or in JSON', async () => {
  assert.match((await run('serve', '--port', '70000')).err, /^PORT\u00a0: on attend un nombre jusqu’à 65535\.\n$/)
  const { status, err } = await run('serve', '--address', 'https://portail.test/', '--json')
  assert.equal(status, 1)
  assert.equal(JSON.parse(err).name, 'ORIGIN')
})

test('serve answers, refuses a second node on its folder, and stops when asked', async (context) => {
  const data = newFolder(context)
  const first = start(context, 'serve', '--data', data, '--host', '127.0.0.1', '--port', '0', '--json')
  const { address } = JSON.parse(await firstLine(first)) as { address: string }
  const port = Number(new URL(address).port)
  assert.deepEqual(JSON.parse((await ask(port, '/health')).body.toString()), { status: 'ok' })
  assert.match(JSON.stringify(await askNode(data, 'status', {})), /^{"done":{"seconds":\d+,"requests":1,/)

  const second = start(context, 'serve', '--data', data, '--host', '127.0.0.1', '--port', '0', '--json')
  const [said, [refused]] = await Promise.all([text(second.stderr!), once(second, 'close') as Promise<[number]>])
  assert.equal(refused, 1)
  assert.equal(JSON.parse(said).tag, 'already-running')

  const third = start(context, 'serve', '--data', `${data}-2`, '--host', '127.0.0.1', '--port', String(port), '--json')
  const [saidToo, [refusedToo]] = await Promise.all([text(third.stderr!), once(third, 'close') as Promise<[number]>])
  assert.equal(refusedToo, 1)
  assert.deepEqual(JSON.parse(saidToo), { tag: 'port-taken', port })

  first.kill('SIGTERM')
  const [status] = (await once(first, 'close')) as [number]
  assert.equal(status, 0)
  assert.equal(existsSync(join(data, 'control.sock')), false)
})

test('serve ends with status 1 and a sentence when the thread that holds the data dies, so that the system starts it anew', async (context) => {
  const data = newFolder(context)
  const deadly = `import { isMainThread, parentPort, workerData } from 'node:worker_threads'
    if (!isMainThread && workerData?.data) parentPort.on('message', ({ call }) => call === 'query' && process.exit(9))`
  const child = start(context, { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(deadly)}` },
    'serve', '--data', data, '--host', '127.0.0.1', '--port', '0', '--json') // prettier-ignore
  const { address } = JSON.parse(await firstLine(child)) as { address: string }
  const said = text(child.stderr!)
  const answer = await ask(Number(new URL(address).port), '/').catch(() => ({ status: 0 }))
  const [status] = (await once(child, 'close')) as [number]
  assert.equal(status, 1)
  assert.ok(answer.status === 0 || answer.status >= 500, String(answer.status))
  const last = JSON.parse((await said).trim().split('\n').at(-1) ?? '') as { tag: string; detail: string }
  assert.deepEqual([last.tag, last.detail], ['node-ended', "the node's thread ended (9)"])
  const again = start(context, 'serve', '--data', data, '--host', '127.0.0.1', '--port', '0', '--json')
  assert.match(await firstLine(again), /"address"/)
})

function newFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'trait-cli-'))
  context.after(() => rmSync(folder, { recursive: true }))
  return join(folder, 'data')
}

function start(context: TestContext, ...words: (string | Record<string, string>)[]): ChildProcess {
  const args = words.filter((word) => typeof word === 'string')
  const env = Object.assign(
    { ...process.env },
    ...words.filter((word) => typeof word === 'object'),
  ) as NodeJS.ProcessEnv
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env })
  context.after(() => child.kill('SIGKILL'))
  return child
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface(child.stdout!)) return line
  throw new Error(await text(child.stderr!))
}
