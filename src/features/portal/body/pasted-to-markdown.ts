import { isSafeAddress } from './address.ts'
import { createBodyWriter } from './body-writer.ts'
import type { HtmlElement } from './html-elements.ts'
import type { Hiding } from './hidden-style.ts'
import { bodyLimit, cutToBytes } from './limits.ts'

export type PastedBody = {
  readonly tag: 'pasted'
  /** Pictures stand as `![alt](picture:N)`, N their place in `pictures`. */
  readonly markdown: string
  readonly pictures: readonly { readonly src: string; readonly alt: string }[]
  /** What couldn't come along, in French, each once; colours, sizes and the like go without a word. */
  readonly lost: readonly string[]
  /** Texts that couldn't be seen where they came from, and were left there. */
  readonly hidden: readonly string[]
}

/** HTML taken in, in characters; Word writes ten characters of layout for one of text. */
export const htmlLimit = 2_000_000

/** True for HTML whose paragraphs are blank lines and not tags. */
export const isBlankLined = (html: string): boolean => !/<(?:p|div|br)\b/i.test(html) && /\n[^\S\n]*\n/.test(html)

const expected = new Set(['des couleurs', 'des tailles de caractères', 'des alignements', 'des soulignements'])

/**
 * What was copied from a word processor or a page as a body's Markdown, once it is a tree. Nothing hidden comes in; but a text that is for the
 * most part in the colour of paper comes from a dark screen, and is no secret.
 */
export const pastedToMarkdown = (
  tree: HtmlElement,
  blankLines: boolean,
): PastedBody | { readonly tag: 'too-big'; readonly size: number; readonly limit: number } => {
  const read = (isColourSeen: boolean) => {
    const lost = new Set<string>()
    const hidden: { hiding: Hiding; text: string }[] = []
    const leaveOut = (hiding: Hiding, text: string) => {
      if (isColourSeen && hiding === 'colour') return false
      if (hiding !== 'reader-class' && text.trim() !== '')
        hidden.push({ hiding, text: text.replace(/\s+/gu, ' ').trim() })
      return true
    }
    const lose = (phrase: string) => void (expected.has(phrase) || lost.add(phrase))
    const { text, pictures } = createBodyWriter({ blankLines, lose, isSafeAddress, leaveOut }).write(tree)
    return { markdown: text, pictures, lost: [...lost], hidden }
  }
  const first = read(false)
  const pale = first.hidden.reduce((sum, { hiding, text }) => sum + (hiding === 'colour' ? text.length : 0), 0)
  const { markdown, pictures, lost, hidden } = pale > first.markdown.length ? read(true) : first
  if (cutToBytes(markdown).cut) return { tag: 'too-big', size: markdown.length, limit: bodyLimit }
  return { tag: 'pasted', markdown, pictures, lost, hidden: hidden.map(({ text }) => text) }
}
