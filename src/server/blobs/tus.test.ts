import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import { createConnection, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { pattern } from '../../../tests/contracts/blobs.ts'
import { createUploadsHandler } from './tus.ts'
import { UPLOAD_LIMITS, type Uploads } from './upload.ts'
import { openUploads } from './uploads.ts'

let folder: string
let uploads: Uploads
let server: Server
let port: number
let drawn = 0

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tus-'))
  uploads = await openUploads({
    folder: join(folder, 'uploads'),
    random: (length) => Uint8Array.from({ length }, (_, i) => (i === 0 ? drawn++ : 7)),
    monotonic: () => 0,
    limits: { ...UPLOAD_LIMITS, count: 200 },
    freeBytes: async () => 1e12,
  })
  const handle = createUploadsHandler({ uploads, now: () => Date.UTC(2026, 0, 1) })
  server = createServer((request, response) => {
    const person = String(request.headers['x-test-person'] ?? 'awa')
    handle(request, response, { person }).catch((error) => {
      process.exitCode = 1
      console.error(error)
      response.destroy()
    })
  })
  // The client may ask anew on a connection at the very moment the server gives it up.
  server.keepAliveTimeout = 600_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
after(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

type Answer = { status: number; headers: IncomingMessage['headers']; body: string }
type Sent = { method: string; path?: string; headers?: Record<string, string | number>; body?: Uint8Array | string }

const send = async ({ method, path = '/uploads', headers = {}, body }: Sent): Promise<Answer> => {
  const sent = httpRequest({ port, method, path, headers: { 'Tus-Resumable': '1.0.0', ...headers } })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  for await (const part of response) text += part
  return { status: response.statusCode ?? 0, headers: response.headers, body: text }
}

const bytesType = { 'Content-Type': 'application/offset+octet-stream' }
const createUpload = async (length: number, headers: Record<string, string> = {}) => {
  const { status, headers: answered } = await send({ method: 'POST', headers: { 'Upload-Length': length, ...headers } })
  assert.equal(status, 201)
  return answered.location as string
}
const patch = (path: string, offset: number, body: Uint8Array, headers: Record<string, string> = {}) =>
  send({ method: 'PATCH', path, headers: { ...bytesType, 'Upload-Offset': offset, ...headers }, body })
const offsetOf = async (path: string) => Number((await send({ method: 'HEAD', path })).headers['upload-offset'])

describe('tus 1.0.0', () => {
  it('core: creates, sends in two pieces with a HEAD between, and the file is whole', async () => {
    const bytes = pattern(100_000)
    const metadata = `filename ${Buffer.from('été 2005.jpg').toString('base64')},filetype ${Buffer.from('image/jpeg').toString('base64')},nothing`
    const path = await createUpload(bytes.length, { 'Upload-Metadata': metadata })
    assert.match(path, /^\/uploads\/[0-9a-f]{32}$/)
    const first = await patch(path, 0, bytes.subarray(0, 60_000))
    assert.deepEqual([first.status, first.headers['upload-offset'], first.body], [204, '60000', ''])
    assert.equal(first.headers['tus-resumable'], '1.0.0')
    const head = await send({ method: 'HEAD', path })
    assert.deepEqual(
      [head.status, head.headers['upload-offset'], head.headers['upload-length'], head.headers['cache-control']],
      [200, '60000', '100000', 'no-store'],
    )
    assert.equal(head.headers['upload-metadata'], metadata.replace(',nothing', ''))
    assert.equal((await patch(path, 60_000, bytes.subarray(60_000))).status, 204)
    const taken = await uploads.take(path.slice(9), 'awa')
    assert.equal(taken.tag, 'taken')
    if (taken.tag !== 'taken') return
    assert.deepEqual([taken.upload.name, taken.upload.type], ['été 2005.jpg', 'image/jpeg'])
    assert.deepEqual(await readFile(taken.path), Buffer.from(bytes))
  })

  it('core: a wrong offset, type, length or version is refused with its facts and a sentence', async () => {
    const path = await createUpload(100)
    const cases: [Sent, status: number, tag: string][] = [
      [{ method: 'PATCH', path, headers: { ...bytesType, 'Upload-Offset': 5 }, body: 'x' }, 409, 'upload-offset'],
      [{ method: 'PATCH', path, headers: { 'Upload-Offset': 0 }, body: 'x' }, 400, 'upload-header'],
      [{ method: 'PATCH', path, headers: { ...bytesType, 'Upload-Offset': -1 }, body: 'x' }, 400, 'upload-header'],
      [{ method: 'PATCH', path, headers: bytesType, body: 'x' }, 400, 'upload-header'],
      [{ method: 'PATCH', path, headers: { ...bytesType, 'Upload-Offset': 0 }, body: pattern(101) }, 413, 'too-big'],
      [
        { method: 'PATCH', path, headers: { ...bytesType, 'Upload-Offset': 0, 'Tus-Resumable': '0.2.2' }, body: 'x' },
        412,
        'upload-version',
      ],
      [
        { method: 'PATCH', path: `/uploads/${'0'.repeat(32)}`, headers: { ...bytesType, 'Upload-Offset': 0 } },
        404,
        'upload-missing',
      ],
      [
        { method: 'PATCH', path: '/uploads/..%2f..%2fetc', headers: { ...bytesType, 'Upload-Offset': 0 } },
        404,
        'upload-missing',
      ],
      [{ method: 'DELETE', path: `/uploads/${'0'.repeat(32)}` }, 404, 'upload-missing'],
      [{ method: 'GET', path }, 405, 'upload-method'],
      [{ method: 'PUT', path: '/uploads' }, 405, 'upload-method'],
      [{ method: 'POST' }, 400, 'upload-header'],
      [{ method: 'POST', headers: { 'Upload-Length': '1e9' } }, 400, 'upload-header'],
      [{ method: 'POST', headers: { 'Upload-Defer-Length': 1 } }, 400, 'upload-header'],
      [{ method: 'POST', headers: { 'Upload-Length': 5, 'Upload-Metadata': 'filename @@' } }, 400, 'upload-header'],
      [{ method: 'POST', headers: { 'Upload-Length': 2_000_000_001 } }, 413, 'too-big'],
    ]
    for (const [sent, status, tag] of cases) {
      const answer = await send(sent)
      const facts = JSON.parse(answer.body) as { tag: string; sentence: string }
      assert.deepEqual([answer.status, facts.tag], [status, tag], `${sent.method} ${JSON.stringify(sent.headers)}`)
      assert.match(facts.sentence, /^[A-Z].*\.$/)
    }
    assert.equal(await offsetOf(path), 0)
  })

  it('announces itself', async () => {
    const { status, headers } = await send({ method: 'OPTIONS', headers: { 'Tus-Resumable': '' } })
    assert.equal(status, 204)
    assert.equal(headers['tus-version'], '1.0.0')
    assert.equal(headers['tus-max-size'], '2000000000')
    assert.equal(headers['tus-extension'], 'creation,creation-with-upload,expiration,termination')
  })

  it('creation-with-upload: one round trip for a small file', async () => {
    const headers = { ...bytesType, 'Upload-Length': 300 }
    const whole = await send({ method: 'POST', headers, body: pattern(300) })
    assert.deepEqual([whole.status, whole.headers['upload-offset']], [201, '300'])
    const part = await send({ method: 'POST', headers, body: pattern(100) })
    assert.deepEqual([part.status, part.headers['upload-offset']], [201, '100'])
    assert.equal((await patch(part.headers.location as string, 100, pattern(200))).headers['upload-offset'], '300')
    const tooMuch = await send({ method: 'POST', headers, body: pattern(301) })
    assert.equal(tooMuch.status, 413)
    assert.equal((await send({ method: 'POST', headers: { 'Upload-Length': 0 } })).status, 201)
  })

  it('expiration and termination', async () => {
    const path = await createUpload(10)
    const { headers } = await send({ method: 'HEAD', path })
    assert.equal(headers['upload-expires'], 'Sat, 03 Jan 2026 00:00:00 GMT')
    assert.equal((await send({ method: 'DELETE', path })).status, 204)
    assert.equal((await send({ method: 'HEAD', path })).status, 404)
  })

  it('works behind a network that lets only POST through', async () => {
    const path = await createUpload(10)
    const headers = { ...bytesType, 'Upload-Offset': 0, 'X-HTTP-Method-Override': 'PATCH' }
    assert.equal((await send({ method: 'POST', path, headers, body: pattern(10) })).headers['upload-offset'], '10')
  })

  it('another person’s file answers 404 to everything', async () => {
    const path = await createUpload(10)
    const stranger = { 'x-test-person': 'ibrahim' }
    assert.equal((await send({ method: 'HEAD', path, headers: stranger })).status, 404)
    assert.equal((await patch(path, 0, pattern(10), stranger)).status, 404)
    assert.equal((await send({ method: 'DELETE', path, headers: stranger })).status, 404)
    assert.equal(await offsetOf(path), 0)
  })
})

describe('a bad line', () => {
  it('cut in the middle of a piece: what came is kept, and the rest goes on from there', async () => {
    const bytes = pattern(50_000)
    const path = await createUpload(bytes.length)
    const cut = httpRequest({
      port,
      method: 'PATCH',
      path,
      headers: { 'Tus-Resumable': '1.0.0', ...bytesType, 'Upload-Offset': 0, 'Content-Length': bytes.length },
    })
    cut.on('error', () => {})
    cut.write(bytes.subarray(0, 30_000))
    await arrivedInFile(path, 30_000)
    cut.destroy()
    const offset = await offsetOf(path)
    assert.equal(offset, 30_000)
    assert.equal((await patch(path, offset, bytes.subarray(offset))).headers['upload-offset'], '50000')
  })

  it('cut while the file is created: nothing of it is left to count against its person', async () => {
    const held = uploads.list('awa').length
    const headers = { 'Tus-Resumable': '1.0.0', ...bytesType, 'Upload-Length': 5000, 'Content-Length': 5000 }
    const cut = httpRequest({ port, method: 'POST', path: '/uploads', headers })
    cut.on('error', () => {})
    cut.write(pattern(1000))
    while (uploads.list('awa').length === held) await new Promise((resolve) => setImmediate(resolve))
    cut.destroy()
    while (uploads.list('awa').length > held) await new Promise((resolve) => setImmediate(resolve))
  })

  it('half dead (silent, never closed): its sender comes back on another, and isn’t kept waiting', async () => {
    const bytes = pattern(50_000)
    const path = await createUpload(bytes.length)
    const dead = createConnection(port, '127.0.0.1')
    dead.on('error', () => {})
    dead.write(
      `PATCH ${path} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nContent-Type: ${bytesType['Content-Type']}\r\nUpload-Offset: 0\r\nContent-Length: 50000\r\n\r\n`,
    )
    dead.write(bytes.subarray(0, 20_000))
    await arrivedInFile(path, 20_000)
    const closed = once(dead, 'close')
    const offset = await offsetOf(path)
    assert.equal(offset, 20_000)
    await closed
    assert.equal((await patch(path, offset, bytes.subarray(offset))).headers['upload-offset'], '50000')
  })

  it('that sends more than announced, or 2 GB where it may not, is answered without being heard out', async () => {
    const path = await createUpload(10)
    for (const [length, sentBytes] of [
      ['2000000000', 10_000],
      [undefined, 1_000_000],
    ] as const) {
      const sender = httpRequest({
        port,
        method: 'PATCH',
        path,
        headers: {
          'Tus-Resumable': '1.0.0',
          ...bytesType,
          'Upload-Offset': 0,
          ...(length === undefined ? {} : { 'Content-Length': length }),
        },
      })
      sender.on('error', () => {})
      sender.write(pattern(sentBytes))
      const [response] = (await once(sender, 'response')) as [IncomingMessage]
      assert.equal(response.statusCode, 413)
      response.resume()
      await once(sender, 'close')
    }
    assert.equal(await offsetOf(path), 0)
  })
})

describe('kill -9 in the middle of a piece', () => {
  it('loses nothing that was acknowledged, five times over, and the file is whole at the end', async () => {
    const home = join(folder, 'killed')
    const bytes = pattern(400_000)
    let path: string | undefined
    let acknowledged = 0
    for (let round = 0; round < 5; round++) {
      const child = fork(fileURLToPath(new URL('../../../tests/server/uploads-process.ts', import.meta.url)), [home])
      const [childPort] = (await once(child, 'message')) as [number]
      const ask = (method: string, at: string, headers: Record<string, string | number>, body?: Uint8Array) =>
        fetch(`http://127.0.0.1:${childPort}${at}`, {
          method,
          headers: { 'Tus-Resumable': '1.0.0', ...headers } as Record<string, string>,
          ...(body === undefined ? {} : { body: body as BodyInit }),
        })
      path ??= (await ask('POST', '/uploads', { 'Upload-Length': bytes.length })).headers.get('location') as string
      const offset = Number((await ask('HEAD', path, {})).headers.get('upload-offset'))
      assert.ok(offset >= acknowledged, `${offset} after ${acknowledged} was acknowledged`)
      const step = bytes.subarray(offset, offset + 40_000)
      const answer = await ask('PATCH', path, { ...bytesType, 'Upload-Offset': offset }, step)
      acknowledged = Number(answer.headers.get('upload-offset'))
      assert.equal(acknowledged, offset + 40_000)
      const cut = httpRequest({
        port: childPort,
        method: 'PATCH',
        path,
        headers: { 'Tus-Resumable': '1.0.0', ...bytesType, 'Upload-Offset': acknowledged },
      })
      cut.on('error', () => {})
      cut.write(bytes.subarray(acknowledged, acknowledged + 20_000 + round))
      await new Promise((resolve) => setImmediate(resolve))
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }
    const again = await openUploads({ folder: home, random: () => new Uint8Array(16), monotonic: () => 0 })
    const id = (path as string).slice(9)
    const { offset } = (await again.find(id, 'awa')) ?? { offset: -1 }
    assert.ok(offset >= acknowledged && acknowledged >= 200_000)
    const rest = (async function* () {
      yield bytes.subarray(offset)
    })()
    assert.equal((await again.append(id, 'awa', offset, rest, () => {})).tag, 'appended')
    const taken = await again.take(id, 'awa')
    if (taken.tag === 'taken') assert.deepEqual(await readFile(taken.path), Buffer.from(bytes))
    else assert.fail(taken.tag)
  })
})

/** Resolves when so many bytes of an upload are in its file. */
const arrivedInFile = async (path: string, length: number): Promise<void> => {
  const file = join(folder, 'uploads', `${path.slice(9)}.bytes`)
  while ((await readFile(file)).length < length) await new Promise((resolve) => setImmediate(resolve))
}
