import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { Pace } from '#core/log/chunk.ts'
import { splitSequence } from '#core/log/sequence.ts'
import { createAnswer } from '#core/sync/exchange.ts'
import { zstd } from '../links/zstd.ts'
import type { OpenNode } from '../node/open-node.ts'
import { blobDeskOf } from './blob-desk.ts'
import { ChannelCut } from './byte-channel.ts'
import type { ByteChannel } from './byte-channel.ts'
import { readKeysDocument } from './exchange-keys.ts'
import { bytesToLinkFrame, isLinkFrame, linkFrameToBytes } from './link-frame.ts'
import type { Peer } from './peers.ts'
import { createRecordReader, framesToRecords, recordToBytes } from './records.ts'
import { ANSWER_NONCE_BYTES, ENC_BYTES, openRequest, sealAnswer } from './seal.ts'
import type { Opener } from './seal.ts'
import { newTally, settleStep } from './taken.ts'

/** First byte of a request. */
export const SEAL_VERSION = 1
export const LINK_ID_BYTES = 8
const HEAD_BYTES = 1 + LINK_ID_BYTES + 1 + ENC_BYTES
/** What an answer's status says without a seal: a stranger, a key that is gone, too many at once. Nobody need believe it. */
export const STATUSES = { answer: 200, unknown: 403, otherKey: 409, busy: 503 } as const

/** Most bytes of pieces in a request and in its answer; whoever dials asks for less. */
const PIECES_ANSWERED = { down: 16_777_216, up: 16_777_216 }

/** Exchanges that are answered at once; a peer's new one ends its old one, which hangs on a line that is gone. */
const MOST = 32

export function createAnswering(node: OpenNode) {
  const running = new Map<string, ByteChannel>()
  let count = 0

  /** Answers one request: reads it whole, each chunk committed as it comes, then writes the answer (S, E of SPEC.md). */
  return async function answer(channel: ByteChannel): Promise<void> {
    if (count >= MOST) return refuse(channel, STATUSES.busy)
    count++
    try {
      await answerOne(channel)
    } catch (error) {
      if (!(error instanceof ChannelCut)) throw error
    } finally {
      count--
      channel.destroy()
    }
  }

  async function answerOne(channel: ByteChannel): Promise<void> {
    const reader = createRecordReader(channel.pieces())
    const head = await reader.take(HEAD_BYTES)
    const peer = head?.[0] === SEAL_VERSION ? node.links.peers.byLinkId(head.slice(1, 1 + LINK_ID_BYTES)) : null
    if (!head || !peer) return refuse(channel, STATUSES.unknown)
    const key = node.links.keys.find(head[1 + LINK_ID_BYTES] as number)
    if (!key) return refuse(channel, STATUSES.otherKey)
    const enc = head.slice(2 + LINK_ID_BYTES)
    const own = node.identity.keys.publicKey
    const parties = { asking: toBytes(peer.node), asked: own, exchangeKey: key.publicKey, secret: toBytes(peer.secret) }
    const opener = await openRequest('/sync', parties, key.privateKey, enc)
    const first = opener && (await reader.next())
    const plain = first && (await opener.open(first.sealed, first.isLast))
    // Who can't open the first record proves nothing: nothing of it is kept, and no other exchange is ended for it.
    if (!opener || !first || !plain) return refuse(channel, STATUSES.unknown)
    running.get(peer.node)?.destroy()
    running.set(peer.node, channel)
    try {
      await converse(
        channel,
        { reader, opener, enc, peer, isOldKey: key.number !== node.links.keys.newest().number },
        {
          plain,
          isLast: first.isLast,
        },
      )
    } finally {
      if (running.get(peer.node) === channel) running.delete(peer.node)
      const { taken, written } = channel.counts()
      node.links.peers.count(peer.node, { up: written, down: taken }, node.clock())
    }
  }

  type Sealed = {
    readonly reader: ReturnType<typeof createRecordReader>
    readonly opener: Opener
    readonly enc: Bytes
    readonly peer: Peer
    readonly isOldKey: boolean
  }

  async function converse(
    channel: ByteChannel,
    { reader, opener, enc, peer, isOldKey }: Sealed,
    first: { readonly plain: Bytes; readonly isLast: boolean },
  ): Promise<void> {
    await node.sealTails()
    const end = await linkEndOf(node, peer)
    const wire = { compressor: zstd, pace: 'slow' as Pace }
    const answer = await createAnswer({ ...end, wire, blobs: { desk: blobDeskOf(node), ...PIECES_ANSWERED } })
    const tally = newTally()
    for (let record: typeof first | null = first; record;) {
      const frames = splitSequence(record.plain)
      if (!frames) return channel.destroy()
      for (const frame of frames) {
        if (isLinkFrame(frame)) {
          const said = bytesToLinkFrame(frame)
          wire.pace = said?.pace ?? wire.pace
          if (said?.keys) takeKeys(node, peer.node, said.keys)
        } else if (!settleStep(node, await answer.take(frame), tally)) return channel.destroy()
      }
      if (record.isLast) break
      const next = await reader.next()
      const plain = next && (await opener.open(next.sealed, next.isLast))
      if (!next || !plain) return channel.destroy()
      record = { plain, isLast: next.isLast }
    }
    node.links.peers.change(peer.node, { lastReal: node.clock() })
    channel.sendHead(STATUSES.answer)
    const nonce = node.random(ANSWER_NONCE_BYTES)
    const seal = sealAnswer(await opener.exportKey(), enc, nonce)
    const frames = withLinkFrame(isOldKey ? await node.links.keys.document() : null, answer.answer())
    let isFirst = true
    for await (const { plain, isLast } of framesToRecords(frames)) {
      const record = recordToBytes({ sealed: seal(plain, isLast), isLast })
      await channel.write(isFirst ? Buffer.concat([nonce, record]) : record)
      isFirst = false
    }
    channel.end()
  }
}

async function* withLinkFrame(keys: Bytes | null, frames: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
  if (keys) yield linkFrameToBytes({ pace: 'slow', keys })
  yield* frames
}

/** This end of the link with a peer: the spaces that people here share with it. */
export async function linkEndOf(node: OpenNode, peer: Peer) {
  const rows = await node.store.read((reader) => reader.spaces())
  return {
    store: node.store,
    desk: node.desk,
    peer: toBytes(peer.node),
    spaces: rows.filter((row) => peer.spaces.includes(bytesToHex(row.id))),
  }
}

/** What a peer says of its own keys, signed; older than what is known changes nothing. */
export function takeKeys(node: OpenNode, peer: string, document: Bytes): void {
  const known = node.links.peers.byNode(peer)
  const told = readKeysDocument(document, node.identity.keys.verify)
  if (!known || !told || bytesToHex(told.node) !== peer || told.number <= known.keys.number) return
  const { number, exchangeKey, recipient } = told
  node.links.peers.change(peer, { keys: { number, exchangeKey: bytesToHex(exchangeKey), recipient } })
}

function refuse(channel: ByteChannel, status: number): void {
  channel.sendHead(status)
  channel.end()
}

const toBytes = (hex: string): Bytes => hexToBytes(hex) as Bytes
