import type { Actions, PageServerLoad } from './$types'
import { textOf } from '../entry.server.ts'
import { act, ask, given, numberOf, sendingOf, today } from '../membership-forms.server.ts'
import type { Answered } from '../membership-forms.server.ts'

export const load: PageServerLoad = async (event) => ({
  ...(await ask<Answered<'votes'>>(event, 'membership.votes')),
  sending: sendingOf(event),
  today: today(),
})

export const actions: Actions = {
  voter: act(
    'voter',
    'membership.castVote',
    (form) => ({
      id: textOf(form, 'vote', 24),
      association: textOf(form, 'association', 24),
      option: numberOf(form, 'choix') ?? -1,
    }),
    'Votre voix est arrivée.',
  ),
  appeler: act(
    'appeler',
    'membership.callVote',
    (form) => ({
      question: textOf(form, 'question', 1_000),
      details: textOf(form, 'details', 50_000),
      options: textOf(form, 'choix', 5_000)
        .split('\n')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
      ...given('opens', textOf(form, 'ouverture', 20)),
      closes: textOf(form, 'cloture', 20),
      isPublic: form.get('public') !== null,
    }),
    'Le vote est ouvert.',
  ),
  clore: act(
    'clore',
    'membership.closeVote',
    (form) => ({ id: textOf(form, 'vote', 24), outcome: textOf(form, 'resultat', 10_000) }),
    'Le résultat est écrit.',
  ),
}
