import { splitWords } from '#core/search.ts'
import type { ExcerptPiece, Word } from '#core/search.ts'
import { isSought } from './query.ts'
import type { Term } from './query.ts'

/** Words in an excerpt. */
const LENGTH = 30
/** Words shown before the first one found. */
const BEFORE = 6
/** Characters read: beyond, a text's beginning stands for it. */
const MAX_READ = 50_000
const MAX_CHARACTERS = 400

/** The passage of a text that holds most of the terms, found words marked; its beginning when it holds none. */
export function createExcerpt(
  text: string,
  terms: readonly Term[],
  stemsOf: (word: Word) => readonly string[],
): readonly ExcerptPiece[] {
  const words = splitWords(text.slice(0, MAX_READ))
  const found = words.map((word) => terms.findIndex((term) => isSought(term, word.text, stemsOf(word))))
  terms.forEach((term, index) => term.tag === 'phrase' && markPhrase(words, term.words, found, index))
  const first = Math.max(0, densest(found) - BEFORE)
  return toPieces(text, words.slice(first, first + LENGTH), found.slice(first, first + LENGTH), first === 0)
}

const markPhrase = (words: readonly Word[], phrase: readonly string[], found: number[], index: number): void => {
  for (let at = 0; at + phrase.length <= words.length; at++) {
    if (phrase.every((word, i) => words[at + i]?.text === word)) found.fill(index, at, at + phrase.length)
  }
}

/** Where the window begins that holds the most different terms, then the most found words, then comes first. */
const densest = (found: readonly number[]): number => {
  const span = LENGTH - BEFORE
  let best = 0
  let bestScore = 0
  found.forEach((term, at) => {
    if (term < 0) return
    const window = found.slice(at, at + span).filter((other) => other >= 0)
    const score = new Set(window).size * LENGTH + window.length
    if (score > bestScore) [best, bestScore] = [at, score]
  })
  return best
}

const toPieces = (
  text: string,
  words: readonly Word[],
  found: readonly number[],
  isBeginning: boolean,
): readonly ExcerptPiece[] => {
  const last = words.at(-1)
  if (!last) return []
  const from = isBeginning ? 0 : (words[0] as Word).start
  const until = Math.min(last.end, from + MAX_CHARACTERS)
  const pieces: { text: string; isHit: boolean }[] = []
  const add = (piece: string, isHit: boolean) => {
    const clean = piece.replace(BLANKS, ' ')
    if (clean !== '') pieces.push({ text: clean, isHit })
  }
  let at = from
  words.forEach((word, index) => {
    if ((found[index] as number) < 0 || word.start < at || word.end > until) return
    add(text.slice(at, word.start), false)
    add(text.slice(word.start, word.end), true)
    at = word.end
  })
  const closed = until + (CLOSING.exec(text.slice(until, until + 20))?.[0].length ?? 0)
  add(text.slice(at, closed), false)
  if (closed < text.trimEnd().length) add(' …', false)
  if (!isBeginning) pieces.unshift({ text: '… ', isHit: false })
  return pieces
}

/** Runs of line ends, tabs and plain spaces become one; the narrow spaces of French stay. */
const BLANKS = /[\n\r\t\v\f ]+/g
const CLOSING = /^(?:[\u202f\u00a0 ]?[.!?…)»"]+)+/
