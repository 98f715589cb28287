import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import fc from 'fast-check'
import { formToKept, isTyped, keptFormAnswer } from './kept-form.ts'

const form = { target: '/espace?/publier', token: 'jeton-neuf' }

test('whatever was typed comes back in the form that the browser would send, and nothing of it becomes HTML', async () => {
  const name = fc
    .stringMatching(/^[a-z]{3,8}$/)
    .filter((text) => text !== 'jeton' && !/phrase|passe|code|verrou|secret|pin$/.test(text))
  const value = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.constantFrom(
      '\n\nDeux lignes vides avant.',
      '</textarea><script>alert(1)</script> et encore quarante signes',
      '"><b>',
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 6 }), async (fields) => {
      const data = new FormData()
      for (const [key, text] of fields) data.append(key, text.replace(/[\r\0\ud800-\udfff]/g, ''))
      const html = await keptFormAnswer(formToKept(data), 'token', form).text()
      const sent = fieldsOf(parse(html))
      assert.deepEqual(sent, [...data, ['jeton', 'jeton-neuf']])
    }),
  )
})

test('a pass phrase never stands in a page: the form is filled in again by hand', async () => {
  const data = new FormData()
  data.append('nom', 'awa')
  data.append('phrase', 'diamant semence gouvernail')
  const html = await keptFormAnswer(formToKept(data), 'token', { target: '/connexion?/entrer', token: 't' }).text()
  assert.doesNotMatch(html, /diamant|<form/)
  assert.match(html, /href="\/connexion"/)
})

test('files that must be chosen again are named, escaped', async () => {
  const data = new FormData()
  data.append('photo', new File(['x'], '<hêtres>.jpg'))
  const html = await keptFormAnswer(formToKept(data), 'session', form).text()
  assert.match(html, /&lt;hêtres&gt;\.jpg/)
})

test('only what a person would miss is given back when a session has ended', () => {
  const short = new FormData()
  short.append('suite', '/compte')
  assert.equal(isTyped(formToKept(short)), false)
  short.append('texte', 'Un texte écrit pendant une demi-heure à Koupéla.')
  assert.equal(isTyped(formToKept(short)), true)
})

function fieldsOf(node: Tree.Node): [string, string][] {
  if (!('childNodes' in node)) return []
  const own: [string, string][] = []
  if ('attrs' in node && (node.tagName === 'input' || node.tagName === 'textarea')) {
    const attribute = (name: string) => node.attrs.find((one) => one.name === name)?.value ?? ''
    const text = node.childNodes.map((child) => ('value' in child ? child.value : '<element>')).join('')
    own.push([attribute('name'), node.tagName === 'input' ? attribute('value') : text])
  }
  return [...own, ...node.childNodes.flatMap(fieldsOf)]
}
