import { richTextWords } from '#features/space/messages/rich-text-fr.ts'
import { Schema, type DOMOutputSpec, type Node } from 'prosemirror-model'

/**
 * Everything that a body's Markdown can say (CommonMark and GFM tables, no raw HTML), so that opening a text in the editor loses nothing of it.
 * The page is never read back as HTML (what is pasted goes by Markdown), so no node has rules to be parsed from a page but those that typing needs.
 */
export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: {
      content: 'inline*',
      group: 'block',
      parseDOM: [{ tag: 'p' }, { tag: 'div' }],
      toDOM: () => ['p', 0],
    },
    heading: {
      content: 'inline*',
      group: 'block',
      defining: true,
      attrs: { level: { default: 2 } },
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level } })),
      // The page's own title is its h1.
      toDOM: ({ attrs }) => [`h${Math.min(6, Math.max(2, Number(attrs['level'])))}`, 0],
    },
    blockquote: {
      content: 'block+',
      group: 'block',
      defining: true,
      parseDOM: [{ tag: 'blockquote' }],
      toDOM: () => ['blockquote', 0],
    },
    bullet_list: {
      content: 'list_item+',
      group: 'block',
      attrs: { isTight: { default: true } },
      parseDOM: [{ tag: 'ul' }],
      toDOM: () => ['ul', 0],
    },
    ordered_list: {
      content: 'list_item+',
      group: 'block',
      attrs: { start: { default: 1 }, isTight: { default: true } },
      parseDOM: [{ tag: 'ol' }],
      toDOM: ({ attrs }) => ['ol', attrs['start'] === 1 ? {} : { start: attrs['start'] }, 0],
    },
    list_item: { content: 'block+', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
    code_block: {
      content: 'text*',
      marks: '',
      group: 'block',
      code: true,
      defining: true,
      attrs: { info: { default: '' } },
      parseDOM: [{ tag: 'pre', preserveWhitespace: 'full' }],
      toDOM: () => ['pre', ['code', 0]],
    },
    horizontal_rule: { group: 'block', parseDOM: [{ tag: 'hr' }], toDOM: () => ['hr'] },
    table: {
      content: 'table_row+',
      group: 'block',
      isolating: true,
      toDOM: () => ['div', { class: 'table' }, ['table', ['tbody', 0]]],
    },
    table_row: { content: 'table_cell+', toDOM: () => ['tr', 0] },
    table_cell: {
      content: 'inline*',
      isolating: true,
      attrs: { isHead: { default: false }, align: { default: '' } },
      toDOM: ({ attrs }) => [attrs['isHead'] ? 'th' : 'td', 0],
    },
    text: { group: 'inline' },
    hard_break: {
      inline: true,
      group: 'inline',
      selectable: false,
      parseDOM: [{ tag: 'br' }],
      toDOM: () => ['br'],
    },
    picture: {
      inline: true,
      group: 'inline',
      draggable: true,
      attrs: { address: {}, alt: { default: '' }, caption: { default: '' } },
      toDOM: pictureToDom,
    },
  },
  marks: {
    link: {
      attrs: { address: {}, title: { default: '' } },
      inclusive: false,
      toDOM: ({ attrs }) => ['a', { href: attrs['address'], title: attrs['address'], rel: 'noopener' }, 0],
    },
    em: { parseDOM: [{ tag: 'em' }, { tag: 'i' }], toDOM: () => ['em', 0] },
    strong: { parseDOM: [{ tag: 'strong' }, { tag: 'b' }], toDOM: () => ['strong', 0] },
    code: { code: true, parseDOM: [{ tag: 'code' }], toDOM: () => ['code', 0] },
  },
})

/** Stands for a picture on its way: it is in no text that is kept. */
export const waitingAddress = (number: number): string => `attente:${number}`
export const isWaiting = (address: string): boolean => address.startsWith('attente:')

/** A picture of this node is shown; another address (typed by hand) is only said, since the page won't show it either. */
function pictureToDom({ attrs }: Node): DOMOutputSpec {
  const id = /^picture:([0-9a-f]{24})$/.exec(String(attrs['address']))?.[1]
  const alt = String(attrs['alt'])
  if (isWaiting(String(attrs['address']))) return ['span', { class: 'waiting-picture' }, richTextWords.picture.waiting]
  if (id === undefined) return ['span', { class: 'missing-picture' }, alt === '' ? 'Photo introuvable' : alt]
  return ['img', { src: `/publier/images/${id}/vue.webp`, alt, title: String(attrs['caption']) }]
}
