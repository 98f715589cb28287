import type { WordpressEnd, WordpressEntry } from './entry.ts'
import { createWordpressReader, type WordpressLimits, wordpressLimits } from './reader.ts'
import { refusal } from './refusal.ts'

/** Encodings that old exports declare and that every TextDecoder knows. */
const encodings = new Set([
  'utf-8',
  'utf8',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1252',
  'us-ascii',
  'utf-16',
  'utf-16le',
  'utf-16be',
])

/**
 * The entries of an export, from its bytes in pieces of any size; the last one is 'end' or 'refused'. Holds one item in memory at a time.
 */
export async function* readWordpressExport(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limits: WordpressLimits = wordpressLimits,
): AsyncGenerator<WordpressEntry | WordpressEnd> {
  const reader = createWordpressReader(limits)
  let decoder: TextDecoder | undefined
  let isOver = false
  for await (const piece of pieces) {
    if (piece.length === 0) continue
    if (!decoder) {
      const label = encodingOf(piece)
      if (!encodings.has(label)) return yield refusal('encoding')
      decoder = new TextDecoder(label)
    }
    for (const entry of reader.write(decoder.decode(piece, { stream: true }))) {
      yield entry
      isOver ||= entry.tag === 'refused'
    }
    if (isOver) return
  }
  yield* reader.write(decoder?.decode() ?? '')
  yield* reader.end()
}

const encodingOf = (piece: Uint8Array): string => {
  if (piece[0] === 0xff && piece[1] === 0xfe) return 'utf-16le'
  if (piece[0] === 0xfe && piece[1] === 0xff) return 'utf-16be'
  const start = String.fromCharCode(...piece.subarray(0, 200))
  return (/<\?xml[^>]*?encoding\s*=\s*["']([\w-]{1,20})["']/.exec(start)?.[1] ?? 'utf-8').toLowerCase()
}
