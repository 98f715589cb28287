import type { HtmlElement } from './html-elements.ts'

const columnLimit = 40
const rowLimit = 2000

/**
 * A table as GFM: its first row is the heading. Undefined for a table that only lays a page out (one column, or a table in a cell). `cell` writes a
 * cell's content; merged cells are told through `lose`.
 */
export const tableToMarkdown = (
  table: HtmlElement,
  cell: (element: HtmlElement) => string,
  lose: (phrase: string) => void,
): string | undefined => {
  const rows = rowsOf(table).slice(0, rowLimit)
  const width = Math.min(
    columnLimit,
    Math.max(0, ...rows.map((row) => row.reduce((sum, each) => sum + span(each, 'colspan'), 0))),
  )
  if (width < 2 || rows.some((row) => row.some(hasTable))) return undefined
  if (rows.some((row) => row.some((each) => span(each, 'colspan') > 1 || span(each, 'rowspan') > 1)))
    lose('des cellules fusionnées')
  const lines = rows
    .map((row) =>
      row
        .flatMap((each) => [cellText(cell(each)), ...Array.from({ length: span(each, 'colspan') - 1 }, () => '')])
        .slice(0, width),
    )
    .filter((row) => row.some((text) => text !== ''))
    .map((row) => `| ${[...row, ...Array.from({ length: width - row.length }, () => '')].join(' | ')} |`)
  if (lines.length === 0) return ''
  return [lines[0], `|${' --- |'.repeat(width)}`, ...lines.slice(1)].join('\n')
}

const cellText = (text: string) =>
  text
    .replace(/\\?\n/g, ' ')
    .replace(/(?<!\\)\|/g, '\\|')
    .trim()

const span = (cell: HtmlElement, name: string): number =>
  Math.min(columnLimit, Math.max(1, Number.parseInt(cell.attributes.get(name) ?? '1', 10) || 1))

const childrenOf = (element: HtmlElement): HtmlElement[] =>
  element.children.filter((child) => typeof child !== 'string' && 'name' in child) as HtmlElement[]

const rowsOf = (table: HtmlElement): HtmlElement[][] =>
  childrenOf(table)
    .flatMap((child) => (child.name === 'tr' ? [child] : childrenOf(child).filter((each) => each.name === 'tr')))
    .map((row) => childrenOf(row).filter((each) => each.name === 'td' || each.name === 'th'))

const hasTable = (element: HtmlElement): boolean =>
  childrenOf(element).some((child) => child.name === 'table' || hasTable(child))
