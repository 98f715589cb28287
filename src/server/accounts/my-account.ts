import * as v from 'valibot'
import { query } from '#features/feature.server.ts'
import type { OutputOf } from '#features/feature.server.ts'
import { nowOf } from './parts.ts'
import type { Method, Parts } from './parts.ts'
import { mandatesOf, personById, isInForce } from './people.ts'
import { sessionOf } from './sessions.ts'

/** What `accounts.myAccount` gives. */
export type MyAccount = Exclude<
  OutputOf<ReturnType<typeof myAccountQueries>['myAccount']>,
  { readonly tag: 'needs-sign-in' }
>

export const myAccountQueries = (parts: Parts) => ({
  /** Me, in short, for every page; null for a visitor. */
  me: query(v.object({}), async (context) => {
    if (!context.actor) return null
    const who = await personById(context.sql, context.actor.person)
    if (!who) return null
    return {
      person: who.id,
      name: who.name,
      publicName: who.public_name,
      email: who.email,
      mandates: context.actor.mandates,
    }
  }),

  /** Everything about how I get in. No secret is among it. */
  myAccount: query(v.object({}), async (context) => {
    const own = await sessionOf(context, parts)
    if (!own) return { tag: 'needs-sign-in' as const }
    const { sql } = context
    const { sure, aged, day } = await nowOf(parts, context)
    const who = await personById(sql, own.person)
    const credentials = (await sql
      .selectFrom('credentials')
      .select(['id', 'type', 'label', 'wall'])
      .where('person', '=', own.person)
      .where('suspended', 'is', null)
      .orderBy('key')
      .execute()) as { id: string; type: 'password' | 'passkey' | 'card' | 'code'; label: string; wall: number }[]
    const sessions = (await sql
      .selectFrom('sessions')
      .select(['id', 'label', 'method', 'wall', 'seen'])
      .where('person', '=', own.person)
      .orderBy('key', 'desc')
      .execute()) as { id: string; label: string; method: Method; wall: number; seen: number }[]
    const hold = await sql.selectFrom('holds').select('until').where('person', '=', own.person).executeTakeFirst()
    const mandates = []
    for (const one of await mandatesOf(sql, own.person)) {
      const row =
        one.association === null
          ? null
          : await sql
              .selectFrom('accounts_associations')
              .select('name')
              .where('id', '=', one.association)
              .executeTakeFirst()
      mandates.push({ ...one, isRunning: isInForce(one, day), place: (row?.name as string | undefined) ?? '' })
    }
    const of = (type: string) => credentials.filter((one) => one.type === type)
    return {
      person: own.person,
      name: who?.name ?? '',
      publicName: who?.public_name ?? '',
      email: who?.email ?? '',
      hasPassword: of('password').length > 0,
      passwordSet: of('password')[0]?.wall ?? null,
      hasCard: of('card').length > 0,
      codesLeft: of('code').length,
      passkeys: of('passkey').map(({ id, label, wall }) => ({ id, label, wall })),
      sessions: sessions.map(({ id, label, method, wall, seen }) => ({
        id,
        label,
        method,
        wall,
        minutesAgo: Math.max(0, Math.floor((aged - Math.max(seen, parts.seen.get(id) ?? 0)) / 60_000)),
        isThis: id === own.id,
      })),
      isConfirmed: parts.confirmed.peek(own.id, sure) !== null,
      factors: own.factors,
      method: own.method,
      /** Hours until the roles are back after a recovery; null when nothing is held. */
      heldHours: hold && (hold.until as number) > sure ? Math.ceil(((hold.until as number) - sure) / 3_600_000) : null,
      mandates,
    }
  }),
})
