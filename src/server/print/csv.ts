import { stringify } from 'csv-stringify/sync'
import { formatNumber } from '#core/text/format.ts'

/** A cell of an exported list. Days: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. Money: cents of euro. */
export type CsvCell = string | number | null | { readonly day: string } | { readonly cents: number }

/**
 * A list as spreadsheets in France open it by a double click: `;`, UTF-8 with a byte order mark, lines ended by CR LF, decimal comma,
 * days as 07/12/2026. A text that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab, CR) begins with an apostrophe (OWASP,
 * CSV injection); numbers, even negative, stay numbers.
 */
export const rowsToCsv = (head: readonly string[], rows: readonly (readonly CsvCell[])[]): string =>
  stringify([head.map(cellToText), ...rows.map((row) => row.map(cellToText))], {
    bom: true,
    delimiter: ';',
    record_delimiter: 'windows',
  })

const cellToText = (cell: CsvCell): string => {
  if (cell === null) return ''
  if (typeof cell === 'number') return plainNumber(cell, Number.isInteger(cell) ? 0 : 2)
  if (typeof cell === 'string') return FORMULA.test(cell) ? `'${cell}` : cell
  if ('cents' in cell) return plainNumber(cell.cents / 100, 2)
  const [year = '', month, day] = cell.day.split('-')
  return [day, month, year].filter((part) => part !== undefined).join('/')
}

/** Without the spaces between thousands, which make a text of a number. */
const plainNumber = (value: number, decimals: number): string =>
  formatNumber(value, 'fr', decimals)
    .replace(/[\s\u202f\u00a0]/g, '')
    .replace('−', '-')

/** Spreadsheets skip blanks before a formula, and take the wide forms of East Asian keyboards for plain ones. */
const FORMULA = /^(?:[\t\r]|[\s\u00a0\ufeff]*[=+\-@＝＋－＠])/
