const scheme = /^([a-z][a-z0-9+.-]*):/i
// oxlint-disable-next-line no-control-regex -- browsers drop control characters inside a scheme
const ignoredByBrowsers = /[\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]/g
const allowedSchemes = new Set(['http', 'https', 'mailto', 'tel'])

/** True for http, https, mailto, tel and addresses relative to the site. `//host` and `/\host` are elsewhere under another name: refused. */
export const isSafeAddress = (address: string): boolean => {
  const bare = address.replace(ignoredByBrowsers, '')
  if (/^[\\/]{2}/.test(bare)) return false
  const found = scheme.exec(bare)
  return found ? allowedSchemes.has(found[1]!.toLowerCase()) : true
}

/** True when the address names a host, so that the reader leaves the page's site. */
export const isExternalAddress = (address: string): boolean => /^https?:/i.test(address)
