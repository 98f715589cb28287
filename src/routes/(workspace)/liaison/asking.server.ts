import { error, fail, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { putFrenchSpaces } from '#core/text/french-spacing.ts'
import type { LinkAnswer, LinkState, Pairing, Place } from '#features/link/views.ts'
import { isFailure, textOf } from '../entry.server.ts'

type Failure = { readonly tag: string } & Readonly<Record<string, unknown>>

/** Runs a query of the link for a page; who isn't signed in does that first. */
async function ask<T>(event: RequestEvent, name: string): Promise<T> {
  const value = await event.locals.query(name, {})
  if (!isFailure(value)) return value as T
  if (value.tag === 'needs-sign-in') redirect(303, `/connexion?suite=${encodeURIComponent(event.url.pathname)}`)
  error(403, { message: sentenceOf(value as Failure) })
}
export const readState = (event: RequestEvent): Promise<LinkState> => ask(event, 'link.state')
export const readPairing = (event: RequestEvent): Promise<Pairing> => ask(event, 'link.pairing')

/** The place that an address of this site names by the beginning of its key. */
export async function readPlace(event: RequestEvent): Promise<Place> {
  const state = await readState(event)
  const found = state.places.find((place) => place.node.slice(0, 16) === event.params['id'])
  if (!state.may.keep)
    error(403, { message: sentenceOf({ tag: state.may.keepIfSecure ? 'needs-secure' : 'not-allowed' }) })
  if (!found) error(404, { message: sentenceOf({ tag: 'not-found' }) })
  return found
}

/** An action of a form: one command, then another page, or the same with what is wrong. `read` may find a fault itself. */
export const act =
  (
    form: string,
    command: string,
    read: (fields: FormData, event: RequestEvent) => Readonly<Record<string, unknown>>,
    next: string | ((event: RequestEvent) => string),
  ) =>
  async (event: RequestEvent) => {
    const fields = await event.request.formData()
    const input = read(fields, event)
    const answer = isFailure(input) ? input : await event.locals.command(command, input)
    if (isFailure(answer)) return refuse(form, fields, answer as Failure)
    redirect(303, typeof next === 'string' ? next : next(event))
  }

export function refuse(form: string, fields: FormData, failure: Failure) {
  const typed: Record<string, string> = Object.create(null)
  for (const [name] of fields) if (name !== 'jeton') typed[name] = textOf(fields, name, 400)
  const errors = failure.tag === 'invalid' ? errorsOf(failure) : []
  const answer: LinkAnswer = { form, typed, errors, problem: sentenceOf(failure), done: null }
  return fail(STATUSES[failure.tag] ?? 422, { answer })
}

export const isDone = (form: string, done: string): { readonly answer: LinkAnswer } => ({
  answer: { form, typed: {}, errors: [], problem: null, done },
})

/** A command's field → the form's, and what is wrong with it. */
const FIELDS: Readonly<Record<string, readonly [field: string, message: string]>> = {
  price: ['prix', 'Écrivez un nombre, comme 1,2 ; ou rien.'],
  budget: ['budget', 'Écrivez un nombre entier de mégaoctets ; ou rien.'],
  name: ['nom', 'Écrivez un nom.'],
  address: ['adresse', 'Écrivez une adresse comme http://192.168.1.20:8080.'],
  code: ['appariement', 'Ce code n’est pas écrit comme il faut : il a 24 lettres et chiffres.'],
  place: ['lieu', 'Écrivez comment ce lieu s’appelle.'],
}
const errorsOf = ({ fields }: Failure) =>
  (fields as { field: string }[]).flatMap(({ field }) => {
    const found = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined
    return found ? [{ field: found[0], message: putFrenchSpaces(found[1]) }] : []
  })

const STATUSES: Readonly<Record<string, number>> = {
  'needs-sign-in': 401,
  'needs-secure': 403,
  'not-allowed': 403,
  'not-found': 404,
  'no-address': 409,
  'not-calling': 409,
  'offer-ended': 409,
  'already-joining': 409,
}
const SENTENCES: Readonly<Record<string, string>> = {
  invalid: 'Un champ ne va pas. Rien de ce que vous avez écrit n’est perdu.',
  'needs-sign-in': 'Il faut d’abord se connecter.',
  'needs-secure': 'Cela se fait par une adresse en https, ou sur l’écran de la machine elle-même.',
  'not-allowed': 'Votre rôle ne le permet pas. Une personne responsable de la fédération le peut.',
  'not-found': 'Ce lieu n’est pas relié, ou ne l’est plus.',
  'no-address': 'Ce lieu n’a pas d’adresse : il appelle de lui-même.',
  'not-calling': 'Cet appel ne peut pas se faire maintenant. Essayez encore dans un instant.',
  'offer-ended': 'Ce code n’est plus bon, ou quelqu’un a déjà répondu. Prenez-en un autre.',
  'already-joining': 'Un code est déjà en route. Attendez qu’on y ait répondu.',
  'not-founded': 'Rien n’est fondé ici : il n’y a rien à partager.',
  'no-officer-node': 'Ce lieu n’a pas reçu le droit d’en relier d’autres. Demandez-le au lieu qui l’a relié.',
}
const sentenceOf = ({ tag }: Failure): string =>
  putFrenchSpaces(
    (Object.hasOwn(SENTENCES, tag) ? SENTENCES[tag] : null) ??
      'Cela n’a pas marché. Rien n’a été changé, essayez encore.',
  )

/** « 1,2 » → 1200 thousandths; null for nothing; a fault for what is no number. */
export function textToThousandths(text: string): number | null | undefined {
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.')
  if (plain === '') return null
  return /^\d{1,6}(?:\.\d{1,3})?$/.test(plain) ? Math.round(Number(plain) * 1_000) : undefined
}
