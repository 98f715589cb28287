import { MAX_QUERY, splitWords } from '#core/search.ts'
import type { Word } from '#core/search.ts'
import type { Stems } from './stems.ts'

export type Term =
  | { readonly tag: 'phrase'; readonly words: readonly string[] }
  | {
      readonly tag: 'word'
      readonly text: string
      /** Whether words that begin so match too. */
      readonly isPrefix: boolean
      /** The word and its stems: a text matches that holds any of them, as a word or as a word's stem. */
      readonly stems: readonly string[]
    }

const MAX_TERMS = 12
/** A word's beginning is looked for as well, unless it is too short to mean anything. */
const MIN_PREFIX = 3

/** What somebody typed as terms: phrases in « » or "…", words without the small ones unless there is nothing else. Any text is a query. */
export function parseQuery(query: string, stems: Stems): readonly Term[] {
  const phrases: Term[] = []
  const rest = query.slice(0, MAX_QUERY).replace(QUOTED, (quoted) => {
    const words = splitWords(quoted).map((word) => word.text)
    if (words.length > 0) phrases.push({ tag: 'phrase', words })
    return ' '
  })
  const all = splitWords(rest)
  const telling = all.filter((word) => !SMALL_WORDS.has(word.text))
  const words = telling.length > 0 || phrases.length > 0 ? telling : all
  const last = all.at(-1)
  const toTerm = (word: Word): Term => ({
    tag: 'word',
    text: word.text,
    isPrefix: word.text.length >= MIN_PREFIX || word === last,
    stems: stems.sought(word),
  })
  return [...phrases, ...words.map(toTerm)].slice(0, MAX_TERMS)
}

/**
 * The terms in FTS5's language. Words hold letters and digits only, and stand in quotation marks: nothing of that language can be
 * typed by a reader.
 */
export const termsToMatch = (terms: readonly Term[], join: 'AND' | 'OR'): string =>
  terms.map((term) => `(${termToMatch(term)})`).join(` ${join} `)

const termToMatch = (term: Term): string => {
  if (term.tag === 'phrase') return `{title text} : "${term.words.join(' ')}"`
  const beginning = term.isPrefix ? [`{title text} : "${term.text}" *`] : []
  return [...beginning, ...term.stems.map((stem) => `"${stem}"`)].join(' OR ')
}

/** Whether a word of a text is what this term looks for: the same rule as the index's, for marking it in an excerpt. */
export const isSought = (term: Term, word: string, stems: readonly string[]): boolean =>
  term.tag === 'word' &&
  (word === term.text ||
    (term.isPrefix && word.startsWith(term.text)) ||
    term.stems.some((stem) => stems.includes(stem)))

const QUOTED = /«[^»]*»|"[^"]*"|“[^”]*”|„[^“”]*[“”]/g
const SMALL_WORDS = new Set(
  (
    'le la les un une des du de et ou a au aux en dans par pour sur avec sans sous ce cet cette ces son sa ses leur leurs notre nos ' +
    'votre vos mon ma mes que qui quoi dont est sont ne pas se si il elle ils elles on nous vous je tu y l d j m n s t c qu ' +
    'the of and to in for at by with from is are or an it its'
  ).split(' '),
)
