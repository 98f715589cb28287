import { isAlive, readEntity } from '#core/kind.ts'
import type { Role } from '#core/kind.ts'
import type { Mandate } from '#core/access/can.ts'
import { association, mandate, person } from '#features/membership/index.ts'
import type { Feature, Sql } from '#features/feature.server.ts'
import { foldName } from './folded-name.ts'

/** Who is who, as signing in and officers' pages need it: derived from persons, mandates and associations. */
export const peopleTables = {
  version: 1,
  names: ['accounts_people', 'accounts_mandates', 'accounts_associations'],
  create: `
    CREATE TABLE accounts_people (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL, email TEXT NOT NULL, folded_email TEXT NOT NULL,
      public_name TEXT NOT NULL, alive INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX accounts_people_by_name ON accounts_people (folded);
    CREATE INDEX accounts_people_by_email ON accounts_people (folded_email);
    CREATE TABLE accounts_mandates (
      id TEXT PRIMARY KEY, person TEXT NOT NULL, association TEXT, role TEXT NOT NULL, office TEXT NOT NULL, since TEXT NOT NULL,
      until TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX accounts_mandates_by_person ON accounts_mandates (person);
    CREATE INDEX accounts_mandates_by_association ON accounts_mandates (association);
    CREATE TABLE accounts_associations (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL, folded_short TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
} as const

export const projectPeople: Feature['project'] = async ({ sql, changed }, { kind, after, space }) => {
  const { id } = after
  const put = (table: string, values: Record<string, unknown>) =>
    sql
      .insertInto(table)
      .values({ id, ...values })
      .onConflict((one) => one.column('id').doUpdateSet(values))
      .execute()
  if (kind === person && space === 'federation') {
    const { name, publicName, email } = readEntity(person, after.state)
    await put('accounts_people', {
      name,
      folded: foldName(name),
      email,
      folded_email: foldName(email),
      public_name: publicName,
      alive: Number(isAlive(after.state)),
    })
    changed('accounts.people')
  } else if (kind === mandate && space === 'federation') {
    const { person: holder, association: place, role, office, from, until } = readEntity(mandate, after.state)
    if (isAlive(after.state) && holder)
      await put('accounts_mandates', { person: holder, association: place, role, office, since: from, until })
    else await sql.deleteFrom('accounts_mandates').where('id', '=', id).execute()
    changed('accounts.people')
  } else if (kind === association && space === 'public') {
    const { name, shortName } = readEntity(association, after.state)
    await put('accounts_associations', { name, folded: foldName(name), folded_short: foldName(shortName) })
  }
}

export type PersonRow = {
  readonly id: string
  readonly name: string
  readonly folded: string
  readonly email: string
  readonly folded_email: string
  readonly public_name: string
  readonly alive: number
}
export type MandateRow = {
  readonly id: string
  readonly person: string
  readonly association: string | null
  readonly role: Role
  readonly office: string
  /** Days, as history knows them: « 2004 » counts from its first day to its last. */
  readonly since: string
  readonly until: string
}

/** Whether a mandate runs on this day. Shorter dates compare by the part that they have. */
export const isInForce = ({ since, until }: Pick<MandateRow, 'since' | 'until'>, day: string): boolean =>
  since <= day && (until === '' || day.slice(0, until.length) <= until)

export const personById = async (sql: Sql, id: string): Promise<PersonRow | null> =>
  ((await sql
    .selectFrom('accounts_people')
    .selectAll()
    .where('id', '=', id)
    .where('alive', '=', 1)
    .executeTakeFirst()) as PersonRow | undefined) ?? null

export const mandatesOf = async (sql: Sql, holder: string): Promise<readonly MandateRow[]> =>
  (await sql.selectFrom('accounts_mandates').selectAll().where('person', '=', holder).execute()) as MandateRow[]

/** A person's roles today. */
export const rolesOf = async (sql: Sql, holder: string, day: string): Promise<readonly Mandate[]> =>
  (await mandatesOf(sql, holder))
    .filter((one) => isInForce(one, day))
    .map(({ association: place, role }) => ({ association: place, role }))

/** Living people who answer to a name or an e-mail address; `hint` (an e-mail or an association) chooses among them. */
export async function peopleNamed(sql: Sql, name: string, hint: string, day: string): Promise<readonly PersonRow[]> {
  const folded = foldName(name)
  if (folded === '') return []
  const found = (await sql
    .selectFrom('accounts_people')
    .selectAll()
    .where('alive', '=', 1)
    .where(folded.includes('@') ? 'folded_email' : 'folded', '=', folded)
    .orderBy('id')
    .limit(HOMONYMS)
    .execute()) as PersonRow[]
  const wanted = foldName(hint)
  if (wanted === '' || found.length < 2) return found
  const places = (await sql.selectFrom('accounts_associations').select(['id', 'folded', 'folded_short']).execute()) as {
    id: string
    folded: string
    folded_short: string
  }[]
  const meant = new Set(
    places.filter((place) => place.folded_short === wanted || place.folded.includes(wanted)).map((place) => place.id),
  )
  const chosen: PersonRow[] = []
  for (const one of found) {
    const roles = await rolesOf(sql, one.id, day)
    if (one.folded_email === wanted || roles.some(({ association: place }) => place !== null && meant.has(place)))
      chosen.push(one)
  }
  return chosen
}
const HOMONYMS = 20

/** Officers in force of a place, this person left out. */
export async function otherOfficers(
  sql: Sql,
  place: string | null,
  holder: string,
  day: string,
): Promise<readonly string[]> {
  const rows = (await sql
    .selectFrom('accounts_mandates')
    .selectAll()
    .where('association', place === null ? 'is' : '=', place)
    .where('role', '=', 'officer')
    .execute()) as MandateRow[]
  return [...new Set(rows.filter((one) => one.person !== holder && isInForce(one, day)).map((one) => one.person))]
}
