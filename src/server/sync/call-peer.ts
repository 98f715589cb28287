import type { OpenNode } from '../node/open-node.ts'
import { allowanceOf } from './budget.ts'
import { call } from './dialing.ts'
import type { Called } from './dialing.ts'
import type { Peer } from './peers.ts'

/** Calls under way, by node and peer: a second one would end the first at the other end. */
const running = new WeakMap<OpenNode, Map<string, Promise<Called>>>()

/**
 * One call to a peer, by itself or asked for by a person, as people will read of it: what passed is counted, why it failed is kept.
 * `isForced`: a person said that the budget doesn't count this time. While one is under way, a call by itself is that one, and a person's
 * comes after it.
 */
export async function callPeer(
  node: OpenNode,
  peer: Peer,
  url: URL,
  how: { readonly isForced: boolean; readonly signal?: AbortSignal },
): Promise<Called> {
  const calls = running.get(node) ?? new Map<string, Promise<Called>>()
  running.set(node, calls)
  for (let other = calls.get(peer.node); other; other = calls.get(peer.node)) {
    const done = await other.catch(() => null)
    if (done && how.signal) return done
  }
  const mine = callOnce(node, peer, url, how).finally(() => calls.delete(peer.node))
  calls.set(peer.node, mine)
  return mine
}

async function callOnce(
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
    node.link.noteCalled(peer.node)
  } else if (!signal?.aborted) peers.change(peer.node, { failure: { at, reason: called.failure } })
  return called
}
