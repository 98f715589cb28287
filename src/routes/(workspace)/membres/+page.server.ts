import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'
import { accountFailure } from '#server/accounts/account-failures.ts'
import type { MemberView, PlaceView } from '#server/accounts/mandates.ts'
import type { InvitationView } from '#server/accounts/invitations.ts'
import type { WaitingDevice } from '#server/accounts/devices.ts'
import type { RecoveryView } from '#server/accounts/recovery.ts'
import { isFailure, refuse, textOf } from '../entry.server.ts'

/** The federation is « federation » in the address, an association its id. */
const toPlace = (text: string | null): string | null => (text && /^[0-9a-f]{24}$/.test(text) ? text : null)

export const load: PageServerLoad = async ({ locals, url }) => {
  if (!locals.actor) redirect(303, '/connexion?suite=/membres')
  const asked = url.searchParams.get('lieu')
  const places = (await locals.query('accounts.places')) as readonly PlaceView[]
  const place =
    asked === null ? ((places.find((one) => one.role === 'officer') ?? places[0])?.association ?? null) : toPlace(asked)
  const seen = await locals.query('accounts.members', { association: place })
  const [waiting, recoveries] = await Promise.all([
    locals.query('accounts.waiting'),
    locals.query('accounts.recoveries'),
  ])
  const common = {
    places,
    place,
    waiting: waiting as readonly WaitingDevice[],
    recoveries: recoveries as readonly RecoveryView[],
  }
  if (isFailure(seen))
    return { ...common, members: [], isOfficer: false, invitations: [], refusal: accountFailure(seen).sentence }
  const { members, isOfficer } = seen as { members: readonly MemberView[]; isOfficer: boolean }
  const invitations = isOfficer ? await locals.query('accounts.invitations', { association: place }) : []
  return {
    ...common,
    members,
    isOfficer,
    invitations: isFailure(invitations) ? [] : (invitations as readonly InvitationView[]),
    refusal: null,
  }
}

const act =
  (name: string, read: (form: FormData) => object, done: (answer: Record<string, unknown>) => string) =>
  async (event: RequestEvent) => {
    const answer = await event.locals.command(name, read(await event.request.formData()))
    return isFailure(answer) ? refuse(answer, {}) : { done: done(answer as Record<string, unknown>) }
  }

type Made = { code: string; name: string; role: string; office: string; until: string; place: string }
const show = async (event: RequestEvent, name: string, input: object) => {
  const answer = await event.locals.command(name, input)
  if (isFailure(answer)) return refuse(answer, {})
  const made = answer as Made
  return { invitation: { ...made, address: `${event.locals.originAsked}/invitation/${made.code.replaceAll('-', '')}` } }
}

export const actions: Actions = {
  inviter: async (event) => {
    const form = await event.request.formData()
    return show(event, 'accounts.invite', {
      association: toPlace(textOf(form, 'lieu', 24)),
      role: textOf(form, 'role', 20),
      office: textOf(form, 'fonction', 80),
      name: textOf(form, 'nom', 120),
      until: textOf(form, 'jusque', 10),
    })
  },
  ouvrir: async (event) =>
    show(event, 'accounts.inviteKnown', { person: textOf(await event.request.formData(), 'personne', 24) }),
  retirer: act(
    'accounts.withdrawInvitation',
    (form) => ({ id: textOf(form, 'invitation', 24) }),
    () => 'L’invitation ne vaut plus rien.',
  ),
  nommer: act(
    'accounts.grant',
    (form) => ({
      person: textOf(form, 'personne', 24),
      association: toPlace(textOf(form, 'lieu', 24)),
      role: textOf(form, 'role', 20),
      office: textOf(form, 'fonction', 80),
      until: textOf(form, 'jusque', 10),
    }),
    () => 'Le rôle est donné.',
  ),
  finir: act(
    'accounts.endMandate',
    (form) => ({ mandate: textOf(form, 'mandat', 24) }),
    ({ isEnded }) =>
      isEnded ? 'Le mandat est terminé.' : 'C’est noté. Une autre personne responsable doit le demander aussi.',
  ),
  admettre: act(
    'accounts.admitDevice',
    (form) => ({ id: textOf(form, 'appareil', 24) }),
    () => 'Cet appareil peut entrer.',
  ),
  confirmer: act(
    'accounts.confirmRecovery',
    (form) => ({ id: textOf(form, 'demande', 24) }),
    ({ confirmed }) =>
      confirmed === 2
        ? 'C’est confirmé deux fois : la personne peut choisir une nouvelle phrase de passe.'
        : 'C’est noté. Une autre personne responsable doit confirmer aussi.',
  ),
  refuser: act(
    'accounts.cancelRecovery',
    (form) => ({ id: textOf(form, 'demande', 24) }),
    () => 'La demande est annulée.',
  ),
}
