import assert from 'node:assert/strict'
import { readdir, readFile, rm, writeFile, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { pattern, streamOf } from '../../../tests/contracts/blobs.ts'
import { createFailingMedium, systemError, type Act } from '../../../tests/contracts/failing-medium.ts'
import { hostileNames } from '../../../tests/fixtures/hostile/names.ts'
import { claimedName, claimedType } from './claimed.ts'
import { UPLOAD_LIMITS, type Upload, type UploadLimits, type Uploads } from './upload.ts'
import { openUploads, type UploadsOptions } from './uploads.ts'

const folders: string[] = []
const createFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'uploads-'))
  folders.push(folder)
  return folder
}
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

let drawn = 0
/** Different each time, and the same in each run. */
const random = (length: number) =>
  Uint8Array.from({ length }, (_, i) => (i < 4 ? (drawn >> (8 * i)) & 255 : i === 4 ? drawn++ : i))
const clock = { time: 0 }
const openIn = (folder: string, options: Partial<UploadsOptions> = {}) =>
  openUploads({ folder, random, monotonic: () => clock.time, freeBytes: async () => 1e12, ...options })
const withLimits = (changed: Partial<UploadLimits>) => ({ limits: { ...UPLOAD_LIMITS, ...changed } })

const create = async (uploads: Uploads, length: number, person = 'awa'): Promise<Upload> => {
  const created = await uploads.create({ person, name: 'photo.jpg', type: 'image/jpeg', length })
  if (created.tag !== 'created') throw new Error(created.tag)
  return created.upload
}
const append = (uploads: Uploads, id: string, offset: number, ...parts: Uint8Array[]) =>
  uploads.append(id, 'awa', offset, streamOf(parts), () => {})

describe('a file sent in pieces', () => {
  it('is whole whatever the cuts, the restarts and the sizes of the pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(5000), fc.boolean()), { maxLength: 8 }), async (steps) => {
        const folder = await createFolder()
        const bytes = pattern(20_000)
        let uploads = await openIn(folder)
        const { id } = await create(uploads, bytes.length)
        let at = 0
        for (const [length, isCut] of [...steps, [bytes.length, false] as const]) {
          const part = bytes.subarray(at, at + length)
          const source = (async function* () {
            yield part
            if (isCut) throw new Error('cut')
          })()
          const appended = await uploads.append(id, 'awa', at, source, () => {})
          at += part.length
          if (isCut) {
            assert.deepEqual(appended, { tag: 'cut-short', received: at })
            uploads = await openIn(folder)
          } else assert.equal(appended.tag, 'appended')
          assert.equal((await uploads.find(id, 'awa'))?.offset, at)
        }
        const taken = await uploads.take(id, 'awa')
        assert.equal(taken.tag, 'taken')
        if (taken.tag === 'taken') assert.deepEqual(await readFile(taken.path), Buffer.from(bytes))
      }),
      { numRuns: 25 },
    )
  })

  it('goes on only where it is', async () => {
    const uploads = await openIn(await createFolder())
    const { id } = await create(uploads, 100)
    await append(uploads, id, 0, pattern(40))
    assert.deepEqual(await append(uploads, id, 0, pattern(100)), { tag: 'upload-offset', offset: 40 })
    assert.deepEqual(await append(uploads, id, 41, pattern(59)), { tag: 'upload-offset', offset: 40 })
    assert.deepEqual(await append(uploads, id, 40, pattern(30), pattern(31)), { tag: 'too-big', size: 101, limit: 100 })
    assert.equal((await uploads.find(id, 'awa'))?.offset, 70)
    assert.equal((await append(uploads, id, 70, pattern(30))).tag, 'appended')
  })

  it('is its person’s: for others it doesn’t exist', async () => {
    const uploads = await openIn(await createFolder())
    const { id } = await create(uploads, 0)
    for (const [other, whose] of [
      [id, 'ibrahim'],
      [id, ''],
      ['0'.repeat(32), 'awa'],
      ['../x', 'awa'],
      ['', 'awa'],
    ] as const) {
      const missing = { tag: 'upload-missing' }
      assert.equal(await uploads.find(other, whose), null)
      assert.deepEqual(await uploads.append(other, whose, 0, streamOf([]), () => {}), missing)
      assert.deepEqual(await uploads.take(other, whose), missing)
      assert.deepEqual(await uploads.remove(other, whose), missing)
    }
    assert.deepEqual(uploads.list('ibrahim'), [])
    assert.deepEqual(
      uploads.list('awa').map((upload) => upload.id),
      [id],
    )
  })

  it('is taken once, when it is whole; given back it may be taken again; done, it is gone', async () => {
    const folder = await createFolder()
    const uploads = await openIn(folder)
    const { id } = await create(uploads, 10)
    assert.deepEqual(await uploads.take(id, 'awa'), { tag: 'upload-unfinished', offset: 0, length: 10 })
    await append(uploads, id, 0, pattern(10))
    const [first, second] = await Promise.all([uploads.take(id, 'awa'), uploads.take(id, 'awa')])
    assert.deepEqual([first.tag, second.tag], ['taken', 'upload-taken'])
    assert.deepEqual(await uploads.remove(id, 'awa'), { tag: 'upload-taken' })
    assert.equal((await append(uploads, id, 10)).tag, 'upload-missing')
    if (first.tag === 'taken') first.release()
    const third = await uploads.take(id, 'awa')
    assert.equal(third.tag, 'taken')
    if (third.tag === 'taken') await third.done()
    assert.deepEqual(await uploads.take(id, 'awa'), { tag: 'upload-missing' })
    assert.deepEqual(await readdir(folder), [])
  })

  it('taken when the program dies is there again: nothing is lost between the file and what it becomes', async () => {
    const folder = await createFolder()
    const uploads = await openIn(folder)
    const { id } = await create(uploads, 10)
    await append(uploads, id, 0, pattern(10))
    assert.equal((await uploads.take(id, 'awa')).tag, 'taken')
    assert.equal((await (await openIn(folder)).take(id, 'awa')).tag, 'taken')
  })

  it('whose sender comes back on another line goes on there, and the old line is ended', async () => {
    const uploads = await openIn(await createFolder())
    const { id } = await create(uploads, 100)
    const line = silentLine(pattern(30))
    const old = uploads.append(id, 'awa', 0, line.source, line.stop)
    await line.isSilent
    const fresh = append(uploads, id, 30, pattern(70))
    const rival = append(uploads, id, 30, pattern(70))
    assert.deepEqual(await old, { tag: 'cut-short', received: 30 })
    const tags = [(await fresh).tag, (await rival).tag]
    assert.deepEqual(tags.toSorted(), ['appended', 'upload-offset'])
    assert.equal((await uploads.take(id, 'awa')).tag, 'taken')
  })

  it('may be given up, even while it arrives', async () => {
    const folder = await createFolder()
    const uploads = await openIn(folder)
    const { id } = await create(uploads, 100)
    const line = silentLine(pattern(30))
    const old = uploads.append(id, 'awa', 0, line.source, line.stop)
    await line.isSilent
    assert.deepEqual(await uploads.remove(id, 'awa'), { tag: 'removed' })
    assert.equal((await old).tag, 'cut-short')
    assert.deepEqual(await readdir(folder), [])
  })
})

describe('what people may have on the way', () => {
  it('is bounded in size, in sum and in number, also when all ask at once', async () => {
    const uploads = await openIn(await createFolder(), withLimits({ bytes: 100, held: 250, count: 4 }))
    const ask = (length: number, person = 'awa') => uploads.create({ person, name: 'x', type: 'x/y', length })
    assert.deepEqual(await ask(101), { tag: 'too-big', size: 101, limit: 100 })
    const tags = (await Promise.all([100, 100, 100, 100].map((length) => ask(length)))).map(({ tag }) => tag)
    assert.deepEqual(tags, ['created', 'created', 'uploads-full', 'uploads-full'])
    assert.deepEqual(await ask(51), { tag: 'uploads-full', held: 200, count: 2 })
    assert.equal((await ask(100, 'ibrahim')).tag, 'created', 'others aren’t concerned')
    await Promise.all([ask(1), ask(1), ask(1)])
    assert.deepEqual(await ask(1), { tag: 'uploads-full', held: 202, count: 4 })
  })

  it('leaves room on the disk, counting what was promised to everybody', async () => {
    const uploads = await openIn(await createFolder(), { ...withLimits({ spare: 50 }), freeBytes: async () => 1000 })
    const ask = (length: number, person: string) => uploads.create({ person, name: 'x', type: 'x/y', length })
    assert.deepEqual(await ask(951, 'awa'), { tag: 'disk-full' })
    assert.equal((await ask(900, 'awa')).tag, 'created')
    assert.deepEqual(await ask(51, 'ibrahim'), { tag: 'disk-full' })
    assert.equal((await ask(50, 'ibrahim')).tag, 'created')
  })

  it('is dropped when it hasn’t grown for too long, by the time that the node ran', async () => {
    const folder = await createFolder()
    const limits = withLimits({ life: 1000 })
    let uploads = await openIn(folder, limits)
    const grows = await create(uploads, 100)
    const rests = await create(uploads, 100)
    clock.time += 600
    assert.equal(await uploads.sweep(), 0)
    await append(uploads, grows.id, 0, pattern(10))
    // A restart, with a clock that begins anew: what had passed is kept, the pause isn't counted.
    clock.time = 5
    uploads = await openIn(folder, limits)
    assert.equal(uploads.lifeLeft(rests), 400)
    clock.time += 399
    assert.equal(await uploads.sweep(), 0)
    clock.time += 1
    assert.equal(await uploads.sweep(), 1)
    assert.equal(await uploads.find(rests.id, 'awa'), null)
    assert.equal((await uploads.find(grows.id, 'awa'))?.offset, 10)
    assert.equal((await readdir(folder)).length, 2)
  })

  it('loses its leftovers at opening, and nothing else', async () => {
    const folder = await createFolder()
    const uploads = await openIn(folder)
    const kept = await create(uploads, 5)
    const id = 'f'.repeat(32)
    await writeFile(join(folder, `${id}.bytes`), 'no record')
    await writeFile(join(folder, `${'e'.repeat(32)}.json`), JSON.stringify({ person: 'awa' }))
    await writeFile(join(folder, `${'d'.repeat(32)}.json`), '{"person": "aw')
    await writeFile(join(folder, `${'d'.repeat(32)}.bytes`), 'x')
    await writeFile(join(folder, `${kept.id}.json.new`), '')
    await openIn(folder)
    assert.deepEqual((await readdir(folder)).toSorted(), [`${kept.id}.bytes`, `${kept.id}.json`])
  })
})

describe('a disk that refuses', () => {
  for (const code of ['ENOSPC', 'EIO'] as const) {
    const failure = code === 'ENOSPC' ? { tag: 'disk-full' } : { tag: 'disk-error', code }

    it(`with ${code} while a file is created leaves nothing`, async () => {
      const folder = await createFolder()
      const disk = countingDisk(code)
      const uploads = await openIn(folder, { medium: disk.medium })
      await create(uploads, 1)
      const count = disk.steps()
      for (let step = 1; step <= count; step++) {
        disk.failAt(step)
        assert.deepEqual(await uploads.create({ person: 'awa', name: 'x', type: 'x/y', length: 9 }), failure)
        assert.equal(uploads.list('awa').length, 1)
      }
      disk.failAt(Infinity)
      await openIn(folder)
      assert.equal((await readdir(folder)).length, 2)
    })

    it(`with ${code} while bytes arrive never says more than what is on disk, and goes on once it can`, async () => {
      const folder = await createFolder()
      const disk = countingDisk(code)
      const uploads = await openIn(folder, { medium: disk.medium })
      const { id } = await create(uploads, 90)
      await append(uploads, id, 0, pattern(90).subarray(0, 30))
      for (const step of [1, 2, 3, 4, 5]) {
        disk.failAt(step)
        const { offset } = (await uploads.find(id, 'awa')) as Upload
        const appended = await append(
          uploads,
          id,
          offset,
          pattern(90).subarray(offset, offset + 6),
          pattern(90).subarray(offset + 6, offset + 12),
        )
        if (appended.tag !== 'appended') assert.deepEqual(appended, failure)
        const now = (await uploads.find(id, 'awa')) as Upload
        assert.ok(now.offset >= offset && now.offset <= offset + 12)
        const onDisk = await readFile(join(folder, `${id}.bytes`))
        assert.deepEqual(onDisk.subarray(0, now.offset), Buffer.from(pattern(90).subarray(0, now.offset)))
      }
      disk.failAt(Infinity)
      const { offset } = (await uploads.find(id, 'awa')) as Upload
      assert.equal((await append(uploads, id, offset, pattern(90).subarray(offset))).tag, 'appended')
      const taken = await uploads.take(id, 'awa')
      if (taken.tag === 'taken') assert.deepEqual(await readFile(taken.path), Buffer.from(pattern(90)))
      else assert.fail(taken.tag)
    })
  }
})

describe('what a sender says of a file', () => {
  it('is a name to show: never a path, nothing invisible, bounded', () => {
    for (const { name, why } of hostileNames) {
      const shown = claimedName(name)
      assert.doesNotMatch(shown, /[/\\\p{Cc}\p{Cf}<>":|?*]|^\.|^\s|\s$/u, why)
      assert.ok(shown.length > 0 && [...shown].length <= 150 && shown.isWellFormed(), why)
    }
    assert.equal(claimedName('C:\\Users\\Awa\\Photo d’été 2005.JPG'), 'Photo d’été 2005.JPG')
    assert.equal(claimedName('e\u0301te\u0301.jpg'), 'été.jpg')
    assert.match(claimedName(`${'a'.repeat(300)}.jpg`), /^a+\.jpg$/)
    assert.equal(claimedName('  '), 'fichier')
  })

  it('is a type of the right shape, or none', () => {
    assert.equal(claimedType('Image/JPEG; charset=x'), 'image/jpeg')
    for (const type of ['', 'x', 'text/html\r\nX: y', '../..', 'a/<b>'])
      assert.equal(claimedType(type), 'application/octet-stream')
  })
})

/** A line that brings some bytes and then nothing, until it is stopped. */
const silentLine = (bytes: Uint8Array) => {
  const { promise: stopped, reject: stop } = Promise.withResolvers<never>()
  const { promise: isSilent, resolve: silence } = Promise.withResolvers<void>()
  const source = (async function* () {
    yield bytes
    silence()
    yield await stopped
  })()
  return { source, isSilent, stop: () => stop(new Error('stopped')) }
}

/** The real disk, whose n-th act fails. */
const countingDisk = (code: string) => {
  let steps = 0
  let failing = Infinity
  const before = (act: Act, path: string) => {
    if (++steps === failing) throw systemError(code, act, path)
  }
  return {
    medium: createFailingMedium(before),
    steps: () => steps,
    failAt(step: number) {
      steps = 0
      failing = step
    },
  }
}
