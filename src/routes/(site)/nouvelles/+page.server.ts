import { ask, pageOf, wordOf } from '../ask.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  view: await ask(event, 'portal.newsList', {
    association: null,
    member: wordOf(event.url, 'membre'),
    place: wordOf(event.url, 'lieu'),
    theme: wordOf(event.url, 'theme'),
    page: pageOf(event.url),
  }),
})
