import { refusalOf, type Action } from '#core/access/can.ts'
import type { LayoutServerLoad } from './$types'
import type { SpaceFrame, Tab } from '#features/space/views.ts'
import type { OutputOf } from '#features/feature.server.ts'
import type { portal } from '#features/portal/index.server.ts'
import type { NoticeView } from '#server/accounts/notices.ts'

type Me = { readonly person: string; readonly name: string } | null
type Places = Exclude<OutputOf<typeof portal.queries.writingPlaces>, { readonly tag: string }>

export const load: LayoutServerLoad = async ({ locals, url, route }) => {
  const me = (await locals.query('accounts.me')) as Me
  const found = (await locals.query('portal.writingPlaces')) as Places | { readonly tag: string }
  const places = 'tag' in found ? null : found
  const own = places?.places.find((place) => place.id !== null) ?? null
  const [, , first = ''] = (route.id ?? '').split('/')
  const tabs: readonly Tab[] = places?.readsAny ? ['today', 'publish'] : ['today']
  // What waits for a padlock is shown too: the page says so.
  const may = (action: Action) => {
    const refusal = refusalOf(locals.actor, action, { association: null })
    return refusal === null || refusal.tag === 'needs-secure'
  }
  const frame: SpaceFrame = {
    siteName: places?.siteName || 'Trait d’union',
    path: url.pathname,
    person: me && { name: me.name },
    association:
      own && own.slug !== null
        ? { name: own.name, shortName: own.shortName, slug: own.slug, accent: own.accent }
        : null,
    tabs,
    current: first === 'aujourd-hui' ? 'today' : first === 'publier' ? 'publish' : null,
    menu: [
      { href: '/compte', text: 'Mon compte' },
      { href: '/membres', text: 'Membres' },
      { href: '/mon-association', text: 'Mes associations' },
      ...(may('membership.read-votes') ? [{ href: '/votes', text: 'Votes' }] : []),
      ...(may('membership.read-applications') ? [{ href: '/candidatures', text: 'Candidatures' }] : []),
      ...(may('link.read-state') ? [{ href: '/liaison', text: 'Liaison' }] : []),
      ...(may('federation.describe') ? [{ href: '/gerer', text: 'Gérer la fédération' }] : []),
    ],
    formToken: locals.formToken,
    text: 'normal',
    isSecure: locals.isSecure || isOwnScreen(url),
  }
  return {
    formToken: locals.formToken,
    isSecure: locals.isSecure,
    me,
    frame,
    notices: (await locals.query('accounts.notices')) as readonly NoticeView[],
  }
}

/** The machine's own screen needs no padlock. */
const isOwnScreen = ({ hostname }: URL): boolean => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
