import MarkdownIt from 'markdown-it'
import type { Token } from 'markdown-it'
import { isExternalAddress, isSafeAddress } from './address.ts'
import { cutToBytes } from './limits.ts'
import { addressToPictureId, pictureSizes, type PictureView } from './picture-view.ts'
import { toFrenchTypography } from './typography.ts'

export type BodyOptions = {
  /** A picture by its id, or undefined when it is unknown here: its text takes its place. */
  readonly pictures?: (id: string) => PictureView | undefined
  /**
   * Level of the heading above this text, so that the page's h1 stays its title: 1 unless told. The text's own headings come below it and skip
   * no level (WCAG 1.3.1), whatever levels it was typed with.
   */
  readonly headingShift?: number
}

/**
 * A body's Markdown (CommonMark and GFM tables, no raw HTML) as HTML ready for a page. Total: never throws; what is beyond 200 KB is left out and
 * the text says so. Links go to http, https, mailto, tel or the site itself; others lose their link and keep their text.
 */
export const markdownToHtml = (markdown: string, options: BodyOptions = {}): string => {
  const { text, cut } = cutToBytes(markdown)
  const tokens = parser.parse(text, {})
  const shift = Math.max(0, Math.trunc(options.headingShift ?? 1))
  const above: number[] = []
  for (const token of tokens) {
    if (token.type === 'heading_open') {
      const level = Number(token.tag.slice(1))
      while ((above.at(-1) ?? 0) >= level) above.pop()
      above.push(level)
    }
    if (token.type === 'heading_open' || token.type === 'heading_close')
      token.tag = `h${Math.min(6, above.length + shift)}`
    if (token.type === 'inline' && token.children) token.children = prepared(token.children)
  }
  const html = parser.renderer.render(withFigures(tokens), parser.options, { pictures: options.pictures })
  return cut ? `${html}<p class="cut">La suite de ce texte est trop longue pour être affichée.</p>\n` : html
}

/** The one Markdown parser of bodies: what it makes of a text is what every view, search and check must see. */
export const parser = new MarkdownIt('default', { html: false, linkify: false, typographer: false, breaks: false })
parser.disable('strikethrough')
parser.validateLink = (address) => addressToPictureId(address) !== undefined || isSafeAddress(address)

/** Typography, safe links and known pictures of one block's inline tokens. */
const prepared = (children: readonly Token[]): Token[] => {
  const out: Token[] = []
  let previous = ''
  let address = ''
  for (const token of children) {
    if (token.type === 'link_open') {
      address = String(token.attrGet('href') ?? '')
      if (addressToPictureId(address)) token.hidden = true
      else if (isExternalAddress(address)) token.attrSet('rel', 'noopener')
    }
    if (token.type === 'link_close') address = ''
    if (token.type === 'text') {
      const isItsOwnAddress = address !== '' && token.content !== '' && address.includes(token.content)
      const shown: string = isItsOwnAddress ? token.content : toFrenchTypography(token.content, previous)
      previous = token.content.at(-1) ?? previous
      token.content = shown
    } else if (token.type === 'softbreak' || token.type === 'hardbreak') previous = ' '
    else if (token.type === 'code_inline' || token.type === 'image') previous = '\ufffc'
    out.push(token)
  }
  return hiddenPairsDropped(out)
}

const hiddenPairsDropped = (tokens: readonly Token[]): Token[] => {
  let dropped = false
  return tokens.filter((token) => {
    if (token.type === 'link_open' && token.hidden) return !(dropped = true)
    if (token.type === 'link_close' && dropped) return (dropped = false)
    return true
  })
}

/** A paragraph that is one picture with a caption becomes a figure. */
const withFigures = (tokens: Token[]): Token[] => {
  tokens.forEach((token, index) => {
    const only = token.type === 'inline' && token.children?.length === 1 ? token.children[0] : undefined
    const open = tokens[index - 1]
    const close = tokens[index + 1]
    if (only?.type !== 'image' || !only.attrGet('title') || open?.type !== 'paragraph_open' || !close) return
    if (open.hidden) return
    open.tag = close.tag = 'figure'
    only.meta = { caption: only.attrGet('title') }
  })
  return tokens
}

parser.renderer.rules.image = (tokens, index, options, env) => {
  const token = tokens[index]!
  const escape = parser.utils.escapeHtml
  const id = addressToPictureId(String(token.attrGet('src') ?? ''))
  const picture = id === undefined ? undefined : (env as BodyOptions).pictures?.(id)
  const alt = parser.renderer.renderInlineAsText(token.children ?? [], options, env) || picture?.alt || ''
  const caption = (token.meta as { caption?: string } | null)?.caption
  const under = caption ? `<figcaption>${escape(toFrenchTypography(caption))}</figcaption>` : ''
  if (!picture) return (alt ? `<span class="missing-picture">${escape(alt)}</span>` : '') + under
  const sized = `width="${Number(picture.width)}" height="${Number(picture.height)}" loading="lazy"`
  const sources = picture.srcset ? ` srcset="${escape(picture.srcset)}" sizes="${pictureSizes}"` : ''
  return `<img src="${escape(picture.src)}" ${sized} alt="${escape(alt)}"${sources}>${under}`
}
