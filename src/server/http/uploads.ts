import { createUploadsHandler } from '#server/blobs/tus.ts'
import type { Uploads } from '#server/blobs/upload.ts'
import type { Clock } from '#core/ports.ts'
import { readCookie } from './cookies.ts'
import { sendError } from './error-page.ts'
import { TOKEN_HEADER } from './form-token.ts'
import { SESSION_QUERY } from './node-port.ts'
import type { Mount } from './server.ts'

/** Files in pieces, for people who are signed in and pages that hold their form token. */
export function createUploadsMount({ uploads, now }: { readonly uploads: Uploads; readonly now: Clock }): Mount {
  const handle = createUploadsHandler({ uploads, now })
  return {
    prefix: '/uploads',
    async handle(request, response, house) {
      const { cookie } = request.headers
      const token = readCookie(cookie, 'seance', house.isSecure)
      const found =
        token === undefined
          ? null
          : (await house.node.query(SESSION_QUERY, { token, isSecure: house.isSecure }, null)).value
      if (typeof found !== 'object' || found === null || !('person' in found))
        return sendError(request, response, 403, house)
      const isOurs = house.forms?.isValid(request.headers[TOKEN_HEADER], readCookie(cookie, 'visite', house.isSecure))
      if (!isOurs && request.method !== 'HEAD' && request.method !== 'OPTIONS')
        return sendError(request, response, 403, house)
      await handle(request, response, { person: String(found.person) })
    },
  }
}
