import type { LinkPageView } from '#features/link/views.ts'
import { words } from '#features/link/words.ts'
import { textOf } from '../entry.server.ts'
import { act, isDone, readState, refuse, textToThousandths } from './asking.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const state = await readState(event)
  const view: LinkPageView = { formToken: event.locals.formToken, state, answer: null }
  return { view, stopped: event.url.searchParams.get('arret') }
}

const lieu = (form: FormData) => textOf(form, 'lieu', 64)

export const actions: Actions = {
  appeler: act('appeler', 'link.call', (form) => ({ node: lieu(form) }), '/liaison'),
  quandmeme: act('quandmeme', 'link.call', (form) => ({ node: lieu(form), isForced: true }), '/liaison'),
  conditions: async (event) => {
    const form = await event.request.formData()
    const [price, budget] = [textToThousandths(textOf(form, 'prix', 20)), textToThousandths(textOf(form, 'budget', 20))]
    const isWhole = budget === null || (budget !== undefined && budget % 1_000 === 0)
    const wrong = [...(price === undefined ? [{ field: 'price' }] : []), ...(isWhole ? [] : [{ field: 'budget' }])]
    if (wrong.length > 0) return refuse('conditions', form, { tag: 'invalid', fields: wrong })
    const terms = {
      price,
      currency: textOf(form, 'monnaie', 3),
      budget: budget === null || budget === undefined ? null : budget / 1_000,
    }
    const set = (await event.locals.command('link.setTerms', terms)) as { readonly tag?: string }
    if (set.tag !== undefined) return refuse('conditions', form, { ...set, tag: set.tag })
    return isDone('conditions', words.kept)
  },
}
