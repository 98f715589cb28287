import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { EditorState } from 'prosemirror-state'
import { markdownToHtml } from '#features/portal/body/markdown-to-html.ts'
import { documentToMarkdown } from './document-to-markdown.ts'
import { markdownToDocument } from './markdown-to-document.ts'

const id = '0123456789abcdef01234567'
const again = (markdown: string) => documentToMarkdown(markdownToDocument(markdown).document)
/** As a reader sees it: where a line was cut in the source says nothing. */
const seen = (markdown: string) =>
  markdownToHtml(markdown)
    .replace(/\s+/g, ' ')
    .replace(/ (?=<\/code><\/pre>)|<(h\d|p)><\/\1> ?/g, '')

const written: readonly string[] = [
  'Un **mot** fort, _doux_, `code`.\n\nDeux',
  'a\\\nb',
  '## Titre\n\n### Sous-titre',
  '- un\n- deux\n  - sous\n    - plus bas\n- trois',
  '3. a\n4. b\n\n   c',
  '- a\n\n* b',
  '1. a\n\n1) b',
  '> a\n>\n> - b\n>   - c',
  '```js\nlet a = `b`\n\n  c\n```',
  '````\n```\n````',
  '| A | B |\n| --- | :-: |\n| 1\\|2 | **x** |',
  '[ici](https://a.example/x "Le titre")',
  '[**gras** et _pas_](https://a.example) puis [autre](/asso)',
  `![Le [puits]](picture:${id} "Voilà \\"tout\\" !")`,
  `[![x](picture:${id})](https://a.example)`,
  'Texte\n\n___\n\nSuite',
  '\\# pas un titre\n\n1\\. pas une liste\n\n\\- ni ici\n\n\\*a\\* c_d 2 * 3',
  '> 1. a\n>\n>    ```\n>    b\n>    ```',
  '## Fin \\#',
  '- [ ] à faire',
  '![x](https://a.example/b.png)',
  '- > cité\n- ## titre',
  'mailto <rene@a.example> et https://b.example/?a=1&b=2',
]
for (const markdown of written)
  test(`reads and writes ${JSON.stringify(markdown.slice(0, 50))}`, () => {
    assert.equal(seen(again(markdown)), seen(markdown))
    assert.equal(again(again(markdown)), again(markdown))
  })

test('what isn’t touched keeps its own writing, to the letter', () => {
  const markdown = 'Un *mot* ;\nsur deux lignes.\n\n* a\n* b\n\nTitre\n=====\n\n|A|B|\n|-|-|\n|1|2|\n\n***\n\nFin'
  const { document, sources } = markdownToDocument(markdown)
  assert.equal(documentToMarkdown(document, sources), markdown)
  const { tr } = EditorState.create({ doc: document })
  assert.equal(documentToMarkdown(tr.insertText('.', document.content.size - 1).doc, sources), `${markdown}.`)
})

test('a link defined elsewhere in the text is written with its address', () => {
  const markdown = 'Voir [la carte][c].\n\n[c]: https://a.example/carte'
  const { document, sources } = markdownToDocument(markdown)
  assert.equal(documentToMarkdown(document, sources), 'Voir [la carte](https://a.example/carte).')
})

test('an empty text, and one with nothing to say, are documents too', () => {
  for (const markdown of ['', '\n\n', '   ', '[c]: https://a.example']) {
    const { document } = markdownToDocument(markdown)
    document.check()
    assert.equal(documentToMarkdown(document), '')
  }
})

test('any text opens, and is read as it was once it is written again', () => {
  const pieces = [
    ...'[]()<>*_`#!|-+\\&;:"\' ab1é=.~>',
    '\n',
    '\n\n',
    '\n\n',
    '  ',
    '    ',
    '\n- ',
    '\n1. ',
    '\n> ',
    '\n## ',
    '**',
    '```\n',
    '| a | b |\n| - | - |\n| c | d |\n',
    `![x](picture:${id})`,
    '[y](/z)',
    '&amp;',
    '&#35;',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (all) => {
      const markdown = all.join('')
      const { document, sources } = markdownToDocument(markdown)
      document.check()
      // Blocks and words; Markdown can't say every mark inside a word, and levels of headings follow from those above.
      const said = (text: string) =>
        seen(text)
          .replace(/<\/?(?:em|strong|a|code|span|img|br)\b[^>]*>|\s+|\\|[’']/g, '')
          .replace(/<(\/?)h\d>/g, '<$1h>')
          .replaceAll('<p></p>', '')
      assert.equal(said(documentToMarkdown(document)), said(markdown))
      assert.equal(said(documentToMarkdown(document, sources)), said(markdown))
    }),
    { numRuns: 1500 },
  )
})
