import { standingPage } from '../standing-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({ view: await standingPage(event, 'accessibilite') })
