import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { association, federation, mandate, person } from '#features/membership/index.ts'
import type { NodeActor } from '#features/feature.server.ts'
import type { HomeView, NewsListView } from '#features/portal/views.ts'
import { openNode } from '#server/node/open-node.ts'

function made<T>(value: T): Exclude<T, { readonly tag: string }> {
  if (typeof value === 'object' && value !== null && 'tag' in value) throw new Error(JSON.stringify(value))
  return value as Exclude<T, { readonly tag: string }>
}

/** A federation with one association, a writer who edits it, and another association. */
async function founded() {
  const clock = { now: Date.UTC(2026, 10, 24, 9) }
  const node = await openNode(join(mkdtempSync(join(tmpdir(), 'trait-portal-')), 'data'), { clock: () => clock.now })
  let ids = { garon: '', youri: '', editor: '' }
  await node.perform(null, async (context) => {
    await context.addSpace('public')
    await context.addSpace('federation')
    made(await context.create(federation, 'public', { name: 'Trait d’union', welcome: 'Bienvenue.' }))
    const garon = made(
      await context.create(association, 'public', {
        name: 'Les Potagers du Garon',
        slug: 'potagers',
        space: await context.addSpace('association'),
      }),
    )
    const youri = made(
      await context.create(association, 'public', {
        name: 'Millery–Youri',
        slug: 'youri',
        country: 'ML',
        space: await context.addSpace('association'),
      }),
    )
    const editor = made(await context.create(person, 'federation', { name: 'Aminata' }))
    made(
      await context.create(mandate, 'federation', {
        person: editor.id,
        association: garon.id,
        role: 'editor',
        from: '2026-01-01',
      }),
    )
    ids = { garon: garon.id, youri: youri.id, editor: editor.id }
  })
  const editor: NodeActor = {
    person: ids.editor,
    session: 's',
    isSecure: true,
    mandates: [{ association: ids.garon, role: 'editor' }],
  }
  const keep = async (text: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    made(
      (
        await node.command(
          'portal.keep',
          { id: null, association: ids.garon, target: 'article', text, ...more },
          editor,
        )
      ).value,
    ) as { id: string; version: number; hasLosers: boolean }
  return { node, clock, ids, editor, keep }
}

describe('portal', () => {
  it('publishes a draft: everywhere the public looks, and only what it touches is out of date', async () => {
    const { node, ids, editor, keep } = await founded()
    const { id } = await keep({
      title: 'Les hêtres ont vingt ans',
      body: 'Plantés après les **crues**.',
      tags: ['arbres'],
      place: 'Millery',
    })
    assert.equal(((await node.query('portal.home', null, null)).value as HomeView).news.length, 0)
    const { value, changed } = await node.command('portal.publish', { id }, editor)
    const { path, id: copy } = value as { path: string; id: string }
    assert.match(path, /^\/nouvelles\/les-hetres-ont-vingt-ans-[0-9a-f]{8}$/)
    assert.ok(
      changed.includes('portal.articles') && changed.includes(`portal.articles:${ids.garon}`) && changed.includes(copy),
    )
    assert.ok(!changed.includes(`portal.articles:${ids.youri}`) && !changed.includes('portal.pages'))
    const home = (await node.query('portal.home', null, null)).value as HomeView
    assert.equal(home.news[0]?.path, path)
    const list = (await node.query('portal.newsList', { association: 'potagers', theme: 'Arbres' }, null))
      .value as NewsListView
    assert.equal(list.items[0]?.title, 'Les hêtres ont vingt ans')
    const found = (await node.query('portal.search', { text: 'crue hetre', page: 1 }, null)).value as {
      results: { path: string }[]
    }
    assert.equal(found.results[0]?.path, path)
    const page = (await node.query('portal.articlePage', { short: copy.slice(0, 8), address: path }, null)).value as {
      bodyHtml: string
      changedOn: string | null
    }
    assert.match(page.bodyHtml, /<strong>crues<\/strong>/)
    assert.equal(page.changedOn, null)
    await node.close()
  })

  it('sends an old address on after a title edit, keeps the revisions, compares and brings one back', async () => {
    const { node, editor, keep, clock } = await founded()
    const { id } = await keep({ title: 'Premier titre', body: 'Un texte.' })
    const first = (await node.command('portal.publish', { id }, editor)).value as { path: string; id: string }
    clock.now += 86_400_000
    await node.command(
      'portal.keep',
      { id, association: null, target: 'article', text: { title: 'Second titre' } },
      editor,
    )
    const second = (await node.command('portal.publish', { id }, editor)).value as { path: string; id: string }
    assert.equal(second.id, first.id)
    const old = (await node.query('portal.articlePage', { short: first.id.slice(0, 8), address: first.path }, null))
      .value
    assert.deepEqual(old, { moved: second.path })
    const { revisions } = (await node.query('portal.history', { id: first.id }, null)).value as {
      revisions: { id: string; verb: string; fields: string[] }[]
    }
    assert.deepEqual(
      revisions.map((one) => one.verb),
      ['create', 'publish'],
    )
    assert.deepEqual(revisions[1]?.fields, ['title'])
    const compared = (await node.query('portal.compare', { id: first.id, from: revisions[0]?.id, to: null }, null))
      .value as { before: { title: string }; after: { title: string } }
    assert.deepEqual([compared.before.title, compared.after.title], ['Premier titre', 'Second titre'])
    await node.command('portal.restore', { draft: id, from: first.id, operation: revisions[0]?.id }, editor)
    const back = (await node.query('portal.draftToEdit', { id }, editor)).value as { text: { title: string } }
    assert.equal(back.text.title, 'Premier titre')
    await node.close()
  })

  it('keeps both texts of two editors who began from the same one', async () => {
    const { node, editor, keep } = await founded()
    const { id, version } = await keep({ title: 'Réunion', body: 'Départ' })
    const write = async (body: string) =>
      (
        await node.command(
          'portal.keep',
          { id, association: null, target: 'article', text: { body }, base: version },
          editor,
        )
      ).value as { hasLosers: boolean }
    assert.equal((await write('Texte d’Aminata')).hasLosers, false)
    assert.equal((await write('Texte de Bernard')).hasLosers, true)
    const view = (await node.query('portal.draftToEdit', { id }, editor)).value as {
      text: { body: string }
      losers: { value: string }[]
    }
    assert.deepEqual([view.text.body, view.losers[0]?.value].toSorted(), ['Texte de Bernard', 'Texte d’Aminata'])
    await node.close()
  })

  it('writes once what a form sends twice', async () => {
    const { node, keep, editor, ids } = await founded()
    const client = '00112233445566778899aabbccddeeff'
    const first = await keep({ title: 'Une fois', body: '.' }, { client })
    assert.equal((await keep({ title: 'Une fois', body: '.' }, { client })).id, first.id)
    const { drafts } = (await node.query('portal.drafts', { association: ids.garon }, editor)).value as {
      drafts: unknown[]
    }
    assert.equal(drafts.length, 1)
    await node.close()
  })

  it('publishes what was planned, at its time; withdraws; shows nothing of drafts to others', async () => {
    const { node, clock, editor, keep } = await founded()
    const { id } = await keep({ title: 'Demain', body: 'Une surprise.' })
    const at = Math.floor(clock.now / 1000) + 3600
    await node.command('portal.schedule', { id, at }, editor)
    await node.tick()
    const titles = async () =>
      ((await node.query('portal.home', null, null)).value as HomeView).news.map((one) => one.title)
    assert.deepEqual(await titles(), [])
    clock.now += 3_600_000
    await node.tick()
    assert.deepEqual(await titles(), ['Demain'])
    await node.command('portal.withdraw', { id }, editor)
    assert.deepEqual(await titles(), [])
    const other: NodeActor = { ...editor, mandates: [] }
    assert.deepEqual((await node.query('portal.draftToEdit', { id }, other)).value, { tag: 'not-allowed' })
    assert.deepEqual((await node.query('portal.draftToEdit', { id }, null)).value, { tag: 'needs-sign-in' })
    assert.deepEqual((await node.command('portal.publish', { id }, other)).value, { tag: 'not-allowed' })
    await node.close()
  })

  it('makes a draft of a public text that has none, and publishes it onto the same copy', async () => {
    const { node, editor, ids } = await founded()
    const { article } = await import('#features/portal/index.ts')
    const { value } = await node.perform(
      null,
      async (context) =>
        made(
          await context.create(article, 'public', { title: 'Importé', body: 'Vieux', association: ids.garon, date: 1 }),
        ).id,
    )
    const { id } = (await node.command('portal.edit', { publicCopy: value }, editor)).value as { id: string }
    await node.command('portal.keep', { id, association: null, target: 'article', text: { body: 'Neuf' } }, editor)
    assert.equal(((await node.command('portal.publish', { id }, editor)).value as { id: string }).id, value)
    assert.equal(((await node.command('portal.edit', { publicCopy: value }, editor)).value as { id: string }).id, id)
    await node.close()
  })
})
