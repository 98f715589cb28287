import { concatBytes } from './bytes.ts'
import type { Bytes } from './bytes.ts'

/**
 * Compression with a dictionary, as zstd does it; the checksum of the frame must be on, since a wrong dictionary opens
 * silently with wrong bytes. `decompress` refuses (null) what would inflate beyond `limit` or is damaged. Compressing may take a fifth of
 * a second: a server does it in another thread.
 */
export type Compressor = {
  compress(plain: Bytes, dictionary: Bytes, level: number): Bytes | Promise<Bytes>
  decompress(packed: Bytes, dictionary: Bytes, limit: number): Bytes | null
}

/**
 * What a link's speed asks for. A slow link is worth a fifth of a second of an old processor a chunk. A chunk is whole segments up to so
 * many compressed bytes, or one segment: what a cut costs, and on a fast link what a dictionary is read for.
 */
export const PACE = {
  lan: { level: 12, dictionary: 4 * 1024 * 1024, chunk: 32 * 1024 },
  slow: { level: 19, dictionary: 1024 * 1024, chunk: 8 * 1024 },
} as const
export type Pace = keyof typeof PACE

/** The most that a chunk may inflate to: one segment at its largest, with its frame. */
export const CHUNK_PLAIN_BYTES = 512 * 1024

/** What has already passed of a log, as the dictionary of what comes next: the latest at the end, cut to `limit` bytes. */
export type Passed = { readonly bytes: Bytes; readonly limit: number }
export const nothingPassed = (limit: number): Passed => ({ bytes: new Uint8Array(0), limit })
export function pass(passed: Passed, plain: Bytes): Passed {
  const whole = concatBytes([passed.bytes, plain])
  return { bytes: whole.length > passed.limit ? whole.slice(whole.length - passed.limit) : whole, limit: passed.limit }
}

export type Chunk = { readonly packed: Bytes; readonly plain: Bytes; readonly segments: number }

/**
 * The next chunk of a list of encoded segments, from `at` on. How many fit is guessed from the last chunk's ratio and corrected by
 * trying, one more while there is room, one less when there was not.
 */
export async function nextChunk(
  segments: readonly Bytes[],
  at: number,
  ratio: number,
  passed: Passed,
  pace: Pace,
  compressor: Compressor,
): Promise<Chunk> {
  const { level, chunk: most } = PACE[pace]
  const pack = async (count: number): Promise<Chunk> => {
    const plain = concatBytes(segments.slice(at, at + count))
    return { packed: await compressor.compress(plain, passed.bytes, level), plain, segments: count }
  }
  const fits = (chunk: Chunk) => chunk.packed.length <= most && chunk.plain.length <= CHUNK_PLAIN_BYTES
  let chunk = await pack(guessCount(segments, at, ratio, most))
  while (!fits(chunk) && chunk.segments > 1) chunk = await pack(chunk.segments - 1)
  while (at + chunk.segments < segments.length && isRoomy(chunk, segments[at + chunk.segments] as Bytes, most)) {
    const larger = await pack(chunk.segments + 1)
    if (!fits(larger)) break
    chunk = larger
  }
  return chunk
}

/** Whether the next segment could fit, with a tenth of hope: a try costs an old machine up to a fifth of a second. */
const isRoomy = (chunk: Chunk, next: Bytes, most: number): boolean =>
  chunk.packed.length * (1 + (0.9 * next.length) / chunk.plain.length) <= most

function guessCount(segments: readonly Bytes[], at: number, ratio: number, most: number): number {
  let count = 0
  for (let size = 0; at + count < segments.length; count++) {
    size += (segments[at + count] as Bytes).length
    if (count > 0 && (size * ratio > most || size > CHUNK_PLAIN_BYTES)) break
  }
  return count
}

/** All segments as chunks, in the order given (the sender gives the newest first). */
export async function* segmentsToChunks(
  segments: readonly Bytes[],
  pace: Pace,
  compressor: Compressor,
  before?: Passed,
): AsyncGenerator<Chunk> {
  const { dictionary } = PACE[pace]
  let passed = before ?? nothingPassed(dictionary)
  let ratio = 0.28
  for (let at = 0; at < segments.length;) {
    const chunk = await nextChunk(segments, at, ratio, passed, pace, compressor)
    yield chunk
    ratio = chunk.packed.length / chunk.plain.length
    passed = pass(passed, chunk.plain)
    at += chunk.segments
  }
}
