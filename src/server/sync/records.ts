import { concatBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { FRAME_LIMIT } from '#core/sync/messages.ts'

/** Sealed records in a stream of bytes (S4 of SPEC.md): each its length, doubled, plus one when it is the last, as a LEB128 number, then the bytes. */
export type SealedRecord = { readonly sealed: Bytes; readonly isLast: boolean }

/** Plain bytes from which on a record is closed: what is small goes together, a chunk goes by itself. */
export const RECORD_BYTES = 1024
/** Most sealed bytes of a record: one frame, and what is small beside it. */
export const RECORD_LIMIT = FRAME_LIMIT + 8 * 1024

export function recordToBytes({ sealed, isLast }: SealedRecord): Bytes {
  const head: number[] = []
  let number = sealed.length * 2 + (isLast ? 1 : 0)
  for (; number > 127; number = Math.floor(number / 128)) head.push((number % 128) + 128)
  return concatBytes([new Uint8Array([...head, number]), sealed])
}

/** Takes bytes as they come. A stream that breaks the form is cut there: `next` gives null and everything after is lost. */
export function createRecordReader(pieces: AsyncIterable<Bytes>, now: () => number = () => 0) {
  const source = pieces[Symbol.asyncIterator]()
  let held: Bytes = new Uint8Array(0)
  let waited = 0

  const fill = async (count: number): Promise<boolean> => {
    const parts = [held]
    let size = held.length
    while (size < count) {
      const piece = await source.next()
      if (piece.done) return false
      parts.push(piece.value)
      size += piece.value.length
    }
    if (parts.length > 1) held = concatBytes(parts)
    return true
  }
  const cut = (count: number): Bytes => {
    const bytes = held.slice(0, count)
    held = held.slice(count)
    return bytes
  }

  return {
    /** Exactly that many bytes; null when the stream ends before. */
    take: async (count: number): Promise<Bytes | null> => ((await fill(count)) ? cut(count) : null),

    /** Time in which a record had begun and wasn't whole: what the line takes, and not what the other end takes to make it. */
    waited: () => waited,

    async next(): Promise<SealedRecord | null> {
      let number = 0
      for (let at = 0; ; at++) {
        if (at > 2 || !(await fill(1))) return null
        const byte = cut(1)[0] as number
        number += (byte & 127) * 128 ** at
        if (byte < 128) break
      }
      const length = Math.floor(number / 2)
      if (length > RECORD_LIMIT) return null
      const began = now()
      const isWhole = await fill(length)
      waited += now() - began
      if (!isWhole) return null
      return { sealed: cut(length), isLast: number % 2 === 1 }
    },
  }
}

/** Frames put together into records: a record is closed once it holds `RECORD_BYTES`, and not before it is known whether another follows. */
export async function* framesToRecords(
  frames: AsyncIterable<Bytes>,
): AsyncGenerator<{ readonly plain: Bytes; readonly isLast: boolean }> {
  let waiting: Bytes[] = []
  let size = 0
  for await (const frame of frames) {
    if (size >= RECORD_BYTES) {
      yield { plain: concatBytes(waiting), isLast: false }
      waiting = []
      size = 0
    }
    waiting.push(frame)
    size += frame.length
  }
  yield { plain: concatBytes(waiting), isLast: true }
}
