import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '#core/ports.ts'
import { endEarly } from '#server/http/early-answer.ts'
import { failureSentence, failureStatus, type Failure } from '#server/http/failures.ts'
import type { Upload, Uploads } from './upload.ts'

/** What the sender asked that this protocol, or this server, doesn't do. */
export type TusFailure =
  | { tag: 'upload-version'; version: string }
  | { tag: 'upload-method'; method: string }
  | { tag: 'upload-header'; header: string }

/** Answers one request of a person. */
export type UploadsHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  who: { person: string },
) => Promise<void>

const VERSION = '1.0.0'
const EXTENSIONS = 'creation,creation-with-upload,expiration,termination'
const BYTES_TYPE = 'application/offset+octet-stream'

/**
 * Files sent in pieces and resumed after a cut: tus 1.0.0, core protocol with the extensions of `EXTENSIONS`.
 * @param base where it is mounted, without a final slash
 * @param now only for the date told to senders
 */
export const createUploadsHandler = ({
  uploads,
  now,
  base = '/uploads',
}: {
  uploads: Uploads
  now: Clock
  base?: string
}): UploadsHandler => {
  const describe = (response: ServerResponse, upload: Upload): void => {
    response.setHeader('Upload-Offset', upload.offset)
    response.setHeader('Upload-Expires', new Date(now() + uploads.lifeLeft(upload)).toUTCString())
  }

  const create: UploadsHandler = async (request, response, { person }) => {
    const length = wholeNumber(request.headers['upload-length'])
    if (length === null) return refuse(request, response, { tag: 'upload-header', header: 'Upload-Length' })
    const claims = parseMetadata(request.headers['upload-metadata'])
    if (claims === null) return refuse(request, response, { tag: 'upload-header', header: 'Upload-Metadata' })
    const name = claims.get('filename') ?? claims.get('name') ?? ''
    const type = claims.get('filetype') ?? claims.get('type') ?? ''
    const created = await uploads.create({ person, name, type, length })
    if (created.tag !== 'created') return refuse(request, response, created)
    const { id } = created.upload
    response.setHeader('Location', `${base}/${id}`)
    if (request.headers['content-type'] === BYTES_TYPE) return append(request, response, person, id, 0, 201)
    describe(response, created.upload)
    response.writeHead(201)
    endEarly(request, response, undefined)
  }

  const append = async (
    request: IncomingMessage,
    response: ServerResponse,
    person: string,
    id: string,
    offset: number,
    status: number,
  ): Promise<void> => {
    const upload = await uploads.find(id, person)
    if (upload === null) return refuse(request, response, { tag: 'upload-missing' })
    const end = offset + (wholeNumber(request.headers['content-length']) ?? 0)
    if (end > upload.length) return refuse(request, response, { tag: 'too-big', size: end, limit: upload.length })
    // The request stays open for the answer when reading stops early.
    const source = request.iterator({ destroyOnReturn: false })
    const appended = await uploads.append(id, person, offset, source, () => request.destroy())
    if (appended.tag === 'cut-short') {
      response.destroy()
      // The sender never learnt where its file is.
      if (status === 201) await uploads.remove(id, person)
      return
    }
    if (appended.tag !== 'appended') return refuse(request, response, appended)
    describe(response, appended.upload)
    response.writeHead(status).end()
  }

  const patch = async (request: IncomingMessage, response: ServerResponse, person: string, id: string) => {
    if (request.headers['content-type'] !== BYTES_TYPE) {
      return refuse(request, response, { tag: 'upload-header', header: 'Content-Type' })
    }
    const offset = wholeNumber(request.headers['upload-offset'])
    if (offset === null) return refuse(request, response, { tag: 'upload-header', header: 'Upload-Offset' })
    return append(request, response, person, id, offset, 204)
  }

  const head = async (request: IncomingMessage, response: ServerResponse, person: string, id: string) => {
    await uploads.interrupt(id, person)
    const upload = await uploads.find(id, person)
    if (upload === null) return refuse(request, response, { tag: 'upload-missing' })
    describe(response, upload)
    response.setHeader('Upload-Length', upload.length)
    response.setHeader('Upload-Metadata', `filename ${toBase64(upload.name)},filetype ${toBase64(upload.type)}`)
    response.writeHead(200).end()
  }

  const remove = async (request: IncomingMessage, response: ServerResponse, person: string, id: string) => {
    const removed = await uploads.remove(id, person)
    if (removed.tag !== 'removed') return refuse(request, response, removed)
    response.writeHead(204).end()
  }

  return async (request, response, who) => {
    response.setHeader('Tus-Resumable', VERSION)
    response.setHeader('Cache-Control', 'no-store')
    const method = methodOf(request)
    if (method === 'OPTIONS') {
      response.setHeader('Tus-Version', VERSION)
      response.setHeader('Tus-Extension', EXTENSIONS)
      response.setHeader('Tus-Max-Size', uploads.limits.bytes)
      response.writeHead(204).end()
      return
    }
    if (request.headers['tus-resumable'] !== VERSION) {
      response.setHeader('Tus-Version', VERSION)
      return refuse(request, response, { tag: 'upload-version', version: VERSION })
    }
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    const id = path.slice(base.length).replace(/^\//, '')
    if (id === '' && method === 'POST') return create(request, response, who)
    if (id !== '' && method === 'PATCH') return patch(request, response, who.person, id)
    if (id !== '' && method === 'HEAD') return head(request, response, who.person, id)
    if (id !== '' && method === 'DELETE') return remove(request, response, who.person, id)
    response.setHeader('Allow', id === '' ? 'OPTIONS, POST' : 'OPTIONS, HEAD, PATCH, DELETE')
    refuse(request, response, { tag: 'upload-method', method })
  }
}

/** Says no, with the facts for the sender's program and the sentence for its person. */
const refuse = (request: IncomingMessage, response: ServerResponse, failure: Failure): void => {
  if (failure.tag === 'upload-offset') response.setHeader('Upload-Offset', failure.offset)
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  response.writeHead(failureStatus(failure))
  const body = JSON.stringify({ ...failure, sentence: failureSentence(failure) })
  endEarly(request, response, request.method === 'HEAD' ? undefined : body)
}

/** Some networks let only GET and POST through: the protocol has a header for them. */
const methodOf = (request: IncomingMessage): string => {
  const method = request.method ?? ''
  const override = request.headers['x-http-method-override']
  return method === 'POST' && (override === 'PATCH' || override === 'DELETE') ? override : method
}

const wholeNumber = (header: string | string[] | undefined): number | null =>
  typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null

/** `key BASE64,key BASE64,key`; null when it is something else. Node bounds the length of headers. */
const parseMetadata = (header: string | string[] | undefined): Map<string, string> | null => {
  const claims = new Map<string, string>()
  if (header === undefined || header === '') return claims
  for (const pair of String(header).split(',')) {
    const [, key, value] = /^\s*([!-+\--~]{1,100})(?: ([A-Za-z0-9+/]*={0,2}))?\s*$/.exec(pair) ?? []
    if (key === undefined) return null
    claims.set(key, Buffer.from(value ?? '', 'base64').toString('utf8'))
  }
  return claims
}

const toBase64 = (text: string): string => Buffer.from(text).toString('base64')
