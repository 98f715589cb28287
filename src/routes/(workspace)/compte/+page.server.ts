import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'
import { originToHost } from '#server/accounts/origin-host.ts'
import { confirmByPassword, makeSecret } from '#server/accounts/password-entry.ts'
import { LEAST, LEAST_WITH_POWER } from '#server/accounts/password-rules.ts'
import type { MyAccount } from '#server/accounts/my-account.ts'
import { agentToLabel, isFailure, newPasswordFault, proposePhrase, refuse, textOf } from '../entry.server.ts'

const isPowerful = ({ mandates }: MyAccount) =>
  mandates.some(({ isRunning, role }) => isRunning && (role === 'editor' || role === 'officer'))

async function readAccount(event: RequestEvent): Promise<MyAccount> {
  const account = (await event.locals.query('accounts.myAccount')) as MyAccount | { tag: string }
  if ('tag' in account) redirect(303, '/connexion?suite=/compte')
  return account
}

export const load: PageServerLoad = async (event) => {
  const account = await readAccount(event)
  const { origin } = event.url
  const ask = async (name: string, input: object) => {
    if (!originToHost(origin)) return null
    const asked = await event.locals.command(name, { origin, ...input })
    return isFailure(asked) ? null : (asked as { options: string }).options
  }
  return {
    account,
    phrase: proposePhrase(),
    least: isPowerful(account) ? LEAST_WITH_POWER : LEAST,
    passkeyToAdd: account.isConfirmed ? await ask('accounts.passkeyToAdd', { site: 'Trait d’union' }) : null,
    passkeyToConfirm:
      !account.isConfirmed && account.passkeys.length > 0 ? await ask('accounts.passkeyToConfirm', {}) : null,
  }
}

/** Runs a command that changes the account, and says what was done. */
const change =
  (name: string, read: (form: FormData, event: RequestEvent) => object, done: string) =>
  async (event: RequestEvent) => {
    const answer = await event.locals.command(name, read(await event.request.formData(), event))
    return isFailure(answer) ? refuse(answer, {}) : { done }
  }

export const actions: Actions = {
  confirmer: async ({ request, locals }) => {
    const answer = await confirmByPassword(locals.command, textOf(await request.formData(), 'phrase', 129))
    return isFailure(answer)
      ? refuse(answer, {})
      : { done: 'Merci. Vous pouvez changer vos moyens d’entrer pendant un quart d’heure.' }
  },
  confirmerverrou: change(
    'accounts.confirmByPasskey',
    (form, { url }) => ({ response: textOf(form, 'reponse', 20_000), origin: url.origin }),
    'Merci. Vous pouvez changer vos moyens d’entrer pendant un quart d’heure.',
  ),
  decrire: change(
    'accounts.describePerson',
    (form) => ({
      person: textOf(form, 'personne', 24),
      name: textOf(form, 'nom', 120),
      publicName: textOf(form, 'public', 120),
      email: textOf(form, 'courriel', 254),
    }),
    'C’est gardé.',
  ),
  phrase: async (event) => {
    const form = await event.request.formData()
    const account = await readAccount(event)
    const words = [account.name, account.email]
    const fault = await newPasswordFault(form, { hasPower: isPowerful(account), words })
    if (fault) return refuse(fault, {})
    if (!account.isConfirmed) return refuse({ tag: 'confirm-first' }, {})
    const secret = await makeSecret(event.locals.command, account.name, textOf(form, 'phrase', 129))
    if (isFailure(secret)) return refuse(secret, {})
    const answer = await event.locals.command('accounts.changePassword', { secret })
    if (isFailure(answer)) return refuse(answer, {})
    return { done: 'Votre phrase de passe est changée. Vos autres appareils sont déconnectés.' }
  },
  verrou: change(
    'accounts.addPasskey',
    (form, { url, request }) => ({
      response: textOf(form, 'reponse', 20_000),
      origin: url.origin,
      label: agentToLabel(request.headers.get('user-agent') ?? ''),
    }),
    'Le verrou de cet appareil ouvre maintenant votre compte.',
  ),
  retirer: change(
    'accounts.removePasskey',
    (form) => ({ id: textOf(form, 'verrou', 24) }),
    'Ce verrou n’ouvre plus votre compte.',
  ),
  carte: async (event) => {
    const pin = textOf(await event.request.formData(), 'petitcode', 12)
    if (pin !== '' && !/^\d{4,8}$/.test(pin)) return refuse({ tag: 'bad-pin' }, {})
    const answer = await event.locals.command('accounts.makeCard', { pin: pin === '' ? null : pin })
    if (isFailure(answer)) return refuse(answer, {})
    const { code, name } = answer as { code: string; name: string }
    return { card: { code, name, address: `${event.locals.originAsked}/connexion/carte/${code.replaceAll('-', '')}` } }
  },
  sanscarte: change('accounts.revokeCard', () => ({}), 'Votre carte ne vaut plus rien.'),
  codes: async ({ locals }) => {
    const answer = await locals.command('accounts.makeCodes')
    return isFailure(answer) ? refuse(answer, {}) : { codes: (answer as { codes: readonly string[] }).codes }
  },
  fermer: change(
    'session.endOne',
    (form) => ({ session: textOf(form, 'appareil', 24) }),
    'Cet appareil est déconnecté.',
  ),
  fermertout: change('session.endOthers', () => ({}), 'Tous les autres appareils sont déconnectés.'),
  lu: async ({ request, locals }) => {
    await locals.command('accounts.readNotice', { id: textOf(await request.formData(), 'avis', 24) })
    redirect(303, '/compte')
  },
  pasmoi: async ({ request, locals }) => {
    const form = await request.formData()
    const answer = await locals.command('accounts.cancelRecovery', { id: textOf(form, 'demande', 24) })
    await locals.command('accounts.readNotice', { id: textOf(form, 'avis', 24) })
    return isFailure(answer)
      ? refuse(answer, {})
      : { done: 'La demande est annulée. Prévenez une personne responsable.' }
  },
}
