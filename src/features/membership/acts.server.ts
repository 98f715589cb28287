import * as v from 'valibot'
import { hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { instantToDay } from '#core/text/format.ts'
import type { CommandContext, QueryContext, WriteOptions } from '#features/feature.server.ts'
import { readPeriods, tablesOf } from './associations.server.ts'

/** What membership's commands share: ids, the federation's day, forms sent twice, who is a member. */

export const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/))
/** Random id of a form: the same one again writes nothing. */
export const Client = v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)))
export const Day = v.pipe(v.string(), v.isoDate())
export const line = (max: number) => v.pipe(v.string(), v.trim(), v.maxLength(max))
export const lines = (max: number) =>
  v.pipe(
    v.string(),
    v.transform((text) => text.replaceAll('\r\n', '\n').trim()),
    v.maxLength(max),
  )

export const notFound = { tag: 'not-found' } as const
/** Fields that must be filled and aren't. */
export type Unfinished = { readonly tag: 'unfinished'; readonly fields: readonly string[] }
export function unfinished(values: Readonly<Record<string, unknown>>): Unfinished | null {
  const fields = Object.keys(values).filter((name) => values[name] === '' || values[name] === false)
  return fields.length > 0 ? { tag: 'unfinished', fields } : null
}

/** Today where the federation lives, « 2026-11-24 ». */
export const todayOf = (context: Pick<QueryContext, 'now'>): string => instantToDay(context.now, 'Europe/Paris')

export const clientOf = (client: string | undefined): Pick<WriteOptions, 'client'> =>
  client ? { client: hexToBytes(client) as Bytes } : {}

/** Whether this form was taken already: what it asked for is done, so that checks don't refuse it the second time. */
export const isTaken = async (context: CommandContext, client: string | undefined): Promise<boolean> =>
  client !== undefined && (await context.reader.hasClient(hexToBytes(client) as Bytes))

export async function periodsOf(context: QueryContext, association: string) {
  const rows = (await readPeriods(context)).get(association) ?? []
  return rows.map(({ id, joined, left_on: left, reason }) => ({ id, joined, left, reason }))
}

export const isMember = async (context: QueryContext, association: string): Promise<boolean> =>
  (await periodsOf(context, association)).some(({ left }) => left === '')

/** Ids of the associations that are members today. */
export async function memberIds(context: QueryContext): Promise<ReadonlySet<string>> {
  const open = [...(await readPeriods(context))].filter(([, rows]) => rows.some((row) => row.left_on === ''))
  return new Set(open.map(([association]) => association))
}

/** Associations in whose name the actor acts as an officer. */
export const ownOffices = (context: QueryContext): readonly string[] =>
  (context.actor?.mandates ?? []).flatMap(({ association, role }) =>
    association !== null && role === 'officer' ? [association] : [],
  )

export async function hasOfficer(context: QueryContext, association: string): Promise<boolean> {
  context.use('membership.mandates')
  const today = todayOf(context)
  const rows = await tablesOf(context.sql)
    .selectFrom('membership_mandates')
    .select(['from_day', 'until_day'])
    .where('association', '=', association)
    .where('role', '=', 'officer')
    .execute()
  return rows.some((row) => row.from_day <= today && (row.until_day === '' || today <= row.until_day))
}
