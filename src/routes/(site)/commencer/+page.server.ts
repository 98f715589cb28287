import { error } from '@sveltejs/kit'
import { standingPage } from '../standing-page.server.ts'
import type { PageServerLoad } from './$types'

/** Where the demonstration's banner leads. */
export const load: PageServerLoad = async (event) => ({
  view: (await standingPage(event, 'commencer-la-votre')) ?? error(404, { message: 'Page introuvable' }),
})
