import assert from 'node:assert/strict'
import test from 'node:test'
import { SaxesParser } from 'saxes'
import { idToUrn, itemsToAtom, itemsToJsonFeed, itemsToRss } from './feeds.ts'
import type { FeedChannel, FeedItem } from './feeds.ts'

const ORIGIN = 'https://portail.example'

const channel: FeedChannel = {
  id: 'f'.repeat(24),
  title: 'Potagers & Cie <bio>',
  description: 'Les nouvelles du jardin',
  language: 'fr',
  path: '/potagers-du-garon/',
  feeds: {
    rss: '/potagers-du-garon/rss.xml',
    atom: '/potagers-du-garon/atom.xml',
    json: '/potagers-du-garon/feed.json',
  },
  author: 'Les Potagers du Garon',
  updated: 1_700_000_000,
}

const item: FeedItem = {
  id: '0123456789abcdef01234567',
  path: '/potagers-du-garon/nouvelles/hetres',
  title: 'Des hêtres < des chênes & « co » ]]>',
  summary: 'On plante <b> 20 hêtres & c’est tout.',
  html: '<p>Voir <a href="/nous">nous</a>, <a href="#bas">en bas</a>, <a href="https://a.example/b">là</a> ]]> \u0007<img src="/m/1.webp" alt=""></p>',
  published: 1_700_000_000,
  updated: 1_700_000_600,
  author: 'Les Potagers du Garon',
  language: 'fr',
  tags: ['arbres'],
  picture: { path: '/m/1.webp', type: 'image/webp', bytes: 48_000 },
}
const bare: FeedItem = {
  ...item,
  id: '1'.repeat(24),
  path: '/b',
  title: 'Bɛɛ sõma',
  language: 'mos',
  tags: [],
  picture: null,
  updated: 3,
}

type Tag = { name: string; attributes: Record<string, string>; text: string; parent: string }

/** Every element of a document, in order, read by a parser that isn't ours. */
function readXml(xml: string): Tag[] {
  const tags: Tag[] = []
  const open: Tag[] = []
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => assert.fail(error))
  parser.on('opentag', ({ name, attributes }) => {
    const plain = Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value]))
    const tag = { name, attributes: plain, text: '', parent: open.at(-1)?.name ?? '' }
    tags.push(tag)
    open.push(tag)
  })
  parser.on('text', (text) => {
    const tag = open.at(-1)
    if (tag) tag.text += text
  })
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  return tags
}
const textsOf = (tags: readonly Tag[], parent: string, name: string) =>
  tags.filter((tag) => tag.parent === parent && tag.name === name).map((tag) => tag.text)

const ABSOLUTE_HTML =
  '<p>Voir <a href="https://portail.example/nous">nous</a>, <a href="https://portail.example/potagers-du-garon/nouvelles/hetres#bas">en bas</a>, ' +
  '<a href="https://a.example/b">là</a> ]]> <img src="https://portail.example/m/1.webp" alt=""></p>'

test('RSS 2.0 as another parser reads it', () => {
  const tags = readXml(itemsToRss(channel, [item, bare], ORIGIN))
  assert.deepEqual(textsOf(tags, 'channel', 'title'), [channel.title])
  assert.deepEqual(textsOf(tags, 'channel', 'link'), ['https://portail.example/potagers-du-garon/'])
  assert.deepEqual(textsOf(tags, 'channel', 'lastBuildDate'), ['Tue, 14 Nov 2023 22:23:20 GMT'])
  assert.deepEqual(textsOf(tags, 'item', 'title'), [item.title, bare.title])
  assert.deepEqual(textsOf(tags, 'item', 'pubDate')[0], 'Tue, 14 Nov 2023 22:13:20 GMT')
  assert.deepEqual(textsOf(tags, 'item', 'description')[0], 'On plante &lt;b&gt; 20 hêtres &amp; c’est tout.')
  assert.equal(textsOf(tags, 'item', 'content:encoded')[0], ABSOLUTE_HTML)
  assert.deepEqual(
    textsOf(tags, 'item', 'guid'),
    [item, bare].map(({ id }) => idToUrn(id)),
  )
  assert.deepEqual(tags.find((tag) => tag.name === 'guid')?.attributes, { isPermaLink: 'false' })
  assert.deepEqual(
    tags.filter((tag) => tag.name === 'enclosure').map((tag) => tag.attributes),
    [{ url: 'https://portail.example/m/1.webp', type: 'image/webp', length: '48000' }],
  )
})

test('Atom as another parser reads it', () => {
  const tags = readXml(itemsToAtom(channel, [item, bare], ORIGIN))
  assert.deepEqual(textsOf(tags, 'feed', 'updated'), ['2023-11-14T22:23:20.000Z'])
  assert.deepEqual(
    textsOf(tags, 'entry', 'id'),
    [item, bare].map(({ id }) => idToUrn(id)),
  )
  assert.deepEqual(textsOf(tags, 'entry', 'title'), [item.title, bare.title])
  assert.deepEqual(textsOf(tags, 'entry', 'summary')[0], item.summary)
  assert.equal(textsOf(tags, 'entry', 'content')[0], ABSOLUTE_HTML)
  assert.deepEqual(
    tags.filter((tag) => tag.name === 'entry').map((tag) => tag.attributes['xml:lang']),
    ['fr', 'mos'],
  )
  assert.deepEqual(
    tags.filter((tag) => tag.parent === 'feed' && tag.name === 'link').map((tag) => tag.attributes['href']),
    ['https://portail.example/potagers-du-garon/atom.xml', 'https://portail.example/potagers-du-garon/'],
  )
})

test('JSON Feed 1.1', () => {
  const feed = JSON.parse(itemsToJsonFeed(channel, [item, bare], ORIGIN))
  assert.equal(feed.version, 'https://jsonfeed.org/version/1.1')
  assert.equal(feed.feed_url, 'https://portail.example/potagers-du-garon/feed.json')
  assert.deepEqual(
    feed.items.map((one: { id: string; url: string; title: string; language: string }) => [
      one.id,
      one.url,
      one.title,
      one.language,
    ]),
    [
      [idToUrn(item.id), 'https://portail.example/potagers-du-garon/nouvelles/hetres', item.title, 'fr'],
      [idToUrn(bare.id), 'https://portail.example/b', bare.title, 'mos'],
    ],
  )
  assert.equal(feed.items[0].content_html, ABSOLUTE_HTML.replace(']]> ', ']]> \u0007'))
  assert.equal(feed.items[0].attachments[0].size_in_bytes, 48_000)
})

test('an empty feed says when its channel changed', () => {
  assert.match(itemsToAtom(channel, [], ORIGIN), /<updated>2023-11-14T22:13:20.000Z<\/updated>/)
  assert.match(itemsToRss(channel, [], ORIGIN), /<lastBuildDate>Tue, 14 Nov 2023 22:13:20 GMT</)
})

test('an item keeps its id when its title and address change; two entities never share one', () => {
  const moved = { ...item, title: 'Autre', path: '/autre' }
  for (const write of [itemsToRss, itemsToAtom, itemsToJsonFeed])
    assert.ok(write(channel, [moved], ORIGIN).includes('urn:uuid:01234567-89ab-8cde-8f01-234567000000'))
  const ids = Array.from({ length: 24 }, (_, digit) => idToUrn('0'.repeat(digit) + '1' + '0'.repeat(23 - digit)))
  assert.equal(new Set(ids).size, 24)
})
