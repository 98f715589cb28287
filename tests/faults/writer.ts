import { writeFile } from 'node:fs/promises'
import { backUp } from '#server/backup/backup.ts'
import { openDiskBlobs } from '#server/blobs/disk.ts'
import type { Pictures } from '#server/blobs/pictures.ts'
import { article, draft, picture } from '#features/portal/index.ts'
import { association, federation } from '#features/membership/index.ts'
import { importWordpress } from '#server/imports/import-wordpress.ts'
import { openNode } from '#server/node/open-node.ts'
import type { OpenNode } from '#server/node/open-node.ts'
import { toExport } from '../server/import-world.ts'
import { importedTexts } from './imported-texts.ts'
import type { Mode, Told } from './promises.ts'

/**
 * A process to be killed, or whose disk loses its current: it waits for a message `{ data, mode }`, then writes as people do without end, and
 * tells its parent each acknowledgement once the node gave it.
 */
const tell = (told: Told | 'waiting' | 'open') => void process.send?.(told)
process.once('message', (order: { data: string; mode: Mode }) => void work(order.data, order.mode))
process.once('disconnect', () => process.exit())
tell('waiting')

async function work(data: string, mode: Mode): Promise<void> {
  const node = await openNode(data)
  if (!(await node.store.read((reader) => node.spaces.ofFederation(reader)))) await found(node)
  tell('open')
  if (mode === 'backup') void backUpForEver(node, `${data}.age`)
  const pictures =
    mode === 'pictures'
      ? await (
          await import('#server/blobs/pictures.ts')
        ).openPictures({ blobs: await openDiskBlobs(node.folders.blobs), folder: `${data}.arriving` })
      : null
  if (mode === 'import') return importForEver(node, data)
  for (let round = 0; ; round++) {
    if (pictures) await publishPicture(node, pictures, round)
    const size = 1 + (round % 3)
    const { value } = await node.perform(null, async (context) => {
      const ids: string[] = []
      for (let i = 0; i < size; i++) {
        const kind = (round + i) % 2 === 0 ? article : draft
        const text = { title: `Essai ${round}.${i}`, body: 'Les hêtres poussent. '.repeat(1 + (i % 40)), date: round }
        const made = await context.create(kind, kind === article ? 'public' : 'federation', text)
        if ('tag' in made) return made
        ids.push(made.id)
      }
      return { ids }
    })
    const done = value as { ids?: string[] }
    if (done.ids) tell({ ids: done.ids })
  }
}

async function found(node: OpenNode): Promise<void> {
  await node.perform(null, async (context) => {
    await context.addSpace('public')
    await context.addSpace('federation')
    await context.create(federation, 'public', { name: 'Épreuve' })
    const space = await context.addSpace('association')
    await context.create(association, 'public', { name: 'Une', slug: 'une', space })
  })
}

/** A picture as a person sends one, and an article that shows it. */
async function publishPicture(node: OpenNode, pictures: Pictures, round: number): Promise<void> {
  const { default: sharp } = await import('sharp')
  const background = { r: round % 256, g: (round * 7) % 256, b: 90 }
  const sent = await sharp({ create: { width: 300, height: 200, channels: 3, background } })
    .png()
    .toBuffer()
  const taken = await pictures.take(sent)
  if (taken.tag !== 'picture') return
  const { preview, colour, sizes } = taken
  const { value } = await node.perform(null, async (context) => {
    const field = sizes.map(({ bytes, ...size }) => ({ ...size, weight: bytes }))
    const made = await context.create(picture, 'public', { preview, colour, sizes: field, credit: 'essai' })
    if ('tag' in made) return made
    const shown = { title: `Image ${round}`, body: `![Une image](${made.id})`, date: round, picture: made.id }
    const text = await context.create(article, 'public', { ...shown, pictureText: 'Une couleur' })
    return 'tag' in text ? text : { ids: [made.id, text.id] }
  })
  const { ids } = value as { ids?: string[] }
  if (ids) tell({ ids })
}

/** One old site after another, as the shell's command brings them in. After a kill it begins again with the first, which changes nothing. */
async function importForEver(node: OpenNode, data: string): Promise<never> {
  for (let site = 0; ; site++) {
    const file = `${data}.${site}.xml`
    await writeFile(file, toExport(importedTexts(site * SITE, SITE)))
    const input = { file, media: null, association: 'une', isPublishing: false, actor: null }
    const report = await importWordpress(node, input, ({ done }) => tell({ imported: site * SITE + done }))
    if ('tag' in report) throw new Error(JSON.stringify(report))
  }
}

const SITE = 60

async function backUpForEver(node: OpenNode, path: string): Promise<never> {
  for (;;) {
    const done = await backUp(node, path)
    if (!('tag' in done)) tell({ backup: path, paperKey: done.paperKey })
  }
}
