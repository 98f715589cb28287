import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import type { CutShort, DiskFailure, TooBig } from '#core/blobs.ts'
import { claimedName } from './claimed.ts'
import type { Upload, Uploads, UploadsFull } from './upload.ts'

export type FormLimits = {
  /** Most bytes of the whole body. */
  bytes: number
  /** Most fields, and most bytes of one. */
  fields: number
  field: number
  /** Most files, and most bytes of one. */
  files: number
  file: number
}

/** A page's form with a few pictures. Files over their own limit are dropped and said so; the text survives. */
export const FORM_LIMITS: FormLimits = {
  bytes: 100_000_000,
  fields: 200,
  field: 1_000_000,
  files: 10,
  file: 30_000_000,
}

/** What became of one file of a form: an upload of the sender, to be taken like any other, or why not. */
export type FormFile = {
  field: string
  name: string
  result: { tag: 'kept'; upload: Upload } | TooBig | UploadsFull | CutShort | DiskFailure
}

/** In the order of the form. Names may come several times. Empty file fields are left out. */
export type Form = { tag: 'form'; fields: [name: string, value: string][]; files: FormFile[] }

export type FormFailure =
  | { tag: 'form-type'; type: string }
  | { tag: 'form-damaged'; detail: string }
  | { tag: 'form-too-many'; what: 'fields' | 'files' | 'parts'; limit: number }
  | { tag: 'form-field-too-big'; field: string; limit: number }

/** Why the whole form is refused. */
type Refusal = FormFailure | TooBig | CutShort

/**
 * Reads a form sent by a page without script (`multipart/form-data`, RFC 7578). Files go to disk as they come, as
 * uploads of `person`; nothing but the fields is held in memory. After a failure nothing is left, and the rest of the
 * body hasn't been read: answer with `endEarly`.
 */
export const readMultipart = async (
  request: IncomingMessage,
  { uploads, person, limits = FORM_LIMITS }: { uploads: Uploads; person: string; limits?: FormLimits },
): Promise<Form | Refusal> => {
  const type = request.headers['content-type'] ?? ''
  const size = Number(request.headers['content-length'] ?? 0)
  if (size > limits.bytes) return { tag: 'too-big', size, limit: limits.bytes }
  const parser = createParser(type, limits)
  if (parser === null) return { tag: 'form-type', type: type.slice(0, 100) }

  const fields: Form['fields'] = []
  const streams: FileStream[] = []
  const receiving: Promise<FormFile | null>[] = []
  const refusals: Refusal[] = []
  const refuseTooMany = (what: 'fields' | 'files' | 'parts', limit: number) => () =>
    refusals.push({ tag: 'form-too-many', what, limit })

  parser.on('field', (name, value, isNameCut, isCut) => {
    if (!isNameCut && !isCut) fields.push([String(name), value])
    else refusals.push({ tag: 'form-field-too-big', field: String(name).slice(0, 100), limit: limits.field })
  })
  parser.on('file', (field, stream: FileStream, name, _encoding, mime) => {
    streams.push(stream)
    // The parser only says « error », and may say it before anybody reads.
    stream.on('error', (error) => stream.destroy(error))
    const file = { field: String(field), name: String(name ?? ''), type: mime, limit: limits.file }
    receiving.push(receiveFile(stream, file, uploads, person))
  })
  parser.on('fieldsLimit', refuseTooMany('fields', limits.fields))
  parser.on('filesLimit', refuseTooMany('files', limits.files))
  parser.on('partsLimit', refuseTooMany('parts', limits.fields + limits.files))

  const refusal = await feed(request, parser, limits.bytes, () => refusals[0] ?? null)
  if (refusal !== null) for (const stream of streams) stream.destroy(new Error('the form was refused'))
  const files = (await Promise.all(receiving)).filter((file) => file !== null)
  if (refusal === null) return { tag: 'form', fields, files }
  for (const { result } of files) if (result.tag === 'kept') await uploads.remove(result.upload.id, person)
  return refusal
}

type FileStream = Readable & { truncated?: boolean }

/** Null when the type isn't a form's, or names no boundary. */
const createParser = (type: string, limits: FormLimits): BusboyInstance | null => {
  if (!/^multipart\/form-data\s*;/i.test(type)) return null
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: {
        fields: limits.fields,
        fieldSize: limits.field,
        files: limits.files,
        fileSize: limits.file,
        parts: limits.fields + limits.files,
        headerPairs: 20,
        headerSize: 8192,
      },
    })
  } catch {
    return null
  }
}

/** Gives the body to the parser, no faster than it goes to disk. Ends at the first refusal. */
const feed = async (
  request: IncomingMessage,
  parser: BusboyInstance,
  limit: number,
  refused: () => Refusal | null,
): Promise<Refusal | null> => {
  let size = 0
  let damage: Refusal | null = null
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  parser.once('finish', () => end())
  parser.on('error', (error) => {
    damage ??= { tag: 'form-damaged', detail: String(error).slice(0, 200) }
    end()
  })
  const stopped = () => damage ?? refused()
  try {
    for await (const part of request.iterator({ destroyOnReturn: false })) {
      size += (part as Uint8Array).length
      if (size > limit) return { tag: 'too-big', size, limit }
      if (!parser.write(part)) await Promise.race([new Promise((resolve) => parser.once('drain', resolve)), ended])
      if (stopped() !== null) return stopped()
    }
  } catch {
    return { tag: 'cut-short', received: size }
  }
  parser.end()
  await ended
  return stopped()
}

/** What a form's file becomes; null for a field that was left empty. */
const receiveFile = async (
  stream: FileStream,
  { field, name, type, limit }: { field: string; name: string; type: string; limit: number },
  uploads: Uploads,
  person: string,
): Promise<FormFile | null> => {
  const source = stream.iterator({ destroyOnReturn: false })
  const first = await source.next().catch((error: unknown) => ({ error }))
  // A field left empty asks nothing of the disk: the rest of the form must pass on a full one.
  if ('done' in first && first.done) return null
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    if ('error' in first) throw first.error
    yield first.value as Uint8Array
    for await (const part of source) yield part as Uint8Array
  }
  const result = await uploads.receive(whole(), { person, name, type, limit, isWhole: () => stream.truncated !== true })
  // What wasn't read is dropped, so that the parser goes on to the next field.
  await source.return?.()
  stream.resume()
  if (result.tag !== 'kept' || result.upload.length > 0) return { field, name: claimedName(name), result }
  await uploads.remove(result.upload.id, person)
  return null
}
