import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import { losersOf } from '#core/kind.ts'
import { foldForSearch } from '#core/search.ts'
import { command, query } from '#features/feature.server.ts'
import type { QueryContext, ReadEntity } from '#features/feature.server.ts'
import {
  Client,
  clientOf,
  Day,
  hasOfficer,
  Id,
  isTaken,
  line,
  lines,
  notFound,
  ownOffices,
  periodsOf,
  todayOf,
  unfinished,
} from './acts.server.ts'
import { application } from './application.ts'
import { ACCENTS, association } from './association.ts'
import { readAssociations, tablesOf } from './associations.server.ts'
import { readCharters } from './charters.server.ts'
import { period } from './period.ts'
import { leavingFault, openingFault } from './periods.ts'
import { COUNTRY_ZONES, placeToText } from './place.ts'

const Country = v.pipe(
  v.string(),
  v.check((code) => code === '' || Object.hasOwn(COUNTRY_ZONES, code)),
)

/** What an association says of itself, and from when to when it is a member. */

export const describeAssociation = command(
  v.object({
    id: Id,
    name: line(160),
    shortName: v.optional(line(60)),
    purpose: v.optional(line(300)),
    presentation: v.optional(lines(50_000)),
    accent: v.optional(v.picklist(ACCENTS)),
    town: v.optional(line(120)),
    country: v.optional(Country),
    latitude: v.optional(v.nullable(v.number())),
    longitude: v.optional(v.nullable(v.number())),
    partnerTown: v.optional(line(120)),
    partnerCountry: v.optional(Country),
    partnerLatitude: v.optional(v.nullable(v.number())),
    partnerLongitude: v.optional(v.nullable(v.number())),
    contact: v.optional(lines(2000)),
    registerNumber: v.optional(line(20)),
    wantsSecondReader: v.optional(v.boolean()),
    base: v.optional(v.number()),
    client: Client,
  }),
  async (context, { id, base, client, ...typed }) => {
    const refusal = refusalOf(context.actor, 'membership.describe-association', { association: id })
    if (refusal) return refusal
    const found = await find(context, id)
    if (!found) return notFound
    const missing = unfinished({ name: typed.name })
    if (missing) return missing
    const options = { ...clientOf(client), ...(base === undefined ? {} : { base }) }
    const made = await context.change(
      association,
      id,
      'describe',
      { ...typed, ...(await knownPlace(context, typed)) },
      options,
    )
    return 'tag' in made ? made : { id, hasLosers: losersOf(association, made.state).length > 0 }
  },
)

/** Where this town lies, when nothing is said and another association of the same town said it: nobody looks it up twice. */
async function knownPlace(
  context: QueryContext,
  {
    town,
    country,
    latitude,
  }: { town?: string | undefined; country?: string | undefined; latitude?: number | null | undefined },
): Promise<{ latitude?: number; longitude?: number }> {
  if (!town || latitude !== null) return {}
  const folded = foldForSearch(town)
  for (const row of await readAssociations(context))
    if (
      foldForSearch(row.town) === folded &&
      row.country === country &&
      row.latitude !== null &&
      row.longitude !== null
    )
      return { latitude: row.latitude, longitude: row.longitude }
  return {}
}

/** The period that runs ends. What was written stays; coming back opens another period. */
export const leave = command(
  v.object({ association: Id, day: v.optional(Day), reason: v.optional(line(500), ''), client: Client }),
  async (context, { association: id, day, reason, client }) => {
    const refusal = refusalOf(context.actor, 'membership.leave', { association: id })
    if (refusal) return refusal
    if (!(await find(context, id))) return notFound
    if (await isTaken(context, client)) return { association: id }
    const periods = await periodsOf(context, id)
    const today = todayOf(context)
    const left = day ?? today
    const fault = leavingFault(periods, left, today)
    if (fault) return fault
    // More than one may run where two nodes opened one each at once: all of them end.
    for (const [index, open] of periods.filter((one) => one.left === '').entries()) {
      const made = await context.change(period, open.id, 'leave', { left, reason }, index === 0 ? clientOf(client) : {})
      if ('tag' in made) return made
    }
    return { association: id }
  },
)

/** Becomes a member, for the first time or again: a new period, after all others. */
export const openPeriod = command(
  v.object({ association: Id, day: v.optional(Day), client: Client }),
  async (context, { association: id, day, client }) => {
    const refusal = refusalOf(context.actor, 'membership.period', {})
    if (refusal) return refusal
    if (!(await find(context, id))) return notFound
    if (await isTaken(context, client)) return { association: id }
    const today = todayOf(context)
    const joined = day ?? today
    const fault = openingFault(await periodsOf(context, id), joined, today)
    if (fault) return fault
    const made = await context.create(period, 'public', { association: id, joined }, clientOf(client))
    return 'tag' in made ? made : { association: id }
  },
)

/** All associations with their periods, for those who keep them. */
export const periodsToKeep = query(v.object({}), async (context) => {
  const refusal = refusalOf(context.actor, 'membership.period', {})
  if (refusal && refusal.tag !== 'needs-secure') return refusal
  const rows = await readAssociations(context)
  const associations = []
  for (const { id, name } of rows) {
    const periods = await periodsOf(context, id)
    associations.push({
      id,
      name,
      periods: periods.map(({ joined, left, reason }) => ({ joined, left, reason })),
      isMember: periods.some(({ left }) => left === ''),
      hasOfficer: await hasOfficer(context, id),
    })
  }
  return { associations }
})

/** An association for its officers: what it says of itself, its periods, and the Charter that it may sign. */
export const associationToKeep = query(v.object({ id: Id }), async (context, { id }) => {
  const refusal = refusalOf(context.actor, 'membership.describe-association', { association: id })
  if (refusal && refusal.tag !== 'needs-secure') return refusal
  const found = await find(context, id)
  if (!found) return notFound
  const { name, slug, shortName, purpose, presentation, accent, logo, town, country, contact } = found.value
  const { registerNumber, wantsSecondReader, partnerTown, partnerCountry } = found.value
  const periods = await periodsOf(context, id)
  return {
    id,
    slug,
    association: {
      name,
      shortName,
      purpose,
      presentation,
      accent,
      town,
      country,
      contact,
      registerNumber,
      wantsSecondReader,
      place: placeToText(found.value.latitude, found.value.longitude),
      partnerTown,
      partnerCountry,
      partnerPlace: placeToText(found.value.partnerLatitude, found.value.partnerLongitude),
      hasLogo: logo !== null,
    },
    version: await context.version(id),
    /** What was written elsewhere at the same time: kept, for people to decide. */
    losers: losersOf(association, found.row.state).map(({ field, value }) => ({ field, value: String(value) })),
    periods: periods.map(({ joined, left, reason }) => ({ joined, left, reason })),
    isMember: periods.some(({ left }) => left === ''),
    mayImport: refusalOf(context.actor, 'portal.import', { association: id }) === null,
    proposedContact: contact === '' ? await contactOfApplication(context, id) : '',
    charter: await charterToSign(context, id),
  }
})

/** How to reach the association, as its application told officers: never public by itself. */
async function contactOfApplication(context: QueryContext, id: string): Promise<string> {
  context.use('membership.applications')
  const row = await tablesOf(context.sql)
    .selectFrom('membership_applications')
    .select('id')
    .where('association', '=', id)
    .executeTakeFirst()
  return row ? ((await context.entity(application, row.id))?.value.contact ?? '') : ''
}

async function charterToSign(context: QueryContext, id: string) {
  const newest = (await readCharters(context))[0]
  if (!newest) return null
  const signatures = JSON.parse(newest.signatures) as { association: string | null; day: string }[]
  const own = signatures.find((one) => one.association === id)
  return {
    id: newest.id,
    version: newest.version,
    adopted: newest.adopted,
    text: newest.text,
    signedOn: own?.day ?? null,
  }
}

/** Where the actor is an officer, by name; and whether they keep the federation too. */
export const myOffices = query(v.object({}), async (context) => {
  if (!context.actor) return { tag: 'needs-sign-in' as const }
  const own = new Set(ownOffices(context))
  const { mandates } = context.actor
  const inFederation = mandates.filter((one) => one.association === null).map((one) => one.role)
  const mayImport = (association: string | null) => refusalOf(context.actor, 'portal.import', { association }) === null
  const mayReadApplications = refusalOf(context.actor, 'membership.read-applications', {}) === null
  const associations = (await readAssociations(context)).map(({ id, name, slug }) => ({ id, name, slug }))
  return {
    associations: associations.filter((row) => own.has(row.id)),
    /** Where they may bring an old site in; the federation's own last. */
    imports: [
      ...associations.filter((row) => mayImport(row.id)).map(({ id, name }) => ({ id, name })),
      ...(mayImport(null) ? [{ id: 'federation', name: 'La fédération' }] : []),
    ],
    keepsFederation: inFederation.includes('officer'),
    keepsTimeline: inFederation.some((role) => role === 'officer' || role === 'editor'),
    mayReadApplications,
  }
})

async function find(context: QueryContext, id: string): Promise<ReadEntity<typeof association> | null> {
  const found = await context.entity(association, id)
  return found?.isAlive ? found : null
}
