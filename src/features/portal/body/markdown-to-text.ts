import type { Token } from 'markdown-it'
import { cutToBytes } from './limits.ts'
import { parser } from './markdown-to-html.ts'

/** The words of a body, one line a block (paragraph, heading, item, cell), without signs of layout: for search and excerpts. Total. */
export const markdownToText = (markdown: string): string =>
  parser
    .parse(cutToBytes(markdown).text, {})
    .flatMap((token) => {
      if (token.type === 'inline') return [inlineToText(token.children ?? [])]
      return token.type === 'fence' || token.type === 'code_block' ? [token.content.trimEnd()] : []
    })
    .filter((line) => line !== '')
    .join('\n')

const inlineToText = (children: readonly Token[]): string =>
  children
    .map((token) => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') return ' '
      if (token.type === 'image') return inlineToText(token.children ?? [])
      return token.type === 'text' || token.type === 'code_inline' ? token.content : ''
    })
    .join('')
    .trim()

/** The first words of a body, at most `length` characters, cut between two words and ended by … when something follows. */
export const excerpt = (markdown: string, length: number): string => {
  const text = markdownToText(markdown).replace(/\s+/gu, ' ')
  if (text.length <= length) return text
  const end = Math.max(1, length - 1)
  const room = text.slice(0, end)
  const space = /[\p{L}\p{N}]/u.test(text[end] ?? '') ? room.lastIndexOf(' ') : 0
  const kept = (space > room.length / 2 ? room.slice(0, space) : room).replace(/[\s,;:.(«–-]+$/u, '')
  return `${kept.replace(/[\ud800-\udbff]$/u, '')}…`
}
