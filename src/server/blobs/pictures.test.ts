import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import { createMemoryBlobs } from '#core/memory-blobs.ts'
import { pattern, readAll, streamOf } from '../../../tests/contracts/blobs.ts'
import { openPictures, PICTURE_LIMITS, type Picture, type Pictures } from './pictures.ts'

const blobs = createMemoryBlobs()
let folder: string
let pictures: Pictures
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pictures-'))
  pictures = await openPictures({ blobs, folder: join(folder, 'arriving') })
})
after(async () => {
  await pictures[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

describe('a picture that comes in', () => {
  it('becomes a ladder of WebP, a JPEG card and a preview of at most 3,000 bytes, all kept as blobs', async () => {
    const picture = await take(await photo(2400, 1800).jpeg().toBuffer())
    assert.deepEqual([picture.width, picture.height], [2400, 1800])
    assert.deepEqual(
      picture.sizes.map(({ width, height, type }) => ({ width, height, type })),
      [320, 640, 1024, 1600].map((width) => ({ width, height: (width * 3) / 4, type: 'image/webp' })),
    )
    assert.deepEqual([picture.card.width, picture.card.height, picture.card.type], [1200, 630, 'image/jpeg'])
    for (const size of [...picture.sizes, picture.card]) {
      const bytes = await readAll(blobs, size.hash)
      assert.equal(bytes.length, size.bytes)
      const { format, width, height } = await sharp(bytes).metadata()
      assert.deepEqual([`image/${format}`, width, height], [size.type, size.width, size.height])
    }
    assert.ok(picture.preview.length <= 3000, `${picture.preview.length} bytes`)
    assert.equal((await sharp(picture.preview).metadata()).format, 'webp')
    assert.deepEqual(await readdir(join(folder, 'arriving')), [])
  })

  it('is never enlarged', async () => {
    const widths = async (width: number, height: number) =>
      (await take(await photo(width, height).png().toBuffer())).sizes.map((size) => size.width)
    assert.deepEqual(await widths(1, 1), [1])
    assert.deepEqual(await widths(40, 30), [40])
    assert.deepEqual(await widths(330, 300), [330])
    assert.deepEqual(await widths(900, 700), [320, 640, 900])
    assert.deepEqual(await widths(1600, 400), [320, 640, 1024, 1600])
    const small = await take(await photo(300, 200).png().toBuffer())
    assert.deepEqual([small.card.width, small.card.height], [300, 158])
  })

  it('may be very tall or very wide', async () => {
    const tall = await take(await photo(300, 20_000).png().toBuffer())
    assert.deepEqual([tall.width, tall.height], [300, 20_000])
    assert.deepEqual(tall.sizes.at(-1)?.height, 3200)
    const wide = await take(await photo(20_000, 300).png().toBuffer())
    assert.deepEqual(wide.sizes.at(-1)?.width, 1600)
  })

  it('stands upright, in sRGB, without position or any other metadata', async () => {
    const untagged = await sharp({ create: { width: 800, height: 400, channels: 3, background: '#c81414' } })
      .composite([{ input: await solid('#1414c8', 400, 400), left: 400, top: 0 }])
      .withIccProfile('p3')
      .withExif({
        IFD0: { Copyright: 'CANARY-NAME' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '45/1 35/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '4/1 47/1 0/1' },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><CANARY-XMP/></x:xmpmeta>')
      .jpeg()
      .toBuffer()
    const bytes = await sharp(untagged).keepMetadata().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const came = await sharp(bytes).metadata()
    assert.ok(came.exif && came.icc && came.xmp && came.orientation === 6, 'the trial picture has them')
    const picture = await take(bytes)
    assert.deepEqual([picture.width, picture.height], [400, 800])
    for (const made of [...(await Promise.all(everySize(picture))), Buffer.from(picture.preview)]) {
      const { exif, icc, xmp, iptc, orientation, width, height } = await sharp(made).metadata()
      assert.deepEqual(
        [exif, icc, xmp, iptc, orientation],
        Array.from({ length: 5 }, () => undefined),
      )
      assert.doesNotMatch(made.toString('latin1'), /CANARY|Exif|GPS|XMP |ICCP|ICC_PROFILE|xmpmeta/)
      if (width < height) {
        const { data } = await sharp(made).raw().toBuffer({ resolveWithObject: true })
        assert.ok((data[0] as number) > 150 && (data[2] as number) < 80, 'what was left is on top')
        assert.ok((data.at(-1) as number) > 150, 'what was right is below')
      }
    }
  })

  it('converts wide colours and ink colours to what every screen shows', async () => {
    const flat = sharp({ create: { width: 64, height: 64, channels: 3, background: '#d02020' } })
    const cmyk = await take(await flat.clone().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer())
    const p3 = await take(await flat.clone().withIccProfile('p3').png().toBuffer())
    for (const picture of [cmyk, p3]) {
      const { data } = await sharp(await readAll(blobs, picture.sizes[0]?.hash as string))
        .raw()
        .toBuffer({ resolveWithObject: true })
      const [red, green, blue] = data as unknown as [number, number, number]
      assert.ok(Math.abs(red - 0xd0) < 40 && green < 70 && blue < 70, `${red} ${green} ${blue}`)
    }
  })

  it('may be JPEG, PNG, WebP, GIF or AVIF, of any depth; the first frame of a moving one', async () => {
    const frames = await sharp([await solid('#20c020', 120, 90), await solid('#2020c0', 120, 90)], {
      join: { animated: true },
    })
      .gif()
      .toBuffer()
    assert.equal((await sharp(frames).metadata()).pages, 2)
    const green = await solid('#20c020', 120, 90)
    const files = {
      jpeg: await sharp(green).jpeg({ progressive: true }).toBuffer(),
      png: await sharp(green).png({ palette: true }).toBuffer(),
      deep: await sharp(green).toColourspace('rgb16').png().toBuffer(),
      interlaced: await sharp(green).png({ progressive: true }).toBuffer(),
      webp: await sharp(green).webp().toBuffer(),
      avif: await sharp(green).avif({ effort: 0 }).toBuffer(),
      gif: frames,
      moving: await sharp(frames, { animated: true }).webp().toBuffer(),
    }
    for (const [name, bytes] of Object.entries(files)) {
      const picture = await take(bytes)
      assert.deepEqual([picture.width, picture.height], [120, 90], name)
      assert.match(picture.colour, /^#[123][0-9a-f][bc][0-9a-f][123][0-9a-f]$/, name)
    }
    for (const grey of [
      sharp(green).greyscale(),
      sharp(green).greyscale().ensureAlpha(0.5),
      sharp(green).ensureAlpha(0.5),
    ]) {
      assert.equal((await take(await grey.png().toBuffer())).width, 120)
    }
  })

  it('keeps its transparency, and lies on a ground that shows it where it can’t', async () => {
    const lightMark = await sharp({ create: { width: 400, height: 400, channels: 4, background: '#ffffff00' } })
      .composite([{ input: await solid('#fafafa', 200, 200), left: 100, top: 100 }])
      .png()
      .toBuffer()
    const picture = await take(lightMark)
    assert.equal((await sharp(await readAll(blobs, picture.sizes[0]?.hash as string)).metadata()).hasAlpha, true)
    const { data } = await sharp(await readAll(blobs, picture.card.hash))
      .raw()
      .toBuffer({ resolveWithObject: true })
    assert.ok((data[0] as number) < 80, 'the card’s corner is dark')
  })

  it('may be noise: the preview still fits', async () => {
    const noise = Buffer.from(pattern(700 * 700 * 4))
    const picture = await take(
      await sharp(noise, { raw: { width: 700, height: 700, channels: 4 } })
        .png()
        .toBuffer(),
    )
    assert.ok(picture.preview.length <= 3000, `${picture.preview.length} bytes`)
  })

  it('loses what was hidden behind or inside it', async () => {
    const jpeg = await photo(200, 150).jpeg().toBuffer()
    const comment = Buffer.concat([
      jpeg.subarray(0, 2),
      Buffer.from([0xff, 0xfe, 0, 31]),
      Buffer.from('<script>CANARY</script>------'),
      jpeg.subarray(2),
    ])
    const archive = Buffer.concat([jpeg, Buffer.from('PK\u0003\u0004<script>CANARY</script>')])
    for (const bytes of [comment, archive]) {
      const picture = await take(bytes)
      for (const made of await Promise.all(everySize(picture)))
        assert.doesNotMatch(made.toString('latin1'), /CANARY|script/)
    }
  })

  it('is the same picture from a stream in pieces, and is refused past its limit while it streams', async () => {
    const bytes = await photo(500, 400).jpeg().toBuffer()
    const pieces = Array.from({ length: Math.ceil(bytes.length / 1000) }, (_, i) =>
      bytes.subarray(i * 1000, i * 1000 + 1000),
    )
    assert.deepEqual(await pictures.take(streamOf(pieces)), await take(bytes))
    const limit = PICTURE_LIMITS.bytes
    let sent = 0
    const endless = (async function* () {
      for (;;) {
        sent += 1_000_000
        yield new Uint8Array(1_000_000)
      }
    })()
    assert.deepEqual(await pictures.take(endless), { tag: 'too-big', size: limit + 1_000_000, limit })
    assert.equal(sent, limit + 1_000_000)
    assert.deepEqual(await readdir(join(folder, 'arriving')), [])
  })

  it('is not said to be kept when the disk is full', async () => {
    await using full = await openPictures({
      blobs: { ...blobs, put: async () => ({ tag: 'disk-full' }) },
      folder: join(folder, 'full'),
    })
    assert.deepEqual(await full.take(await photo(50, 50).png().toBuffer()), { tag: 'disk-full' })
  })
})

const take = async (bytes: Uint8Array): Promise<Picture> => {
  const picture = await pictures.take(bytes)
  if (picture.tag !== 'picture') throw new Error(JSON.stringify(picture))
  return picture
}

const everySize = (picture: Picture) => [...picture.sizes, picture.card].map(({ hash }) => readAll(blobs, hash))

/** Something with slopes and edges, the same each time. */
const photo = (width: number, height: number) =>
  sharp(Buffer.from(pattern(60 * 45 * 3)), { raw: { width: 60, height: 45, channels: 3 } }).resize(width, height, {
    fit: 'fill',
  })

const solid = (background: string, width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer()
