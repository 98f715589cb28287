import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import { blobHash } from '#core/blobs.ts'
import { pattern, streamOf } from '../../../tests/contracts/blobs.ts'
import { openDiskBlobs, type DiskBlobs } from './disk.ts'
import { openPictures, type Pictures } from './pictures.ts'
import { uploadToBlob, uploadToPicture } from './upload-uses.ts'
import type { Uploads } from './upload.ts'
import { openUploads } from './uploads.ts'

let folder: string
let uploads: Uploads
let blobs: DiskBlobs
let pictures: Pictures
let drawn = 0

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uses-'))
  blobs = await openDiskBlobs(join(folder, 'blobs'))
  pictures = await openPictures({ blobs, folder: join(folder, 'pictures') })
  uploads = await openUploads({
    folder: join(folder, 'uploads'),
    random: (length) => new Uint8Array(length).fill(drawn++),
    monotonic: () => 0,
    freeBytes: async () => 1e12,
  })
})
after(async () => {
  await pictures[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const receive = async (bytes: Uint8Array): Promise<string> => {
  const kept = await uploads.receive(streamOf([bytes]), {
    person: 'awa',
    name: 'a.jpg',
    type: 'image/jpeg',
    limit: 1e6,
  })
  if (kept.tag !== 'kept') throw new Error(kept.tag)
  return kept.upload.id
}

describe('a finished upload', () => {
  it('becomes a blob once, and is gone when that is done', async () => {
    const id = await receive(pattern(50_000))
    assert.equal((await uploadToBlob({ uploads, blobs }, id, 'ibrahim')).tag, 'upload-missing')
    const stored = await uploadToBlob({ uploads, blobs }, id, 'awa')
    assert.equal(stored.tag, 'stored')
    if (stored.tag !== 'stored') return
    assert.deepEqual([stored.hash, stored.size, stored.upload.name], [blobHash(pattern(50_000)), 50_000, 'a.jpg'])
    assert.equal((await uploadToBlob({ uploads, blobs }, id, 'awa')).tag, 'upload-taken')
    await stored.done()
    assert.equal((await uploadToBlob({ uploads, blobs }, id, 'awa')).tag, 'upload-missing')
    assert.equal((await blobs.verify(stored.hash)).tag, 'sound')
    assert.deepEqual(await readdir(join(folder, 'uploads')), [])
  })

  it('becomes a picture once; refused as one, it is still there', async () => {
    const jpeg = await sharp({ create: { width: 50, height: 40, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer()
    const id = await receive(jpeg)
    const picture = await uploadToPicture({ uploads, pictures }, id, 'awa')
    assert.equal(picture.tag, 'picture')
    if (picture.tag === 'picture') await picture.done()
    const text = await receive(Buffer.from('not a picture'))
    assert.equal((await uploadToPicture({ uploads, pictures }, text, 'awa')).tag, 'picture-unknown')
    assert.equal((await uploadToBlob({ uploads, blobs }, text, 'awa')).tag, 'stored')
  })
})
