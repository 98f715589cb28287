import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SoundBlobFailure } from '#server/blobs/sound-blob.ts'
import { sendError } from './error-page.ts'
import type { Log } from './log.ts'
import type { Mount } from './server.ts'

export interface PictureSizes {
  readonly sizes: readonly { readonly width: number; readonly type: string; readonly hash: string }[]
  readonly preview: Uint8Array
}
export interface PicturesOptions {
  /** A blob whose bytes still are those that its name says, or why not. */
  readBlob(hash: string): Promise<Uint8Array | SoundBlobFailure>
  readonly log: Log
}

/** `/images/0123456789abcdef01234567/640.webp`, `/1200.jpg`, `/apercu.webp` */
const ADDRESS = /^\/images\/([0-9a-f]{24})\/(apercu|[1-9]\d{0,4})\.(webp|jpg)$/
const TYPES: Readonly<Record<string, string>> = { webp: 'image/webp', jpg: 'image/jpeg' }

/**
 * Public pictures. An address always means the same bytes, so browsers never ask twice; and bytes that aren't those that
 * were kept are never given: the file was altered, which is a 404 and a line in the log.
 */
export const createPicturesMount = ({ readBlob, log }: PicturesOptions): Mount => ({
  prefix: '/images/',
  async handle(request, response, house) {
    const [, id, name = '', ending = ''] = ADDRESS.exec(request.url?.split('?', 1)[0] ?? '') ?? []
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendError(request, response, 405, house)
    if (id === undefined) return sendError(request, response, 404, house)
    const { value } = await house.node.query('portal.pictureSizes', { id }, null)
    if (typeof value !== 'object' || value === null || 'tag' in value) return sendError(request, response, 404, house)
    const { sizes, preview } = value as PictureSizes
    const type = TYPES[ending] ?? ''
    if (name === 'apercu') {
      if (ending !== 'webp' || preview.length === 0) return sendError(request, response, 404, house)
      return sendPicture(request, response, preview, type, `"${id}"`)
    }
    const size = sizes.find((one) => one.width === Number(name) && one.type === type)
    if (!size) return sendError(request, response, 404, house)
    const etag = `"${size.hash.slice(0, 22)}"`
    if (request.headers['if-none-match']?.includes(etag)) {
      response.setHeader('cache-control', FOREVER)
      response.setHeader('etag', etag)
      response.writeHead(304).end()
      return
    }
    const bytes = await readBlob(size.hash)
    if (bytes instanceof Uint8Array) return sendPicture(request, response, bytes, type, etag)
    const { tag, ...facts } = bytes
    log.write('error', 'picture-unsound', { id: house.id, picture: id, reason: tag, ...facts })
    sendError(request, response, isDamage(bytes) ? 404 : 500, house)
  },
})

const isDamage = ({ tag }: SoundBlobFailure): boolean => tag === 'blob-missing' || tag === 'blob-altered'

const FOREVER = 'public, max-age=31536000, immutable'

function sendPicture(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
  type: string,
  etag: string,
): void {
  response.setHeader('content-type', type)
  response.setHeader('content-length', bytes.length)
  response.setHeader('cache-control', FOREVER)
  response.setHeader('etag', etag)
  // Feed readers on the web show them in pages of their own.
  response.setHeader('cross-origin-resource-policy', 'cross-origin')
  response.end(request.method === 'HEAD' ? undefined : bytes)
}
