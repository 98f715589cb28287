import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether another site, or a page that hides where it stands, sent this request. Silence isn't foreign: old browsers
 * and programs send nothing, and what they send is judged by its token.
 * Source: Fetch Metadata Request Headers (W3C), RFC 6454.
 */
export function isForeign(headers: IncomingHttpHeaders, selfOrigin: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const { origin, referer } = headers
  if (origin !== undefined) return origin !== selfOrigin
  if (site === undefined && referer !== undefined) return !referer.startsWith(`${selfOrigin}/`)
  return false
}

/** Methods that change nothing (RFC 9110, 9.2.1). */
export const isSafe = (method: string | undefined): boolean =>
  method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
