import { redirect } from '@sveltejs/kit'
import { readDisplay } from '#features/portal/links.ts'
import { WEIGHT_SLOT } from '#server/http/weight.ts'
import type { Section } from '#features/portal/views.ts'
import type { Shown } from './ask.server.ts'
import type { LayoutServerLoad } from './$types'

const SECTIONS: Readonly<Record<string, Section>> = {
  nouvelles: 'news',
  agenda: 'dates',
  associations: 'members',
  federation: 'federation',
  frise: 'federation',
  charte: 'federation',
  pages: 'federation',
  recherche: 'search',
}
/** Query parameters that make another page; the others only change how it looks. */
const OWN = ['membre', 'lieu', 'theme', 'q', 'page']

export const load: LayoutServerLoad = async ({ locals, url, route }) => {
  const frame = (await locals.query('portal.frame', null)) as Shown<'portal.frame'> | { readonly tag: string }
  if ('tag' in frame) redirect(303, '/bienvenue')
  const [, , first] = (route.id ?? '').split('/')
  return {
    frame: {
      ...frame,
      locale: locals.locale,
      origin: locals.origin ?? null,
      path: urlToPath(url),
      section: first === undefined ? 'home' : (SECTIONS[first] ?? null),
      display: readDisplay(url.searchParams),
      weight: WEIGHT_SLOT,
    } as const,
  }
}

/** Without `/en`, with the page's own query in one order. */
function urlToPath(url: URL): string {
  const bare = url.pathname.replace(/^\/en(?=\/|$)/, '') || '/'
  const own = new URLSearchParams()
  for (const name of OWN) {
    const value = url.searchParams.get(name)
    if (value) own.set(name, value)
  }
  return own.size > 0 ? `${bare}?${own}` : bare
}
