import { ask, pageOf, wordOf } from '../../ask.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const view = await ask(event, 'portal.newsList', {
    association: event.params.association,
    member: '',
    place: wordOf(event.url, 'lieu'),
    theme: wordOf(event.url, 'theme'),
    page: pageOf(event.url),
  })
  return { view, association: view.association }
}
