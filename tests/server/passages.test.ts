import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { importWordpress } from '#server/imports/import-wordpress.ts'
import { createImportFolder, garden, SPAM, toExport } from './import-world.ts'

const [first, second] = garden
const EVERYBODY = ['Awa', 'Binta', 'Paul', 'Rose', 'Youri', 'Camille', 'Dina'] as const

async function world(context: TestContext, ownHosts?: readonly string[]) {
  const made = await createImportFolder(context, ownHosts)
  const { node, actor, places } = made
  const run = async (name: string, input: unknown, who: string) =>
    (await node.command(name, input, actor(who))).value as Record<string, any>
  const ask = async (name: string, input: unknown, who: string) =>
    (await node.query(name, input, actor(who))).value as Record<string, any>
  const write = async (body: string, who: string, id: string | null = null): Promise<string> => {
    const kept = await run(
      'portal.keep',
      { id, association: places.get('garon'), target: 'article', text: { title: 'Le jardin', body } },
      who,
    )
    assert.ok(!kept['tag'], JSON.stringify(kept))
    return kept['id']
  }
  const online = async () =>
    (await node.sql.selectFrom('portal_items').select('body').executeTakeFirst())?.['body'] as string
  /** Who finds a notice on their first page. */
  const told = async () => {
    const names: string[] = []
    for (const name of EVERYBODY) {
      const { aside, inText } = await ask('portal.checks', {}, name)
      if (aside.length + inText.length > 0) names.push(name)
    }
    return names
  }
  const waiting = async () => (await ask('portal.passages', {}, 'Awa'))['waiting'] as { id: string; isAside: boolean }[]
  return { ...made, run, ask, write, online, told, waiting }
}

test('what looks foreign in a published text is published, and told to one of the association and one of the federation', async (context) => {
  const { node, run, ask, write, online, told, waiting } = await world(context)
  const id = await write(`${first} ${SPAM} ${second}`, 'Paul')
  const done = await run('portal.publish', { id }, 'Binta')
  assert.match(done['path'], /^\/nouvelles\//)
  assert.match(await online(), /Viagra/)
  assert.deepEqual(await told(), ['Awa', 'Camille'])
  await run('portal.publish', { id }, 'Binta')
  const [one, ...others] = await waiting()
  assert.ok(one && !one.isAside)
  assert.equal(others.length, 0, 'once')

  const shown = await ask('portal.passageInPlace', { id: one.id }, 'Camille')
  assert.match(shown['bodyHtml'], new RegExp(`légumes\\. <mark>${SPAM}</mark> Les parents`))
  assert.deepEqual([shown['isThere'], shown['isOnline'], shown['mayDecide']], [true, true, true])
  for (const name of ['Paul', 'Rose', 'Youri', 'Dina'])
    assert.equal(
      (await ask('portal.passageInPlace', { id: one.id }, name))['tag'],
      name === 'Dina' ? 'not-allowed' : 'not-allowed',
      name,
    )
  for (const name of ['Paul', 'Rose', 'Youri', 'Dina'])
    assert.equal(
      (await run('portal.decidePassage', { id: one.id, decision: 'belongs' }, name))['tag'],
      'not-allowed',
      name,
    )

  // What is being written meanwhile isn't published with the decision.
  await write(`Pas fini. ${first} ${SPAM} ${second}`, 'Paul', id)
  await run('portal.decidePassage', { id: one.id, decision: 'foreign' }, 'Camille')
  assert.equal(await online(), `${first} ${second}`)
  assert.equal((await ask('portal.draftToEdit', { id }, 'Paul'))['text'].body, `Pas fini. ${first} ${second}`)
  assert.deepEqual(await told(), [])
  await run('portal.decidePassage', { id: one.id, decision: 'belongs' }, 'Awa')
  assert.equal(await online(), `${first} ${SPAM} ${second}`)
  assert.equal(
    (await node.query('portal.passages', {}, null)).value &&
      (await ask('portal.passages', {}, 'Awa'))['decided'][0].decision,
    'belongs',
  )

  // Said to belong: not asked again. Another passage is.
  await run('portal.publish', { id }, 'Binta')
  assert.deepEqual(await told(), [])
  await write(`${first} ${SPAM} ${second} Un casino en ligne offre un bonus de bienvenue aux parents.`, 'Binta', id)
  await run('portal.publish', { id }, 'Binta')
  assert.deepEqual(await told(), ['Awa', 'Camille'])
  await node.close()
})

test('the one who wrote it isn’t told, and what is published by itself is looked at too', async (context) => {
  const { node, run, write, told, online } = await world(context)
  const id = await write(`${first} ${SPAM} ${second}`, 'Awa')
  const at = Math.floor(Date.now() / 1000) + 3600
  assert.ok(!(await run('portal.schedule', { id, at }, 'Awa'))['tag'])
  await node.perform(null, async () => {
    await node.sql.updateTable('portal_drafts').set({ scheduled: 1 }).where('id', '=', id).execute()
  })
  await node.tick()
  assert.match(await online(), /Viagra/)
  assert.deepEqual(await told(), ['Binta', 'Camille'])
  await node.close()
})

test('a passage that an import set aside comes back to its place, or stays out; the text is otherwise as it was', async (context) => {
  const { node, folder, run, ask, told, waiting, online } = await world(context)
  const file = join(folder, 'export.xml')
  writeFileSync(
    file,
    toExport([{ id: 1, title: 'Le jardin', html: `<p>${first} ${SPAM} ${second}</p><p><b>Merci</b> à tous.</p>` }]),
  )
  const bring = () =>
    importWordpress(node, { file, media: null, association: 'garon', isPublishing: true, actor: null }, () => {})
  await bring()
  const whole = `${first} ${second}\n\n**Merci** à tous.`
  assert.equal(await online(), whole)
  assert.deepEqual(await told(), ['Awa', 'Camille'])
  const [one] = await waiting()
  assert.ok(one?.isAside)
  const shown = await ask('portal.passageInPlace', { id: one.id }, 'Binta')
  assert.match(shown['bodyHtml'], new RegExp(`légumes\\. <mark>${SPAM}</mark> Les parents`))
  assert.deepEqual([shown['isThere'], shown['isSure']], [false, true])
  await run('portal.decidePassage', { id: one.id, decision: 'foreign' }, 'Binta')
  assert.equal(await online(), whole)
  await bring()
  assert.deepEqual(await told(), [], 'decided once')
  await run('portal.decidePassage', { id: one.id, decision: 'belongs' }, 'Binta')
  assert.equal(await online(), whole.replace(second, `${SPAM} ${second}`))
  const { revisions } = await ask('portal.history', { id: shown['draft'] }, 'Binta')
  assert.deepEqual(
    revisions.map((row: { verb: string }) => row.verb),
    ['create', 'published', 'settle'],
  )
  await bring()
  assert.equal(await online(), whole.replace(second, `${SPAM} ${second}`), 'a decision outlives another import')
  await node.close()
})

test('alarms are shown to who answers for the site, an association’s to its editors; the federation’s officer says that they were seen', async (context) => {
  const { node, run, ask, write } = await world(context)
  const id = await write(first, 'Binta')
  const copy = (await run('portal.publish', { id }, 'Binta'))['id'] as string
  const found = {
    tag: 'projection-altered',
    sentence: 'Le texte « Le jardin » a été changé.',
    entities: [copy],
    isMended: true,
  } as const
  node.alarms.raise([found], 1000, 500)
  node.alarms.raise([{ ...found, tag: 'blob-altered', sentence: 'Une image.', entities: [] }], 2000, null)
  const seen = async (name: string) =>
    (await ask('portal.alarms', {}, name))['alarms'].map((one: { kind: string }) => one.kind) as string[]
  for (const name of ['Camille', 'Dina'])
    assert.deepEqual(await seen(name), ['projection-altered', 'blob-altered'], name)
  for (const name of ['Awa', 'Binta']) assert.deepEqual(await seen(name), ['projection-altered'], name)
  for (const name of ['Paul', 'Rose', 'Youri']) assert.deepEqual(await seen(name), [], name)
  assert.equal((await ask('portal.checks', {}, 'Camille'))['alarms'], 2)
  assert.deepEqual(
    (await ask('portal.alarms', {}, 'Camille'))['alarms'][0].texts,
    [{ id: copy, title: 'Le jardin' }].map((one) => ({ ...one })),
  )
  assert.equal((await run('portal.acknowledgeAlarms', { upTo: 1000 }, 'Awa'))['tag'], 'not-allowed')
  await run('portal.acknowledgeAlarms', { upTo: 1000 }, 'Camille')
  assert.deepEqual(await seen('Camille'), ['blob-altered'], 'what was found since stays')
  await node.close()
})

test('a link to the site itself leads nowhere else', async (context) => {
  const body = `${first} Le reste est sur [cette page](https://portail-du-garon.example/) du site. ${second}`
  for (const [ownHosts, wanted] of [
    [[], 1],
    [['portail-du-garon.example'], 0],
  ] as const) {
    const { node, run, write, waiting } = await world(context, ownHosts)
    await run('portal.publish', { id: await write(body, 'Paul') }, 'Binta')
    assert.equal((await waiting()).length, wanted, JSON.stringify(ownHosts))
    await node.close()
  }
})
