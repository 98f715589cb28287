import { ask } from '../ask.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  view: await ask(event, 'membership.charterPage', { version: null }),
})
