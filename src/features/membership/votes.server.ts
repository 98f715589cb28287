import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import { command, query } from '#features/feature.server.ts'
import type { OutputOf, QueryContext, ReadEntity } from '#features/feature.server.ts'
import {
  Client,
  clientOf,
  Day,
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
import { vote } from './application.ts'
import { readAssociations, tablesOf } from './associations.server.ts'
import { countBallots, lastBallots } from './ballots.ts'

/** Votes of the members: one voice for each association, the last one counts until it closes. */

export const callVote = command(
  v.object({
    question: line(500),
    details: v.optional(lines(10_000), ''),
    options: v.pipe(v.array(v.pipe(line(120), v.nonEmpty())), v.maxLength(12)),
    opens: v.optional(Day),
    closes: Day,
    isPublic: v.optional(v.boolean(), false),
    client: Client,
  }),
  async (context, { opens, client, ...typed }) => {
    const refusal = refusalOf(context.actor, 'membership.call-vote', {})
    if (refusal) return refusal
    const { question, closes, options } = typed
    const missing = unfinished({ question })
    if (missing) return missing
    if (options.length < 2 || new Set(options).size < options.length) return { tag: 'few-options' as const }
    const today = todayOf(context)
    const first = opens ?? today
    if (closes < first || closes < today) return { tag: 'closes-too-early' as const, day: closes }
    const made = await context.create(
      vote,
      typed.isPublic ? 'public' : 'federation',
      { ...typed, opens: first },
      clientOf(client),
    )
    return 'tag' in made ? made : { id: made.id }
  },
)

export const castVote = command(
  v.object({
    id: Id,
    association: Id,
    option: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(11)),
    client: Client,
  }),
  async (context, { id, association, option, client }) => {
    const found = await find(context, id)
    const today = todayOf(context)
    const state = found && isOver(found, today) ? ({ state: 'closed' } as const) : {}
    const isOwn = refusalOf(context.actor, 'membership.vote', { association })
    if (isOwn) return isOwn
    if (!found) return notFound
    // R35
    if (refusalOf(context.actor, 'membership.vote', { association, ...state }))
      return { tag: 'closed' as const, day: found.value.closes }
    if (today < found.value.opens) return { tag: 'not-open-yet' as const, day: found.value.opens }
    if (option >= found.value.options.length) return notFound
    if (!(await isMember(context, association))) return { tag: 'not-a-member' as const }
    const ballots = { association, option, person: context.actor?.person ?? null, day: today }
    const made = await context.change(vote, id, 'cast', { ballots }, clientOf(client))
    return 'tag' in made ? made : { id }
  },
)

/** Writes down what came out, once the last day has passed or every member has voted. */
export const closeVote = command(
  v.object({ id: Id, outcome: lines(2000), client: Client }),
  async (context, { id, outcome, client }) => {
    const refusal = refusalOf(context.actor, 'membership.call-vote', {})
    if (refusal) return refusal
    const found = await find(context, id)
    if (!found) return notFound
    if (await isTaken(context, client)) return { id }
    const { value } = found
    if (value.outcome !== '') return { tag: 'closed' as const, day: value.closes }
    const missing = unfinished({ outcome })
    if (missing) return missing
    const last = lastBallots(value.ballots, value.options.length)
    const silent = [...(await memberIds(context))].filter((one) => !last.has(one)).length
    if (!isOver(found, todayOf(context)) && silent > 0) return { tag: 'still-open' as const, day: value.closes, silent }
    const made = await context.change(vote, id, 'close', { outcome }, clientOf(client))
    return 'tag' in made ? made : { id }
  },
)

export type VoteView = Extract<OutputOf<typeof votes>, { readonly votes: readonly unknown[] }>['votes'][number]

/** All votes, latest first, with the voices so far and what the actor may cast. */
export const votes = query(v.object({}), async (context) => {
  const refusal = refusalOf(context.actor, 'membership.read-votes', { association: null })
  if (refusal) return refusal
  context.use('membership.votes')
  const rows = await tablesOf(context.sql)
    .selectFrom('membership_votes')
    .select('id')
    .orderBy('is_closed')
    .orderBy('closes', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()
  const names = new Map((await readAssociations(context)).map((row) => [row.id, row.name]))
  const members = await memberIds(context)
  const today = todayOf(context)
  const own = ownOffices(context).filter((one) => members.has(one))
  const all = []
  for (const { id } of rows) {
    const found = await find(context, id)
    if (!found) continue
    const { question, details, options, opens, closes, outcome, ballots } = found.value
    const last = lastBallots(ballots, options.length)
    const isOpen = !isOver(found, today) && opens <= today
    all.push({
      id,
      question,
      details,
      options,
      opens,
      closes,
      outcome,
      isOpen,
      isOver: isOver(found, today),
      counts: countBallots(ballots, options.length),
      voices: [...last].map(([one, option]) => ({ name: names.get(one) ?? '', option })),
      silent: [...members].filter((one) => !last.has(one)).map((one) => names.get(one) ?? ''),
      mayCastFor: isOpen
        ? own.map((one) => ({ id: one, name: names.get(one) ?? '', option: last.get(one) ?? null }))
        : [],
    })
  }
  return { votes: all, mayCall: refusalOf(context.actor, 'membership.call-vote', {})?.tag !== 'not-allowed' }
})

async function find(context: QueryContext, id: string): Promise<ReadEntity<typeof vote> | null> {
  const found = await context.entity(vote, id)
  return found?.isAlive ? found : null
}

const isOver = ({ value }: { readonly value: ReadEntity<typeof vote>['value'] }, today: string): boolean =>
  value.outcome !== '' || value.closes < today
