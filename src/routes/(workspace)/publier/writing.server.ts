import { error, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { randomBytes } from 'node:crypto'
import { putFrenchSpaces } from '#core/text/french-spacing.ts'
import type { OutputOf } from '#features/feature.server.ts'
import type { portal } from '#features/portal/index.server.ts'
import { fieldOf, fieldsToText, kindToTarget, missingToErrors, readFields } from '#features/space/text-form.ts'
import type { TextKind } from '#features/space/text-form.ts'
import type { FieldError, TextFields } from '#features/space/views.ts'
import { signInByPassword } from '#server/accounts/password-entry.ts'
import { failureSentence } from '#server/http/failures.ts'
import { SESSION_QUERY, type Actor } from '#server/http/node-port.ts'
import { browserOf, isFailure, letIn, sourceOf, textOf } from '../entry.server.ts'

type Shown<Q> = Exclude<OutputOf<Q>, { readonly tag: string }>
export type DraftToEdit = Shown<typeof portal.queries.draftToEdit>
export type WritingPlaces = Shown<typeof portal.queries.writingPlaces>
type Locals = RequestEvent['locals']

export const FEDERATION = 'federation'
const ID = /^[0-9a-f]{24}$/

/** What a refused form brings back: everything typed, and why. */
export type Refused = {
  /** Null where the form held no text: the one that is kept is shown. */
  readonly fields: TextFields | null
  readonly errors: readonly FieldError[]
  readonly problem: string | null
  /** The text as it was kept meanwhile, if it was. */
  readonly kept: { readonly id: string; readonly version: number } | null
  readonly pictureId: string
  readonly version: string
  readonly signIn: { readonly name: string; readonly problem: string | null } | null
}

/** Sends a visitor to sign in and back here. A form that was just sent is answered where it is: it holds what was typed. */
export function needsSignIn({ locals, url, request }: RequestEvent): boolean {
  if (locals.actor) return false
  if (request.method !== 'POST') redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname + url.search)}`)
  return true
}

export async function readPlaces(locals: Locals): Promise<WritingPlaces> {
  const found = (await locals.query('portal.writingPlaces')) as OutputOf<typeof portal.queries.writingPlaces>
  return 'tag' in found ? { siteName: '', places: [], readsAny: false } : found
}

export async function readDraft(locals: Locals, id: string): Promise<DraftToEdit> {
  if (!ID.test(id)) error(404, { message: 'Page introuvable' })
  const found = (await locals.query('portal.draftToEdit', { id })) as OutputOf<typeof portal.queries.draftToEdit>
  if ('tag' in found) error(found.tag === 'not-found' ? 404 : 403, { message: sentenceOf(found.tag) })
  return found
}

export const newSubmission = (): string => randomBytes(16).toString('hex')

/** One writing form, sent: kept, then whatever its button says. */
export async function submit(
  event: RequestEvent,
  target: { readonly id: string | null; readonly kind: TextKind },
): Promise<NotDone> {
  const { locals } = event
  const form = await event.request.formData()
  const fields = readFields((name) => form.get(name))
  let gesture = textOf(form, 'geste', 40)
  const client = /^[0-9a-f]{32}$/.test(textOf(form, 'envoi')) ? textOf(form, 'envoi') : newSubmission()
  const version = textOf(form, 'version', 20)
  const pictureGiven = ID.test(textOf(form, 'photo_id')) ? textOf(form, 'photo_id') : ''
  const back: Back = (status, facts) => ({
    status,
    refused: {
      fields,
      errors: [],
      problem: null,
      kept: null,
      pictureId: pictureGiven,
      version,
      signIn: null,
      ...facts,
    },
  })

  if (!locals.actor) {
    const name = textOf(form, 'nom')
    const problem = gesture === 'entrer' ? await signInHere(event, form, name) : null
    if (!hasActor(locals)) return back(401, { signIn: { name, problem } })
    gesture = 'garder'
  }
  if (target.id !== null && Object.hasOwn(ACTS, gesture))
    return act(event, target.id, gesture, textOf(form, 'mot', 3000), back)

  const found =
    target.id === null
      ? null
      : ((await locals.query('portal.draftToEdit', { id: target.id })) as OutputOf<typeof portal.queries.draftToEdit>)
  if (found && 'tag' in found) return back(statusOf(found.tag), { problem: sentenceOf(found.tag) })
  const places = (await readPlaces(locals)).places
  const association = found
    ? found.text.association
    : fields.association === FEDERATION
      ? null
      : fields.association || (places[0]?.id ?? null)
  const timeZone = found?.timeZone ?? places.find((place) => place.id === association)?.timeZone ?? 'Europe/Paris'
  const read = fieldsToText(fields, target.kind, timeZone, found?.text ?? null)
  const errors = [...read.errors]
  let pictureId = pictureGiven

  const arrived = locals.arrivedPicture('photo')
  if (arrived?.tag === 'picture') {
    const { preview, colour, sizes, card } = arrived
    const made = await locals.command('portal.addPicture', {
      association,
      preview,
      colour,
      sizes: [...sizes, card].map(({ bytes, ...size }) => ({ ...size, weight: bytes })),
      // The form's own number with its end turned: sent twice, the picture too is written once.
      client: client.slice(0, 31) + (Number.parseInt(client.slice(31), 16) ^ 1).toString(16),
    })
    if (isFailure(made)) return back(statusOf(made.tag), { problem: sentenceOf(made.tag) })
    pictureId = (made as { id: string }).id
  } else if (arrived) errors.push({ field: 'photo', message: failureSentence(arrived) })
  if (gesture === 'publier' && read.at !== null && read.at * 1000 < Date.now() && read.at !== found?.text.scheduled)
    errors.push({
      field: 'paraitre_le',
      message: putFrenchSpaces('Ce moment est déjà passé. Laissez vide pour publier tout de suite.'),
    })
  // An empty sheet isn't kept: nobody would know later what it was.
  if (!found && pictureId === '' && fields.titre.trim() === '' && fields.texte.trim() === '')
    errors.push(...missingToErrors(target.kind === 'date' ? ['title'] : ['title', 'body']))
  if (errors.length > 0) return back(422, { errors, pictureId })

  const text: Record<string, unknown> = { ...read.text }
  if (pictureId !== '') text['picture'] = pictureId
  else if (form.get('retirer_photo') !== null) text['picture'] = null
  const base = /^\d{1,15}$/.test(version) ? Number(version) : undefined
  const taken = /^prendre-(\d{1,2})$/.exec(gesture)?.[1]
  const other = taken === undefined || !found || found.version !== base ? undefined : othersOf(found)[Number(taken)]
  if (other) text[other.name] = other.value
  const isForLater = read.at !== null && read.at * 1000 > Date.now()
  const isForNow = gesture === 'publier' && !isForLater
  const made = (await locals.command(isForNow ? 'portal.keepAndPublish' : 'portal.keep', {
    id: target.id,
    association,
    target: kindToTarget[target.kind],
    text,
    ...(base === undefined ? {} : { base }),
    client,
  })) as
    | { id: string; version: number; hasLosers: boolean; published?: Published }
    | { tag: string; field?: string; limit?: number }
  if ('tag' in made) return keepRefused(made, back, pictureId)
  const kept = { id: made.id, version: made.version }
  const here = `/publier/${made.id}`
  if (made.hasLosers) redirect(303, `${here}?fait=deux`)

  if (gesture === 'voir') redirect(303, `${here}/apercu`)
  if (gesture === 'relire') {
    const missing = (await locals.command('portal.askReview', { id: made.id })) as { tag?: string }
    if (missing.tag) return back(statusOf(missing.tag), { problem: sentenceOf(missing.tag), kept, pictureId: '' })
    redirect(303, `${here}?fait=demande`)
  }
  if (gesture === 'publier') {
    const done = isForLater
      ? ((await locals.command('portal.schedule', { id: made.id, at: read.at })) as Published)
      : (made.published ?? {})
    if (done.tag === 'unfinished') return back(422, { errors: missingToErrors(done.fields ?? []), kept, pictureId: '' })
    if (done.tag) return back(statusOf(done.tag), { problem: sentenceOf(done.tag), kept, pictureId: '' })
    redirect(303, `${here}?fait=${done.path === undefined ? 'prevu' : 'publie'}`)
  }
  const waits = read.at !== null && read.at !== found?.text.scheduled
  if (read.at === null && found && found.text.scheduled !== null && found.may.publish)
    await locals.command('portal.schedule', { id: made.id, at: null })
  redirect(
    303,
    `${here}?fait=${waits ? `garde-date&le=${encodeURIComponent(fields.paraitre_le)}&a=${encodeURIComponent(fields.paraitre_a)}` : 'garde'}`,
  )
}

type Published = { readonly tag?: string; readonly fields?: readonly string[]; readonly path?: string }
export type NotDone = { readonly status: number; readonly refused: Refused }
type Back = (status: number, facts: Partial<Refused>) => NotDone

function keepRefused(made: { tag: string; field?: string; limit?: number }, back: Back, pictureId: string) {
  const field = made.field === undefined ? undefined : fieldOf[made.field]
  if (field === undefined) return back(statusOf(made.tag), { problem: sentenceOf(made.tag), pictureId })
  const message =
    made.tag === 'too-long'
      ? `C’est trop long pour être gardé : ${made.limit ?? 0} au plus. Raccourcissez ; rien n’est perdu.`
      : 'Ce qui est écrit ici ne peut pas être gardé tel quel.'
  return back(422, { errors: [{ field, message: putFrenchSpaces(message) }], pictureId })
}

/** What is done with a text without writing in it. */
const ACTS: Readonly<
  Record<string, readonly [command: string, done: string, input: Readonly<Record<string, unknown>>]>
> = {
  paraitre: ['portal.publish', 'publie', {}],
  relu: ['portal.review', 'relu', { isAgreed: true }],
  rendu: ['portal.review', 'rendu', { isAgreed: false }],
  retirer: ['portal.withdraw', 'retire', {}],
  jeter: ['portal.discard', 'jete', {}],
  remettre: ['portal.discard', 'remis', { isBack: true }],
}

async function act({ locals }: RequestEvent, id: string, gesture: string, note: string, back: Back) {
  const [command, done, input] = ACTS[gesture] as (typeof ACTS)[string]
  const made = (await locals.command(command, { id, ...input, ...(command === 'portal.review' ? { note } : {}) })) as {
    tag?: string
    fields?: string[]
  }
  if (made.tag === 'unfinished') return back(422, { fields: null, errors: missingToErrors(made.fields ?? []) })
  if (made.tag) return back(statusOf(made.tag), { fields: null, problem: sentenceOf(made.tag) })
  redirect(303, gesture === 'jeter' ? `/publier?fait=jete&texte=${id}` : `/publier/${id}?fait=${done}`)
}

const hasActor = (locals: Locals): boolean => locals.actor !== null

/** Signs in from within a form that holds a text; gives the sentence when it didn't work. */
async function signInHere(event: RequestEvent, form: FormData, name: string): Promise<string | null> {
  const answer = (await signInByPassword(event.locals.command, {
    name,
    hint: '',
    secret: textOf(form, 'phrase', 129),
    source: sourceOf(event),
    browser: browserOf(event, false),
  })) as { outcome?: string; token: string; maxAge: number | null }
  if (answer.outcome === 'needs-second')
    return 'Sur cet appareil il faut aussi un code de votre feuille. Entrez dans un autre onglet, par le lien ci-dessous, puis revenez ici.'
  if (answer.outcome !== 'signed-in')
    return 'Ce nom et cette phrase ne vont pas ensemble. Essayez encore, ou entrez dans un autre onglet.'
  letIn(event, answer)
  const house = event.platform?.req.actorContext
  const { token } = answer
  const found = await event.locals.query(SESSION_QUERY, { token, isSecure: event.locals.isSecure })
  if (house) house.actor = found as Actor
  return null
}

/** What others wrote from the same text, for the fields that a form shows. */
export const othersOf = (draft: DraftToEdit) =>
  draft.losers.flatMap((loser) => {
    const field = fieldOf[loser.field]
    // Written alike by both is no choice to make.
    const isSame = JSON.stringify(loser.value) === JSON.stringify(draft.text[loser.field as keyof typeof draft.text])
    return field === undefined || isSame ? [] : [{ name: loser.field, field, value: loser.value, author: loser.author }]
  })

/** A disk that is full or fails is no refusal: programs and people may try again. */
const statusOf = (tag: string): number => (tag === 'disk-full' ? 507 : tag === 'disk-error' ? 503 : 403)

export function sentenceOf(tag: string): string {
  return putFrenchSpaces(SENTENCES[tag] ?? 'Cela n’a pas marché. Ce que vous avez écrit est toujours dans cette page.')
}
const SENTENCES: Readonly<Record<string, string>> = {
  'not-allowed': 'Votre rôle ne permet pas cela ici. Ce que vous avez écrit est toujours dans cette page.',
  'needs-secure': 'Cela attend une adresse avec cadenas, ou l’écran de la boîte. Votre texte est gardé.',
  'needs-sign-in': 'Votre visite est terminée. Entrez de nouveau : votre texte est toujours dans cette page.',
  'disk-full':
    'Il n’y a plus de place sur le disque de cette machine : ce geste n’a pas été fait. Ce que vous avez écrit est toujours dans cette page. Prévenez la personne qui tient le portail, puis envoyez de nouveau.',
  'disk-error':
    'Le disque de cette machine n’a pas pu écrire : ce geste n’a pas été fait. Ce que vous avez écrit est toujours dans cette page. Prévenez la personne qui tient le portail, puis envoyez de nouveau.',
  'not-found': 'Ce texte n’est plus là, ou l’a été dans une association qui n’a pas encore de place ici.',
}
