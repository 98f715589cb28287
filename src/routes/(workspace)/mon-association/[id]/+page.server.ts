import type { RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'
import { textOf } from '../../entry.server.ts'
import { act, ask, given, numberOf, sendingOf, today } from '../../membership-forms.server.ts'
import type { Answered } from '../../membership-forms.server.ts'

const idOf = (event: RequestEvent) => event.params['id'] ?? ''

export const load: PageServerLoad = async (event) => {
  const kept = await ask<Answered<'associationToKeep'>>(event, 'membership.associationToKeep', { id: idOf(event) })
  const { fees } = await ask<Answered<'fees'>>(event, 'membership.fees', { association: idOf(event) })
  return { ...kept, fees, sending: sendingOf(event), today: today() }
}

export const actions: Actions = {
  decrire: act(
    'decrire',
    'membership.describeAssociation',
    (form, event) => ({
      id: idOf(event),
      name: textOf(form, 'nom', 1_000),
      shortName: textOf(form, 'abrege', 1_000),
      purpose: textOf(form, 'but', 10_000),
      presentation: textOf(form, 'presentation', 200_000),
      accent: textOf(form, 'couleur', 20),
      town: textOf(form, 'ville', 1_000),
      contact: textOf(form, 'contact', 10_000),
      registerNumber: textOf(form, 'numero', 1_000),
      wantsSecondReader: form.get('relecture') !== null,
      base: numberOf(form, 'version'),
    }),
    'C’est gardé.',
  ),
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
