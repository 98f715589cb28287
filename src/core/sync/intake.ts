import { applyOrders } from '../access/apply-orders.ts'
import type { Applying } from '../access/apply-orders.ts'
import { isOrder } from '../access/orders.ts'
import type { Standing, StandingCache, Standings } from '../access/standing.ts'
import { areBytesEqual, bytesToHex } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import { receiveSegment } from '../log/receiver.ts'
import type { Desk, Received } from '../log/receiver.ts'
import { LANES } from '../log/segment.ts'
import type { LogName, Segment } from '../log/segment.ts'
import { readGenesis } from '../log/space.ts'
import type { SpaceRow, Writer } from '../ports.ts'

/** What a node needs to take in what others signed. */
export type IntakeDesk = Omit<Desk, 'isExcluded' | 'erased'> &
  Applying & {
    readonly standings: StandingCache
    /** This node's own key, 32 bytes. */
    readonly node: Bytes
    /** The incarnation that it writes in. */
    readonly incarnation: () => Bytes
    /** Told within the transaction what orders held before those that came, and hold now. */
    readonly onOrders?: (before: Standings, after: Standings) => Promise<void>
  }

/** What people are told of; the facts only. Hexadecimal names. */
export type IntakeEvent =
  | { readonly tag: 'stored'; readonly operations: number }
  | { readonly tag: 'forked'; readonly node: string; readonly incarnation: string; readonly first: number }
  /** Somebody has more of this node's present log than it has itself: it was put back, or copied. A new incarnation must begin. */
  | { readonly tag: 'own-log-ahead'; readonly lane: number }
  | { readonly tag: 'refused'; readonly node: string; readonly reason: string }

/**
 * Takes segments of one log, in one transaction of the caller's: rights first (X3, X4, X5 of SPEC.md), then each segment, then whatever
 * the orders among them put into effect.
 */
export async function takeSegments(
  writer: Writer,
  desk: IntakeDesk,
  space: SpaceRow,
  name: LogName,
  segments: readonly Segment[],
): Promise<{ readonly events: readonly IntakeEvent[]; readonly isAllKept: boolean }> {
  const standings = await desk.standings.read(writer)
  const standing = standings.get(bytesToHex(space.id)) as Standing
  const node = bytesToHex(name.node)
  const refusal = refusalOfLog(space, standing, name, desk)
  if (refusal) return { events: [{ tag: 'refused', node, reason: refusal }], isAllKept: false }
  const events: IntakeEvent[] = []
  let stored = 0
  let isAllKept = true
  const receiving = { ...desk, isExcluded: standing.isExcluded.bind(standing), erased: standing.erased }
  for (const segment of segments) {
    const received: Received = await receiveSegment(writer, receiving, space, name, segment)
    if (received.tag === 'known') continue
    if (received.tag !== 'stored' && received.tag !== 'forked') {
      events.push({ tag: 'refused', node, reason: received.tag })
      isAllKept = false
      continue
    }
    stored += received.operations
    if (received.tag === 'forked')
      events.push({ tag: 'forked', node, incarnation: bytesToHex(name.incarnation), first: received.first })
    if (areBytesEqual(name.node, desk.node) && areBytesEqual(name.incarnation, desk.incarnation()))
      events.push({ tag: 'own-log-ahead', lane: name.lane })
  }
  if (stored > 0) events.push({ tag: 'stored', operations: stored })
  if (segments.some((segment) => segment.operations.some((one) => isOrder(one.kind))))
    await obey(writer, desk, standings)
  return { events, isAllKept }
}

async function obey(writer: Writer, desk: IntakeDesk, before: Standings): Promise<void> {
  desk.standings.forget()
  const after = await applyOrders(writer, desk, before)
  await desk.onOrders?.(before, after)
}

/** Why nothing of this log is taken here; null when it is. */
function refusalOfLog(space: SpaceRow, standing: Standing, name: LogName, desk: IntakeDesk): string | null {
  if (!areBytesEqual(name.space, space.id)) return 'other-space'
  if (!LANE_NUMBERS.includes(name.lane)) return 'lane'
  const genesis = readGenesis(space.id, space.genesis, desk.verify)
  if (!genesis) return 'no-genesis'
  if (genesis.nodes && !genesis.nodes.some((one) => areBytesEqual(one, desk.node))) return 'private-space'
  if (genesis.nodes && !genesis.nodes.some((one) => areBytesEqual(one, name.node))) return 'not-a-node-of-the-space'
  return standing.isAdmitted(bytesToHex(name.node)) ? null : 'no-certificate'
}

const LANE_NUMBERS: readonly number[] = Object.values(LANES)
