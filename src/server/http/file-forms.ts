import { IncomingMessage, type ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { FORM_LIMITS, readMultipart, type FormFile, type FormLimits } from '#server/blobs/multipart.ts'
import type { Pictures } from '#server/blobs/pictures.ts'
import { uploadToPicture } from '#server/blobs/upload-uses.ts'
import type { Uploads } from '#server/blobs/upload.ts'
import { readCookie } from './cookies.ts'
import { endEarly } from './early-answer.ts'
import { errorHtml } from './error-page.ts'
import { PLAIN_POLICY } from './plain-page.ts'
import { failureSentence, failureStatus } from './failures.ts'
import { TOKEN_FIELD } from './form-token.ts'
import { SESSION_QUERY } from './node-port.ts'
import type { ArrivedPicture, HouseRequest } from './request-context.ts'

export interface FileFormsOptions {
  readonly uploads: Uploads
  readonly pictures: Pictures
  /** Where such forms are sent: `/publier/`. */
  readonly prefixes: readonly string[]
  /** Paths whose files stay uploads of their sender, whatever they are. */
  readonly rawPaths?: RegExp
}

/** An old site's export and some of its pictures: less than what one person may have on the way (upload.ts). */
const RAW_LIMITS: FormLimits = { bytes: 2_100_000_000, fields: 60, field: 10_000, files: 40, file: 2_000_000_000 }

/** Gives a plain request with the form's fields for Kit; null once it has answered itself. */
export interface FileForms {
  readonly prefixes: readonly string[]
  read(request: IncomingMessage, response: ServerResponse, house: HouseRequest): Promise<IncomingMessage | null>
}

/**
 * Forms with a picture, from pages without script. Kit would hold the whole file in memory and refuses more than a megabyte,
 * so the house reads them first: files go to disk and become pictures, and Kit gets the same form without them. What became of
 * a file is told beside the request, where no form can forge it. A visitor whose session has ended keeps the text: only the
 * file is dropped.
 */
export const createFileForms = ({ uploads, pictures, prefixes, rawPaths }: FileFormsOptions): FileForms => ({
  prefixes,
  async read(request, response, house) {
    const person = await findPerson(request, house)
    const isRaw = person !== null && (rawPaths?.test((request.url ?? '').split('?', 1)[0] ?? '') ?? false)
    const few = { ...FORM_LIMITS, fields: 60, field: 600_000, files: 4, ...(person === null ? { file: 1 } : {}) }
    const limits = isRaw ? RAW_LIMITS : few
    const form = await readMultipart(request, { uploads, person: person ?? 'visitor', limits })
    if (form.tag !== 'form') {
      const status = failureStatus(form)
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.setHeader('content-security-policy', PLAIN_POLICY)
      response.setHeader('cache-control', 'no-store')
      response.writeHead(status)
      endEarly(request, response, errorHtml('Ce formulaire n’est pas passé', failureSentence(form), house.id))
      return null
    }
    const token = form.fields.find(([name]) => name === TOKEN_FIELD)?.[1]
    const isOurs = house.forms?.isValid(token, readCookie(request.headers.cookie, 'visite', house.isSecure)) ?? false
    const arrived = new Map<string, ArrivedPicture>()
    const files: FormFile[] = []
    for (const file of form.files) {
      const { field, result } = file
      if (isRaw && isOurs) files.push(file)
      else if (result.tag !== 'kept') arrived.set(field, result)
      else if (person === null || !isOurs) await uploads.remove(result.upload.id, person ?? 'visitor')
      else {
        const picture = await uploadToPicture({ uploads, pictures }, result.upload.id, person)
        arrived.set(field, picture)
        // The sizes are on disk; the file itself isn't kept, whatever becomes of the form.
        if (picture.tag === 'picture') await picture.done()
        else await uploads.remove(result.upload.id, person)
      }
    }
    house.arrived = arrived
    house.files = files
    return toPlainRequest(request, form.fields)
  },
})

async function findPerson(request: IncomingMessage, house: HouseRequest): Promise<string | null> {
  const token = readCookie(request.headers.cookie, 'seance', house.isSecure)
  if (token === undefined) return null
  const { value } = await house.node.query(SESSION_QUERY, { token, isSecure: house.isSecure }, null)
  return typeof value === 'object' && value !== null && 'person' in value ? String(value.person) : null
}

/** The same request with the fields alone as its body. */
async function toPlainRequest(
  request: IncomingMessage,
  fields: readonly (readonly [string, string])[],
): Promise<IncomingMessage> {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  const encoded = new Response(form)
  const body = Buffer.from(await encoded.arrayBuffer())
  const plain = new IncomingMessage(new Socket())
  plain.method = request.method ?? 'POST'
  plain.url = request.url ?? '/'
  plain.httpVersion = request.httpVersion
  plain.httpVersionMajor = request.httpVersionMajor
  plain.httpVersionMinor = request.httpVersionMinor
  const { 'transfer-encoding': _, ...headers } = request.headers
  plain.headers = {
    ...headers,
    'content-type': encoded.headers.get('content-type') ?? '',
    'content-length': String(body.length),
  }
  // A socket of its own: a message that ends takes its socket with it, and the answer needs the visitor's.
  plain.complete = true
  plain.push(body)
  plain.push(null)
  return plain
}
