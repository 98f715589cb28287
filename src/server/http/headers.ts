/** Nothing is allowed to what isn't a page; Kit puts the page's own policy, with the hashes of its styles, in its place. */
const CLOSED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

const ALWAYS: readonly (readonly [string, string])[] = [
  ['content-security-policy', CLOSED],
  ['x-content-type-options', 'nosniff'],
  // `no-referrer` would make browsers send `Origin: null` with our own forms.
  ['referrer-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
]
/** One year. Never over plain HTTP, where a box on a local network must stay reachable (RFC 6797, 7.2). */
const SECURE: readonly (readonly [string, string])[] = [['strict-transport-security', 'max-age=31536000']]
const PLAIN_LIST = ALWAYS
const SECURE_LIST = [...ALWAYS, ...SECURE]

/** The security headers of every answer, for `setHeader`. */
export const houseHeaders = (isSecure: boolean): readonly (readonly [string, string])[] =>
  isSecure ? SECURE_LIST : PLAIN_LIST

/** The same as a flat list for `writeHead`, without those that the page sets itself. */
export const housePageHeaders = (isSecure: boolean, own: ReadonlySet<string>): string[] =>
  houseHeaders(isSecure)
    .filter(([name]) => !own.has(name))
    .flat()
