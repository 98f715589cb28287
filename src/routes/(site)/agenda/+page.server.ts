import { ask, pageOf } from '../ask.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  view: await ask(event, 'portal.agenda', { association: null, past: pageOf(event.url) }),
})
