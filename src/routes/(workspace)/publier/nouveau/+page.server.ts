import { error, fail } from '@sveltejs/kit'
import type { TextKind } from '#features/space/text-form.ts'
import { newView } from '../editor-view.server.ts'
import { needsSignIn, readPlaces, sentenceOf, submit } from '../writing.server.ts'
import type { Actions, PageServerLoad } from './$types'

const kindOf = (url: URL): TextKind => {
  const asked = url.searchParams.get('type')
  return asked === 'date' || asked === 'page' ? asked : 'article'
}

export const load: PageServerLoad = async (event) => {
  const { locals, url } = event
  const isOut = needsSignIn(event)
  const { places } = await readPlaces(locals)
  if (!isOut && places.length === 0) error(403, { message: sentenceOf('not-allowed') })
  return { view: newView(kindOf(url), { url, formToken: locals.formToken, places, refused: null }) }
}

export const actions: Actions = {
  default: async (event) => {
    const { locals, url } = event
    const kind = kindOf(url)
    const { status, refused } = await submit(event, { id: null, kind })
    const { places } = await readPlaces(locals)
    return fail(status, { view: newView(kind, { url, formToken: locals.formToken, places, refused }) })
  },
}
