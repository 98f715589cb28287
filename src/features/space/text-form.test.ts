import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftToFields, emptyFields, fieldsToText, readFields } from './text-form.ts'
import type { DraftText, TextKind } from './text-form.ts'

const zone = 'Africa/Bamako'
const base: DraftText = {
  title: 'Une haie',
  body: 'Samedi.',
  place: 'Youri',
  date: Date.UTC(2026, 11, 7, 14, 30) / 1000,
  ends: Date.UTC(2026, 11, 7, 17) / 1000,
  isWholeDay: false,
  byline: 'Paul',
  tags: ['jardin', 'Mali'],
  pictureText: 'Une haie',
  language: 'bm',
  slug: 'une-haie',
  order: 3,
  scheduled: null,
  association: null,
}

for (const kind of ['article', 'date', 'page'] satisfies TextKind[])
  test(`a form of a ${kind} sent unchanged changes nothing`, () => {
    const { text, errors } = fieldsToText(draftToFields(base, kind, zone), kind, zone, base)
    assert.deepEqual(errors, [])
    for (const [name, value] of Object.entries(text)) assert.deepEqual(value, base[name as keyof DraftText], name)
  })

test('each field that is too long or wrong is named, and what was typed stays', () => {
  const long = 'x'.repeat(201)
  const typed = { ...emptyFields, titre: long, lieu: long, signature: long, photo_texte: long + long, adresse: long }
  const article = fieldsToText({ ...typed, jour: '2026-02-31', langue: '<b>' }, 'article', zone, null)
  assert.deepEqual(article.errors.map(({ field }) => field).toSorted(), [
    'adresse',
    'jour',
    'langue',
    'lieu',
    'photo_texte',
    'signature',
    'titre',
  ])
  assert.equal(article.text['title'], long)
  const date = fieldsToText({ ...emptyFields, jour: '2026-12-07', debut: '14:00', fin: '13:00' }, 'date', zone, null)
  assert.deepEqual(
    date.errors.map(({ field }) => field),
    ['fin'],
  )
  const page = fieldsToText({ ...emptyFields, adresse: '../x', rang: '-1' }, 'page', zone, null)
  assert.deepEqual(
    page.errors.map(({ field }) => field),
    ['adresse', 'rang'],
  )
})

test('a date without hours is a whole day, and several days end on the last', () => {
  const { text } = fieldsToText(
    { ...emptyFields, jour: '2026-12-07', jour_fin: '2026-12-09' },
    'date',
    'Europe/Paris',
    null,
  )
  assert.deepEqual(
    [text['isWholeDay'], text['date'], text['ends']],
    [true, Date.UTC(2026, 11, 6, 23) / 1000, Date.UTC(2026, 11, 8, 23) / 1000],
  )
})

test('a form’s line ends become ours, and a file in a text field is nothing', () => {
  const fields = readFields((name) => (name === 'texte' ? 'a\r\nb' : name === 'titre' ? new Blob() : null))
  assert.equal(fields.texte, 'a\nb')
  assert.equal(fields.titre, '')
})
