import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'
import { originToHost } from '#server/accounts/origin-host.ts'
import { signInByPassword } from '#server/accounts/password-entry.ts'
import { browserOf, isFailure, letInAndGo, nextOf, refuse, sourceOf, textOf } from '../entry.server.ts'

export const load: PageServerLoad = async ({ locals, url }) => {
  const next = nextOf(url.searchParams.get('suite'))
  if (locals.actor) redirect(303, next)
  if (!(await locals.query('accounts.isFounded'))) redirect(303, '/bienvenue')
  const { origin } = url
  if (!originToHost(origin)) return { next, passkey: null }
  const asked = await locals.command('accounts.passkeyToSignIn', { origin })
  return { next, passkey: isFailure(asked) ? null : (asked as { options: string }).options }
}

type Entered =
  | { readonly outcome: 'signed-in'; readonly token: string; readonly maxAge: number | null }
  | { readonly outcome: 'needs-second' | 'replaced'; readonly ticket: string; readonly hasPin?: boolean }
  | { readonly outcome: 'wrong' }

export const actions: Actions = {
  nom: async (event) => {
    const form = await event.request.formData()
    const [name, hint] = [textOf(form, 'nom'), textOf(form, 'precision')]
    const isOwn = form.get('amoi') !== null
    const answer = await signInByPassword(event.locals.command, {
      name,
      hint,
      secret: textOf(form, 'phrase', 129),
      source: sourceOf(event),
      browser: browserOf(event, isOwn),
    })
    if (isFailure(answer)) return refuse(answer, { step: 'name' as const, name, hint, isOwn })
    const entered = answer as Entered
    if (entered.outcome === 'signed-in') letInAndGo(event, entered, nextOf(form.get('suite')))
    if (entered.outcome === 'replaced') return { step: 'replaced' as const, ticket: entered.ticket }
    if (entered.outcome === 'needs-second') return { step: 'second' as const, ticket: entered.ticket }
    return refuse({ tag: 'wrong' }, { step: 'name' as const, name, hint, isOwn })
  },

  code: async (event) => {
    const form = await event.request.formData()
    const ticket = textOf(form, 'etape')
    const input = { ticket, code: textOf(form, 'code'), source: sourceOf(event) }
    const answer = await event.locals.command('accounts.signInWithCode', input)
    if (isFailure(answer)) return refuse(answer, { step: secondOr(answer.tag), ticket })
    const entered = answer as Entered
    if (entered.outcome === 'signed-in') letInAndGo(event, entered, nextOf(form.get('suite')))
    return refuse({ tag: 'wrong-code' }, { step: 'second' as const, ticket })
  },

  demande: async ({ request, locals }) => {
    const ticket = textOf(await request.formData(), 'etape')
    const answer = await locals.command('accounts.askAdmission', { ticket })
    if (isFailure(answer)) return refuse(answer, { step: 'name' as const, ticket })
    return { step: 'waiting' as const, ticket, number: (answer as { number: string }).number }
  },

  entree: async (event) => {
    const form = await event.request.formData()
    const ticket = textOf(form, 'etape')
    const answer = await event.locals.command('accounts.enterAdmitted', { ticket })
    if (!isFailure(answer)) letInAndGo(event, answer as Extract<Entered, { token: string }>, nextOf(form.get('suite')))
    if (answer.tag !== 'not-yet') return refuse(answer, { step: 'name' as const, ticket })
    return refuse(answer, { step: 'waiting' as const, ticket, number: textOf(form, 'numero', 8) })
  },

  verrou: async (event) => {
    const form = await event.request.formData()
    const input = {
      response: textOf(form, 'reponse', 20_000),
      origin: event.url.origin,
      source: sourceOf(event),
      browser: browserOf(event, form.get('amoi') !== null),
    }
    const answer = await event.locals.command('accounts.signInByPasskey', input)
    if (isFailure(answer)) return refuse(answer, { step: 'name' as const })
    const entered = answer as Entered
    if (entered.outcome === 'signed-in') letInAndGo(event, entered, nextOf(form.get('suite')))
    return refuse({ tag: 'wrong' }, { step: 'name' as const })
  },

  annuler: async ({ request, locals }) => {
    const form = await request.formData()
    const ticket = textOf(form, 'etape')
    const answer = await locals.command('accounts.undoRecovery', { ticket, code: textOf(form, 'code') })
    if (isFailure(answer))
      return refuse(answer, { step: answer.tag === 'wait' ? ('replaced' as const) : ('name' as const), ticket })
    if ((answer as { outcome?: string }).outcome === 'wrong')
      return refuse({ tag: 'wrong-code' }, { step: 'replaced' as const, ticket })
    return { step: 'undone' as const }
  },
}

const secondOr = (tag: string) => (tag === 'expired' ? ('name' as const) : ('second' as const))
