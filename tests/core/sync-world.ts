import { certificate } from '#core/access/orders.ts'
import type { Kind } from '#core/kind.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import type { ExchangeEvent } from '#core/sync/exchange.ts'
import { stateToBytes } from '#core/fold/state-codec.ts'
import type { SpaceRow } from '#core/ports.ts'
import { CLEAR, exchange } from '../../sim/exchange.ts'
import type { Line } from '../../sim/exchange.ts'
import { act, createSimNode, entitiesOf, joinSpace, note, privateSpace, publicSpace } from '../../sim/node.ts'
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
