import { brotliCompress, brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { promisify } from 'node:util'

export type Coding = 'br' | 'gzip' | 'identity'

/** Above this size a slow compression isn't worth its seconds on an old machine. */
export const SMALL = 262_144
const compressLater = promisify(brotliCompress)

/**
 * The best coding that a client accepts. Over plain HTTP browsers offer only gzip, so that one counts on a local network.
 * Source: RFC 9110, 12.5.3.
 */
export function acceptedCoding(header: string | undefined): Coding {
  if (header === undefined || header === '') return 'identity'
  const known = remembered.get(header)
  if (known !== undefined) return known
  const coding = negotiate(header)
  if (remembered.size < 64) remembered.set(header, coding)
  return coding
}
// Browsers send a handful of different headers.
const remembered = new Map<string, Coding>()

function negotiate(header: string): Coding {
  const refused = new Set<string>()
  const accepted = new Set<string>()
  for (const part of header.toLowerCase().slice(0, 256).split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim())
    const isRefused = parameters.some((text) => /^q=0(\.0*)?$/.test(text))
    ;(isRefused ? refused : accepted).add(name)
  }
  const takes = (name: string) => accepted.has(name) || (accepted.has('*') && !refused.has(name))
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity'
}

/** At once, for the reader who is waiting. */
export function compressNow(body: Uint8Array, coding: Coding): Uint8Array {
  if (coding === 'br') return brotliCompressSync(body, brotliOptions(body.length, body.length > SMALL ? 5 : 9))
  if (coding === 'gzip') return gzipSync(body, { level: body.length > SMALL ? 5 : 9 })
  return body
}

/** As small as Brotli can, off the main thread: 60 times as long for a tenth less. */
export const compressBest = (body: Uint8Array): Promise<Uint8Array> =>
  compressLater(body, brotliOptions(body.length, 11))

/** A window no larger than the text: the default one of 4 MB takes its memory for a page of 20 KB too. */
const brotliOptions = (size: number, quality: number) => ({
  params: {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: size,
    [constants.BROTLI_PARAM_LGWIN]: Math.min(22, Math.max(16, Math.ceil(Math.log2(size + 16)))),
  },
})
