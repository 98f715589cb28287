import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { compressNow, type Coding } from './encoding.ts'
import { housePageHeaders } from './headers.ts'
import type { Rendered } from './rendered.ts'

/** The bytes for one coding, with all headers ready for `writeHead`. */
interface Variant {
  /** How the bytes are really coded: `identity` too where compression gains nothing. */
  coding: Coding
  body: Uint8Array
  etag: string
  plain: string[]
  secure: string[]
  /** Of a 304: only what RFC 9110 15.4.5 asks, so that a repeat visit costs about 200 bytes. */
  unchanged: string[]
}

export interface PageEntry {
  readonly key: string
  readonly rendered: Rendered
  /** Hexadecimal SHA-256 of the bytes before encoding. */
  readonly sha256: string
  readonly variants: Partial<Record<Coding, Variant>>
  /** Bytes held, variants included. */
  size: number
  used: number
  /** In which pass it was last made again and compared; 0 before the first. */
  verified: number
  isBest: boolean
}

export function createEntry(key: string, rendered: Rendered): PageEntry {
  const size = rendered.body.length + 1_024
  return { key, rendered, sha256: digest(rendered.body), variants: {}, size, used: 0, verified: 0, isBest: false }
}

/** Answers a request from an entry: 200 or 304, by GET or HEAD. */
export function sendEntry(
  entry: PageEntry,
  coding: Coding,
  isSecure: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const variant = entry.variants[coding] ?? addVariant(entry, coding)
  const known = request.headers['if-none-match']
  if (known !== undefined && entry.rendered.status === 200 && isKnown(known, entry.sha256)) {
    response.writeHead(304, variant.unchanged)
    response.end()
    return
  }
  response.writeHead(entry.rendered.status, isSecure ? variant.secure : variant.plain)
  if (request.method === 'HEAD') response.end()
  else response.end(variant.body)
}

/** Puts smaller bytes in the place of those compressed in a hurry. */
export function replaceBrotli(entry: PageEntry, body: Uint8Array): void {
  entry.isBest = true
  const previous = entry.variants.br
  if (previous?.coding !== 'br' || body.length >= previous.body.length) return
  entry.size += body.length - previous.body.length
  entry.variants.br = makeVariant(entry, 'br', body, 'b11')
}

/** True when every copy still decodes to what was rendered. */
export function isIntact(entry: PageEntry): boolean {
  if (digest(entry.rendered.body) !== entry.sha256) return false
  return Object.values(entry.variants).every(({ coding, body }) => {
    try {
      const decoded = coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body) : body
      return digest(decoded) === entry.sha256
    } catch {
      return false
    }
  })
}

function addVariant(entry: PageEntry, coding: Coding): Variant {
  const { body } = entry.rendered
  const isWorth = coding !== 'identity' && body.length > 200 && isText(entry.rendered)
  const compressed = isWorth ? compressNow(body, coding) : body
  const variant =
    compressed.length < body.length
      ? makeVariant(entry, coding, compressed, coding === 'br' ? 'b9' : 'g')
      : makeVariant(entry, 'identity', body, 'i')
  if (variant.body !== body) entry.size += variant.body.length
  entry.variants[coding] = variant
  return variant
}

function makeVariant(entry: PageEntry, coding: Coding, body: Uint8Array, mark: string): Variant {
  // The mark makes the tag strong: other bytes, another tag. What is compared is the part before it.
  const etag = `"${entry.sha256.slice(0, TAG_LENGTH)}.${mark}"`
  const own = entry.rendered.headers.flat()
  if (coding !== 'identity') own.push('content-encoding', coding)
  own.push('content-length', String(body.length))
  const shared = ['etag', etag, 'cache-control', 'no-cache', 'vary', 'accept-encoding']
  const names = new Set(entry.rendered.headers.map(([name]) => name))
  const all = (isSecure: boolean) => [...own, ...shared, ...housePageHeaders(isSecure, names)]
  return { coding, body, etag, plain: all(false), secure: all(true), unchanged: shared }
}

/** Whether an If-None-Match names these contents in any encoding. */
function isKnown(header: string, sha256: string): boolean {
  if (header.length > 1_024) return false
  return header === '*' || header.includes(`"${sha256.slice(0, TAG_LENGTH)}.`)
}

const TAG_LENGTH = 22
const isText = ({ headers }: Rendered): boolean =>
  headers.some(([name, value]) => name === 'content-type' && /^text\/|json|xml|javascript/.test(value))
const digest = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex')
