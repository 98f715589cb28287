import snowball from 'snowball-stemmers'
import { foldForSearch } from '#core/search.ts'
import type { Word } from '#core/search.ts'

type Language = 'french' | 'english' | null

/** Snowball's algorithm for a BCP 47 tag, an empty one meaning French; null for languages that have none here. */
export const languageOfTag = (tag: string): Language => {
  const primary = tag.toLowerCase().split('-')[0]
  if (primary === '' || primary === 'fr') return 'french'
  return primary === 'en' ? 'english' : null
}

export type Stems = {
  /** Folded stems of a word of a text in that language. */
  of(word: Word, language: Language): readonly string[]
  /** Folded stems of a word that somebody looks for, in whatever language, and the word. */
  sought(word: Word): readonly string[]
}

/** Longer ones are numbers, addresses or noise. */
const MAX_STEMMED = 32

/**
 * Stems, kept by word: a corpus has few words, each many times. `capacity` words a language are kept; then all are let go.
 * A word is stemmed as spelled and again without accents, since « formee » (typed in haste) and « formée » end differently.
 */
export function createStems(capacity = 20_000): Stems {
  const stemmers = { french: snowball.newStemmer('french'), english: snowball.newStemmer('english') }
  const kept = { french: new Map<string, readonly string[]>(), english: new Map<string, readonly string[]>() }
  const of = (word: Word, language: Language): readonly string[] => {
    if (language === null || word.spelled.length > MAX_STEMMED || DIGITS.test(word.text)) return spellings(word.spelled)
    const known = kept[language].get(word.spelled)
    if (known) return known
    const stem = (spelled: string) => foldForSearch(stemmers[language].stem(spelled))
    const forms = [word.spelled, word.text, ...spellings(word.spelled)]
    if (language === 'french') forms.push(...forms.filter(isPlural).map((form) => form.slice(0, -2)))
    const stems = [...new Set(forms.map(stem))].filter(isWord)
    if (kept[language].size >= capacity) kept[language].clear()
    kept[language].set(word.spelled, stems)
    return stems
  }
  return { of, sought: (word) => [...new Set([word.text, ...of(word, 'french'), ...of(word, 'english')])] }
}

/** Mooré's ʋ looks like v and is often typed u: folded to v, it is found as u too. */
const spellings = (spelled: string): readonly string[] =>
  spelled.includes('ʋ') ? [foldForSearch(spelled.replaceAll('ʋ', 'u'))].filter(isWord) : []

/** Snowball leaves « chantent » whole: without its last two letters it ends as « chante » does. Shorter ones are mostly nouns. */
const isPlural = (form: string): boolean => form.length >= 7 && form.endsWith('ent')

const isWord = (text: string): boolean => WHOLE.test(text)
const WHOLE = /^[\p{L}\p{N}]+$/u
const DIGITS = /\d/
