import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import * as v from 'valibot'
import type { NodeActor } from '#features/feature.server.ts'
import { findImportPlace, keepTexts } from '#features/portal/index.server.ts'
import type { ImportPlace, ImportRefused, KeptText } from '#features/portal/index.server.ts'
import { readWordpressExport } from '#features/portal/wordpress/decode.ts'
import type { WordpressText } from '#features/portal/wordpress/entry.ts'
import { convertText, finishText, type ReadyText } from '#features/portal/wordpress/text.ts'
import { openDiskBlobs } from '../blobs/disk.ts'
import { openPictures } from '../blobs/pictures.ts'
import type { OpenNode } from '../node/open-node.ts'
import { isTagged, writingAs, type Write } from './author.ts'
import { readMediaFolder } from './media-folder.ts'
import { createPictureDesk, type PictureDesk } from './picture-desk.ts'
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
  /** Milliseconds since 1970, where a run that was cut short goes on: what came since then counts as its own. */
  since: v.optional(v.number()),
  actor: v.nullable(v.custom<NodeActor>((value) => typeof value === 'object')),
})
export type ImportInput = v.InferOutput<typeof ImportInput>
export type ImportFailure =
  | ImportRefusal
  | ImportRefused
  | { readonly tag: 'disk-full' }
  | { readonly tag: 'disk-error'; readonly detail: string }
  | { readonly tag: 'no-file'; readonly path: string }
  /** Somebody asked it to; what is kept stays, and another run goes on. */
  | { readonly tag: 'stopped' }
  /** Another import is at work on this node. */
  | { readonly tag: 'import-running' }
export type ImportProgress = (facts: { readonly done: number; readonly all: number; readonly pictures: number }) => void

/** Texts in one transaction: what a power cut may take back, to be read again by the next run. */
const TOGETHER = 20

/**
 * Brings a WordPress export into an association: texts as drafts, pictures from a folder, foreign passages set aside. Run again after a cut, it
 * goes on; on the same file, it changes nothing. Nothing is fetched.
 */
export async function importWordpress(
  node: OpenNode,
  input: ImportInput,
  progress: ImportProgress,
  signal: AbortSignal = new AbortController().signal,
): Promise<ImportReport | ImportFailure> {
  const { association: slug, isPublishing } = input
  const asked = await node.perform(input.actor, (context) => findImportPlace(context, { slug, isPublishing }))
  if (isTagged(asked.value)) return asked.value as ImportFailure
  const place = asked.value as ImportPlace
  let survey: Survey
  let media: Awaited<ReturnType<typeof readMediaFolder>>
  try {
    const read = await surveyExport(input.file, signal)
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
  const write = writingAs(node, input.actor)
  const { since = Infinity } = input
  const desk = createPictureDesk({ node, write, association: place.association, media, pictures, since })
  try {
    return await keepAll(write, input, place, survey, desk, progress, signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function keepAll(
  write: Write,
  { file, since = Infinity }: ImportInput,
  place: ImportPlace,
  survey: Survey,
  desk: PictureDesk,
  progress: ImportProgress,
  signal: AbortSignal,
): Promise<ImportReport | ImportFailure> {
  const { site, attachments, counts, warnings } = survey
  const report = createReport({ title: site.title, address: site.address })
  const all = counts.articles + counts.pages
  const sources = new Set<string>()
  let waiting: ReadyText[] = []
  let done = 0

  const tell = () => progress({ done, all, pictures: desk.made() })
  const flush = async (): Promise<ImportFailure | null> => {
    if (waiting.length === 0) return null
    const texts = waiting
    waiting = []
    const { value } = await write((context) => keepTexts(context, place, texts, since))
    if (isTagged(value)) return value as ImportFailure
    for (const [at, one] of (value as readonly KeptText[]).entries()) note(texts[at]!, one)
    done += texts.length
    tell()
    return null
  }
  const note = (text: ReadyText, { outcome, isPublished, passages }: KeptText) => {
    if (outcome === 'too-long') return report.skip(text.target, text.title, 'Il est trop long pour être repris.')
    if (outcome === 'imported') report.imported[text.target === 'page' ? 'pages' : 'articles']++
    else report.known[outcome]++
    if (isPublished) report.imported.published++
    if (outcome !== 'imported') return
    for (const [at, { excerpt, reasons, sentence }] of text.passages.entries())
      report.setAside(text.title, {
        id: passages[at] ?? null,
        excerpt,
        reasons: reasons.map((reason) => reason.tag),
        sentence,
      })
  }
  const read = async (
    entry: WordpressText,
  ): Promise<ReadyText | { readonly tag: string; readonly sentence?: string }> => {
    const converted = convertText(entry)
    if ('tag' in converted) return converted
    const ids: (string | undefined)[] = []
    for (const address of converted.wanted) {
      const before = desk.made()
      ids.push(await desk.find(address))
      if (desk.made() > before) tell()
    }
    const above = entry.pictureId === undefined ? undefined : attachments.get(entry.pictureId)
    const id = above && (await desk.find(above.address))
    return desk.failure() ?? finishText(converted, site, ids, id ? { id, alt: above.alt } : null)
  }

  tell()
  for await (const entry of readWordpressExport(createReadStream(file))) {
    if (signal.aborted) return { tag: 'stopped' }
    // People are waiting for their pages in between.
    await setImmediate()
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
