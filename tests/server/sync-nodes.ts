import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import type { TestContext } from 'node:test'
import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { association, federation } from '#features/membership/index.ts'
import { article } from '#features/portal/index.ts'
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
  const house = createHouse({
    node: createFakeNode(),
    kit: createFakeKit(),
    host: '127.0.0.1',
    port: 0,
    secret: new Uint8Array(32),
    clock: Date.now,
    log: createLog({ clock: Date.now, write: (line) => void process.stderr.write(line) }),
    mounts: createSyncMounts({
      exchange: (port: MessagePort) => void answering(openByteChannel(port)),
      keys: () => node.links.keys.document(),
      pair: (body) => answerPairing(node, body),
    }),
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
