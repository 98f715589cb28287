import { certificate } from '#core/access/orders.ts'
import type { Kind } from '#core/kind.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { readBundle } from '#core/sync/bundle.ts'
import { prepareBundle } from '#core/sync/bundle-writing.ts'
import type { ExchangeEvent } from '#core/sync/exchange.ts'
import { findWhereabouts } from '#core/sync/receipts.ts'
import type { TakingEvent } from '#core/sync/taking.ts'
import { stateToBytes } from '#core/fold/state-codec.ts'
import type { SpaceRow } from '#core/ports.ts'
import { CLEAR, exchange } from '../../sim/exchange.ts'
import type { Line } from '../../sim/exchange.ts'
import {
  act,
  createSimNode,
  deskOf,
  entitiesOf,
  joinSpace,
  note,
  plainPacker,
  privateSpace,
  publicSpace,
  sealTails,
  sign,
} from '../../sim/node.ts'
import type { SimNode } from '../../sim/node.ts'

/** Nodes that share the public space (and, the first two, a private one), the first of them the root; certified as officers'. */
export async function nodesThatShare(count: number): Promise<SimNode[]> {
  const nodes = Array.from({ length: count }, (_, index) => createSimNode(index))
  for (const node of nodes) {
    await joinSpace(node, publicSpace)
    await joinSpace(node, privateSpace)
  }
  const [root] = nodes as [SimNode]
  for (const node of nodes.slice(1)) await admit(root, node)
  for (const node of nodes.slice(1)) await talk(node, root)
  return nodes
}

export const spaceOf = (node: SimNode, index = 0): SpaceRow => node.spaces[index] as SpaceRow

export const admit = (by: SimNode, node: SimNode, role = 'officer') =>
  act(by, 1, spaceOf(by), certificate as unknown as Kind, null, { node: node.key, role })

export const writeNote = async (
  node: SimNode,
  title: string,
  entity: string | null = null,
  space = 0,
): Promise<string> => (await act(node, 10, spaceOf(node, space), note, entity, { title }))?.entity ?? ''

/** One call; what both were told, and how many bytes went in the request and how many rounds it took. */
export async function talk(from: SimNode, to: SimNode, line: Partial<Line> = {}) {
  const events: (ExchangeEvent & { readonly at: string })[] = []
  const done = await exchange(from, to, 100, { ...CLEAR, ...line }, (node, event) =>
    events.push({ ...event, at: node.name }),
  )
  return { ...done, events, tags: events.map((event) => `${event.at} ${event.tag}`) }
}

export const statesOf = async (node: SimNode): Promise<Record<string, string>> =>
  Object.fromEntries((await entitiesOf(node)).map((row) => [row.id, bytesToHex(stateToBytes(row.state))]))

/** What a file of `from` for these nodes holds; it is on its way then. */
export async function fileOf(from: SimNode, ...readers: readonly SimNode[]): Promise<readonly Bytes[]> {
  await sealTails(from)
  const bundle = await prepareBundle({
    store: from.store,
    desk: deskOf(from, 1),
    wire: { compressor: plainPacker, pace: 'slow' },
    sign: sign(from.key),
    readers: readers.map(({ key }) => key),
    spaces: from.spaces,
    made: 1,
    keys: null,
  })
  const frames = await Array.fromAsync(bundle.frames())
  await bundle.noteCarried()
  return frames
}

/** What came of a file at a node that is tied to everybody. */
export async function readFile(node: SimNode, frames: readonly Bytes[]) {
  const events: TakingEvent[] = []
  const done = await readBundle(readingOf(node), frames, (some) => events.push(...some))
  return { done, events, tag: 'tag' in done ? done.tag : null, unmet: 'unmet' in done ? done.unmet : null }
}

export const readingOf = (node: SimNode) => ({
  store: node.store,
  desk: deskOf(node, 1),
  compressor: plainPacker,
  spacesOf: () => node.spaces,
})

/** Where what `node` holds of the public space is, seen from it and a peer: arrived, carried, waiting. */
export const whereaboutsOf = async (node: SimNode, peer: SimNode) => {
  const { arrived, carried, waiting } = await node.store.read((reader) =>
    findWhereabouts(reader, peer.key, publicSpace.id),
  )
  return [arrived, carried, waiting]
}
