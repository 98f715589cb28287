import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import { command, query } from '#features/feature.server.ts'
import type { QueryContext } from '#features/feature.server.ts'
import { Client, clientOf, Day, Id, isTaken, line, notFound, todayOf, unfinished } from './acts.server.ts'
import { fee } from './application.ts'
import { association } from './association.ts'
import { readAssociations, tablesOf } from './associations.server.ts'

/** Fees: what is due for a year, what came in; a mistake is corrected by a counter-entry, never rubbed out. Cents of euro. */

const Cents = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000_000))

export const setFee = command(
  v.object({
    association: Id,
    year: v.pipe(v.number(), v.integer(), v.minValue(1900), v.maxValue(3000)),
    due: Cents,
    client: Client,
  }),
  async (context, { association: whose, year, due, client }) => {
    const refusal = refusalOf(context.actor, 'membership.fee', {})
    if (refusal) return refusal
    if (!(await context.entity(association, whose))?.isAlive) return notFound
    const known = await tablesOf(context.sql)
      .selectFrom('membership_fees')
      .select(['id', 'due'])
      .where('association', '=', whose)
      .where('year', '=', year)
      .executeTakeFirst()
    if (known && !(await isTaken(context, client))) return { tag: 'already-due' as const, year, due: known.due }
    const made = await context.create(fee, 'federation', { association: whose, year, due }, clientOf(client))
    return 'tag' in made ? made : { id: made.id }
  },
)

export const payFee = command(
  v.object({ fee: Id, amount: Cents, day: v.optional(Day), note: v.optional(line(200), ''), client: Client }),
  async (context, { fee: id, amount, day, note, client }) => {
    const refusal = refusalOf(context.actor, 'membership.fee', {})
    if (refusal) return refusal
    const today = todayOf(context)
    if (day !== undefined && day > today) return { tag: 'future-day' as const, day }
    const payments = { amount, day: day ?? today, note }
    const made = await context.change(fee, id, 'pay', { payments }, clientOf(client))
    return 'tag' in made ? made : { id }
  },
)

/** Takes back an amount that was noted by mistake, with the reason; never more than what came in. */
export const counterFee = command(
  v.object({ fee: Id, amount: Cents, note: line(200), client: Client }),
  async (context, { fee: id, amount, note, client }) => {
    const refusal = refusalOf(context.actor, 'membership.fee', {})
    if (refusal) return refusal
    const missing = unfinished({ note })
    if (missing) return missing
    const found = await context.entity(fee, id)
    if (!found?.isAlive) return notFound
    if (await isTaken(context, client)) return { id }
    const paid = found.value.payments.reduce((sum, one) => sum + (one.amount ?? 0), 0)
    if (amount > paid) return { tag: 'more-than-paid' as const, paid }
    const payments = { amount: -amount, day: todayOf(context), note }
    const made = await context.change(fee, id, 'pay', { payments }, clientOf(client))
    return 'tag' in made ? made : { id }
  },
)

/** Fees with their entries, latest year first: all of them, or one association's for its own officers. */
export const fees = query(v.object({ association: v.nullable(Id) }), async (context, { association: whose }) => {
  const refusal = refusalOf(context.actor, 'membership.read-fees', { association: whose })
  if (refusal) return refusal
  return { fees: await readFees(context, whose) }
})

export async function readFees(context: QueryContext, whose: string | null) {
  context.use('membership.fees')
  const names = new Map((await readAssociations(context)).map((row) => [row.id, row.name]))
  const rows = await tablesOf(context.sql)
    .selectFrom('membership_fees')
    .selectAll()
    .$if(whose !== null, (one) => one.where('association', '=', whose ?? ''))
    .orderBy('year', 'desc')
    .orderBy('id')
    .limit(2_000)
    .execute()
  const all = []
  for (const { id, association: own, year, due, paid } of rows) {
    const payments = (await context.entity(fee, id))?.value.payments ?? []
    const entries = payments.map(({ amount, day, note }) => ({ amount: amount ?? 0, day, note }))
    all.push({ id, association: own, name: names.get(own) ?? '', year, due, paid, entries })
  }
  return all.toSorted((a, b) => b.year - a.year || a.name.localeCompare(b.name, 'fr'))
}
