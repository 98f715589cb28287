import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { markdownToHtml } from './markdown-to-html.ts'
import { excerpt, markdownToText } from './markdown-to-text.ts'

const id = '0123456789abcdef01234567'
const pictures = (asked: string) =>
  asked === id
    ? { src: '/p/a.webp', srcset: '/p/a-320.webp 320w, /p/a.webp 960w', width: 960, height: 640, alt: 'Le puits' }
    : undefined

test('headings go one level down, so that the title stays the only h1', () => {
  assert.equal(markdownToHtml('# Un\n\n###### Six'), '<h2>Un</h2>\n<h3>Six</h3>\n')
  assert.equal(markdownToHtml('# Un', { headingShift: 2 }), '<h3>Un</h3>\n')
})

test('a picture gets its sizes, and a caption makes a figure', () => {
  assert.equal(
    markdownToHtml(`![](picture:${id})`, { pictures }),
    '<p><img src="/p/a.webp" width="960" height="640" loading="lazy" alt="Le puits" srcset="/p/a-320.webp 320w, /p/a.webp 960w" sizes="(min-width: 46rem) 42rem, 100vw"></p>\n',
  )
  assert.match(
    markdownToHtml(`![Eau](picture:${id} "Voilà !")`, { pictures }),
    /^<figure><img [^>]*alt="Eau"[^>]*><figcaption>Voilà\u202f!<\/figcaption><\/figure>/,
  )
})

test('an unknown picture leaves its text; no other address makes a picture', () => {
  assert.equal(
    markdownToHtml('![Le puits](picture:ffffffffffffffffffffffff)', { pictures }),
    '<p><span class="missing-picture">Le puits</span></p>\n',
  )
  assert.doesNotMatch(markdownToHtml('![x](https://a.example/suivi.gif)', { pictures }), /<img/)
  assert.doesNotMatch(markdownToHtml('![x](data:image/gif;base64,R0lGODlhAQABAAAAACw=)'), /<img/)
})

test('links lead to http, https, mailto, tel and the site; others keep their text', () => {
  assert.equal(markdownToHtml('[a](https://a.example/)'), '<p><a href="https://a.example/" rel="noopener">a</a></p>\n')
  assert.equal(markdownToHtml('[a](/asso/koupela)'), '<p><a href="/asso/koupela">a</a></p>\n')
  assert.match(markdownToHtml('[a](mailto:a@b.example) [b](tel:+33400000000)'), /href="mailto:.*href="tel:/)
  const refused = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    '&#106;avascript:alert(1)',
    'vbscript:x',
    'data:text/html,x',
    'file:///etc/passwd',
    '//evil.example',
  ]
  for (const address of refused) assert.doesNotMatch(markdownToHtml(`[a](${address})`), /<a /, address)
  assert.equal(markdownToHtml(`[a](picture:${id})`), '<p>a</p>\n')
})

test('raw HTML stays text', () => {
  assert.equal(markdownToHtml('<script>alert(1)</script>'), '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n')
  assert.doesNotMatch(markdownToHtml('a <img src=x onerror=alert(1)> b'), /<img/)
})

test('French spaces and apostrophes are set at display, never in code nor in addresses', () => {
  const cases: readonly [string, string][] = [
    ['Quoi ? Oui ! Bien ; non.', 'Quoi\u202f? Oui\u202f! Bien\u202f; non.'],
    ['Quoi? Oui!', 'Quoi\u202f? Oui\u202f!'],
    ['**Quoi** ?', '<strong>Quoi</strong>\u202f?'],
    ['**Quoi**?', '<strong>Quoi</strong>\u202f?'],
    ['Lieu : la cour, à 10:30', 'Lieu\u00a0: la cour, à 10:30'],
    ['« Bonjour »', '«\u202fBonjour\u202f»'],
    ["L'eau d'**ici**", 'L’eau d’<strong>ici</strong>'],
    ["`l'eau ?`", "<code>l'eau ?</code>"],
    ['voir https://a.example/?a=b;c=d ; merci', 'voir https://a.example/?a=b;c=d\u202f; merci'],
    ['3 personnes (dont deux ?)', '3 personnes (dont deux\u202f?)'],
  ]
  for (const [source, expected] of cases) assert.equal(markdownToHtml(source), `<p>${expected}</p>\n`)
  assert.match(
    markdownToHtml("[l'eau ?](https://a.example/l'eau?x=1)"),
    /href="https:\/\/a\.example\/l'eau\?x=1" rel="noopener">l’eau\u202f\?</,
  )
})

test('tables of GFM are read', () => {
  assert.match(markdownToHtml('| a | b |\n| --- | --- |\n| 1 | 2 |'), /<table>[\s\S]*<th>a<\/th>[\s\S]*<td>2<\/td>/)
})

test('any text is rendered without throwing and without a tag it doesn’t know', () => {
  const pieces = [...'[](){}<>*_`#!|-\\&;:"\' \nab1é«»/', 'picture:', 'http://', 'javascript:', '&#x41;']
  const signs = fc.array(fc.constantFrom(...pieces), { maxLength: 300 }).map((all) => all.join(''))
  fc.assert(
    fc.property(signs, (source) => {
      for (const [, name] of markdownToHtml(source, { pictures }).matchAll(/<\/?([a-z0-9]+)/g)) {
        assert.ok(
          'p strong em code pre a h2 h3 h4 h5 h6 ul ol li blockquote hr br table thead tbody tr th td img span figure figcaption'
            .split(' ')
            .includes(name!),
          name!,
        )
      }
      markdownToText(source)
    }),
    { numRuns: 1000 },
  )
})

test('a body beyond 200 KB is cut at a line and says so; hostile repetitions are rendered too', () => {
  const html = markdownToHtml('mot mot mot mot\n\n'.repeat(60_000))
  assert.ok(html.length < 300_000)
  assert.match(html, /trop longue pour être affichée/)
  for (const piece of ['[', '*a', '_a', '`', '![', '<', '&', '> ', '- ', '|', '«', ' ?', "a'"])
    markdownToHtml(piece.repeat(Math.floor(200_000 / piece.length)))
})

test('the words of a body come without signs, and an excerpt ends between two words', () => {
  const body =
    '# Le puits\n\nUn **beau** [puits](https://a.example) à `Koupéla`.\nSuite.\n\n- un\n- deux\n\n| a | b |\n| --- | --- |\n| c | d |'
  assert.equal(markdownToText(body), 'Le puits\nUn beau puits à Koupéla. Suite.\nun\ndeux\na\nb\nc\nd')
  assert.equal(excerpt('Le puits est **creusé**, enfin.', 20), 'Le puits est creusé…')
  assert.equal(excerpt('Court.', 20), 'Court.')
})

test('headings skip no level below the page’s title, whatever levels a text was typed with', () => {
  const levels = (markdown: string) =>
    [...markdownToHtml(markdown).matchAll(/<h(\d)>/g)].map((match) => Number(match[1]))
  assert.deepEqual(levels('## a\n\n## b'), [2, 2])
  assert.deepEqual(levels('# a\n\n### b\n\n### c\n\n## d\n\n# e'), [2, 3, 3, 3, 2])
  assert.deepEqual(levels('#### a\n\n# b\n\n###### c'), [2, 2, 3])
})
