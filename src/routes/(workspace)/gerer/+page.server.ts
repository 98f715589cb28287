import type { Actions, PageServerLoad } from './$types'
import { textOf } from '../entry.server.ts'
import { act, ask, numberOf, sendingOf } from '../membership-forms.server.ts'
import type { Answered } from '../membership-forms.server.ts'

export const load: PageServerLoad = async (event) => ({
  ...(await ask<Answered<'federationToKeep'>>(event, 'membership.federationToKeep')),
  sending: sendingOf(event),
})

export const actions: Actions = {
  decrire: act(
    'decrire',
    'membership.describeFederation',
    (form) => ({
      name: textOf(form, 'nom', 1_000),
      subtitle: textOf(form, 'soustitre', 1_000),
      tagline: textOf(form, 'devise', 1_000),
      welcome: textOf(form, 'accueil', 100_000),
      howToJoin: textOf(form, 'rejoindre', 100_000),
      howToHelp: textOf(form, 'aider', 100_000),
      contact: textOf(form, 'contact', 10_000),
      base: numberOf(form, 'version'),
    }),
    'C’est gardé.',
  ),
}
