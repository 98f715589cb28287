import '../svelte-loader.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render } from 'svelte/server'
import type * as Portal from '#features/portal/views.ts'
import { assertGoodPage, toDocument } from './html-rules.ts'
import { dates, feeds, frame, NASTY, news, picture, potagers } from './portal-samples.ts'

const { default: InSite } = await import('./InSite.svelte')
const load = async (name: string) => (await import(`../../src/features/portal/${name}.svelte`)).default

const home: Portal.HomeView = {
  tagline: 'Des voisins qui travaillent ensemble',
  subtitle: 'Portail des associations solidaires',
  introHtml: '<p>Bonjour.</p>',
  lang: 'fr',
  news,
  dates,
  members: [potagers],
  map: { src: '/carte.svg', width: 377, height: 460 },
  charter: { sentences: ['Nous agissons.', 'Nous décidons.'], adoptedOn: '2011-06-18' },
  joinHtml: '<p>Venez.</p>',
  helpHtml: '<p>Aidez.</p>',
}
const article: Portal.ArticleView = {
  title: NASTY,
  lang: 'fr',
  summary: NASTY,
  bodyHtml: '<p>Texte.</p><h2>Suite</h2><p>Fin.</p>',
  publishedOn: '2026-11-21',
  changedOn: '2026-11-22',
  revisionsPath: '/x/histoire',
  author: 'Une personne',
  association: potagers,
  place: 'Koupéla',
  picture,
  tags: [{ href: '/nouvelles?sujet=a', text: 'jardin' }],
  posterPath: '/x/affiche.pdf',
  others: news,
  remark: 'Date inconnue.',
}
const pages: Portal.Pages = { current: 2, last: 3, first: '/nouvelles', pattern: '/nouvelles?page={page}' }
const filters = {
  member: 'potagers-du-garon',
  place: '',
  theme: '',
  members: [potagers, { ...potagers, slug: 'b' }].map(({ slug, name }) => ({ value: slug, text: name })),
  places: [],
  themes: [],
}
const newsList: Portal.NewsListView = { association: null, items: news, total: 12, pages, filters, feeds }
const agenda: Portal.AgendaView = {
  association: null,
  upcoming: dates.slice(0, 1),
  past: dates.slice(1),
  icsPath: '/a.ics',
  morePastPath: '/agenda?page=2',
}
const date: Portal.DateView = {
  ...(dates[0] as Portal.DateItem),
  summary: NASTY,
  bodyHtml: '<p>Venez.</p>',
  address: 'porte bleue',
  isCancelled: true,
  isPast: false,
  icsPath: '/a.ics',
  posterPath: null,
  changedOn: null,
  revisionsPath: null,
}
const miniSite: Portal.MiniSiteView = {
  association: potagers,
  purpose: 'Cultiver ensemble : oui !',
  lang: 'fr',
  presentationHtml: '<p>Nous.</p>',
  picture,
  news,
  dates,
  pages: [{ href: '/potagers-du-garon/legumes', text: 'Nos légumes' }],
  contact: { address: 'Grigny', hours: 'jeudi', phone: '04 65 71 00 01', mail: 'a@b.example' },
  memberSince: '2004-03-20',
  leftOn: null,
  feeds,
}
const page: Portal.PageView = {
  summary: NASTY,
  title: 'Légumes',
  lang: 'mos',
  bodyHtml: '<p>…</p>',
  picture: null,
  association: potagers,
  changedOn: '2026-01-01',
  revisionsPath: '/h',
}
const search: Portal.SearchView = {
  query: NASTY,
  total: 1,
  corrected: 'hêtre',
  pages: { ...pages, current: 1 },
  results: [
    {
      path: '/x',
      title: 'Les hêtres',
      lang: 'fr',
      kind: 'article',
      association: potagers,
      day: '2005-11-20',
      excerpt: [
        { text: 'des ', isFound: false },
        { text: 'hêtres', isFound: true },
      ],
    },
  ],
}
const revisions: Portal.RevisionsView = {
  title: 'Les hêtres',
  path: '/x',
  lang: 'fr',
  revisions: [
    {
      at: 1_795_000_000_000,
      timeZone: 'Europe/Paris',
      author: null,
      node: 'Grigny',
      change: 'corrected',
      fields: ['title', 'text'],
      path: '/x?v=1',
    },
  ],
}
const error: Portal.ErrorView = { status: 507, id: 'k3f9' }
const empty = {
  home: { ...home, news: [], dates: [], members: [], map: null, charter: null },
  list: { ...newsList, items: [], total: 0, pages: { ...pages, current: 1, last: 1 } },
  agenda: { ...agenda, upcoming: [], past: [], morePastPath: null },
  search: { ...search, total: 0, results: [], corrected: null, pages: { ...pages, current: 1, last: 1 } },
}

const cases: readonly [name: string, view: unknown, frame?: Partial<Portal.SiteFrame>][] = [
  ['HomePage', home, { section: 'home', path: '/' }],
  ['HomePage', empty.home],
  ['ArticlePage', article, { association: potagers }],
  [
    'ArticlePage',
    { ...article, picture: null, others: [], tags: [], author: null, changedOn: null },
    { isDemo: false, origin: null },
  ],
  ['NewsListPage', newsList],
  ['NewsListPage', empty.list],
  ['AgendaPage', agenda],
  ['AgendaPage', empty.agenda],
  ['DatePage', date],
  ['MiniSiteHome', miniSite, { association: potagers, path: '/potagers-du-garon/' }],
  ['MiniSiteHome', { ...miniSite, leftOn: '2012-06-30', news: [], dates: [], pages: [], picture: null }],
  ['PageView', page],
  ['SearchPage', search],
  ['SearchPage', empty.search],
  ['SearchPage', { ...empty.search, query: '' }],
  ['RevisionsPage', revisions],
  ['ErrorPage', error],
  ['ErrorPage', { status: 404, id: null }, { hasOtherLanguage: false }],
]

for (const [name, view, change] of cases) {
  test(`${name} is a good page in French, in English, and light with large text`, async () => {
    const View = await load(name)
    for (const variant of [{}, { locale: 'en' }, { display: { text: 'larger', isLight: true } }] as const) {
      const full = { ...frame, ...change, ...variant }
      const html = toDocument(render(InSite, { props: { frame: full, View, view } }), full.locale)
      await assertGoodPage(html, `${name} ${JSON.stringify(variant)}`)
      if (full.locale === 'en') assert.match(html, /Skip to content/)
      if (full.display.isLight) assert.doesNotMatch(html, /<img[^>]+images\/a-/, 'no picture in the light version')
    }
  })
}

test('links keep the language and the display of the reader; files and the workspace keep their address', async () => {
  const View = await load('HomePage')
  const full = { ...frame, locale: 'en', display: { text: 'large', isLight: false } } as const
  const { body } = render(InSite, { props: { frame: full, View, view: home } })
  assert.match(body, /href="\/en\/nouvelles\?texte=grand"/)
  assert.match(body, /href="\/en\?texte=grand"/)
  assert.match(body, /href="\/connexion"/)
  assert.match(body, /src="\/carte\.svg"/)
})

test('what people typed is text, in the page and in its structured data', async () => {
  const View = await load('ArticlePage')
  const { head, body } = render(InSite, { props: { frame, View, view: article } })
  assert.ok(!(head + body).includes('<script>alert'))
  const json = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(head)?.[1]
  assert.equal(JSON.parse(json ?? '')['@graph'][0].headline, NASTY)
})

test('French spaces are put at display, and English stays English', async () => {
  const View = await load('HomePage')
  const { body } = render(InSite, { props: { frame, View, view: home } })
  assert.match(body, /Une haie\u202f\? Oui\u202f!/)
  assert.match(body, /<h3[^>]* lang="en"[^>]*><a[^>]*>A letter/)
})
