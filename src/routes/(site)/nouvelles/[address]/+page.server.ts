import { ask, shortOf } from '../../ask.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  view: await ask(event, 'portal.articlePage', {
    short: shortOf(event.params.address),
    address: `/nouvelles/${event.params.address}`,
  }),
})
