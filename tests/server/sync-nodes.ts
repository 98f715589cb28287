import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import type { TestContext } from 'node:test'
import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { association, federation } from '#features/membership/index.ts'
import { article, picture } from '#features/portal/index.ts'
import { openDiskBlobs } from '#server/blobs/disk.ts'
import { readSoundBlob } from '#server/blobs/sound-blob.ts'
import { createPicturesMount } from '#server/http/pictures.ts'
import { createSyncMounts } from '#server/http/sync.ts'
import { createHouse } from '#server/http/server.ts'
import { createLog } from '#server/http/log.ts'
import { openNode } from '#server/node/open-node.ts'
import type { OpenNode } from '#server/node/open-node.ts'
import { createAnswering } from '#server/sync/answering.ts'
import { openByteChannel } from '#server/sync/byte-channel.ts'
import { exportState } from '#server/sync/export-state.ts'
import { join } from '#server/sync/joining.ts'
import { answerPairing, makeOffer } from '#server/sync/offering.ts'
import { createFakeKit } from '../http/fake-kit.ts'
import { createFakeNode } from '../http/fake-node.ts'

/** Two real nodes in folders of their own, the one behind a real port; paired where a test doesn't ask otherwise. */
export async function openPair(context: TestContext, { isPaired = true, clock = Date.now } = {}) {
  const folder = mkdtempSync(joinPath(tmpdir(), 'trait-sync-'))
  const [a, b] = [await openNode(joinPath(folder, 'a'), { clock }), await openNode(joinPath(folder, 'b'), { clock })]
  const served = await serve(a)
  context.after(async () => {
    await served.close()
    await a.close()
    await b.close()
    rmSync(folder, { recursive: true })
  })
  await found(a)
  const pair = { a, b, url: served.url, folder }
  if (isPaired) await tie(pair)
  return pair
}

export async function serve(node: OpenNode) {
  const answering = createAnswering(node)
  const log = createLog({ clock: Date.now, write: (line) => void process.stderr.write(line) })
  const blobs = await openDiskBlobs(node.folders.blobs)
  const house = createHouse({
    // What pictures are asked for by is the real node's.
    node: { ...createFakeNode(), query: node.query },
    kit: createFakeKit(),
    host: '127.0.0.1',
    port: 0,
    secret: new Uint8Array(32),
    clock: Date.now,
    log,
    mounts: [
      createPicturesMount({ readBlob: (hash) => readSoundBlob(blobs, hash), log }),
      ...createSyncMounts({
        exchange: (port: MessagePort) => void answering(openByteChannel(port)),
        keys: () => node.links.keys.document(),
        pair: (body) => answerPairing(node, body),
      }),
    ],
  })
  const port = await house.listen()
  return { url: new URL(`http://127.0.0.1:${port}`), port, close: () => house.close(0) }
}

export const found = (node: OpenNode) =>
  node.perform(null, async (context) => {
    await context.addSpace('public')
    await context.addSpace('federation')
    await context.create(federation, 'public', { name: 'Essai' })
    await context.create(association, 'public', {
      name: 'Une',
      slug: 'une',
      space: await context.addSpace('association'),
    })
  })

export async function tie({ a, b, url }: { readonly a: OpenNode; readonly b: OpenNode; readonly url: URL }) {
  const offer = await makeOffer(a, { spaces: ['public'], role: 'officer', isAgreed: true })
  if ('tag' in offer) throw new Error(offer.tag)
  const joined = await join(b, offer.code, url, 'boîtier')
  if ('tag' in joined) throw new Error(joined.tag)
  return joined
}

export async function publish(node: OpenNode, count: number, word = 'Nouvelle'): Promise<readonly string[]> {
  const ids: string[] = []
  await node.perform(null, async (context) => {
    context.bulk()
    for (let i = 0; i < count; i++) {
      const body = `${word} ${i} : ${Buffer.from(context.random(900)).toString('base64')}`
      const made = await context.create(article, 'public', { title: `${word} ${i}`, body, date: i })
      if (!('tag' in made)) ids.push(made.id)
    }
  })
  return ids
}

/** A picture of these sizes in bytes, kept, and published with an article that shows it unless it is private. */
export async function publishPicture(node: OpenNode, weights: readonly number[], { isPrivate = false } = {}) {
  const blobs = await openDiskBlobs(node.folders.blobs, undefined, joinPath(node.folders.data, 'arriving'))
  const files = weights.map((weight) => new Uint8Array(randomBytes(weight)))
  const sizes = await Promise.all(
    files.map(async (bytes, i) => {
      const kept = await blobs.put(bytes, { limit: bytes.length })
      if (kept.tag !== 'stored') throw new Error(kept.tag)
      return { width: 320 * (i + 1), height: 200 * (i + 1), type: 'image/webp', hash: kept.hash, weight: bytes.length }
    }),
  )
  const preview = new Uint8Array(300).fill(1)
  const { value } = await node.perform(null, async (context) => {
    const space = isPrivate ? await context.addSpace('association') : ''
    const place = isPrivate ? { space } : ('public' as const)
    const made = await context.create(picture, place, { preview, colour: '#112233', sizes })
    if ('tag' in made) return made
    if (isPrivate) return { picture: made.id, article: '', space }
    const text = { title: 'En image', body: 'Texte.', date: 1, picture: made.id }
    const shown = await context.create(article, 'public', text)
    return 'tag' in shown ? shown : { picture: made.id, article: shown.id, space }
  })
  if ('tag' in (value as object)) throw new Error(JSON.stringify(value))
  return {
    ...(value as { picture: string; article: string; space: string }),
    files,
    hashes: sizes.map((size) => size.hash),
  }
}

export const stateOf = async (node: OpenNode): Promise<string> => {
  const lines: string[] = []
  await exportState(node, (one) => lines.push(JSON.stringify(one)))
  return lines.join('\n')
}

export const keyOf = (node: OpenNode): string => Buffer.from(node.identity.keys.publicKey).toString('hex')

export const newChannel = () => {
  const { port1, port2 } = new MessageChannel()
  return [openByteChannel(port1), openByteChannel(port2)] as const
}
