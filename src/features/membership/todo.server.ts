import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import { query } from '#features/feature.server.ts'
import { hasOfficer, memberIds, ownOffices, todayOf } from './acts.server.ts'
import { application, vote } from './application.ts'
import { association } from './association.ts'
import { readAssociations, tablesOf } from './associations.server.ts'
import { readCharters } from './charters.server.ts'

/** What waits for an officer, each with where it is done. */
export type Todo =
  | { readonly what: 'describe' | 'sign-charter'; readonly association: string; readonly name: string }
  | { readonly what: 'vote'; readonly question: string; readonly closes: string }
  | { readonly what: 'application'; readonly id: string; readonly name: string }
  | { readonly what: 'invite-officer'; readonly association: string; readonly name: string }

/** What the actor’s offices ask of them today; nothing for who holds none. */
export const todo = query(
  v.object({}),
  async (context): Promise<readonly Todo[] | { readonly tag: 'needs-sign-in' }> => {
    if (!context.actor) return { tag: 'needs-sign-in' }
    const offices = new Set(ownOffices(context))
    const all = await readAssociations(context)
    const own = all.filter((row) => offices.has(row.id))
    const members = await memberIds(context)
    const found: Todo[] = []
    const charter = (await readCharters(context))[0]
    const signed = new Set(
      charter ? (JSON.parse(charter.signatures) as { association: string | null }[]).map((one) => one.association) : [],
    )
    for (const { id, name } of own) {
      context.use(id)
      const card = (await context.entity(association, id))?.value
      if (card?.contact === '') found.push({ what: 'describe', association: id, name })
      if (charter && members.has(id) && !signed.has(id)) found.push({ what: 'sign-charter', association: id, name })
    }
    const voting = own.filter(({ id }) => members.has(id))
    if (voting.length > 0) {
      context.use('membership.votes')
      const today = todayOf(context)
      const rows = await tablesOf(context.sql)
        .selectFrom('membership_votes')
        .select('id')
        .where('is_closed', '=', 0)
        .limit(20)
        .execute()
      for (const { id } of rows) {
        const open = (await context.entity(vote, id))?.value
        if (!open || open.opens > today || (open.closes !== '' && open.closes < today)) continue
        const said = new Set(open.ballots.map((one) => one.association))
        if (voting.some((one) => !said.has(one.id)))
          found.push({ what: 'vote', question: open.question, closes: open.closes })
      }
    }
    if (refusalOf(context.actor, 'membership.read-applications', {}) === null) {
      context.use('membership.applications')
      const rows = await tablesOf(context.sql)
        .selectFrom('membership_applications')
        .select(['id', 'name'])
        .where('decision', '=', 'waiting')
        .orderBy('asked')
        .limit(20)
        .execute()
      const keepsFederation = refusalOf(context.actor, 'membership.decide', {})?.tag !== 'not-allowed'
      for (const { id, name } of rows) {
        const said = new Set((await context.entity(application, id))?.value.sponsors.map((one) => one.association))
        if (keepsFederation || voting.some((one) => !said.has(one.id))) found.push({ what: 'application', id, name })
      }
    }
    if (refusalOf(context.actor, 'membership.period', {})?.tag !== 'not-allowed')
      for (const { id, name } of all)
        if (members.has(id) && !(await hasOfficer(context, id)))
          found.push({ what: 'invite-officer', association: id, name })
    return found
  },
)
