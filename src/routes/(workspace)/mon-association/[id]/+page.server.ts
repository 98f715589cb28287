import { fail } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { createHash } from 'node:crypto'
import { textToPlace } from '#features/membership/index.ts'
import type { Picture } from '#server/blobs/pictures.ts'
import { failureSentence, failureStatus } from '#server/http/failures.ts'
import type { Actions, PageServerLoad } from './$types'
import { isFailure, textOf } from '../../entry.server.ts'
import {
  act,
  ask,
  clientOf,
  given,
  isDone,
  numberOf,
  refuseForm,
  sendingOf,
  today,
  typedOf,
} from '../../membership-forms.server.ts'
import type { Answered } from '../../membership-forms.server.ts'

const idOf = (event: RequestEvent) => event.params['id'] ?? ''

export const load: PageServerLoad = async (event) => {
  const kept = await ask<Answered<'associationToKeep'>>(event, 'membership.associationToKeep', { id: idOf(event) })
  const { fees } = await ask<Answered<'fees'>>(event, 'membership.fees', { association: idOf(event) })
  return { ...kept, fees, sending: sendingOf(event), today: today() }
}

/** What the association says of itself; then its picture, which came beside the form. */
async function describe(event: RequestEvent) {
  const form = await event.request.formData()
  const [own, friend] = [placeOf(form, 'point'), placeOf(form, 'ami_point')]
  const faults = [...(own ? [] : [{ field: 'mapPlace' }]), ...(friend ? [] : [{ field: 'partnerPlace' }])]
  if (!own || !friend) return refuseForm('decrire', form, { tag: 'invalid', fields: faults })
  const takesColour = textOf(form, 'couleur', 20) === 'image'
  const partnerTown = textOf(form, 'ami_ville', 1_000)
  const client = clientOf(event, form)
  const answer = await event.locals.command('membership.describeAssociation', {
    id: idOf(event),
    name: textOf(form, 'nom', 1_000),
    shortName: textOf(form, 'abrege', 1_000),
    purpose: textOf(form, 'but', 10_000),
    presentation: textOf(form, 'presentation', 200_000),
    ...(takesColour ? {} : { accent: textOf(form, 'couleur', 20) }),
    town: textOf(form, 'ville', 1_000),
    country: textOf(form, 'pays', 2),
    latitude: own.latitude,
    longitude: own.longitude,
    partnerTown,
    // A country alone says nothing.
    partnerCountry: partnerTown.trim() === '' ? '' : textOf(form, 'ami_pays', 2),
    partnerLatitude: friend.latitude,
    partnerLongitude: friend.longitude,
    contact: textOf(form, 'contact', 10_000),
    registerNumber: textOf(form, 'numero', 1_000),
    wantsSecondReader: form.get('relecture') !== null,
    base: numberOf(form, 'version'),
    client,
  })
  if (isFailure(answer)) return refuseForm('decrire', form, answer)
  const arrived = event.locals.arrivedPicture('image')
  if (arrived && arrived.tag !== 'picture') {
    const errors = [{ field: 'image', message: failureSentence(arrived) }]
    const problem = 'Le reste est gardé. L’image ne l’est pas.'
    return fail(failureStatus(arrived), { form: 'decrire', typed: typedOf(form), errors, problem, done: null })
  }
  if (arrived || form.get('sans_image') !== null) {
    const chosen = await event.locals.command('portal.chooseLogo', {
      association: idOf(event),
      picture: arrived ? toLadder(arrived) : null,
      takesColour,
      client: createHash('sha256').update(`${client} image`).digest('hex').slice(0, 32),
    })
    if (isFailure(chosen)) return refuseForm('decrire', form, chosen)
  }
  return isDone('decrire', 'C’est gardé.')
}

/** A place as typed; nothing typed is nowhere, and what can't be read is undefined. */
function placeOf(form: FormData, name: string) {
  const text = textOf(form, name, 1_000)
  return text.trim() === '' ? { latitude: null, longitude: null } : (textToPlace(text) ?? undefined)
}

const toLadder = ({ preview, colour, sizes, card }: Picture) => ({
  preview,
  colour,
  sizes: [...sizes, card].map(({ bytes, ...size }) => ({ ...size, weight: bytes })),
})

export const actions: Actions = {
  decrire: describe,
  signer: act(
    'signer',
    'membership.signCharter',
    (form, event) => ({ charter: textOf(form, 'charte', 24), association: idOf(event) }),
    'La Charte est signée.',
  ),
  partir: act(
    'partir',
    'membership.leave',
    (form, event) => ({
      association: idOf(event),
      ...given('day', textOf(form, 'jour', 20)),
      reason: textOf(form, 'motif', 1_000),
    }),
    'Le départ est noté. Vos pages restent ici.',
  ),
}
