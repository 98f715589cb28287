import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { EMPTY } from '#core/fold/fold.ts'
import { openSqliteStore } from './sqlite-store.ts'

const open = () => openSqliteStore(join(mkdtempSync(join(tmpdir(), 'trait-sqlite-')), 'node.sqlite'))

describe('SQLite store', () => {
  it('acknowledges nothing whose commit was refused, and goes on afterwards', async () => {
    const store = open()
    // A reference checked only at the commit, so that the commit itself is what fails.
    store.db().exec('CREATE TABLE target (id INTEGER PRIMARY KEY)')
    store.db().exec('CREATE TABLE late (id INTEGER REFERENCES target DEFERRABLE INITIALLY DEFERRED)')
    // The first is alone; the two that wait behind it share a commit.
    const first = store.write((writer) => writer.addEntity({ id: '03'.repeat(12), space: 1, state: EMPTY }))
    const good = store.write((writer) => writer.addEntity({ id: '01'.repeat(12), space: 1, state: EMPTY }))
    const bad = store.write(async () => void store.db().exec('INSERT INTO late VALUES (5)'))
    await first
    await Promise.all([assert.rejects(good, /FOREIGN KEY/), assert.rejects(bad, /FOREIGN KEY/)])
    const ids = async () => (await store.read((reader) => reader.entities(0, 10))).map((row) => row.id.slice(0, 2))
    assert.deepEqual(await ids(), ['03'])
    await store.write((writer) => writer.addEntity({ id: '02'.repeat(12), space: 1, state: EMPTY }))
    assert.deepEqual(await ids(), ['03', '02'])
    await store.close()
  })

  it('flushes every commit and keeps the file to itself', async () => {
    const store = open()
    const pragma = (name: string) => Object.values(store.db().prepare(`PRAGMA ${name}`).get() as object)[0]
    assert.deepEqual([pragma('synchronous'), pragma('journal_mode'), pragma('locking_mode')], [2, 'wal', 'exclusive'])
    await store.close()
  })
})
