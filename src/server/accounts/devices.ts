import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import type { Action, Refusal } from '#core/access/can.ts'
import { command, query } from '#features/feature.server.ts'
import type { CommandContext, QueryContext, Sql, OutputOf } from '#features/feature.server.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { hashOf } from './codes.ts'
import { LocalId, newId, nowOf } from './parts.ts'
import type { Browser, Parts } from './parts.ts'
import { isInForce, mandatesOf, otherOfficers, personById } from './people.ts'

/** How a browser's own cookie is stored. */
export const deviceHash = (device: string): Bytes => hashOf('device', device)

const find = async (sql: Sql, person: string, device: string) =>
  (await sql
    .selectFrom('devices')
    .selectAll()
    .where('person', '=', person)
    .where('device', '=', deviceHash(device))
    .executeTakeFirst()) as { id: string; admitted: number; number: string } | undefined

/** Whether this person proved themselves in full in this browser before, or an officer let it in. */
export const isKnownDevice = async (sql: Sql, person: string, device: string): Promise<boolean> =>
  (await find(sql, person, device))?.admitted === 1

/** After a full proof: remembers a browser that is the person's own, forgets a borrowed one. Says whether it is new here. */
export async function keepDevice(
  context: CommandContext,
  person: string,
  browser: Browser,
  aged: number,
): Promise<boolean> {
  const known = await find(context.sql, person, browser.device)
  if (known?.admitted === 1 && browser.isOwn) return false
  if (known) await context.sql.deleteFrom('devices').where('id', '=', known.id).execute()
  if (browser.isOwn) await addDevice(context, person, browser, { aged, admitted: 1 })
  return known?.admitted !== 1
}

async function addDevice(
  context: CommandContext,
  person: string,
  browser: Browser,
  { aged, admitted }: { readonly aged: number; readonly admitted: 0 | 1 },
): Promise<string> {
  const [a = 0, b = 0] = context.random(2)
  const number = String(((a << 8) | b) % 10_000).padStart(4, '0')
  await context.sql
    .insertInto('devices')
    .values({
      id: newId(context),
      person,
      device: deviceHash(browser.device),
      label: browser.label,
      number,
      admitted,
      wall: context.now,
      made: aged,
    })
    .execute()
  return number
}

/** Asks the officers of the person's place to let this browser in; gives the number that both sides compare. */
export async function askAdmission(
  context: CommandContext,
  person: string,
  browser: Browser,
  aged: number,
): Promise<string> {
  const known = await find(context.sql, person, browser.device)
  return known ? known.number : addDevice(context, person, browser, { aged, admitted: 0 })
}

/** The places that speak for a person: those of today's mandates, else of earlier ones, else the federation. */
export async function placesOf(sql: Sql, person: string, day: string): Promise<readonly (string | null)[]> {
  const mandates = await mandatesOf(sql, person)
  const running = mandates.filter((one) => isInForce(one, day))
  const places = new Set((running.length > 0 ? running : mandates).map((one) => one.association))
  return places.size > 0 ? [...places] : [null]
}

/** Whether the actor may do this for a person in any of the person's places; the reason that comes nearest if not. */
export async function refusalForPerson(
  context: QueryContext,
  parts: Parts,
  action: Action,
  person: string,
): Promise<Refusal | null> {
  const { day } = await nowOf(parts, context)
  let nearest: Refusal | null = null
  for (const association of await placesOf(context.sql, person, day)) {
    const officers = (await otherOfficers(context.sql, association, person, day)).length
    const refusal = refusalOf(context.actor, action, { association, owner: person, officers })
    if (!refusal) return null
    if (!nearest || refusal.tag === 'needs-secure') nearest = refusal
  }
  return nearest
}

const WAITING = 60 * 60_000

/** What `accounts.waiting` gives, one of them. */
export type WaitingDevice = Extract<OutputOf<ReturnType<typeof deviceQueries>['waiting']>, readonly unknown[]>[number]

export const deviceQueries = (parts: Parts) => ({
  /** Browsers that wait for an officer like me: whose, which number they show. */
  waiting: query(v.object({}), async (context) => {
    const { aged } = await nowOf(parts, context)
    const rows = (await context.sql
      .selectFrom('devices')
      .select(['id', 'person', 'label', 'number', 'wall'])
      .where('admitted', '=', 0)
      .where('made', '>', aged - WAITING)
      .orderBy('key')
      .execute()) as { id: string; person: string; label: string; number: string; wall: number }[]
    const seen = []
    for (const row of rows) {
      if (await refusalForPerson(context, parts, 'accounts.admit-device', row.person)) continue
      seen.push({ ...row, name: (await personById(context.sql, row.person))?.name ?? '' })
    }
    return seen
  }),
})

export const deviceCommands = (parts: Parts) => ({
  /** An officer's tap: the browser that shows this number is who it says. */
  admitDevice: command(v.object({ id: LocalId }), async (context, { id }) => {
    const row = await context.sql.selectFrom('devices').selectAll().where('id', '=', id).executeTakeFirst()
    const { aged } = await nowOf(parts, context)
    if (!row || (row.made as number) <= aged - WAITING) return { tag: 'not-found' as const }
    const refusal = await refusalForPerson(context, parts, 'accounts.admit-device', row.person as string)
    if (refusal) return refusal
    await context.sql.updateTable('devices').set({ admitted: 1 }).where('id', '=', id).execute()
    return { isAdmitted: true }
  }),
})

/** Browsers that nobody let in are forgotten. */
export async function tidyDevices(context: CommandContext, aged: number): Promise<void> {
  await context.sql
    .deleteFrom('devices')
    .where('admitted', '=', 0)
    .where('made', '<=', aged - WAITING)
    .execute()
}
