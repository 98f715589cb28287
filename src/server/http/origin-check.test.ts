import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isForeign } from './origin-check.ts'

const self = 'http://portail.test'
const rows: readonly (readonly [title: string, headers: Record<string, string>, isForeign: boolean])[] = [
  ['our own page', { 'sec-fetch-site': 'same-origin', origin: self }, false],
  ['typed by the person', { 'sec-fetch-site': 'none' }, false],
  ['another site', { 'sec-fetch-site': 'cross-site', origin: self }, true],
  ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site', origin: self }, true],
  ['an unknown word', { 'sec-fetch-site': 'maybe' }, true],
  ['no fetch metadata, our origin', { origin: self }, false],
  ['no fetch metadata, another origin', { origin: 'http://ailleurs.test' }, true],
  ['the same name on another port', { origin: 'http://portail.test:81' }, true],
  ['the same name by another scheme', { origin: 'https://portail.test' }, true],
  ['an origin that hides', { origin: 'null' }, true],
  ['only a referrer, ours', { referer: `${self}/page` }, false],
  ['only a referrer, foreign', { referer: 'http://ailleurs.test/' }, true],
  ['only a referrer that begins like ours', { referer: 'http://portail.test.ailleurs/' }, true],
  ['silence: the token decides', {}, false],
]
for (const [title, headers, expected] of rows) {
  test(`S4 ${title}: ${expected ? 'foreign' : 'not foreign'}`, () => assert.equal(isForeign(headers, self), expected))
}
