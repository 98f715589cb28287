import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { WordpressCounts, WordpressEnd, WordpressEntry } from './entry.ts'
import { itemToEntry, usefulMetadata, type RawItem } from './item.ts'
import { refusal, type RefusalReason } from './refusal.ts'

export type WordpressLimits = {
  /** Characters of the whole file. */
  readonly whole: number
  /** Characters of one item, beyond which it is skipped. */
  readonly item: number
  /** Characters between two tags, beyond which the file is refused: the XML reader holds them in memory. */
  readonly piece: number
  readonly depth: number
}

export const wordpressLimits: WordpressLimits = { whole: 2_000_000_000, item: 4_000_000, piece: 16_000_000, depth: 40 }

/** Reads an export piece by piece: `write` gives what has become readable, `end` the rest and the verdict. After a refusal both give nothing more. */
export type WordpressReader = {
  readonly write: (text: string) => readonly (WordpressEntry | WordpressEnd)[]
  readonly end: () => readonly (WordpressEntry | WordpressEnd)[]
}

/**
 * A WordPress export (WXR 1.0 to 1.2: RSS with WordPress's own namespace). No DOCTYPE is accepted, so entities can't be defined and none can
 * explode; accounts and comments are left out, comments counted. As lenient as WordPress's importer: control characters, unknown entities and a cut
 * end don't lose the complete items. Pure: the caller reads the file and decodes it (decode.ts).
 */
export const createWordpressReader = (limits: WordpressLimits = wordpressLimits): WordpressReader => {
  let out: (WordpressEntry | WordpressEnd)[] = []
  let refused = false
  let read = 0
  let sinceEvent = 0
  const path: string[] = []
  const state = { root: false, channel: false, version: '', versionSeen: false, siteTold: false, itemsOpened: 0 }
  const site = new Map<string, string>()
  const authors = new Map<string, string>()
  const counts: Record<keyof WordpressCounts, number> = {
    articles: 0,
    pages: 0,
    attachments: 0,
    categories: 0,
    keywords: 0,
    authors: 0,
    comments: 0,
    skipped: 0,
  }
  const warnings = new Set<string>()
  let item: ItemInReading | undefined
  let group = new Map<string, string>()
  let text = ''
  let size = 0

  const refuse = (reason: RefusalReason) => {
    if (!refused) out.push(refusal(reason))
    refused = true
  }
  const give = (entry: WordpressEntry) => {
    tellSite()
    out.push(entry)
    if (entry.tag !== 'site') counts[countOf[entry.tag]]++
  }
  const tellSite = () => {
    if (state.siteTold) return
    state.siteTold = true
    const value = (name: string) => (site.get(name) ?? '').trim()
    out.push({
      tag: 'site',
      title: value('title'),
      address: value('wp:base_blog_url') || value('link'),
      language: value('language'),
      version: state.version,
    })
  }

  const parser = new SaxesParser({ xmlns: true, position: false })
  Object.assign(parser.ENTITIES, {
    nbsp: '\u00a0',
    copy: '©',
    laquo: '«',
    raquo: '»',
    eacute: 'é',
    egrave: 'è',
    agrave: 'à',
    ccedil: 'ç',
    hellip: '…',
    rsquo: '’',
    mdash: '—',
    ndash: '–',
  })
  parser.on('doctype', () => refuse('doctype'))
  parser.on(
    'error',
    (error) => void (/undefined entity|namespace|unencoded/i.test(error.message) ? 0 : warnings.add(warned)),
  )

  parser.on('opentag', (tag) => {
    sinceEvent = 0
    const name = nameOf(tag)
    path.push(name)
    if (path.length > limits.depth) return refuse('too-deep')
    text = ''
    const at = path.join('>')
    if (path.length === 1 && name !== 'rss') return refuse('not-an-export')
    if (at === 'rss>channel') state.channel = true
    if (at === itemPath) {
      state.itemsOpened++
      if (!isVersion(state.version)) return refuse('not-an-export')
      item = { fields: new Map(), terms: [], metadata: new Map(), comments: 0 }
      size = 0
    } else if (path.length === 3 || (path.length === 4 && name === 'wp:postmeta')) group = new Map()
    if (path.length === 4 && item && name === 'category') {
      group = new Map([
        ['domain', attributeOf(tag, 'domain')],
        ['slug', attributeOf(tag, 'nicename')],
      ])
    }
  })

  const addText = (piece: string) => {
    sinceEvent = 0
    size += piece.length
    if (path.length < 3 || (item && size > limits.item)) return
    if (text.length < limits.item) text += piece
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('comment', () => void (sinceEvent = 0))
  parser.on('processinginstruction', () => void (sinceEvent = 0))

  parser.on('closetag', (tag) => {
    sinceEvent = 0
    const name = nameOf(tag)
    const depth = path.length
    const inChannel = path[1] === 'channel'
    path.pop()
    if (refused || !inChannel) return void (text = '')
    if (item) closeInItem(name, depth)
    else closeInChannel(name, depth)
    text = ''
  })

  const closeInItem = (name: string, depth: number) => {
    const reading = item!
    if (depth === 3) {
      item = undefined
      if (size > limits.item) {
        return give({
          tag: 'skipped',
          what: 'item',
          title: (reading.fields.get('title') ?? '').slice(0, 200),
          sentence: 'Il est trop long pour être repris.',
        })
      }
      counts.comments += reading.comments
      const entry = itemToEntry(reading, (account) => authors.get(account.trim()) ?? withoutDomain(account))
      give(entry)
    } else if (depth === 4) {
      if (name === 'category')
        reading.terms.push({ domain: group.get('domain') ?? '', slug: group.get('slug') ?? '', name: text })
      else if (name === 'wp:comment') reading.comments++
      else if (name === 'wp:postmeta') {
        const key = (group.get('wp:meta_key') ?? '').trim()
        if (usefulMetadata.has(key)) reading.metadata.set(key, (group.get('wp:meta_value') ?? '').trim())
      } else if (itemFields[name]) reading.fields.set(itemFields[name], text)
    } else if (depth === 5 && path[3] === 'wp:postmeta') group.set(name, text)
  }

  const closeInChannel = (name: string, depth: number) => {
    if (depth === 4) group.set(name, text)
    if (depth !== 3) return
    const value = (key: string) => (group.get(key) ?? '').trim()
    if (name === 'wp:wxr_version') {
      state.version = text.trim()
      if (!isVersion(state.version)) refuse('not-an-export')
    } else if (name === 'wp:author') addAuthor(value)
    else if (name === 'wp:category') giveTerm('category', value('wp:category_nicename'), value('wp:cat_name'))
    else if (name === 'wp:tag') giveTerm('keyword', value('wp:tag_slug'), value('wp:tag_name'))
    else if (name === 'wp:term' && value('wp:term_taxonomy') === 'category')
      giveTerm('category', value('wp:term_slug'), value('wp:term_name'))
    else if (name === 'wp:term' && value('wp:term_taxonomy') === 'post_tag')
      giveTerm('keyword', value('wp:term_slug'), value('wp:term_name'))
    else if (['title', 'link', 'language', 'wp:base_blog_url'].includes(name)) site.set(name, text)
  }

  const addAuthor = (value: (key: string) => string) => {
    const account = value('wp:author_login')
    if (account === '' || authors.has(account)) return
    const fullName = `${value('wp:author_first_name')} ${value('wp:author_last_name')}`.trim()
    const name = withoutDomain(value('wp:author_display_name') || fullName || account)
    authors.set(account, name)
    if (isVersion(state.version)) give({ tag: 'author', name })
  }
  const giveTerm = (tag: 'category' | 'keyword', slug: string, name: string) => {
    if (isVersion(state.version) && (slug !== '' || name !== '')) give({ tag, slug, name: name || slug })
  }

  const take = () => {
    const taken = out
    out = []
    return taken
  }
  return {
    write: (piece) => {
      // pieces within pieces, so that a huge one can't pass a limit unseen
      for (let from = 0; from < piece.length && !refused; from += 65_536) {
        const part = piece.slice(from, from + 65_536).replace(forbidden, '')
        read += part.length
        sinceEvent += part.length
        if (read > limits.whole || sinceEvent > limits.piece) refuse('too-big')
        else if (path.length === 0 && read > 1_000_000) refuse('not-an-export')
        else parser.write(part)
      }
      return take()
    },
    end: () => {
      if (refused) return take()
      const isCut = path.length > 0
      const hadChannel = state.channel && isVersion(state.version)
      path.length = 0
      if (!hadChannel) refuse('not-an-export')
      else if (isCut && counts.articles + counts.pages + counts.attachments + counts.skipped === 0) refuse('cut')
      else {
        tellSite()
        if (isCut) warnings.add('Le fichier est coupé avant sa fin : ce qui le précède est repris.')
        out.push({ tag: 'end', counts: { ...counts }, warnings: [...warnings] })
        refused = true
      }
      return take()
    },
  }
}

type ItemInReading = {
  fields: Map<string, string>
  terms: RawItem['terms'][number][]
  metadata: Map<string, string>
  comments: number
}

const itemPath = 'rss>channel>item'
const warned = 'Le fichier contient des fautes de forme ; ce qui pouvait se lire est repris.'
// oxlint-disable-next-line no-control-regex -- what XML forbids and old exports hold all the same
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const isVersion = (version: string) => /^1\.[0-9]{1,2}$/.test(version)
const withoutDomain = (name: string) => name.trim().replace(/@.*$/s, '').slice(0, 200)

const countOf: Readonly<Record<Exclude<WordpressEntry['tag'], 'site'>, keyof WordpressCounts>> = {
  author: 'authors',
  category: 'categories',
  keyword: 'keywords',
  article: 'articles',
  page: 'pages',
  attachment: 'attachments',
  skipped: 'skipped',
}

/** A name by its namespace, whatever the prefix: `wp:`, `content:`, `excerpt:`, `dc:` or none. Foreign ones get a name that nothing reads. */
const nameOf = (tag: SaxesTagNS): string => {
  if (tag.uri === '') return tag.local
  if (/^https?:\/\/wordpress\.org\/export\/1\.\d+\/$/.test(tag.uri)) return `wp:${tag.local}`
  return `${prefixes[tag.uri.replace('https:', 'http:')] ?? 'other'}:${tag.local}`
}
const prefixes: Readonly<Record<string, string>> = {
  'http://purl.org/rss/1.0/modules/content/': 'content',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://wordpress.org/export/1.0/excerpt/': 'excerpt',
  'http://wordpress.org/export/1.1/excerpt/': 'excerpt',
  'http://wordpress.org/export/1.2/excerpt/': 'excerpt',
}

const itemFields: Readonly<Record<string, string>> = {
  __proto__: null as never,
  title: 'title',
  link: 'link',
  guid: 'guid',
  pubDate: 'pubDate',
  'dc:creator': 'creator',
  'content:encoded': 'content',
  'excerpt:encoded': 'excerpt',
  ...Object.fromEntries(
    [
      'post_id',
      'post_date',
      'post_date_gmt',
      'post_name',
      'status',
      'post_parent',
      'post_type',
      'post_password',
      'is_sticky',
      'attachment_url',
    ].map((name) => [`wp:${name}`, name]),
  ),
}

const attributeOf = (tag: SaxesTagNS, name: string): string => tag.attributes[name]?.value ?? ''
