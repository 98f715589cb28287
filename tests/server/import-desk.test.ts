import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openUploads } from '#server/blobs/uploads.ts'
import { openImportDesk, type ImportDesk } from '#server/imports/import-desk.ts'
import type { ImportReport } from '#server/imports/report.ts'
import { acts } from '#server/node/acts.ts'
import { openNode, type OpenNode } from '#server/node/open-node.ts'
import { createImportFolder, drawFile, garden, SPAM, toExport, type Item } from './import-world.ts'

const [first, second] = garden
const many = Array.from({ length: 60 }, (_, at): Item => ({
  id: at + 1,
  title: `Texte ${at}`,
  html: `<p>${first} ${at === 7 ? SPAM : ''} ${second}</p>`,
}))

/** A desk over a real node and real uploads; `hinder` sees each step of the act, and may end it as a kill would. */
async function world(context: TestContext) {
  const made = await createImportFolder(context)
  const garon = made.places.get('garon')!
  const youri = made.places.get('youri')!
  const uploads = await openUploads({
    folder: join(made.folder, 'uploads'),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    monotonic: () => 0,
  })
  const time = { now: Date.now() }
  const open = (node: OpenNode, hinder?: (facts: unknown) => void): Promise<ImportDesk> =>
    openImportDesk({
      folder: join(made.folder, 'imports'),
      uploads,
      act: (name, input, progress) =>
        acts[name]!(node, input, (facts) => {
          progress?.(facts)
          hinder?.(facts)
        }),
      now: () => time.now,
      log: { failure: () => {} },
    })
  const person = (name: string) => made.actor(name).person
  /** A file of this person's that has arrived. */
  const arrive = async (name: string, bytes: string | Uint8Array, file = 'export.xml') => {
    const source = (async function* () {
      yield typeof bytes === 'string' ? Buffer.from(bytes) : bytes
    })()
    const kept = await uploads.receive(source, { person: person(name), name: file, type: '', limit: 10_000_000 })
    assert.ok(kept.tag === 'kept')
    return kept.upload.id
  }
  const give = async (desk: ImportDesk, name: string, text: string, place = garon) =>
    desk.add(place, person(name), { kind: 'export', upload: await arrive(name, text), path: 'export.xml' })
  const by = (name: string, more = {}) => ({
    person: person(name),
    isSecure: true,
    slug: 'garon',
    isPublishing: false,
    ...more,
  })
  return { ...made, garon, youri, uploads, time, open, person, arrive, give, by }
}

const begun = (answer: ReturnType<ImportDesk['start']>): Promise<void> => {
  assert.ok(answer.tag === 'started', JSON.stringify(answer))
  return answer.over
}
const reportOf = (desk: ImportDesk, place: string): ImportReport => {
  const result = desk.look(place).run?.result
  assert.ok(result && !('tag' in result), JSON.stringify(result))
  return result
}
const titles = async (node: OpenNode) =>
  (await node.sql.selectFrom('portal_drafts').select('title').execute()).map((row) => row['title'])

test('an import from a page: its files, how far it is, its end; pictures that come later are taken in', async (context) => {
  const { node, garon, open, give, by, arrive, person, folder, uploads, actor } = await world(context)
  const seen: { done: number; all: number }[] = []
  await using desk = await open(node, () => void seen.push({ ...desk.look(garon).run!.progress }))
  assert.deepEqual(desk.start(garon, by('Binta')), { tag: 'no-export' })
  const withPicture = many.map((one) => ({
    ...one,
    html: `<p><img src="http://ancien.example/wp-content/uploads/2011/11/puits.png" alt="Le puits"></p>${one.html}`,
  }))
  await give(desk, 'Binta', toExport(withPicture))
  assert.equal(uploads.list(person('Binta')).length, 0)
  assert.equal(desk.look(garon).file?.name, 'export.xml')
  await begun(desk.start(garon, by('Binta')))
  assert.deepEqual([seen[0], seen.at(-1)], [
    { done: 0, all: 60, pictures: 0 },
    { done: 60, all: 60, pictures: 0 },
  ] as unknown)
  const report = reportOf(desk, garon)
  assert.deepEqual(report.imported, { articles: 60, pages: 0, pictures: 0, published: 0 })
  assert.equal(report.missingPictures, 1)
  const [aside] = report.setAside
  const shown = await node.query('portal.passageInPlace', { id: aside?.id }, actor('Awa'))
  assert.equal((shown.value as { title: string }).title, 'Texte 7', 'the report leads to where it is decided')
  const { value } = await node.query('portal.history', { id: await idOf(node) }, actor('Binta'))
  assert.equal((value as { revisions: { author: string }[] }).revisions[0]!.author, 'Binta')

  const drawn = join(folder, 'puits.png')
  await drawFile(drawn, '#336699')
  const send = async (path: string) =>
    desk.add(garon, person('Binta'), {
      kind: 'picture',
      upload: await arrive('Binta', readFileSync(drawn), 'puits.png'),
      path,
    })
  assert.deepEqual(await send('2011/11/virus.exe'), { tag: 'picture-unknown' })
  assert.deepEqual(await send('../../2011/11/puits.png'), { tag: 'added' })
  assert.deepEqual(await send('2011/11/puits.png'), { tag: 'added' })
  assert.equal(desk.look(garon).pictures, 1, 'the same file in the same place is one')
  await begun(desk.start(garon, by('Awa')))
  assert.deepEqual([reportOf(desk, garon).imported.pictures, reportOf(desk, garon).known.updated], [1, 60])
  assert.deepEqual(await desk.forget(garon), { tag: 'forgotten' })
  assert.deepEqual(desk.look(garon), { file: null, pictures: 0, run: null })
  await node.close()
})

const idOf = async (node: OpenNode) =>
  (await node.sql.selectFrom('portal_drafts').select('id').executeTakeFirst())!['id']

test('while one is at work nobody else begins; a refused file and a refused person lose nothing', async (context) => {
  const { node, garon, youri, open, give, by } = await world(context)
  await using desk = await open(node)
  await give(desk, 'Youri', toExport(many.slice(0, 2)), youri)
  await give(desk, 'Binta', toExport(many))
  const over = begun(desk.start(garon, by('Binta')))
  assert.deepEqual(desk.start(youri, by('Youri', { slug: 'youri' })), { tag: 'import-running' })
  assert.deepEqual(desk.start(garon, by('Awa')), { tag: 'import-running' })
  assert.deepEqual(await give(desk, 'Awa', '<html>'), { tag: 'import-running' })
  assert.deepEqual(await desk.forget(garon), { tag: 'import-running' })
  await over
  assert.equal(reportOf(desk, garon).imported.articles, 60)
  await begun(desk.start(youri, by('Youri', { slug: 'youri' })))
  assert.equal(reportOf(desk, youri).imported.articles, 2, 'what it had sent was kept')

  await give(desk, 'Binta', '<html>Une page</html>')
  await begun(desk.start(garon, by('Binta')))
  const { result } = desk.look(garon).run!
  assert.ok(result && 'tag' in result && result.tag === 'refused')
  assert.match(result.sentence, /n’est pas un export de WordPress/)
  assert.equal((await titles(node)).length, 62)

  // The roles of the one who began count, whatever page they came by.
  await begun(desk.start(garon, by('Paul')))
  assert.deepEqual(desk.look(garon).run?.result, { tag: 'not-allowed' })
  await node.close()
})

test('the node ends in the middle: the next start goes on by itself, and the report says what the whole brought', async (context) => {
  const { node, data, garon, open, give, by } = await world(context)
  let isKilled = false
  const killed = await open(node, (facts) => {
    const { done } = facts as { done: number }
    if (done < 20 || isKilled) return
    isKilled = true
    throw new Error('the node ends')
  })
  // What a killed process leaves: files, and a record of a run without its end.
  const record = () => readFileSync(join(data, '..', 'imports', garon, 'job.json'), 'utf8')
  await give(killed, 'Binta', toExport(many))
  const over = begun(killed.start(garon, by('Binta')))
  const atWork = record()
  await over
  assert.ok(isKilled)
  const { saveRecord } = await import('#server/imports/job-record.ts')
  saveRecord(join(data, '..', 'imports', garon), JSON.parse(atWork))
  await node.close()
  const there = 20

  const again = await openNode(data)
  assert.equal((await titles(again)).length, there)
  const desk = await open(again)
  assert.equal(desk.look(garon).run?.ended, null)
  desk.resume()
  assert.deepEqual(desk.start(garon, by('Binta')), { tag: 'import-running' })
  await desk.stop(garon)
  assert.deepEqual(desk.look(garon).run?.result, { tag: 'stopped' }, 'somebody may end it too')
  await begun(desk.start(garon, by('Binta')))
  assert.deepEqual(new Set(await titles(again)).size, 60)

  // Ended in order, it goes on as well, and counts what it brought before.
  saveRecord(join(data, '..', 'imports', garon), JSON.parse(atWork))
  const last = await open(again)
  last.resume()
  const closing = last[Symbol.asyncDispose]()
  await closing
  assert.equal(JSON.parse(record()).run.ended, null)
  const whole = await open(again)
  whole.resume()
  while (whole.look(garon).run?.ended === null) await new Promise((resolve) => setImmediate(resolve))
  const report = reportOf(whole, garon)
  assert.deepEqual([report.imported.articles, report.known.same, report.setAside.length], [60, 0, 1])
  assert.equal((await titles(again)).length, 60)

  // Cut short again and again, it waits for somebody's word.
  saveRecord(join(data, '..', 'imports', garon), {
    ...JSON.parse(atWork),
    run: { ...JSON.parse(atWork).run, cuts: 3 },
  })
  const tired = await open(again)
  tired.resume()
  assert.deepEqual(tired.look(garon).run?.result, { tag: 'stopped' })
  await again.close()
})

test('an export that nobody has touched for a week is dropped', async (context) => {
  const { node, garon, open, give, time } = await world(context)
  await using desk = await open(node)
  await give(desk, 'Binta', toExport(many))
  await desk.sweep()
  assert.ok(desk.look(garon).file)
  time.now += 8 * 86_400_000
  await desk.sweep()
  assert.equal(desk.look(garon).file, null)
  await node.close()
})
