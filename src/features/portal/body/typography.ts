const narrow = '\u202f'
const noBreak = '\u00a0'
const spaces = '[ \\u00a0\\u202f\\u2009]'
const before = new RegExp(`(^|[^\\s])${spaces}+([;!?]+)`, 'gu')
const glued = /([\p{L}\p{N})»”%€])([;!?]+)(?=$|[\s)»”])/gu
const beforeColon = new RegExp(`(^|[^\\s])${spaces}+:(?=$|[^\\p{L}\\p{N}])`, 'gu')
const gluedColon = /([\p{L})»”])(:)(?=$|\s)/gu
const opening = new RegExp(`«${spaces}*`, 'gu')
const closing = new RegExp(`${spaces}*»`, 'gu')
const apostrophe = /(?<=\p{L})'(?=\p{L}|$)/gu
const isAddress = (word: string) => word.includes('://') || word.includes('www.') || word.includes('@')

/**
 * One run of display text with French spaces and apostrophes: U+202F before ; ! ? and inside « », U+00A0 before :, ’ between letters.
 * `previous` is the character that comes just before the run (another style, a link), or ''. Words that look like addresses are left alone.
 */
export const toFrenchTypography = (text: string, previous = ''): string => {
  if (!text.includes('://') && !text.includes('www.') && !text.includes('@')) return spaced(text, previous)
  let out = ''
  let pending = ''
  for (const part of text.split(/(\s+)/u)) {
    if (isAddress(part)) {
      out += spaced(pending, out.at(-1) ?? previous) + part
      pending = ''
    } else pending += part
  }
  return out + spaced(pending, out.at(-1) ?? previous)
}

const spaced = (text: string, previous: string): string =>
  (previous + text)
    .replace(before, `$1${narrow}$2`)
    .replace(glued, `$1${narrow}$2`)
    .replace(beforeColon, `$1${noBreak}:`)
    .replace(gluedColon, `$1${noBreak}$2`)
    .replace(opening, `«${narrow}`)
    .replace(closing, `${narrow}»`)
    .replace(apostrophe, '’')
    .slice(previous.length)
