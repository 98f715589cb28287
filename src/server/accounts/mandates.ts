import * as v from 'valibot'
import { can, refusalOf } from '#core/access/can.ts'
import { command, query } from '#features/feature.server.ts'
import type { OutputOf } from '#features/feature.server.ts'
import { mandate, person, ROLES } from '#features/membership/index.ts'
import { PersonName } from './founding.ts'
import { FullDay } from './invitations.ts'
import { nowOf, PersonId } from './parts.ts'
import type { Parts } from './parts.ts'
import { isInForce, mandatesOf, otherOfficers, personById } from './people.ts'
import type { MandateRow, PersonRow } from './people.ts'

const NOT_FOUND = { tag: 'not-found' } as const

export type MandateView = MandateRow & { readonly isRunning: boolean; readonly endingAskedBy: string | null }
export type MemberView = {
  readonly id: string
  readonly name: string
  readonly email: string
  /** Whether they have a way in at this node. */
  readonly hasAccount: boolean
  readonly mandates: readonly MandateView[]
}

/** What `accounts.places` gives, one of them. */
export type PlaceView = Extract<OutputOf<ReturnType<typeof mandateQueries>['places']>, readonly unknown[]>[number]

export const mandateQueries = (parts: Parts) => ({
  /** Who the people of a place are, with their mandates, past ones too. */
  members: query(v.object({ association: v.nullable(PersonId) }), async (context, { association }) => {
    const refusal = refusalOf(context.actor, 'accounts.read-people', { association })
    if (refusal) return refusal
    context.use('accounts.people')
    const { day } = await nowOf(parts, context)
    const rows = (await context.sql
      .selectFrom('accounts_mandates')
      .selectAll()
      .where('association', association === null ? 'is' : '=', association)
      .orderBy('since', 'desc')
      .execute()) as MandateRow[]
    const seesMore = can(context.actor && { ...context.actor, isSecure: true }, 'accounts.end-mandate', { association })
    const endings = new Map(
      (await context.sql.selectFrom('endings').selectAll().execute()).map((one) => [
        one.mandate as string,
        one.officer as string,
      ]),
    )
    const members = new Map<string, MemberView & { mandates: MandateView[] }>()
    for (const row of rows) {
      const known = members.get(row.person)
      const view = {
        ...row,
        isRunning: isInForce(row, day),
        endingAskedBy: seesMore ? (endings.get(row.id) ?? null) : null,
      }
      if (known) {
        known.mandates.push(view)
        continue
      }
      const who = await personById(context.sql, row.person)
      if (!who) continue
      members.set(row.person, {
        id: who.id,
        name: who.name,
        email: seesMore ? who.email : '',
        hasAccount: seesMore && (await hasWayIn(context.sql, who)),
        mandates: [view],
      })
    }
    return {
      members: [...members.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'fr')),
      isOfficer: seesMore,
    }
  }),

  /** The places where I hold a role today, the federation first. */
  places: query(v.object({}), async (context) => {
    if (!context.actor) return []
    const mine = new Map<string | null, string>()
    for (const one of context.actor.mandates)
      if (
        mine.get(one.association) === undefined ||
        ROLES.indexOf(one.role) > ROLES.indexOf(mine.get(one.association) as never)
      )
        mine.set(one.association, one.role)
    const places = []
    for (const [association, role] of mine) {
      const row =
        association === null
          ? null
          : await context.sql
              .selectFrom('accounts_associations')
              .select('name')
              .where('id', '=', association)
              .executeTakeFirst()
      places.push({ association, role, name: (row?.name as string | undefined) ?? '' })
    }
    return places.toSorted(
      (a, b) => Number(a.association !== null) - Number(b.association !== null) || a.name.localeCompare(b.name, 'fr'),
    )
  }),
})

const hasWayIn = async (sql: Parameters<typeof personById>[0], { id }: PersonRow): Promise<boolean> =>
  (await sql.selectFrom('credentials').select('id').where('person', '=', id).executeTakeFirst()) !== undefined

export const mandateCommands = (parts: Parts) => ({
  /** Gives somebody a role or an office. */
  grant: command(
    v.object({
      person: PersonId,
      association: v.nullable(PersonId),
      role: v.picklist(ROLES),
      office: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(80)), ''),
      until: v.optional(FullDay, ''),
    }),
    async (context, { person: holder, association, role, office, until }) => {
      const { day } = await nowOf(parts, context)
      const officers = (await otherOfficers(context.sql, association, '', day)).length
      const refusal = refusalOf(context.actor, 'accounts.grant', { association, owner: holder, officers })
      if (refusal) return refusal
      if (!(await personById(context.sql, holder))) return NOT_FOUND
      if (until !== '' && until < day) return { tag: 'past-day' as const, day: until }
      const running = (await mandatesOf(context.sql, holder)).find(
        (one) => one.association === association && one.role === role && one.office === office && isInForce(one, day),
      )
      if (running) return { mandate: running.id }
      const made = await context.create(mandate, 'federation', {
        person: holder,
        association,
        role,
        office,
        from: day,
        until,
      })
      return 'tag' in made ? made : { mandate: made.id }
    },
  ),

  /** Ends a mandate from today on. An officer's needs two officers, or the person alone; the last officer of the federation stays. */
  endMandate: command(v.object({ mandate: PersonId }), async (context, { mandate: id }) => {
    const { actor } = context
    const { day } = await nowOf(parts, context)
    const row = (await context.sql
      .selectFrom('accounts_mandates')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()) as MandateRow | undefined
    if (!row) return NOT_FOUND
    const refusal = refusalOf(actor, 'accounts.end-mandate', { association: row.association, owner: row.person })
    if (refusal) return refusal
    if (!actor || !isInForce(row, day)) return { isEnded: true }
    if (row.role === 'officer') {
      if (row.association === null && (await otherOfficers(context.sql, null, row.person, day)).length === 0)
        return { tag: 'last-officer' as const }
      if (row.person !== actor.person) {
        const asked = await context.sql
          .selectFrom('endings')
          .select('officer')
          .where('mandate', '=', id)
          .executeTakeFirst()
        const first = (asked?.officer as string | undefined) ?? null
        const others = await otherOfficers(context.sql, row.association, row.person, day)
        if (first === actor.person) return { tag: 'same-officer' as const }
        if (first === null || !others.includes(first)) {
          await context.sql
            .insertInto('endings')
            .values({ mandate: id, officer: actor.person, wall: context.now })
            .onConflict((one) => one.column('mandate').doUpdateSet({ officer: actor.person, wall: context.now }))
            .execute()
          return { isEnded: false }
        }
      }
    }
    const made = await context.change(mandate, id, 'end', { until: dayBefore(day) })
    if ('tag' in made) return made
    await context.sql.deleteFrom('endings').where('mandate', '=', id).execute()
    return { isEnded: true }
  }),

  /** How a person is called and reached. */
  describePerson: command(
    v.object({
      person: PersonId,
      name: PersonName,
      publicName: v.pipe(v.string(), v.trim(), v.maxLength(120)),
      email: v.pipe(v.string(), v.trim(), v.maxLength(254)),
    }),
    async (context, { person: holder, name, publicName, email }) => {
      const mandates = await mandatesOf(context.sql, holder)
      const { day } = await nowOf(parts, context)
      const places = new Set(mandates.filter((one) => isInForce(one, day)).map((one) => one.association))
      const refusals = [...(places.size > 0 ? places : [undefined])].map((association) =>
        refusalOf(context.actor, 'accounts.describe-person', {
          owner: holder,
          ...(association === undefined ? {} : { association }),
        }),
      )
      const refusal = refusals.includes(null) ? null : refusals[0]
      if (refusal) return refusal
      const made = await context.change(person, holder, 'describe', { name, publicName, email })
      if ('tag' in made) return made
      return { isDescribed: true }
    },
  ),
})

/** A mandate ends now, not this evening. */
const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
