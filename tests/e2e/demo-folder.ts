import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { openDiskBlobs } from '#server/blobs/disk.ts'
import { openPictures } from '#server/blobs/pictures.ts'
import { fillDemonstration, type DemoAccount } from '#server/demo/fill.ts'
import { openNode, type OpenNode } from '#server/node/open-node.ts'
import { associations } from '../../src/demo/associations.ts'
import { articles } from '../../src/demo/articles.ts'
import { drawPicture } from '../../src/demo/drawings.ts'

/**
 * A data folder with the demonstration, its pictures all the same one: drawing each takes half a minute. `more` writes what a test
 * needs besides.
 */
export async function createDemoFolder(
  more: (node: OpenNode, accounts: readonly DemoAccount[]) => Promise<void> = async () => undefined,
): Promise<{ readonly data: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'trait-demo-'))
  const data = join(folder, 'data')
  const node = await openNode(data)
  const blobs = await openDiskBlobs(join(data, 'blobs'))
  const keys = [...new Set([...associations, ...articles].map((one) => one.picture.key))]
  const drawn = await sharp(Buffer.from(drawPicture(keys[0]!)))
    .png({ compressionLevel: 1 })
    .toBuffer()
  await using workshop = await openPictures({ blobs, folder: join(folder, 'arriving') })
  const taken = await workshop.take(drawn)
  if (taken.tag !== 'picture') throw new Error(taken.tag)
  const pictures = new Map(keys.map((key) => [key, taken]))
  const accounts = await fillDemonstration(node, pictures, new Date().toISOString().slice(0, 10))
  await more(node, accounts)
  await node.close()
  return { data, remove: () => rm(folder, { recursive: true, force: true }) }
}
