import assert from 'node:assert/strict'
import test from 'node:test'
import { articleToJsonLd, dateToJsonLd, miniSiteToJsonLd, toJsonLd } from './structured-data.ts'
import type { ArticleView, AssociationRef, DateView, MiniSiteView } from './views.ts'

const where = { origin: 'https://portail.example', path: '/potagers/nouvelles/hetres', siteName: 'Trait d’union' }
const association: AssociationRef = {
  slug: 'potagers',
  name: 'Les Potagers',
  shortName: 'Potagers',
  accent: 'feuille',
  place: null,
}
const voice = { '@type': 'NGO', name: 'Les Potagers', url: 'https://portail.example/potagers/' }
const federation = { '@type': 'NGO', name: 'Trait d’union', url: 'https://portail.example/' }

const article: ArticleView = {
  title: 'Des hêtres </script><script>alert(1)</script>\u2028',
  lang: 'fr',
  summary: 'On plante.',
  bodyHtml: '',
  publishedOn: '2005-11-25',
  changedOn: null,
  revisionsPath: null,
  author: null,
  association,
  place: null,
  picture: {
    alt: 'Un hêtre',
    width: 8,
    height: 6,
    sources: [{ src: '/m/1.webp', width: 8, bytes: 9 }],
    credit: null,
    caption: null,
  },
  tags: [{ href: '/t', text: 'arbres' }],
  posterPath: null,
  others: [],
  remark: null,
}

test('an article, its voice and the way down to it', () => {
  const [news, breadcrumbs] = JSON.parse(articleToJsonLd(article, where))['@graph']
  assert.equal(news['@type'], 'NewsArticle')
  assert.equal(news.headline, article.title)
  assert.equal(news.url, 'https://portail.example/potagers/nouvelles/hetres')
  assert.deepEqual(news.publisher, voice)
  assert.deepEqual(news.author, voice)
  assert.deepEqual(news.keywords, ['arbres'])
  assert.equal(news.image, 'https://portail.example/m/1.webp')
  assert.equal('dateModified' in news, false)
  assert.deepEqual(
    breadcrumbs.itemListElement.map((one: { position: number; name: string; item: string }) => [
      one.position,
      one.item,
    ]),
    [
      [1, 'https://portail.example/'],
      [2, 'https://portail.example/potagers/'],
      [3, 'https://portail.example/potagers/nouvelles/hetres'],
    ],
  )
  assert.deepEqual(JSON.parse(articleToJsonLd({ ...article, author: 'Awa' }, where))['@graph'][0].author, {
    '@type': 'Person',
    name: 'Awa',
  })
})

test('nothing typed can end the element that holds it', () => {
  assert.doesNotMatch(articleToJsonLd(article, where), /[<\u2028\u2029]/)
})

test('without a known address, no address is invented', () => {
  assert.doesNotMatch(articleToJsonLd(article, { ...where, origin: null }), /BreadcrumbList|"url"|"image"/)
})

test('a date in hours or in days', () => {
  const date = {
    title: 'Bar',
    lang: 'fr',
    summary: '',
    place: 'Givors',
    address: null,
    association: null,
    isCancelled: true,
  }
  const read = (when: DateView['when']) => JSON.parse(dateToJsonLd({ ...date, when } as DateView, where))['@graph'][0]
  const hours = read({ kind: 'hours', starts: 1_700_000_000_000, ends: null, places: [] })
  assert.equal(hours.startDate, '2023-11-14T22:13:20.000Z')
  assert.equal('endDate' in hours, false)
  assert.equal(hours.eventStatus, 'https://schema.org/EventCancelled')
  assert.deepEqual(hours.organizer, federation)
  assert.deepEqual(hours.location, { '@type': 'Place', name: 'Givors', address: 'Givors' })
  const days = read({ kind: 'days', from: '2026-12-07', to: '2026-12-08' })
  assert.deepEqual([days.startDate, days.endDate], ['2026-12-07', '2026-12-08'])
})

test('an association is a member of the federation until it leaves', () => {
  const view = {
    association,
    purpose: 'Cultiver.',
    contact: { address: null },
    leftOn: null,
  } as unknown as MiniSiteView
  assert.deepEqual(JSON.parse(miniSiteToJsonLd(view, where)).memberOf, federation)
  assert.equal('memberOf' in JSON.parse(miniSiteToJsonLd({ ...view, leftOn: '2011-01-01' }, where)), false)
})

test('one thing stands alone, several in a graph', () => {
  assert.equal(toJsonLd({ '@type': 'NGO' }, null), '{"@context":"https://schema.org","@type":"NGO"}')
  assert.equal(toJsonLd({ a: 1 }, { b: 2 }), '{"@context":"https://schema.org","@graph":[{"a":1},{"b":2}]}')
})
