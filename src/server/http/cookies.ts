/** One cookie of ours: whose name and attributes depend on how the node is reached. */
export interface CookieOptions {
  isSecure: boolean
  /** Seconds; without it the cookie goes when the browser closes. */
  maxAge?: number
}

/** The session's, and the one that ties a form to a browser before anybody has signed in. */
export type CookieName = 'seance' | 'visite'

/** Over HTTPS the `__Host-` prefix keeps neighbours (other ports, sub-domains) from setting it: RFC 6265bis, 4.1.3.2. */
export const cookieName = (name: CookieName, isSecure: boolean): string => (isSecure ? `__Host-${name}` : name)

/** A Set-Cookie line. `value` is base64url text of ours. */
export function cookieLine(name: CookieName, value: string, { isSecure, maxAge }: CookieOptions): string {
  if (!/^[\w-]*$/.test(value)) throw new Error('a cookie value is base64url text')
  const parts = [`${cookieName(name, isSecure)}=${value}`, 'Path=/', 'HttpOnly']
  // Strict would sign out who follows a link in a message; over HTTPS the other checks are all there, so Lax will do.
  parts.push(isSecure ? 'SameSite=Lax' : 'SameSite=Strict')
  if (isSecure) parts.push('Secure')
  if (maxAge !== undefined) parts.push(`Max-Age=${Math.floor(maxAge)}`)
  return parts.join('; ')
}

/** The value of our cookie in a Cookie header; undefined when absent, malformed, or sent twice. */
export function readCookie(header: string | null | undefined, name: CookieName, isSecure: boolean): string | undefined {
  if (!header || header.length > 8_192) return undefined
  const wanted = `${cookieName(name, isSecure)}=`
  const found = header.split(';').flatMap((part) => {
    const text = part.trim()
    return text.startsWith(wanted) ? [text.slice(wanted.length)] : []
  })
  const [value] = found
  return found.length === 1 && value !== undefined && /^[\w-]{1,256}$/.test(value) ? value : undefined
}
