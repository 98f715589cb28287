import { ask, pageOf } from '../../ask.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const view = await ask(event, 'portal.agenda', { association: event.params.association, past: pageOf(event.url) })
  return { view, association: view.association }
}
