import type { Standing } from '../access/standing.ts'
import { areBytesEqual, bytesToHex } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import { readGenesis } from '../log/space.ts'
import type { Reader, SpaceRow, Store, StoreFault } from '../ports.ts'
import { createBlobTalk } from './blobs.ts'
import type { BlobDesk, BlobEvent } from './blobs.ts'
import { heldToVector, isHeldExactly, joinVectors, noteHeld, readHeld, splitHeld, vectorDigest } from './chains.ts'
import type { Held, HeldLog, Vector } from './chains.ts'
import type { IntakeDesk } from './intake.ts'
import { agree, findAgreed, propose, readLink, saveLink } from './link.ts'
import type { LinkState } from './link.ts'
import { bytesToFrame, frameToBytes, isBlobFrame, MOST_SPACES, STATUS } from './messages.ts'
import type { Ask, Reply, RequestHead, SpaceEnd, Wants } from './messages.ts'
import { chunksOf } from './sending.ts'
import { holdsAll, planSpace } from './plan.ts'
import type { Plan } from './plan.ts'
import type { Cargo, Wire } from './sending.ts'
import { createTaking } from './taking.ts'
import type { TakingEvent } from './taking.ts'

/** One end of a link: this node's store and desk, who is at the other end, and which spaces people here share with it. */
export type LinkEnd = {
  readonly store: Store
  readonly desk: IntakeDesk
  readonly wire: Wire
  /** The other node's key, 32 bytes, as the seal proved it. */
  readonly peer: Bytes
  readonly spaces: readonly SpaceRow[]
  /** Where blobs are kept, and most bytes of pieces that this end takes and gives; without it they don't travel. */
  readonly blobs?: { readonly desk: BlobDesk; readonly down: number; readonly up: number }
}

export type ExchangeEvent =
  | TakingEvent
  | BlobEvent
  /** The other doesn't share the space, or no longer. */
  | { readonly tag: 'not-shared'; readonly space: string }
  /** Both hold the same of the space: said only on the other's authenticated word. */
  | { readonly tag: 'agreed'; readonly space: string }
  /** The other sent what isn't a message. */
  | { readonly tag: 'bad-message' }

export type Step = { readonly events: readonly ExchangeEvent[] } | StoreFault

/** Spaces that may go to this peer: shared by people here, allowed by the genesis, and the peer not set aside (X1, X2). */
export async function openSpaces(
  end: Pick<LinkEnd, 'desk' | 'peer' | 'spaces'>,
  reader: Reader,
): Promise<(SpaceRow & { readonly standing: Standing })[]> {
  const standings = await end.desk.standings.read(reader)
  return end.spaces.slice(0, MOST_SPACES).flatMap((space) => {
    const standing = standings.get(bytesToHex(space.id))
    const genesis = readGenesis(space.id, space.genesis, end.desk.verify)
    if (!standing || !genesis || standing.isRevoked(bytesToHex(end.peer))) return []
    const isListed = (node: Bytes) => !genesis.nodes || genesis.nodes.some((one) => areBytesEqual(one, node))
    return isListed(end.peer) && isListed(end.desk.node) ? [{ ...space, standing }] : []
  })
}

/**
 * The side that dials: `frames` is what it sends (`wanted`: what the other lacked at its last answer), then each frame of the answer goes to `take`. `again` says whether another round would
 * bring more. Everything that it needs to go on after a cut is in the store.
 */
export async function createRequest(
  end: LinkEnd,
  limits: { readonly up: number; readonly down: number },
  wanted: OtherWants | null = null,
) {
  const plans = await end.store.read(async (reader) => {
    const spaces = await openSpaces(end, reader)
    return Promise.all(spaces.map((space, index) => planSpace(end.peer, reader, space, index)))
  })
  const spaceAt = (index: number) => plans[index]?.space ?? null
  const taking = createTaking({ ...end, compressor: end.wire.compressor, spaceAt })
  const talk = end.blobs && createBlobTalk(end.blobs.desk, end.peer, spaceAt, end.blobs.down)
  const state = { isOver: false, again: false, lost: new Set<number>(), sent: 0 }
  /** Operations of each space that wait, as far as is known; one where it isn't known that none does. */
  const waiting = plans.map((plan) => Math.max(1, countOperations(plan.cargo.missing)))

  async function* frames(): AsyncGenerator<Bytes> {
    const head: RequestHead = {
      tag: 'request',
      limit: limits.down,
      mayUseOld: plans.every((plan) => !plan.isPlain),
      asks: plans.map((plan) => plan.ask),
    }
    yield frameToBytes(head)
    let chunks = 0
    const cargos = plans.map((plan) => plan.cargo)
    for await (const { frame, index, log, sent } of chunksOf(end.store, end.wire, cargos, limits.up)) {
      // From the second chunk on, a cut leaves us not knowing what arrived: we would ask before sending again.
      if (++chunks === 2) await noteUnsure()
      const { sent: all } = plans[index] as Plan
      state.sent += sent.reduce((sum, one) => sum + one.row.count, 0)
      all.set(log, [...(all.get(log) ?? []), ...sent])
      yield frameToBytes(frame)
    }
    if (!talk) return
    yield* talk.ask(plans.map((plan) => plan.space))
    if (wanted) yield* talk.give(atPresent(wanted), end.blobs?.up ?? 0)
  }

  /** What the other said in its last answer that it lacks, by the numbers that the spaces have in this request. */
  const atPresent = ({ spaces, wants }: OtherWants): Wants => ({
    ...wants,
    list: wants.list.flatMap((want) => {
      const index = plans.findIndex(({ space }) => areBytesEqual(space.id, spaces[want.index]?.id ?? space.genesis))
      return index < 0 ? [] : [{ ...want, index }]
    }),
  })

  const noteUnsure = () =>
    end.store.write(async (writer) => {
      for (const { space, cargo } of plans) {
        if (cargo.missing.size === 0) continue
        await saveLink(writer, end.peer, space.id, { ...(await readLink(writer, end.peer, space.id)), isUnsure: true })
      }
    })

  async function take(bytes: Bytes): Promise<Step> {
    const frame = bytesToFrame(bytes)
    if (frame && talk && isBlobFrame(frame)) return talk.take(frame)
    if (!frame || isBlobFrame(frame) || state.isOver || frame.tag === 'request' || frame.tag === 'bundle')
      return { events: [{ tag: 'bad-message' }] }
    if (frame.tag === 'chunk') {
      const taken = await taking.take(frame)
      if ('events' in taken)
        for (const event of taken.events) if (event.tag === 'no-window') state.lost.add(event.index)
      return taken
    }
    if (frame.tag === 'answer') return { events: frame.replies.flatMap((reply) => takeReply(reply)) }
    state.isOver = true
    const result = await end.store.write(async (writer) => {
      const events: ExchangeEvent[] = []
      for (const [index, plan] of plans.entries())
        events.push(
          ...(await conclude(
            writer,
            plan,
            index,
            frame.ends.find((one) => one.index === index),
          )),
        )
      return { events }
    })
    return result
  }

  function takeReply(reply: Reply): ExchangeEvent[] {
    const plan = plans[reply.index]
    if (!plan) return [{ tag: 'bad-message' }]
    plan.reply = reply
    return reply.status === STATUS.notShared ? [{ tag: 'not-shared', space: bytesToHex(plan.space.id) }] : []
  }

  /** What both hold of a space now, and whether it may be called agreed (A2, A3). */
  async function conclude(
    writer: Parameters<Parameters<Store['write']>[0]>[0],
    plan: Plan,
    index: number,
    ended: SpaceEnd | undefined,
  ): Promise<ExchangeEvent[]> {
    const { space, reply } = plan
    if (reply?.status === STATUS.notShared) return []
    const link = await readLink(writer, end.peer, space.id)
    const isPlain = link.isPlain || state.lost.has(index) || (ended?.isPlain ?? false)
    if (reply?.status === STATUS.unknownBase) {
      state.again = true
      await saveLink(writer, end.peer, space.id, { ...link, agreed: [], theirs: reply.have, isUnsure: false, isPlain })
      return []
    }
    const isAsBefore = plan.isSettled && !ended && !reply && taking.arrivedIn(index).size === 0
    if (isAsBefore && (await isHeldExactly(writer, space.id, plan.base ?? new Map()))) {
      if (link.isUnsure || link.isPlain || link.theirs.size > 0)
        await saveLink(writer, end.peer, space.id, agree(link, space.id, plan.base ?? new Map()))
      waiting[index] = 0
      return [{ tag: 'agreed', space: bytesToHex(space.id) }]
    }
    const held = await readHeld(writer, space.id)
    await noteHeld(writer, space.id, held)
    // What it said just now is the truth, even where we remember more: it may have been put back to an earlier day.
    const said = reply ? joinVectors(plan.base ?? new Map(), reply.have) : plan.known
    const known = joinVectors(said, taking.arrivedIn(index), placesOf(plan.sent))
    const { common, missing } = splitHeld(held, known)
    const both = heldToVector(common)
    waiting[index] = Math.max(1, countOperations(missing) + (ended?.left ?? 0))
    const digest = ended?.digest ?? vectorDigest(space.id, plan.base ?? new Map())
    if (areBytesEqual(vectorDigest(space.id, both), digest)) {
      waiting[index] = countOperations(missing)
      if (missing.size > 0 && plan.ask.isAsking) state.again = true
      await saveLink(writer, end.peer, space.id, agree(link, space.id, both))
      return [{ tag: 'agreed', space: bytesToHex(space.id) }]
    }
    const isUnsure = (ended?.left ?? 0) === 0
    // Asked once, everything is known; what still differs was refused on one side, or written meanwhile.
    if (!plan.ask.isAsking || missing.size > 0 || !isUnsure) state.again = true
    await saveLink(writer, end.peer, space.id, {
      ...link,
      theirs: both,
      isUnsure: isUnsure && !plan.ask.isAsking,
      isPlain,
    })
    return []
  }

  return {
    frames,
    take,
    isOver: () => state.isOver,
    again: () => state.again,
    spaces: plans.map((plan) => plan.space),
    /** The blobs that the other said it lacks, to be given with the next request; null when it lacks none. */
    otherWants: (): OtherWants | null => {
      const wants = talk?.theirs()
      return wants ? { spaces: plans.map((plan) => plan.space), wants } : null
    },
    /** Operations that went in this request. */
    sent: () => state.sent,
    /** Operations known to wait on either side, segments where the other has counted only those; at least one for each space that isn't agreed. */
    waiting: () => waiting.reduce((sum, count) => sum + count, 0),
  }
}

/** Blobs that the other end lacks, and the spaces that its numbers mean. */
export type OtherWants = { readonly spaces: readonly SpaceRow[]; readonly wants: Wants }

const countOperations = (logs: ReadonlyMap<string, HeldLog>): number =>
  [...logs.values()].reduce((sum, log) => sum + log.segments.reduce((all, one) => all + one.row.count, 0), 0)

const placesOf = (sent: ReadonlyMap<string, readonly Held[]>): Vector =>
  heldToVector(
    new Map([...sent].map(([id, segments]) => [id, { id, name: {} as HeldLog['name'], segments } satisfies HeldLog])),
  )

/**
 * The side that is dialled: each frame of the request goes to `take`, then `answer` is what it sends. Takes what comes before it
 * answers, so that one round is enough.
 */
export async function createAnswer(end: LinkEnd) {
  type Answering = {
    readonly space: SpaceRow & { readonly standing: Standing }
    readonly ask: Ask
    readonly base: Vector | null
  }
  let head: RequestHead | null = null
  const asked: (Answering | null)[] = []
  const lost = new Set<number>()
  const spaceAt = (index: number) => asked[index]?.space ?? null
  const taking = createTaking({ ...end, compressor: end.wire.compressor, spaceAt })
  const talk = end.blobs && createBlobTalk(end.blobs.desk, end.peer, spaceAt, end.blobs.down)

  async function take(bytes: Bytes): Promise<Step> {
    const frame = bytesToFrame(bytes)
    if (frame && head && talk && isBlobFrame(frame)) return talk.take(frame)
    if (frame?.tag === 'request' && !head) return takeHead(frame)
    if (frame?.tag !== 'chunk' || !head) return { events: [{ tag: 'bad-message' }] }
    const taken = await taking.take(frame)
    if ('events' in taken) for (const event of taken.events) if (event.tag === 'no-window') lost.add(event.index)
    return taken
  }

  async function takeHead(frame: RequestHead): Promise<Step> {
    head = frame
    const result = await end.store.write(async (writer) => {
      const spaces = await openSpaces(end, writer)
      for (const ask of frame.asks) {
        const space = spaces.find((one) => areBytesEqual(one.id, ask.space))
        if (!space) {
          asked.push(null)
          continue
        }
        const link = await readLink(writer, end.peer, space.id)
        const base = ask.base ? findAgreed(link, space.id, ask.base) : new Map<string, never>()
        if (base && ask.base && (await isHeldExactly(writer, space.id, base))) {
          asked.push({ space, ask, base })
          if (link.agreed[0] === base && link.theirs.size === 0) continue
          const next = { ...agree(link, space.id, base), isPlain: link.isPlain, isUnsure: link.isUnsure }
          await saveLink(writer, end.peer, space.id, next)
          continue
        }
        const held = await readHeld(writer, space.id)
        await noteHeld(writer, space.id, held)
        const isHeld = base !== null && holdsAll(held, base)
        asked.push({ space, ask, base: isHeld ? base : null })
        if (!isHeld) continue
        const theirs = heldVectorOf(held, joinVectors(link.theirs, base, ask.have))
        const next: LinkState = ask.base ? { ...agree(link, space.id, base), isPlain: link.isPlain } : link
        await saveLink(writer, end.peer, space.id, { ...next, theirs, isUnsure: link.isUnsure })
      }
      return { events: [] as ExchangeEvent[] }
    })
    return result
  }

  async function* answer(): AsyncGenerator<Bytes> {
    if (!head) return
    const request: RequestHead = head
    const prepared = await end.store.read(async (reader) =>
      Promise.all(
        asked.map(async (one, index) => {
          if (!one) return null
          const { base, space } = one
          // Nothing here that the other hasn't: what is held isn't read.
          const isSettled = base !== null && one.ask.base !== null && (await isHeldExactly(reader, space.id, base))
          const held = isSettled ? null : await readHeld(reader, space.id)
          return { ...one, index, held, isPlain: (await readLink(reader, end.peer, one.space.id)).isPlain }
        }),
      ),
    )
    const replies: Reply[] = []
    const cargos: Cargo[] = []
    for (const [index, one] of prepared.entries()) {
      if (!one) replies.push({ index, status: STATUS.notShared, have: new Map() })
      else if (!one.base) replies.push({ index, status: STATUS.unknownBase, have: heldToVector(one.held ?? new Map()) })
      else {
        if (one.ask.isAsking)
          replies.push({
            index,
            status: STATUS.known,
            have: heldToVector(splitHeld(one.held ?? new Map(), one.base).missing),
          })
        if (!one.held) continue
        const known = joinVectors(one.base, one.ask.have, taking.arrivedIn(index))
        const { missing, common } = splitHeld(one.held, known)
        const mayUseOld = request.mayUseOld && !one.isPlain
        cargos.push({ index, missing, common, mayUseOld, admitted: one.space.standing.admitted })
      }
    }
    if (replies.length > 0) yield frameToBytes({ tag: 'answer', replies })
    const sent = new Map<number, number>()
    for await (const { frame, index, sent: segments } of chunksOf(end.store, end.wire, cargos, request.limit)) {
      sent.set(index, (sent.get(index) ?? 0) + segments.length)
      yield frameToBytes(frame)
    }
    const ends: SpaceEnd[] = []
    const proposals: { space: SpaceRow; vector: Vector }[] = []
    for (const one of prepared) {
      if (!one?.base) continue
      const vector = one.held ? heldToVector(one.held) : one.base
      const digest = vectorDigest(one.space.id, vector)
      const missing = cargos.find((cargo) => cargo.index === one.index)?.missing ?? new Map<string, HeldLog>()
      const left = [...missing.values()].reduce((sum, log) => sum + log.segments.length, 0) - (sent.get(one.index) ?? 0)
      const isSame = one.ask.base !== null && areBytesEqual(digest, vectorDigest(one.space.id, one.base))
      if (isSame && !lost.has(one.index)) continue
      ends.push({ index: one.index, digest, left, isPlain: lost.has(one.index) })
      if (left === 0) proposals.push({ space: one.space, vector })
    }
    if (proposals.length > 0) {
      const saved = await end.store.write(async (writer) => {
        for (const { space, vector } of proposals) {
          await noteHeld(writer, space.id)
          const link = await readLink(writer, end.peer, space.id)
          await saveLink(writer, end.peer, space.id, propose(link, space.id, vector))
        }
      })
      if (saved && 'tag' in saved) return
    }
    yield frameToBytes({ tag: 'end', ends })
    if (!talk) return
    yield* talk.ask(asked.map((one) => one?.space ?? null))
    const wants = talk.theirs()
    if (wants) yield* talk.give(wants, end.blobs?.up ?? 0)
  }

  return { take, answer }
}

const heldVectorOf = (held: ReadonlyMap<string, HeldLog>, vector: Vector): Vector =>
  heldToVector(splitHeld(held, vector).common)
