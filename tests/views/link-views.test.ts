import '../svelte-loader.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render } from 'svelte/server'
import type * as Link from '#features/link/views.ts'
import { assertGoodPage, toDocument } from './html-rules.ts'
import { NASTY } from './portal-samples.ts'
import { spaceFrame } from './space-samples.ts'

const { default: InSpace } = await import('./InSpace.svelte')
const load = async (name: string) => (await import(`../../src/features/link/${name}.svelte`)).default

const place: Link.Place = {
  node: 'ab'.repeat(32),
  name: NASTY,
  address: 'http://192.168.1.20:8080',
  spaces: [],
  lastReal: 1_780_000_000_000,
  speed: 48_000,
  lastCall: { at: 1_780_000_000_000, operationsIn: 2, operationsOut: 1, waiting: 0, bytes: 2_300, seconds: 3.2 },
  failure: null,
  used: { up: 120_000, down: 1_900_000 },
  isCalling: false,
  nextIn: 720_000,
  kept: 2_012,
  waiting: 3,
  bytes: 92_000,
  toCome: { pictures: 0, bytes: 0 },
}
const all = { call: true, callAnyway: true, keep: true, keepIfSecure: true }
const state: Link.LinkState = {
  places: [place],
  terms: { price: 1_200, currency: 'XOF', budget: 5 },
  month: { used: 2_020_000, left: 2_980_000 },
  isFounded: true,
  may: all,
}
const formToken = 'AAAAAAAAAAAAAAAAAAAAAA'
const page = (changes: Partial<Link.LinkState>): Link.LinkPageView => ({
  formToken,
  state: { ...state, ...changes },
  answer: null,
})
const offer = {
  code: 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ01',
  secondsLeft: 432,
  spaces: [],
  asking: null,
  decision: null,
  isTied: false,
}
const asking = { node: 'cd'.repeat(32), name: NASTY }
const offering = (changes: object | null): Link.OfferPageView => ({
  formToken,
  pairing: { offer: changes && { ...offer, ...changes }, joining: null, isFounded: true },
  address: 'http://192.168.1.20:8080',
  answer: null,
})
const joining = (outcome: string | null, name: string | null = null): Link.JoinPageView => ({
  formToken,
  joining: { address: 'http://192.168.1.20:8080', outcome, name },
  answer: null,
})
const failed: Link.LinkAnswer = {
  form: 'x',
  typed: { appariement: NASTY },
  errors: [{ field: 'adresse', message: 'Écrivez une adresse.' }],
  problem: 'Un champ ne va pas.',
  done: null,
}

const cases: readonly [name: string, view: unknown, says: RegExp][] = [
  [
    'LinkPage',
    page({}),
    /3 choses attendent.*92[\s\u00a0]Ko au plus, 16[\s\u00a0]secondes à la vitesse mesurée, 1[\s\u00a0]F[\s\u00a0]CFA/s,
  ],
  ['LinkPage', page({ places: [{ ...place, waiting: 0, bytes: 0 }] }), /Tout est arrivé/],
  [
    'LinkPage',
    page({ places: [{ ...place, waiting: 0, bytes: 0, toCome: { pictures: 3, bytes: 240_000 } }] }),
    /Tous les textes sont arrivés.*images passent encore.*3, 240[\s\u00a0]Ko/s,
  ],
  ['LinkPage', page({ places: [{ ...place, waiting: 0, bytes: 0, lastReal: null, speed: null }] }), /jamais encore/],
  ['LinkPage', page({ places: [{ ...place, isCalling: true, nextIn: null }] }), /Appel en cours/],
  [
    'LinkPage',
    page({ places: [{ ...place, failure: { at: 1_780_000_000_000, reason: 'cut' } }] }),
    /n’est pas allé au bout/,
  ],
  ['LinkPage', page({ places: [{ ...place, address: null }] }), /appelle de lui-même/],
  ['LinkPage', page({ month: { used: 5_100_000, left: -100_000 } }), /budget du mois est dépassé.*Envoyer quand même/s],
  ['LinkPage', page({ month: { used: 5_100_000, left: 10_000 } }), /Il reste 10[\s\u00a0]Ko.*Envoyer quand même/s],
  ['LinkPage', page({ places: [] }), /relié à aucun autre.*Relier un autre lieu/s],
  [
    'LinkPage',
    page({ places: [], may: { call: false, callAnyway: false, keep: false, keepIfSecure: false } }),
    /Demandez-lui/,
  ],
  ['PlacePage', { formToken, place, answer: null }, /Cesser l’échange/],
  ['PlacePage', { formToken, place, answer: failed }, /Écrivez une adresse/],
  ['OfferPage', offering(null), /Obtenir un code/],
  ['OfferPage', offering({}), /ABCD.*YZ01.*8[\s\u00a0]minutes/s],
  ['OfferPage', { ...offering({}), address: null }, /ne répond qu’à elle-même/],
  ['OfferPage', offering({ code: null }), /n’est plus connu/],
  ['OfferPage', offering({ asking }), /Oui, relier ce lieu/],
  ['OfferPage', offering({ asking, decision: 'yes' }), /C’est dit/],
  ['OfferPage', offering({ asking, decision: 'no' }), /rien n’est partagé/],
  ['OfferPage', offering({ asking, decision: 'yes', isTied: true }), /est relié/],
  ['JoinPage', { ...joining(null), joining: null, answer: failed }, /Écrivez une adresse/],
  ['JoinPage', joining(null), /quelqu’un doit dire oui/],
  ['JoinPage', joining('said-no'), /a dit non/],
  ['JoinPage', joining('joined', NASTY), /C’est relié/],
]

for (const [index, [name, view, says]] of cases.entries())
  test(`${name}, ${index}: ${says.source}`, async () => {
    const html = toDocument(render(InSpace, { props: { frame: spaceFrame, View: await load(name), view } }), 'fr')
    await assertGoodPage(html, name)
    assert.match(html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/ +/g, ' '), says)
    assert.ok(!html.includes('<script>alert'))
    for (const form of html.match(/<form[^>]*method="post"[\s\S]*?<\/form>/g) ?? []) assert.match(form, /name="jeton"/)
  })
