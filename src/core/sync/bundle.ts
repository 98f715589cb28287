import { areBytesEqual, bytesToHex } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import type { Compressor } from '../log/chunk.ts'
import { verifySegment } from '../log/segment.ts'
import type { Reader, SpaceRow, Store, StoreFault } from '../ports.ts'
import { readHeld } from './chains.ts'
import { openSpaces } from './exchange.ts'
import type { IntakeDesk } from './intake.ts'
import { readLink, saveLink } from './link.ts'
import { bytesToFrame } from './messages.ts'
import type { BundleHead, BundleSpace, ChunkFrame } from './messages.ts'
import { holdsAll } from './plan.ts'
import { hear } from './receipts.ts'
import { createTaking, createUnpacking } from './taking.ts'
import type { TakingEvent } from './taking.ts'

export type BundleReading = {
  readonly store: Store
  readonly desk: IntakeDesk
  readonly compressor: Compressor
  /** Spaces that people here share with a node; null where they aren't tied to it. */
  readonly spacesOf: (node: Bytes) => readonly SpaceRow[] | null
}

/** Why nothing at all of a file is taken. */
export type BundleRefusal =
  | { readonly tag: 'not-a-bundle' }
  /** Written for others than this node. */
  | { readonly tag: 'not-for-this-node'; readonly writer: string }
  | { readonly tag: 'unknown-writer'; readonly writer: string }

/** What a file says of itself, its signature verified, and how that meets what is here. */
export type BundleFound = {
  readonly head: BundleHead
  /** Spaces of it that are shared with its writer, in the order of its head; null where one isn't (X1, X2). */
  readonly spaces: readonly (SpaceRow | null)[]
}

/** Reads the head of a file; nothing is taken. */
async function findBundle(
  { store, desk, spacesOf }: BundleReading,
  first: Bytes | undefined,
): Promise<BundleFound | BundleRefusal> {
  const frame = first && bytesToFrame(first)
  if (frame?.tag !== 'bundle') return { tag: 'not-a-bundle' }
  const { head, plain, signature } = frame
  if (!desk.verify(head.writer, plain, signature)) return { tag: 'not-a-bundle' }
  const writer = bytesToHex(head.writer)
  if (!head.readers.some((node) => areBytesEqual(node, desk.node))) return { tag: 'not-for-this-node', writer }
  const shared = spacesOf(head.writer)
  if (!shared) return { tag: 'unknown-writer', writer }
  const open = await store.read((reader) => openSpaces({ desk, peer: head.writer, spaces: shared }, reader))
  return { head, spaces: head.spaces.map(({ space }) => open.find((one) => areBytesEqual(one.id, space)) ?? null) }
}

/** Which of its spaces stand on something that isn't here (B3); those that aren't shared don't. */
const findUnmet = (reader: Reader, { head, spaces }: BundleFound): Promise<readonly boolean[]> =>
  Promise.all(
    spaces.map(
      async (space, index) =>
        space !== null && !holdsAll(await readHeld(reader, space.id), head.spaces[index]?.needs ?? new Map()),
    ),
  )
const countTrue = (list: readonly boolean[]): number => list.filter((one) => one).length

/**
 * Takes a bundle, whole or cut anywhere, once or ten times (B2): each chunk is verified and committed before the next is read. What came of
 * it is told as it goes.
 */
export async function readBundle(
  reading: BundleReading,
  frames: AsyncIterable<Bytes> | Iterable<Bytes>,
  tell: (events: readonly TakingEvent[]) => void,
): Promise<(BundleFound & { readonly unmet: number }) | BundleRefusal | StoreFault> {
  const { store, desk } = reading
  // L2: what comes back of this node's own is compared with what it sealed itself; an open tail would take it for other runs.
  const sealed = await store.write(async (writer) => {
    for (const log of await writer.logs())
      if (areBytesEqual(log.name.node, desk.node) && ((await writer.tail(log.key))?.count ?? 0) > 0)
        await desk.seal(writer, log)
    return null
  })
  if (sealed) return sealed
  let found: BundleFound | null = null
  const taking = createTaking({ ...reading, peer: null, spaceAt: (index) => found?.spaces[index] ?? null })
  for await (const bytes of frames) {
    if (!found) {
      const begun = await findBundle(reading, bytes)
      if ('tag' in begun) return begun
      found = begun
      const heard = await hearHead(store, begun)
      if (heard) return heard
      continue
    }
    const frame = bytesToFrame(bytes)
    const taken = frame?.tag === 'chunk' ? await taking.take(frame) : BAD_MESSAGE
    if ('tag' in taken) return taken
    tell(taken.events)
  }
  if (!found) return { tag: 'not-a-bundle' }
  const unmet = await noteUnmet(store, found)
  return typeof unmet === 'number' ? { ...found, unmet } : unmet
}

const BAD_MESSAGE = { events: [{ tag: 'refused', node: '', reason: 'bad-message' }] } as const

const hearHead = (store: Store, { head, spaces }: BundleFound): Promise<StoreFault | null> =>
  store.write(async (writer) => {
    for (const [index, space] of spaces.entries())
      if (space) await hear(writer, head, head.spaces[index] as BundleSpace)
    return null
  })

const noteUnmet = (store: Store, found: BundleFound): Promise<number | StoreFault> =>
  store.write(async (writer) => {
    const unmet = await findUnmet(writer, found)
    for (const [index, space] of found.spaces.entries()) {
      if (!space) continue
      const link = await readLink(writer, found.head.writer, space.id)
      const isBehind = unmet[index] === true
      if (link.isBehind !== isBehind) await saveLink(writer, found.head.writer, space.id, { ...link, isBehind })
    }
    return countTrue(unmet)
  })

/** What reading a file would come to. */
export type BundleCheck = BundleFound & {
  readonly unmet: number
  readonly operations: number
  /** Of these, how many aren't here. */
  readonly fresh: number
  /** Of these, how many are of nodes not admitted here yet: they are taken where the file, or another, brings their certificate. */
  readonly strangers: number
  /** Chunks that don't open, and segments that aren't as they were signed. */
  readonly bad: number
}

/** Reads a file to its end, every chunk and every signature, and keeps nothing of it. */
export async function checkBundle(
  reading: BundleReading,
  frames: AsyncIterable<Bytes> | Iterable<Bytes>,
): Promise<BundleCheck | BundleRefusal> {
  const { store, desk } = reading
  let found: BundleFound | null = null
  const hashesOf = (space: Bytes): Promise<ReadonlySet<string>> =>
    store.read(async (reader) => {
      const held = await readHeld(reader, space)
      return new Set([...held.values()].flatMap((log) => log.segments.map(({ hash }) => hash)))
    })
  const here = new Map<string, ReadonlySet<string>>()
  const counts = { operations: 0, fresh: 0, strangers: 0, bad: 0 }
  const unpack = createUnpacking({ ...reading, spaceAt: (index) => found?.spaces[index] ?? null })
  for await (const bytes of frames) {
    if (found) await check(bytesToFrame(bytes))
    else {
      const begun = await findBundle(reading, bytes)
      if ('tag' in begun) return begun
      found = begun
    }
  }
  const whole: BundleFound | null = found
  if (!whole) return { tag: 'not-a-bundle' }
  return {
    ...(whole as BundleFound),
    unmet: countTrue(await store.read((reader) => findUnmet(reader, whole))),
    ...counts,
  }

  async function check(frame: ReturnType<typeof bytesToFrame>): Promise<void> {
    const unpacked = frame?.tag === 'chunk' ? await unpack(frame satisfies ChunkFrame) : null
    if (unpacked?.tag === 'refused' && unpacked.reason === 'space-not-shared') return
    if (unpacked?.tag !== 'segments') return void counts.bad++
    const { log, list } = unpacked
    const id = bytesToHex(log.space.id)
    if (!here.has(id)) here.set(id, await hashesOf(log.space.id))
    const isStranger = !(await store.read((reader) => desk.standings.read(reader)))
      .get(id)
      ?.isAdmitted(bytesToHex(log.name.node))
    for (const segment of list) {
      const verified = verifySegment(log.name, segment, desk.verify)
      if ('tag' in verified) {
        counts.bad++
        continue
      }
      const count = segment.operations.length
      const isHere = here.get(id)?.has(bytesToHex(verified.hash)) ?? false
      counts.operations += count
      if (!isHere) counts.fresh += count
      if (!isHere && isStranger) counts.strangers += count
    }
  }
}
