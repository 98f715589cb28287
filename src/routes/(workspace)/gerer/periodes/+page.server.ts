import type { Actions, PageServerLoad } from './$types'
import { textOf } from '../../entry.server.ts'
import { act, ask, given, sendingOf, today } from '../../membership-forms.server.ts'
import type { Answered } from '../../membership-forms.server.ts'

export const load: PageServerLoad = async (event) => ({
  ...(await ask<Answered<'periodsToKeep'>>(event, 'membership.periodsToKeep')),
  sending: sendingOf(event),
  today: today(),
})

export const actions: Actions = {
  entrer: act(
    'entrer',
    'membership.openPeriod',
    (form) => ({
      association: textOf(form, 'entre-association', 24),
      ...given('day', textOf(form, 'entre-jour', 20)),
    }),
    'C’est noté.',
  ),
  partir: act(
    'partir',
    'membership.leave',
    (form) => ({
      association: textOf(form, 'part-association', 24),
      ...given('day', textOf(form, 'part-jour', 20)),
      reason: textOf(form, 'part-motif', 1_000),
    }),
    'Le départ est noté.',
  ),
}
