import * as v from 'valibot'
import { command, query } from '#features/feature.server.ts'
import type { CommandContext, QueryContext, OutputOf } from '#features/feature.server.ts'
import { bytesToCode, CODE_LENGTHS, hashOf, readCode } from './codes.ts'
import { keepDevice, refusalForPerson } from './devices.ts'
import { BrowserInput, LocalId, newId, nowOf, Source, tell, Typed } from './parts.ts'
import type { Parts } from './parts.ts'
import { peopleNamed, personById, rolesOf } from './people.ts'
import { findPrintedCodes, makeSheet } from './printed-codes.ts'
import { endSessions, isPowerful, sessionOf } from './sessions.ts'
import { EXPIRED, SecretInput, setPassword } from './sign-in.ts'
import type { SecretValue } from './sign-in.ts'
import { forgive, tryOrWait } from './throttle.ts'
import type { Watched } from './throttle.ts'

const HOUR = 3_600_000
/** A request is answered within this time, or asked again. `aged`. */
const LIFE = 14 * 24 * HOUR
/** Roles come back after this time, in which the person may still undo a recovery that was not theirs. `sure`. */
export const HOLD = 24 * HOUR
const NOT_FOUND = { tag: 'not-found' } as const

type Row = {
  readonly id: string
  readonly number: string
  readonly person: string
  readonly wall: number
  readonly expires: number
  readonly first: string | null
  readonly second: string | null
  readonly ended: number | null
}

const openRequests = async (context: QueryContext, parts: Parts): Promise<readonly Row[]> => {
  const { aged } = await nowOf(parts, context)
  return (await context.sql
    .selectFrom('recoveries')
    .selectAll()
    .where('ended', 'is', null)
    .where('expires', '>', aged)
    .where('person', '!=', '')
    .orderBy('key')
    .execute()) as Row[]
}

/**
 * The new credential, and nothing else: the old ones no longer let in (for a day they can undo this), every session ends, every
 * browser is forgotten, roles come back after a day.
 */
async function replace(
  context: CommandContext,
  parts: Parts,
  {
    person,
    secret,
    browser,
    recovery,
  }: { person: string; secret: SecretValue; browser: v.InferOutput<typeof BrowserInput>; recovery: string },
): Promise<readonly string[] | null> {
  const { sure, aged, day } = await nowOf(parts, context)
  const { sql } = context
  await sql.deleteFrom('credentials').where('person', '=', person).where('suspended', 'is not', null).execute()
  await sql.updateTable('credentials').set({ suspended: sure }).where('person', '=', person).execute()
  await setPassword(context, person, secret)
  await endSessions(context, person, null)
  await sql.deleteFrom('devices').where('person', '=', person).execute()
  await keepDevice(context, person, { ...browser, isOwn: true }, aged)
  const values = { until: sure + HOLD, recovery }
  await sql
    .insertInto('holds')
    .values({ person, ...values })
    .onConflict((one) => one.column('person').doUpdateSet(values))
    .execute()
  await tell(context, person, 'recovery-done')
  return isPowerful(await rolesOf(sql, person, day)) ? makeSheet(context, person) : null
}

/** Claim code of a request: held by the browser (or the paper) that asked. */
async function requestOf(context: QueryContext, parts: Parts, claim: string): Promise<Row | null> {
  const { aged } = await nowOf(parts, context)
  const row = (await context.sql
    .selectFrom('recoveries')
    .selectAll()
    .where('claim', '=', hashOf('claim', readCode(claim, CODE_LENGTHS.claim) ?? ''))
    .where('ended', 'is', null)
    .where('expires', '>', aged)
    .executeTakeFirst()) as Row | undefined
  return row ?? null
}

/** What `accounts.recoveries` gives, one of them. */
export type RecoveryView = Extract<
  OutputOf<ReturnType<typeof recoveryQueries>['recoveries']>,
  readonly unknown[]
>[number]

export const recoveryQueries = (parts: Parts) => ({
  /** Requests that I may confirm, and my own. */
  recoveries: query(v.object({}), async (context) => {
    const seen = []
    for (const row of await openRequests(context, parts)) {
      const isMine = row.person === context.actor?.person
      const refusal = await refusalForPerson(context, parts, 'accounts.recover', row.person)
      if (!isMine && refusal && refusal.tag !== 'needs-secure') continue
      const { id, number, wall } = row
      const confirmed = Number(row.first !== null) + Number(row.second !== null)
      seen.push({
        id,
        number,
        wall,
        isMine,
        name: (await personById(context.sql, row.person))?.name ?? '',
        confirmed,
        isMyTurn: !isMine && refusal === null && confirmed < 2 && row.first !== context.actor?.person,
        needsSecure: refusal?.tag === 'needs-secure',
      })
    }
    return seen
  }),
})

export const recoveryCommands = (parts: Parts) => ({
  /** Asks two officers to let me in again. The answer is alike for a name that nobody has: a number to tell, a claim code to keep. */
  askRecovery: command(
    v.object({ name: Typed, hint: v.optional(Typed, ''), source: Source }),
    async (context, { name, hint, source }) => {
      const { sure, aged, day } = await nowOf(parts, context)
      const wait = await tryOrWait(context.sql, [{ rule: 'source', key: source }], sure)
      if (wait) return wait
      const people = await peopleNamed(context.sql, name, hint, day)
      const person = people.length === 1 ? people[0] : undefined
      const claim = bytesToCode(context.random(CODE_LENGTHS.claim))
      const number = String(context.random(4).reduce((sum, byte) => sum * 256 + byte, 0) % 1_000_000).padStart(6, '0')
      const id = newId(context)
      await context.sql
        .insertInto('recoveries')
        .values({
          id,
          claim: hashOf('claim', claim.replaceAll('-', '')),
          number,
          person: person?.id ?? '',
          wall: context.now,
          expires: aged + LIFE,
          first: null,
          second: null,
          ended: null,
        })
        .execute()
      if (person) await tell(context, person.id, 'recovery-asked', { number, recovery: id })
      return { claim, number }
    },
  ),

  /** An officer who has the person before them, with this number, says so. Two are needed, and not the same one twice. */
  confirmRecovery: command(v.object({ id: LocalId }), async (context, { id }) => {
    const { actor } = context
    if (!actor) return { tag: 'needs-sign-in' as const }
    const row = (await openRequests(context, parts)).find((one) => one.id === id)
    if (!row) return NOT_FOUND
    const refusal = await refusalForPerson(context, parts, 'accounts.recover', row.person)
    if (refusal) return refusal
    if (row.first === null) {
      await context.sql.updateTable('recoveries').set({ first: actor.person }).where('id', '=', id).execute()
      return { confirmed: 1 }
    }
    if (row.first === actor.person) return { tag: 'same-officer' as const }
    if (row.second !== null) return { confirmed: 2 }
    if (!(await mayStillConfirm(context, parts, row.first, row.person))) {
      // The first officer's mandate ended meanwhile: this one is the first.
      await context.sql.updateTable('recoveries').set({ first: actor.person }).where('id', '=', id).execute()
      return { confirmed: 1 }
    }
    await context.sql.updateTable('recoveries').set({ second: actor.person }).where('id', '=', id).execute()
    return { confirmed: 2 }
  }),

  /** Refused by who may confirm, or called off by the person whom it is about. */
  cancelRecovery: command(v.object({ id: LocalId }), async (context, { id }) => {
    const row = (await openRequests(context, parts)).find((one) => one.id === id)
    if (!row) return NOT_FOUND
    const own = await sessionOf(context, parts)
    if (!own) return { tag: 'needs-sign-in' as const }
    if (own.person !== row.person) {
      const refusal = await refusalForPerson(context, parts, 'accounts.recover', row.person)
      if (refusal) return refusal
    }
    const { aged } = await nowOf(parts, context)
    await context.sql.updateTable('recoveries').set({ ended: aged }).where('id', '=', id).execute()
    return { isCancelled: true }
  }),

  /** How far my request is: alike for one that can never get on. */
  recoveryState: command(v.object({ claim: Typed, source: Source }), async (context, { claim, source }) => {
    const { sure } = await nowOf(parts, context)
    const watched: readonly Watched[] = [{ rule: 'source', key: source }]
    const wait = await tryOrWait(context.sql, watched, sure)
    if (wait) return wait
    const row = await requestOf(context, parts, claim)
    if (!row) return { isOpen: false as const }
    await forgive(context.sql, watched)
    const isReady = row.second !== null
    const power = isReady && isPowerful(await rolesOf(context.sql, row.person, (await nowOf(parts, context)).day))
    const name = isReady ? ((await personById(context.sql, row.person))?.name ?? '') : null
    return { isOpen: true as const, number: row.number, isReady, name, isPowerful: power }
  }),

  /** The new password, once two officers have confirmed. It opens no session: signing in is the next step. */
  completeRecovery: command(
    v.object({ claim: Typed, secret: SecretInput, browser: BrowserInput }),
    async (context, { claim, secret, browser }) => {
      const row = await requestOf(context, parts, claim)
      if (!row || row.first === null || row.second === null) return { tag: 'not-yet' as const }
      const { aged } = await nowOf(parts, context)
      for (const officer of [row.first, row.second]) {
        if (await mayStillConfirm(context, parts, officer, row.person)) continue
        return { tag: 'not-yet' as const }
      }
      const codes = await replace(context, parts, { person: row.person, secret, browser, recovery: row.id })
      await context.sql.updateTable('recoveries').set({ ended: aged }).where('id', '=', row.id).execute()
      return { isReplaced: true as const, codes }
    },
  ),

  /** Without officers: name and two unused printed codes (120 bits). Same rules: new password only, roles after a day. */
  recoverByCodes: command(
    v.object({
      name: Typed,
      hint: v.optional(Typed, ''),
      codes: v.tuple([Typed, Typed]),
      secret: SecretInput,
      source: Source,
      browser: BrowserInput,
    }),
    async (context, { name, hint, codes, secret, source, browser }) => {
      const { sure, day } = await nowOf(parts, context)
      const watched: readonly Watched[] = [
        { rule: 'pair', key: `codes ${source}` },
        { rule: 'source', key: source },
      ]
      const wait = await tryOrWait(context.sql, watched, sure)
      if (wait) return wait
      for (const one of await peopleNamed(context.sql, name, hint, day)) {
        const used = await findPrintedCodes(context, one.id, codes)
        if (used.length < 2) continue
        await forgive(context.sql, watched)
        await context.sql.deleteFrom('credentials').where('id', 'in', used).execute()
        const sheet = await replace(context, parts, { person: one.id, secret, browser, recovery: '' })
        return { isReplaced: true as const, codes: sheet }
      }
      return { isReplaced: false as const }
    },
  ),

  /**
   * Who still knows the old password (and has the old sheet of codes, where roles are at stake: the password alone may be what was
   * stolen) undoes within the day a recovery that was not theirs: the new credential goes, the old ones are back.
   */
  undoRecovery: command(v.object({ ticket: Typed, code: v.optional(Typed, '') }), async (context, { ticket, code }) => {
    const { sure, day } = await nowOf(parts, context)
    const held = parts.tickets.peek(ticket, sure)
    if (!held || held.next !== 'undo-recovery') return EXPIRED
    const { person } = held
    const hold = await context.sql.selectFrom('holds').selectAll().where('person', '=', person).executeTakeFirst()
    if (!hold || (hold.until as number) <= sure) return EXPIRED
    if (isPowerful(await rolesOf(context.sql, person, day))) {
      const watched: readonly Watched[] = [{ rule: 'code', key: person }]
      const wait = await tryOrWait(context.sql, watched, sure)
      if (wait) return wait
      // Kept as a value: the try stays counted.
      if ((await findPrintedCodes(context, person, [code], { isSuspended: true })).length === 0)
        return { outcome: 'wrong' as const }
      await forgive(context.sql, watched)
    }
    parts.tickets.drop(ticket)
    await context.sql.deleteFrom('credentials').where('person', '=', person).where('suspended', 'is', null).execute()
    await context.sql.updateTable('credentials').set({ suspended: null }).where('person', '=', person).execute()
    await endSessions(context, person, null)
    await context.sql.deleteFrom('devices').where('person', '=', person).execute()
    await context.sql.deleteFrom('holds').where('person', '=', person).execute()
    await tell(context, person, 'recovery-undone')
    return { isUndone: true as const }
  }),
})

/** Whether an officer who confirmed could do so today. */
async function mayStillConfirm(context: QueryContext, parts: Parts, officer: string, person: string): Promise<boolean> {
  if (!(await personById(context.sql, officer))) return false
  const { day } = await nowOf(parts, context)
  const actor = { person: officer, mandates: await rolesOf(context.sql, officer, day), isSecure: true, session: '' }
  return (await refusalForPerson({ ...context, actor }, parts, 'accounts.recover', person)) === null
}

/** After the day: old credentials are gone for good, roles are back. */
export async function tidyRecoveries(context: CommandContext, parts: Parts): Promise<void> {
  const { sure, aged } = await nowOf(parts, context)
  await context.sql
    .deleteFrom('credentials')
    .where('suspended', '<=', sure - HOLD)
    .execute()
  await context.sql.deleteFrom('holds').where('until', '<=', sure).execute()
  await context.sql.deleteFrom('recoveries').where('expires', '<=', aged).execute()
}
