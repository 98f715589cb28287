import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import { losersOf } from '#core/kind.ts'
import { command, query } from '#features/feature.server.ts'
import { Client, clientOf, Id, line, lines, notFound, unfinished } from './acts.server.ts'
import { readAssociations, readFederation, tablesOf } from './associations.server.ts'
import { federation } from './federation.ts'
import { milestone } from './milestone.ts'

/** What the federation says of itself, and its timeline. */

export const describeFederation = command(
  v.object({
    name: line(120),
    subtitle: v.optional(line(200)),
    tagline: v.optional(line(200)),
    welcome: v.optional(lines(20_000)),
    howToJoin: v.optional(lines(20_000)),
    howToHelp: v.optional(lines(20_000)),
    contact: v.optional(lines(2000)),
    base: v.optional(v.number()),
    client: Client,
  }),
  async (context, { base, client, ...typed }) => {
    const refusal = refusalOf(context.actor, 'federation.describe', { association: null })
    if (refusal) return refusal
    const own = await readFederation(context)
    if (!own) return notFound
    const missing = unfinished({ name: typed.name })
    if (missing) return missing
    const options = { ...clientOf(client), ...(base === undefined ? {} : { base }) }
    const made = await context.change(federation, own.id, 'describe', typed, options)
    return 'tag' in made ? made : { id: own.id, hasLosers: losersOf(federation, made.state).length > 0 }
  },
)

export const federationToKeep = query(v.object({}), async (context) => {
  const refusal = refusalOf(context.actor, 'federation.describe', { association: null })
  if (refusal && refusal.tag !== 'needs-secure') return refusal
  const own = await readFederation(context)
  const found = own && (await context.entity(federation, own.id))
  if (!found) return notFound
  const { name, subtitle, tagline, welcome, howToJoin, howToHelp, contact } = found.value
  return {
    federation: { name, subtitle, tagline, welcome, howToJoin, howToHelp, contact },
    version: await context.version(found.id),
    losers: losersOf(federation, found.row.state).map(({ field, value }) => ({ field, value: String(value) })),
  }
})

/** « 2004 », « 2004-06 » or « 2004-06-30 »: history doesn't always know more. */
const PartDay = v.pipe(v.string(), v.trim(), v.regex(/^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$/))

const Mark = {
  date: PartDay,
  end: v.optional(PartDay, ''),
  title: line(200),
  text: v.optional(lines(5000), ''),
  category: v.optional(line(40), ''),
  place: v.optional(line(200), ''),
  associations: v.optional(v.pipe(v.array(Id), v.maxLength(200)), []),
  client: Client,
}
type Typed = { readonly date: string; readonly end: string; readonly title: string }
const markFault = ({ date, end, title }: Typed) =>
  unfinished({ date, title }) ?? (end !== '' && end < date ? { tag: 'ends-before' as const, day: date } : null)

export const addMilestone = command(v.object(Mark), async (context, { client, associations, ...typed }) => {
  const refusal = refusalOf(context.actor, 'timeline.edit', {})
  if (refusal) return refusal
  const fault = markFault(typed)
  if (fault) return fault
  const changes = { ...typed, associations: { add: associations } }
  const made = await context.create(milestone, 'public', changes, clientOf(client))
  return 'tag' in made ? made : { id: made.id }
})

export const editMilestone = command(
  v.object({ ...Mark, id: Id, base: v.optional(v.number()) }),
  async (context, { id, base, client, associations, ...typed }) => {
    const refusal = refusalOf(context.actor, 'timeline.edit', {})
    if (refusal) return refusal
    const found = await context.entity(milestone, id)
    if (!found?.isAlive) return notFound
    const fault = markFault(typed)
    if (fault) return fault
    const before = found.value.associations.filter((one) => one !== null)
    const changes = {
      ...typed,
      associations: {
        add: associations.filter((one) => !before.includes(one)),
        remove: before.filter((one) => !associations.includes(one)),
      },
    }
    const options = { ...clientOf(client), ...(base === undefined ? {} : { base }) }
    const made = await context.change(milestone, id, 'edit', changes, options)
    return 'tag' in made ? made : { id }
  },
)

/** Takes a mark off the timeline, or puts it back. */
export const withdrawMilestone = command(
  v.object({ id: Id, isBack: v.optional(v.boolean(), false) }),
  async (context, { id, isBack }) => {
    const refusal = refusalOf(context.actor, 'timeline.edit', {})
    if (refusal) return refusal
    if (!(await context.entity(milestone, id))) return notFound
    await context.setAlive(milestone, id, 'withdraw', isBack)
    return { id }
  },
)

export const milestonesToKeep = query(v.object({ id: v.optional(Id) }), async (context, { id }) => {
  const refusal = refusalOf(context.actor, 'timeline.edit', {})
  if (refusal) return refusal
  context.use('membership.milestones')
  const rows = await tablesOf(context.sql)
    .selectFrom('membership_milestones')
    .select(['id', 'date', 'title'])
    .orderBy('date', 'desc')
    .orderBy('id')
    .execute()
  const found = id === undefined ? null : await context.entity(milestone, id)
  const value = found?.isAlive ? found.value : null
  return {
    milestones: rows,
    associations: (await readAssociations(context)).map((row) => ({ id: row.id, name: row.name })),
    opened: value && {
      id: found?.id ?? '',
      version: await context.version(found?.id ?? ''),
      date: value.date,
      end: value.end,
      title: value.title,
      text: value.text,
      category: value.category,
      place: value.place,
      associations: value.associations.filter((one) => one !== null),
    },
  }
})
