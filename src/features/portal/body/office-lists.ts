import type { HtmlElement } from './html-elements.ts'

/** An item of a list as word processors copy it: a paragraph or a list of its own, with its level (1 and up). */
export type OfficeItem = {
  readonly element: HtmlElement
  readonly level: number
  /** Its number, or null in a list without numbers. */
  readonly number: number | null
}

/** The kinds of the lists that are open at each level, outermost first. */
export type OpenLists = readonly ('-' | '1')[]

const marker = /^\s*(?:([·•▪§oØüv–-])|(\d{1,3}|[a-z]{1,4})[.)])[\s\u00a0]{2,}/iu

/**
 * The item that a paragraph of Word is: it says so in its style, with the sign in a part to ignore; where a browser has cleaned the style away
 * (Safari), by its class, with the sign in its text. Undefined for any other paragraph.
 */
export const officeItemOf = (element: HtmlElement, style: ReadonlyMap<string, string>): OfficeItem | undefined => {
  const list = style.get('mso-list') ?? ''
  if (/level\d/.test(list)) {
    const level = Number(/level(\d)/.exec(list)![1])
    return { element, level, number: toNumber(/^\s*([0-9a-z]{1,4})[.)]/i.exec(textOf(element))?.[1]) }
  }
  if (!/\bMsoListParagraph/.test(element.attributes.get('class') ?? '')) return undefined
  const sign = marker.exec(textOf(element))
  if (!sign) return undefined
  // An inch and a quarter centimetres: half an inch a level.
  const found = /^([\d.]+)(pt|cm|in|px)/.exec(style.get('margin-left') ?? style.get('margin')?.split(/\s+/)[3] ?? '')
  const points = { pt: 1, cm: 28.35, in: 72, px: 0.75 }
  const level = found ? Math.round((Number(found[1]) * points[found[2] as 'pt']) / 36) : 1
  const [rest] = withoutStart(element, sign[0].length)
  return { element: rest, level: Math.max(1, Math.min(9, level)), number: toNumber(sign[2]) }
}

/** Number of an item whose sign is a figure; letters and roman figures count from one. */
const toNumber = (sign: string | undefined): number | null =>
  sign === undefined ? null : /^\d+$/.test(sign) ? Number(sign) : 1

/**
 * An item's line: no deeper than one level below the item before it, its number kept where Markdown reads it. `open` is what the item before
 * left open, undefined after anything else.
 */
export const itemToLine = (
  { level, number }: OfficeItem,
  text: string,
  open: OpenLists | undefined,
): { readonly text: string; readonly open: OpenLists } => {
  const depth = Math.min(level, (open?.length ?? 0) + 1)
  const kind = number === null ? '-' : '1'
  // Where another list's text stands just above, only a one begins a list.
  const isFirst = open !== undefined && open[depth - 1] !== kind
  const sign = number === null ? '- ' : `${isFirst ? 1 : number}. `
  return { text: ' '.repeat((depth - 1) * 4) + sign + text, open: [...(open ?? []).slice(0, depth - 1), kind] }
}

const textOf = (element: HtmlElement): string =>
  element.children.map((child) => (typeof child === 'string' ? child : 'name' in child ? textOf(child) : '')).join('')

/** The element without the first characters of its text, and how many are still to be taken. */
const withoutStart = (element: HtmlElement, length: number): [HtmlElement, number] => {
  let left = length
  const children = element.children.map((child) => {
    if (left === 0 || (typeof child !== 'string' && !('name' in child))) return child
    if (typeof child !== 'string') {
      const [inner, rest] = withoutStart(child, left)
      left = rest
      return inner
    }
    const taken = Math.min(left, child.length)
    left -= taken
    return child.slice(taken)
  })
  return [{ ...element, children }, left]
}
