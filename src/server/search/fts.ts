import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { splitWords } from '#core/search.ts'
import type { SearchIndex, SearchOptions, SearchResult } from '#core/search.ts'
import { createExcerpt } from './excerpt.ts'
import { parseQuery, termsToMatch } from './query.ts'
import type { Term } from './query.ts'
import { createStems, languageOfTag } from './stems.ts'
import type { Stems } from './stems.ts'

export type SqliteSearch = SearchIndex<DatabaseSync>

/**
 * Entries and texts as they are, their folded words and stems in a contentless FTS5 table of the same keys. Words are split and folded
 * here and reach FTS5 parted by plain spaces: its `ascii` tokenizer then changes nothing, where `unicode61` would cut letters younger
 * than Unicode 6.1 (Adlam, for Fulfulde). Texts stand apart, so that narrowing to a reader's audiences reads small rows only. The
 * order of hits depends a little on how common a word is in the whole index, other audiences included; what is found, counted and
 * quoted doesn't.
 */
const TABLES = {
  version: 2,
  names: ['search_entries', 'search_texts', 'search_words'],
  create: `
    CREATE TABLE search_entries (
      key INTEGER PRIMARY KEY, entity BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, audience TEXT NOT NULL, date INTEGER NOT NULL,
      language TEXT NOT NULL) STRICT;
    CREATE TABLE search_texts (key INTEGER PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL) STRICT;
    CREATE VIRTUAL TABLE search_words USING fts5 (title, text, title_stems, text_stems, content = '', tokenize = 'ascii');`,
} as const

/** A title's word weighs more than a text's, a word as typed more than one of its family. */
const RANK = 'bm25(search_words, 8.0, 1.0, 4.0, 0.5)'
/** Parameters: match, audiences, kinds twice. */
const FOUND = `found AS MATERIALIZED (
    SELECT rowid AS key, round(${RANK}, 1) AS rank FROM search_words WHERE search_words MATCH ?),
  open AS MATERIALIZED (
    SELECT key, rank, date FROM found JOIN search_entries USING (key)
    WHERE audience IN (SELECT value FROM json_each(?)) AND (? IS NULL OR kind IN (SELECT value FROM json_each(?))))`
const MAX_LIMIT = 100

type Words = { title: string; text: string; language: string }
type Stored = Words & { key: number; kind: string; audience: string; date: number }
type Found = Stored & { entity: string; total: number }

export function createSearchIndex(): SqliteSearch {
  const stems = createStems()
  const prepare = createPreparer()
  return {
    tables: TABLES,
    index(database, entity, text) {
      const run = (sql: string, ...values: SQLInputValue[]) => prepare(database, sql).run(...values)
      const before = prepare(database, STORED).get(entity) as Stored | undefined
      const after = text && { ...text, title: text.title.toWellFormed(), text: text.text.toWellFormed() }
      if (before && after && areSame(before, after, ['kind', 'audience', 'date', 'language', 'title', 'text'])) return
      const areWordsSame = before && after && areSame(before, after, ['language', 'title', 'text'])
      if (before && !areWordsSame) {
        try {
          run(REMOVE_WORDS, before.key, ...toColumns(before, stems))
        } catch {
          // FTS5 was told other words than it holds: somebody altered the text. It takes a new key; `verify` makes the index anew.
          run('DELETE FROM search_entries WHERE key = ?', before.key)
        }
        run('DELETE FROM search_texts WHERE key = ?', before.key)
      }
      if (!after) {
        if (before) run('DELETE FROM search_entries WHERE key = ?', before.key)
        return
      }
      const { kind, audience, date, language } = after
      const { key } = prepare(database, ADD_ENTRY).get(entity, kind, audience, date, language) as { key: number }
      if (areWordsSame) return
      run('INSERT INTO search_texts (key, title, text) VALUES (?, ?, ?)', key, after.title, after.text)
      run(ADD_WORDS, key, ...toColumns(after, stems))
    },
    find(database, query, options) {
      const terms = parseQuery(query, stems)
      if (terms.length === 0) return NOTHING
      const search = (join: 'AND' | 'OR') => findPage(prepare, database, termsToMatch(terms, join), options)
      const all = search('AND')
      // Decided on what this reader may see: a text that they may not doesn't even keep the others away.
      if (all.total > 0 || terms.length === 1) return toResult(all, terms, stems, 'all')
      return toResult(search('OR'), terms, stems, 'any')
    },
    stored: (database, entity) => JSON.stringify(prepare(database, STORED).get(entity) ?? null),
    purge(database) {
      database.exec(`INSERT INTO search_words (search_words) VALUES ('optimize')`)
    },
  }
}

const NOTHING: SearchResult = { hits: [], total: 0, matched: 'none' }
const STORED = `SELECT key, kind, audience, date, language, title, text FROM search_entries JOIN search_texts USING (key)
  WHERE entity = unhex(?)`
const ADD_ENTRY = `INSERT INTO search_entries (entity, kind, audience, date, language) VALUES (unhex(?), ?, ?, ?, ?)
  ON CONFLICT (entity) DO UPDATE SET kind = excluded.kind, audience = excluded.audience, date = excluded.date,
    language = excluded.language RETURNING key`
const ADD_WORDS = 'INSERT INTO search_words (rowid, title, text, title_stems, text_stems) VALUES (?, ?, ?, ?, ?)'
const REMOVE_WORDS = `INSERT INTO search_words (search_words, rowid, title, text, title_stems, text_stems)
  VALUES ('delete', ?, ?, ?, ?, ?)`

const areSame = <Row>(one: Row, other: Row, names: readonly (keyof Row)[]): boolean =>
  names.every((name) => one[name] === other[name])

/**
 * What FTS5 is given for a text: its words in order, then once each the stems that aren't words of it. The same text always gives the
 * same: a contentless table must be told it again to forget it.
 */
const toColumns = ({ title, text, language }: Words, stems: Stems): readonly string[] => {
  const algorithm = languageOfTag(language)
  const sides = [title, text].map((side) => {
    const words = splitWords(side)
    const surface = words.map((word) => word.text)
    const others = new Set(words.flatMap((word) => stems.of(word, algorithm))).difference(new Set(surface))
    return [surface.join(' '), [...others].join(' ')] as const
  })
  return [...sides.map(([surface]) => surface), ...sides.map(([, others]) => others)]
}

type Page = { readonly rows: readonly Found[]; readonly total: number }

const findPage = (prepare: Prepare, database: DatabaseSync, match: string, options: SearchOptions): Page => {
  const kinds = options.kinds ? JSON.stringify(options.kinds) : null
  const scope = [match, JSON.stringify(options.audiences), kinds, kinds] as const
  const limit = Math.max(0, Math.min(MAX_LIMIT, Math.trunc(options.limit)))
  const offset = Math.max(0, Math.trunc(options.offset))
  // Ranks that differ by less than a tenth say nothing: the latest of these comes first.
  const rows = prepare(
    database,
    `WITH ${FOUND}, page AS (SELECT key, rank FROM open ORDER BY rank, date DESC, key DESC LIMIT ? OFFSET ?)
     SELECT key, (SELECT count(*) FROM open) AS total, lower(hex(entity)) AS entity, kind, audience, date, language, title, text
     FROM page JOIN search_entries USING (key) JOIN search_texts USING (key) ORDER BY rank, date DESC, key DESC`,
  ).all(...scope, limit, offset) as Found[]
  if (rows[0]) return { rows, total: rows[0].total }
  const count = prepare(database, `WITH ${FOUND} SELECT count(*) AS total FROM open`).get(...scope) as { total: number }
  return { rows, total: count.total }
}

const toResult = (
  { rows, total }: Page,
  terms: readonly Term[],
  stems: Stems,
  matched: 'all' | 'any',
): SearchResult => ({
  hits: rows.map(({ entity, kind, title, text, date, language }) => {
    const algorithm = languageOfTag(language)
    return { entity, kind, title, date, excerpt: createExcerpt(text, terms, (word) => stems.of(word, algorithm)) }
  }),
  total,
  matched: total > 0 ? matched : 'none',
})

type Prepare = (database: DatabaseSync, sql: string) => ReturnType<DatabaseSync['prepare']>

/** Statements kept by connection: the store opens another one after a disk fault. */
const createPreparer = (): Prepare => {
  const kept = new WeakMap<DatabaseSync, Map<string, ReturnType<Prepare>>>()
  return (database, sql) => {
    let known = kept.get(database)
    if (!known) kept.set(database, (known = new Map()))
    let statement = known.get(sql)
    if (!statement) known.set(sql, (statement = database.prepare(sql)))
    return statement
  }
}

/** The node's index; it keeps nothing but words' stems. */
export const search: SqliteSearch = createSearchIndex()
