import { sha256 } from '@noble/hashes/sha2.js'
import { areBytesEqual, bytesToHex, compareBytes } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import { valueToBytes } from '../log/cbor.ts'
import type { Value } from '../log/cbor.ts'
import { logId } from '../log/segment.ts'
import type { LogName } from '../log/segment.ts'
import type { Reader, SegmentRow, Writer } from '../ports.ts'

/** Segments that follow each other by their hashes: positions from–to, and the first 8 bytes of the last one's hash (V1 of SPEC.md). */
export type Chain = { readonly from: number; readonly to: number; readonly head: Bytes }
/** What somebody holds of a space: the chains of each log, by the log's id in hexadecimal. */
export type Vector = ReadonlyMap<string, readonly Chain[]>

/** Where a sealed segment stands in its log. */
export type Place = {
  readonly first: number
  readonly end: number
  /** Hash in hexadecimal, 32 bytes; and what it names as its predecessor, 16. */
  readonly hash: string
  readonly previous: string
}
/** A sealed segment that this node holds. */
export type Held = Place & { readonly row: SegmentRow }
/** One log of a space with every segment of it that is here, branches included, in order of position. */
export type HeldLog = { readonly id: string; readonly name: LogName; readonly segments: readonly Held[] }

export const HEAD_BYTES = 8
const HEAD_DIGITS = 2 * HEAD_BYTES
const PREVIOUS_DIGITS = 32

/** Everything sealed that is held of a space, by log id. */
export async function readHeld(reader: Reader, space: Bytes): Promise<ReadonlyMap<string, HeldLog>> {
  const logs = new Map<string, { id: string; name: LogName; segments: Held[] }>()
  const spaceId = bytesToHex(space)
  for (const log of await reader.logs()) {
    if (bytesToHex(log.name.space) !== spaceId) continue
    const id = bytesToHex(logId(log.name))
    const found = logs.get(id) ?? { id, name: log.name, segments: [] }
    logs.set(id, found)
    for (const row of await reader.segments(log.key)) if (row.hash) found.segments.push(rowToHeld(row, row.hash))
  }
  for (const log of logs.values())
    log.segments.sort((a, b) => a.first - b.first || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
  return logs
}

const rowToHeld = (row: SegmentRow, hash: Bytes): Held => ({
  row,
  first: row.first,
  end: row.first + row.count,
  hash: bytesToHex(hash),
  previous: bytesToHex(row.previous),
})

/**
 * The chains of segments, the same for the same segments in whatever order they came: a chain begins where the predecessor isn't held
 * or where several follow it, and goes on while exactly one follows.
 */
export function segmentsToChains(segments: readonly Place[]): Chain[] {
  const byEnd = new Map(segments.map((one) => [endKey(one.end, one.hash), one]))
  const followers = new Map<string, Place[]>()
  for (const one of segments) {
    const parent = startKey(one)
    followers.set(parent, [...(followers.get(parent) ?? []), one])
  }
  const chains: Chain[] = []
  for (const one of segments) {
    const parent = startKey(one)
    if (byEnd.has(parent) && followers.get(parent)?.length === 1) continue
    let last = one
    for (;;) {
      const next = followers.get(endKey(last.end, last.hash)) ?? []
      if (next.length !== 1) break
      last = next[0] as Place
    }
    chains.push({ from: one.first, to: last.end, head: headOf(last) })
  }
  return chains.toSorted(compareChains)
}

const endKey = (end: number, hash: string): string => `${end}/${hash.slice(0, PREVIOUS_DIGITS)}`
const startKey = (one: Place): string => `${one.first}/${one.previous}`
const headOf = (one: Place): Bytes => hexBytes(one.hash.slice(0, HEAD_DIGITS))
const compareChains = (a: Chain, b: Chain): number => a.from - b.from || a.to - b.to || compareBytes(a.head, b.head)

export const heldToVector = (held: ReadonlyMap<string, HeldLog>): Vector =>
  new Map(
    [...held.values()]
      .filter((log) => log.segments.length > 0)
      .map((log) => [log.id, segmentsToChains(log.segments)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )

/**
 * Which of a log's segments somebody with these chains has (V4). Where a chain's head is here, its predecessors are walked back by their
 * hashes. Where it isn't, or the walk meets a hole, what lies within is taken to be the same, unless it contradicts the walk: the
 * digest at the end of the exchange tells when that was wrong.
 */
export function coveredBy(segments: readonly Held[], chains: readonly Chain[]): ReadonlySet<Held> {
  const covered = new Set<Held>()
  const walk = createWalk(segments)
  for (const chain of chains) {
    const walked = walk(chain)
    for (const one of walked) covered.add(one)
    const bound = walked.at(-1)?.first ?? chain.to
    for (const one of segments) if (one.first >= chain.from && one.end < bound) covered.add(one)
  }
  return covered
}

/** The same without what is only taken to be so: the heads that are here, and their predecessors as far as they are here (B5). */
export function provenBy(segments: readonly Held[], chains: readonly Chain[]): ReadonlySet<Held> {
  const walk = createWalk(segments)
  return new Set(chains.flatMap(walk))
}

/** Gives a chain's segments that are here, from its head back to the first hole. */
function createWalk(segments: readonly Held[]): (chain: Chain) => readonly Held[] {
  const byEnd = new Map(segments.map((one) => [endKey(one.end, one.hash), one]))
  const byHead = new Map(segments.map((one) => [`${one.end}/${one.hash.slice(0, HEAD_DIGITS)}`, one]))
  return ({ from, to, head }) => {
    const walked: Held[] = []
    for (let one = byHead.get(`${to}/${bytesToHex(head)}`); one && one.first >= from; one = byEnd.get(startKey(one)))
      walked.push(one)
    return walked
  }
}

/** Whether every segment of these chains is here without a hole. */
export function holdsChains(segments: readonly Held[], chains: readonly Chain[]): boolean {
  const byEnd = new Map(segments.map((one) => [endKey(one.end, one.hash), one]))
  const byHead = new Map(segments.map((one) => [`${one.end}/${one.hash.slice(0, HEAD_DIGITS)}`, one]))
  return chains.every(({ from, to, head }) => {
    let one = byHead.get(`${to}/${bytesToHex(head)}`)
    while (one && one.first > from) one = byEnd.get(startKey(one))
    return one?.first === from
  })
}

/** Whether what is noted as held of a space is exactly this vector. False too where nothing is noted: then it is to be read. */
export async function isHeldExactly(reader: Reader, space: Bytes, vector: Vector): Promise<boolean> {
  const noted = await reader.held(space)
  return noted !== null && areBytesEqual(noted, valueToBytes(vectorToValue(vector)))
}

/** Notes what is held of a space, where that isn't noted yet. */
export async function noteHeld(writer: Writer, space: Bytes, held?: ReadonlyMap<string, HeldLog>): Promise<void> {
  if ((await writer.held(space)) !== null) return
  const vector = heldToVector(held ?? (await readHeld(writer, space)))
  await writer.saveHeld(space, valueToBytes(vectorToValue(vector)))
}

/** docs/format.cddl `vector`. */
export const vectorToValue = (vector: Vector): Value =>
  [...vector]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([log, chains]) => [
      hexBytes(log),
      chains.toSorted(compareChains).map((chain) => [chain.from, chain.to, chain.head]),
    ])

/** The first 8 bytes of the hash of a space's vector: what two nodes name as agreed (V2). */
export const vectorDigest = (space: Bytes, vector: Vector): Bytes =>
  sha256(valueToBytes(['trait-dunion vector', space, vectorToValue(vector)])).slice(0, HEAD_BYTES)

/** The vector that a decoded value describes; null when it is another shape or larger than the limits. */
export function valueToVector(value: unknown): Vector | null {
  if (!Array.isArray(value) || value.length > VECTOR_LIMITS.logs) return null
  const vector = new Map<string, Chain[]>()
  let total = 0
  for (const item of value as unknown[]) {
    if (!Array.isArray(item) || item.length !== 2) return null
    const [log, list] = item as unknown[]
    if (!(log instanceof Uint8Array) || log.length !== 16 || !Array.isArray(list)) return null
    total += list.length
    if (total > VECTOR_LIMITS.chains) return null
    const chains = list.map(valueToChain)
    if (chains.some((chain) => chain === null)) return null
    vector.set(bytesToHex(log), chains as Chain[])
  }
  return vector.size === value.length ? vector : null
}

export const VECTOR_LIMITS = { logs: 4096, chains: 16_384 } as const

function valueToChain(value: unknown): Chain | null {
  if (!Array.isArray(value) || value.length !== 3) return null
  const [from, to, head] = value as unknown[]
  if (!isPosition(from) || !isPosition(to) || to <= from) return null
  return head instanceof Uint8Array && head.length === HEAD_BYTES ? { from, to, head } : null
}

const isPosition = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 2 ** 49

const hexBytes = (hex: string): Bytes =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16))

/** Both, for asking what somebody has: chains side by side, not joined. */
export function joinVectors(...vectors: readonly Vector[]): Vector {
  const all = new Map<string, Chain[]>()
  for (const vector of vectors) for (const [log, chains] of vector) all.set(log, [...(all.get(log) ?? []), ...chains])
  return all
}

/** What is held and `vector` hasn't, and the vector of the rest. */
export function splitHeld(
  held: ReadonlyMap<string, HeldLog>,
  vector: Vector,
  cover: (segments: readonly Held[], chains: readonly Chain[]) => ReadonlySet<Held> = coveredBy,
): { readonly missing: ReadonlyMap<string, HeldLog>; readonly common: ReadonlyMap<string, HeldLog> } {
  const missing = new Map<string, HeldLog>()
  const common = new Map<string, HeldLog>()
  for (const [id, log] of held) {
    const covered = cover(log.segments, vector.get(id) ?? [])
    const [left, both] = [
      log.segments.filter((one) => !covered.has(one)),
      log.segments.filter((one) => covered.has(one)),
    ]
    if (left.length > 0) missing.set(id, { ...log, segments: left })
    if (both.length > 0) common.set(id, { ...log, segments: both })
  }
  return { missing, common }
}
