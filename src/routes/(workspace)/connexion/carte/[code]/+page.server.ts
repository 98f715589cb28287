import type { Actions, PageServerLoad } from './$types'
import { browserOf, isFailure, letInAndGo, nextOf, refuse, sourceOf, textOf } from '../../../entry.server.ts'

/** The address of a card does nothing and tells nothing: the button below it does. */
export const load: PageServerLoad = () => ({})

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    const isOwn = form.get('amoi') !== null
    const input = {
      code: event.params.code.slice(0, 200),
      pin: textOf(form, 'petitcode', 12),
      source: sourceOf(event),
      browser: browserOf(event, isOwn),
    }
    const answer = await event.locals.command('accounts.signInByCard', input)
    if (isFailure(answer)) return refuse(answer, { isOwn })
    const entered = answer as
      | { outcome: 'signed-in'; token: string; maxAge: number | null }
      | { outcome: 'needs-second'; ticket: string; hasPin: boolean }
      | { outcome: 'wrong' }
    if (entered.outcome === 'signed-in') letInAndGo(event, entered, nextOf(null))
    if (entered.outcome === 'wrong') return refuse({ tag: 'wrong-card' }, { isOwn })
    return { ticket: entered.ticket, hasPin: entered.hasPin, isOwn }
  },
}
