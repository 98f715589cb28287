import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'
import type { Role } from '#core/kind.ts'
import { accountFailure } from '#server/accounts/account-failures.ts'
import { makeSecret } from '#server/accounts/password-entry.ts'
import { LEAST, LEAST_WITH_POWER } from '#server/accounts/password-rules.ts'
import {
  browserOf,
  HOME,
  isFailure,
  letIn,
  letInAndGo,
  newPasswordFault,
  proposePhrase,
  refuse,
  sourceOf,
  textOf,
} from '../../entry.server.ts'

type Offer = {
  readonly isOffered: true
  readonly role: Role | ''
  readonly office: string
  readonly name: string
  readonly until: string
  readonly isKnownPerson: boolean
  readonly place: string
  readonly inviter: string
}
const hasPower = ({ role }: Offer) => role !== 'reader' && role !== 'contributor'

export const load: PageServerLoad = async (event) => {
  const input = { code: event.params.code.slice(0, 60), source: sourceOf(event) }
  const read = (await event.locals.command('accounts.readInvitation', input)) as
    Offer | { isOffered: false } | { tag: string }
  if ('tag' in read) return { offer: null, refusal: accountFailure(read).sentence }
  if (!read.isOffered) return { offer: null, refusal: accountFailure({ tag: 'not-offered' }).sentence }
  return { offer: read, phrase: proposePhrase(), least: hasPower(read) ? LEAST_WITH_POWER : LEAST }
}

export const actions: Actions = {
  accepter: async (event) => {
    const form = await event.request.formData()
    const code = event.params.code.slice(0, 60)
    const typed = { name: textOf(form, 'nom', 120), email: textOf(form, 'courriel', 254) }
    const byCard = form.get('moyen') === 'carte'
    const kept = { ...typed, byCard }
    const run = event.locals.command
    const source = sourceOf(event)
    let secret = null
    const pin = textOf(form, 'petitcode', 12)
    if (byCard) {
      if (pin !== '' && !/^\d{4,8}$/.test(pin)) return refuse({ tag: 'bad-pin' }, kept)
    } else {
      const read = (await run('accounts.readInvitation', { code, source })) as
        Offer | { isOffered: false } | { tag: string }
      if ('tag' in read) return refuse(read, kept)
      if (!read.isOffered) return refuse({ tag: 'not-offered' }, kept)
      const fault = await newPasswordFault(form, {
        hasPower: hasPower(read),
        words: [typed.name, typed.email, read.place],
      })
      if (fault) return refuse(fault, kept)
      const made = await makeSecret(run, typed.name, textOf(form, 'phrase', 129))
      if (isFailure(made)) return refuse(made, kept)
      secret = made
    }
    const browser = browserOf(event, form.get('amoi') !== null)
    const input = { code, ...typed, secret, pin: pin === '' ? null : pin, source, browser }
    const answer = await run('accounts.accept', input)
    if (isFailure(answer)) return refuse(answer, kept)
    const accepted = answer as
      | {
          outcome: 'signed-in'
          token: string
          maxAge: number | null
          codes: readonly string[] | null
          card: string | null
        }
      | { outcome: 'not-offered' }
    if (accepted.outcome === 'not-offered') return refuse({ tag: 'not-offered' }, kept)
    if (!accepted.codes && !accepted.card) letInAndGo(event, accepted, HOME)
    letIn(event, accepted)
    const address = accepted.card
      ? `${event.locals.originAsked}/connexion/carte/${accepted.card.replaceAll('-', '')}`
      : null
    return { codes: accepted.codes, card: accepted.card, address, name: typed.name }
  },

  ajouter: async ({ locals, params }) => {
    const answer = await locals.command('accounts.acceptSignedIn', { code: params.code.slice(0, 60) })
    if (isFailure(answer)) return refuse(answer, {})
    redirect(303, HOME)
  },
}
