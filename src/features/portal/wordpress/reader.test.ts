import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWordpressExport } from './decode.ts'
import type { WordpressEnd, WordpressEntry, WordpressText } from './entry.ts'
import { wordpressLimits, type WordpressLimits } from './reader.ts'

const head = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Portail</title><link>http://p.example</link><language>fr-FR</language><wp:wxr_version>1.2</wp:wxr_version>`
const foot = '</channel></rss>'
const item = (inner: string) =>
  `<item><title>Le puits</title><wp:post_id>7</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>${inner}</item>`

const read = async (
  text: string | Uint8Array,
  limits: WordpressLimits = wordpressLimits,
  step = 7,
): Promise<(WordpressEntry | WordpressEnd)[]> => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const size = Math.max(step, 400)
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
  return Array.fromAsync(readWordpressExport(pieces, limits))
}
const textOf = (entries: readonly (WordpressEntry | WordpressEnd)[]) =>
  entries.find((entry) => entry.tag === 'article' || entry.tag === 'page') as WordpressText
const reasonOf = (entries: readonly (WordpressEntry | WordpressEnd)[]) => {
  const last = entries.at(-1)
  return last?.tag === 'refused' ? last.reason : last?.tag
}

test('an article comes whole: dates, terms, author’s name, picture, comments counted', async () => {
  const entries = await read(
    `${head}<wp:author><wp:author_login>awa</wp:author_login><wp:author_email>awa@p.example</wp:author_email><wp:author_display_name><![CDATA[Awa K.]]></wp:author_display_name></wp:author>
    <wp:category><wp:category_nicename>eau</wp:category_nicename><wp:cat_name>Eau</wp:cat_name></wp:category>${item(
      `<dc:creator>awa</dc:creator><wp:post_name>le-puits-%C3%A9t%C3%A9</wp:post_name><wp:post_date_gmt>2011-11-25 09:30:00</wp:post_date_gmt><wp:is_sticky>1</wp:is_sticky>
      <category domain="category" nicename="eau">Eau</category><category domain="post_tag" nicename="puits">puits</category><category domain="tag">puits</category>
      <content:encoded><![CDATA[<p>Un]]]]><![CDATA[> & deux</p>]]></content:encoded><excerpt:encoded>Bref</excerpt:encoded>
      <wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>
      <wp:comment><wp:comment_author_email>x@y.example</wp:comment_author_email><wp:comment_content>viagra</wp:comment_content></wp:comment>`,
    )}${foot}`,
  )
  assert.deepEqual(textOf(entries), {
    tag: 'article',
    id: '7',
    title: 'Le puits',
    slug: 'le-puits-été',
    address: '',
    html: '<p>Un]]> & deux</p>',
    excerptHtml: 'Bref',
    status: 'published',
    publishedAt: Date.UTC(2011, 10, 25, 9, 30),
    author: 'Awa K.',
    sticky: true,
    protected: false,
    parentId: undefined,
    pictureId: '9',
    categories: [{ slug: 'eau', name: 'Eau' }],
    keywords: [{ slug: 'puits', name: 'puits' }],
    comments: 1,
  })
  assert.deepEqual(entries[0], {
    tag: 'site',
    title: 'Portail',
    address: 'http://p.example',
    language: 'fr-FR',
    version: '1.2',
  })
  assert.doesNotMatch(JSON.stringify(entries), /y\.example|viagra|awa@/)
  assert.deepEqual(entries.at(-1), {
    tag: 'end',
    counts: { articles: 1, pages: 0, attachments: 0, categories: 1, keywords: 0, authors: 1, comments: 1, skipped: 0 },
    warnings: [],
  })
})

test('status, dates without day, and what is left out', async () => {
  const of = async (inner: string) => (await read(`${head}<item><title>T</title>${inner}</item>${foot}`))[1]!
  const post = '<wp:post_type>post</wp:post_type>'
  const statuses = [
    ['publish', 'published'],
    ['future', 'scheduled'],
    ['draft', 'unpublished'],
    ['pending', 'unpublished'],
    ['private', 'private'],
  ] as const
  for (const [from, to] of statuses)
    assert.equal(((await of(`${post}<wp:status>${from}</wp:status>`)) as WordpressText).status, to)
  for (const status of ['trash', 'auto-draft', 'autre'])
    assert.equal((await of(`${post}<wp:status>${status}</wp:status>`)).tag, 'skipped')
  for (const type of ['nav_menu_item', 'revision', 'produit', ''])
    assert.equal((await of(`<wp:post_type>${type}</wp:post_type>`)).tag, 'skipped')
  const dated = (await of(
    `${post}<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt><wp:post_date>2005-12-02 08:00:00</wp:post_date>`,
  )) as WordpressText
  assert.equal(dated.publishedAt, Date.UTC(2005, 11, 2, 8))
  assert.equal(((await of(post)) as WordpressText).publishedAt, undefined)
})

test('an attachment gives its address, its file’s name and its text', async () => {
  const entries = await read(
    `${head}<item><title>Vue</title><wp:post_id>8</wp:post_id><wp:post_type>attachment</wp:post_type><wp:post_parent>7</wp:post_parent><wp:attachment_url>http://p.example/a/b%20c.jpg?x=1</wp:attachment_url>
    <wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>Le puits</wp:meta_value></wp:postmeta></item>${foot}`,
  )
  assert.deepEqual(entries[1], {
    tag: 'attachment',
    id: '8',
    title: 'Vue',
    address: 'http://p.example/a/b%20c.jpg?x=1',
    fileName: 'b c.jpg',
    alt: 'Le puits',
    caption: '',
    parentId: '7',
  })
})

test('a DOCTYPE is refused, and with it every entity that could explode', async () => {
  const bomb = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>'
  assert.equal(reasonOf(await read(head.replace('<rss', `${bomb}<rss`) + item('') + foot)), 'doctype')
  assert.equal(
    reasonOf(await read(`${head.replace('<rss', '<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss')}${foot}`)),
    'doctype',
  )
  assert.equal(
    reasonOf(await read(`<?xml version="1.0"?><!DOCTYPE x [${'<!-- a -->'.repeat(200_000)}`)),
    'not-an-export',
  )
})

test('what isn’t an export is refused with a sentence', async () => {
  const others = [
    '',
    'bonjour',
    '<html><body>x</body></html>',
    '<rss><channel><title>x</title><item><title>y</title></item></channel></rss>',
    head.replace('1.2</wp:wxr', 'abc</wp:wxr') + foot,
  ]
  for (const text of others) {
    const last = (await read(text)).at(-1)
    assert.equal(last?.tag, 'refused', text)
    assert.match(last?.tag === 'refused' ? last.sentence : '', /^Ce fichier .*\.$/)
  }
})

test('control characters, unknown entities and a cut end don’t lose complete items', async () => {
  const cut = await read(
    `${head}${item('<content:encoded>a\u0001b &nbsp;&eacute;&inconnue; c</content:encoded>')}<item><title>Cou`,
  )
  assert.equal(textOf(cut).html, 'ab \u00a0é&inconnue; c')
  const end = cut.at(-1)!
  assert.equal(end.tag, 'end')
  assert.match(JSON.stringify(end), /coupé avant sa fin/)
  assert.equal(reasonOf(await read(`${head}<item><title>Cou`)), 'cut')
})

test('sizes are bounded: whole, one item, one piece, depth', async () => {
  const limits: WordpressLimits = { whole: 100_000, item: 5000, piece: 20_000, depth: 20 }
  const long = await read(
    `${head}${item(`<content:encoded>${'a'.repeat(6000)}</content:encoded>`)}${item('')}${foot}`,
    limits,
  )
  assert.deepEqual(
    long.map((entry) => entry.tag),
    ['site', 'skipped', 'article', 'end'],
  )
  assert.equal(
    reasonOf(await read(`${head}${item(`<content:encoded>${'a'.repeat(60_000)}</content:encoded>`)}${foot}`, limits)),
    'too-big',
  )
  assert.equal(reasonOf(await read(head + item('').repeat(5000) + foot, limits)), 'too-big')
  assert.equal(reasonOf(await read(`${head}${'<a>'.repeat(100_000)}`)), 'too-deep')
})

test('old encodings are read as they are declared, unknown ones refused', async () => {
  const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
  const source = head.replace('UTF-8', 'ISO-8859-1') + item('<content:encoded>été</content:encoded>') + foot
  assert.equal(textOf(await read(latin(source))).html, 'été')
  assert.equal(reasonOf(await read(head.replace('UTF-8', 'EBCDIC-CP-FR') + foot)), 'encoding')
})
