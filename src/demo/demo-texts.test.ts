import assert from 'node:assert/strict'
import { test } from 'node:test'
import { articleDate, articles } from './articles.ts'
import { INVENTED } from './articles/recent.ts'
import { associations } from './associations.ts'
import { charters } from './charter.ts'
import { dates } from './dates.ts'
import { pictureKeys } from './drawings.ts'
import { federation } from './federation.ts'
import { pages } from './pages.ts'
import { timeline } from './timeline.ts'
import { votes } from './votes.ts'

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length
const words = (text: string): number => text.split(/[^\p{L}\p{N}@’]+/u).filter(Boolean).length
const byName = new Map<string, (typeof associations)[number]>(associations.map((one) => [one.slug, one]))
const keys = new Set<string>(pictureKeys)
const archive = articles.filter(({ when }) => 'date' in when)
const recent = articles.filter(({ when }) => 'daysAgo' in when)

/** Every string of the data, with the path that leads to it. */
function* strings(value: unknown, path: string): Generator<readonly [path: string, text: string]> {
  if (typeof value === 'string') yield [path, value]
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inside] of Object.entries(value)) yield* strings(inside, `${path}.${key}`)
  }
}
const all = [...strings({ federation, associations, charters, timeline, votes, dates, articles, pages }, 'demo')]

test('an archive of 32 articles or more, each year from 2004 to 2015, a third of them from the South', () => {
  assert.ok(archive.length >= 32, String(archive.length))
  assert.ok(recent.length >= 6)
  assert.ok(unique(articles.map(({ slug }) => slug)) && unique(articles.map(({ title }) => title)))
  assert.ok(articles.filter(({ voice }) => voice === 'sud').length * 3 >= articles.length)
  const years = new Set(archive.map((article) => articleDate(article, '2026-01-01').slice(0, 4)))
  for (let year = 2004; year <= 2015; year++) assert.ok(years.has(String(year)), String(year))
  const voices = new Set(articles.map(({ association }) => association))
  assert.equal(voices.size, associations.length + 1)
})

test('an article is signed by a role, dated in a membership, and shows a picture that exists', () => {
  for (const article of articles) {
    const { slug, association, picture, author, tags, title } = article
    const date = articleDate(article, '2026-11-24')
    assert.match(date, /^\d{4}-\d{2}-\d{2}$/)
    assert.equal(new Date(date).toISOString().slice(0, 10), date)
    const found = byName.get(association)
    const member =
      association === 'federation' ||
      found?.periods.some(({ joined, left }) => joined <= date && (left === undefined || date <= left))
    assert.ok(member, `${slug} ${date}`)
    assert.ok(keys.has(picture.key), picture.key)
    assert.ok(picture.alt.length >= 20 && picture.alt.length <= 200 && picture.alt.endsWith('.'), slug)
    assert.match(author, /^(L[ea’]|Les|Le) ?\p{L}/u)
    assert.ok(title.length <= 90 && tags.length >= 1 && tags.length <= 5 && unique(tags), slug)
    assert.match(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/)
  }
  for (const { slug, picture } of associations) assert.ok(keys.has(picture.key) && picture.alt.length >= 20, slug)
})

test('recent articles are counted back from today and say that they are invented', () => {
  for (const article of recent) {
    assert.ok(article.body.split('\n\n').at(-1)?.startsWith(INVENTED.slice(0, 20)), article.slug)
    assert.ok(articleDate(article, '2026-11-24') < '2026-11-24')
  }
  assert.equal(articleDate({ ...recent[0]!, when: { daysAgo: 2 } }, '2027-03-01'), '2027-02-27')
})

test('bodies are Markdown within bounds: 120 to 400 words, second-level headings, links to members only', () => {
  for (const { slug, body } of articles) {
    const count = words(body)
    assert.ok(count >= 120 && count <= 400, `${slug} ${count}`)
  }
  assert.ok(unique(pages.map(({ association, slug }) => `${association}/${slug}`)))
  for (const one of associations)
    assert.ok(
      pages.some(({ association }) => association === one.slug),
      one.slug,
    )
  for (const { slug, body } of [...articles, ...pages]) {
    assert.ok(body.length <= 4000, slug)
    assert.ok(!/^#(?!# [\p{Lu}\p{N}])/mu.test(body) && !/^###/m.test(body), slug)
    assert.ok(!/<\/?[a-z]/i.test(body), `${slug}: HTML`)
    assert.equal((body.match(/\*\*/g) ?? []).length % 2, 0, `${slug}: bold`)
    for (const [, address = ''] of body.matchAll(/\]\(([^)]*)\)/g)) {
      assert.ok(byName.has(address.slice(1, -1)) && /^\/.*\/$/.test(address), `${slug} ${address}`)
    }
  }
})

test('the story of the altered text is told, and the page on the demonstration says what is invented', () => {
  assert.ok(articles.some(({ body }) => /depuis des mois/.test(body) && /signé/.test(body)))
  assert.ok(pages.some(({ body }) => /est inventé/.test(body) && /« Personne de démonstration »/.test(body)))
  assert.ok(pages.some(({ body }) => body.includes('npx trait-dunion serve') && body.includes('npm start')))
  assert.match(federation.notice, /démonstration.*inventé/)
})

test('words of the house in every text: French apostrophes, no address, no word from machines', () => {
  assert.ok(all.length > 500)
  const forbidden =
    /\b(brouillons?|upload\w*|log[- ]?in|tokens?|dashboard|workflow|synchronis\w*|drafts?|cliquez|e-?mails?)\b/i
  for (const [path, text] of all) {
    assert.ok(!/[\p{L}]'[\p{L}]/u.test(text) && !text.includes("'"), `${path}: ${text}`)
    assert.ok(!/"/.test(text), `${path}: straight quotes`)
    assert.ok(!/http|www\./i.test(text), path)
    assert.ok(!forbidden.test(text), `${path}: ${forbidden.exec(text)?.[0]}`)
    assert.ok(!/\p{L}[;!?»]|«\S|[\u00a0\u202f]/u.test(text), `${path}: spaces as typed`)
    assert.equal(text, text.normalize('NFC').trim(), path)
  }
})
