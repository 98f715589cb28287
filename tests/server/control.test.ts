import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { askNode, LONGEST_LINE, openControl, type ControlHandlers } from '../../src/server/control.ts'
import { controlPath } from '../../src/server/control-path.ts'
import { createLog } from '../../src/server/http/log.ts'

const log = createLog({ clock: () => 0, write: () => {} })
function newFolder(context: TestContext, name = 'data'): string {
  const parent = mkdtempSync(join(tmpdir(), 'trait-control-'))
  context.after(() => rmSync(parent, { recursive: true }))
  const folder = join(parent, name)
  mkdirSync(folder, { recursive: true })
  return folder
}
async function open(context: TestContext, dataFolder: string, handlers: ControlHandlers = {}) {
  const control = await openControl({ dataFolder, handlers, log })
  assert.ok(!('tag' in control))
  context.after(() => control[Symbol.asyncDispose]())
  return control
}

test('a shell command reaches the running node, hears how it gets on, and its answer', async (context) => {
  const folder = newFolder(context)
  await open(context, folder, {
    double: async (input, progress) => {
      progress({ percent: 50 })
      return Number((input as { n: number }).n) * 2
    },
  })
  const heard: unknown[] = []
  assert.deepEqual(await askNode(folder, 'double', { n: 21 }, (facts) => heard.push(facts)), { done: 42 })
  assert.deepEqual(heard, [{ percent: 50 }])
})

test('a refusal comes with its facts, a bug with its message, and the node goes on', async (context) => {
  const folder = newFolder(context)
  await open(context, folder, {
    refuse: async () => ({ tag: 'disk-full', missing: 12 }),
    fail: async () => {
      throw new TypeError('a bug')
    },
    nothing: async () => undefined,
  })
  assert.deepEqual(await askNode(folder, 'refuse', {}), { failed: { tag: 'disk-full', missing: 12 } })
  assert.deepEqual(await askNode(folder, 'fail', {}), { failed: { tag: 'bug', message: 'a bug' } })
  assert.deepEqual(await askNode(folder, 'toString', {}), { failed: { tag: 'unknown-command', command: 'toString' } })
  assert.deepEqual(await askNode(folder, 'nothing', {}), { done: null })
})

test('without a running node the command knows it', async (context) => {
  assert.deepEqual(await askNode(newFolder(context), 'verify', {}), { failed: { tag: 'not-running' } })
})

test('only its owner may open the door', async (context) => {
  const { path } = await open(context, newFolder(context))
  assert.equal(statSync(path).mode & 0o777, 0o600)
})

test('two nodes never stand on one folder', async (context) => {
  const folder = newFolder(context)
  const { path } = await open(context, folder)
  assert.deepEqual(await openControl({ dataFolder: folder, handlers: {}, log }), { tag: 'already-running', path })
})

test('the socket of a node that was killed is put aside', async (context) => {
  const folder = newFolder(context)
  const script = `require('net').createServer().listen(${JSON.stringify(controlPath(folder))}, () => console.log('open'))`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'close')
  assert.ok(statSync(controlPath(folder)).isSocket(), 'it left its socket behind')
  await open(context, folder, { ping: async () => 'pong' })
  assert.deepEqual(await askNode(folder, 'ping', {}), { done: 'pong' })
})

test('a folder with a very long name works too', async (context) => {
  const folder = newFolder(context, `${'long-'.repeat(20)}/${'nom-'.repeat(20)}`)
  await open(context, folder, { ping: async () => 'pong' })
  assert.deepEqual(await askNode(folder, 'ping', {}), { done: 'pong' })
})

test('noise and endless lines are refused, and the node goes on', async (context) => {
  const folder = newFolder(context)
  const { path } = await open(context, folder, { ping: async () => 'pong' })
  for (const [sent, tag] of [
    ['bonjour\n', 'unreadable-request'],
    ['{"command":12}\n', 'unreadable-request'],
    [`{"command":"${'a'.repeat(LONGEST_LINE + 70_000)}`, 'line-too-long'],
  ] as const) {
    const socket = connect(path)
    socket.on('error', () => {})
    socket.end(sent)
    assert.match(await text(socket), new RegExp(`"${tag}"`))
  }
  assert.deepEqual(await askNode(folder, 'ping', {}), { done: 'pong' })
})

test('a node that stops in the middle is said to have stopped', async (context) => {
  const folder = newFolder(context)
  const began = Promise.withResolvers<void>()
  const control = await open(context, folder, { wait: () => (began.resolve(), new Promise(() => {})) })
  const asked = askNode(folder, 'wait', {})
  await began.promise
  await control[Symbol.asyncDispose]()
  assert.deepEqual(await asked, { failed: { tag: 'node-stopped' } })
})
