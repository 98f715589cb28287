import { ask } from '../ask.server.ts'
import type { PageServerLoad } from './$types'

/** A mini-site's own address ends with a slash, as it is told and printed: `/potagers-du-garon/`. */
export const trailingSlash = 'always'

export const load: PageServerLoad = async (event) => {
  const view = await ask(event, 'portal.miniSite', { association: event.params.association })
  return { view, association: view.association }
}
