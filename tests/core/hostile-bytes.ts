import type { Bytes } from '#core/log/bytes.ts'
import { concatBytes } from '#core/log/bytes.ts'

/** Numbers from a seed, the same on every machine (mulberry32). */
export function createNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Heads of CBOR items that promise much, or what the format has no room for. */
const NASTY = [
  '9affffffff',
  '5bffffffffffffffff',
  'bb001fffffffffffff',
  '1bffffffffffffffff',
  'fb7ff8000000000000',
  'c249',
  '9f',
  'bf',
  '5f',
  'f7',
  '78ff',
  'a1f6',
  '818181818181',
  '1b0020000000000000',
  '3bffffffffffffffff',
].map((hex) => new Uint8Array(Buffer.from(hex, 'hex')))

/** Bytes that a hostile peer or a bad disk might give instead of one of `samples`: noise, or a sample with up to four injuries. */
export function hostileBytes(samples: readonly Bytes[], numbers: (below: number) => number): Bytes {
  const noise = (length: number) => Uint8Array.from({ length }, () => numbers(256))
  if (numbers(5) === 0) return noise(numbers(200))
  let bytes = samples[numbers(samples.length)] as Bytes
  for (let injuries = 1 + numbers(4); injuries > 0; injuries--) {
    const at = numbers(bytes.length + 1)
    const other = samples[numbers(samples.length)] as Bytes
    const start = numbers(other.length)
    const parts: Bytes[][] = [
      [bytes.subarray(0, at), new Uint8Array([numbers(256)]), bytes.subarray(at + 1)],
      [bytes.subarray(0, at)],
      [bytes.subarray(0, at), bytes.subarray(at + 1 + numbers(8))],
      [bytes.subarray(0, at), NASTY[numbers(NASTY.length)] as Bytes, bytes.subarray(at + numbers(3))],
      [bytes.subarray(0, at), other.subarray(start, start + numbers(40)), bytes.subarray(at)],
      [bytes.subarray(0, at), new Uint8Array([(bytes[at] ?? 0) ^ (1 << numbers(8))]), bytes.subarray(at + 1)],
    ]
    bytes = concatBytes(parts[numbers(parts.length)] as Bytes[])
  }
  return bytes
}
