import type { Actions, PageServerLoad } from './$types'
import { textOf } from '../../entry.server.ts'
import { act, ask, given, sendingOf, today } from '../../membership-forms.server.ts'
import type { Answered } from '../../membership-forms.server.ts'

export const load: PageServerLoad = async (event) => ({
  ...(await ask<Answered<'chartersToKeep'>>(event, 'membership.chartersToKeep')),
  sending: sendingOf(event),
  today: today(),
})

export const actions: Actions = {
  nouvelle: act(
    'nouvelle',
    'membership.newCharter',
    (form) => ({ text: textOf(form, 'texte', 200_000), ...given('adopted', textOf(form, 'jour', 20)) }),
    'La nouvelle version est publiée. Chaque association la signe à son tour.',
  ),
}
