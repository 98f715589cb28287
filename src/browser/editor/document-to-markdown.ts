import type { Node } from 'prosemirror-model'
import { runsToMarkdown, type Run } from '#features/portal/body/inline-runs.ts'
import { isWaiting } from './schema.ts'

/**
 * The editor's document as a body's Markdown. Blocks at its top that are as they were opened (`sources`) keep their own writing, so that one
 * word changed is one line changed. Empty paragraphs say nothing and are left out.
 */
export const documentToMarkdown = (document: Node, sources: WeakMap<Node, string> = new WeakMap()): string =>
  blocksToMarkdown(childrenOf(document), false, sources)

const childrenOf = (node: Node): Node[] => {
  const out: Node[] = []
  node.forEach((child) => void out.push(child))
  return out
}

const isList = (node: Node) => node.type.name === 'bullet_list' || node.type.name === 'ordered_list'

const blocksToMarkdown = (blocks: readonly Node[], isTight: boolean, sources?: WeakMap<Node, string>): string => {
  let out = ''
  let before: { readonly node: Node; readonly text: string } | undefined
  for (const node of blocks) {
    // Two lists of a kind side by side would be read as one.
    const isSecond =
      before !== undefined && isList(node) && before.node.type === node.type && !isMarkedTwice(before.text)
    const own = sources?.get(node)
    const text =
      own !== undefined && !(isSecond && isMarkedTwice(own) === isMarkedTwice(before!.text))
        ? own
        : write(node, isSecond)
    if (text === '') continue
    if (before) out += isTight && mayFollow(before.node, node, text) ? '\n' : '\n\n'
    out += text
    before = { node, text }
  }
  return out
}

/** True for what Markdown reads as a block of its own with no empty line before it. */
const mayFollow = (before: Node, node: Node, text: string): boolean => {
  const { name } = node.type
  if (/^(?:heading|code_block|horizontal_rule)$/.test(before.type.name)) return name !== 'table'
  if (name === 'bullet_list') return /^[-*] \S/.test(text)
  if (name === 'ordered_list') return /^1[.)] \S/.test(text)
  return /^(?:heading|code_block|horizontal_rule|blockquote)$/.test(name)
}

/** A list written with the other sign. */
const isMarkedTwice = (text: string): boolean => /^ {0,3}(?:\*|\d+\))/.test(text)

const write = (node: Node, isSecond: boolean): string => {
  switch (node.type.name) {
    case 'paragraph':
      return inlineToMarkdown(node)
    case 'heading': {
      const text = oneLine(inlineToMarkdown(node)).replace(/(^|\s)(#+)$/, '$1\\$2')
      return text === '' ? '' : `${'#'.repeat(Number(node.attrs['level']))} ${text}`
    }
    case 'blockquote':
      return blocksToMarkdown(childrenOf(node), false)
        .split('\n')
        .map((line) => (line === '' ? '>' : `> ${line}`))
        .join('\n')
    case 'bullet_list':
      return listToMarkdown(node, () => (isSecond ? '* ' : '- '))
    case 'ordered_list':
      return listToMarkdown(node, (index) => `${Number(node.attrs['start']) + index}${isSecond ? ')' : '.'} `)
    case 'code_block': {
      const text = node.textContent
      const info = String(node.attrs['info'])
      const sign = info.includes('`') ? '~' : '`'
      const longest = Math.max(2, ...(text.match(/`+|~+/g) ?? []).map((run) => run.length))
      const fence = sign.repeat(longest + 1)
      return `${fence}${info}\n${text}${text === '' ? '' : '\n'}${fence}`
    }
    case 'horizontal_rule':
      return '___'
    case 'table':
      return tableToMarkdown(node)
    default:
      return inlineToMarkdown(node)
  }
}

const oneLine = (text: string) => text.replace(/\\?\n/g, ' ')

const listToMarkdown = (list: Node, signOf: (index: number) => string): string => {
  const isTight = Boolean(list.attrs['isTight'])
  return childrenOf(list)
    .map((item, index) => {
      const sign = signOf(index)
      const text = blocksToMarkdown(childrenOf(item), isTight)
      return (sign + indented(text, ' '.repeat(sign.length))).trimEnd()
    })
    .join(isTight ? '\n' : '\n\n')
}

const indented = (text: string, indent: string): string =>
  text
    .split('\n')
    .map((line, index) => (index === 0 || line === '' ? line : indent + line))
    .join('\n')

const tableToMarkdown = (table: Node): string => {
  const rows = childrenOf(table).map(childrenOf)
  const width = Math.max(...rows.map((row) => row.length))
  const lines = rows.map(
    (row) =>
      `| ${Array.from({ length: width }, (_, index) => (row[index] ? cellToMarkdown(row[index]) : '')).join(' | ')} |`,
  )
  const signs: Readonly<Record<string, string>> = { left: ':--', right: '--:', center: ':-:' }
  const rule = Array.from(
    { length: width },
    (_, index) => signs[String(rows[0]?.[index]?.attrs['align'] ?? '')] ?? '---',
  )
  return [lines[0], `| ${rule.join(' | ')} |`, ...lines.slice(1)].join('\n')
}

const cellToMarkdown = (cell: Node) =>
  oneLine(inlineToMarkdown(cell))
    .replace(/(?<!\\)\|/g, '\\|')
    .trim()

const inlineToMarkdown = (node: Node): string => {
  const links = new Map<unknown, { address: string; title: string }>()
  const runs = childrenOf(node).map((child): Run => {
    const marks = new Map(child.marks.map((mark) => [mark.type.name, mark]))
    const mark = marks.get('link')
    // The same mark is the same link, over all the pieces that it holds.
    const found = mark && [...links.keys()].find((each) => mark.eq(each as typeof mark))
    const link = mark && (links.get(found ?? mark) ?? (mark.attrs as { address: string; title: string }))
    if (mark && link && !found) links.set(mark, link)
    if (!mark) links.clear()
    return {
      text: child.isText ? (child.text ?? '').replace(/\n/g, ' ') : child.type.name === 'hard_break' ? '\n' : '',
      ...(marks.has('strong') ? { strong: true } : {}),
      ...(marks.has('em') ? { em: true } : {}),
      ...(marks.has('code') ? { code: true } : {}),
      ...(link ? { link } : {}),
      ...(child.type.name === 'picture' && !isWaiting(String(child.attrs['address']))
        ? { picture: child.attrs as { address: string; alt: string; caption: string } }
        : {}),
    }
  })
  return runsToMarkdown(runs, () => {})
}
