import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import test from 'node:test'
import type { IndexedText } from '#core/search.ts'
import { createSearchIndex } from './fts.ts'

const id = (number: number) => number.toString(16).padStart(24, '0')
const FOR_ALL = { audiences: ['public'], limit: 20, offset: 0 }

const text = (title: string, body: string, more: Partial<IndexedText> = {}): IndexedText => ({
  title,
  text: body,
  audience: 'public',
  kind: 'article',
  date: 1_000_000,
  language: '',
  ...more,
})

const CORPUS: readonly IndexedText[] = [
  text(
    'La salle informatique du lycée Kourita',
    'Les élèves élèvent la voix : dix ordinateurs réparés, dix référents formés.',
  ),
  text('Des hêtres aux Potagers du Garon', 'Après la crue, l’association plante des hêtres ; le cœur du jardin revit.'),
  text('Comités de jumelage réunis à Grigny', 'Les chevaux de trait et les travaux médicaux ont occupé la réunion.'),
  text('Tʋʋmde ne Burkĩna', 'Kẽer yɩɩ sõma, dɔnkili ni kɛnɛya ; ɲɔgɔn dɛmɛ.', { language: 'mos' }),
  text('Computer room restored', 'The committees were meeting and the pupils are learning.', { language: 'en' }),
]

function corpus(texts: readonly IndexedText[] = CORPUS) {
  const database = new DatabaseSync(':memory:')
  const search = createSearchIndex()
  database.exec(search.tables.create)
  texts.forEach((entry, index) => search.index(database, id(index), entry))
  const found = (query: string, options = {}) =>
    search.find(database, query, { ...FOR_ALL, ...options }).hits.map((hit) => Number.parseInt(hit.entity, 16))
  return { database, search, found }
}

test('French words are found by their family, with or without accents', () => {
  const { found } = corpus()
  for (const [query, where] of [
    ['comité', 2],
    ['Comites', 2],
    ['réunions', 2],
    ['cheval', 2],
    ['medical', 2],
    ['lycées', 0],
    ['élève', 0],
    ['ELEVES', 0],
    ['reparer', 0],
    ['formée', 0],
    ['élever', 0],
    ['coeur', 1],
    ['cœurs', 1],
    ['hetre', 1],
    ['l’association', 1],
    ['associations', 1],
    ['les potagers de Garon', 1],
    ['potag', 1],
  ] as const)
    assert.deepEqual(found(query), [where], query)
})

test('Mooré and Bambara words are found as people can type them', () => {
  const { found } = corpus()
  for (const query of [
    'donkili',
    'dònkili',
    'dɔnkili',
    'keneya',
    'nyogon',
    'burkina',
    'soma',
    'tuumde',
    'tvvmde',
    'TƲƲMDE',
    'yii',
  ])
    assert.deepEqual(found(query), [3], query)
})

test('English texts are stemmed as English', () => {
  const { found } = corpus()
  for (const query of ['committee', 'learned', 'meetings']) assert.deepEqual(found(query), [4], query)
})

test('all the words are required, or any of them where no text has all', () => {
  const { database, search, found } = corpus()
  assert.deepEqual(found('réunion Grigny'), [2])
  assert.deepEqual(found('hêtres lycée').toSorted(), [0, 1])
  assert.equal(search.find(database, 'hêtres lycée', FOR_ALL).matched, 'any')
  assert.equal(search.find(database, 'réunion Grigny', FOR_ALL).matched, 'all')
  assert.deepEqual(search.find(database, 'xylophone', FOR_ALL), { hits: [], total: 0, matched: 'none' })
})

test('a phrase in quotation marks is found word for word', () => {
  const { found } = corpus()
  assert.deepEqual(found('« salle informatique »'), [0])
  assert.deepEqual(found('"chevaux de trait"'), [2])
  assert.deepEqual(found('“cheval de trait”'), [])
  assert.deepEqual(found('"trait de chevaux"'), [])
  assert.deepEqual(found('«\u202fCOEUR du jardin\u202f» hêtres'), [1])
})

test('a title weighs more than a text, and the latest of equals comes first', () => {
  const { found } = corpus([
    text('Divers', 'On parle du forage.'),
    text('Le forage', 'On parle de divers.'),
    text('Sans rapport', 'Rien du tout.'),
    text('Égal', 'On a vu le puits.', { date: 10 }),
    text('Égal', 'On a vu le puits.', { date: 30 }),
    text('Égal', 'On a vu le puits.', { date: 20 }),
  ])
  assert.deepEqual(found('forage'), [1, 0])
  assert.deepEqual(found('puits'), [4, 5, 3])
})

test('pages and totals', () => {
  const { database, search, found } = corpus(
    Array.from({ length: 25 }, (_, index) => text(`Nouvelle ${index}`, 'Le même puits.', { date: index })),
  )
  assert.deepEqual(found('puits', { limit: 10, offset: 20 }), [4, 3, 2, 1, 0])
  assert.equal(search.find(database, 'puits', { ...FOR_ALL, limit: 10, offset: 20 }).total, 25)
  assert.deepEqual(search.find(database, 'puits', { ...FOR_ALL, offset: 500 }), { hits: [], total: 25, matched: 'all' })
  assert.equal(search.find(database, 'puits', { ...FOR_ALL, limit: 0 }).total, 25)
})

test('what isn’t for the reader is neither found, counted, quoted, nor preferred to what is', () => {
  const { database, search, found } = corpus([
    text('Puits de Youri', 'Le forage avance.', { audience: 'a1' }),
    text('Puits de Koupéla', 'La pompe est là.'),
  ])
  assert.deepEqual(found('puits'), [1])
  assert.equal(search.find(database, 'puits', FOR_ALL).total, 1)
  assert.deepEqual(search.find(database, 'forage', FOR_ALL), { hits: [], total: 0, matched: 'none' })
  assert.deepEqual(search.find(database, 'puits', { ...FOR_ALL, audiences: [] }).total, 0)
  assert.deepEqual(found('puits', { audiences: ['public', 'a1'] }).toSorted(), [0, 1])
  // The private text alone has both words: the reader gets what has one, as if it weren't there.
  assert.deepEqual(found('puits forage'), [1])
  assert.equal(search.find(database, 'puits forage', FOR_ALL).matched, 'any')
})

test('kinds narrow the search', () => {
  const { found } = corpus([text('Puits', 'a'), text('Puits', 'b', { kind: 'gathering' })])
  assert.deepEqual(found('puits', { kinds: ['gathering'] }), [1])
  assert.deepEqual(found('puits', { kinds: [] }), [])
})

test('a text replaced or taken out leaves nothing to find, and after a purge no trace', () => {
  const { database, search, found } = corpus()
  search.index(database, id(1), text('Autre', 'canariabsolu ici'))
  assert.deepEqual(found('hêtres'), [])
  assert.deepEqual(found('canariabsolu'), [1])
  search.index(database, id(1), text('Autre', 'canariabsolu ici', { audience: 'a1' }))
  assert.deepEqual(found('canariabsolu'), [])
  search.index(database, id(1), null)
  search.index(database, id(1), null)
  assert.deepEqual(found('canariabsolu', { audiences: ['public', 'a1'] }), [])
  search.purge(database)
  const traces = `SELECT count(*) AS blocks FROM search_words_data WHERE instr(block, CAST('ariabsolu' AS BLOB))`
  assert.deepEqual({ ...database.prepare(traces).get() }, { blocks: 0 })
  database.exec(`INSERT INTO search_words (search_words) VALUES ('integrity-check')`)
  assert.deepEqual(found('lycée'), [0])
})

test('an excerpt shows the passage where the words are, in its own spelling', () => {
  const far = 'Mot '.repeat(60)
  const { database, search } = corpus([
    text('Titre', `${far}où l’école\nde Koupéla\u202f: les Écoliers chantent. ${far}`),
  ])
  const [hit] = search.find(database, 'ecole chanter', FOR_ALL).hits
  assert.deepEqual(
    hit?.excerpt.filter((piece) => piece.isHit).map((piece) => piece.text),
    ['école', 'chantent'],
  )
  const whole = hit?.excerpt.map((piece) => piece.text).join('') ?? ''
  assert.match(whole, /^… Mot Mot.* où l’école de Koupéla\u202f: les Écoliers chantent\. Mot.* …$/)
  const [phrase] = search.find(database, '« de Koupéla »', FOR_ALL).hits
  assert.equal(phrase?.excerpt.filter((piece) => piece.isHit).length, 2)
})

test('an excerpt of a text found by its title is its beginning, whole when it is short', () => {
  const { database, search } = corpus([text('Forage', 'Une phrase, « courte ».')])
  assert.deepEqual(search.find(database, 'forage', FOR_ALL).hits[0]?.excerpt, [
    { text: 'Une phrase, « courte ».', isHit: false },
  ])
})

test('whatever is typed is a query', () => {
  const { database, search, found } = corpus()
  const hostile = [
    '\0lycée\0',
    '\ud800',
    "'; DROP TABLE search_texts; --",
    'x'.repeat(5000),
    'a '.repeat(400),
    '“lycée" "',
    ...'| |"|""|«|« »|*|a*|^lycée|title:lycée|lycée NOT salle|NEAR(lycée salle)|lycée AND|OR|-lycée|{title} : x'.split(
      '|',
    ),
    ...')|((((|l’|😀|\u0303|ﷺ|½|Ⅷ|𞤀𞤣𞤤𞤢𞤥|lycée"salle|"lycée" "|%|_|\\|\u202e|?1|:a|NULL|--|/*'.split('|'),
  ]
  for (const query of hostile) assert.doesNotThrow(() => search.find(database, query, FOR_ALL), query)
  assert.deepEqual(found('lycée" OR "hêtres').toSorted(), [0, 1])
  assert.deepEqual(found('title:lycée'), [0])
  assert.deepEqual(found(`${'x '.repeat(110)} lycée`), [])
})

test('letters younger than the tokenizer are letters', () => {
  const { found } = corpus([text('Adlam', '𞤀𞤣𞤤𞤢𞤥 𞤆𞤵𞤤𞤢𞤪', { language: 'ff' })])
  assert.deepEqual(found('𞤆𞤵𞤤𞤢𞤪'), [0])
})
