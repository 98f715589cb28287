import * as v from 'valibot'
import { instantToDay } from '#core/text/format.ts'
import { query } from '#features/feature.server.ts'
import type { QueryContext } from '#features/feature.server.ts'
import { markdownToHtml } from '#features/portal/index.ts'
import { readAssociations, readFederation, tablesOf } from './associations.server.ts'
import { charterToView, readCharters } from './charters.server.ts'
import { textToContact } from './contact.ts'
import type { CharterView, FederationView, TimelineItem, TimelineKind, TimelineView } from './views.ts'

/** The federation's own public pages: who it is, its history, its Charter, each as its view shows it. */

const ZONE = 'Europe/Paris'
const LANGUAGE = 'fr'
const notFound = { tag: 'not-found' } as const
type NotFound = typeof notFound

export const federationPage = query(v.null(), async (context): Promise<FederationView | NotFound> => {
  const own = await readFederation(context)
  if (!own) return notFound
  const charter = (await readCharters(context))[0]
  const associations = new Map((await readAssociations(context)).map((row) => [row.id, row]))
  const toHtml = (markdown: string, headingShift: number) => markdownToHtml(markdown, { headingShift })
  const contact = textToContact(own.contact)
  return {
    lang: LANGUAGE,
    introHtml: toHtml(own.welcome, 1),
    joinHtml: toHtml(own.how_to_join, 2),
    helpHtml: toHtml(own.how_to_help, 2),
    charter: charter ? charterToView(charter, associations) : null,
    timeline: spread(
      (await timelineItems(context)).filter((item) => item.kind !== 'adhésion'),
      MARKS,
    ),
    officers: await publicOfficers(context),
    accounts: [],
    contact: { place: own.name, ...contact },
  }
})

export const timeline = query(v.null(), async (context): Promise<TimelineView | NotFound> => {
  if (!(await readFederation(context))) return notFound
  return { lang: LANGUAGE, items: await timelineItems(context) }
})

/** The Charter: the version in force, or an older one by its number. */
export const charterPage = query(
  v.object({ version: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))) }),
  async (context, { version }): Promise<CharterView | NotFound> => {
    const associations = new Map((await readAssociations(context)).map((row) => [row.id, row]))
    const versions = (await readCharters(context)).map((row) => charterToView(row, associations))
    const shown = version === null ? versions[0] : versions.find((one) => one.version === version)
    return shown ? { lang: LANGUAGE, shown: shown.version, versions } : notFound
  },
)

/** Marks of the timeline on the federation's page. */
const MARKS = 6
const KINDS: ReadonlySet<string> = new Set(['portail', 'mission', 'biennale', 'serveur', 'adhésion', 'formation'])

/** So many of a list, the first and the last among them, as far apart as can be. */
const spread = <T>(all: readonly T[], count: number): readonly T[] =>
  all.length <= count
    ? all
    : Array.from({ length: count }, (_, index) => all[Math.round((index * (all.length - 1)) / (count - 1))] as T)

async function timelineItems(context: QueryContext): Promise<readonly TimelineItem[]> {
  context.use('membership.milestones')
  const rows = await tablesOf(context.sql)
    .selectFrom('membership_milestones')
    .selectAll()
    .where('date', '!=', '')
    .orderBy('date')
    .orderBy('id')
    .execute()
  const associations = new Map((await readAssociations(context)).map((row) => [row.id, row]))
  return rows.map((row) => ({
    date: row.date,
    end: row.ends || null,
    title: row.title,
    text: row.text,
    kind: (KINDS.has(row.category) ? row.category : 'portail') as TimelineKind,
    place: row.place || null,
    associations: (JSON.parse(row.associations) as string[]).flatMap((id) => {
      const one = associations.get(id)
      return one ? [{ slug: one.slug, shortName: one.short_name, accent: one.accent }] : []
    }),
    isInvented: row.is_invented === 1,
  }))
}

/** Offices that the federation's own officers hold today and made public, under the names that they chose for it. */
async function publicOfficers(context: QueryContext): Promise<FederationView['officers']> {
  context.use('membership.mandates')
  context.use('membership.persons')
  const today = instantToDay(context.now, ZONE)
  const rows = await tablesOf(context.sql)
    .selectFrom('membership_mandates')
    .innerJoin('membership_persons', 'membership_persons.id', 'membership_mandates.person')
    .select(['office', 'public_name', 'from_day', 'until_day'])
    .where('association', 'is', null)
    .where('is_public', '=', 1)
    .where('office', '!=', '')
    .where('public_name', '!=', '')
    .where('membership_persons.is_alive', '=', 1)
    .orderBy('from_day')
    .orderBy('membership_mandates.id')
    .execute()
  const isOver = (row: { until_day: string }) => row.until_day !== '' && row.until_day < today
  if (rows.some((row) => row.from_day > today || (row.until_day !== '' && !isOver(row))))
    context.expires(startOfNextDay(context.now))
  return rows
    .filter((row) => row.from_day <= today && !isOver(row))
    .map((row) => ({ role: row.office, name: row.public_name, since: row.from_day }))
}

/** The first full hour at which another day has begun in the federation's zone, milliseconds. */
function startOfNextDay(now: number): number {
  const today = instantToDay(now, ZONE)
  let hour = Math.floor(now / 3_600_000) * 3_600_000
  do hour += 3_600_000
  while (instantToDay(hour, ZONE) === today)
  return hour
}
