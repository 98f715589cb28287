import type { AssociationRef, DateItem, NewsItem, Picture, SiteFrame } from '#features/portal/views.ts'

export const NASTY = `</script><script>alert("1")</script> & 'x'`
export const potagers: AssociationRef = {
  slug: 'potagers-du-garon',
  name: 'Les Potagers du Garon',
  shortName: 'Les Potagers',
  accent: 'feuille',
  place: 'Grigny (Rhône)',
}
export const frame: SiteFrame = {
  locale: 'fr',
  origin: 'https://trait-dunion.example',
  path: '/nouvelles',
  name: 'Trait d’union',
  section: 'news',
  association: null,
  used: { projects: true, library: true },
  display: { text: 'normal', isLight: false },
  weight: '5 Ko',
  isDemo: true,
  hasOtherLanguage: true,
}
export const picture: Picture = {
  alt: 'Deux personnes ouvrent un ordinateur.',
  width: 1600,
  height: 1067,
  sources: [
    { src: '/images/a-320', width: 320, bytes: 14_000 },
    { src: '/images/a-1280', width: 1280, bytes: 47_200 },
  ],
  credit: 'comité de Koupéla',
  caption: null,
}
export const feeds = { atom: '/a.atom', rss: '/a.rss', json: '/a.json', ics: '/a.ics' }
export const news: readonly NewsItem[] = [
  {
    path: '/potagers-du-garon/nouvelles/haie',
    title: 'Une haie ? Oui !',
    summary: NASTY,
    lang: 'fr',
    publishedOn: '2026-11-21',
    association: potagers,
    place: 'Grigny',
    picture,
  },
  {
    path: '/federation/nouvelles/letter',
    title: 'A letter',
    summary: '',
    lang: 'en',
    publishedOn: '2026-11-01',
    association: null,
    place: null,
    picture: null,
  },
]
const grigny = { name: 'Grigny', timeZone: 'Europe/Paris' }
const koupela = { name: 'Koupéla', timeZone: 'Africa/Ouagadougou' }
export const dates: readonly DateItem[] = [
  {
    path: '/potagers-du-garon/agenda/appel',
    title: 'Appel',
    lang: 'fr',
    when: {
      kind: 'hours',
      starts: Date.UTC(2026, 11, 2, 17),
      ends: Date.UTC(2026, 11, 2, 18),
      places: [koupela, grigny],
    },
    place: 'Koupéla',
    association: potagers,
    isCancelled: false,
  },
  {
    path: '/federation/agenda/biennale',
    title: 'Biennale',
    lang: 'fr',
    when: { kind: 'days', from: '2005-12-02', to: '2005-12-03' },
    place: null,
    association: null,
    isCancelled: true,
  },
]
