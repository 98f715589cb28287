import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createFakeKit } from './fake-kit.ts'
import { openHouse } from './house.ts'
import { ask, openSocket, sendRaw } from './raw-client.ts'

test('no exception of a page ends the process or the connection of others', async (context) => {
  const kit = createFakeKit({
    '/throws': () => {
      throw new Error('a bug')
    },
    '/throws-late': (_, response) => {
      response.writeHead(200).write('begun')
      throw new Error('a bug')
    },
    '/bad-header': (_, response) => response.writeHead(302, { location: '/a\r\nSet-Cookie: x=1' }).end(),
    '/bad-status': (_, response) => response.writeHead(9_999).end(),
  })
  const { port, house, lines } = await openHouse(context, { kit })
  for (const path of ['/throws', '/bad-header', '/bad-status']) {
    for (const method of ['GET', 'POST']) {
      const answer = await ask(port, path, { method, headers: { accept: 'text/html' } })
      assert.equal(answer.status, 500, path)
      assert.match(answer.body.toString(), /Une erreur chez nous/)
      assert.equal(answer.headers['set-cookie'] ?? answer.headers.location, undefined)
      const id = /Numéro\s: ([\w-]+)/.exec(answer.body.toString())?.[1] ?? 'absent'
      assert.ok(
        lines.some((line) => line.includes(`"id":"${id}"`) && line.includes('"stack"')),
        'the number leads to the log',
      )
    }
  }
  await assert.rejects(ask(port, '/throws-late', { method: 'POST' }))
  assert.equal((await ask(port, '/health')).status, 200)
  assert.equal(house.counts().failures, 7)
})

test('what nobody caught is written down and the process goes on', async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('uncaught.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const written = text(child.stdout)
  const [status] = (await once(child, 'close')) as [number]
  const lines = await written
  assert.equal(status, 7, 'it ended by itself, where it meant to')
  assert.match(lines, /uncaught-exception.*TypeError/)
  assert.match(lines, /unhandled-rejection.*RangeError/)
})

const malformed: readonly (readonly [title: string, request: string, status: RegExp])[] = [
  ['no HTTP at all', 'bonjour\r\n\r\n', /^HTTP\/1\.1 400/],
  ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 400/],
  ['a host that is none', 'GET /x HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 400/],
  [
    'an address of another site',
    'GET http://ailleurs/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 400/,
  ],
  [
    'a path that begins with two slashes',
    'GET //ailleurs/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 400/,
  ],
  ['a method that we do not know', 'TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 405/],
  [
    'an endless address',
    `GET /${'a'.repeat(3_000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    /^HTTP\/1\.1 414/,
  ],
  ['endless headers', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431/],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', /^HTTP\/1\.1 400/],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    /^HTTP\/1\.1 400/,
  ],
]
for (const [title, request, status] of malformed) {
  test(`hostile request: ${title}`, async (context) => {
    const { port } = await openHouse(context)
    assert.match(await sendRaw(port, request), status)
    assert.equal((await ask(port, '/health')).status, 200)
  })
}

test('a form beyond the limit is refused before it is read', async (context) => {
  const { port } = await openHouse(context)
  const head = 'POST /atelier HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\nContent-Length: 2000000000\r\n\r\n'
  const answer = await sendRaw(port, head)
  assert.match(answer, /^HTTP\/1\.1 413 /)
  assert.match(answer, /connection: close/i)
})

test('ten peers that trickle leave the others untouched, and are let go', async (context) => {
  const peerLimits = { head: 400, request: 800, look: 50 }
  const { port } = await openHouse(context, { peerLimits })
  const slow = Array.from({ length: 10 }, (_, number) => {
    const socket = openSocket(port)
    socket.on('error', () => {})
    socket.resume()
    socket.write(
      number % 2
        ? 'GET /p/un HTTP/1.1\r\nHost: a\r\nX-'
        : 'POST /atelier HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n',
    )
    const timer = setInterval(() => socket.write('a'), 20)
    return {
      socket,
      closed: new Promise<void>((resolve) => socket.on('close', () => (clearInterval(timer), resolve()))),
    }
  })
  for (let number = 0; number < 50; number++) assert.equal((await ask(port, '/p/un')).status, 200)
  await Promise.all(slow.map(({ closed }) => closed))
})

test('beyond the limit of connections the next one is refused, and admitted again when one ends', async (context) => {
  const { port } = await openHouse(context, { peerLimits: { connections: 3 } })
  const held = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const socket = openSocket(port)
      await once(socket, 'connect')
      return socket
    }),
  )
  await assert.rejects(ask(port, '/health'))
  const [first] = held
  first?.destroy()
  let status = 0
  while (status !== 200) status = await ask(port, '/health').then((answer) => answer.status, () => 0) // prettier-ignore
  for (const socket of held) socket.destroy()
})

test('a reader who hangs up does not stop the page for the others', async (context) => {
  const gate = Promise.withResolvers<void>()
  const began = Promise.withResolvers<void>()
  const { port, node } = await openHouse(context)
  const { query } = node
  node.query = async (name, input, actor) => {
    began.resolve()
    await gate.promise
    return query(name, input, actor)
  }
  const leaving = openSocket(port)
  leaving.write('GET /p/un HTTP/1.1\r\nHost: a\r\n\r\n')
  await began.promise
  const staying = ask(port, '/p/un')
  leaving.destroy()
  gate.resolve()
  assert.equal((await staying).status, 200)
})
