import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import { query } from '#features/feature.server.ts'
import type { QueryContext } from '#features/feature.server.ts'
import { periodsOf, todayOf } from './acts.server.ts'
import { application } from './application.ts'
import { readAssociations, readFederation, tablesOf } from './associations.server.ts'
import type { AssociationRow } from './associations.server.ts'
import { readCharters } from './charters.server.ts'
import { readFees } from './fees.server.ts'
import { firstDay } from './periods.ts'

/** The members' register for the prefecture, as what prints it takes it: past members too, by first joining. */
export const register = query(v.object({}), async (context) => {
  const refusal = refusalOf(context.actor, 'membership.register', {})
  if (refusal) return refusal
  const own = await readFederation(context)
  if (!own) return { tag: 'not-found' as const }
  const [decided, officers, signatures] = [
    await decisionDays(context),
    await publicOfficersOf(context),
    await signaturesOf(context),
  ]
  const fees = Map.groupBy(await readFees(context, null), (one) => one.association)
  const toMember = async ({ id, name, town, country, register_number: registerNumber }: AssociationRow) => {
    const periods = (await periodsOf(context, id)).toSorted((a, b) =>
      firstDay(a.joined) < firstDay(b.joined) ? -1 : 1,
    )
    return {
      name,
      town,
      country,
      registerNumber,
      periods: periods.map(({ joined, left, reason }) => ({
        joined,
        decided: decided.get(id) === joined ? joined : '',
        left,
        reason,
      })),
      officers: officers.get(id) ?? [],
      signatures: signatures.get(id) ?? [],
      fees: (fees.get(id) ?? [])
        .toSorted((a, b) => a.year - b.year)
        .map(({ year, due, paid, entries }) => ({
          year,
          due,
          paid,
          paidOn: entries.findLast((one) => one.amount > 0)?.day ?? '',
        })),
    }
  }
  const all: Awaited<ReturnType<typeof toMember>>[] = []
  for (const row of await readAssociations(context)) all.push(await toMember(row))
  const members = all
    .flatMap((one) => (one.periods[0] ? [{ one, first: firstDay(one.periods[0].joined) }] : []))
    .toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
    .map(({ one }) => one)
  return { federation: own.name, established: todayOf(context), members }
})

/** Days on which applications were accepted, by the association that they became: its first period began then. */
async function decisionDays(context: QueryContext): Promise<ReadonlyMap<string, string>> {
  context.use('membership.applications')
  const rows = await tablesOf(context.sql)
    .selectFrom('membership_applications')
    .select(['id', 'association'])
    .where('association', 'is not', null)
    .execute()
  const days = new Map<string, string>()
  for (const { id, association } of rows)
    days.set(association ?? '', (await context.entity(application, id))?.value.decided ?? '')
  return days
}

/** Who holds a public office, under the name that they chose for it. */
async function publicOfficersOf(context: QueryContext) {
  context.use('membership.mandates')
  context.use('membership.persons')
  const rows = await tablesOf(context.sql)
    .selectFrom('membership_mandates')
    .innerJoin('membership_persons', 'membership_persons.id', 'membership_mandates.person')
    .select(['association', 'public_name', 'office', 'from_day', 'until_day'])
    .where('is_public', '=', 1)
    .where('office', '!=', '')
    .where('public_name', '!=', '')
    .where('membership_persons.is_alive', '=', 1)
    .orderBy('from_day')
    .orderBy('membership_mandates.id')
    .execute()
  const views = Map.groupBy(rows, (row) => row.association ?? '')
  return new Map(
    [...views].map(([id, own]) => [
      id,
      own.map((row) => ({ name: row.public_name, office: row.office, from: row.from_day, until: row.until_day })),
    ]),
  )
}

async function signaturesOf(context: QueryContext) {
  const by = new Map<string, { version: number; day: string }[]>()
  for (const { version, signatures } of (await readCharters(context)).toReversed())
    for (const { association, day } of JSON.parse(signatures) as { association: string | null; day: string }[]) {
      const own = by.get(association ?? '') ?? []
      if (!own.some((one) => one.version === version)) own.push({ version, day })
      by.set(association ?? '', own)
    }
  return by
}
