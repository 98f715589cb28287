import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'
import { isFailure, sourceOf, textOf } from '../entry.server.ts'
import { clientOf, refuseForm, sendingOf } from '../membership-forms.server.ts'

export const load: PageServerLoad = (event) => ({
  sending: sendingOf(event),
  isSent: event.url.searchParams.has('envoyee'),
})

export const actions: Actions = {
  demander: async (event) => {
    const form = await event.request.formData()
    const counted = await event.locals.command('accounts.countForm', { source: sourceOf(event) })
    if (isFailure(counted)) return refuseForm('demander', form, counted)
    const answer = await event.locals.command('membership.apply', {
      name: textOf(form, 'nom', 1_000),
      registerNumber: textOf(form, 'numero', 1_000),
      town: textOf(form, 'ville', 1_000),
      purpose: textOf(form, 'but', 10_000),
      contact: textOf(form, 'contact', 10_000),
      why: textOf(form, 'pourquoi', 100_000),
      acceptsCharter: form.get('charte') !== null,
      client: clientOf(event, form),
    })
    if (isFailure(answer)) return refuseForm('demander', form, answer)
    redirect(303, '/adherer?envoyee')
  },
}
