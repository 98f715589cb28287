import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { pattern } from '../../../tests/contracts/blobs.ts'
import { nameFiles } from '../../../tests/fixtures/hostile/names.ts'
import { endEarly } from '#server/http/early-answer.ts'
import { FORM_LIMITS, readMultipart, type FormLimits } from './multipart.ts'
import { UPLOAD_LIMITS, type Uploads } from './upload.ts'
import { openUploads } from './uploads.ts'

type Answer = Awaited<ReturnType<typeof readMultipart>>

let folder: string
let uploads: Uploads
let server: Server
let port: number
let drawn = 0
let limits: FormLimits = FORM_LIMITS
/** What the server made of the last form. */
let answered: (answer: Answer) => void = () => {}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forms-'))
  uploads = await openUploads({
    folder,
    random: (length) =>
      Uint8Array.from({ length }, (_, i) => (i < 2 ? (drawn >> (8 * i)) & 255 : i === 2 ? drawn++ : 7)),
    monotonic: () => 0,
    limits: { ...UPLOAD_LIMITS, count: 20 },
    freeBytes: async () => 1e12,
  })
  server = createServer((request, response) => {
    readMultipart(request, { uploads, person: 'awa', limits }).then(
      (answer) => {
        answered(answer)
        response.writeHead(answer.tag === 'form' ? 200 : 400)
        endEarly(request, response, answer.tag)
      },
      (error) => {
        process.exitCode = 1
        console.error(error)
        response.destroy()
      },
    )
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

const nextAnswer = () => new Promise<Answer>((resolve) => (answered = resolve))

/** Sends a form as a browser does, or any body. */
const send = async (body: FormData | Uint8Array, type?: string): Promise<Answer> => {
  const answer = nextAnswer()
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
  const [response] = await Promise.all([
    fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: body as BodyInit, headers }),
    answer,
  ])
  await response.text()
  return answer
}

const formOf = (entries: [string, string | File][]) => {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}

const file = (bytes: Uint8Array, name: string, type = 'image/jpeg') => new File([bytes as BlobPart], name, { type })

const big = (length: number) => file(pattern(length), 'a.jpg')

/** Everything of a person’s is taken away, and checked on the way. */
const takeAll = async (): Promise<Buffer[]> => {
  const all: Buffer[] = []
  for (const { id } of uploads.list('awa')) {
    const taken = await uploads.take(id, 'awa')
    if (taken.tag !== 'taken') throw new Error(taken.tag)
    all.push(await readFile(taken.path))
    await taken.done()
  }
  assert.deepEqual(await readdir(folder), [])
  return all
}

describe('a form without script', () => {
  it('gives its fields in order, several of a name too, and its files as uploads of the person', async () => {
    const form = await send(
      formOf([
        ['title', 'L’été à Koupéla — ɛɔŋ'],
        ['picture', file(pattern(70_000), 'été 2005.jpg')],
        ['tag', 'a'],
        ['tag', ''],
        ['body', 'ligne 1\r\nligne 2\r\n--\r\n'],
        ['document', file(pattern(10), 'b.bin', '')],
      ]),
    )
    assert.equal(form.tag, 'form')
    if (form.tag !== 'form') return
    assert.deepEqual(form.fields, [
      ['title', 'L’été à Koupéla — ɛɔŋ'],
      ['tag', 'a'],
      ['tag', ''],
      ['body', 'ligne 1\r\nligne 2\r\n--\r\n'],
    ])
    assert.deepEqual(
      form.files.map(({ field, name, result }) => [
        field,
        name,
        result.tag === 'kept' && [result.upload.type, result.upload.length],
      ]),
      [
        ['picture', 'été 2005.jpg', ['image/jpeg', 70_000]],
        ['document', 'b.bin', ['application/octet-stream', 10]],
      ],
    )
    assert.deepEqual(await takeAll(), [Buffer.from(pattern(70_000)), Buffer.from(pattern(10))])
  })

  it('has no file where none was chosen', async () => {
    const form = await send(
      formOf([
        ['picture', file(new Uint8Array(0), '', 'application/octet-stream')],
        ['title', 'x'],
      ]),
    )
    assert.deepEqual(form, { tag: 'form', fields: [['title', 'x']], files: [] })
    assert.deepEqual(await takeAll(), [])
  })

  it('keeps its text and its other files when one file is too big', async () => {
    limits = { ...FORM_LIMITS, file: 50_000 }
    const form = await send(
      formOf([
        ['before', '1'],
        ['picture', file(pattern(200_000), 'big.jpg')],
        ['between', '2'],
        ['picture', file(pattern(50_000), 'small.jpg')],
        ['after', '3'],
      ]),
    )
    limits = FORM_LIMITS
    assert.equal(form.tag, 'form')
    if (form.tag !== 'form') return
    assert.deepEqual(form.fields, [
      ['before', '1'],
      ['between', '2'],
      ['after', '3'],
    ])
    assert.deepEqual(form.files[0], {
      field: 'picture',
      name: 'big.jpg',
      result: { tag: 'too-big', size: 50_000, limit: 50_000 },
    })
    assert.equal(form.files[1]?.result.tag, 'kept')
    assert.deepEqual(await takeAll(), [Buffer.from(pattern(50_000))])
  })

  it('keeps its text when there is no room for its file', async () => {
    for (let i = 0; i < 20; i++) await uploads.create({ person: 'awa', name: 'x', type: 'x/y', length: 0 })
    const form = await send(
      formOf([
        ['picture', file(pattern(200_000), 'a.jpg')],
        ['title', 'x'],
      ]),
    )
    assert.deepEqual(form, {
      tag: 'form',
      fields: [['title', 'x']],
      files: [{ field: 'picture', name: 'a.jpg', result: { tag: 'uploads-full', held: 0, count: 20 } }],
    })
    await takeAll()
  })

  it('is refused with its facts, and leaves nothing, when it is too much', async () => {
    const cases: [Partial<FormLimits>, [string, string | File][], Partial<Answer>][] = [
      [
        { fields: 2 },
        [
          ['f', big(9)],
          ['a', '1'],
          ['b', '2'],
          ['c', '3'],
        ],
        { tag: 'form-too-many', what: 'fields', limit: 2 },
      ],
      [
        { files: 1 },
        [
          ['f', big(9)],
          ['g', big(9)],
        ],
        { tag: 'form-too-many', what: 'files', limit: 1 },
      ],
      [
        { field: 10 },
        [
          ['f', big(9)],
          ['long', 'x'.repeat(11)],
        ],
        { tag: 'form-field-too-big', field: 'long', limit: 10 },
      ],
      [
        { bytes: 1000 },
        [
          ['f', big(900)],
          ['a', 'x'.repeat(300)],
        ],
        { tag: 'too-big', limit: 1000 },
      ],
    ]
    for (const [changed, entries, expected] of cases) {
      limits = { ...FORM_LIMITS, ...changed }
      const answer = await send(formOf(entries))
      limits = FORM_LIMITS
      assert.deepEqual({ ...answer, ...expected }, answer)
      assert.deepEqual(await takeAll(), [])
    }
  })

  it('of 2 GB is refused by its announced length, before it is read', async () => {
    const answer = nextAnswer()
    const sender = httpRequest({
      port,
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 2_000_000_000 },
    })
    sender.on('error', () => {})
    sender.write('--x\r\n')
    assert.deepEqual(await answer, { tag: 'too-big', size: 2_000_000_000, limit: FORM_LIMITS.bytes })
    const [response] = (await once(sender, 'response')) as [IncomingMessage]
    response.resume()
    assert.equal(response.statusCode, 400)
    await once(sender, 'close')
  })

  it('without an announced length is cut off at the limit while it streams, and holds no file in memory', async () => {
    limits = { ...FORM_LIMITS, bytes: 120_000_000, file: 200_000_000 }
    const atFirst = process.memoryUsage().arrayBuffers
    let most = 0
    const answer = nextAnswer()
    const sender = httpRequest({ port, method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } })
    sender.on('error', () => {})
    sender.write('--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n')
    const piece = pattern(1_000_000)
    let sent = 0
    for (let isOver = false; !isOver; isOver = await isSettled(answer)) {
      sent += piece.length
      most = Math.max(most, process.memoryUsage().arrayBuffers - atFirst)
      if (!sender.write(piece)) await Promise.race([once(sender, 'drain'), answer])
    }
    limits = FORM_LIMITS
    const refused = await answer
    assert.equal(refused.tag, 'too-big')
    if (refused.tag === 'too-big') assert.ok(refused.size > 120_000_000 && refused.size < 121_000_000)
    assert.ok(sent < 140_000_000, `${sent} sent`)
    assert.ok(most < 60_000_000, `${most} bytes held`)
    sender.destroy()
    assert.deepEqual(await takeAll(), [])
  })

  it('cut by the line leaves nothing', async () => {
    const answer = nextAnswer()
    const sender = httpRequest({
      port,
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 5000 },
    })
    sender.on('error', () => {})
    sender.write('--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nhalf of it', () =>
      sender.destroy(),
    )
    assert.equal((await answer).tag, 'cut-short')
    assert.deepEqual(await takeAll(), [])
  })

  it('that isn’t one, or ends too early, is said to be so', async () => {
    assert.deepEqual(await send(Buffer.from('a=b'), 'application/x-www-form-urlencoded'), {
      tag: 'form-type',
      type: 'application/x-www-form-urlencoded',
    })
    assert.equal((await send(Buffer.from('x'), 'multipart/form-data')).tag, 'form-type')
    assert.equal((await send(Buffer.from('x'), 'multipart/form-data; charset=utf-8')).tag, 'form-type')
    assert.equal(
      (await send(Buffer.from('no boundary in here'), 'multipart/form-data; boundary=x')).tag,
      'form-damaged',
    )
    const open = Buffer.from('--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nnever closed')
    assert.equal((await send(open, 'multipart/form-data; boundary=x')).tag, 'form-damaged')
    assert.deepEqual(await takeAll(), [])
  })

  it('with hostile file names brings none that is a path', async () => {
    const hostile = nameFiles().find(({ name }) => name === 'names.multipart')
    assert.ok(hostile)
    const boundary = /^--([^\r\n]+)/.exec(Buffer.from(hostile.bytes).toString('latin1'))?.[1]
    limits = { ...FORM_LIMITS, files: 100 }
    const form = await send(hostile.bytes, `multipart/form-data; boundary=${boundary}`)
    limits = FORM_LIMITS
    assert.equal(form.tag, 'form')
    if (form.tag === 'form') {
      assert.ok(form.files.length >= 30, `${form.files.length} files`)
      for (const { name } of form.files) assert.doesNotMatch(name, /[/\\\p{Cc}\p{Cf}]|^\./u)
    }
    await takeAll()
  })

  it('of any damaged bytes gets an answer and leaves nothing that isn’t said', async () => {
    const sound = Buffer.from(
      await new Response(
        formOf([
          ['a', 'b'],
          ['f', file(pattern(300), 'f.jpg')],
          ['c', 'd'],
        ]),
      ).bytes(),
    )
    const boundary = /^--([^\r\n]+)/.exec(sound.toString('latin1'))?.[1]
    const changes = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(changes, fc.nat(sound.length), async (changed, cut) => {
        const bytes = Uint8Array.from(sound.subarray(0, cut < sound.length / 2 ? sound.length : cut))
        for (const [at, value] of changed) if (at < bytes.length) bytes[at] = value
        const answer = await send(bytes, `multipart/form-data; boundary=${boundary}`)
        assert.match(answer.tag, /^form(-damaged)?$/)
        const said = answer.tag === 'form' ? answer.files.filter(({ result }) => result.tag === 'kept').length : 0
        assert.equal((await takeAll()).length, said)
      }),
      { numRuns: 150 },
    )
  })
})

const isSettled = (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))])
