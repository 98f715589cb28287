import '../svelte-loader.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render } from 'svelte/server'
import type * as Membership from '#features/membership/views.ts'
import { assertGoodPage, toDocument } from './html-rules.ts'
import { frame, NASTY, potagers } from './portal-samples.ts'

const { default: InSite } = await import('./InSite.svelte')
const load = async (name: string) => (await import(`../../src/features/membership/${name}.svelte`)).default

const card: Membership.MemberCard = {
  ...potagers,
  purpose: NASTY,
  lang: 'fr',
  periods: [
    { from: 2006, to: 2008 },
    { from: 2010, to: null },
  ],
}
const members: Membership.MembersView = {
  present: [card],
  past: [{ ...card, slug: 'oms', name: 'OMS', periods: [{ from: 2004, to: 2004 }] }],
  map: { src: '/carte.svg', width: 377, height: 460 },
  links: [{ north: 'Grigny', south: 'Koupéla (Burkina Faso)' }],
}
const item: Membership.TimelineItem = {
  date: '2005-12-02',
  end: '2005-12-03',
  title: 'Biennale : acte I',
  text: NASTY,
  kind: 'biennale',
  place: 'Rhône-Sud',
  associations: [potagers],
  isInvented: false,
}
const timeline: Membership.TimelineView = {
  lang: 'fr',
  items: [
    { ...item, date: '2002', end: null, kind: 'portail' },
    item,
    { ...item, date: '2005', end: null, isInvented: true },
  ],
}
const version: Membership.CharterVersion = {
  version: 2,
  title: 'Charte 2011',
  adoptedOn: '2011-06-18',
  preamble: NASTY,
  sentences: ['Nous agissons.', 'Nous décidons.'],
  signatures: [{ slug: potagers.slug, name: potagers.name, signedOn: '2011-06-18' }],
}
const charter: Membership.CharterView = {
  lang: 'fr',
  shown: 2,
  versions: [version, { ...version, version: 1, title: 'Charte 2004' }],
}
const federation: Membership.FederationView = {
  lang: 'fr',
  introHtml: '<p>Nous.</p>',
  joinHtml: '<p>Venez.</p>',
  helpHtml: '<p>Aidez.</p>',
  charter: version,
  timeline: timeline.items,
  officers: [{ role: 'Présidence', name: 'Personne 1', since: '2024-03-20' }],
  accounts: [{ text: 'Comptes 2025', href: '/comptes-2025.pdf', bytes: 84_000 }],
  contact: { place: 'Permanence', address: null, hours: 'jeudi', phone: '04 65 71 00 00', mail: 'a@b.example' },
}

const cases: readonly [name: string, view: unknown][] = [
  ['MembersPage', members],
  ['MembersPage', { present: [], past: [], map: null, links: [] }],
  ['TimelinePage', timeline],
  ['CharterPage', charter],
  ['CharterPage', { ...charter, shown: 1 }],
  ['FederationPage', federation],
  ['FederationPage', { ...federation, charter: null, timeline: [], officers: [], accounts: [] }],
]

for (const [name, view] of cases) {
  test(`${name} is a good page in French and in English`, async () => {
    const View = await load(name)
    for (const locale of ['fr', 'en'] as const) {
      const html = toDocument(
        render(InSite, { props: { frame: { ...frame, locale, section: null }, View, view } }),
        locale,
      )
      await assertGoodPage(html, `${name} ${locale}`)
      assert.ok(!html.includes('<script>alert'))
    }
  })
}

test('a membership that ended and began again shows both periods', async () => {
  const View = await load('MembersPage')
  const { body } = render(InSite, { props: { frame, View, view: members } })
  assert.match(body, /2006–2008, depuis 2010/)
})

test('an older Charter says so and leads to the one in force', async () => {
  const View = await load('CharterPage')
  const { body } = render(InSite, { props: { frame, View, view: { ...charter, shown: 1 } } })
  assert.match(body, /Ancienne version/)
  assert.match(body, /href="\/charte"/)
})
