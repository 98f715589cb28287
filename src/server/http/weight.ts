import { formatBytes } from '#core/text/format.ts'
import type { Locale } from '#core/text/locale.ts'
import { compressNow } from './encoding.ts'

/** Stands in a page where what it weighs is to be said: a character of private use, that nobody types. */
export const WEIGHT_SLOT = '\u{F8FE}'

const SLOT = Buffer.from(WEIGHT_SLOT)
/** What goes before the page on the wire: status line and headers, rounded up. */
const HEADERS = 1_000

/** The page with its weight in words, as it travels for most: compressed, with its headers. The last slot counts: the page's foot. */
export function sayWeight(body: Buffer, locale: Locale): Buffer {
  const at = body.lastIndexOf(SLOT)
  if (at === -1) return body
  const weight = formatBytes(compressNow(body, 'br').length + HEADERS, locale)
  return Buffer.concat([body.subarray(0, at), Buffer.from(weight), body.subarray(at + SLOT.length)])
}
