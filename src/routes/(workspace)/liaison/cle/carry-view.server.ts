import { error, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import type { OutputOf } from '#features/feature.server.ts'
import type { CarryPageView } from '#features/link/carry-view.ts'
import { carryWords as words } from '#features/link/carry-words.ts'
import type { link } from '#features/link/index.server.ts'
import { toMoment } from '#features/space/messages/accounts-fr.ts'
import { bundleFr } from '#features/space/messages/bundle-fr.ts'
import { failureSentence, type Failure } from '#server/http/failures.ts'
import type { BundleDesk, Reading } from '#server/sync/bundle-desk.ts'
import { sentenceOf } from '../../publier/writing.server.ts'

/** Whether the actor carries files here (R84); why not is a page of its own. */
export async function mayCarry(event: RequestEvent): Promise<void> {
  const found = (await event.locals.query('link.carrying')) as OutputOf<typeof link.queries.carrying>
  if (!('tag' in found)) return
  if (found.tag === 'needs-sign-in' && event.request.method === 'GET')
    redirect(303, `/connexion?suite=${encodeURIComponent('/liaison/cle')}`)
  error(403, { message: sentenceOf(found.tag) })
}

export async function readView(event: RequestEvent, problem: string | null = null): Promise<CarryPageView> {
  const { bundles, formToken } = event.locals
  const last = bundles.last()
  const isRunning = last !== null && last.ended === null
  return {
    formToken,
    places: await bundles.places(),
    running: isRunning ? { name: last.name, ...last.progress } : null,
    report: last === null || isRunning ? null : toReport(last),
    problem,
  }
}

function toReport({ name, ended, result }: Reading): CarryPageView['report'] {
  const title = words.whole(name, toMoment(ended ?? 0))
  if (!result || 'tag' in result)
    return {
      title,
      isWell: false,
      lines: [result && result.tag !== 'bug' ? bundleFr.notRead(result) : words.failures.bug],
    }
  const isWell = result.fault === null && result.refused + result.unmet + result.notShared === 0
  return { title, isWell, lines: bundleFr.read(result) }
}

type NotTaken = Exclude<Awaited<ReturnType<BundleDesk['read']>>, { readonly tag: 'started' }>

/** Why a file isn't read. */
export const notTakenToText = (failure: NotTaken): string =>
  failure.tag === 'reading-running' ? words.failures.running : failureSentence(failure satisfies Failure)
