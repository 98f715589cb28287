import { ask } from '../../../ask.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const view = await ask(event, 'portal.pageRevisions', {
    association: event.params.association,
    slug: event.params.page,
  })
  return { view, association: view.association }
}
