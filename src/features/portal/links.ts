import type { Locale } from '#core/text/locale.ts'
import type { Display } from './views.ts'

/** Where the public pages stand; a mini-site is `/slug/`. */
export const paths = {
  home: '/',
  news: '/nouvelles',
  dates: '/agenda',
  members: '/associations',
  projects: '/projets',
  library: '/savoirs',
  federation: '/federation',
  timeline: '/frise',
  charter: '/charte',
  search: '/recherche',
  accessibility: '/accessibilite',
  report: '/federation#contact',
  space: '/connexion',
} as const

/** Names of the query parameters that carry the reader's display from page to page. */
export const DISPLAY_PARAMETERS = { text: 'texte', light: 'leger' } as const
const TEXT_VALUES = { normal: null, large: 'grand', larger: 'tres-grand' } as const

export const plainDisplay: Display = { text: 'normal', isLight: false }

/** Anything unknown means the plain display. */
export function readDisplay(query: URLSearchParams): Display {
  const asked = query.get(DISPLAY_PARAMETERS.text)
  const text = asked === TEXT_VALUES.larger ? 'larger' : asked === TEXT_VALUES.large ? 'large' : 'normal'
  return { text, isLight: query.get(DISPLAY_PARAMETERS.light) === '1' }
}

/** `/nouvelles?page=2#fin` → `/en/nouvelles?page=2&texte=grand#fin`. Addresses that aren't our pages come back unchanged. */
export function pathToHref(path: string, locale: Locale, display: Display): string {
  if (!path.startsWith('/') || path.startsWith('//')) return path
  const [, bare, query, anchor] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/.exec(path) as unknown as [
    string,
    string,
    string?,
    string?,
  ]
  if (/\.\w+$/.test(bare) || bare.startsWith(paths.space)) return path
  const parts = query ? [query] : []
  const text = TEXT_VALUES[display.text]
  if (text) parts.push(`${DISPLAY_PARAMETERS.text}=${text}`)
  if (display.isLight) parts.push(`${DISPLAY_PARAMETERS.light}=1`)
  const prefixed = locale === 'fr' ? bare : bare === '/' ? '/en' : `/en${bare}`
  return `${prefixed}${parts.length > 0 ? `?${parts.join('&')}` : ''}${anchor ?? ''}`
}

/** The reader's display as hidden fields: a GET form drops the query of its address. */
export function displayToFields(display: Display): readonly { readonly name: string; readonly value: string }[] {
  const text = TEXT_VALUES[display.text]
  return [
    ...(text ? [{ name: DISPLAY_PARAMETERS.text, value: text }] : []),
    ...(display.isLight ? [{ name: DISPLAY_PARAMETERS.light, value: '1' }] : []),
  ]
}
