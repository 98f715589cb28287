import type { JoinPageView } from '#features/link/views.ts'
import { act, readPairing } from '../asking.server.ts'
import { readJoinForm } from '../join-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { joining } = await readPairing(event)
  const view: JoinPageView = { formToken: event.locals.formToken, joining, answer: null }
  return { view }
}

export const actions: Actions = {
  apporter: act('apporter', 'link.join', readJoinForm, '/liaison/rejoindre'),
}
