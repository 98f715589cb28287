import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import { command, query } from '#features/feature.server.ts'
import type { QueryContext, ReadEntity } from '#features/feature.server.ts'
import { RESERVED, textToSlug } from '#features/portal/index.ts'
import {
  Client,
  clientOf,
  hasOfficer,
  Id,
  isMember,
  isTaken,
  line,
  lines,
  memberIds,
  notFound,
  ownOffices,
  todayOf,
  unfinished,
} from './acts.server.ts'
import { application } from './application.ts'
import { association } from './association.ts'
import { readAssociations, tablesOf } from './associations.server.ts'
import { period } from './period.ts'

/** An association asks to join, two members say yes, the federation decides. */

/** Members that must say yes; all of them where they are fewer. */
const YES = 2
/** Applications that may wait at once, so that nobody fills the log from outside. */
const MOST_WAITING = 200

export const apply = command(
  v.object({
    name: line(160),
    registerNumber: v.optional(line(20), ''),
    town: v.optional(line(120), ''),
    purpose: line(300),
    contact: lines(2000),
    why: v.optional(lines(5000), ''),
    acceptsCharter: v.boolean(),
    client: Client,
  }),
  async (context, { client, ...typed }) => {
    const refusal = refusalOf(context.actor, 'membership.apply', {})
    if (refusal) return refusal
    if (!(await context.spaces())) return notFound
    const { name, purpose, contact, acceptsCharter } = typed
    const missing = unfinished({ name, purpose, contact, acceptsCharter })
    if (missing) return missing
    const waiting = await tablesOf(context.sql)
      .selectFrom('membership_applications')
      .select('id')
      .where('decision', '=', 'waiting')
      .limit(MOST_WAITING)
      .execute()
    if (waiting.length === MOST_WAITING && !(await isTaken(context, client)))
      return { tag: 'too-many-waiting' as const, limit: MOST_WAITING }
    const made = await context.create(
      application,
      'federation',
      { ...typed, asked: todayOf(context) },
      clientOf(client),
    )
    return 'tag' in made ? made : { id: made.id }
  },
)

/** An officer says yes in the name of their association. Saying it again changes nothing. */
export const sponsor = command(
  v.object({ id: Id, association: Id, client: Client }),
  async (context, { id, association: own, client }) => {
    const refusal = refusalOf(context.actor, 'membership.sponsor', { association: own })
    if (refusal) return refusal
    const found = await find(context, id)
    if (!found) return notFound
    if (yesOf(found).has(own)) return { id }
    if (!(await isMember(context, own))) return { tag: 'not-a-member' as const }
    if (found.value.decision !== 'waiting') return decidedAlready(found)
    const sponsors = { association: own, person: context.actor?.person ?? null, day: todayOf(context) }
    const made = await context.change(application, id, 'sponsor', { sponsors }, clientOf(client))
    return 'tag' in made ? made : { id }
  },
)

/**
 * The federation decides. Accepted: the association, its space and its first period are made in the same act; whoever asked lets the
 * first officer in with an invitation (`accounts.invite`). The contact isn't copied: it was given to officers, not to everybody. Gives the association's id, null when there is none.
 */
export const decide = command(
  v.object({
    id: Id,
    decision: v.picklist(['accepted', 'refused', 'withdrawn']),
    reason: v.optional(lines(2000), ''),
  }),
  async (context, { id, decision, reason }) => {
    const refusal = refusalOf(context.actor, 'membership.decide', {})
    if (refusal) return refusal
    const found = await find(context, id)
    if (!found) return notFound
    const { value } = found
    // The same form sent twice.
    if (value.decision === decision) return { id, association: value.association }
    if (value.decision !== 'waiting') return decidedAlready(found)
    const today = todayOf(context)
    if (decision !== 'accepted') {
      const missing = decision === 'refused' ? unfinished({ reason }) : null
      if (missing) return missing
      const made = await context.change(application, id, 'decide', { decision, reason, decided: today })
      return 'tag' in made ? made : { id, association: null }
    }
    const needed = Math.min(YES, (await memberIds(context)).size)
    const said = yesOf(found).size
    if (said < needed) return { tag: 'needs-sponsors' as const, needed, said }
    const space = await context.addSpace('association')
    const { name, purpose, town, registerNumber } = value
    const slug = await freeSlug(context, name)
    const created = await context.create(association, 'public', {
      name,
      slug,
      purpose,
      town,
      registerNumber,
      space,
    })
    if ('tag' in created) return created
    const begun = await context.create(period, 'public', { association: created.id, joined: today })
    if ('tag' in begun) return begun
    const changes = { decision, reason, decided: today, association: created.id }
    const made = await context.change(application, id, 'decide', changes)
    return 'tag' in made ? made : { id, association: created.id }
  },
)

export type ApplicationListView = {
  readonly applications: readonly {
    readonly id: string
    readonly name: string
    readonly town: string
    readonly asked: string
    readonly decision: string
  }[]
}

/** Applications, those that wait first, then the latest. */
export const applications = query(v.object({}), async (context) => {
  const refusal = refusalOf(context.actor, 'membership.read-applications', {})
  if (refusal) return refusal
  context.use('membership.applications')
  const rows = await tablesOf(context.sql)
    .selectFrom('membership_applications')
    .select(['id', 'name', 'town', 'asked', 'decision'])
    .orderBy((one) => one.case().when('decision', '=', 'waiting').then(0).else(1).end())
    .orderBy('asked', 'desc')
    .orderBy('id')
    .limit(500)
    .execute()
  return { applications: rows } satisfies ApplicationListView
})

/** One application as its readers see it, with what this actor may do. */
export const readApplication = query(v.object({ id: Id }), async (context, { id }) => {
  const refusal = refusalOf(context.actor, 'membership.read-applications', {})
  if (refusal) return refusal
  const found = await find(context, id)
  if (!found) return notFound
  const { value } = found
  const associations = new Map((await readAssociations(context)).map((row) => [row.id, row]))
  const members = await memberIds(context)
  const yes = yesOf(found)
  const isWaiting = value.decision === 'waiting'
  const own = ownOffices(context).filter((one) => members.has(one) && !yes.has(one))
  const { name, registerNumber, town, purpose, contact, why, asked, decision, decided, reason } = value
  const made = value.association === null ? undefined : associations.get(value.association)
  return {
    id,
    application: { name, registerNumber, town, purpose, contact, why, asked, decision, decided, reason },
    yes: [...yes].map(([one, day]) => ({ name: associations.get(one)?.name ?? '', day })),
    needed: Math.min(YES, members.size),
    association: made ? { id: made.id, name: made.name, hasOfficer: await hasOfficer(context, made.id) } : null,
    maySayYesFor: isWaiting ? own.map((one) => ({ id: one, name: associations.get(one)?.name ?? '' })) : [],
    mayDecide: refusalOf(context.actor, 'membership.decide', {})?.tag !== 'not-allowed',
  }
})

type Found = ReadEntity<typeof application>

async function find(context: QueryContext, id: string): Promise<Found | null> {
  const found = await context.entity(application, id)
  return found?.isAlive ? found : null
}

/** Associations that said yes, with the day of the first time. */
function yesOf({ value }: Found): ReadonlyMap<string, string> {
  const yes = new Map<string, string>()
  for (const one of value.sponsors)
    if (one.association !== null && !yes.has(one.association)) yes.set(one.association, one.day)
  return yes
}

const decidedAlready = ({ value }: Found) => ({
  tag: 'already-decided' as const,
  decision: value.decision,
  day: value.decided,
})

/** An address that no page and no other association has. */
async function freeSlug(context: QueryContext, name: string): Promise<string> {
  const own = textToSlug(name).slice(0, 50)
  const rows = await tablesOf(context.sql).selectFrom('membership_associations').select('slug').execute()
  const taken = new Set([...RESERVED, ...rows.map((row) => row.slug)])
  if (!taken.has(own)) return own
  let number = 2
  while (taken.has(`${own}-${number}`)) number++
  return `${own}-${number}`
}
