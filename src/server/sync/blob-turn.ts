import { bytesToHex } from '#core/log/bytes.ts'
import type { SpaceRow } from '#core/ports.ts'
import { WANTS_AT_ONCE } from '#core/sync/blobs.ts'
import type { BlobDesk } from '#core/sync/blobs.ts'
import type { OtherWants } from '#core/sync/exchange.ts'

/** After a round: which blobs wait, and whether another round would move some. */
export type BlobTurn = {
  readonly waiting: number
  readonly mayMove: boolean
  readonly wanted: OtherWants | null
}

export async function readBlobTurn(
  desk: BlobDesk,
  spaces: readonly SpaceRow[],
  wanted: OtherWants | null,
): Promise<BlobTurn> {
  const theirs = wanted?.wants.list ?? []
  const { list, count } = await desk.awaited(spaces, WANTS_AT_ONCE + theirs.length)
  const lacking = new Set(theirs.map((want) => bytesToHex(want.hash)))
  const own = list.map(({ hash }) => bytesToHex(hash))
  // Who asks for a blob hasn't it.
  let mayMove = own.some((one) => !lacking.has(one))
  for (const { index, entity, hash } of theirs) {
    const space = wanted?.spaces[index]
    mayMove ||= space !== undefined && (await desk.find({ space, entity, hash })) !== null
  }
  const both = own.filter((one) => lacking.has(one)).length
  return { waiting: count + countOf(wanted) - both, mayMove, wanted }
}

/** Whether the other end has got something between two rounds. */
export function hasGiven(before: BlobTurn, after: BlobTurn): boolean {
  if (countOf(before.wanted) !== countOf(after.wanted)) return true
  const from = new Map(before.wanted?.wants.list.map((want) => [bytesToHex(want.hash), want.from]))
  return (after.wanted?.wants.list ?? []).some(({ hash, from: now }) => (from.get(bytesToHex(hash)) ?? now) !== now)
}

const countOf = (wanted: OtherWants | null): number => (wanted ? wanted.wants.list.length + wanted.wants.left : 0)
