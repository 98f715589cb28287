import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { markedHtml } from './marked-html.ts'

const mark = (marked: string) => {
  const [before = '', passage = '', after = ''] = marked.split(/\[\[|\]\]/)
  return markedHtml(before + passage + after, { start: before.length, end: before.length + passage.length })
}

test('the passage is marked in its place, over blocks too', () => {
  assert.equal(mark('Un. [[Deux.]] Trois.'), '<p>Un. <mark>Deux.</mark> Trois.</p>\n')
  assert.equal(
    mark('Un.\n\n[[Deux.\n\n**Trois** fois.]]\n\nQuatre.'),
    '<p>Un.</p>\n<p><mark>Deux.</mark></p>\n<p><strong><mark>Trois</mark></strong><mark> fois.</mark></p>\n<p>Quatre.</p>\n',
  )
  assert.equal(mark('- un\n[[- deux]]'), '<ul>\n<li>un</li>\n<li><mark>deux</mark></li>\n</ul>\n')
})

test('its links lead nowhere and say where they led; those of the text stay', () => {
  assert.equal(
    mark('[ici](https://a.example/). [[Voir [là](https://b.example/x?a=1&b=2).]]'),
    '<p><a href="https://a.example/" rel="noopener">ici</a>. <mark>Voir </mark><mark>là</mark><mark class="small"> (https://b.example/x?a=1&amp;b=2)</mark><mark>.</mark></p>\n',
  )
})

test('whatever the passage, nothing but the renderer’s own tags comes out, and no mark is left', () => {
  const piece = fc.constantFrom(
    '[a](http://b.example) ',
    '<script>',
    '**',
    '\n\n',
    '- ',
    '| a | b |\n',
    '`',
    '\ue000',
    '\ue001',
    '"',
    'mot ',
    '&lt;',
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.array(piece, { maxLength: 6 }),
      fc.array(piece, { maxLength: 12 }),
      (a, b, c) => {
        const [before, passage, after] = [a.join(''), b.join(''), c.join('')]
        const html = markedHtml(before + passage + after, { start: before.length, end: before.length + passage.length })
        assert.doesNotMatch(html, /[\ue000\ue001]|<script|<mark[^>]*><mark/)
        assert.equal(html.match(/<mark/g)?.length, html.match(/<\/mark>/g)?.length)
      },
    ),
    { numRuns: 300 },
  )
})
