import type { WordpressAttachment, WordpressEntry, WordpressStatus, WordpressTerm, WordpressText } from './entry.ts'

/** An <item> as it was read: its plain fields by name, its terms, its metadata that mean something here. */
export type RawItem = {
  readonly fields: ReadonlyMap<string, string>
  readonly terms: readonly { readonly domain: string; readonly slug: string; readonly name: string }[]
  readonly metadata: ReadonlyMap<string, string>
  readonly comments: number
}

/** Metadata kept of an item; all else is a plugin's business. */
export const usefulMetadata = new Set(['_thumbnail_id', '_wp_attached_file', '_wp_attachment_image_alt'])

/** What an item is here, or why it is left out. */
export const itemToEntry = (item: RawItem, authorName: (account: string) => string): WordpressEntry => {
  const type = field(item, 'post_type')
  const title = field(item, 'title')
  const skip = (sentence: string): WordpressEntry => ({ tag: 'skipped', what: type || 'item', title, sentence })
  if (type === '') return skip('Cet élément ne dit pas ce qu’il est.')
  if (type === 'attachment') return toAttachment(item) ?? skip('Cette pièce jointe n’a pas d’adresse.')
  if (type !== 'post' && type !== 'page')
    return skip(skippedTypes[type] ?? `Ce contenu vient d’une extension (« ${type.slice(0, 40)} »).`)
  const status = statuses[field(item, 'status') || 'publish']
  if (!status)
    return skip(field(item, 'status') === 'trash' ? 'Il était dans la corbeille.' : 'Il n’avait pas été enregistré.')
  return toText(item, type === 'post' ? 'article' : 'page', status, authorName)
}

const skippedTypes: Readonly<Record<string, string>> = {
  nav_menu_item: 'Les menus se refont ici d’eux-mêmes.',
  wp_navigation: 'Les menus se refont ici d’eux-mêmes.',
  revision: 'Les anciennes versions ne sont pas reprises.',
  custom_css: 'Les réglages d’apparence ne sont pas repris.',
  customize_changeset: 'Les réglages d’apparence ne sont pas repris.',
  wp_global_styles: 'Les réglages d’apparence ne sont pas repris.',
  wp_template: 'Les réglages d’apparence ne sont pas repris.',
  wp_template_part: 'Les réglages d’apparence ne sont pas repris.',
  oembed_cache: 'C’est une copie d’un autre site.',
}

const statuses: Readonly<Record<string, WordpressStatus>> = {
  publish: 'published',
  future: 'scheduled',
  private: 'private',
  draft: 'unpublished',
  pending: 'unpublished',
}

const field = (item: RawItem, name: string): string => (item.fields.get(name) ?? '').trim()

const toAttachment = (item: RawItem): WordpressAttachment | undefined => {
  const address = field(item, 'attachment_url') || field(item, 'guid')
  if (!/^https?:\/\//i.test(address)) return undefined
  const kept = item.metadata.get('_wp_attached_file') ?? address.replace(/[?#].*$/s, '')
  return {
    tag: 'attachment',
    id: field(item, 'post_id'),
    title: field(item, 'title'),
    address,
    fileName: readable(kept.split('/').at(-1) ?? ''),
    alt: (item.metadata.get('_wp_attachment_image_alt') ?? '').trim(),
    caption: field(item, 'excerpt'),
    parentId: idOf(field(item, 'post_parent')),
  }
}

const toText = (
  item: RawItem,
  tag: 'article' | 'page',
  status: WordpressStatus,
  authorName: (account: string) => string,
): WordpressText => ({
  tag,
  id: field(item, 'post_id'),
  title: field(item, 'title'),
  slug: readable(field(item, 'post_name')),
  address: field(item, 'link'),
  html: item.fields.get('content') ?? '',
  excerptHtml: item.fields.get('excerpt') ?? '',
  status,
  publishedAt: dateOf(item),
  author: authorName(field(item, 'creator')),
  sticky: field(item, 'is_sticky') === '1',
  protected: field(item, 'post_password') !== '',
  parentId: idOf(field(item, 'post_parent')),
  pictureId: idOf(item.metadata.get('_thumbnail_id') ?? ''),
  categories: termsOf(item, ['category', '']),
  keywords: termsOf(item, ['post_tag', 'tag']),
  comments: item.comments,
})

const idOf = (value: string): string | undefined => (/^[1-9]\d{0,18}$/.test(value.trim()) ? value.trim() : undefined)

/** WordPress 1.0 exports name each term twice, with its slug and without. */
const termsOf = (item: RawItem, domains: readonly string[]): WordpressTerm[] => {
  const found = new Map<string, WordpressTerm>()
  for (const { domain, slug, name } of item.terms) {
    const shown = name.trim() || readable(slug)
    if (!domains.includes(domain) || shown === '') continue
    const known = found.get(shown)
    if (!known || known.slug === '') found.set(shown, { slug: readable(slug), name: shown })
  }
  return [...found.values()]
}

/** The GMT date, else the local one read as GMT, else the feed's. `0000-00-00` means that there is none. */
const dateOf = (item: RawItem): number | undefined => {
  for (const name of ['post_date_gmt', 'post_date']) {
    const found = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(field(item, name))
    if (!found || found[1] === '0000') continue
    const [year, month, day, hour, minute, second] = found.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    const time = Date.UTC(year, month - 1, day, hour, minute, second)
    if (month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24) return time
  }
  const time = Date.parse(field(item, 'pubDate'))
  return Number.isNaN(time) || time <= 0 ? undefined : time
}

/** Slugs and file names come percent-encoded. */
const readable = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
