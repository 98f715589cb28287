import { setTimeout as pause } from 'node:timers/promises'
import { PIECE_BYTES } from '#core/blobs.ts'
import { concatBytes, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { Pace } from '#core/log/chunk.ts'
import { splitSequence } from '#core/log/sequence.ts'
import { createRequest } from '#core/sync/exchange.ts'
import { zstd } from '../links/zstd.ts'
import type { OpenNode } from '../node/open-node.ts'
import { limitsOf, SMALL } from './budget.ts'
import { blobDeskOf } from './blob-desk.ts'
import { hasGiven, readBlobTurn } from './blob-turn.ts'
import type { BlobTurn } from './blob-turn.ts'
import { linkEndOf, SEAL_VERSION, STATUSES, takeKeys } from './answering.ts'
import { bytesToLinkFrame, isLinkFrame, linkFrameToBytes } from './link-frame.ts'
import type { Peer } from './peers.ts'
import { createRecordReader, framesToRecords, recordToBytes } from './records.ts'
import { ANSWER_NONCE_BYTES, openAnswer, sealRequest, secretToLinkId } from './seal.ts'
import { newTally, settleStep } from './taken.ts'
import { openWireCalls, readWhole } from './wire-call.ts'
import type { WireAnswer, WireCalls } from './wire-call.ts'

/** What a call to a peer came to. */
export type Called = {
  readonly bytesUp: number
  readonly bytesDown: number
  /** HTTP requests. */
  readonly rounds: number
  readonly seconds: number
  readonly operationsIn: number
  readonly operationsOut: number
  /** What is known to wait still, on either side; 0 when both hold the same. */
  readonly waiting: number
  /** Why it ended before; null when it went to its end. */
  readonly failure: string | null
}

/** Tries without a chunk or an answer before a call is given up; pauses between them in milliseconds. */
const VAIN_TRIES = 8
const PAUSES = [0, 500, 1000, 2000] as const
/** Rounds that bring something; more would be a quarrel. */
const MOST_ROUNDS = 12
/** From which speed on packing hard isn't worth an old processor's time, in bits per second; and over how many bytes it is measured. */
const FAST = 1_000_000
const MEASURED_BYTES = 48 * 1024
/** With a longer round trip than this, in milliseconds, a line is poor as long as nothing else is known of it. */
const LONG_DELAY = 300

export type CallOptions = {
  /** Bytes that may pass, both ways together, of which a few more are taken only for what is small (budget.ts). Without: as many as there are. */
  readonly allowance?: number
  /** Ends the call where it is: what has passed is kept. */
  readonly signal?: AbortSignal
}

const isDialling = new WeakMap<OpenNode, Promise<unknown>>()

/** Calls a peer until both hold the same, or nothing moves any more: a cut is followed by another try, which goes on where it was. */
export async function call(node: OpenNode, peerNode: string, url: URL, options: CallOptions = {}): Promise<Called> {
  // One call at a time: two to one peer would send the same twice, two to several would halve a poor line.
  const before = isDialling.get(node) ?? Promise.resolve()
  const turn = before.catch(() => {}).then(() => callNow(node, peerNode, url, options))
  isDialling.set(node, turn)
  return turn
}

async function callNow(node: OpenNode, peerNode: string, url: URL, options: CallOptions): Promise<Called> {
  const { allowance = Infinity, signal } = options
  const began = performance.now()
  const tally = { in: 0, out: 0, waiting: 1, failure: null as string | null }
  const calls = openWireCalls(url)
  const hangUp = () => calls.close()
  signal?.addEventListener('abort', hangUp)
  const left = () => allowance - calls.counts().up - calls.counts().down
  let vain = 0
  /** After the last round; null where it was cut. */
  let turn: BlobTurn | null = null
  let last: BlobTurn | null = null
  try {
    for (let round = 0; round < MOST_ROUNDS && !signal?.aborted;) {
      const outcome = await callOnce(node, peerNode, url, calls, left(), turn)
      tally.in += outcome.in
      tally.out += outcome.out
      tally.waiting = outcome.waiting
      tally.failure = outcome.failure
      const wasCut = turn === null
      turn = outcome.turn
      if (outcome.failure === 'cut' || outcome.failure === 'busy') {
        vain = outcome.hasMoved ? 0 : vain + 1
        if (vain >= VAIN_TRIES) break
        await pause(PAUSES[Math.min(vain, PAUSES.length - 1)] as number, null, signal ? { signal } : {}).catch(() => {})
        continue
      }
      const hasMoved = outcome.piecesIn > 0 || !last || (turn !== null && hasGiven(last, turn))
      if (hasMoved) vain = 0
      last = turn ?? last
      const areBlobsMoving = turn !== null && turn.mayMove && (hasMoved || wasCut) && left() >= LEAST
      // Rounds in which pieces move aren't a quarrel, however many they are.
      if (!areBlobsMoving) round++
      if (outcome.failure === 'other-key' && (await fetchKeys(node, peerNode, calls))) continue
      if (outcome.failure !== null || !(outcome.again || areBlobsMoving) || left() <= 0) break
    }
  } finally {
    signal?.removeEventListener('abort', hangUp)
    calls.close()
  }
  const { up, down, rounds } = calls.counts()
  return {
    bytesUp: up,
    bytesDown: down,
    rounds,
    seconds: Math.round(performance.now() - began) / 1000,
    operationsIn: tally.in,
    operationsOut: tally.out,
    waiting: tally.waiting,
    failure: tally.failure,
  }
}

type Outcome = {
  readonly in: number
  readonly out: number
  readonly waiting: number
  readonly again: boolean
  readonly piecesIn: number
  readonly hasMoved: boolean
  /** What blobs wait on either side after it; null where it didn't come to its end. */
  readonly turn: BlobTurn | null
  readonly failure: 'cut' | 'busy' | 'other-key' | 'not-paired' | 'disk' | 'bad-message' | null
}

async function callOnce(
  node: OpenNode,
  peerNode: string,
  url: URL,
  calls: WireCalls,
  left: number,
  before: BlobTurn | null,
): Promise<Outcome> {
  const peer = node.links.peers.byNode(peerNode)
  if (!peer)
    return { in: 0, out: 0, waiting: 1, again: false, piecesIn: 0, hasMoved: false, turn: null, failure: 'not-paired' }
  await node.sealTails()
  // Who counts megabytes has them packed hard, whatever the line.
  const pace = left === Infinity ? paceOf(peer, url.origin) : 'slow'
  const end = await linkEndOf(node, peer)
  const limits = await limitsOf(node, end, left)
  const pieces = piecesOf(pace, left, before !== null)
  const request = await createRequest(
    { ...end, wire: { compressor: zstd, pace }, blobs: { desk: blobDeskOf(node), up: pieces, down: pieces } },
    limits,
    before?.wanted ?? null,
  )
  const parties = {
    asking: node.identity.keys.publicKey,
    asked: toBytes(peer.node),
    exchangeKey: toBytes(peer.keys.exchangeKey),
    secret: toBytes(peer.secret),
  }
  const sealer = await sealRequest('/sync', parties)
  const tally = newTally()
  const outcome = async (failure: Outcome['failure']): Promise<Outcome> => {
    const turn = await readBlobTurn(blobDeskOf(node), request.spaces, request.otherWants())
    return {
      in: tally.operations,
      out: request.sent(),
      waiting: request.waiting() + turn.waiting,
      again: request.again(),
      piecesIn: tally.pieces,
      hasMoved: tally.operations > 0 || tally.pieces > 0 || failure === null,
      turn: failure === null ? turn : null,
      failure,
    }
  }
  const own = node.links.keys.newest().number
  const told = own > peer.told ? await node.links.keys.document() : null

  async function* frames(): AsyncGenerator<Bytes> {
    yield linkFrameToBytes({ pace, keys: told })
    yield* request.frames()
  }
  async function* body(): AsyncGenerator<Bytes> {
    const head = [SEAL_VERSION, ...secretToLinkId(parties.secret), (peer as Peer).keys.number % 256, ...sealer.enc]
    let isFirst = true
    for await (const { plain, isLast } of framesToRecords(frames())) {
      const record = recordToBytes({ sealed: await sealer.seal(plain, isLast), isLast })
      yield isFirst ? concatBytes([new Uint8Array(head), record]) : record
      isFirst = false
    }
  }

  let answer: WireAnswer
  const asked = performance.now()
  try {
    answer = await calls.post('/sync', body())
  } catch {
    return outcome('cut')
  }
  if (answer.status !== STATUSES.answer) {
    await readWhole(answer.body, 1024).catch(() => null)
    return outcome(
      answer.status === STATUSES.otherKey ? 'other-key' : answer.status === STATUSES.unknown ? 'not-paired' : 'busy',
    )
  }
  const reader = createRecordReader(answer.body, () => performance.now())
  const measure = { delay: 0, bytes: 0 }
  try {
    // What throws here is the line; what is taken throws further.
    const nonce = await reader.take(ANSWER_NONCE_BYTES).catch(() => null)
    if (!nonce) return outcome('cut')
    measure.delay = Math.round(performance.now() - asked)
    const open = openAnswer(await sealer.exportKey(), sealer.enc, nonce)
    for (;;) {
      const record = await reader.next().catch(() => null)
      const plain = record && open(record.sealed, record.isLast)
      const list = plain && splitSequence(plain)
      if (!record || !list) return outcome('cut')
      measure.bytes += record.sealed.length
      for (const frame of list) {
        if (isLinkFrame(frame)) {
          const keys = bytesToLinkFrame(frame)?.keys
          if (keys) takeKeys(node, peerNode, keys)
        } else if (!settleStep(node, await request.take(frame), tally)) return outcome('disk')
      }
      if (record.isLast) break
    }
  } finally {
    noteLine(node, peerNode, url.origin, measure, reader.waited())
  }
  if (!request.isOver()) return outcome('bad-message')
  node.links.peers.change(peerNode, {
    lastReal: node.clock(),
    ...(told ? { told: own } : {}),
  })
  return outcome(null)
}

/** A line of which nothing is known is taken to be poor: packing hard costs a fast one some time once, packing badly a poor one every byte. */
function paceOf({ line }: Peer, origin: string): Pace {
  if (line?.origin !== origin) return 'slow'
  return (line.speed === null ? line.delay <= LONG_DELAY : line.speed >= FAST) ? 'lan' : 'slow'
}

/** @param waited milliseconds in which records had begun and weren't whole */
function noteLine(
  node: OpenNode,
  peerNode: string,
  origin: string,
  measure: { readonly delay: number; readonly bytes: number },
  waited: number,
): void {
  const known = node.links.peers.byNode(peerNode)?.line ?? null
  const before = known?.origin === origin ? known : null
  const isMeasured = measure.bytes >= MEASURED_BYTES
  if (before && !isMeasured) return
  const speed = isMeasured ? Math.round((measure.bytes * 8) / Math.max(0.001, waited / 1000)) : null
  node.links.peers.change(peerNode, { line: { origin, speed, delay: before?.delay ?? measure.delay } })
}

/** The peer's key was replaced while nobody talked: what it says of its keys is signed by it. False when that helps nothing. */
async function fetchKeys(node: OpenNode, peerNode: string, calls: WireCalls): Promise<boolean> {
  const before = node.links.peers.byNode(peerNode)?.keys.number
  try {
    const { status, body } = await calls.get('/sync/keys')
    const document = await readWhole(body, 2048)
    if (status !== 200 || !document) return false
    takeKeys(node, peerNode, document)
  } catch {
    return false
  }
  return node.links.peers.byNode(peerNode)?.keys.number !== before
}

/** Bytes of pieces in one round each way: over a poor line news never waits longer than these take, some 40 seconds at 50 kbit/s. */
const PIECES = { slow: 256 * 1024, lan: 8 * 1024 * 1024 } as const
/** Less than this, both ways together, moves no piece. */
const LEAST = 3 * PIECE_BYTES
/** Of a budget, pieces take what text has left; none of one that is spent. */
const piecesOf = (pace: Pace, left: number, isTextOver: boolean): number =>
  left === Infinity
    ? PIECES[pace]
    : isTextOver && left > 2 * SMALL
      ? Math.min(PIECES[pace], Math.max(0, Math.floor(left / 2)))
      : 0
const toBytes = (hex: string): Bytes => hexToBytes(hex) as Bytes
