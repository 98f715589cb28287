import { element, escapeXml, toXmlDocument } from '#core/text/xml.ts'
import type { XmlNode } from '#core/text/xml.ts'

/** A public news item as feeds give it. Paths begin with `/`. */
export type FeedItem = {
  /** Entity's id, 24 hexadecimal digits. */
  readonly id: string
  /** Where it reads, as of now: titles and addresses may change, the id doesn't. */
  readonly path: string
  readonly title: string
  /** Plain text. */
  readonly summary: string
  /** The whole text, safe HTML; its own links may begin with `/` or `#`. */
  readonly html: string
  /** Seconds UTC. */
  readonly published: number
  readonly updated: number
  /** Association, or who signed. */
  readonly author: string
  /** BCP 47. */
  readonly language: string
  readonly tags: readonly string[]
  readonly picture: { readonly path: string; readonly type: string; readonly bytes: number } | null
}

/** A feed: the federation's or one association's. */
export type FeedChannel = {
  /** Id of the federation or of the association, 24 hexadecimal digits. */
  readonly id: string
  readonly title: string
  readonly description: string
  readonly language: string
  /** The page that it follows. */
  readonly path: string
  readonly feeds: { readonly rss: string; readonly atom: string; readonly json: string }
  readonly author: string
  /** Seconds UTC, for a feed that holds nothing yet. */
  readonly updated: number
  readonly icon?: string
}

/** `origin`: `https://portail.example`, without a last slash. */
export function itemsToRss(channel: FeedChannel, items: readonly FeedItem[], origin: string): string {
  const toItem = (item: FeedItem): XmlNode =>
    element('item', {}, [
      element('title', {}, item.title),
      element('link', {}, origin + item.path),
      element('guid', { isPermaLink: 'false' }, idToUrn(item.id)),
      element('pubDate', {}, toDate(item.published).toUTCString()),
      element('dc:creator', {}, item.author),
      element('dc:language', {}, item.language),
      ...item.tags.map((tag) => element('category', {}, tag)),
      // RSS says HTML here: the summary is escaped once as text in HTML, and once more as text in XML.
      element('description', {}, escapeXml(item.summary)),
      element('content:encoded', {}, toAbsolute(item.html, item.path, origin)),
      ...toEnclosures(item, origin).map(({ url, type, length }) => element('enclosure', { url, type, length })),
    ])
  return toXmlDocument(
    element('rss', { version: '2.0', ...RSS_NAMES }, [
      element('channel', {}, [
        element('title', {}, channel.title),
        element('link', {}, origin + channel.path),
        element('description', {}, channel.description),
        element('language', {}, channel.language),
        element('lastBuildDate', {}, toDate(lastChange(channel, items)).toUTCString()),
        element('atom:link', { rel: 'self', type: 'application/rss+xml', href: origin + channel.feeds.rss }),
        ...items.map(toItem),
      ]),
    ]),
  )
}

export function itemsToAtom(channel: FeedChannel, items: readonly FeedItem[], origin: string): string {
  const toEntry = (item: FeedItem): XmlNode =>
    element('entry', { 'xml:lang': item.language }, [
      element('id', {}, idToUrn(item.id)),
      element('title', {}, item.title),
      element('link', { rel: 'alternate', type: 'text/html', href: origin + item.path }),
      ...toEnclosures(item, origin).map(({ url, ...rest }) =>
        element('link', { rel: 'enclosure', href: url, ...rest }),
      ),
      element('published', {}, toDate(item.published).toISOString()),
      element('updated', {}, toDate(item.updated).toISOString()),
      element('author', {}, element('name', {}, item.author)),
      ...item.tags.map((tag) => element('category', { term: tag })),
      element('summary', {}, item.summary),
      element('content', { type: 'html' }, toAbsolute(item.html, item.path, origin)),
    ])
  return toXmlDocument(
    element('feed', { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': channel.language }, [
      element('id', {}, idToUrn(channel.id)),
      element('title', {}, channel.title),
      element('subtitle', {}, channel.description),
      element('updated', {}, toDate(lastChange(channel, items)).toISOString()),
      element('author', {}, element('name', {}, channel.author)),
      element('link', { rel: 'self', type: 'application/atom+xml', href: origin + channel.feeds.atom }),
      element('link', { rel: 'alternate', type: 'text/html', href: origin + channel.path }),
      ...(channel.icon ? [element('icon', {}, origin + channel.icon)] : []),
      ...items.map(toEntry),
    ]),
  )
}

/** JSON Feed 1.1. */
export function itemsToJsonFeed(channel: FeedChannel, items: readonly FeedItem[], origin: string): string {
  const toItem = (item: FeedItem) => ({
    id: idToUrn(item.id),
    url: origin + item.path,
    title: item.title,
    summary: item.summary,
    content_html: toAbsolute(item.html, item.path, origin),
    date_published: toDate(item.published).toISOString(),
    date_modified: toDate(item.updated).toISOString(),
    authors: [{ name: item.author }],
    language: item.language,
    ...(item.tags.length > 0 ? { tags: item.tags } : {}),
    ...(item.picture
      ? {
          image: origin + item.picture.path,
          attachments: toEnclosures(item, origin).map(({ url, type, length }) => ({
            url,
            mime_type: type,
            size_in_bytes: length,
          })),
        }
      : {}),
  })
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: channel.title,
    home_page_url: origin + channel.path,
    feed_url: origin + channel.feeds.json,
    description: channel.description,
    ...(channel.icon ? { icon: origin + channel.icon } : {}),
    authors: [{ name: channel.author }],
    language: channel.language,
    items: items.map(toItem),
  })
}

/**
 * A name for an entity that outlives its title, its address and the site's own: its 96 bits in a UUID of version 8 (RFC 9562).
 * Readers know by it what they have read already.
 */
export const idToUrn = (id: string): string =>
  `urn:uuid:${id.slice(0, 8)}-${id.slice(8, 12)}-8${id.slice(12, 15)}-8${id.slice(15, 18)}-${id.slice(18, 24)}000000`

const RSS_NAMES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
}

const toDate = (seconds: number): Date => new Date(seconds * 1000)

const lastChange = (channel: FeedChannel, items: readonly FeedItem[]): number =>
  items.reduce((last, item) => Math.max(last, item.updated), items.length > 0 ? 0 : channel.updated)

const toEnclosures = ({ picture }: FeedItem, origin: string) =>
  picture ? [{ url: origin + picture.path, type: picture.type, length: picture.bytes }] : []

/** Many readers resolve nothing: addresses inside the text are made whole. */
const toAbsolute = (html: string, path: string, origin: string): string =>
  html.replace(/(\s(?:href|src|poster)=")(\/(?!\/)|#)/g, (_, name: string, start: string) =>
    start === '#' ? `${name}${escapeXml(origin + path)}#` : `${name}${escapeXml(origin)}/`,
  )
