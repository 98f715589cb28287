import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { mkdir, rm, statfs, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import sharp from 'sharp'
import { openNode } from '#server/node/open-node.ts'
import { verifyNode } from '#server/verify/verify-node.ts'
import type { Answer } from '../http/raw-client.ts'
import { toExport } from '../server/import-world.ts'
import { importedTexts, importedTitle } from './imported-texts.ts'
import { run } from './logged-disk.ts'
import { createVisitor, foundFederation, serve, shell, type Served } from './signed-in.ts'

/** R3 through the real program: a full disk and a failing one. Reads go on, writes say so and what to do, nothing false is said to be kept. */

const SIZE = 320 * 1024 * 1024

async function smallDisk(context: TestContext): Promise<string> {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'trait-disk-'))
  const [image, mounted] = [join(folder, 'disk.img'), join(folder, 'disk')]
  await writeFile(image, '')
  await truncate(image, SIZE)
  await run('mkfs.ext4', ['-q', '-F', '-m', '0', '-N', '4096', image])
  await mkdir(mounted)
  await run('mount', ['-o', 'loop', image, mounted])
  context.after(async () => {
    await run('umount', [mounted])
    await rm(folder, { recursive: true })
  })
  return mounted
}

/** Takes every byte that is left. */
async function fillDisk(mounted: string): Promise<void> {
  const { bavail, bsize } = await statfs(mounted)
  // Not all at once: the file system needs some of it to note where a file's pieces are.
  const most = Math.floor(bavail * 0.9) * bsize
  const names = readdirSync(mounted).filter((name) => name.startsWith('ballast'))
  if (most > 0) await run('fallocate', ['-l', String(most), join(mounted, `ballast${names.length}`)])
  for (const piece of ['64k', '4k']) {
    const path = join(mounted, `ballast${names.length}-${piece}`)
    await once(spawn('dd', ['if=/dev/zero', `of=${path}`, `bs=${piece}`, 'conv=fsync'], { stdio: 'ignore' }), 'exit')
  }
  assert.ok((await statfs(mounted)).bavail * bsize < 65_536)
}

async function freeDisk(mounted: string): Promise<void> {
  for (const name of readdirSync(mounted)) if (name.startsWith('ballast')) await rm(join(mounted, name))
}

/** What the writer was promised, and what she was refused, by title. */
const promised = (answer: Answer) =>
  answer.status === 303 && /[?&]fait=(garde|publie)/.test(answer.headers.location ?? '')

function assertRefused(answer: Answer, status: number, title: string, sentence: RegExp): void {
  const page = answer.body.toString()
  assert.equal(answer.status, status, `${answer.headers.location} ${/<main[^]*<\/main>/.exec(page)?.[0]}`)
  assert.match(page, sentence)
  assert.match(page, /[Pp]révenez la personne qui tient le portail/)
  assert.ok(page.includes(`value="${title}"`), 'what was typed is still there')
}

async function assertReads({ port }: Served, session: string, title: string): Promise<void> {
  const visitor = createVisitor(port, session)
  for (const path of ['/', '/nouvelles', '/agenda', `/recherche?q=${encodeURIComponent(title)}`, '/flux/atom.xml'])
    assert.equal((await visitor.get(path)).status, 200, path)
  assert.match(
    (await visitor.get(`/recherche?q=${encodeURIComponent(title)}`)).body.toString(),
    new RegExp(`<a[^>]*>\\s*(<mark>)?${title}<`),
  )
  assert.match(
    (await visitor.get(`/publier?q=${encodeURIComponent(title)}`)).body.toString(),
    new RegExp(`<a[^>]*>\\s*(<mark>)?${title}<`),
  )
}

/** Everything that was promised is there, and is as signed, once the program has stopped. */
async function assertAllThere(data: string, titles: readonly string[]): Promise<void> {
  const node = await openNode(data)
  const rows = (await node.sql.selectFrom('portal_drafts').select('title').execute()) as { title: string }[]
  const held = new Set(rows.map((row) => row.title))
  assert.deepEqual(titles.filter((title) => !held.has(title)), []) // prettier-ignore
  assert.deepEqual(await verifyNode(node), [])
  assert.deepEqual(node.alarms.list(), [])
  await node.close()
}

const FULL = /Il n’y a plus de place sur le disque/
const FAILING = /Le disque de cette machine n’a pas pu écrire/
const long = 'Les hêtres poussent sous la pluie. '.repeat(3000)

describe('a disk', () => {
  it('that is full: what is there is read, nothing is said to be kept that isn’t, all is well again once there is space', async (context) => {
    const mounted = await smallDisk(context)
    const data = join(mounted, 'data')
    const session = await foundFederation(data)
    const kept: string[] = []
    const photo = await sharp({ create: { width: 900, height: 900, channels: 3, noise: { type: 'gaussian', mean: 120, sigma: 60 }, background: 'red' } }).png().toBuffer() // prettier-ignore
    {
      await using served = await serve(data)
      const awa = createVisitor(served.port, session)
      assert.ok(promised(await awa.write('Avant', 'publier')))
      kept.push('Avant')

      // The photo is on its way when the last byte goes.
      const photoRefused = await awa.write('Avec photo', 'garder', { photo, halfway: () => fillDisk(mounted) })
      assertRefused(photoRefused, 422, 'Avec photo', FULL)

      // Room that the files already had may take some more: those are promises too.
      let refused: Answer | null = null
      for (let number = 0; !refused && number < 60; number++) {
        const answer = await awa.write(`Plein ${number}`, 'garder', { text: long })
        if (promised(answer)) kept.push(`Plein ${number}`)
        else refused = answer
      }
      assert.ok(refused, 'the disk never was full')
      for (let number = 0; number < 5; number++) assertRefused(await awa.write('Refusé', number % 2 ? 'garder' : 'publier', { text: long }), 507, 'Refusé', FULL) // prettier-ignore
      await assertReads(served, session, 'Avant')

      const backup = await shell('backup', join(mounted, 'jour.age'), '--data', data)
      assert.equal(backup.status, 1)
      assert.match(backup.said, FULL)
      assert.ok(!readdirSync(mounted).some((name) => name.startsWith('jour.age')), 'nothing half written is left')

      const site = join(mounted, '..', 'ancien-site.xml')
      await writeFile(site, toExport(importedTexts(0, 300)))
      const words = ['import', 'wordpress', site, '--association', 'les-potagers-du-garon', '--data', data]
      const half = await shell(...words)
      assert.equal(half.status, 1, half.said)
      assert.match(half.said, /Le disque est plein[^]*recommencez/)

      await freeDisk(mounted)
      assert.ok(promised(await awa.write('Après', 'publier')), 'without a restart')
      const whole = await shell(...words)
      assert.equal(whole.status, 0, whole.said)
      for (let number = 0; number < 300; number++) kept.push(importedTitle(number))
      kept.push('Après')
      assert.ok(promised(await awa.write('Avec photo', 'garder', { photo })))
      kept.push('Avec photo')
      const again = await shell('backup', join(mounted, 'jour.age'), '--data', data)
      assert.equal(again.status, 0, again.said)
      assert.match(again.said, /AGE-SECRET-KEY-1/, 'the paper key is told with the first backup that is good')
      assert.match((await createVisitor(served.port, session).get('/')).body.toString(), /Après/)

      // Killed and started again on a full disk: it answers.
      await fillDisk(mounted)
      served.child.kill('SIGKILL')
    }
    {
      await using served = await serve(data)
      await assertReads(served, session, 'Après')
      const awa = createVisitor(served.port, session)
      let answer = await awa.write('Plein encore', 'garder', { text: long })
      for (let number = 0; promised(answer) && number < 60; number++) answer = await awa.write('Plein encore', 'garder', { text: long }) // prettier-ignore
      assertRefused(answer, 507, 'Plein encore', FULL)
      await freeDisk(mounted)
      assert.ok(promised(await awa.write('Enfin', 'publier')))
      kept.push('Enfin')
    }
    await assertAllThere(data, kept)
    context.diagnostic(`${kept.length} promises kept`)
  })

  it('that fails to write (EIO): the same, and nothing is acknowledged by a handle that can’t be believed', async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'trait-eio-'))
    context.after(() => rm(folder, { recursive: true }))
    const data = join(folder, 'data')
    const session = await foundFederation(data)
    const kept: string[] = []
    {
      await using served = await serve(data)
      const awa = createVisitor(served.port, session)
      assert.ok(promised(await awa.write('Avant', 'publier')))
      kept.push('Avant')
      for (const calls of ['fsync,fdatasync', 'pwrite64', 'pwrite64,fsync,fdatasync,ftruncate']) {
        const failing = await failCalls(served.child.pid as number, calls)
        for (let number = 0; number < 4; number++) assertRefused(await awa.write('Refusé', number % 2 ? 'publier' : 'garder'), 503, 'Refusé', FAILING) // prettier-ignore
        await assertReads(served, session, 'Avant')
        const backup = await shell('backup', join(folder, 'jour.age'), '--data', data)
        assert.equal(backup.status, 1, backup.said)
        assert.match(backup.said, /Le disque n’a pas pu écrire/)
        await failing[Symbol.asyncDispose]()
        assert.ok(promised(await awa.write(`Après ${calls}`, 'publier')), 'without a restart')
        kept.push(`Après ${calls}`)
      }
    }
    await assertAllThere(data, kept)
    context.diagnostic(`${kept.length} promises kept`)
  })
})

/** From here on these calls of the process give EIO, until it is disposed of. */
async function failCalls(pid: number, calls: string): Promise<AsyncDisposable> {
  const child = spawn('strace', ['-f', '-e', `trace=${calls}`, '-e', `inject=${calls}:error=EIO`, '-p', String(pid), '-o', '/dev/null'], { stdio: ['ignore', 'ignore', 'pipe'] }) // prettier-ignore
  const over = once(child, 'exit')
  await once(child.stderr, 'data')
  return {
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGINT')
      await over
    },
  }
}
