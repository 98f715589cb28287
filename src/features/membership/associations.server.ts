import type { Kysely } from 'kysely'
import type { QueryContext, Sql } from '#features/feature.server.ts'
import type { Accent } from './association.ts'
import type { MembershipTables } from './membership-tables.server.ts'

/** Membership's rows for other features: associations by id, the federation, mandates in force. */

export type AssociationRow = MembershipTables['membership_associations'] & { readonly accent: Accent }

export const tablesOf = (sql: Sql) => sql as unknown as Kysely<MembershipTables>

/** All associations, members or not, withdrawn ones left out, by name. */
export async function readAssociations(context: Pick<QueryContext, 'sql' | 'use'>): Promise<readonly AssociationRow[]> {
  context.use('membership.associations')
  const rows = await tablesOf(context.sql)
    .selectFrom('membership_associations')
    .selectAll()
    .where('is_alive', '=', 1)
    .orderBy('sort')
    .execute()
  return rows as AssociationRow[]
}

export async function readAssociation(
  context: Pick<QueryContext, 'sql' | 'use'>,
  slug: string,
): Promise<AssociationRow | null> {
  context.use('membership.associations')
  const row = await tablesOf(context.sql)
    .selectFrom('membership_associations')
    .selectAll()
    .where('slug', '=', slug)
    .where('is_alive', '=', 1)
    .orderBy('id')
    .executeTakeFirst()
  return (row as AssociationRow | undefined) ?? null
}

export async function readFederation(context: Pick<QueryContext, 'sql' | 'use'>) {
  context.use('membership.federation')
  return (
    (await tablesOf(context.sql).selectFrom('membership_federation').selectAll().orderBy('id').executeTakeFirst()) ??
    null
  )
}

/** Periods by association, oldest first. */
export async function readPeriods(context: Pick<QueryContext, 'sql' | 'use'>) {
  context.use('membership.periods')
  const rows = await tablesOf(context.sql)
    .selectFrom('membership_periods')
    .selectAll()
    .orderBy('joined')
    .orderBy((one) => one.eb('left_on', '=', ''))
    .orderBy('left_on')
    .execute()
  return Map.groupBy(rows, (row) => row.association)
}

/** Roles of a person on a day (« 2026-11-24 »): mandates begun and not ended. */
export async function readRoles(sql: Sql, person: string, today: string) {
  const rows = await tablesOf(sql)
    .selectFrom('membership_mandates')
    .select(['association', 'role', 'from_day', 'until_day'])
    .where('person', '=', person)
    .execute()
  return rows
    .filter((row) => row.from_day <= today && (row.until_day === '' || today <= row.until_day))
    .map((row) => ({ association: row.association, role: row.role as 'reader' | 'contributor' | 'editor' | 'officer' }))
}

/** Who holds a role in a place (null: the federation) on a day, the longest in it first. */
export async function readHolders(sql: Sql, association: string | null, today: string) {
  const rows = await tablesOf(sql)
    .selectFrom('membership_mandates')
    .select(['person', 'role', 'from_day', 'until_day'])
    .where('association', association === null ? 'is' : '=', association)
    .orderBy('from_day')
    .orderBy('id')
    .execute()
  return rows
    .filter(
      (row) => row.from_day <= today && (row.until_day === '' || today.slice(0, row.until_day.length) <= row.until_day),
    )
    .map((row) => ({ person: row.person, role: row.role as 'reader' | 'contributor' | 'editor' | 'officer' }))
}

/** How people want to be named in public, by id; who doesn't isn't in it. */
export async function readPublicNames(
  context: Pick<QueryContext, 'sql' | 'use'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const wanted = [...new Set(ids)]
  for (const id of wanted) context.use(id)
  const rows = await tablesOf(context.sql)
    .selectFrom('membership_persons')
    .select(['id', 'public_name'])
    .where('id', 'in', wanted)
    .where('public_name', '!=', '')
    .where('is_alive', '=', 1)
    .execute()
  return new Map(rows.map((row) => [row.id, row.public_name]))
}
