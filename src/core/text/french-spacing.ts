const NARROW = '\u202f'
const WIDE = '\u00a0'
const UNITS = 'Ko|Mo|Go|ko|km|kg|cm|mm|min|h|€|F CFA|F\u00a0CFA|%|ans?|mois|jours?|heures?'

/**
 * Puts the spaces of French typography, as a sentence is shown: what is stored stays as typed. Narrow no-break space
 * before ; ! ? and inside « », no-break space before a colon and between a number and its unit, typographic apostrophe.
 * Where no space was typed none is added (an address holds colons), except inside guillemets. Idempotent.
 * Source: Lexique des règles typographiques en usage à l'Imprimerie nationale.
 */
export function putFrenchSpaces(text: string): string {
  return text
    .replace(/(?<=\p{L})'(?=\p{L})/gu, '’')
    .replace(/«[ \u00a0\u202f]*/g, `«${NARROW}`)
    .replace(/[ \u00a0\u202f]*»/g, `${NARROW}»`)
    .replace(/(?<=\S)[ \u00a0](?=[;!?]+(?:[\s»)]|$))/g, NARROW)
    .replace(/(?<=\S) (?=:(?:\s|$))/g, WIDE)
    .replace(THOUSANDS, NARROW)
    .replace(BEFORE_UNIT, WIDE)
    .replace(/\bF CFA\b/g, `F${WIDE}CFA`)
}

const THOUSANDS = /(?<=(?<!\d)\d{1,3}(?: \d{3})*) (?=\d{3}(?!\d))/g
const BEFORE_UNIT = new RegExp(`(?<=\\d) (?=(?:${UNITS})(?![\\p{L}\\d]))`, 'gu')

/** The same for every string of a catalogue, and for what its functions return. */
export function putFrenchSpacesInAll<T>(catalogue: T): T {
  if (typeof catalogue === 'string') return putFrenchSpaces(catalogue) as T
  if (typeof catalogue === 'function') {
    return ((...given: unknown[]) => putFrenchSpacesInAll((catalogue as (...all: unknown[]) => unknown)(...given))) as T
  }
  if (catalogue === null || typeof catalogue !== 'object') return catalogue
  if (Array.isArray(catalogue)) return catalogue.map(putFrenchSpacesInAll) as T
  return Object.fromEntries(Object.entries(catalogue).map(([key, value]) => [key, putFrenchSpacesInAll(value)])) as T
}
