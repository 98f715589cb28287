import { error } from '@sveltejs/kit'
import type { TodayView } from '#features/space/views.ts'
import { toOwnText, type Drafts } from '../publier/lists.server.ts'
import { needsSignIn, readPlaces, sentenceOf } from '../publier/writing.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { locals, parent } = event
  needsSignIn(event)
  const { me } = await parent()
  const { places } = await readPlaces(locals)
  const ask = async (state: string): Promise<Drafts> => {
    const found = (await locals.query('portal.drafts', { state })) as Drafts | { tag: string }
    if ('tag' in found) error(403, { message: sentenceOf(found.tag) })
    return found
  }
  const [asked, unfinished] = [await ask('asked'), await ask('unfinished')]
  const zones = new Map(places.map((place) => [place.id, place.timeZone]))
  const person = locals.actor?.person
  const readsFor = new Set(places.filter((place) => place.mayPublish).map((place) => place.id))
  const view: TodayView = {
    name: me?.name ?? '',
    actions: actionsOf(places.length > 0),
    todo: asked.drafts
      .filter((row) => readsFor.has(row.association) && row.author !== person)
      .map((row) => ({
        href: `/publier/${row.id}`,
        text: `Relire « ${row.title || 'Sans titre'} »`,
        detail: row.author === null ? null : `demandé par ${asked.names[row.author] ?? 'une autre personne'}`,
      })),
    mine: unfinished.drafts
      .filter((row) => row.author === person)
      .slice(0, 6)
      .map((row) => toOwnText(row, zones)),
    exchange: null,
    news: null,
  }
  return { view }
}

/** Three for a role: who doesn't write reads. */
const actionsOf = (isWriter: boolean): TodayView['actions'] =>
  isWriter
    ? [
        {
          href: '/publier/nouveau?type=article',
          text: 'Écrire une nouvelle',
          hint: 'Un titre, un texte, une photo.',
          accent: 'terre',
        },
        {
          href: '/publier/nouveau?type=date',
          text: 'Ajouter un rendez-vous',
          hint: 'Un jour, une heure, un lieu.',
          accent: 'indigo',
        },
        {
          href: '/publier',
          text: 'Retrouver un texte',
          hint: 'Ce qui est gardé, prévu ou en ligne.',
          accent: 'feuille',
        },
      ]
    : [
        { href: '/nouvelles', text: 'Lire les nouvelles', hint: 'De toutes les associations.', accent: 'terre' },
        { href: '/agenda', text: 'Voir l’agenda', hint: 'Ce qui vient.', accent: 'indigo' },
        { href: '/compte', text: 'Mon compte', hint: 'Ma carte, mes appareils.', accent: 'feuille' },
      ]
