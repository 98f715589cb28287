import * as v from 'valibot'
import type { DiskFailure } from '#core/blobs.ts'
import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { StoreFault } from '#core/ports.ts'
import { checkBundle, readBundle } from '#core/sync/bundle.ts'
import { prepareBundle } from '#core/sync/bundle-writing.ts'
import type { BundleFound, BundleReading, BundleRefusal } from '#core/sync/bundle.ts'
import { MOST_READERS } from '#core/sync/messages.ts'
import { findWhereabouts } from '#core/sync/receipts.ts'
import type { Whereabouts } from '#core/sync/receipts.ts'
import { zstd } from '../links/zstd.ts'
import type { OpenNode } from '../node/open-node.ts'
import { takeKeys } from './answering.ts'
import { freeBytesAt, openFrames, writeFrames } from './bundle-file.ts'
import type { FileFault, FileRefusal } from './bundle-file.ts'
import type { Peer } from './peers.ts'
import { newTally, settleStep } from './taken.ts'

const Path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096))
const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))
/** `nodes`: names as people here call them, or at least 8 digits of their keys. */
export const WriteInput = v.object({
  path: Path,
  nodes: v.pipe(v.array(Name), v.minLength(1), v.maxLength(MOST_READERS)),
})
export const ReadInput = v.object({ path: Path })

/** A node as people here call it. */
export type NamedNode = { readonly node: string; readonly name: string }

export type BundleWritten = {
  readonly path: string
  readonly size: number
  /** Operations in it; none: it only says what arrived here. */
  readonly operations: number
  readonly for: readonly NamedNode[]
}
export type WriteFailure =
  | { readonly tag: 'unknown-node'; readonly name: string; readonly known: readonly string[] }
  | { readonly tag: 'several-nodes'; readonly name: string }
  | { readonly tag: 'nothing-shared'; readonly name: string }
  | { readonly tag: 'no-room'; readonly needed: number; readonly free: number }
  | DiskFailure
  | StoreFault

/** Writes what these nodes aren't known to hold into a file that only they open (B of SPEC.md). */
export async function writeBundleFile(
  node: OpenNode,
  { path, nodes }: v.InferOutput<typeof WriteInput>,
): Promise<BundleWritten | WriteFailure> {
  const found = findPeers(node, nodes)
  if ('tag' in found) return found
  await node.sealTails()
  const rows = await node.store.read((reader) => reader.spaces())
  const bundle = await prepareBundle({
    store: node.store,
    desk: node.desk,
    wire: { compressor: zstd, pace: 'slow' },
    sign: node.identity.keys.sign,
    readers: found.map((peer) => hexToBytes(peer.node) as Bytes),
    spaces: rows.filter((row) => found.every((peer) => peer.spaces.includes(bytesToHex(row.id)))),
    made: node.clock(),
    keys: await node.links.keys.document(),
  })
  if (bundle.spaces.length === 0) return { tag: 'nothing-shared', name: found.map(({ name }) => name).join(', ') }
  // Packed it is about a quarter; a file that turns out larger is found to be too large while it is written.
  const needed = Math.round(bundle.plainBytes * 0.3) + 64 * 1024
  const free = await freeBytesAt(path)
  if (typeof free !== 'number') return free
  if (free < needed) return { tag: 'no-room', needed, free }
  const written = await writeFrames(path, bundle.frames(), found.map((peer) => peer.keys.recipient)) // prettier-ignore
  if ('tag' in written) return written
  // Killed before this, it is on the stick and counts as waiting: never the other way.
  const noted = await bundle.noteCarried()
  if (noted) return noted
  return { path, size: written.size, operations: bundle.operations, for: found.map(toNamed) }
}

function findPeers(
  node: OpenNode,
  names: readonly string[],
): readonly Peer[] | Extract<WriteFailure, { tag: 'unknown-node' | 'several-nodes' }> {
  const all = node.links.peers.list()
  const found: Peer[] = []
  for (const name of names) {
    const isMeant = ({ node: key, name: own }: Peer) =>
      own.toLowerCase() === name.toLowerCase() || (/^[0-9a-f]{8,64}$/i.test(name) && key.startsWith(name.toLowerCase()))
    const meant = all.filter(isMeant)
    if (meant.length > 1) return { tag: 'several-nodes', name }
    const [peer] = meant
    if (!peer) return { tag: 'unknown-node', name, known: all.map((one) => one.name) }
    if (!found.includes(peer)) found.push(peer)
  }
  return found
}

export type ReadRefusal = FileRefusal | BundleRefusal | DiskFailure | StoreFault
/** What a file says of itself and how it meets what is here. */
type Told = {
  readonly from: NamedNode
  /** By the writer's clock, milliseconds since 1970. */
  readonly made: number
  /** Bytes. */
  readonly size: number
  /** Spaces that stand on something that isn't here. */
  readonly unmet: number
  /** Spaces that aren't shared with its writer here. */
  readonly notShared: number
  /** Why its end wasn't reached; null when it was whole. */
  readonly fault: FileFault['tag'] | null
}
export type BundleRead = Told & {
  /** Operations that weren't here. */
  readonly operations: number
  /** Chunks and segments that weren't taken, and why. */
  readonly refused: number
  readonly reasons: readonly string[]
  /** Where what this node holds is, seen from it and the writer. */
  readonly places: Whereabouts
}
export type BundleVerified = Told & {
  readonly for: readonly NamedNode[]
  readonly operations: number
  readonly fresh: number
  readonly strangers: number
  readonly bad: number
}

/** Takes what a file brings. `progress` is told `{ operations, read, size }`. */
export async function readBundleFile(
  node: OpenNode,
  { path }: v.InferOutput<typeof ReadInput>,
  progress: (facts: unknown) => void,
): Promise<BundleRead | ReadRefusal> {
  const opened = await openFrames(path, await node.links.keys.bundleSecret())
  if ('tag' in opened) return opened
  const tally = newTally()
  let isTold = false
  try {
    const done = await readBundle(await readingOf(node), opened.frames(), (events) => {
      settleStep(node, { events }, tally)
      for (const event of events) {
        if (event.tag !== 'no-window') continue
        tally.refused++
        tally.reasons.add('unreadable-chunk')
      }
      isTold = true
      progress({ operations: tally.operations, read: opened.read(), size: opened.size })
    })
    const fault = opened.fault()
    if ('tag' in done) return fault && done.tag === 'not-a-bundle' ? refusalOf(fault) : done
    const told = toTold(node, done, opened.size, fault)
    if (done.head.keys) takeKeys(node, told.from.node, done.head.keys)
    const { operations, refused, reasons } = tally
    const places = await whereaboutsOf(node, told.from.node)
    return { ...told, unmet: done.unmet, operations, refused, reasons: [...reasons], places }
  } finally {
    if (isTold) node.tellTaken()
    await opened.close()
  }
}

/** Reads a file to its end and keeps nothing of it. */
export async function verifyBundleFile(
  node: OpenNode,
  { path }: v.InferOutput<typeof ReadInput>,
): Promise<BundleVerified | ReadRefusal> {
  const opened = await openFrames(path, await node.links.keys.bundleSecret())
  if ('tag' in opened) return opened
  try {
    const done = await checkBundle(await readingOf(node), opened.frames())
    const fault = opened.fault()
    if ('tag' in done) return fault && done.tag === 'not-a-bundle' ? refusalOf(fault) : done
    const { operations, fresh, strangers, bad, unmet } = done
    const readers = done.head.readers.map((key) => nameOf(node, bytesToHex(key)))
    return { ...toTold(node, done, opened.size, fault), unmet, for: readers, operations, fresh, strangers, bad }
  } finally {
    await opened.close()
  }
}

/** Nothing before the fault was whole. */
const refusalOf = (fault: FileFault): ReadRefusal => (fault.tag === 'damaged' ? { tag: 'not-a-bundle' } : fault)

async function readingOf(node: OpenNode): Promise<BundleReading> {
  const rows = await node.store.read((reader) => reader.spaces())
  return {
    store: node.store,
    desk: node.desk,
    compressor: zstd,
    spacesOf: (key) => {
      const peer = node.links.peers.byNode(bytesToHex(key))
      return peer && rows.filter((row) => peer.spaces.includes(bytesToHex(row.id)))
    },
  }
}

const toTold = (node: OpenNode, { head, spaces }: BundleFound, size: number, fault: FileFault | null) => ({
  from: nameOf(node, bytesToHex(head.writer)),
  made: head.made,
  size,
  notShared: spaces.filter((space) => space === null).length,
  fault: fault?.tag ?? null,
})

/** This node's own name is what others call it: here it is « ce nœud ». */
const nameOf = (node: OpenNode, key: string): NamedNode => ({
  node: key,
  name:
    key === bytesToHex(node.identity.keys.publicKey)
      ? 'ce nœud'
      : (node.links.peers.byNode(key)?.name ?? key.slice(0, 8)),
})
const toNamed = ({ node, name }: Peer): NamedNode => ({ node, name })

/** Where what is shared with a peer is, all spaces together. */
export async function whereaboutsOf(node: OpenNode, key: string): Promise<Whereabouts> {
  const peer = node.links.peers.byNode(key)
  return node.store.read(async (reader) => {
    const sum = { arrived: 0, carried: 0, waiting: 0 }
    for (const space of await reader.spaces()) {
      if (!peer?.spaces.includes(bytesToHex(space.id))) continue
      const { arrived, carried, waiting } = await findWhereabouts(reader, hexToBytes(key) as Bytes, space.id)
      sum.arrived += arrived
      sum.carried += carried
      sum.waiting += waiting
    }
    return sum
  })
}

export type BundlePlace = NamedNode & Whereabouts

/** The nodes to which a file can go, and where what they share with this one is. */
export const listBundlePlaces = (node: OpenNode): Promise<readonly BundlePlace[]> =>
  Promise.all(
    node.links.peers.list().map(async (peer) => ({ ...toNamed(peer), ...(await whereaboutsOf(node, peer.node)) })),
  )
