import { fail, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { setTimeout } from 'node:timers/promises'
import { importFr } from '#features/space/messages/import-fr.ts'
import { failureSentence } from '#server/http/failures.ts'
import type { Actions, PageServerLoad } from './$types'
import { notAddedToText, pathOf, placeOf, readPlace, readView } from './import-view.server.ts'

const words = importFr.failures
/** A small site is done before the page comes back (milliseconds). */
const SHORT = 1_500

export const load: PageServerLoad = async (event) => ({ view: await readView(event) })

/** Puts what came with the form where the import finds it; gives what is wrong with some of it. */
async function takeFiles({ locals }: RequestEvent, place: string | null): Promise<string[]> {
  const problems: string[] = []
  for (const { field, name, result } of locals.arrivedFiles) {
    if (result.tag !== 'kept') problems.push(words.ofFile(name, failureSentence(result)))
    else {
      const kind = field === 'export' ? 'export' : 'picture'
      const sent = { kind, upload: result.upload.id, path: name } as const
      const added = await locals.imports.add(place, locals.actor?.person ?? '', sent)
      if (added.tag !== 'added') problems.push(notAddedToText(name, added))
    }
  }
  return problems
}

const refuse = async (event: RequestEvent, status: number, problems: readonly string[]) =>
  fail(status, { view: await readView(event, [...new Set(problems)]) })

export const actions: Actions = {
  commencer: async (event) => {
    const { actor, imports } = event.locals
    const place = placeOf(event)
    const { slug, wantsSecondReader } = await readPlace(event)
    const form = await event.request.formData()
    const problems = await takeFiles(event, place)
    if (problems.length > 0) return refuse(event, 422, problems)
    const isPublishing = !wantsSecondReader && form.get('publier') !== null
    const started = imports.start(place, {
      person: actor?.person ?? '',
      isSecure: actor?.isSecure ?? false,
      slug,
      isPublishing,
    })
    if (started.tag === 'import-running') return refuse(event, 409, [words.running])
    if (started.tag === 'no-export') return refuse(event, 422, [words.noExport])
    if (started.tag !== 'started')
      return refuse(event, 507, [started.tag === 'disk-full' ? words.diskFull : words.diskError])
    await Promise.race([started.over, setTimeout(SHORT)])
    redirect(303, pathOf(event))
  },

  arreter: async (event) => {
    await readPlace(event)
    await event.locals.imports.stop(placeOf(event))
    redirect(303, pathOf(event))
  },

  ranger: async (event) => {
    await readPlace(event)
    const done = await event.locals.imports.forget(placeOf(event))
    if (done.tag === 'import-running') return refuse(event, 409, [words.running])
    if (done.tag !== 'forgotten') return refuse(event, 503, [words.diskError])
    redirect(303, pathOf(event))
  },
}
