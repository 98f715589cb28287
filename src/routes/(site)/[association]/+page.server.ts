import { redirect } from '@sveltejs/kit'
import { ask } from '../ask.server.ts'
import type { PageServerLoad } from './$types'

/** A mini-site's own address ends with a slash, as it is told and printed: `/potagers-du-garon/`. Checked below: only what exists has one. */
export const trailingSlash = 'ignore'

export const load: PageServerLoad = async (event) => {
  const view = await ask(event, 'portal.miniSite', { association: event.params.association })
  const { pathname, search } = event.url
  if (!pathname.endsWith('/')) redirect(308, `${pathname}/${search}`)
  return { view, association: view.association }
}
