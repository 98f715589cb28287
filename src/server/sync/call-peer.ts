import type { OpenNode } from '../node/open-node.ts'
import { allowanceOf } from './budget.ts'
import { call } from './dialing.ts'
import type { Called } from './dialing.ts'
import type { Peer } from './peers.ts'

/**
 * One call to a peer, by itself or asked for by a person, as people will read of it: what passed is counted, why it failed is kept.
 * `isForced`: a person said that the budget doesn't count this time.
 */
export async function callPeer(
  node: OpenNode,
  peer: Peer,
  url: URL,
  { isForced, signal }: { readonly isForced: boolean; readonly signal?: AbortSignal },
): Promise<Called> {
  const { peers } = node.links
  const called = await call(node, peer.node, url, {
    ...(isForced ? {} : { allowance: allowanceOf(node) }),
    ...(signal ? { signal } : {}),
  })
  const at = node.clock()
  peers.count(peer.node, { up: called.bytesUp, down: called.bytesDown }, at)
  if (called.failure === null) {
    const { operationsIn, operationsOut, waiting, seconds } = called
    const bytes = called.bytesUp + called.bytesDown
    peers.change(peer.node, { failure: null, lastCall: { at, operationsIn, operationsOut, waiting, bytes, seconds } })
  } else if (!signal?.aborted) peers.change(peer.node, { failure: { at, reason: called.failure } })
  return called
}
