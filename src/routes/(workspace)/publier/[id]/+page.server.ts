import { error, fail } from '@sveltejs/kit'
import { targetToKind } from '#features/space/text-form.ts'
import { draftView, endedView } from '../editor-view.server.ts'
import { needsSignIn, readDraft, submit } from '../writing.server.ts'
import type { Actions, PageServerLoad } from './$types'

const KINDS = ['article', 'date', 'page'] as const

export const load: PageServerLoad = async (event) => {
  const { locals, url, params } = event
  if (needsSignIn(event)) return { view: null }
  const draft = await readDraft(locals, params.id)
  const kind = targetToKind[draft.text.target]
  return { view: draftView(draft, kind, { url, formToken: locals.formToken, places: [], refused: null }) }
}

export const actions: Actions = {
  default: async (event) => {
    const { locals, url, params } = event
    if (!/^[0-9a-f]{24}$/.test(params.id)) error(404, { message: 'Page introuvable' })
    // The form says what it writes: whoever signs in from inside it can't ask before.
    const asked = (await event.request.clone().formData()).get('type')
    const kind = KINDS.find((one) => one === asked) ?? 'article'
    const { status, refused } = await submit(event, { id: params.id, kind })
    const facts = { url, formToken: locals.formToken, places: [], refused }
    if (!locals.actor) return fail(status, { view: endedView(kind, params.id, facts) })
    return fail(status, { view: draftView(await readDraft(locals, params.id), kind, facts) })
  },
}
