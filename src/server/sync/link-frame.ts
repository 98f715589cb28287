import type { Bytes } from '#core/log/bytes.ts'
import { bytesToValue, valueToBytes } from '#core/log/cbor.ts'
import type { Pace } from '#core/log/chunk.ts'

/**
 * What the two ends of a link tell each other about the link itself, before the frames of core/sync: docs/format.cddl `link-frame`. The
 * first frame of a request; the first of an answer where there is something to tell.
 */
export type LinkFrame = {
  /** How the asking node wishes the answer packed: it has measured the line. */
  readonly pace: Pace
  /** The sender's new keys document, where the other doesn't know it yet (S5). */
  readonly keys: Bytes | null
}

const PACE_NUMBERS: readonly Pace[] = ['slow', 'lan']
const TYPE = 4

export const linkFrameToBytes = ({ pace, keys }: LinkFrame): Bytes =>
  valueToBytes([TYPE, PACE_NUMBERS.indexOf(pace), keys])

export const isLinkFrame = (bytes: Bytes): boolean => bytes[0] === 0x83 && bytes[1] === TYPE

/** Null when it is none. */
export function bytesToLinkFrame(bytes: Bytes): LinkFrame | null {
  if (bytes.length > 2048) return null
  const value = bytesToValue(bytes)
  if (!Array.isArray(value) || value.length !== 3 || value[0] !== TYPE) return null
  const [, number, keys] = value as unknown[]
  const pace = typeof number === 'number' ? PACE_NUMBERS[number] : undefined
  return pace && (keys === null || keys instanceof Uint8Array) ? { pace, keys } : null
}
