import type { Actions, PageServerLoad } from './$types'
import type { RequestEvent } from '@sveltejs/kit'
import { makeSecret } from '#server/accounts/password-entry.ts'
import { LEAST_WITH_POWER } from '#server/accounts/password-rules.ts'
import { browserOf, isFailure, newPasswordFault, proposePhrase, refuse, sourceOf, textOf } from '../entry.server.ts'

export const load: PageServerLoad = () => ({ phrase: proposePhrase(), least: LEAST_WITH_POWER })

type State = { isOpen: false } | { isOpen: true; number: string; isReady: boolean; name: string | null }

async function readState(event: RequestEvent, claim: string): Promise<State | { tag: string }> {
  return (await event.locals.command('accounts.recoveryState', { claim, source: sourceOf(event) })) as
    State | { tag: string }
}

export const actions: Actions = {
  demander: async (event) => {
    const form = await event.request.formData()
    const typed = { name: textOf(form, 'nom'), hint: textOf(form, 'precision') }
    const answer = await event.locals.command('accounts.askRecovery', { ...typed, source: sourceOf(event) })
    if (isFailure(answer)) return refuse(answer, { step: 'ask' as const, ...typed })
    const { claim, number } = answer as { claim: string; number: string }
    return { step: 'wait' as const, claim, number, isNew: true }
  },

  suivre: async (event) => {
    const claim = textOf(await event.request.formData(), 'demande', 60)
    const state = await readState(event, claim)
    if ('tag' in state) return refuse(state, { step: 'ask' as const })
    if (!state.isOpen) return refuse({ tag: 'wrong-code' }, { step: 'ask' as const })
    const { number, name } = state
    return state.isReady
      ? { step: 'ready' as const, claim, name }
      : { step: 'wait' as const, claim, number, isNew: false }
  },

  refaire: async (event) => {
    const form = await event.request.formData()
    const claim = textOf(form, 'demande', 60)
    const state = await readState(event, claim)
    if ('tag' in state) return refuse(state, { step: 'ask' as const })
    if (!state.isOpen || !state.isReady) return refuse({ tag: 'not-yet' }, { step: 'ask' as const })
    const kept = { step: 'ready' as const, claim, name: state.name }
    const name = state.name ?? ''
    const fault = await newPasswordFault(form, { hasPower: true, words: [name] })
    if (fault) return refuse(fault, kept)
    const secret = await makeSecret(event.locals.command, name, textOf(form, 'phrase', 129))
    if (isFailure(secret)) return refuse(secret, kept)
    const input = { claim, secret, browser: browserOf(event, true) }
    const answer = await event.locals.command('accounts.completeRecovery', input)
    if (isFailure(answer)) return refuse(answer, kept)
    return { step: 'done' as const, codes: (answer as { codes: readonly string[] | null }).codes, name }
  },

  codes: async (event) => {
    const form = await event.request.formData()
    const typed = { name: textOf(form, 'nom'), hint: textOf(form, 'precision') }
    const kept = { step: 'codes' as const, ...typed }
    const fault = await newPasswordFault(form, { hasPower: true, words: [typed.name] })
    if (fault) return refuse(fault, kept)
    const secret = await makeSecret(event.locals.command, typed.name, textOf(form, 'phrase', 129))
    if (isFailure(secret)) return refuse(secret, kept)
    const codes = [textOf(form, 'code1', 60), textOf(form, 'code2', 60)]
    const input = { ...typed, codes, secret, source: sourceOf(event), browser: browserOf(event, true) }
    const answer = await event.locals.command('accounts.recoverByCodes', input)
    if (isFailure(answer)) return refuse(answer, kept)
    const done = answer as { isReplaced: true; codes: readonly string[] | null } | { isReplaced: false }
    if (!done.isReplaced) return refuse({ tag: 'wrong-code' }, kept)
    return { step: 'done' as const, codes: done.codes, name: typed.name }
  },
}
