import { bytesToHex } from '#core/log/bytes.ts'
import type { OpenNode } from '../node/open-node.ts'
import { callPeer } from './call-peer.ts'
import type { Called } from './dialing.ts'
import { readKeysDocument } from './exchange-keys.ts'
import type { Peer } from './peers.ts'
import { openWireCalls, readWhole } from './wire-call.ts'

export type CallsDone = Called & { readonly peers: number }
export type CallFailure = { readonly tag: 'no-peer' } | { readonly tag: 'unknown-peer'; readonly url: string }

/** As a person at the shell asks, whatever the budget: calls every peer that has an address, or the one that answers at `url`; gives the sum of what came of it. */
export async function callPeers(node: OpenNode, url: URL | null): Promise<CallsDone | CallFailure> {
  const all = node.links.peers.list()
  if (all.length === 0) return { tag: 'no-peer' }
  const targets = url === null ? all.flatMap((peer) => (peer.url ? [{ peer, url: new URL(peer.url) }] : [])) : []
  if (url) {
    const peer = all.length === 1 ? all[0] : (all.find((one) => one.url === url.origin) ?? (await peerAt(node, url)))
    if (!peer) return { tag: 'unknown-peer', url: url.origin }
    targets.push({ peer, url })
  }
  if (targets.length === 0) return { tag: 'no-peer' }
  const done: Called[] = []
  for (const target of targets) done.push(await callPeer(node, target.peer, target.url, { isForced: true }))
  const sum = (of: (one: Called) => number) => done.reduce((total, one) => total + of(one), 0)
  return {
    bytesUp: sum((one) => one.bytesUp),
    bytesDown: sum((one) => one.bytesDown),
    rounds: sum((one) => one.rounds),
    seconds: Math.round(sum((one) => one.seconds) * 1000) / 1000,
    operationsIn: sum((one) => one.operationsIn),
    operationsOut: sum((one) => one.operationsOut),
    waiting: sum((one) => one.waiting),
    failure: done.find((one) => one.failure !== null)?.failure ?? null,
    peers: done.length,
  }
}

/** Which of several peers answers at an address that none of them is known by. */
async function peerAt(node: OpenNode, url: URL): Promise<Peer | null> {
  const calls = openWireCalls(url)
  try {
    const { status, body } = await calls.get('/sync/keys')
    const document = await readWhole(body, 2048)
    const keys = status === 200 && document ? readKeysDocument(document, node.identity.keys.verify) : null
    return keys && node.links.peers.byNode(bytesToHex(keys.node))
  } catch {
    return null
  } finally {
    calls.close()
  }
}
