import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openNode, type OpenNode } from '#server/node/open-node.ts'
import { importWordpress } from '#server/imports/import-wordpress.ts'
import type { ImportReport } from '#server/imports/report.ts'
import { verifyNode } from '#server/verify/verify-node.ts'
import { attachment, createImportFolder, drawFile, garden, SPAM, toExport, type Item } from './import-world.ts'

const bin = fileURLToPath(new URL('../../bin/trait-dunion.ts', import.meta.url))
const [first, second, third] = garden

const items: readonly Item[] = [
  attachment(90, '2011/11/puits.png'),
  {
    id: 1,
    title: 'Le jardin &amp; l’école',
    picture: 90,
    html: `<p><img src="http://ancien.example/wp-content/uploads/2011/11/arrosoir-300x200.png" alt="Un arrosoir"> ${first} <span style="display:none">Mots cachés du jardin.</span> ${second}</p><p>${third} ${SPAM} Merci à tous.</p>`,
  },
  { id: 2, title: 'Qui sommes-nous', type: 'page', html: `<p>${second}</p>` },
  { id: 3, title: 'Pas fini', status: 'draft', html: `<p>${third}</p>` },
  { id: 4, title: 'Menu', type: 'nav_menu_item', html: '' },
]

const operationsOf = async (node: OpenNode) =>
  Number(
    (await node.sql
      .selectFrom('operations')
      .select((one) => one.fn.countAll().as('count'))
      .executeTakeFirst())!['count'],
  )
const draftsOf = (node: OpenNode) =>
  node.sql
    .selectFrom('portal_drafts')
    .select(['id', 'title', 'target', 'public_copy', 'source'])
    .orderBy('source')
    .execute()
const authorsOf = async (node: OpenNode, actor: unknown) => {
  const names: (string | null)[] = []
  for (const { id } of await draftsOf(node)) {
    const { value } = await node.query('portal.history', { id }, actor as never)
    names.push((value as { revisions: { author: string | null }[] }).revisions[0]!.author)
  }
  return names
}
const bodyOf = async (node: OpenNode, title: string, actor: unknown) => {
  const row = (await draftsOf(node)).find((one) => one['title'] === title)!
  const { value } = await node.query('portal.draftToEdit', { id: row['id'] }, actor as never)
  return (value as { text: Record<string, any> }).text
}

async function world(context: Parameters<typeof createImportFolder>[0], listed = items) {
  const made = await createImportFolder(context)
  const file = join(made.folder, 'export.xml')
  const media = join(made.folder, 'uploads')
  writeFileSync(file, toExport(listed))
  await drawFile(join(media, '2011/11/puits.png'), '#336699')
  await drawFile(join(media, '2011/11/arrosoir.png'), '#996633')
  const run = (more: Partial<Parameters<typeof importWordpress>[1]> = {}) =>
    importWordpress(
      made.node,
      { file, media, association: 'garon', isPublishing: false, actor: null, ...more },
      () => {},
    )
  return { ...made, file, media, run }
}
const report = (value: Awaited<ReturnType<typeof importWordpress>>): ImportReport => {
  assert.ok(!('tag' in value), JSON.stringify(value))
  return value
}

test('an old site comes in: texts unpublished, pictures from the folder, foreign passages aside; again, nothing changes', async (context) => {
  const { node, run, actor } = await world(context)
  const found = report(await run())
  assert.deepEqual(found.imported, { articles: 2, pages: 1, pictures: 2, published: 0 })
  assert.deepEqual(found.skipped, [
    { what: 'nav_menu_item', title: 'Menu', sentence: 'Les menus se refont ici d’eux-mêmes.' },
  ])
  assert.deepEqual(
    found.setAside.map(({ title, excerpt, reasons }) => [title, excerpt, reasons[0]]),
    [
      ['Le jardin & l’école', 'Mots cachés du jardin.', 'hidden'],
      ['Le jardin & l’école', SPAM, 'drug-name'],
    ],
  )
  assert.deepEqual([found.leftOut, found.missingPictures, found.warnings], [{ accounts: 1, comments: 0 }, 0, []])
  const kept = await bodyOf(node, 'Le jardin & l’école', actor('Binta'))
  assert.match(
    kept['body'],
    /^!\[Un arrosoir\]\(picture:[0-9a-f]{24}\) Les élèves.*légumes\. Les parents.*école\.\n\n.*récoltes\. Merci à tous\.$/s,
  )
  assert.doesNotMatch(kept['body'], /cachés|Viagra/)
  assert.deepEqual(
    [kept['pictureText'], kept['byline'], kept['date']],
    ['Le puits', 'Moussa T.', Date.UTC(2011, 10, 25, 9, 30) / 1000],
  )
  assert.ok(!JSON.stringify(await draftsOf(node)).includes('@'))
  assert.deepEqual(
    (await draftsOf(node)).map((row) => [row['source'], row['public_copy']]),
    ['1', '2', '3'].map((id) => [`http://ancien.example/?p=${id}`, null]),
  )

  // Nobody is signed in at the shell: it is said so, and by no one's name.
  assert.deepEqual(await authorsOf(node, actor('Awa')), ['À la machine', 'À la machine', 'À la machine'])

  const before = await operationsOf(node)
  const again = report(await run())
  assert.deepEqual(again.imported, { articles: 0, pages: 0, pictures: 0, published: 0 })
  assert.deepEqual(again.known, { updated: 0, same: 3, edited: 0 })
  assert.deepEqual(again.setAside, [])
  assert.equal(await operationsOf(node), before)
  assert.deepEqual(await verifyNode(node), [])
  await node.close()
})

test('with --publish, what the old site showed is online, once; what it hid is not', async (context) => {
  const { node, run } = await world(context)
  assert.deepEqual(report(await run({ isPublishing: true })).imported, {
    articles: 2,
    pages: 1,
    pictures: 2,
    published: 2,
  })
  const online = async () =>
    node.sql.selectFrom('portal_items').select(['title', 'body']).where('is_alive', '=', 1).orderBy('title').execute()
  assert.deepEqual(
    (await online()).map((row) => row['title']),
    ['Le jardin & l’école', 'Qui sommes-nous'],
  )
  assert.doesNotMatch(JSON.stringify(await online()), /cachés|Viagra/)
  const before = await operationsOf(node)
  assert.deepEqual(report(await run({ isPublishing: true })).known, { updated: 0, same: 3, edited: 0 })
  assert.equal(await operationsOf(node), before)
  await node.close()
})

test('a later export and pictures found later are taken in; what somebody has written in is left alone', async (context) => {
  const { node, run, file, actor, places } = await world(context)
  const poor = report(await run({ media: null }))
  assert.deepEqual([poor.imported.pictures, poor.missingPictures], [0, 2])
  assert.match((await bodyOf(node, 'Le jardin & l’école', actor('Binta')))['body'], /^Les élèves/)
  const page = (await draftsOf(node)).find((row) => row['target'] === 'page')!
  const text = { body: 'Écrit ici.' }
  await node.command(
    'portal.keep',
    { id: page['id'], association: places.get('garon'), target: 'page', text },
    actor('Paul'),
  )
  writeFileSync(
    file,
    toExport(items.map((one) => ({ ...one, html: one.html.replace('semé des haricots', 'semé du mil') }))),
  )
  const later = report(await run())
  assert.deepEqual([later.imported.pictures, later.known], [2, { updated: 1, same: 1, edited: 1 }])
  assert.match((await bodyOf(node, 'Le jardin & l’école', actor('Binta')))['body'], /^!\[Un arrosoir\].*semé du mil/)
  assert.equal((await bodyOf(node, 'Qui sommes-nous', actor('Binta')))['body'], 'Écrit ici.')
  assert.equal(report(await run({ media: null })).known.updated, 1, 'without its pictures it is another text')
  await node.close()
})

test('a file that is refused at its end has left nothing; a cut one gives what is whole and says so', async (context) => {
  const { node, run, file } = await world(context)
  const before = await operationsOf(node)
  const many = Array.from({ length: 60 }, (_, at): Item => ({
    id: at + 1,
    title: `Texte ${at}`,
    html: `<p>${first}</p>`,
  }))
  writeFileSync(file, toExport(many, '<a>'.repeat(100)))
  const refused = await run()
  assert.ok('tag' in refused && refused.tag === 'refused')
  assert.match(refused.sentence, /rien n’est repris/)
  assert.equal(await operationsOf(node), before)
  writeFileSync(file, toExport(many, '<item><title>Coupé</title><content:enc'))
  const cut = report(await run())
  assert.equal(cut.imported.articles, 60)
  assert.match(cut.warnings.join(), /coupé avant sa fin/)
  await node.close()
})

test('R18 only who edits the association imports into it; where a second reader is asked for, nothing is put online at once', async (context) => {
  const { node, run, actor } = await world(context)
  const tagOf = async (name: string) => {
    const done = await run({ actor: actor(name), isPublishing: true })
    return 'tag' in done ? done.tag : 'done'
  }
  for (const name of ['Paul', 'Rose', 'Youri', 'Camille']) assert.equal(await tagOf(name), 'not-allowed', name)
  assert.equal(await operationsOf(node).then(() => tagOf('Binta')), 'done')
  assert.deepEqual(new Set(await authorsOf(node, actor('Awa'))), new Set(['Binta']))
  assert.deepEqual(await run({ association: 'absente' }), { tag: 'no-association', association: 'absente' })
  assert.deepEqual(await run({ file: '/absent.xml' }), { tag: 'no-file', path: '/absent.xml' })
  await node.close()
})

test('killed in the middle, the command goes on where it was: every text once, nothing broken', async (context) => {
  const many = Array.from({ length: 140 }, (_, at): Item => ({
    id: at + 1,
    title: `Texte ${at}`,
    html: `<p>${garden[at % 3]} ${at % 9 === 0 ? SPAM : ''}</p><p>${second}</p>`,
  }))
  const { node, data, file } = await world(context, many)
  await node.close()
  const words = ['import', 'wordpress', file, '--data', data, '--association', 'garon']
  const killed = spawn(process.execPath, [bin, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  const errors = text(killed.stderr)
  for await (const line of createInterface(killed.stdout)) {
    assert.match(line, /^1\d\d textes sur 140…$/, line)
    break
  }
  killed.kill('SIGKILL')
  await once(killed, 'close')
  assert.equal(await errors, '')
  const halfway = await openNode(data)
  const there = (await draftsOf(halfway)).length
  await halfway.close()
  assert.ok(there >= 100 && there < 140, String(there))

  const resumed = spawn(process.execPath, [bin, ...words, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [said, [status]] = await Promise.all([text(resumed.stdout), once(resumed, 'close') as Promise<[number]>])
  assert.equal(status, 0)
  const done = JSON.parse(said) as ImportReport
  assert.deepEqual([done.imported.articles, done.known.same], [140 - there, there])
  const whole = await openNode(data)
  const drafts = await draftsOf(whole)
  assert.deepEqual([drafts.length, new Set(drafts.map((row) => row['source'])).size], [140, 140])
  const passages = await whole.sql.selectFrom('portal_passages').select('draft').execute()
  assert.deepEqual([passages.length, new Set(passages.map((row) => row['draft'])).size], [16, 16])
  assert.deepEqual(await verifyNode(whole), [])
  await whole.close()
})

test('beside a running node, the command passes through its socket, and its failures are said in words', async (context) => {
  const { node, data, file } = await world(context)
  await node.close()
  const start = (...words: string[]) => {
    const child = spawn(process.execPath, [bin, ...words, '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] })
    context.after(() => child.kill('SIGKILL'))
    return child
  }
  const serving = start('serve', '--port', '0', '--json')
  let isServing = false
  for await (const line of createInterface(serving.stdout)) {
    isServing = line.includes('address')
    break
  }
  assert.ok(isServing, 'it serves')
  const ask = async (...words: string[]) => {
    const child = start('import', 'wordpress', ...words)
    const [out, err, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number]>,
    ])
    return { out, err, status }
  }
  const done = await ask(file, '--association', 'garon', '--json')
  assert.deepEqual(JSON.parse(done.out).imported, { articles: 2, pages: 1, pictures: 0, published: 0 })
  writeFileSync(file, '<html>')
  const refused = await ask(file, '--association', 'garon')
  assert.equal(refused.status, 1)
  assert.match(refused.err, /^Ce fichier n’est pas un export de WordPress/)
  serving.kill('SIGTERM')
  await once(serving, 'close')
})
