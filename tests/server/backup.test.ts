import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { federation } from '#features/membership/index.ts'
import { article } from '#features/portal/index.ts'
import type { HomeView } from '#features/portal/views.ts'
import { backUp } from '#server/backup/backup.ts'
import type { BackupDone } from '#server/backup/backup.ts'
import { restore } from '#server/backup/restore.ts'
import { openDiskBlobs } from '#server/blobs/disk.ts'
import { openNode } from '#server/node/open-node.ts'

async function workingNode() {
  const folder = mkdtempSync(join(tmpdir(), 'trait-backup-'))
  const node = await openNode(join(folder, 'data'))
  await node.perform(null, async (context) => {
    await context.addSpace('public')
    await context.addSpace('federation')
    await context.create(federation, 'public', { name: 'Fédération' })
  })
  const blobs = await openDiskBlobs(node.folders.blobs)
  await blobs.put(new Uint8Array(300_000).fill(7), { limit: 1e6 })
  const publish = (title: string) =>
    node.perform(null, async (context) => void (await context.create(article, 'public', { title, body: '.', date: 1 })))
  return { folder, node, publish }
}
const titles = async (node: Awaited<ReturnType<typeof openNode>>) =>
  ((await node.query('portal.home', null, null)).value as HomeView).news.map((one) => one.title).toSorted()

describe('backup and restore', () => {
  it('brings everything back on another machine, with the same key and new logs', async () => {
    const { folder, node, publish } = await workingNode()
    await publish('Avant')
    const file = join(folder, 'sauvegarde.age')
    const writes = [publish('Pendant 1'), publish('Pendant 2')]
    const done = (await backUp(node, file)) as BackupDone
    await Promise.all(writes)
    assert.match(done.paperKey ?? '', /^AGE-SECRET-KEY-1/)
    assert.equal(((await backUp(node, file)) as BackupDone).paperKey, null)
    await publish('Après')
    const publicKey = node.identity.keys.publicKey
    await node.close()
    const restored = await restore(file, done.paperKey as string, join(folder, 'autre'))
    assert.ok(!('tag' in restored), JSON.stringify(restored))
    assert.deepEqual(restored.findings, [])
    const other = await openNode(join(folder, 'autre'))
    assert.deepEqual(await titles(other), ['Avant', 'Pendant 1', 'Pendant 2'])
    assert.deepEqual(other.identity.keys.publicKey, publicKey)
    await other.perform(
      null,
      async (context) => void (await context.create(article, 'public', { title: 'Ailleurs', body: '.', date: 2 })),
    )
    const logs = await other.store.read((reader) => reader.logs())
    assert.equal(new Set(logs.map((log) => Buffer.from(log.name.incarnation).toString('hex'))).size, 2)
    await other.close()
  })

  it('refuses another key, a folder in use, and every damaged or shortened file, and leaves nothing behind', async () => {
    const { folder, node, publish } = await workingNode()
    await publish('Un texte')
    const file = join(folder, 'sauvegarde.age')
    const { paperKey } = (await backUp(node, file)) as BackupDone
    await node.close()
    const target = join(folder, 'cible')
    const other = 'AGE-SECRET-KEY-1XQF4MZS2ZMPRPZ9GZ03HFJ3RYMPQWJ0QUF9RXRL79AMWA8K4MF9QYKLKT7'
    assert.equal(((await restore(file, other, target)) as { tag: string }).tag, 'not-our-key')
    assert.equal(((await restore(file, paperKey as string, join(folder, 'data'))) as { tag: string }).tag, 'not-empty')
    const whole = readFileSync(file)
    for (let i = 1; i < 24; i++) {
      const at = Math.floor((whole.length * i) / 24)
      const bad = Buffer.from(whole)
      bad[at] = (bad[at] as number) ^ 1
      writeFileSync(file, bad)
      const verdict = (await restore(file, paperKey as string, target)) as { tag?: string }
      assert.ok(verdict.tag, `flip at ${at}`)
      writeFileSync(file, whole)
      truncateSync(file, at)
      assert.ok(((await restore(file, paperKey as string, target)) as { tag?: string }).tag, `cut at ${at}`)
    }
    writeFileSync(file, whole)
    assert.ok('made' in (await restore(file, paperKey as string, target)))
  })
})
