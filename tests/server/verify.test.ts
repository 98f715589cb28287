import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { bytesToHex } from '#core/log/bytes.ts'
import { federation } from '#features/membership/index.ts'
import { article } from '#features/portal/index.ts'
import type { HomeView } from '#features/portal/views.ts'
import { openNode } from '#server/node/open-node.ts'
import { verifyNode } from '#server/verify/verify-node.ts'
import type { Finding } from '#server/verify/finding.ts'

/** A stopped node with three published articles, one of them corrected. */
async function stoppedNode() {
  const data = join(mkdtempSync(join(tmpdir(), 'trait-verify-')), 'data')
  const node = await openNode(data)
  await node.perform(null, async (context) => {
    await context.addSpace('public')
    await context.addSpace('federation')
    await context.create(federation, 'public', { name: 'Fédération' })
  })
  const ids: string[] = []
  for (const title of ['Hêtres', 'Puits', 'Jardins']) {
    const { value } = await node.perform(null, async (context) => {
      const made = await context.create(article, 'public', { title, body: `Un texte sur les ${title}.`, date: 1 })
      return 'tag' in made ? made : made.id
    })
    ids.push(value as string)
  }
  await node.perform(
    null,
    async (context) => void (await context.change(article, ids[0] as string, 'publish', { title: 'Hêtres du Garon' })),
  )
  await node.close()
  return { data, ids }
}

/** Somebody who knows the schema and lacks only the key. */
const alter = (data: string, ...statements: string[]) => {
  const db = new DatabaseSync(join(data, 'node.sqlite'))
  for (const statement of statements) db.exec(statement)
  db.close()
}

async function check(
  data: string,
): Promise<{ findings: readonly Finding[]; titles: string[]; again: readonly Finding[] }> {
  const node = await openNode(data)
  const findings = await verifyNode(node)
  const home = (await node.query('portal.home', null, null)).value as HomeView
  const again = await verifyNode(node)
  await node.close()
  return { findings, titles: home.news.map((one) => one.title).toSorted(), again }
}
const SIGNED = ['Hêtres du Garon', 'Jardins', 'Puits']
const tags = (findings: readonly Finding[]) => [...new Set(findings.map((one) => one.tag))].toSorted()

describe('verify', () => {
  it('finds nothing in a node that nobody touched, however often', async () => {
    const { data } = await stoppedNode()
    const { findings, titles, again } = await check(data)
    assert.deepEqual([findings, again, titles], [[], [], SIGNED])
  })

  it('finds an altered derived table, state or index, and puts the signed text back', async () => {
    for (const [statement, tag] of [
      [`UPDATE portal_items SET title = 'Achetez' WHERE title = 'Puits'`, 'projection-altered'],
      [`DELETE FROM portal_items WHERE title = 'Puits'`, 'projection-altered'],
      [`UPDATE search_texts SET title = 'Achetez' WHERE title = 'Puits'`, 'index-altered'],
      [
        `UPDATE entities SET state = (SELECT state FROM entities WHERE kind = 16 ORDER BY key DESC LIMIT 1) WHERE kind = 16`,
        'state-altered',
      ],
      [
        `DELETE FROM entities WHERE kind = 16 AND key = (SELECT min(key) FROM entities WHERE kind = 16)`,
        'state-altered',
      ],
      [
        `INSERT INTO portal_items SELECT '00' || substr(id, 3), short, kind, 'Casino', body, summary, date, ends, is_whole_day, association, place,
        place_sort, picture, picture_text, language, byline, slug, rank, is_alive, changed, touched, source FROM portal_items WHERE title = 'Puits'`,
        'projection-altered',
      ],
    ] as const) {
      const { data } = await stoppedNode()
      alter(data, statement)
      const { findings, titles, again } = await check(data)
      assert.ok(tags(findings).includes(tag), `${statement}: ${tags(findings).join()}`)
      assert.deepEqual(titles, SIGNED, statement)
      assert.deepEqual(again, [], statement)
    }
  })

  it('finds an incarnation changed or taken away, running or stopped, and writes no position of the old one', async () => {
    for (const change of [
      (path: string) => rmSync(path),
      (path: string) => writeFileSync(path, 'aaaaaaaaaaaaaaaa'),
      (path: string) => writeFileSync(path, 'not one'),
    ]) {
      const { data } = await stoppedNode()
      const path = join(data, 'incarnation')
      const before = readFileSync(path, 'utf8')
      const running = await openNode(data)
      change(path)
      assert.deepEqual(tags(await verifyNode(running)), ['incarnation-altered'])
      assert.equal(readFileSync(path, 'utf8'), before, 'put back')
      assert.deepEqual(await verifyNode(running), [])
      await running.close()
      change(path)
      const node = await openNode(data)
      assert.deepEqual(tags(node.alarms.list()), ['incarnation-altered'])
      assert.notEqual(bytesToHex(node.identity.incarnation()), before)
      assert.notEqual(readFileSync(path, 'utf8'), 'aaaaaaaaaaaaaaaa')
      assert.deepEqual(await verifyNode(node), [])
      await node.close()
      const again = await openNode(data)
      assert.deepEqual(bytesToHex(again.identity.incarnation()), readFileSync(path, 'utf8'))
      assert.equal(again.alarms.list().length, 1, 'told once')
      await again.close()
    }
  })

  it('answers a search whose index was damaged under the running node, made anew, and raises an alarm', async () => {
    const { data } = await stoppedNode()
    const node = await openNode(data)
    const search = async () =>
      ((await node.query('portal.search', { text: 'puits', page: 1 }, null)).value as { results: unknown[] }).results
    const before = await search()
    const damage = () =>
      node.store.write(async () => {
        node.store.db().enableDefensive(false)
        node.store.db().exec(`UPDATE search_words_data SET block = x'00' WHERE id > 10`)
        node.store.db().enableDefensive(true)
      })
    await damage()
    const both = await Promise.all([search(), search()])
    assert.deepEqual(both, [before, before])
    assert.deepEqual(tags(node.alarms.list()), ['database-damaged', 'index-altered'])
    await damage()
    assert.deepEqual(tags(await verifyNode(node)), ['index-altered'], 'the watch finds it too')
    assert.deepEqual(await search(), before)
    await node.close()
  })

  it('finds altered, swapped, missing and added operations, and shows nothing that isn’t signed', async () => {
    const bytes = `(SELECT bytes FROM operations ORDER BY key DESC LIMIT 1)`
    for (const statement of [
      `UPDATE operations SET bytes = CAST(replace(CAST(bytes AS TEXT), 'Garon', 'Sexe!') AS BLOB) WHERE key = (SELECT max(key) FROM operations)`,
      `UPDATE operations SET bytes = ${bytes} WHERE key = (SELECT max(key) - 1 FROM operations)`,
      `UPDATE operations SET position = position + 100 WHERE key = (SELECT max(key) FROM operations)`,
      `DELETE FROM operations WHERE key = (SELECT max(key) FROM operations)`,
      `DELETE FROM segments WHERE key = (SELECT max(key) FROM segments)`,
      `UPDATE segments SET signature = zeroblob(64) WHERE key = (SELECT max(key) FROM segments)`,
      `UPDATE segments SET hash = zeroblob(32) WHERE key = (SELECT max(key) FROM segments)`,
      `INSERT INTO operations (log, segment, position, entity, id, bytes, received) SELECT log, segment, position + 500, entity, id, bytes, received FROM operations ORDER BY key DESC LIMIT 1`,
      `UPDATE spaces SET genesis = zeroblob(10) WHERE key = 1`,
    ]) {
      const { data } = await stoppedNode()
      alter(data, statement)
      const { findings, titles } = await check(data)
      assert.notDeepEqual(findings, [], statement)
      for (const title of titles) assert.ok([...SIGNED, 'Hêtres'].includes(title), `${statement}: ${title}`)
    }
  })

  it('finds a log cut short, an old copy put back and a damaged anchor, and writes no position twice', async () => {
    const cut = await stoppedNode()
    alter(
      cut.data,
      'DELETE FROM operations WHERE key = (SELECT max(key) FROM operations)',
      'DELETE FROM segments WHERE key = (SELECT max(key) FROM segments)',
      'UPDATE logs SET next = next - 1, head = (SELECT hash FROM segments ORDER BY key DESC LIMIT 1)',
    )
    assert.ok(tags((await check(cut.data)).findings).includes('log-cut'))

    const old = await stoppedNode()
    const copy = join(old.data, '..', 'copy.sqlite')
    copyFileSync(join(old.data, 'node.sqlite'), copy)
    const node = await openNode(old.data)
    await node.perform(
      null,
      async (context) => void (await context.create(article, 'public', { title: 'Depuis', body: '.', date: 2 })),
    )
    await node.close()
    copyFileSync(copy, join(old.data, 'node.sqlite'))
    assert.ok(tags((await check(old.data)).findings).includes('log-cut'))
    const reopened = await openNode(old.data)
    await reopened.perform(
      null,
      async (context) => void (await context.create(article, 'public', { title: 'Après', body: '.', date: 3 })),
    )
    const logs = await reopened.store.read((reader) => reader.logs())
    assert.equal(logs.length, 2)
    assert.equal(logs[1]?.next, 1)
    assert.ok(reopened.alarms.list().length > 0)
    await reopened.close()

    const anchor = join(`${old.data}.keys`, 'anchor.json')
    writeFileSync(anchor, readFileSync(anchor, 'utf8').replace(/"next":\d+/, '"next":1'))
    assert.ok(tags((await check(old.data)).findings).includes('anchor-damaged'))
  })

  it('never seals what somebody slipped into the open tail', async () => {
    const { data } = await stoppedNode()
    alter(
      data,
      `INSERT INTO segments (log, first, count, bytes, previous, seed, opened) SELECT log, first + count, 1, 100, substr(hash, 1, 16), zeroblob(16), opened FROM segments ORDER BY key DESC LIMIT 1`,
      `INSERT INTO operations (log, segment, position, entity, id, bytes, received) SELECT log, (SELECT max(key) FROM segments), position + 1, entity, id, bytes, received FROM operations ORDER BY key DESC LIMIT 1`,
      'UPDATE logs SET next = next + 1',
    )
    const node = await openNode(data)
    const { value } = await node.perform(null, async (context) => {
      const made = await context.create(article, 'public', { title: 'Honnête', body: '.', date: 9 })
      return 'tag' in made ? made : made.id
    })
    assert.equal(typeof value, 'string')
    const unsealed = node.store
      .db()
      .prepare('SELECT count(*) AS count FROM segments WHERE signature IS NULL')
      .get() as { count: number }
    assert.equal(unsealed.count, 1)
    assert.ok(node.alarms.list().some((one) => one.tag === 'segment-altered'))
    assert.ok(tags(await verifyNode(node)).includes('segment-altered'))
    await node.close()
  })
})
