import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { accentNames, accents, colourToAccent, contrast } from './accents.ts'
import { nameToMotif } from './motif.ts'

const css = readFileSync(new URL('../../ui/tokens.css', import.meta.url), 'utf8')
const [lightPart, darkPart] = css.split('@media screen and (prefers-color-scheme: dark)') as [string, string]
const readTokens = (part: string) =>
  Object.fromEntries([...part.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex as string]))
const light = readTokens(lightPart)
const dark = { ...light, ...readTokens(darkPart) }

test('contrast: black on white is 21, and the order does not matter', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.equal(contrast('#1f3a6e', '#fbf8f3').toFixed(2), '10.50')
  assert.equal(contrast('#fbf8f3', '#1f3a6e'), contrast('#1f3a6e', '#fbf8f3'))
})

test('a picture’s colour leads to the accent of its hue; no colour to slate', () => {
  for (const name of accentNames) assert.equal(colourToAccent(accents[name].light), name)
  for (const [colour, accent] of [
    ['#808080', 'ardoise'],
    ['#ff0000', 'brique'],
    ['#00ff00', 'feuille'],
    ['#0000ff', 'indigo'],
    ['#ffd000', 'mil'],
    ['#7a9f55', 'feuille'],
    ['nonsense', 'ardoise'],
  ] as const)
    assert.equal(colourToAccent(colour), accent, colour)
})

for (const [scheme, tokens] of [
  ['light', light],
  ['dark', dark],
] as const) {
  test(`${scheme}: text, links and accents reach 4.5 on paper and wash, lines 3`, () => {
    for (const name of ['ink', 'muted', ...accentNames]) {
      for (const ground of ['paper', 'wash']) {
        const ratio = contrast(tokens[name] as string, tokens[ground] as string)
        assert.ok(ratio >= 4.5, `${name} on ${ground}: ${ratio.toFixed(2)}`)
      }
    }
    assert.ok(contrast(tokens['line'] as string, tokens['paper'] as string) >= 3)
    assert.ok(contrast(tokens['on-gold'] as string, tokens['gold'] as string) >= 4.5)
  })

  test(`${scheme}: the style sheet and accents.ts hold the same colours`, () => {
    for (const name of accentNames) assert.equal(tokens[name], accents[name][scheme], name)
  })
}

test('motif: 3 to 5 strips side by side, the first in the accent, the same for the same name', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.constantFrom(...accentNames), (name, accent) => {
      const motif = nameToMotif(name, accent)
      assert.deepEqual(nameToMotif(name, accent), motif)
      assert.ok(motif.strips.length >= 3 && motif.strips.length <= 5)
      assert.equal(motif.strips[0]?.accent, accent)
      let end = -1
      for (const { from, width } of motif.strips) {
        assert.ok(from > end && width > 0)
        end = from + width
      }
      assert.ok(motif.repeat > end)
    }),
  )
})

test('motif: an e with its accent typed in two ways gives one cloth', () => {
  assert.deepEqual(nameToMotif('Koup\u00e9la', 'terre'), nameToMotif('Koupe\u0301la', 'terre'))
})

test('motif: names of neighbours differ', () => {
  const seen = new Set(
    ['Grigny–Koupéla', 'Givors–Gavinané', 'Millery–Youri'].map((name) => JSON.stringify(nameToMotif(name, 'terre'))),
  )
  assert.equal(seen.size, 3)
})
