import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import test from 'node:test'
import fc from 'fast-check'
import snowball from 'snowball-stemmers'
import type { IndexedText } from '#core/search.ts'
import { createSearchIndex } from './fts.ts'

/** A naive search, written from the words of the promise and sharing no code with the index. */
const plain = (word: string) =>
  word
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
const french = snowball.newStemmer('french')
const english = snowball.newStemmer('english')
const stemsIn = (stemmer: typeof french, word: string) => [plain(stemmer.stem(word)), plain(stemmer.stem(plain(word)))]
const frenchStems = (word: string) =>
  [word, ...(word.length >= 7 && word.endsWith('ent') ? [word.slice(0, -2)] : [])].flatMap((form) =>
    stemsIn(french, form),
  )
const sought = (word: string) => [plain(word), ...frenchStems(word), ...stemsIn(english, word)]
const kept = (word: string, language: string) =>
  language === 'mos' ? [] : language === 'en' ? stemsIn(english, word) : frenchStems(word)

const VOCABULARY = (
  'école écoles écolier comité comités forme formée formation puits puiser cheval chevaux élève élèvent meeting ' +
  'meetings meet an année le la de pompe pompes eau eaux or'
).split(' ')
const SMALL = new Set(['le', 'la', 'de', 'an', 'or', 'for'])
const word = fc.constantFrom(...VOCABULARY)
const sentence = (max: number) => fc.array(word, { maxLength: max })
const anyEntry = fc.record({
  title: sentence(3),
  text: sentence(8),
  audience: fc.constantFrom('public', 'a1', 'a2'),
  kind: fc.constantFrom('article', 'gathering'),
  date: fc.nat(5),
  language: fc.constantFrom('', 'fr-FR', 'en', 'mos'),
})
type Entry = { title: string[]; text: string[]; audience: string; kind: string; date: number; language: string }
const step = fc.record({ entity: fc.nat(9), entry: fc.option(anyEntry, { freq: 4 }) })
const query = fc.record({
  words: fc.array(
    fc.oneof(
      word,
      word.map((whole) => whole.slice(0, 3)),
    ),
    { maxLength: 3 },
  ),
  phrase: fc.option(fc.array(word, { minLength: 1, maxLength: 2 })),
  audiences: fc.subarray(['public', 'a1', 'a2'], { minLength: 1 }),
  kinds: fc.option(fc.subarray(['article', 'gathering'])),
})
type Query = { words: string[]; phrase: string[] | null; audiences: string[]; kinds: string[] | null }

const holdsWord = (entry: Entry, wanted: string, isLast: boolean) =>
  [...entry.title, ...entry.text].some(
    (held) =>
      sought(wanted).includes(plain(held)) ||
      ((wanted.length >= 3 || isLast) && plain(held).startsWith(plain(wanted))) ||
      kept(held, entry.language).some((stem) => sought(wanted).includes(stem)),
  )
const holdsPhrase = (entry: Entry, phrase: string[]) =>
  [entry.title, entry.text].some((words) =>
    ` ${words.map(plain).join(' ')} `.includes(` ${phrase.map(plain).join(' ')} `),
  )

const bruteForce = (entries: ReadonlyMap<number, Entry>, { words, phrase, audiences, kinds }: Query): number[] => {
  const telling = words.filter((one) => !SMALL.has(one))
  const used = telling.length > 0 || phrase ? telling : words
  const tests = used.map((one) => (entry: Entry) => holdsWord(entry, one, one === words.at(-1)))
  if (phrase) tests.push((entry) => holdsPhrase(entry, phrase))
  if (tests.length === 0) return []
  const open = [...entries].filter(
    ([, entry]) => audiences.includes(entry.audience) && (!kinds || kinds.includes(entry.kind)),
  )
  const all = open.filter(([, entry]) => tests.every((holds) => holds(entry)))
  return (all.length > 0 ? all : open.filter(([, entry]) => tests.some((holds) => holds(entry)))).map(([key]) => key)
}

test('the index finds what a naive search finds, whatever came before', () => {
  let findings = 0
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 4, maxLength: 24, size: 'max' }),
      fc.array(query, { minLength: 1, maxLength: 6 }),
      (steps, queries) => {
        const database = new DatabaseSync(':memory:')
        const search = createSearchIndex()
        database.exec(search.tables.create)
        const entries = new Map<number, Entry>()
        for (const { entity, entry } of steps) {
          if (entry) entries.set(entity, entry)
          else entries.delete(entity)
          const text: IndexedText | null = entry && {
            ...entry,
            title: entry.title.join(' '),
            text: entry.text.join(' '),
          }
          search.index(database, entity.toString(16).padStart(24, '0'), text)
        }
        for (const one of queries) {
          const typed = `${one.phrase ? `« ${one.phrase.join(' ')} » ` : ''}${one.words.join(' ')}`
          const { hits, total } = search.find(database, typed, {
            audiences: one.audiences,
            ...(one.kinds ? { kinds: one.kinds } : {}),
            limit: 100,
            offset: 0,
          })
          const found = hits.map((hit) => Number.parseInt(hit.entity, 16)).toSorted()
          assert.deepEqual(found, bruteForce(entries, one).toSorted(), typed)
          assert.equal(total, found.length)
          findings += found.length
        }
        database.exec(`INSERT INTO search_words (search_words) VALUES ('integrity-check')`)
        database.close()
      },
    ),
    { numRuns: 400 },
  )
  assert.ok(findings > 500, `only ${findings} texts found: the test proves little`)
})

test('no query throws', () => {
  const database = new DatabaseSync(':memory:')
  const search = createSearchIndex()
  database.exec(search.tables.create)
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 250 }),
    fc.string({ unit: fc.constantFrom(...'"*^:(){}-+«»“” aORé’\0') }),
  )
  fc.assert(
    fc.property(anything, anything, (typed, text) => {
      search.index(database, '0'.repeat(24), {
        title: typed,
        text,
        audience: 'public',
        kind: 'a',
        date: 0,
        language: '',
      })
      search.find(database, typed, { audiences: ['public'], limit: 10, offset: 0 })
      search.find(database, text, { audiences: ['public'], limit: 10, offset: 0 })
    }),
    { numRuns: 2000 },
  )
})
