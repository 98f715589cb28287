import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import sharp from 'sharp'
import { createMemoryBlobs } from '#core/memory-blobs.ts'
import { pattern, readAll } from '../../../tests/contracts/blobs.ts'
import { hostileFiles } from '../../../tests/fixtures/hostile/generate.ts'
import { openPictures, PICTURE_LIMITS, type PictureLimits } from './pictures.ts'
import type { WorkshopOptions } from './picture-workshop.ts'

const blobs = createMemoryBlobs()
const folder = await mkdtemp(join(tmpdir(), 'pictures-hostile-'))
const arriving = join(folder, 'arriving')
after(() => rm(folder, { recursive: true, force: true }))

const openHere = (options: WorkshopOptions & { limits?: PictureLimits } = {}) =>
  openPictures({ blobs, folder: arriving, ...options })

const noise = (width: number, height: number) =>
  sharp(Buffer.from(pattern(width * height * 3)), { raw: { width, height, channels: 3 } })
const files = {
  jpeg: await noise(160, 120).jpeg({ progressive: true }).toBuffer(),
  png: await noise(160, 120).png().toBuffer(),
  webp: await noise(160, 120).webp().toBuffer(),
  gif: await noise(160, 120).gif().toBuffer(),
  avif: await noise(160, 120).avif({ effort: 0 }).toBuffer(),
}

const box = (brands: string) => Buffer.from(`\0\0\0\u0018ftyp${brands}`, 'latin1')
const limits = (changed: Partial<PictureLimits>) => ({ limits: { ...PICTURE_LIMITS, ...changed } })
const heavy = () => noise(2000, 1500).png({ progressive: true, compressionLevel: 1 }).toBuffer()

/** What the corpus must give; every other file of it is no picture. */
const CORPUS: [name: RegExp, tag: string][] = [
  [/^(png|jpeg)-(says-)?\d+-megapixels|^webp-268-megapixels/, 'picture-too-large'],
  [/^(png|jpeg|webp|gif)-.*(truncated|header-only|no-pixels|outside|exapixels|lies)/, 'picture-damaged'],
  [/^jpeg-says-4-gigapixels|^jpeg-is-php|^zip-after-gif/, 'picture-damaged'],
  [/^(png|jpeg|webp|gif)-(wrong-crc|more-pixels|text-bomb|html|then-html|10000-frames|exif-loop)/, 'picture'],
  [/^jpeg-(1000-scans|script)|^gif-(is-script|says-4-gigapixels)/, 'picture'],
  [/^tiff-|^svg-(?!script\.svgz)|^pdf-/, 'picture-kind'],
]

describe('a hostile picture', () => {
  it('from the corpus is drawn anew without what it hid, or refused with its facts', async () => {
    await using pictures = await openHere()
    const seen: Record<string, number> = {}
    for (const { name, bytes } of hostileFiles()) {
      const taken = await pictures.take(bytes)
      assert.equal(taken.tag, CORPUS.find(([pattern_]) => pattern_.test(name))?.[1] ?? 'picture-unknown', name)
      seen[taken.tag] = (seen[taken.tag] ?? 0) + 1
      if (taken.tag === 'picture-too-large') assert.ok(taken.width * taken.height > taken.limit, name)
      if (taken.tag !== 'picture') continue
      for (const { hash } of [...taken.sizes, taken.card]) {
        assert.doesNotMatch(
          (await readAll(blobs, hash)).toString('latin1'),
          /<script|<html|<\?php|alert\(|Comment/,
          name,
        )
      }
    }
    for (const tag of ['picture-too-large', 'picture-damaged', 'picture', 'picture-kind'])
      assert.ok((seen[tag] ?? 0) >= 5)
    assert.deepEqual(await readdir(arriving), [])
  })

  it('cut anywhere is damaged, in every kind', async () => {
    await using pictures = await openHere()
    for (const [kind, bytes] of Object.entries(files)) {
      for (const part of [0.02, 0.3, 0.6, 0.9]) {
        const taken = await pictures.take(bytes.subarray(0, Math.floor(bytes.length * part)))
        assert.equal(taken.tag, 'picture-damaged', `${kind} cut at ${part}`)
        if (taken.tag === 'picture-damaged') assert.doesNotMatch(taken.detail, /arriving/, 'no path of the machine')
      }
    }
  })

  it('with any bytes changed gets an answer, and the next picture is taken', async () => {
    await using pictures = await openHere()
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.values(files)), changes, async (file, changed) => {
        const bytes = Uint8Array.from(file)
        for (const [at, value] of changed) bytes[at % bytes.length] = value
        const { tag } = await pictures.take(bytes)
        assert.match(tag, /^picture(-damaged|-unknown|-kind|-too-large|-too-heavy|-crashed)?$/)
      }),
      { numRuns: 60 },
    )
    assert.equal((await pictures.take(files.jpeg)).tag, 'picture')
  })

  it('that says it is iPhone’s HEIC or a film is known for what it is', async () => {
    await using pictures = await openHere()
    assert.deepEqual(await pictures.take(box('heic\0\0\0\0mif1heic')), { tag: 'picture-kind', kind: 'heic' })
    assert.deepEqual(await pictures.take(box('mif1\0\0\0\0mif1heix')), { tag: 'picture-kind', kind: 'heic' })
    assert.deepEqual(await pictures.take(box('isom\0\0\0\0isommp42')), { tag: 'picture-kind', kind: 'video' })
    assert.equal((await pictures.take(box('avif\0\0\0\0mif1avif'))).tag, 'picture-damaged')
  })

  it('is opened by no other decoder than the one that its first bytes name', async () => {
    await using pictures = await openHere()
    const png = files.png.subarray(8)
    const disguised = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 4, 0, 0]), files.png, png])
    assert.equal((await pictures.take(disguised)).tag, 'picture-damaged')
  })
})

describe('the process that decodes', () => {
  it('is ended when it takes too much memory', async () => {
    await using pictures = await openHere(limits({ memory: 1_000_000 }))
    assert.deepEqual(await pictures.take(await heavy()), { tag: 'picture-too-heavy', limit: 1_000_000 })
  })

  it('is ended when it works too long, counted in its own processor time', async () => {
    await using pictures = await openHere(limits({ processor: 1 }))
    assert.deepEqual(await pictures.take(await heavy()), { tag: 'picture-too-slow', limit: 1 })
  })

  it('is ended when it gives no answer', async () => {
    await using pictures = await openHere({ patience: 1 })
    assert.deepEqual(await pictures.take(files.jpeg), { tag: 'picture-stuck', limit: 1 })
  })

  it('may crash: the picture is refused, the node stays, the next picture is taken', async () => {
    let isDeadly = true
    await using pictures = await openHere({
      onWorker: (pid) => {
        if (isDeadly) process.kill(pid, 'SIGSEGV')
      },
    })
    assert.deepEqual(await pictures.take(files.jpeg), { tag: 'picture-crashed', how: 'SIGSEGV' })
    isDeadly = false
    assert.equal((await pictures.take(files.jpeg)).tag, 'picture')
  })

  it('is one at a time, with a bounded queue', async () => {
    const workers = new Set<number>()
    await using pictures = await openHere({ queue: 3, onWorker: (pid) => workers.add(pid) })
    const tags = (await Promise.all(Array.from({ length: 5 }, () => pictures.take(files.png)))).map(({ tag }) => tag)
    assert.deepEqual(tags.toSorted(), ['picture', 'picture', 'picture', 'pictures-busy', 'pictures-busy'])
    assert.equal(workers.size, 1)
  })

  it('goes away when there is nothing to do, and with the node', async () => {
    const workers: number[] = []
    const pictures = await openHere({ idle: 0, onWorker: (pid) => workers.push(pid) })
    await pictures.take(files.png)
    await ended(workers[0] as number)
    const last = pictures.take(files.png)
    await started(workers, 2)
    await pictures[Symbol.asyncDispose]()
    assert.match((await last).tag, /^picture(-crashed)?$/)
    await ended(workers[1] as number)
    assert.deepEqual(await pictures.take(files.png), { tag: 'picture-crashed', how: 'closed' })
  })
})

/** Resolves when the process is no more; the test's own limit is the only one. */
const ended = async (pid: number): Promise<void> => {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const started = async (workers: readonly number[], count: number): Promise<void> => {
  while (workers.length < count) await new Promise((resolve) => setTimeout(resolve, 1))
}
