import { error, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import type { OutputOf } from '#features/feature.server.ts'
import type { portal } from '#features/portal/index.server.ts'
import { importFr } from '#features/space/messages/import-fr.ts'
import type { ImportReportView, ImportView } from '#features/space/views.ts'
import { failureSentence, type Failure } from '#server/http/failures.ts'
import type { ImportDesk } from '#server/imports/import-desk.ts'
import type { ImportResult } from '#server/imports/job-record.ts'
import type { ImportReport } from '#server/imports/report.ts'
import { sentenceOf } from '../../../publier/writing.server.ts'

const words = importFr.failures
type Asked = OutputOf<typeof portal.queries.importPlace>
export type ImportPlace = Exclude<Asked, { readonly tag: string }>

/** The association of this page's address, or null: the federation. */
export const placeOf = ({ params }: RequestEvent): string | null =>
  params['id'] === 'federation' ? null : (params['id'] ?? '')
export const pathOf = (event: RequestEvent): string => `/mon-association/${placeOf(event) ?? 'federation'}/reprise`

/** Whether the actor brings old sites in here; why not is a page of its own. */
export async function readPlace(event: RequestEvent, people: readonly string[] = []): Promise<ImportPlace> {
  const found = (await event.locals.query('portal.importPlace', { association: placeOf(event), people })) as Asked
  if (!('tag' in found)) return found
  if (found.tag === 'needs-sign-in' && event.request.method === 'GET')
    redirect(303, `/connexion?suite=${encodeURIComponent(event.url.pathname)}`)
  const isUnknown = found.tag === 'not-found' || (found.tag as string) === 'invalid'
  error(isUnknown ? 404 : 403, { message: isUnknown ? 'Page introuvable' : sentenceOf(found.tag) })
}

export async function readView(event: RequestEvent, problems: readonly string[] = []): Promise<ImportView> {
  const { locals } = event
  await readPlace(event)
  const { file, pictures, run } = locals.imports.look(placeOf(event))
  const { name, wantsSecondReader, names } = await readPlace(event, run ? [run.person] : [])
  const isOver = run !== null && run.ended !== null
  const result = run?.result ?? null
  return {
    formToken: locals.formToken,
    name,
    back: { href: '/mon-association', text: 'Mes associations' },
    path: pathOf(event),
    wantsSecondReader,
    file,
    pictures,
    running: run && !isOver ? { by: names[run.person] ?? null, since: run.began, ...run.progress } : null,
    failure: isOver && (result === null || 'tag' in result) ? failureToText(result) : null,
    report: isOver && result !== null && !('tag' in result) ? reportToView(result) : null,
    problems,
  }
}

function failureToText(failure: Extract<ImportResult, { readonly tag: string }> | null): string {
  switch (failure?.tag) {
    case 'refused':
      return failure.sentence
    case 'import-running':
      return words.running
    case 'stopped':
      return words.stopped
    case 'disk-full':
      return words.diskFull
    case 'disk-error':
      return words.diskError
    case 'needs-second-reader':
      return words.secondReader
    case 'no-file':
      return words.gone
    case 'not-allowed':
    case 'needs-secure':
    case 'needs-sign-in':
      return words.notAllowed
    default:
      return words.bug
  }
}

const SHOWN = 100

function reportToView(report: ImportReport): ImportReportView {
  const { imported, known, warnings, missingPictures, leftOut, more } = report
  const bySentence = Object.entries(Object.groupBy(report.skipped, (one) => one.sentence))
  return {
    site: report.site.title,
    imported,
    known,
    warnings,
    missingPictures,
    leftOut,
    skipped: bySentence.map(([sentence, all = []]) => ({
      sentence,
      count: all.length,
      titles: all.slice(0, SHOWN).flatMap((one) => (one.title === '' ? [] : [one.title])),
    })),
    setAside: report.setAside
      .slice(0, SHOWN)
      .map(({ id, title, excerpt, sentence }) => ({ id, title, excerpt, sentence })),
    more: { skipped: more.skipped, setAside: more.setAside + Math.max(0, report.setAside.length - SHOWN) },
  }
}

type NotAdded = Exclude<Awaited<ReturnType<ImportDesk['add']>>, { readonly tag: 'added' }>

/** Why a file wasn't taken. */
export function notAddedToText(name: string, failure: NotAdded): string {
  switch (failure.tag) {
    case 'import-running':
      return words.running
    case 'picture-unknown':
      return words.notPicture(name)
    case 'too-many-pictures':
      return words.tooMany(failure.limit)
    default:
      return words.ofFile(name, failureSentence(failure satisfies Failure))
  }
}
