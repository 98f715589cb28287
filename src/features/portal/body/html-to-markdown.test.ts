import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { htmlToMarkdown, type ConvertedBody } from './html-to-markdown.ts'
import { markdownToHtml } from './markdown-to-html.ts'
import { markdownToText } from './markdown-to-text.ts'
import { placePictures } from './place-pictures.ts'

const convert = (html: string, options = {}): ConvertedBody => {
  const result = htmlToMarkdown(html, options)
  assert.equal(result.tag, 'converted')
  return result as ConvertedBody
}

const cases: readonly [string, string][] = [
  ['<p>Un <b>mot </b>fort, <i>doux</i>.</p><p>Deux</p>', 'Un **mot** fort, _doux_.\n\nDeux'],
  ['<b>pas<i>fi</i></b>', '**pas*fi***'],
  ['<p>mot<b>!</b>suite</p>', 'mot!suite'],
  ['<p>a<br>b</p>', 'a\\\nb'],
  ['<h1>Titre <b>gras</b></h1><h3>Trois</h3>', '# Titre gras\n\n### Trois'],
  ['<ul><li>un<li>deux<ul><li>sous</ul></ul>', '- un\n- deux\n  - sous'],
  ['<ol start=3><li>a</li><li><p>b</p><p>c</p></li></ol>', '3. a\n4. b\n\n   c'],
  ['<blockquote><p>a</p><p>b</p></blockquote>', '> a\n>\n> b'],
  ['<pre>a *b*\n c</pre>', '```\na *b*\n c\n```'],
  ['<p>x <code>a`b</code></p>', 'x ``a`b``'],
  ['<table><tr><th>A<th>B<tr><td>1|2<td>x<br>y</table>', '| A | B |\n| --- | --- |\n| 1\\|2 | x y |'],
  ['<a href="https://a.example/x (1)">ici [là]</a>', '[ici \\[là\\]](https://a.example/x%20%281%29)'],
  ['<a href="javascript:alert(1)">ici</a>', 'ici'],
  [
    '<p># pas un titre</p><p>1. pas une liste</p><p>- ni ici</p><p>*a* _b_ c_d</p>',
    '\\# pas un titre\n\n1\\. pas une liste\n\n\\- ni ici\n\n\\*a\\* \\_b\\_ c_d',
  ],
  ['<p>Prix&nbsp;: 10&nbsp;000&nbsp;€&nbsp;!</p>', 'Prix : 10\u00a0000 € !'],
  ['<b style="font-weight:normal"><span style="font-weight:700">gras</span> non</b>', '**gras** non'],
  [
    '<p class=MsoListParagraph style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>&nbsp;&nbsp;</span></span>un</p><p style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">o </span>deux</p>',
    '- un\n    - deux',
  ],
  ['<!--[if gte mso 9]><xml>bruit</xml><![endif]--><style>p{color:red}</style><p>ok<o:p></o:p></p>', 'ok'],
  ['vi&#8203;a&shy;duc', 'viaduc'],
]
for (const [html, markdown] of cases) {
  test(`reads ${html.slice(0, 60)}`, () => assert.equal(convert(html).markdown, markdown))
}

test('WordPress: blank lines are paragraphs, shortcodes are kept as what they mean or told', () => {
  const body = convert(
    'Un\n\nDeux\ndeux bis [...]\n\n[caption id="a" width="3"]<a href="x.jpg"><img src="x.jpg" alt="Le puits"></a> La légende[/caption]\n\n[gallery ids="1,2"]\n\n[embed]https://v.example/1[/embed]',
    { wordpress: true },
  )
  assert.equal(
    body.markdown,
    'Un\n\nDeux\\\ndeux bis [...]\n\n![Le puits](picture:0 "La légende")\n\nhttps://v.example/1',
  )
  assert.deepEqual(body.pictures, [{ src: 'x.jpg', alt: 'Le puits' }])
  assert.deepEqual(body.lost, ['une galerie de photos'])
})

test('WordPress blocks: comments go, their paragraphs stay, dynamic blocks are told', () => {
  const body = convert(
    '<!-- wp:paragraph -->\n<p>Un\ndeux</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:latest-posts {"postsToShow":3} /-->',
    { wordpress: true },
  )
  assert.equal(body.markdown, 'Un deux')
  assert.deepEqual(body.lost, ['le bloc WordPress « latest-posts »'])
})

test('what layout is lost is said once, in French', () => {
  const { lost } = convert(
    '<p style="text-align:center;color:red"><u>a</u> <u>b</u></p><form><input></form><video></video>',
  )
  assert.deepEqual(lost.toSorted(), [
    'des alignements',
    'des couleurs',
    'des soulignements',
    'un formulaire',
    'une vidéo',
  ])
})

const hiders: readonly string[] = [
  '<span style="display:none">X</span>',
  '<span style="DISPLAY : none !important">X</span>',
  '<span style="d\\69splay:none">X</span>',
  '<span style="dis/**/play:none">X</span>',
  '<span style="visibility:hidden">X</span>',
  '<span style="font-size:0">X</span>',
  '<span style="font-size:1px">X</span>',
  '<span style="font-size:.1em">X</span>',
  '<span style="opacity:0.01">X</span>',
  '<span style="color:#fff">X</span>',
  '<span style="color:rgba(0,0,0,0)">X</span>',
  '<span style="color:rgb(10 10 10 / 0)">X</span>',
  '<span style="background:#123456;color:#123457">X</span>',
  '<font color="white">X</font>',
  '<span style="position:absolute;left:-9999px">X</span>',
  '<span style="text-indent:-600em">X</span>',
  '<span style="position:absolute;clip:rect(0,0,0,0)">X</span>',
  '<span style="clip-path:inset(100%)">X</span>',
  '<span style="height:0;overflow:hidden">X</span>',
  '<span style="display:inline-block;max-height:1px;overflow:hidden">X</span>',
  '<span style="transform:scale(0)">X</span>',
  '<span hidden>X</span>',
  '<span class="a hidden b">X</span>',
  '<span class="q">X</span>',
  '<span id=z>X</span>',
  '<noscript>X</noscript>',
  '<marquee height=1 width=2>X</marquee>',
  '<div style="display:none"><p>X</p></div>',
  '<span style="mso-hide:all">X</span>',
  '<span style="color:#eee">X</span>',
  '<span style="color:rgb(100%, 100%, 100%)">X</span>',
  '<span style="transform:scale(.001)">X</span>',
  '<span style="font:bold 1px serif">X</span>',
  '<span style="translate:-90em">X</span>',
  '<span data-x="1">X</span>',
  '<span lang="zz">X</span>',
  '<span class="m">X</span>',
]
for (const hider of hiders) {
  test(`finds what is hidden by ${hider}`, () => {
    const passage = 'acheter <a href="https://v.example">pilules</a> ici'
    const sheet =
      '<style>@media print{p{display:none}} .q,.r{position:absolute;top:-5000px} #z{display:none} [data-x]{opacity:0} b > span[lang=zz]{font-size:0} @media screen{.m{display:none}}</style>'
    const { markdown, hidden } = convert(`${sheet}<p>Avant ${hider.replace('X', passage)} après.</p>`)
    assert.equal(hidden.length, 1)
    assert.equal(markdown.slice(hidden[0]!.start, hidden[0]!.end), 'acheter [pilules](https://v.example) ici')
    assert.ok(markdown.startsWith('Avant') && markdown.endsWith('après.'))
  })
}

test('what can be seen isn’t hidden', () => {
  const seen = [
    '<div style="background:#036"><p style="color:#fff">Clair sur foncé</p></div>',
    '<a style="background:#036;color:white" href="https://a.example">Bouton</a>',
    '<p style="font-size:12px;line-height:1;opacity:1;margin-left:-20px">Normal</p>',
    '<a href="https://a.example">Suite <span class="screen-reader-text">(nouvelle fenêtre)</span></a>',
    '<p style="color:#777">Gris</p>',
    '<p style="color:#ddd">Gris clair</p>',
    '<style>[lang=zz]{display:none} @media print{.m{display:none}}</style><p lang=fr class=m>À l’écran</p>',
    '<p style="transform:translate(-50%,-50%) scale(.5)">Au centre</p>',
    '<span aria-hidden="true">★</span>',
    '<p style="font:0.9em/1.4 serif">Normal</p>',
  ]
  for (const html of seen) assert.deepEqual(convert(html).hidden, [], html)
})

test('a hidden passage over several paragraphs is one, with its place', () => {
  const { markdown, hidden } = convert('<p>a</p><div hidden><p>b</p><p><b>c</b></p></div><p>d</p>')
  assert.equal(markdown, 'a\n\nb\n\n**c**\n\nd')
  assert.deepEqual(hidden, [{ start: 3, end: 11, hiding: 'attribute', text: 'b\n\n**c**' }])
})

test('pictures get their ids later, and go when they have none', () => {
  const id = '0123456789abcdef01234567'
  const body = convert(
    '<p>x <img src=a.png alt="un [b]"> <img src=b.png alt=deux></p><figure><img src=c.png><figcaption>Dit "oui" !</figcaption></figure>',
  )
  const placed = placePictures(body, [id, undefined, id])
  assert.equal(placed.markdown, `x ![un \\[b\\]](picture:${id}) \n\n![](picture:${id} "Dit \\"oui\\" !")`)
})

test('hidden passages keep their places while pictures get longer or go', () => {
  const id = '0123456789abcdef01234567'
  const body = convert(
    `<p><img src=a.png alt=un> Un <span hidden>caché <img src=b.png> deux</span>.</p><p><img src=c.png></p>
    <p><a href="/x"><img src=c.png></a> <span hidden>trois</span></p><p><span hidden><img src=d.png></span>fin</p>`,
  )
  for (const ids of [[], [id], [undefined, id], [id, id, id, id, id]]) {
    const placed = placePictures(body, ids)
    assert.doesNotMatch(placed.markdown, /picture:\d{1,5}[ )]|\n{3}|(?<!!)\[\]\(|^ /)
    for (const { start, end, text } of placed.hidden) assert.equal(placed.markdown.slice(start, end), text)
    assert.deepEqual(
      placed.hidden.slice(0, 2).map(({ text }) => text.replace(/!\[[^)]*\) ?/, '')),
      ['caché deux', 'trois'].map((text) => (ids[1] ? text : text.replace('é d', 'é  d'))),
    )
    assert.equal(placed.hidden.length, ids[4] ? 3 : 2)
  }
})

test('hostile trees are read in bounded depth and time, or refused with the reason', () => {
  const deep = [
    '<div>',
    '<b>',
    '<table><tr><td>',
    '<ul><li>',
    '<blockquote>',
    '<p>',
    '<font a=1>',
    '<figure>',
    '<a href=x>',
  ]
  for (const piece of deep) assert.equal(htmlToMarkdown(`${piece.repeat(10_000)}fin`).tag, 'converted', piece)
  assert.match(convert(`${'<div>'.repeat(100_000)}fin`).markdown, /fin/)
  const attributes = Array.from({ length: 200_000 }, (_, index) => `a${index}`).join(' ')
  assert.deepEqual(htmlToMarkdown(`<a ${attributes}>`), { tag: 'unreadable', reason: 'overloaded' })
  assert.deepEqual(htmlToMarkdown('a'.repeat(10_000_000)), { tag: 'too-big', size: 10_000_000, limit: 2_000_000 })
  assert.equal(htmlToMarkdown('mot '.repeat(100_000)).tag, 'too-big')
  for (const piece of [
    '[',
    '[a ',
    '<!--',
    '&',
    '<',
    '*',
    '`',
    '\n \n',
    '<style>{',
    '[caption ',
    '<p style="/*">',
    "<a href='",
  ])
    htmlToMarkdown(piece.repeat(50_000), { wordpress: true })
})

test('the words that come in come out, and Markdown reads them back as they were', () => {
  const word = fc.string({
    unit: fc.constantFrom(...'ab1é*_`[]()<>#+-.!|\\&;:~='.split('')),
    minLength: 1,
    maxLength: 8,
  })
  const tags = fc.constantFrom('b', 'i', 'code', 'span', 'p', 'li', 'blockquote', 'h2', 'div')
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const pieces = fc.array(fc.tuple(word, fc.option(tags)), { maxLength: 12 })
  fc.assert(
    fc.property(pieces, (parts) => {
      const html = parts.map(([text, tag]) => (tag ? `<${tag}>${escape(text)}</${tag}>` : escape(text))).join(' ')
      const { markdown } = convert(html)
      const squeeze = (text: string) => text.replace(/\s+/gu, '')
      assert.equal(squeeze(markdownToText(markdown)), squeeze(parts.map(([text]) => text).join('')))
      markdownToHtml(markdown)
    }),
    { numRuns: 2000 },
  )
})
