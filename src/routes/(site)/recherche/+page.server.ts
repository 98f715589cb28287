import { ask, pageOf, wordOf } from '../ask.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  view: await ask(event, 'portal.search', { text: wordOf(event.url, 'q'), page: pageOf(event.url) }),
})
