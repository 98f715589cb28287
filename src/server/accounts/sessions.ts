import * as v from 'valibot'
import type { Mandate } from '#core/access/can.ts'
import type { Role } from '#core/kind.ts'
import { command, query } from '#features/feature.server.ts'
import type { CommandContext, NodeActor, QueryContext, Sql } from '#features/feature.server.ts'
import { bytesToToken, hashOf } from './codes.ts'
import type { Moment } from './moments.ts'
import { deviceHash, keepDevice } from './devices.ts'
import { LocalId, newId, nowOf, tell } from './parts.ts'
import type { Browser, Method, Parts } from './parts.ts'
import { personById, rolesOf } from './people.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** After how long without use a session ends, and after how long in any case. `aged` milliseconds. */
export const SESSION_LIMITS = {
  office: { idle: 12 * HOUR, cap: 7 * 24 * HOUR },
  /** A computer that others use too. */
  shared: { idle: 2 * HOUR, cap: 12 * HOUR },
  reception: { idle: 15 * MINUTE, cap: 12 * HOUR },
} as const

export type SessionRow = {
  readonly id: string
  readonly person: string
  readonly method: Method
  readonly factors: number
  readonly device: Uint8Array | null
  readonly label: string
  readonly wall: number
  readonly made: number
  readonly seen: number
  readonly idle: number
  readonly cap: number
}

export type Opened = {
  readonly outcome: 'signed-in'
  /** For the cookie, and nowhere else. */
  readonly token: string
  /** Seconds that the cookie may live; null: until the browser closes. */
  readonly maxAge: number | null
  readonly person: string
}

/** Opens a session; a browser that is the person's own is known from then on. `factors`: what was proven, 1 or 2. */
export async function openSession(
  context: CommandContext,
  parts: Parts,
  {
    person,
    method,
    factors,
    browser,
    limits = browser.isOwn ? SESSION_LIMITS.office : SESSION_LIMITS.shared,
  }: {
    readonly person: string
    readonly method: Method
    readonly factors: 1 | 2
    readonly browser: Browser
    readonly limits?: { readonly idle: number; readonly cap: number }
  },
): Promise<Opened> {
  const { aged, sure } = await nowOf(parts, context)
  const token = bytesToToken(context.random(32))
  const id = newId(context)
  const isNew = await keepDevice(context, person, browser, aged)
  if (isNew && (await countSessions(context.sql, person)) > 0)
    await tell(context, person, 'new-device', { label: browser.label })
  await context.sql
    .insertInto('sessions')
    .values({
      id,
      token: hashOf('session', token),
      person,
      method,
      factors,
      device: deviceHash(browser.device),
      label: browser.label,
      wall: context.now,
      made: aged,
      seen: aged,
      idle: limits.idle,
      cap: limits.cap,
    })
    .execute()
  parts.confirmed.put(id, true, sure)
  return { outcome: 'signed-in', token, maxAge: browser.isOwn ? limits.cap / 1000 : null, person }
}

const countSessions = async (sql: Sql, person: string): Promise<number> =>
  (await sql.selectFrom('sessions').select('key').where('person', '=', person).execute()).length

export async function endSessions(context: CommandContext, person: string, except: string | null): Promise<void> {
  const rows = context.sql.deleteFrom('sessions').where('person', '=', person)
  await (except === null ? rows : rows.where('id', '!=', except)).execute()
}

const isOver = (row: SessionRow, parts: Parts, { aged }: Moment): boolean =>
  aged - Math.max(row.seen, parts.seen.get(row.id) ?? 0) > row.idle || aged - row.made > row.cap

/** The person's roles as this session may use them; none while a recovery holds them back. */
export async function rolesIn(
  sql: Sql,
  session: Pick<SessionRow, 'person' | 'method' | 'factors'>,
  { sure, day }: Moment,
): Promise<readonly Mandate[]> {
  const hold = await sql.selectFrom('holds').select('until').where('person', '=', session.person).executeTakeFirst()
  if (hold && (hold.until as number) > sure) return []
  const roles = await rolesOf(sql, session.person, day)
  // A card is never enough for an officer's act, nor one factor for an editor's.
  const most: Role = session.factors < 2 ? 'contributor' : session.method === 'card' ? 'editor' : 'officer'
  return roles.map(({ association, role }) => ({ association, role: RANK[role] > RANK[most] ? most : role }))
}
const RANK: Readonly<Record<Role, number>> = { reader: 0, contributor: 1, editor: 2, officer: 3 }
export const isPowerful = (roles: readonly Mandate[]): boolean => roles.some(({ role }) => RANK[role] >= RANK.editor)

/** Who holds this cookie; null for none, an unknown or an ended one. */
export async function tokenToActor(
  context: QueryContext,
  parts: Parts,
  token: string,
  isSecure: boolean,
): Promise<NodeActor | null> {
  const row = (await context.sql
    .selectFrom('sessions')
    .selectAll()
    .where('token', '=', hashOf('session', token))
    .executeTakeFirst()) as SessionRow | undefined
  if (!row) return null
  const moment = await nowOf(parts, context)
  if (isOver(row, parts, moment) || !(await personById(context.sql, row.person))) return null
  parts.seen.set(row.id, moment.aged)
  return { person: row.person, mandates: await rolesIn(context.sql, row, moment), isSecure, session: row.id }
}

/** The session behind an actor, if it still runs. */
export async function sessionOf(context: QueryContext, parts: Parts): Promise<SessionRow | null> {
  if (!context.actor) return null
  const row = (await context.sql
    .selectFrom('sessions')
    .selectAll()
    .where('id', '=', context.actor.session)
    .executeTakeFirst()) as SessionRow | undefined
  return row && row.person === context.actor.person && !isOver(row, parts, await nowOf(parts, context)) ? row : null
}

export const NEEDS_SIGN_IN = { tag: 'needs-sign-in' } as const

/** Who changes how an account is entered proves again who they are, if that was longer ago than a quarter of an hour. */
export async function confirmedSession(
  context: CommandContext,
  parts: Parts,
): Promise<SessionRow | { readonly tag: 'needs-sign-in' | 'confirm-first' }> {
  const row = await sessionOf(context, parts)
  if (!row) return NEEDS_SIGN_IN
  const { sure } = await nowOf(parts, context)
  return parts.confirmed.peek(row.id, sure) ? row : { tag: 'confirm-first' }
}

export const sessionQueries = (parts: Parts) => ({
  actor: query(
    v.object({ token: v.pipe(v.string(), v.maxLength(256)), isSecure: v.optional(v.boolean(), false) }),
    (context, { token, isSecure }) => tokenToActor(context, parts, token, isSecure),
  ),
})

export const sessionCommands = (parts: Parts) => ({
  /** Signs this browser out. */
  end: command(v.object({}), async (context) => {
    if (context.actor) await context.sql.deleteFrom('sessions').where('id', '=', context.actor.session).execute()
    return { isEnded: true }
  }),
  /** Ends one of my sessions; its browser is forgotten too. */
  endOne: command(v.object({ session: LocalId }), async (context, { session }) => {
    const own = await sessionOf(context, parts)
    if (!own) return NEEDS_SIGN_IN
    const row = await context.sql
      .selectFrom('sessions')
      .select('device')
      .where('id', '=', session)
      .where('person', '=', own.person)
      .executeTakeFirst()
    if (!row) return { isEnded: true }
    await context.sql.deleteFrom('sessions').where('id', '=', session).execute()
    if (row.device && session !== own.id)
      await context.sql
        .deleteFrom('devices')
        .where('person', '=', own.person)
        .where('device', '=', row.device as Uint8Array)
        .execute()
    return { isEnded: true }
  }),
  /** Ends all my sessions but this one, and forgets every other browser. */
  endOthers: command(v.object({}), async (context) => {
    const own = await sessionOf(context, parts)
    if (!own) return NEEDS_SIGN_IN
    await endSessions(context, own.person, own.id)
    const others = context.sql.deleteFrom('devices').where('person', '=', own.person)
    await (own.device ? others.where('device', '!=', own.device) : others).execute()
    return { isEnded: true }
  }),
})

/** Writes down what was seen, and drops what is over. */
export async function tidySessions(context: CommandContext, parts: Parts): Promise<void> {
  const { aged } = await nowOf(parts, context)
  for (const [id, seen] of parts.seen)
    await context.sql.updateTable('sessions').set({ seen }).where('id', '=', id).where('seen', '<', seen).execute()
  parts.seen.clear()
  await context.sql
    .deleteFrom('sessions')
    .where(({ eb, or }) =>
      or([
        eb(eb.val(aged), '>', eb('seen', '+', eb.ref('idle') as never)),
        eb(eb.val(aged), '>', eb('made', '+', eb.ref('cap') as never)),
      ]),
    )
    .execute()
}

/** How an account is entered has changed: other sessions end, the person is told. */
export async function afterChange(
  context: CommandContext,
  person: string,
  session: string | null,
  event: Parameters<typeof tell>[2],
): Promise<void> {
  await endSessions(context, person, session)
  await tell(context, person, event)
}
