import { areBytesEqual, bytesToHex } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import { LANES, logId } from '../log/segment.ts'
import type { Reader, Writer } from '../ports.ts'
import { joinVectors, provenBy, readHeld, splitHeld } from './chains.ts'
import type { Chain, HeldLog, Vector } from './chains.ts'
import { readLink, saveLink } from './link.ts'
import type { LinkState } from './link.ts'
import type { BundleHead, BundleSpace } from './messages.ts'

/** Where the operations of a space are, seen from here and one other node (B5 of SPEC.md). */
export type Whereabouts = {
  /** The other proved that it has them. */
  readonly arrived: number
  /** In a bundle that was written for it, and not proven to have arrived. */
  readonly carried: number
  /** Here alone, as far as is known. */
  readonly waiting: number
}

/** What a peer is known to have of what is held here, and what it isn't, by its own word alone. */
export const splitProven = (held: ReadonlyMap<string, HeldLog>, link: LinkState) =>
  splitHeld(held, joinVectors(link.agreed[0] ?? new Map(), link.theirs), provenBy)

export async function findWhereabouts(reader: Reader, peer: Bytes, space: Bytes): Promise<Whereabouts> {
  const link = await readLink(reader, peer, space)
  const { common, missing } = splitProven(await readHeld(reader, space), link)
  const away = splitHeld(missing, link.carried, provenBy)
  const open = await countOpen(reader, space)
  return {
    arrived: countOperations(common),
    carried: countOperations(away.common),
    waiting: countOperations(away.missing) + open,
  }
}

/** What is written and not sealed yet. */
async function countOpen(reader: Reader, space: Bytes): Promise<number> {
  let count = 0
  for (const log of await reader.logs())
    if (areBytesEqual(log.name.space, space)) count += (await reader.tail(log.key))?.count ?? 0
  return count
}

export const countOperations = (logs: ReadonlyMap<string, HeldLog>): number =>
  [...logs.values()].reduce((sum, log) => sum + log.segments.reduce((all, one) => all + one.row.count, 0), 0)

/** B4: what the head of a bundle says that its writer holds is remembered as the peer's word. Nothing of what comes after it counts here. */
export async function hear(writer: Writer, head: BundleHead, { space, has, isBehind }: BundleSpace): Promise<void> {
  const link = await readLink(writer, head.writer, space)
  const own = (await writer.logs()).filter(
    ({ name }) => areBytesEqual(name.space, space) && areBytesEqual(name.node, head.writer),
  )
  const isKnown = own.some((log) => areBytesEqual(log.name.incarnation, head.incarnation))
  const { said } = link
  if (said && !areBytesEqual(said, head.incarnation) && !isBehind) {
    const hasWritten = own.some((log) => areBytesEqual(log.name.incarnation, said))
    if (isKnown && hasWritten && !mentions(has, head.writer, space, said)) return
  }
  const isSame = said ? areBytesEqual(said, head.incarnation) : isKnown
  const next: LinkState =
    (isSame || isKnown) && !isBehind
      ? { ...link, theirs: addChains(link.theirs, has), said: head.incarnation }
      : { ...link, agreed: [], theirs: has, isUnsure: true, said: head.incarnation }
  await saveLink(writer, head.writer, space, next)
}

/** Whether a vector has something of a node's logs of an incarnation. */
const mentions = (vector: Vector, node: Bytes, space: Bytes, incarnation: Bytes): boolean =>
  Object.values(LANES).some((lane) => vector.has(bytesToHex(logId({ space, node, incarnation, lane }))))

/** Both, without what the newer says anyway. */
function addChains(known: Vector, said: Vector): Vector {
  const isSaid = (log: string, chain: Chain) =>
    said
      .get(log)
      ?.some(
        (one) =>
          one.from <= chain.from && (chain.to < one.to || (chain.to === one.to && areBytesEqual(one.head, chain.head))),
      ) ?? false
  const left = [...known].map(([log, chains]) => [log, chains.filter((chain) => !isSaid(log, chain))] as const)
  return joinVectors(said, new Map(left.filter(([, chains]) => chains.length > 0)))
}
