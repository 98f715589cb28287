import type { RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'
import { isFailure, textOf } from '../../entry.server.ts'
import { act, ask, isDone, refuseForm, sendingOf } from '../../membership-forms.server.ts'
import type { Answered } from '../../membership-forms.server.ts'

const idOf = (event: RequestEvent) => event.params['id'] ?? ''

export const load: PageServerLoad = async (event) => ({
  ...(await ask<Answered<'readApplication'>>(event, 'membership.readApplication', { id: idOf(event) })),
  sending: sendingOf(event),
})

/** Lets the first officer of an association in; once it has one, that one invites. */
async function invite(event: RequestEvent, association: string) {
  const answer = await event.locals.command('accounts.invite', { association, role: 'officer' })
  if (isFailure(answer)) return answer
  const { code, name, place } = answer as { code: string; name: string; place: string }
  return { code, name, place, address: `${event.locals.originAsked}/invitation/${code.replaceAll('-', '')}` }
}

export const actions: Actions = {
  oui: act(
    'oui',
    'membership.sponsor',
    (form, event) => ({ id: idOf(event), association: textOf(form, 'association', 24) }),
    'Votre oui est arrivé.',
  ),
  decider: async (event) => {
    const form = await event.request.formData()
    const answer = await event.locals.command('membership.decide', {
      id: idOf(event),
      decision: textOf(form, 'decision', 20),
      reason: textOf(form, 'motif', 10_000),
    })
    if (isFailure(answer)) return refuseForm('decider', form, answer)
    const { association } = answer as { association: string | null }
    const done = isDone('decider', association ? 'L’association est accueillie.' : 'La décision est notée.')
    if (!association) return done
    const invitation = await invite(event, association)
    return isFailure(invitation) ? done : { ...done, invitation }
  },
  inviter: async (event) => {
    const form = await event.request.formData()
    const invitation = await invite(event, textOf(form, 'association', 24))
    if (isFailure(invitation)) return refuseForm('inviter', form, invitation)
    return { ...isDone('inviter', 'L’invitation est faite.'), invitation }
  },
}
