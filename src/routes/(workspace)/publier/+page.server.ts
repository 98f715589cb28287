import { error } from '@sveltejs/kit'
import type { PublishView } from '#features/space/views.ts'
import { toOwnText, type Drafts } from './lists.server.ts'
import { needsSignIn, readPlaces, sentenceOf } from './writing.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { locals, url } = event
  needsSignIn(event)
  const isBin = url.searchParams.has('corbeille')
  const title = (url.searchParams.get('q') ?? '').slice(0, 200)
  const page = Math.max(1, Math.min(500, Number.parseInt(url.searchParams.get('page') ?? '1', 10) || 1))
  const found = (await locals.query('portal.drafts', { isDiscarded: isBin, page, title })) as Drafts | { tag: string }
  if ('tag' in found) error(403, { message: sentenceOf(found.tag) })
  const { places } = await readPlaces(locals)
  const zones = new Map(places.map((place) => [place.id, place.timeZone]))
  const next = new URLSearchParams({ ...(isBin ? { corbeille: '1' } : {}), page: String(page + 1) })
  const view: PublishView = {
    actions:
      places.length === 0
        ? []
        : [
            { href: '/publier/nouveau?type=article', text: 'Écrire une nouvelle' },
            { href: '/publier/nouveau?type=date', text: 'Ajouter un rendez-vous' },
            { href: '/publier/nouveau?type=page', text: 'Écrire une page' },
          ],
    texts: found.drafts.map((row) => ({
      ...toOwnText(row, zones),
      ...(isBin ? { restore: { action: `/publier/${row.id}`, formToken: locals.formToken } } : {}),
    })),
    news:
      url.searchParams.get('fait') === 'jete'
        ? {
            kind: 'kept',
            text: 'Jeté. Le texte est dans la corbeille, et peut en revenir.',
            href: '/publier?corbeille=1',
          }
        : null,
    query: title,
    isBin,
    binHref: '/publier?corbeille=1',
    more: found.hasMore && title === '' ? `/publier?${next}` : null,
  }
  return { view }
}
