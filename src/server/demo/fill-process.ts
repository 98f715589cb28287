import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { articles } from '../../demo/articles.ts'
import { associations } from '../../demo/associations.ts'
import { drawPicture } from '../../demo/drawings.ts'
import { makeSecret } from '../accounts/password-entry.ts'
import { createPassPhrase } from '../accounts/pass-phrase.ts'
import { openDiskBlobs } from '../blobs/disk.ts'
import { openPictures } from '../blobs/pictures.ts'
import type { Picture } from '../blobs/pictures.ts'
import { openNode } from '../node/open-node.ts'
import { writeDurably } from '../node/durable-file.ts'
import { fillDemonstration } from './fill.ts'
import { randomInt } from 'node:crypto'

/**
 * Fills a data folder with the demonstration, in a process of its own so that what drawing pictures takes in memory goes with it.
 * Prints one JSON line: the accounts with their passphrases, made for this folder and kept in `demo-accounts.json`.
 */
const [data] = process.argv.slice(2)
if (!data) throw new Error('fill-process.ts DATA_DIR')
mkdirSync(data, { recursive: true })

const today = new Date().toISOString().slice(0, 10)
const pictures = await drawAll(data)
const node = await openNode(data)
const accounts = await fillDemonstration(node, pictures, today)
const told: { name: string; role: string; secret: string }[] = []
for (const { name, role, person } of accounts) {
  const secret = createPassPhrase((below) => randomInt(below))
  const made = await makeSecret(
    async (command, input) => (await node.command(command, input, null)).value,
    name,
    secret,
  )
  const { value } = await node.command('accounts.enrol', { person, secret: made, isShown: true }, null)
  if (typeof value === 'object' && value !== null && 'tag' in value) throw new Error(`enrol: ${JSON.stringify(value)}`)
  told.push({ name, role, secret })
}
await node.close()
writeDurably(join(data, 'demo-accounts.json'), JSON.stringify(told), 0o600)
console.log(JSON.stringify(told))

/** Every picture that the texts show, through the same door as a person's. */
async function drawAll(folder: string): Promise<ReadonlyMap<string, Picture>> {
  const arriving = join(folder, 'demo-pictures')
  const keys = [...new Set([...associations, ...articles].map((one) => one.picture.key))]
  await using workshop = await openPictures({ blobs: await openDiskBlobs(join(folder, 'blobs')), folder: arriving })
  const made = new Map<string, Picture>()
  for (const key of keys) {
    const drawn = await sharp(Buffer.from(drawPicture(key)))
      .png({ compressionLevel: 1 })
      .toBuffer()
    const taken = await workshop.take(drawn)
    if (taken.tag !== 'picture') throw new Error(`picture ${key}: ${taken.tag}`)
    made.set(key, taken)
  }
  rmSync(arriving, { recursive: true, force: true })
  return made
}
