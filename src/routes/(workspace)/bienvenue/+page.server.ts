import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'
import type { Pairing } from '#features/link/views.ts'
import { refuse as refuseLink } from '../liaison/asking.server.ts'
import { readJoinForm } from '../liaison/join-form.server.ts'
import { makeSecret } from '#server/accounts/password-entry.ts'
import { LEAST_WITH_POWER } from '#server/accounts/password-rules.ts'
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
} from '../entry.server.ts'

export const load: PageServerLoad = async ({ locals, request }) => {
  // After the form the page still shows the codes, once.
  if (request.method === 'GET' && (await locals.query('accounts.isFounded')))
    redirect(303, locals.actor ? HOME : '/connexion')
  const joining = (await locals.query('accounts.joining')) as Pairing['joining']
  const joined = joining?.outcome === 'joined' ? (joining.name ?? '…') : null
  return { phrase: proposePhrase(), least: LEAST_WITH_POWER, joining, joined }
}

export const actions: Actions = {
  fonder: async (event) => {
    const form = await event.request.formData()
    const typed = {
      federationName: textOf(form, 'federation', 120),
      personName: textOf(form, 'nom', 120),
      associationName: textOf(form, 'association', 160),
    }
    const code = textOf(form, 'code', 60)
    const words = [typed.federationName, typed.personName, typed.associationName]
    const fault = await newPasswordFault(form, { hasPower: true, words })
    if (fault) return refuse(fault, { ...typed, code })
    const run = event.locals.command
    const secret = await makeSecret(run, typed.personName, textOf(form, 'phrase', 129))
    if (isFailure(secret)) return refuse(secret, { ...typed, code })
    const browser = browserOf(event, form.get('amoi') !== null)
    const answer = await run('accounts.found', { ...typed, code, secret, source: sourceOf(event), browser })
    if (isFailure(answer)) return refuse(answer, { ...typed, code })
    const founded = answer as
      | { outcome: 'signed-in'; token: string; maxAge: number | null; codes: readonly string[] | null }
      | { outcome: 'wrong' }
    if (founded.outcome === 'wrong') return refuse({ tag: 'wrong-founding' }, { ...typed, code })
    if (!founded.codes) letInAndGo(event, founded, HOME)
    letIn(event, founded)
    return { codes: founded.codes, personName: typed.personName }
  },

  /** Another machine of the federation gave a code: this one is tied to it before anybody enters. */
  rejoindre: async (event) => {
    const form = await event.request.formData()
    const read = readJoinForm(form)
    if (isFailure(read)) return refuseLink('rejoindre', form, read)
    const input = { ...read, pairing: read['code'], code: textOf(form, 'depart', 60), source: sourceOf(event) }
    const answer = await event.locals.command('accounts.joinFirst', input)
    if (isFailure(answer)) return refuse(answer, {})
    if ((answer as { outcome: string }).outcome === 'wrong') return refuse({ tag: 'wrong-founding' }, {})
    redirect(303, '/bienvenue')
  },
}
