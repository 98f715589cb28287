import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import { nothingPassed, PACE, pass } from '../log/chunk.ts'
import type { Passed } from '../log/chunk.ts'
import { segmentToBytes } from '../log/segment.ts'
import { segmentOf } from '../log/writer.ts'
import type { Reader } from '../ports.ts'
import { HEAD_BYTES } from './chains.ts'
import type { Held } from './chains.ts'

/** What has passed of each log in one direction of an exchange, the same at both ends (Z1, Z2 of SPEC.md). */
export type Windows = {
  get(log: number): Passed
  set(log: number, passed: Passed): void
}

/** How many logs keep what has passed of them: the one unused for longest loses it. Bounds memory at both ends. */
export const OPEN_WINDOWS = 4
export const PACES = ['slow', 'lan'] as const

export function createWindows(limitOf: (log: number) => number): Windows {
  const open = new Map<number, Passed>()
  return {
    get: (log) => open.get(log) ?? nothingPassed(limitOf(log)),
    set(log, passed) {
      open.delete(log)
      open.set(log, passed)
      const oldest = open.keys().next().value
      if (open.size > OPEN_WINDOWS && oldest !== undefined) open.delete(oldest)
    },
  }
}

export const windowLimit = (pace: number): number => PACE[PACES[pace] ?? 'slow'].dictionary

/** The newest whole segments that both hold, as many as a window takes, without those that something was erased from: from–to. */
export function oldWindow(
  common: readonly Held[],
  limit: number,
): { readonly from: number; readonly to: number } | null {
  const last = common.at(-1)
  if (!last || isForked(common)) return null
  let size = 0
  let from = last.end
  for (const one of common.toReversed()) {
    size += one.row.bytes + one.row.count * 64 + 256
    if (size > limit || one.end !== from) break
    from = one.first
  }
  return from < last.end ? { from, to: last.end } : null
}

const isForked = (segments: readonly Held[]): boolean =>
  segments.some((one, index) => index > 0 && one.first < (segments[index - 1] as Held).end)

/** The bytes that a window begins with, and their digest; null when this node can't make them. */
export async function readOldWindow(
  reader: Reader,
  segments: readonly Held[],
  { from, to }: { readonly from: number; readonly to: number },
  limit: number,
): Promise<{ readonly passed: Passed; readonly digest: Bytes } | null> {
  const chosen = segments.filter((one) => one.first >= from && one.end <= to)
  if (chosen.length === 0 || isForked(chosen) || chosen.length > limit / 128) return null
  const parts: Bytes[] = []
  for (const { row } of chosen) {
    const now = await reader.segment(row.key)
    const segment = now?.seed instanceof Uint8Array ? await segmentOf(reader, now) : null
    if (segment) parts.push(segmentToBytes(segment))
  }
  const bytes = concatBytes(parts)
  return { passed: pass(nothingPassed(limit), bytes), digest: sha256(bytes).slice(0, HEAD_BYTES) }
}
