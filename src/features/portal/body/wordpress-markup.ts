/** Shortcodes whose content or address is kept as a link; the others are left out. */
const linkShortcodes = new Set(['embed', 'youtube', 'vimeo', 'video', 'audio', 'dailymotion', 'soundcloud', 'playlist'])
const knownShortcodes = new Set(
  (
    'gallery contact-form contact-form-7 contact-field wpforms ninja_form ninja_forms gravityform polldaddy slideshow recent-posts archives sitemap googlemaps map ' +
    'wp_caption vc_row vc_column vc_column_text vc_single_image et_pb_section et_pb_row et_pb_column et_pb_text row column button ngg_images nggallery ' +
    'googleapps tribe_events events_list mc4wp_form newsletter toc rev_slider tabs tab accordion toggle spoiler highlight dropcap divider spacer'
  ).split(' '),
)
// at most 500 characters, none of them a bracket: linear
const shortcode = /\[(\/?)([a-z][\w-]{0,40})((?:\s[^[\]<>]{0,460})?)(\/?)\]/gi

/**
 * WordPress's shortcodes turned to plain HTML: a caption becomes a figure, a video a link to it; what can't be kept is left out and told through
 * `lose` (a French phrase). Text in brackets that isn't a shortcode stays.
 */
export const withoutShortcodes = (html: string, lose: (phrase: string) => void): string => {
  const kept = html.replace(shortcode, (whole, slash: string, rawName: string, attributes: string) => {
    const name = rawName.toLowerCase()
    if (name === 'caption' || name === 'wp_caption') {
      const text = slash ? '' : (attribute(attributes, 'caption') ?? '')
      return slash ? '</figure>' : `<figure>${text}`
    }
    if (linkShortcodes.has(name)) {
      if (slash) return ' '
      const address = attribute(attributes, 'src|mp3|mp4|ogg|url|id') ?? /https?:\/\/[^\s"']+/.exec(attributes)?.[0]
      if (address === undefined && attributes.trim() === '') return ' '
      lose('un son ou une vidéo, remplacés par leur lien')
      return address?.startsWith('http') ? ` <a href="${escaped(address)}">${escaped(address)}</a> ` : ' '
    }
    if (!knownShortcodes.has(name) && !/[\w-]+\s*=\s*["'“”]/.test(attributes)) return whole
    lose(name === 'gallery' ? 'une galerie de photos' : `le code court [${name}]`)
    return ''
  })
  return kept
}

const attribute = (attributes: string, names: string): string | undefined =>
  new RegExp(`(?:^|\\s)(?:${names})\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"']+))`, 'i')
    .exec(attributes)
    ?.slice(1)
    .find((value) => value !== undefined)

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** The name of a WordPress block that has no content of its own (« wp:latest-posts /»), from a comment's text. */
export const dynamicBlockName = (comment: string): string | undefined => {
  const found = /^\s*wp:([a-z][\w/-]{0,60})\s/.exec(comment)
  if (!found || !comment.trimEnd().endsWith('/')) return undefined
  return ['separator', 'more', 'nextpage', 'spacer', 'image'].includes(found[1]!) ? undefined : found[1]
}

/** True when a text was written by WordPress's block editor, whose paragraphs are tags and not blank lines. */
export const hasBlocks = (html: string): boolean => html.includes('<!-- wp:')
