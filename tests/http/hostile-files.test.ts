import assert from 'node:assert/strict'
import { existsSync, globSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { hostileFiles } from '../fixtures/hostile/generate.ts'
import { openMatrix } from '../server/matrix-world.ts'
import { openHouseOf } from './hostile-world.ts'
import { createVisitor } from './visitor.ts'

/** Must-show 10 through the real program: hostile files, and forms sent at the wrong moment. `tests/fixtures/hostile` makes the files. */

/** Pictures of 100 megapixels and more, archives, drawings with script, files of two kinds at once, documents. */
const REFUSED = /megapixels|^zip-|^gzip-|^svg-|^pdf-|^tiff-|exapixels|php/
const SENTENCE = /trop grande|pas une image|n’est pas une|abîmée|SVG|TIFF|PDF|pas pu être lue|trop de travail/

let world: Awaited<ReturnType<typeof openHouseOf>>
let officer: ReturnType<typeof createVisitor>
let fields: Record<string, string>
before(async () => {
  world = await openHouseOf(await openMatrix())
  officer = createVisitor(world.origin, world.cookie)
  fields = await newForm()
})
after(() => world?.program[Symbol.asyncDispose]())

/** What a page for a new article would send. */
async function newForm(): Promise<Record<string, string>> {
  const { html, policy } = await officer.get('/publier/nouveau?type=article')
  const { readPage } = await import('./active-parts.ts')
  const form = officer.formsOf(readPage(html, policy, world.origin), '/publier/nouveau?type=article').find((one) => one.texts.includes('titre')) // prettier-ignore
  assert.ok(form)
  return { ...Object.fromEntries(form.fields), association: world.own.id, geste: 'garder' }
}
const send = (more: Record<string, string>, file?: { bytes: Uint8Array; name: string }) => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...fields, ...more })) form.append(name, value)
  if (file) form.append('photo', new Blob([file.bytes as never]), file.name)
  return officer.post('/publier/nouveau?type=article', form)
}
/** Files that a node keeps or holds back, with their bytes. */
const held = () =>
  ['uploads', 'pictures', 'blobs'].flatMap((folder) => {
    const path = join(world.data, folder)
    if (!existsSync(path)) return []
    return globSync('**/*', { cwd: path })
      .filter((name) => statSync(join(path, name)).isFile())
      .map((name) => `${folder}/${name}`)
  })

describe('files', () => {
  it('hostile ones are refused with a sentence; the text stays, the file doesn’t, and the node answers on', async () => {
    const refused = hostileFiles().filter(({ name }) => REFUSED.test(name))
    assert.ok(refused.length > 12, `${refused.length} files`)
    for (const { name, bytes } of refused) {
      const before = held()
      const text = `Texte avec ${name}`
      const { status, html } = await send({ titre: text, texte: 'Trois heures de travail.' }, { name, bytes })
      assert.ok(status >= 400 && status < 500, `${name}: ${status}`)
      assert.match(html.replaceAll(/[\u00a0\u202f]/g, ' '), SENTENCE, name)
      assert.ok(html.includes(text) && html.includes('Trois heures de travail.'), `${name}: the text is in the page`)
      assert.deepEqual(held(), before, `${name}: nothing is kept`)
    }
    assert.equal((await officer.get('/health')).status, 200)
  })

  it('two gigabytes are refused early, declared or not, in a form or in pieces, and nothing is kept', async () => {
    const before = held()
    const kept = process.memoryUsage.rss()
    for (const isDeclared of [true, false])
      for (const path of ['/publier/nouveau?type=article', '/adherer', '/uploads/']) {
        const { status, body, sent } = await pour(path, isDeclared)
        assert.ok(status >= 400 && status < 500, `${path} ${isDeclared ? 'declared' : 'streamed'}: ${status}`)
        // Undeclared, a form may bring what four pictures weigh before it is known to be too much.
        assert.ok(sent < (isDeclared ? 30_000_000 : 150_000_000), `${path} ${isDeclared}: refused after ${sent} bytes`)
        if (path.startsWith('/publier')) assert.match(body, /trop lourd|trop long|Ce formulaire/, body)
      }
    const announced = await officer.post('/uploads/', '', { 'tus-resumable': '1.0.0', 'upload-length': '2000000000' })
    assert.ok(announced.status >= 400 && announced.status < 500, `tus: ${announced.status}`)
    assert.deepEqual(held(), before)
    const grown = process.memoryUsage.rss() - kept
    assert.ok(grown < 200_000_000, `${grown} bytes more in memory`)
  })

  /** Sends two gigabytes, or as much as is taken before the answer. */
  function pour(path: string, isDeclared: boolean): Promise<{ status: number; body: string; sent: number }> {
    return new Promise((resolve, reject) => {
      const { port } = new URL(world.origin)
      const head = `--x\r\ncontent-disposition: form-data; name="photo"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`
      const sending = request({
        host: '127.0.0.1',
        port,
        path,
        method: 'POST',
        headers: {
          host: `localhost:${port}`,
          accept: 'text/html',
          cookie: world.cookie,
          'content-type': 'multipart/form-data; boundary=x',
          ...(isDeclared ? { 'content-length': 2_000_000_000 } : {}),
        },
      })
      const piece = Buffer.alloc(1_000_000, 1)
      let sent = 0
      let isOver = false
      const more = () => {
        while (!isOver && sent < 2_000_000_000) {
          sent += piece.length
          if (!sending.write(piece)) return
        }
      }
      let answer: { status: number; body: string } | null = null
      sending.on('drain', more)
      sending.on('response', (response) => {
        let body = ''
        isOver = true
        response.on('data', (chunk: Buffer) => (body += chunk.toString()))
        response.on('end', () => {
          answer = { status: response.statusCode ?? 0, body }
          sending.destroy()
          resolve({ ...answer, sent })
        })
        response.on('error', reject)
      })
      sending.on('error', (error) => {
        isOver = true
        if (!answer) reject(error)
      })
      sending.write(head)
      more()
    })
  }
})

describe('forms at the wrong moment', () => {
  it('one sent twice, at once or after its answer, gives one text', async () => {
    fields = await newForm()
    const text = { titre: 'Envoyé deux fois', texte: 'Une fois.' }
    const places = (await Promise.all([send(text), send(text)])).map(({ headers }) => headers.get('location'))
    places.push((await send(text)).headers.get('location'))
    assert.match(places[0] ?? '', /^\/publier\/[\da-f]{24}/)
    assert.deepEqual(places, [places[0], places[0], places[0]])
    const { html } = await officer.get('/publier?q=envoye+deux')
    assert.equal(html.split('Envoyé deux fois').length - 1, html.split(`${places[0]?.split('?')[0]}"`).length - 1)
  })

  it('two people who began from the same text: both are kept and shown', async () => {
    fields = await newForm()
    const path = (await send({ titre: 'À deux', texte: 'Le début.' })).headers.get('location')?.split('?')[0] ?? ''
    const { html } = await officer.get(path)
    const version = /name="version" value="(\d+)"/.exec(html)?.[1] ?? ''
    const write = async (texte: string) => {
      const { jeton, envoi } = await newForm()
      const form = new FormData()
      for (const [name, value] of Object.entries({ jeton: jeton ?? '', envoi: envoi ?? '', version, titre: 'À deux', texte, geste: 'garder' })) form.append(name, value) // prettier-ignore
      return (await officer.post(path, form)).status
    }
    assert.deepEqual([await write('Le texte de l’une.'), await write('Le texte de l’autre.')], [303, 303])
    const shown = (await officer.get(path)).html
    for (const text of ['Le texte de l’une.', 'Le texte de l’autre.']) assert.ok(shown.includes(text), text)
  })

  it('a session that ended in the middle keeps the text in the page', async () => {
    fields = await newForm()
    const { value } = await world.program.node.query('session.actor', { token: world.cookie.slice('seance='.length) }, null) // prettier-ignore
    await world.program.node.command('session.end', {}, value as never)
    const text = 'Trois heures de travail, '.repeat(20)
    const { status, html } = await send({ titre: 'Long récit', texte: text })
    assert.equal(status, 401)
    assert.ok(html.includes(text.trim()) && html.includes('Long récit'))
  })
})
