import { setTimeout as pause } from 'node:timers/promises'
import { areBytesEqual, bytesToHex, concatBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { readGenesis } from '#core/log/space.ts'
import type { Role } from '#core/kind.ts'
import type { StoreFault } from '#core/ports.ts'
import type { OpenNode } from '../node/open-node.ts'
import { STATUSES } from './answering.ts'
import { readKeysDocument } from './exchange-keys.ts'
import type { KeysDocument } from './exchange-keys.ts'
import { readPairingCode } from './offers.ts'
import { ANSWER_LIMIT, bytesToPairAnswer, pairProof, pairRequestToBytes } from './pairing-messages.ts'
import type { PairAnswer } from './pairing-messages.ts'
import { createRecordReader, recordToBytes } from './records.ts'
import { ANSWER_NONCE_BYTES, nodeToFingerprint, openAnswer, sealRequest } from './seal.ts'
import { openWireCalls, readWhole } from './wire-call.ts'
import type { WireCalls } from './wire-call.ts'

export type Joined = {
  /** The other node: its key in hexadecimal, what it is called, what this node may vouch for there. */
  readonly node: string
  readonly name: string
  readonly role: Role
  readonly spaces: readonly string[]
}
export type JoinFailure =
  | { readonly tag: 'bad-code' }
  | { readonly tag: 'no-answer'; readonly url: string }
  /** Who answers there isn't the node that made the code. */
  | { readonly tag: 'other-node'; readonly url: string }
  | { readonly tag: 'code-refused' }
  | { readonly tag: 'said-no' }
  | { readonly tag: 'no-decision' }
  /** This node has a public space of its own already. */
  | { readonly tag: 'own-federation' }
  | StoreFault

const ASK_AGAIN = 2_000
/** How often in all: as long as an offer stands. */
const MOST_ASKED = 300

/** Brings a code to the node that made it, and takes what it shares (SPEC.md, P). An empty node becomes a node of its federation. */
export async function join(node: OpenNode, code: string, url: URL, name: string): Promise<Joined | JoinFailure> {
  const read = readPairingCode(code)
  if (!read) return { tag: 'bad-code' }
  const calls = openWireCalls(url)
  try {
    return await joinThrough(node, read, url, name, calls)
  } finally {
    calls.close()
  }
}

async function joinThrough(
  node: OpenNode,
  code: { readonly fingerprint: Bytes; readonly secret: Bytes },
  url: URL,
  name: string,
  calls: WireCalls,
): Promise<Joined | JoinFailure> {
  const none = { tag: 'no-answer', url: url.href } as const
  const asked = performance.now()
  const offering = await fetchDocument(node, calls)
  const delay = Math.round(performance.now() - asked)
  if (!offering) return none
  if (!areBytesEqual(nodeToFingerprint(offering.node), code.fingerprint)) return { tag: 'other-node', url: url.href }
  const secret = node.random(32)
  for (let time = 0; time < MOST_ASKED; time++) {
    if (time > 0) await pause(ASK_AGAIN)
    const answer = await ask(node, offering, code.secret, secret, name, calls)
    if (answer === null) return none
    if (answer === 'refused') return { tag: 'code-refused' }
    if (answer.tag === 'no') return { tag: 'said-no' }
    if (answer.tag === 'yes') return keep(node, offering, secret, url, delay, answer)
  }
  return { tag: 'no-decision' }
}

async function fetchDocument(node: OpenNode, calls: WireCalls): Promise<KeysDocument | null> {
  try {
    const { status, body } = await calls.get('/sync/keys')
    const document = await readWhole(body, 2048)
    return status === 200 && document ? readKeysDocument(document, node.identity.keys.verify) : null
  } catch {
    return null
  }
}

async function ask(
  node: OpenNode,
  offering: KeysDocument,
  code: Bytes,
  secret: Bytes,
  name: string,
  calls: WireCalls,
): Promise<PairAnswer | 'refused' | null> {
  const parties = {
    asking: new Uint8Array(32),
    asked: offering.node,
    exchangeKey: offering.exchangeKey,
    secret: null,
  }
  const sealer = await sealRequest('/sync/pair', parties)
  const signature = node.identity.keys.sign(pairProof(offering.node, sealer.enc, secret))
  const document = await node.links.keys.document()
  const plain = pairRequestToBytes({ code, document, secret, name, signature })
  const record = recordToBytes({ sealed: await sealer.seal(plain, true), isLast: true })
  const head = new Uint8Array([1, offering.number % 256])
  try {
    const { status, body } = await calls.post('/sync/pair', piecesOf(concatBytes([head, sealer.enc, record])))
    const answer = await readWhole(body, ANSWER_LIMIT)
    if (status === STATUSES.unknown) return 'refused'
    if (status !== STATUSES.answer || !answer) return null
    const reader = createRecordReader(piecesOf(answer))
    const nonce = await reader.take(ANSWER_NONCE_BYTES)
    const sealed = await reader.next()
    if (!nonce || !sealed?.isLast) return null
    const opened = openAnswer(await sealer.exportKey(), sealer.enc, nonce)(sealed.sealed, true)
    return opened && bytesToPairAnswer(opened)
  } catch {
    return null
  }
}

async function keep(
  node: OpenNode,
  offering: KeysDocument,
  secret: Bytes,
  url: URL,
  delay: number,
  answer: PairAnswer & { readonly tag: 'yes' },
): Promise<Joined | JoinFailure> {
  const spaces = answer.spaces.flatMap((space) => {
    const genesis = readGenesis(space.id, space.genesis, node.identity.keys.verify)
    return genesis ? [{ ...space, root: genesis.root }] : []
  })
  const own = await node.store.read((reader) => node.spaces.ofFederation(reader))
  const shared = spaces.find((space) => space.isPublic)
  if (own && shared && !areBytesEqual(own.public.id, shared.id)) return { tag: 'own-federation' }
  // Trusted before they are here: the watch believes no space of an unknown root.
  for (const { root } of spaces) node.links.peers.trust(root)
  const added = await node.store.write(async (writer) => {
    const known = await writer.spaces()
    for (const { id, genesis } of spaces)
      if (!known.some((row) => areBytesEqual(row.id, id))) await writer.addSpace({ id, genesis })
    if (!own && shared) await node.spaces.adopt(writer, shared.id)
  })
  if (added && 'tag' in added) return added
  node.desk.standings.forget()
  const peer = bytesToHex(offering.node)
  const ids = spaces.map(({ id }) => bytesToHex(id))
  const known = node.links.peers.byNode(peer)
  node.links.peers.save({
    node: peer,
    name: answer.name,
    secret: bytesToHex(secret),
    keys: {
      number: offering.number,
      exchangeKey: bytesToHex(offering.exchangeKey),
      recipient: offering.recipient,
    },
    told: node.links.keys.newest().number,
    url: url.origin,
    spaces: [...new Set([...(known?.spaces ?? []), ...ids])],
    line: { origin: url.origin, speed: null, delay },
    lastReal: known?.lastReal ?? null,
  })
  node.tell(['*'])
  return { node: peer, name: answer.name, role: answer.role, spaces: ids }
}

async function* piecesOf(bytes: Bytes): AsyncGenerator<Bytes> {
  yield bytes
}
