import type { RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'
import { isFailure, textOf } from '../../entry.server.ts'
import { ask, clientOf, isDone, numberOf, refuseForm, sendingOf, typedOf } from '../../membership-forms.server.ts'
import type { Answered } from '../../membership-forms.server.ts'

export const load: PageServerLoad = async (event) => {
  const asked = event.url.searchParams.get('marque') ?? ''
  const input = /^[0-9a-f]{24}$/.test(asked) ? { id: asked } : {}
  const kept = await ask<Answered<'milestonesToKeep'>>(event, 'membership.milestonesToKeep', input)
  return { ...kept, sending: sendingOf(event) }
}

const readMark = (form: FormData) => ({
  date: textOf(form, 'date', 20),
  end: textOf(form, 'fin', 20),
  title: textOf(form, 'titre', 1_000),
  text: textOf(form, 'texte', 20_000),
  category: textOf(form, 'genre', 40),
  place: textOf(form, 'lieu', 1_000),
  associations: form.getAll('association').filter((one) => typeof one === 'string'),
})

const keep = async (event: RequestEvent) => {
  const form = await event.request.formData()
  const id = textOf(form, 'marque', 24)
  const input = { ...readMark(form), client: clientOf(event, form) }
  const answer = id
    ? await event.locals.command('membership.editMilestone', { ...input, id, base: numberOf(form, 'version') })
    : await event.locals.command('membership.addMilestone', input)
  return isFailure(answer) ? refuseForm('garder', form, answer) : isDone('garder', 'C’est sur la frise.')
}

const withdraw = (name: string, isBack: boolean, done: string) => async (event: RequestEvent) => {
  const form = await event.request.formData()
  const answer = await event.locals.command('membership.withdrawMilestone', { id: textOf(form, 'marque', 24), isBack })
  return isFailure(answer) ? refuseForm(name, form, answer) : { ...isDone(name, done), typed: typedOf(form) }
}

export const actions: Actions = {
  garder: keep,
  retirer: withdraw('retirer', false, 'La marque n’est plus sur la frise.'),
  remettre: withdraw('remettre', true, 'La marque est de nouveau sur la frise.'),
}
