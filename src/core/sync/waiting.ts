import { areBytesEqual } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import type { Reader, SegmentRow, SpaceRow } from '../ports.ts'
import { heldToVector, isHeldExactly, joinVectors, provenBy, readHeld, splitHeld } from './chains.ts'
import { readLink } from './link.ts'

/** What this node holds of a space and the peer isn't known to hold: what an authenticated answer hasn't confirmed waits (A3). */
export type Waiting = {
  /** Sealed segments, and the open tails of this node's own logs. */
  readonly segments: readonly SegmentRow[]
  /** The peer isn't known to hold anything of the space. */
  readonly isAll: boolean
  /** Plain bytes: on the wire it will be less. */
  readonly bytes: number
}

export async function readWaiting(reader: Reader, peer: Bytes, space: SpaceRow): Promise<Waiting> {
  const link = await readLink(reader, peer, space.id)
  const last = link.agreed[0] ?? null
  const tails: SegmentRow[] = []
  for (const log of await reader.logs()) {
    const tail = areBytesEqual(log.name.space, space.id) ? await reader.tail(log.key) : null
    if (tail && tail.hash === null && tail.count > 0) tails.push(tail)
  }
  if (last && (await isHeldExactly(reader, space.id, last))) return toWaiting(tails, false)
  const held = await readHeld(reader, space.id)
  const known = joinVectors(last ?? new Map(), link.theirs)
  const { missing, common } = splitHeld(held, known, provenBy)
  const sealed = [...missing.values()].flatMap((log) => log.segments.map((one) => one.row))
  return toWaiting([...sealed, ...tails], heldToVector(common).size === 0)
}

const toWaiting = (segments: readonly SegmentRow[], isAll: boolean): Waiting => ({
  segments,
  isAll,
  bytes: segments.reduce((sum, one) => sum + one.bytes, 0),
})
