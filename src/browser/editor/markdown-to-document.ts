import type { Token } from 'markdown-it'
import { Fragment, type Mark, type Node, type NodeType } from 'prosemirror-model'
import { parser } from '#features/portal/body/markdown-to-html.ts'
import { schema } from './schema.ts'

/** A body as the editor's document, and the Markdown that each block at its top was read from. */
export type OpenedBody = { readonly document: Node; readonly sources: WeakMap<Node, string> }

const { nodes, marks } = schema

/** Total: any text gives a document. Blocks that aren't touched are written again as they were, to the letter. */
export const markdownToDocument = (markdown: string): OpenedBody => {
  const env: Parameters<typeof parser.parse>[1] = {}
  const tokens = parser.parse(markdown, env)
  const lines = markdown.split('\n')
  const sources = new WeakMap<Node, string>()
  const blocks: Node[] = []
  let at = 0
  while (at < tokens.length) {
    const end = closeOf(tokens, at)
    const block = blocksOf(tokens.slice(at, end), true)
    // A block whose links are defined elsewhere in the text can't stand without it.
    if (block.length === 1 && !env.references) {
      const source = sourceOf(tokens[at]!, lines)
      if (source !== undefined) sources.set(block[0]!, source)
    }
    blocks.push(...block)
    at = end
  }
  return { document: nodes.doc!.create(null, blocks.length === 0 ? [nodes.paragraph!.create()] : blocks), sources }
}

/** A block's own lines, where they mean the same whatever stands before and after them. */
const sourceOf = ({ type, map, markup }: Token, lines: readonly string[]): string | undefined => {
  if (!map || type === 'code_block') return undefined
  const source = lines.slice(map[0], map[1]).join('\n').trimEnd()
  if (/^\s/.test(source)) return undefined
  if (type === 'fence' && (map[1] - map[0] < 2 || !lines[map[1] - 1]!.trim().startsWith(markup))) return undefined
  return source
}

/** Index after the token that closes the one at `at`. */
const closeOf = (tokens: readonly Token[], at: number): number => {
  let depth = 0
  for (let index = at; index < tokens.length; index++) {
    depth += tokens[index]!.nesting
    if (depth <= 0) return index + 1
  }
  return tokens.length
}

const blocksOf = (tokens: readonly Token[], isTop = false): Node[] => {
  const out: Node[] = []
  let at = 0
  while (at < tokens.length) {
    const end = closeOf(tokens, at)
    const node = blockOf(tokens.slice(at, end))
    if (node) out.push(node)
    at = end
  }
  return out.length === 0 && !isTop ? [nodes.paragraph!.create()] : out
}

const blockOf = (tokens: readonly Token[]): Node | undefined => {
  const first = tokens[0]!
  const inner = tokens.slice(1, -1)
  const holding = (type: NodeType, attrs: object | null = null) => type.create(attrs as never, blocksOf(inner))
  switch (first.type) {
    case 'paragraph_open':
      return nodes.paragraph!.create(null, inlineOf(inner))
    case 'heading_open':
      return nodes.heading!.create({ level: Number(first.tag.slice(1)) }, inlineOf(inner))
    case 'blockquote_open':
      return holding(nodes.blockquote!)
    case 'bullet_list_open':
      return nodes.bullet_list!.create({ isTight: isTight(tokens) }, blocksOf(inner))
    case 'ordered_list_open':
      return nodes.ordered_list!.create(
        { start: Number(first.attrGet('start') ?? 1), isTight: isTight(tokens) },
        blocksOf(inner),
      )
    case 'list_item_open':
      return holding(nodes.list_item!)
    case 'fence':
    case 'code_block': {
      const text = first.content.replace(/\n$/, '')
      return nodes.code_block!.create({ info: first.info.trim() }, text === '' ? null : schema.text(text))
    }
    case 'hr':
      return nodes.horizontal_rule!.create()
    case 'table_open':
      return tableOf(inner)
    default:
      return undefined
  }
}

/** True when the list's own items have no empty line between them: their paragraphs are then hidden. */
const isTight = (tokens: readonly Token[]): boolean => {
  const level = tokens[0]!.level
  return !tokens.some((token) => token.type === 'paragraph_open' && token.level === level + 2 && !token.hidden)
}

const tableOf = (tokens: readonly Token[]): Node => {
  const rows: Node[] = []
  let cells: Node[] = []
  tokens.forEach((token, index) => {
    if (token.type === 'tr_open') cells = []
    else if (token.type === 'tr_close') rows.push(nodes.table_row!.create(null, cells))
    else if (token.type === 'th_open' || token.type === 'td_open') {
      const align = /text-align:(\w+)/.exec(String(token.attrGet('style') ?? ''))?.[1] ?? ''
      cells.push(
        nodes.table_cell!.create({ isHead: token.type === 'th_open', align }, inlineOf([tokens[index + 1] as Token])),
      )
    }
  })
  return nodes.table!.create(null, rows)
}

const inlineOf = (tokens: readonly Token[]): Fragment => {
  const out: Node[] = []
  let open: readonly Mark[] = []
  const add = (mark: Mark) => (open = mark.addToSet(open))
  const drop = (name: string) => (open = open.filter((mark) => mark.type.name !== name))
  const addText = (text: string, more: readonly Mark[] = open) => {
    if (text !== '') out.push(schema.text(text, more))
  }
  for (const token of tokens.flatMap((each) => (each.type === 'inline' ? (each.children ?? []) : []))) {
    if (token.type === 'text') addText(token.content)
    else if (token.type === 'softbreak') addText(' ')
    else if (token.type === 'hardbreak') out.push(nodes.hard_break!.create(null, null, open))
    else if (token.type === 'code_inline') addText(token.content, marks.code!.create().addToSet(open))
    else if (token.type === 'strong_open') add(marks.strong!.create())
    else if (token.type === 'strong_close') drop('strong')
    else if (token.type === 'em_open') add(marks.em!.create())
    else if (token.type === 'em_close') drop('em')
    else if (token.type === 'link_open')
      add(marks.link!.create({ address: String(token.attrGet('href')), title: String(token.attrGet('title') ?? '') }))
    else if (token.type === 'link_close') drop('link')
    else if (token.type === 'image') {
      const attrs = {
        address: String(token.attrGet('src')),
        alt: parser.renderer.renderInlineAsText(token.children ?? [], parser.options, {}),
        caption: String(token.attrGet('title') ?? ''),
      }
      out.push(nodes.picture!.create(attrs, null, open))
    } else addText(token.content)
  }
  return Fragment.from(out)
}
