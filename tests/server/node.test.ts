import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import * as v from 'valibot'
import { command, query } from '#features/feature.server.ts'
import type { Feature } from '#features/feature.server.ts'
import { readEntity } from '#core/kind.ts'
import { article } from '#features/portal/index.ts'
import { openNode } from '#server/node/open-node.ts'

const Titled = v.object({ title: v.string() })

/** A feature small enough to see through: articles by title. */
const shelf: Feature = {
  name: 'shelf',
  tables: {
    version: 1,
    names: ['shelf_articles'],
    create: 'CREATE TABLE shelf_articles (id TEXT PRIMARY KEY, title TEXT NOT NULL) STRICT',
  },
  async project({ sql, changed, index }, { kind, after, space }) {
    if (kind !== article || space !== 'public') return
    const { title, body } = readEntity(article, after.state)
    await sql
      .insertInto('shelf_articles')
      .values({ id: after.id, title })
      .onConflict((one) => one.column('id').doUpdateSet({ title }))
      .execute()
    await index(after.id, { title, text: body, audience: 'public', kind: 'article', date: 0, language: 'fr' })
    changed('shelf')
    changed(after.id)
  },
  queries: {
    titles: query(v.null(), async ({ sql, use }) => {
      use('shelf')
      return (await sql.selectFrom('shelf_articles').select('title').orderBy('title').execute()).map(
        (row) => row.title as string,
      )
    }),
    find: query(
      v.string(),
      async (context, text) => (await context.search(text, { audiences: ['public'], limit: 5, offset: 0 })).hits,
    ),
  },
  commands: {
    found: command(v.null(), async (context) => {
      await context.addSpace('public')
      await context.addSpace('federation')
      return 'founded'
    }),
    add: command(
      v.object({ title: v.string(), client: v.optional(v.instance(Uint8Array)) }),
      async (context, { title, client }) => {
        const made = await context.create(
          article,
          'public',
          { title, body: 'Il pleut sur les jardins.' },
          client ? { client } : {},
        )
        return 'tag' in made ? made : made.id
      },
    ),
    retitle: command(
      v.object({ id: v.string(), title: v.string(), base: v.optional(v.number()) }),
      async (context, { id, title, base }) => {
        const made = await context.change(article, id, 'publish', { title }, base === undefined ? {} : { base })
        return 'tag' in made ? made : made.id
      },
    ),
    addTwoAndFail: command(Titled, async (context, { title }) => {
      await context.create(article, 'public', { title })
      return { tag: 'no-thanks' }
    }),
    version: command(v.string(), (context, id) => context.version(id)),
  },
}

const open = async (data = join(mkdtempSync(join(tmpdir(), 'trait-node-')), 'data')) => {
  const node = await openNode(data, { features: [shelf] })
  return { node, data }
}
const founded = async () => {
  const made = await open()
  await made.node.command('shelf.found', null, null)
  return made
}

describe('node', () => {
  it('writes through commands, reads through queries, and says what changed after the commit', async () => {
    const { node } = await founded()
    const heard: string[] = []
    node.onChange((changed) => heard.push(...changed))
    const { value, changed } = await node.command('shelf.add', { title: 'Les hêtres' }, null)
    assert.deepEqual(changed, ['shelf', value])
    assert.deepEqual(heard, changed)
    assert.deepEqual(await node.query('shelf.titles', null, null), {
      value: ['Les hêtres'],
      tags: ['shelf'],
      expires: null,
    })
    const hits = (await node.query('shelf.find', 'jardin', null)).value as { entity: string }[]
    assert.equal(hits[0]?.entity, value)
    await node.close()
  })

  it('keeps nothing of a command that gives back a failure', async () => {
    const { node } = await founded()
    const { value, changed } = await node.command('shelf.addTwoAndFail', { title: 'Perdu' }, null)
    assert.deepEqual([value, changed], [{ tag: 'no-thanks' }, []])
    assert.deepEqual((await node.query('shelf.titles', null, null)).value, [])
    const invalid = (await node.command('shelf.add', { title: 5 }, null)).value as { tag: string }
    assert.equal(invalid.tag, 'invalid')
    await node.close()
  })

  it('applies an operation with a client id once, for ever, restarts included', async () => {
    const { node, data } = await founded()
    const client = new Uint8Array(16).fill(7)
    const first = (await node.command('shelf.add', { title: 'Une fois', client }, null)).value
    await node.close()
    const { node: again } = await open(data)
    assert.equal((await again.command('shelf.add', { title: 'Une fois', client }, null)).value, first)
    assert.deepEqual((await again.query('shelf.titles', null, null)).value, ['Une fois'])
    await again.close()
  })

  it('keeps both texts of two people who started from the same one, and drops the losing one once somebody has seen both', async () => {
    const { node } = await founded()
    const id = (await node.command('shelf.add', { title: 'Départ' }, null)).value as string
    const base = (await node.command('shelf.version', id, null)).value as number
    await node.command('shelf.retitle', { id, title: 'Aminata', base }, null)
    await node.command('shelf.retitle', { id, title: 'Bernard', base }, null)
    const heads = () =>
      node.store.read(async (reader) => (await reader.entity(id))?.state.fields.get(1)?.heads.map((head) => head.value))
    assert.deepEqual((await heads())?.toSorted(), ['Aminata', 'Bernard'])
    await node.command('shelf.retitle', { id, title: 'Les deux' }, null)
    assert.deepEqual(await heads(), ['Les deux'])
    await node.close()
  })

  it('seals what is public before it acknowledges, and keeps the signed heads beside the key', async () => {
    const { node } = await founded()
    await node.command('shelf.add', { title: 'Publié' }, null)
    const logs = await node.store.read(async (reader) =>
      Promise.all(
        (await reader.logs()).map(async (log) => ({ id: log.id, head: log.head, tail: await reader.tail(log.key) })),
      ),
    )
    assert.equal(logs.length, 1)
    assert.ok(logs[0]?.head)
    assert.equal(logs[0]?.tail, null)
    const heads = node.anchor.read()
    assert.deepEqual(Object.keys(heads), [logs[0]?.id])
    const path = join(node.folders.keys, 'anchor.json')
    assert.ok(existsSync(path))
    writeFileSync(path, readFileSync(path, 'utf8').replace('"next":1', '"next":0'))
    assert.deepEqual(node.anchor.read(), { tag: 'anchor-damaged' })
    await node.close()
  })

  it('drops its derived tables and makes the same again', async () => {
    const { node } = await founded()
    for (const title of ['a', 'b', 'c']) await node.command('shelf.add', { title }, null)
    const before = await node.query('shelf.titles', null, null)
    await node.refill()
    assert.deepEqual(await node.query('shelf.titles', null, null), before)
    await node.close()
  })
})
