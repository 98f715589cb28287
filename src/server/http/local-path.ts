/**
 * An address that may follow « go on to »: a path of this site, or the fallback. Never another site, another scheme, or
 * text that would end a header line.
 */
export function toLocalPath(text: unknown, fallback = '/'): string {
  if (
    typeof text !== 'string' ||
    text.length > 1_024 ||
    !/^\/(?![/\\])[\x21-\x7e]*$/.test(text) ||
    text.includes('\\')
  ) {
    return fallback
  }
  const base = 'http://local.invalid'
  const url = URL.parse(text, base)
  // `/..//elsewhere` becomes `//elsewhere` only here.
  if (url?.origin !== base || url.pathname.startsWith('//')) return fallback
  return `${url.pathname}${url.search}${url.hash}`
}
