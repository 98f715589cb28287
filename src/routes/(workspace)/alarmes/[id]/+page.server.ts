import { error, fail, redirect } from '@sveltejs/kit'
import type { PassageView } from '#features/space/views.ts'
import { textOf } from '../../entry.server.ts'
import { needsSignIn, sentenceOf } from '../../publier/writing.server.ts'
import type { InPlace } from '../watched.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { locals, params, url } = event
  needsSignIn(event)
  const found = (await locals.query('portal.passageInPlace', { id: params.id })) as InPlace | { tag: string }
  if ('tag' in found) {
    const isUnknown = found.tag === 'not-found' || found.tag === 'invalid'
    error(isUnknown ? 404 : 403, { message: isUnknown ? 'Page introuvable' : sentenceOf(found.tag) })
  }
  const done = url.searchParams.get('fait')
  const view: PassageView = {
    ...found,
    formToken: locals.formToken,
    done: done === 'belongs' || done === 'foreign' ? done : null,
    problem: null,
  }
  return { view }
}

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const decision = textOf(await request.formData(), 'decision', 20)
    const made = (await locals.command('portal.decidePassage', { id: params.id, decision })) as { tag?: string }
    if (made.tag) return fail(403, { problem: sentenceOf(made.tag) })
    redirect(303, `/alarmes/${params.id}?fait=${decision}`)
  },
}
