import { certificate } from '#core/access/orders.ts'
import type { Role } from '#core/kind.ts'
import { areBytesEqual, bytesToHex, concatBytes, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { readGenesis } from '#core/log/space.ts'
import type { Reader, SpaceRow } from '#core/ports.ts'
import { federation } from '#features/membership/index.ts'
import { readEntity } from '#core/kind.ts'
import type { OpenNode } from '../node/open-node.ts'
import { STATUSES } from './answering.ts'
import { readKeysDocument } from './exchange-keys.ts'
import type { Offer } from './offers.ts'
import { bytesToPairRequest, PAIR_LIMIT, pairAnswerToBytes, pairProof } from './pairing-messages.ts'
import type { PairAnswer } from './pairing-messages.ts'
import { createRecordReader, recordToBytes } from './records.ts'
import { ANSWER_NONCE_BYTES, ENC_BYTES, openRequest, sealAnswer } from './seal.ts'

/** The offering side of a pairing (SPEC.md, P). */

export type OfferInput = { readonly spaces: readonly string[]; readonly role: Role; readonly isAgreed: boolean }

/** Makes an offer in the place of the last one. `spaces`: `public`, or ids in hexadecimal of spaces that are nobody's own. */
export async function makeOffer(
  node: OpenNode,
  input: OfferInput,
): Promise<{ readonly code: string; readonly spaces: readonly string[] } | SpacesRefused> {
  const { role, isAgreed } = input
  const spaces = await node.store.read((reader) => spacesToOffer(node, reader, input.spaces))
  if ('tag' in spaces) return spaces
  const code = node.links.offers.make({ spaces: spaces.chosen, role, isAgreed }, node.identity.keys.publicKey)
  return { code, spaces: spaces.chosen }
}

type SpacesRefused =
  | { readonly tag: 'no-space'; readonly space: string }
  | { readonly tag: 'private-space'; readonly space: string }
  | { readonly tag: 'not-founded' }
  | { readonly tag: 'no-officer-node'; readonly space: string }

/** The ids of what may be offered: `public`, or ids in hexadecimal of spaces that are nobody's own. */
export async function spacesToOffer(
  node: OpenNode,
  reader: Reader,
  words: readonly string[],
): Promise<{ readonly chosen: readonly string[] } | SpacesRefused> {
  const own = await node.spaces.ofFederation(reader)
  if (!own) return { tag: 'not-founded' }
  const rows = await reader.spaces()
  const chosen: string[] = []
  for (const word of words) {
    const id = word === 'public' ? bytesToHex(own.public.id) : word
    const row = rows.find((one) => bytesToHex(one.id) === id)
    if (!row) return { tag: 'no-space', space: word }
    // Its nodes are written in its origin: it can't be widened, only copied into a new one.
    if (readGenesis(row.id, row.genesis, node.identity.keys.verify)?.nodes) return { tag: 'private-space', space: word }
    const standings = await node.standings(reader)
    if (standings.get(id)?.roleOf(bytesToHex(node.identity.keys.publicKey)) !== 'officer')
      return { tag: 'no-officer-node', space: word }
    chosen.push(id)
  }
  return { chosen }
}

/** Answers `POST /sync/pair`: the status, and the sealed answer where there is one. */
export async function answerPairing(
  node: OpenNode,
  body: Bytes,
): Promise<{ readonly status: number; readonly body: Bytes | null }> {
  const refused = { status: STATUSES.unknown, body: null }
  if (body.length > PAIR_LIMIT || body[0] !== 1) return refused
  const key = node.links.keys.find(body[1] as number)
  if (!key) return { status: STATUSES.otherKey, body: null }
  const enc = body.slice(2, 2 + ENC_BYTES)
  const asked = node.identity.keys.publicKey
  const parties = { asking: NOBODY, asked, exchangeKey: key.publicKey, secret: null }
  const opener = await openRequest('/sync/pair', parties, key.privateKey, enc)
  const record = opener && (await createRecordReader(piecesOf(body.slice(2 + ENC_BYTES))).next())
  const plain = opener && record && (await opener.open(record.sealed, record.isLast))
  const request = plain && bytesToPairRequest(plain)
  const joining = request && readKeysDocument(request.document, node.identity.keys.verify)
  if (!opener || !request || !joining) return refused
  if (!node.identity.keys.verify(joining.node, pairProof(asked, enc, request.secret), request.signature)) return refused
  if (areBytesEqual(joining.node, asked)) return refused
  const offer = node.links.offers.find(request.code)
  if (!offer) return refused
  const { asking } = offer
  const said = {
    node: bytesToHex(joining.node),
    name: request.name,
    document: bytesToHex(request.document),
    secret: bytesToHex(request.secret),
  }
  // The first who brought the code: whoever comes after with it is somebody else.
  if (asking && (asking.node !== said.node || asking.secret !== said.secret)) return refused
  const decided: Offer = { ...offer, asking: said, decision: offer.isAgreed ? 'yes' : offer.decision }
  node.links.offers.save(decided)
  const answer = await decide(node, decided)
  const nonce = node.random(ANSWER_NONCE_BYTES)
  const sealed = sealAnswer(await opener.exportKey(), enc, nonce)(pairAnswerToBytes(answer), true)
  return { status: STATUSES.answer, body: concatBytes([nonce, recordToBytes({ sealed, isLast: true })]) }
}

async function decide(node: OpenNode, offer: Offer): Promise<PairAnswer> {
  if (offer.decision === 'no') return { tag: 'no' }
  if (offer.decision !== 'yes' || !offer.asking) return { tag: 'waiting' }
  const rows = await node.store.read((reader) => reader.spaces())
  const spaces = rows.filter((row) => offer.spaces.includes(bytesToHex(row.id)))
  await admit(node, offer, spaces)
  const own = await node.store.read((reader) => node.spaces.ofFederation(reader))
  return {
    tag: 'yes',
    name: await nameOfNode(node),
    role: offer.role,
    spaces: spaces.map(({ id, genesis }) => ({
      id,
      genesis,
      isPublic: own !== null && areBytesEqual(id, own.public.id),
    })),
  }
}

/** Notes the peer and certifies its key in each space, once. */
async function admit(node: OpenNode, { asking, role, spaces: shared }: Offer, spaces: readonly SpaceRow[]) {
  const keys = readKeysDocument(toBytes(asking?.document ?? ''), node.identity.keys.verify)
  if (!asking || !keys) throw new Error('an offer that keeps no document')
  const known = node.links.peers.byNode(asking.node)
  node.links.peers.save({
    node: asking.node,
    name: asking.name,
    secret: asking.secret,
    keys: { number: keys.number, exchangeKey: bytesToHex(keys.exchangeKey), recipient: keys.recipient },
    told: node.links.keys.newest().number,
    url: known?.url ?? null,
    spaces: [...new Set([...(known?.spaces ?? []), ...shared])],
    line: known?.line ?? null,
    lastReal: known?.lastReal ?? null,
  })
  for (const space of spaces) {
    const id = bytesToHex(space.id)
    const standings = await node.store.read((reader) => node.standings(reader))
    if (standings.get(id)?.roleOf(asking.node) === role) continue
    await node.perform(null, (context) =>
      context.create(certificate, { space: id }, { node: toBytes(asking.node), role, name: asking.name }),
    )
  }
}

/** What the federation is called here; else the key's beginning. */
export async function nameOfNode(node: OpenNode): Promise<string> {
  const key = bytesToHex(node.identity.keys.publicKey).slice(0, 8)
  return node.store.read(async (reader) => {
    const rows = await node.sql.selectFrom('entities').select('key').where('kind', '=', federation.number).execute()
    const row = rows[0] ? await reader.entityByKey(rows[0]['key'] as number) : null
    return (row && readEntity(federation, row.state).name) || key
  })
}

const NOBODY = new Uint8Array(32)
async function* piecesOf(bytes: Bytes): AsyncGenerator<Bytes> {
  yield bytes
}
const toBytes = (hex: string): Bytes => hexToBytes(hex) as Bytes
