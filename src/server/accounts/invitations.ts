import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import type { Actor } from '#core/access/can.ts'
import type { Role } from '#core/kind.ts'
import { command, query } from '#features/feature.server.ts'
import type { CommandContext, QueryContext, OutputOf } from '#features/feature.server.ts'
import { mandate, person, ROLES } from '#features/membership/index.ts'
import { makeCard, Pin } from './cards.ts'
import { bytesToCode, CODE_LENGTHS, hashOf, readCode } from './codes.ts'
import { PersonName } from './founding.ts'
import { BrowserInput, LocalId, newId, nowOf, PersonId, Source, Typed } from './parts.ts'
import type { Parts } from './parts.ts'
import type { Moment } from './moments.ts'
import { mandatesOf, otherOfficers, personById, rolesOf } from './people.ts'
import { makeSheet } from './printed-codes.ts'
import { isPowerful, openSession, sessionOf } from './sessions.ts'
import { SecretInput, setPassword } from './sign-in.ts'
import { forgive, tryOrWait } from './throttle.ts'
import type { Watched } from './throttle.ts'

const DAY = 24 * 3_600_000
/** How long a paper slip may take to reach somebody. `aged` milliseconds. */
const LIFE = 30 * DAY
export const FullDay = v.pipe(v.string(), v.regex(/^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$/))

type Row = {
  readonly id: string
  readonly association: string | null
  /** Empty for a card that lets a known person in at this node. */
  readonly role: Role | ''
  readonly office: string
  readonly name: string
  readonly until: string
  readonly inviter: string
  readonly wall: number
  readonly expires: number
  readonly used: number | null
  readonly person: string | null
}

/** Whether this person, as an actor with today's roles, may invite there. */
async function refusalToInvite(context: QueryContext, actor: Actor, association: string | null, { day }: Moment) {
  const officers = (await otherOfficers(context.sql, association, '', day)).length
  return refusalOf(actor, 'accounts.invite', { association, officers })
}

async function add(
  context: CommandContext,
  { aged }: Moment,
  row: Pick<Row, 'association' | 'role' | 'office' | 'name' | 'until' | 'person'>,
): Promise<{ readonly id: string; readonly code: string }> {
  const code = bytesToCode(context.random(CODE_LENGTHS.invitation))
  const id = newId(context)
  await context.sql
    .insertInto('invitations')
    .values({
      id,
      code: hashOf('invitation', code.replaceAll('-', '')),
      ...row,
      inviter: context.actor?.person ?? '',
      wall: context.now,
      expires: aged + LIFE,
      used: null,
    })
    .execute()
  return { id, code }
}

async function find(context: QueryContext, code: string): Promise<Row | null> {
  const row = await context.sql
    .selectFrom('invitations')
    .selectAll()
    .where('code', '=', hashOf('invitation', readCode(code, CODE_LENGTHS.invitation) ?? ''))
    .executeTakeFirst()
  return (row as Row | undefined) ?? null
}

/** An invitation that still holds: unused, in time, and its inviter still has the right. */
async function inviteInForce(context: QueryContext, row: Row | null, moment: Moment): Promise<Row | null> {
  if (!row || row.used !== null || row.expires <= moment.aged) return null
  const mandates = await rolesOf(context.sql, row.inviter, moment.day)
  if (!(await personById(context.sql, row.inviter))) return null
  const inviter = { person: row.inviter, mandates, isSecure: true }
  return (await refusalToInvite(context, inviter, row.association, moment)) ? null : row
}

const hasCredentials = async (context: QueryContext, holder: string): Promise<boolean> =>
  (await context.sql.selectFrom('credentials').select('id').where('person', '=', holder).executeTakeFirst()) !==
  undefined

async function placeName(context: QueryContext, association: string | null): Promise<string> {
  if (association === null) return ''
  const row = await context.sql
    .selectFrom('accounts_associations')
    .select('name')
    .where('id', '=', association)
    .executeTakeFirst()
  return (row?.name as string | undefined) ?? ''
}

const NOT_FOUND = { tag: 'not-found' } as const

/** What `accounts.invitations` gives, one of them. */
export type InvitationView = Extract<
  OutputOf<ReturnType<typeof invitationQueries>['invitations']>,
  readonly unknown[]
>[number]

export const invitationQueries = (parts: Parts) => ({
  /** Invitations of my place not used yet. */
  invitations: query(v.object({ association: v.nullable(PersonId) }), async (context, { association }) => {
    const moment = await nowOf(parts, context)
    const refusal = await refusalToInvite(
      context,
      context.actor && { ...context.actor, isSecure: true },
      association,
      moment,
    )
    if (refusal) return refusal
    const rows = (await context.sql
      .selectFrom('invitations')
      .selectAll()
      .where('association', association === null ? 'is' : '=', association)
      .where('used', 'is', null)
      .where('expires', '>', moment.aged)
      .orderBy('key', 'desc')
      .execute()) as Row[]
    return rows.map(({ id, role, office, name, until, wall, expires }) => ({
      id,
      role,
      office,
      name,
      until,
      wall,
      daysLeft: Math.ceil((expires - moment.aged) / DAY),
    }))
  }),
})

export const invitationCommands = (parts: Parts) => ({
  /** Invites somebody: the code is given once, for a link, a slip or a card. `until` (a day, or empty): a guest's last day. */
  invite: command(
    v.object({
      association: v.nullable(PersonId),
      role: v.picklist(ROLES),
      office: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(80)), ''),
      name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(120)), ''),
      until: v.optional(FullDay, ''),
    }),
    async (context, { association, role, office, name, until }) => {
      const moment = await nowOf(parts, context)
      const refusal = await refusalToInvite(context, context.actor, association, moment)
      if (refusal) return refusal
      if (association !== null && (await placeName(context, association)) === '') return NOT_FOUND
      if (until !== '' && until < moment.day) return { tag: 'past-day' as const, day: until }
      return {
        ...(await add(context, moment, { association, role, office, name, until, person: null })),
        name,
        role,
        office,
        until,
        place: await placeName(context, association),
      }
    },
  ),

  /** A card that lets somebody who is known (from another node, or written down at an import) in here; refused once they have a way in. */
  inviteKnown: command(v.object({ person: PersonId }), async (context, { person: holder }) => {
    const moment = await nowOf(parts, context)
    const known = await personById(context.sql, holder)
    if (!known) return NOT_FOUND
    const places = new Set((await mandatesOf(context.sql, holder)).map((one) => one.association))
    if (places.size === 0) places.add(null)
    let refusal = null
    for (const association of places) {
      refusal = await refusalToInvite(context, context.actor, association, moment)
      if (refusal) continue
      if (await hasCredentials(context, holder)) return { tag: 'has-account' as const }
      const row = { association, role: '' as const, office: '', name: known.name, until: '', person: holder }
      const made = await add(context, moment, row)
      return {
        ...made,
        name: known.name,
        role: '' as const,
        office: '',
        until: '',
        place: await placeName(context, association),
      }
    }
    return refusal ?? NOT_FOUND
  }),

  withdrawInvitation: command(v.object({ id: LocalId }), async (context, { id }) => {
    const moment = await nowOf(parts, context)
    const row = (await context.sql.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst()) as
      Row | undefined
    if (!row) return NOT_FOUND
    const refusal = await refusalToInvite(context, context.actor, row.association, moment)
    if (refusal) return refusal
    await context.sql.deleteFrom('invitations').where('id', '=', id).where('used', 'is', null).execute()
    return { isWithdrawn: true }
  }),

  /** What an invitation offers, to who holds it. An unknown, used or late one, and one whose inviter is no officer any more, are alike. */
  readInvitation: command(v.object({ code: Typed, source: Source }), async (context, { code, source }) => {
    const moment = await nowOf(parts, context)
    const watched: readonly Watched[] = [{ rule: 'source', key: source }]
    const wait = await tryOrWait(context.sql, watched, moment.sure)
    if (wait) return wait
    const row = await inviteInForce(context, await find(context, code), moment)
    if (!row) return { isOffered: false as const }
    await forgive(context.sql, watched)
    return {
      isOffered: true as const,
      role: row.role,
      office: row.office,
      name: row.name,
      until: row.until,
      isKnownPerson: row.person !== null,
      place: await placeName(context, row.association),
      inviter: (await personById(context.sql, row.inviter))?.name ?? '',
    }
  }),

  /**
   * Accepts: a name and a password, or a card. Who holds an editor's role or more gets a sheet of codes too. The same form sent twice
   * finds its invitation used: the second answer says so, the first has opened the session.
   */
  accept: command(
    v.object({
      code: Typed,
      name: PersonName,
      email: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(254)), ''),
      secret: v.nullable(SecretInput),
      pin: v.optional(v.nullable(Pin), null),
      source: Source,
      browser: BrowserInput,
    }),
    async (context, { code, name, email, secret, pin, source, browser }) => {
      const moment = await nowOf(parts, context)
      const watched: readonly Watched[] = [{ rule: 'source', key: source }]
      const wait = await tryOrWait(context.sql, watched, moment.sure)
      if (wait) return wait
      const row = await inviteInForce(context, await find(context, code), moment)
      if (!row) return { outcome: 'not-offered' as const }
      if (row.person !== null && (await hasCredentials(context, row.person))) return { outcome: 'not-offered' as const }
      await forgive(context.sql, watched)
      context.actAs(row.inviter)
      let holder = row.person
      if (holder === null) {
        const made = await context.create(person, 'federation', { name, email })
        if ('tag' in made) return made
        holder = made.id
        const fault = await giveRole(context, row, holder, moment)
        if (fault) return fault
      }
      await use(context, row, holder, moment)
      if (secret) await setPassword(context, holder, secret)
      const card = secret ? null : await makeCard(context, holder, pin)
      const codes = isPowerful(await rolesOf(context.sql, holder, moment.day)) ? await makeSheet(context, holder) : null
      const opened = await openSession(context, parts, {
        person: holder,
        method: card ? 'card' : 'invitation',
        factors: 2,
        browser,
      })
      return { ...opened, card, codes }
    },
  ),

  /** Accepts for who is signed in: the role is added to theirs. */
  acceptSignedIn: command(v.object({ code: Typed }), async (context, { code }) => {
    const own = await sessionOf(context, parts)
    if (!own) return { tag: 'needs-sign-in' as const }
    const moment = await nowOf(parts, context)
    const row = await inviteInForce(context, await find(context, code), moment)
    if (!row || row.person !== null) return { tag: 'not-offered' as const }
    if (row.inviter === own.person) return { tag: 'not-allowed' as const }
    context.actAs(row.inviter)
    const fault = await giveRole(context, row, own.person, moment)
    if (fault) return fault
    await use(context, row, own.person, moment)
    return { isAccepted: true }
  }),
})

async function giveRole(context: CommandContext, row: Row, holder: string, { day }: Moment) {
  if (row.role === '') return null
  const { association, role, office, until } = row
  const made = await context.create(mandate, 'federation', {
    person: holder,
    association,
    role,
    office,
    from: day,
    until,
  })
  return 'tag' in made ? made : null
}

const use = (context: CommandContext, row: Row, holder: string, { aged }: Moment) =>
  context.sql.updateTable('invitations').set({ used: aged, person: holder }).where('id', '=', row.id).execute()
