import { INK, LINE, MUTED, WASH } from './print.ts'
import type { Element, Print } from './print.ts'

export type Column = { readonly title: string; readonly width: number; readonly align?: 'left' | 'right' }
/** Lines of a cell: the first as it is, small ones below. */
export type Cell = { readonly text: string; readonly isStrong?: boolean; readonly small?: readonly string[] }

const SIZE = 9.2
const SMALL = 8
const PADDING = { x: 5, y: 4 }

/**
 * A table that goes on over pages, its head again on each (once for screen readers), rows never cut. Begins at the document's place and
 * leaves it below. The first column heads its row.
 */
export function drawTable(print: Print, columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
  const { pdf } = print
  const table = print.open('Table')
  drawHead(print, columns, table)
  rows.forEach((row, index) => {
    const height = rowHeight(print, columns, row)
    if (pdf.y + height > bottom(pdf)) {
      pdf.addPage()
      drawHead(print, columns, null)
    }
    drawRow(print, columns, row, { height, isTinted: index % 2 === 1 }, table)
  })
  table.end()
  pdf.y += PADDING.y * 2
  pdf.x = pdf.page.margins.left
}

const bottom = (pdf: PDFKit.PDFDocument) => pdf.page.height - pdf.page.margins.bottom

/** `table` null: the head of a following page, which screen readers have read already. */
const drawHead = (print: Print, columns: readonly Column[], table: Element | null): void => {
  const { pdf } = print
  const top = pdf.y
  print.face('strong', SMALL + 0.5, MUTED)
  const height =
    Math.max(...columns.map(({ title, width }) => pdf.heightOfString(title, { width: inner(width) }))) + 2 * PADDING.y
  const row = table && print.open('TR', table)
  forEachColumn(pdf, columns, ({ title, width, align }, x) => {
    const draw = () => pdf.text(title, x + PADDING.x, top + PADDING.y, { width: inner(width), align: align ?? 'left' })
    if (row) print.add('TH', draw, { scope: 'Column' }, row)
    else print.decorate(draw)
  })
  row?.end()
  print.decorate(() =>
    pdf
      .moveTo(pdf.page.margins.left, top + height)
      .lineTo(pdf.page.margins.left + totalWidth(columns), top + height)
      .lineWidth(1)
      .stroke(INK),
  )
  pdf.y = top + height
}

const drawRow = (
  print: Print,
  columns: readonly Column[],
  cells: readonly Cell[],
  { height, isTinted }: { readonly height: number; readonly isTinted: boolean },
  table: Element,
): void => {
  const { pdf } = print
  const top = pdf.y
  const left = pdf.page.margins.left
  print.decorate(() => {
    if (isTinted) pdf.rect(left, top, totalWidth(columns), height).fill(WASH)
    pdf
      .moveTo(left, top + height)
      .lineTo(left + totalWidth(columns), top + height)
      .lineWidth(0.4)
      .stroke(LINE)
  })
  const row = print.open('TR', table)
  forEachColumn(pdf, columns, ({ width, align }, x, index) => {
    const draw = () =>
      drawCell(print, cells[index] as Cell, x + PADDING.x, top + PADDING.y, inner(width), align ?? 'left')
    print.add(index === 0 ? 'TH' : 'TD', draw, index === 0 ? { scope: 'Row' } : {}, row)
  })
  row.end()
  pdf.y = top + height
}

const drawCell = (print: Print, cell: Cell, x: number, y: number, width: number, align: 'left' | 'right'): void => {
  const { pdf } = print
  print.face(cell.isStrong ? 'strong' : 'text', SIZE)
  if (cell.text !== '') pdf.text(print.fit(cell.text), x, y, { width, align })
  else pdf.y = y
  print.face('text', SMALL, MUTED)
  for (const line of cell.small ?? []) pdf.text(print.fit(line), x, pdf.y, { width, align })
}

const rowHeight = (print: Print, columns: readonly Column[], cells: readonly Cell[]): number => {
  const { pdf } = print
  const heights = cells.map((cell, index) => {
    const width = inner((columns[index] as Column).width)
    print.face(cell.isStrong ? 'strong' : 'text', SIZE)
    const main = cell.text === '' ? 0 : pdf.heightOfString(print.fit(cell.text), { width })
    print.face('text', SMALL)
    return (cell.small ?? []).reduce((sum, line) => sum + pdf.heightOfString(print.fit(line), { width }), main)
  })
  return Math.max(...heights) + 2 * PADDING.y
}

const inner = (width: number) => width - 2 * PADDING.x
const totalWidth = (columns: readonly Column[]) => columns.reduce((sum, { width }) => sum + width, 0)

const forEachColumn = (
  pdf: PDFKit.PDFDocument,
  columns: readonly Column[],
  draw: (column: Column, x: number, index: number) => void,
): void => {
  let x = pdf.page.margins.left
  columns.forEach((column, index) => {
    draw(column, x, index)
    x += column.width
  })
}
