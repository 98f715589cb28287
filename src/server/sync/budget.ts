import { readWaiting } from '#core/sync/waiting.ts'
import type { LinkEnd } from '#core/sync/exchange.ts'
import type { OpenNode } from '../node/open-node.ts'
import { usedInMonth } from './peers.ts'

/** What may pass by itself within the budget that the node's keeper set. */

const MEGABYTE = 1_000_000
/** Most bytes of chunks each way. */
const MOST = 2 ** 32 - 1
/** What goes each way by itself even when the month's budget is spent: control first, then the newest short texts. */
export const SMALL = 16 * 1024

/** Bytes of this month's budget that are left, below 0 when more passed; Infinity when none was set. */
export function budgetLeft(node: OpenNode): number {
  const { budget } = node.links.peers.terms()
  return budget === null ? Infinity : budget * MEGABYTE - usedInMonth(node.links.peers.list(), node.clock())
}

/** Bytes that a call by itself may take, both ways together. */
export const allowanceOf = (node: OpenNode): number => Math.max(2 * SMALL, budgetLeft(node))

/** The limits (E7) of one round, of `left` bytes for both ways: what waits here first, the rest for what comes. */
export async function limitsOf(
  { store }: Pick<OpenNode, 'store'>,
  { peer, spaces }: Pick<LinkEnd, 'peer' | 'spaces'>,
  left: number,
): Promise<{ readonly up: number; readonly down: number }> {
  if (left === Infinity) return { up: MOST, down: MOST }
  const waiting = await store.read(async (reader) => {
    let bytes = 0
    for (const space of spaces) bytes += (await readWaiting(reader, peer, space)).bytes
    return bytes
  })
  const up = Math.min(MOST, Math.max(SMALL, Math.min(left, waiting)))
  return { up, down: Math.min(MOST, Math.max(SMALL, Math.floor(left - up))) }
}
