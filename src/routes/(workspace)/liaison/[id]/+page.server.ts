import type { PlacePageView } from '#features/link/views.ts'
import { textOf } from '../../entry.server.ts'
import { act, readPlace, readState } from '../asking.server.ts'
import type { Actions, PageServerLoad } from './$types'
import type { RequestEvent } from '@sveltejs/kit'

export const load: PageServerLoad = async (event) => {
  await readState(event)
  const view: PlacePageView = { formToken: event.locals.formToken, place: await readPlace(event), answer: null }
  return { view }
}

/** The whole key of the place that the page is about. */
const withPlace =
  <T>(action: (node: string) => (event: RequestEvent) => Promise<T>) =>
  async (event: RequestEvent) => {
    const { node } = await readPlace(event)
    return action(node)(event)
  }

export const actions: Actions = {
  decrire: withPlace((node) =>
    act(
      'decrire',
      'link.describe',
      (form) => ({ node, name: textOf(form, 'nom'), address: textOf(form, 'adresse', 300).trim() || null }),
      '/liaison',
    ),
  ),
  cesser: withPlace((node) => act('cesser', 'link.untie', () => ({ node }), '/liaison')),
}
