import { isSafeAddress } from './address.ts'
import { createBodyWriter, type WriterResult } from './body-writer.ts'
import type { Hiding } from './hidden-style.ts'
import { htmlToTree } from './html-tree.ts'
import { hiddenCloses, unwanted } from './inline-runs.ts'
import { bodyLimit, cutToBytes } from './limits.ts'
import { htmlLimit, isBlankLined } from './pasted-to-markdown.ts'
import { hasBlocks, withoutShortcodes } from './wordpress-markup.ts'

/** A passage that a reader of the page doesn't see: `start` and `end` are offsets in `markdown`, where its text still stands. */
export type HiddenPassage = {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly hiding: Hiding
}

export type ConvertedBody = {
  readonly tag: 'converted'
  /** Pictures stand as `![alt](picture:N)`, N their place in `pictures`, until `placePictures` gives them their ids. */
  readonly markdown: string
  readonly pictures: readonly { readonly src: string; readonly alt: string }[]
  /** What layout was lost, in French, each once. */
  readonly lost: readonly string[]
  readonly hidden: readonly HiddenPassage[]
}

export type BodyRefusal =
  | { readonly tag: 'too-big'; readonly size: number; readonly limit: number }
  | { readonly tag: 'unreadable'; readonly reason: 'overloaded' }

/**
 * HTML of another site or WordPress as a body's Markdown. Linear in its length, never throws. `wordpress`: blank lines separate paragraphs and
 * [shortcodes] mean something; without it, a text with blank lines and no paragraph's tag is read so as well.
 */
export const htmlToMarkdown = (
  html: string,
  options: { readonly wordpress?: boolean } = {},
): ConvertedBody | BodyRefusal => {
  if (html.length > htmlLimit) return { tag: 'too-big', size: html.length, limit: htmlLimit }
  const lost = new Set<string>()
  const lose = (phrase: string) => void lost.add(phrase)
  const clean = html.replace(/\r\n?/g, '\n').replace(unwanted, '')
  const source = options.wordpress ? withoutShortcodes(clean, lose) : clean
  const tree = htmlToTree(source)
  if (!tree) return { tag: 'unreadable', reason: 'overloaded' }
  const blankLines = options.wordpress ? !hasBlocks(html) : isBlankLined(html)
  const written = createBodyWriter({ blankLines, lose, isSafeAddress }).write(tree)
  const { markdown, hidden } = withPlaces(written)
  if (cutToBytes(markdown).cut) return { tag: 'too-big', size: markdown.length, limit: bodyLimit }
  return { tag: 'converted', markdown, pictures: written.pictures, lost: [...lost], hidden }
}

/** The marks around hidden passages taken out, and where each passage is. */
const withPlaces = ({ text, hiddenOrder }: WriterResult): { markdown: string; hidden: HiddenPassage[] } => {
  const places = new Map<object, { start: number; end: number; hiding: Hiding }>()
  let markdown = ''
  let seen = 0
  for (const [index, part] of text.split(/([\ufdd0\ufdd1])/).entries()) {
    if (index % 2 === 0) markdown += part
    else {
      const passage = hiddenOrder[seen]
      if (!passage) continue
      const start = places.get(passage)?.start ?? markdown.length
      places.set(passage, { start, end: markdown.length, hiding: passage.hiding })
      if (part === hiddenCloses) seen++
    }
  }
  const hidden = [...places.values()]
    .map((place) => ({ ...place, text: markdown.slice(place.start, place.end) }))
    .filter((place) => place.text.trim() !== '' && (place.hiding !== 'reader-class' || isMoreThanALabel(place.text)))
  return { markdown, hidden }
}

/** Words for screen readers alone are a few and lead nowhere. */
const isMoreThanALabel = (text: string) => text.includes('](') || text.split(/\s+/).length > 8
