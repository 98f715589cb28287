import type { OfferPageView } from '#features/link/views.ts'
import { reachableAddress } from '#server/sync/own-address.ts'
import { textOf } from '../../entry.server.ts'
import { act, readPairing } from '../asking.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const pairing = await readPairing(event)
  const address = await reachableAddress(event.locals.originAsked)
  const view: OfferPageView = { formToken: event.locals.formToken, pairing, address, answer: null }
  return { view }
}

const decide = (form: string, isAgreed: boolean) =>
  act(
    form,
    'link.decide',
    (fields) => ({
      node: textOf(fields, 'lieu', 64),
      role: textOf(fields, 'droits', 20),
      isAgreed,
    }),
    '/liaison/relier',
  )

export const actions: Actions = {
  proposer: act('proposer', 'link.offer', () => ({}), '/liaison/relier'),
  oui: decide('oui', true),
  non: decide('non', false),
  annuler: act('annuler', 'link.endOffer', () => ({}), '/liaison/relier'),
}
