/** Search as everybody but its implementation sees it, and the folding of words that index, query and page filters share. */

export type IndexedText = {
  readonly title: string
  /** Plain text, without mark-up. */
  readonly text: string
  /** Who may find it: `public`, an association's id, or `federation`. */
  readonly audience: string
  readonly kind: string
  /** Seconds UTC, for ordering equals. */
  readonly date: number
  /** BCP 47; empty for French. */
  readonly language: string
}

export type SearchHit = {
  /** Entity's id, 24 hexadecimal digits. */
  readonly entity: string
  readonly kind: string
  readonly title: string
  /** A passage of the text in its own spelling; joined, the pieces read on. */
  readonly excerpt: readonly ExcerptPiece[]
  readonly date: number
}
export type ExcerptPiece = { readonly text: string; readonly isHit: boolean }

export type SearchOptions = {
  /** Audiences that the reader belongs to: nothing else is found, counted or quoted. */
  readonly audiences: readonly string[]
  /** Names of kinds; absent for all. */
  readonly kinds?: readonly string[]
  /** At most 100. */
  readonly limit: number
  readonly offset: number
}

export type SearchResult = {
  readonly hits: readonly SearchHit[]
  readonly total: number
  /** `any` when no text has all the words and those with some of them are given instead. */
  readonly matched: 'all' | 'any' | 'none'
}

/** An index inside the store's own database, so that a text and its entry change in one transaction. It can be dropped and made again. */
export type SearchIndex<Database> = {
  /** A new version drops and fills them again. `create` is SQL. */
  readonly tables: { readonly version: number; readonly names: readonly string[]; readonly create: string }
  /** Puts in, replaces, or (null) takes out. */
  index(database: Database, entity: string, text: IndexedText | null): void
  /** Never throws for what a person typed, whatever it is; at most `MAX_QUERY` characters are read. */
  find(database: Database, query: string, options: SearchOptions): SearchResult
  /** What the index holds of an entity, as text to compare with what it should hold. */
  stored(database: Database, entity: string): string
  /** Leaves no trace in the file's pages of what was taken out before. For erasures: it rewrites the index. */
  purge(database: Database): void
}

export const MAX_QUERY = 200
/** Longer words are cut; nobody types them. */
export const MAX_WORD = 64

/**
 * The text as search compares it: lower case, no accents (NFC or NFD, combining tilde of Mooré too), letters that look or sound alike as
 * one, apostrophes and any space as one space. For comparing only: what is stored stays as typed.
 */
export function foldForSearch(text: string): string {
  return foldLetters(text).replace(APOSTROPHES, ' ').replace(/\s+/g, ' ').trim()
}

export type Word = {
  /** Folded. */
  readonly text: string
  /** Lower case, accents kept (NFC), for stemming. */
  readonly spelled: string
  /** Place in the text, UTF-16 units. */
  readonly start: number
  readonly end: number
}

/** Words of a text in order. An elided article (l’, d’, qu’) isn't one; a compatibility character may hold several. */
export function splitWords(text: string): Word[] {
  const words: Word[] = []
  for (const match of text.replaceAll('ʼ', '’').matchAll(WORD)) {
    const start = match.index
    const raw = match[0]
    const end = start + raw.length
    const spelled = raw.replace(IGNORED, '').normalize('NFC').toLowerCase()
    const folded = foldLetters(raw)
    if (ELIDED.has(folded) && isElided(text, end)) continue
    for (const [part] of folded.matchAll(FOLDED_WORD)) words.push({ text: cutWord(part), spelled, start, end })
  }
  return words
}

const foldLetters = (text: string): string => {
  const lower = text.toLowerCase()
  if (PLAIN.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .toLowerCase()
    .replace(IGNORED, '')
    .replace(MARKS, '')
    .replace(ALIKE_LETTERS, (letter) => ALIKE[letter] as string)
}

const isElided = (text: string, end: number): boolean =>
  APOSTROPHE.test(text[end] ?? '') && LETTER.test(text.slice(end + 1, end + 3))

const cutWord = (word: string): string => {
  if (word.length <= MAX_WORD) return word
  const last = word.charCodeAt(MAX_WORD - 1)
  return word.slice(0, last >= 0xd800 && last < 0xdc00 ? MAX_WORD - 1 : MAX_WORD)
}

/** What old keyboards and different spellings of Mooré, Bambara, Dioula and French write for one another. */
const ALIKE: Readonly<Record<string, string>> = {
  ɛ: 'e',
  ə: 'e',
  ǝ: 'e',
  ɔ: 'o',
  ŋ: 'n',
  ɲ: 'ny',
  ɩ: 'i',
  ι: 'i',
  ı: 'i',
  ʋ: 'v',
  ʊ: 'u',
  ɓ: 'b',
  ɗ: 'd',
  ƴ: 'y',
  œ: 'oe',
  æ: 'ae',
  ø: 'o',
  ß: 'ss',
  đ: 'd',
  ł: 'l',
  ς: 'σ',
}
const ALIKE_LETTERS = new RegExp(`[${Object.keys(ALIKE).join('')}]`, 'g')
const ELIDED = new Set('l d j m n s t c qu jusqu lorsqu puisqu quoiqu'.split(' '))
const APOSTROPHES = /['’‘ʼ`′＇]/g
const APOSTROPHE = /['’‘ʼ`′＇]/
/** Soft hyphens and zero-width marks, which pasted texts are full of. */
const IGNORED = /[\u00ad\u200b-\u200f\u2060\ufeff]/g
const MARKS = /\p{M}/gu
const LETTER = /^[\p{L}\p{N}]/u
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u00ad\u200b-\u200f\u2060\ufeff]*/gu
const FOLDED_WORD = /[\p{L}\p{N}]+/gu
const PLAIN = /^[a-z0-9 ]*$/
