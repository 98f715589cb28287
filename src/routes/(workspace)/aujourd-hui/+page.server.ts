import { error, type RequestEvent } from '@sveltejs/kit'
import { formatDay } from '#core/text/format.ts'
import type { Brief } from '#features/link/views.ts'
import { momentToText, words } from '#features/link/words.ts'
import type { TodayView } from '#features/space/views.ts'
import { ask, type Answered } from '../membership-forms.server.ts'
import { toOwnText, type Drafts } from '../publier/lists.server.ts'
import { checksOf, type Checks } from '../alarmes/watched.server.ts'
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
  const checks = (await locals.query('portal.checks')) as Checks | { tag: string }
  const [asked, unfinished] = [await ask('asked'), await ask('unfinished')]
  const zones = new Map(places.map((place) => [place.id, place.timeZone]))
  const person = locals.actor?.person
  const readsFor = new Set(places.filter((place) => place.mayPublish).map((place) => place.id))
  const view: TodayView = {
    name: me?.name ?? '',
    actions: actionsOf(places.length > 0),
    todo: [
      ...(await officeTodo(event)),
      ...asked.drafts
        .filter((row) => readsFor.has(row.association) && row.author !== person)
        .map((row) => ({
          href: `/publier/${row.id}`,
          text: `Relire « ${row.title || 'Sans titre'} »`,
          detail: row.author === null ? null : `demandé par ${asked.names[row.author] ?? 'une autre personne'}`,
        })),
    ],
    mine: unfinished.drafts
      .filter((row) => row.author === person)
      .slice(0, 6)
      .map((row) => toOwnText(row, zones)),
    checks: 'tag' in checks ? [] : checksOf(checks),
    link: await readLink(locals),
    news: null,
  }
  return { view }
}

/** What waits for the places that this one is tied to; nothing where there are none, or this person has no role. */
async function readLink(locals: RequestEvent['locals']): Promise<TodayView['link']> {
  const found = (await locals.query('link.brief')) as Brief | { readonly tag: string }
  if ('tag' in found) return []
  return found.places.map(({ name, waiting, bytes, lastReal }) =>
    waiting > 0 || lastReal === null
      ? { kind: 'waiting', text: words.todayWaits(waiting, name, bytes) }
      : { kind: 'arrived', text: words.todayArrived(name, momentToText(lastReal)) },
  )
}

/** What an office asks for: the Charter, votes, who wants to join. */
async function officeTodo(event: RequestEvent): Promise<TodayView['todo']> {
  const found = await ask<Answered<'todo'>>(event, 'membership.todo')
  return found.map((one) => {
    switch (one.what) {
      case 'describe':
        return {
          href: `/mon-association/${one.association}`,
          text: 'Dire comment vous joindre, choisir une image',
          detail: one.name,
        }
      case 'sign-charter':
        return {
          href: `/mon-association/${one.association}#charte`,
          text: 'Lire la Charte et la signer',
          detail: one.name,
        }
      case 'vote':
        return {
          href: '/votes',
          text: `Voter : ${one.question}`,
          detail: one.closes ? `jusqu’au ${formatDay(one.closes, 'fr')}` : null,
        }
      case 'application':
        return { href: `/candidatures/${one.id}`, text: `Répondre à la demande de ${one.name}`, detail: null }
      case 'invite-officer':
        return {
          href: `/membres?lieu=${one.association}`,
          text: 'Inviter sa première personne responsable',
          detail: one.name,
        }
    }
  })
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
