import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { blobHash } from '#core/blobs.ts'
import { createFailingMedium, systemError, type Act } from '../../../tests/contracts/failing-medium.ts'
import { blobsContract, pattern, readAll } from '../../../tests/contracts/blobs.ts'
import { openDiskBlobs } from './disk.ts'
import type { Medium } from './medium.ts'

const folders: string[] = []
const createFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blobs-'))
  folders.push(folder)
  return join(folder, 'blobs')
}
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

blobsContract('disk', async () => openDiskBlobs(await createFolder()))

const pathOf = (folder: string, hash: string) => join(folder, hash.slice(0, 2), hash.slice(2))
const LIMIT = 1_000_000

describe('blobs on disk', () => {
  it('outlive the program, while what was arriving is removed', async () => {
    const folder = await createFolder()
    const stored = await (await openDiskBlobs(folder)).put(pattern(50_000), { limit: LIMIT })
    assert.equal(stored.tag, 'stored')
    await writeFile(join(folder, 'arriving', '0'), 'half of a picture')
    const again = await openDiskBlobs(folder)
    assert.deepEqual(await readdir(join(folder, 'arriving')), [])
    assert.deepEqual(await readAll(again, blobHash(pattern(50_000))), Buffer.from(pattern(50_000)))
  })

  it('survive kill -9: every acknowledged one is whole, nothing else is left, five times over', async () => {
    const folder = await createFolder()
    const acknowledged: string[] = []
    for (let round = 0; round < 5; round++) {
      const child = fork(fileURLToPath(new URL('../../../tests/server/blobs-process.ts', import.meta.url)), [
        folder,
        String(round * 1000),
      ])
      const enough = Promise.withResolvers<void>()
      child.on('message', (hash: string) => {
        acknowledged.push(hash)
        if (acknowledged.length % (3 + round) === 0) enough.resolve()
      })
      await enough.promise
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }
    const blobs = await openDiskBlobs(folder)
    for (const hash of acknowledged) assert.deepEqual(await blobs.verify(hash), { tag: 'sound', size: 20_000 })
    for await (const { hash } of blobs.list()) assert.equal((await blobs.verify(hash)).tag, 'sound')
    assert.deepEqual(await readdir(join(folder, 'arriving')), [])
  })

  it('tell a damaged file from a sound one, and are mended by the same bytes', async () => {
    const folder = await createFolder()
    const blobs = await openDiskBlobs(folder)
    const bytes = pattern(40_000)
    const hash = blobHash(bytes)
    await blobs.put(bytes, { limit: LIMIT })
    const damaged = bytes.slice()
    damaged[20_000] = (damaged[20_000] as number) ^ 1
    await writeFile(pathOf(folder, hash), damaged)
    assert.deepEqual(await blobs.verify(hash), { tag: 'blob-altered', hash, found: blobHash(damaged), size: 40_000 })
    await writeFile(pathOf(folder, hash), bytes.subarray(0, 39_999))
    assert.equal((await blobs.verify(hash)).tag, 'blob-altered')
    await blobs.put(bytes, { limit: LIMIT })
    assert.deepEqual(await blobs.verify(hash), { tag: 'sound', size: 40_000 })
  })

  it('adopt a finished file without copying it', async () => {
    const folder = await createFolder()
    const blobs = await openDiskBlobs(folder)
    const file = join(folder, '..', 'finished')
    await writeFile(file, pattern(70_000))
    assert.deepEqual(await blobs.adopt(file, 69_999), { tag: 'too-big', size: 70_000, limit: 69_999 })
    const hash = blobHash(pattern(70_000))
    assert.deepEqual(await blobs.adopt(file, LIMIT), { tag: 'stored', hash, size: 70_000 })
    await rm(file)
    assert.deepEqual(await blobs.verify(hash), { tag: 'sound', size: 70_000 })
    assert.deepEqual(await readdir(join(folder, 'arriving')), [])
    assert.deepEqual(await blobs.adopt(file, LIMIT), { tag: 'disk-error', code: 'ENOENT' })
  })

  it('never say « stored » before the file and then its folder are synced', async () => {
    const folder = await createFolder()
    const acts: string[] = []
    const blobs = await openDiskBlobs(
      folder,
      failing((act, path) => {
        if (act !== 'read') acts.push(`${act} ${path.slice(folder.length)}`)
      }),
    )
    acts.length = 0
    const hash = blobHash(pattern(10))
    await blobs.put(pattern(10), { limit: LIMIT })
    const prefix = `/${hash.slice(0, 2)}`
    assert.deepEqual(acts, [
      'open /arriving/0',
      'write /arriving/0',
      'sync /arriving/0',
      `open ${prefix}`,
      `sync ${prefix}`,
    ])
  })

  for (const [code, tag] of [
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EIO', 'disk-error'],
    ['EROFS', 'disk-error'],
  ] as const) {
    it(`say ${tag} at ${code} in any step of writing, keep the rest, and work again afterwards`, async () => {
      const folder = await createFolder()
      let steps = 0
      let failAt = Infinity
      const blobs = await openDiskBlobs(
        folder,
        failing((act, path) => {
          if (act !== 'read' && ++steps === failAt) throw systemError(code, act, path)
        }),
      )
      await blobs.put(pattern(9), { limit: LIMIT })
      steps = 0
      await blobs.put(pattern(10), { limit: LIMIT })
      const count = steps
      assert.equal(count, 5)
      for (failAt = 1; failAt <= count; failAt++) {
        steps = 0
        const expected = tag === 'disk-full' ? { tag } : { tag, code }
        assert.deepEqual(await blobs.put(pattern(20 + failAt), { limit: LIMIT }), expected)
        assert.deepEqual(await readdir(join(folder, 'arriving')), [])
        assert.deepEqual(await readAll(blobs, blobHash(pattern(9))), Buffer.from(pattern(9)))
      }
      failAt = Infinity
      assert.equal((await blobs.put(pattern(21), { limit: LIMIT })).tag, 'stored')
    })
  }

  it('open on a medium that takes nothing: reads work, writing says why, and works once it can', async () => {
    const folder = await createFolder()
    await (await openDiskBlobs(folder)).put(pattern(9), { limit: LIMIT })
    let isFull = true
    const blobs = await openDiskBlobs(
      folder,
      failing((act, path) => {
        if (isFull && act !== 'read') throw systemError('ENOSPC', act, path)
      }),
    )
    assert.deepEqual(await readAll(blobs, blobHash(pattern(9))), Buffer.from(pattern(9)))
    assert.deepEqual(await blobs.put(pattern(10), { limit: LIMIT }), { tag: 'disk-full' })
    isFull = false
    assert.equal((await blobs.put(pattern(10), { limit: LIMIT })).tag, 'stored')
  })

  it('say disk-error when reading fails', async () => {
    const folder = await createFolder()
    let isBroken = false
    const blobs = await openDiskBlobs(
      folder,
      failing((act, path) => {
        if (isBroken && act === 'read') throw systemError('EIO', act, path)
      }),
    )
    const hash = blobHash(pattern(9))
    await blobs.put(pattern(9), { limit: LIMIT })
    isBroken = true
    assert.deepEqual(await blobs.verify(hash), { tag: 'disk-error', code: 'EIO' })
    await assert.rejects(readAll(blobs, hash), { code: 'EIO' })
    assert.deepEqual(await readFile(pathOf(folder, hash)), Buffer.from(pattern(9)))
  })
})

/** Told of what may change the disk, and of reading from blobs. */
const failing = (before: (act: Act, path: string) => void): Medium =>
  createFailingMedium((act, path, flags) => {
    const isBlobOpening = act === 'open' && flags === 'r' && !/blobs(\/[0-9a-f]{2})?$/.test(path)
    if (!isBlobOpening) before(act, path)
  })
