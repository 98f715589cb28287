import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import * as v from 'valibot'
import type { NodeActor } from '#features/feature.server.ts'
import { findImportPlace, keepPicture, keepTexts, pictureOfClient } from '#features/portal/index.server.ts'
import type { ImportPlace, ImportRefused, KeptText } from '#features/portal/index.server.ts'
import { readWordpressExport } from '#features/portal/wordpress/decode.ts'
import type { WordpressText } from '#features/portal/wordpress/entry.ts'
import type { MediaIndex } from '#features/portal/wordpress/media.ts'
import { convertText, finishText, type ReadyText } from '#features/portal/wordpress/text.ts'
import { openDiskBlobs } from '../blobs/disk.ts'
import { openPictures, type Pictures } from '../blobs/pictures.ts'
import type { OpenNode } from '../node/open-node.ts'
import { readMediaFolder } from './media-folder.ts'
import { createReport, type ImportRefusal, type ImportReport } from './report.ts'
import { surveyExport, type Survey } from './survey.ts'

const Path = v.pipe(v.string(), v.maxLength(4096))
export const ImportInput = v.object({
  /** Absolute paths. */
  file: Path,
  media: v.nullable(Path),
  /** An association's slug, or (null) the federation. */
  association: v.nullable(v.pipe(v.string(), v.maxLength(60))),
  isPublishing: v.boolean(),
  actor: v.nullable(v.custom<NodeActor>((value) => typeof value === 'object')),
})
export type ImportInput = v.InferOutput<typeof ImportInput>
export type ImportFailure =
  | ImportRefusal
  | ImportRefused
  | { readonly tag: 'disk-full' }
  | { readonly tag: 'disk-error'; readonly detail: string }
  | { readonly tag: 'no-file'; readonly path: string }

/** Texts in one transaction: what a power cut may take back, to be read again by the next run. */
const TOGETHER = 20

/**
 * Brings a WordPress export into an association: texts as drafts, pictures from a folder, foreign passages set aside. Run again after a cut, it
 * goes on; on the same file, it changes nothing. Nothing is fetched.
 */
export async function importWordpress(
  node: OpenNode,
  input: ImportInput,
  progress: (facts: { readonly done: number; readonly all: number }) => void,
): Promise<ImportReport | ImportFailure> {
  const { association: slug, isPublishing } = input
  const asked = await node.perform(input.actor, (context) => findImportPlace(context, { slug, isPublishing }))
  if (isTagged(asked.value)) return asked.value as ImportFailure
  const place = asked.value as ImportPlace
  const desk = (pictures: Pictures) => createPictureDesk(node, input.actor, place.association, media, pictures)
  let survey: Survey
  let media: MediaIndex
  try {
    const read = await surveyExport(input.file)
    if ('tag' in read) return read
    survey = read
    media = await readMediaFolder(input.media)
  } catch (error) {
    const { code, path = input.file } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES' || code === 'ENOTDIR')
      return { tag: 'no-file', path }
    throw error
  }
  const folder = join(node.folders.data, 'importing')
  await using pictures = await openPictures({
    blobs: await openDiskBlobs(node.folders.blobs, undefined, join(folder, 'blobs')),
    folder: join(folder, 'pictures'),
  })
  try {
    return await keepAll(node, input, place, survey, desk(pictures), progress)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function keepAll(
  node: OpenNode,
  { file, actor }: ImportInput,
  place: ImportPlace,
  survey: Survey,
  desk: PictureDesk,
  progress: (facts: { readonly done: number; readonly all: number }) => void,
): Promise<ImportReport | ImportFailure> {
  const { site, attachments, counts, warnings } = survey
  const report = createReport({ title: site.title, address: site.address })
  const all = counts.articles + counts.pages
  const sources = new Set<string>()
  let waiting: ReadyText[] = []
  let done = 0

  const flush = async (): Promise<ImportFailure | null> => {
    if (waiting.length === 0) return null
    const texts = waiting
    waiting = []
    const { value } = await node.perform(actor, (context) => keepTexts(context, place, texts))
    if (isTagged(value)) return value as ImportFailure
    for (const [at, one] of (value as readonly KeptText[]).entries()) note(texts[at]!, one)
    done += texts.length
    progress({ done, all })
    return null
  }
  const note = (text: ReadyText, { outcome, isPublished }: KeptText) => {
    if (outcome === 'too-long') return report.skip(text.target, text.title, 'Il est trop long pour être repris.')
    if (outcome === 'imported') report.imported[text.target === 'page' ? 'pages' : 'articles']++
    else report.known[outcome]++
    if (isPublished) report.imported.published++
    if (outcome !== 'imported') return
    for (const { excerpt, reasons, sentence } of text.passages)
      report.setAside(text.title, { excerpt, reasons: reasons.map((reason) => reason.tag), sentence })
  }
  const read = async (
    entry: WordpressText,
  ): Promise<ReadyText | { readonly tag: string; readonly sentence?: string }> => {
    const converted = convertText(entry)
    if ('tag' in converted) return converted
    const ids: (string | undefined)[] = []
    for (const address of converted.wanted) ids.push(await desk.find(address))
    const above = entry.pictureId === undefined ? undefined : attachments.get(entry.pictureId)
    const id = above && (await desk.find(above.address))
    return desk.failure() ?? finishText(converted, site, ids, id ? { id, alt: above.alt } : null)
  }

  for await (const entry of readWordpressExport(createReadStream(file))) {
    if (entry.tag === 'skipped') report.skip(entry.what, entry.title, entry.sentence)
    if (entry.tag !== 'article' && entry.tag !== 'page') continue
    const text = await read(entry)
    if ('tag' in text) {
      if (text.tag !== 'skipped') return text as ImportFailure
      report.skip(entry.tag, entry.title, text.sentence ?? '')
    } else if (sources.has(text.source)) report.skip(entry.tag, text.title, 'Il est deux fois dans le fichier.')
    else {
      sources.add(text.source)
      waiting.push(text)
    }
    const failure = waiting.length >= TOGETHER ? await flush() : null
    if (failure) return failure
  }
  const failure = await flush()
  if (failure) return failure
  report.imported.pictures = desk.made()
  return report.finish({
    missingPictures: desk.missing(),
    leftOut: { accounts: counts.authors, comments: counts.comments },
    warnings,
  })
}

type PictureDesk = ReturnType<typeof createPictureDesk>

/** The picture that an address of the old site means: made from its file the first time, found by the file's hash ever after. */
function createPictureDesk(
  node: OpenNode,
  actor: NodeActor | null,
  association: string | null,
  media: MediaIndex,
  pictures: Pictures,
) {
  const byPath = new Map<string, string | undefined>()
  const missing = new Set<string>()
  let made = 0
  let failure: ImportFailure | null = null

  const make = async (path: string): Promise<string | undefined> => {
    const client = await clientOf(path, association)
    const known = await node.store.read((reader) => pictureOfClient({ reader }, client))
    if (known !== null) return known
    const taken = await pictures.takeFile(path)
    if (taken.tag === 'disk-full' || taken.tag === 'disk-error') failure = taken as ImportFailure
    if (taken.tag !== 'picture') return undefined
    const { preview, colour, sizes, card } = taken
    const { value } = await node.perform(actor, (context) =>
      keepPicture(
        context,
        association,
        {
          preview: new Uint8Array(preview),
          colour,
          sizes: [...sizes, card].map(({ bytes, ...size }) => ({ ...size, weight: bytes })),
        },
        client,
      ),
    )
    if (isTagged(value)) {
      failure = value as ImportFailure
      return undefined
    }
    made++
    return (value as { id: string }).id
  }

  return {
    async find(address: string): Promise<string | undefined> {
      const path = media.find(address)
      if (path !== undefined && !byPath.has(path)) byPath.set(path, failure ? undefined : await make(path))
      const id = path === undefined ? undefined : byPath.get(path)
      if (id === undefined && missing.size < 1_000_000) missing.add(address.slice(0, 500))
      return id
    },
    made: () => made,
    missing: () => missing.size,
    failure: () => failure,
  }
}

/** The same for the same file in the same place, so that a picture comes once. */
async function clientOf(path: string, association: string | null): Promise<Uint8Array> {
  const hash = createHash('sha256').update(`import picture\n${association ?? ''}\n`)
  await pipeline(createReadStream(path), hash)
  return new Uint8Array(hash.digest().subarray(0, 16))
}

const isTagged = (value: unknown): value is { readonly tag: string } =>
  typeof value === 'object' && value !== null && 'tag' in value
