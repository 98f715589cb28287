import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import { command, query } from '#features/feature.server.ts'
import {
  Client,
  clientOf,
  Day,
  Id,
  isMember,
  isTaken,
  lines,
  memberIds,
  notFound,
  todayOf,
  unfinished,
} from './acts.server.ts'
import { charter } from './charter.ts'
import { readAssociations } from './associations.server.ts'
import { readCharters } from './charters.server.ts'

/** The Charter: versions by the federation, signatures by its members. No version is ever written again. */

export const newCharter = command(
  v.object({ text: lines(50_000), adopted: v.optional(Day), client: Client }),
  async (context, { text, adopted, client }) => {
    const refusal = refusalOf(context.actor, 'membership.charter', {})
    if (refusal) return refusal
    const missing = unfinished({ text })
    if (missing) return missing
    const today = todayOf(context)
    if (adopted !== undefined && adopted > today) return { tag: 'future-day' as const, day: adopted }
    const newest = (await readCharters(context))[0]
    const isSame = newest?.text === text && !(await isTaken(context, client))
    if (isSame) return { tag: 'same-text' as const, version: newest.version }
    const version = (newest?.version ?? 0) + 1
    const changes = { version, adopted: adopted ?? today, text }
    const made = await context.create(charter, 'public', changes, clientOf(client))
    return 'tag' in made ? made : { id: made.id }
  },
)

/** An officer signs the newest version in the name of their association; a second signature changes nothing. */
export const signCharter = command(
  v.object({ charter: Id, association: Id, client: Client }),
  async (context, { charter: id, association, client }) => {
    const refusal = refusalOf(context.actor, 'membership.sign', { association })
    if (refusal) return refusal
    const found = await context.entity(charter, id)
    if (!found?.isAlive) return notFound
    if (found.value.signatures.some((one) => one.association === association)) return { id }
    if (!(await isMember(context, association))) return { tag: 'not-a-member' as const }
    const newest = (await readCharters(context))[0]
    if (newest?.id !== id) return { tag: 'not-newest' as const, version: newest?.version ?? 0 }
    const signatures = { association, day: todayOf(context), person: context.actor?.person ?? null }
    const made = await context.change(charter, id, 'sign', { signatures }, clientOf(client))
    return 'tag' in made ? made : { id }
  },
)

/** Versions for those who write them, newest first, with the members that signed each and those that didn't yet. */
export const chartersToKeep = query(v.object({}), async (context) => {
  const refusal = refusalOf(context.actor, 'membership.charter', {})
  if (refusal && refusal.tag !== 'needs-secure') return refusal
  const members = await memberIds(context)
  const rows = (await readAssociations(context)).filter((row) => members.has(row.id))
  return {
    charters: (await readCharters(context)).map(({ id, version, adopted, text, signatures }) => {
      const signed = new Set((JSON.parse(signatures) as { association: string | null }[]).map((one) => one.association))
      return {
        id,
        version,
        adopted,
        text,
        signed: rows.filter((row) => signed.has(row.id)).map((row) => row.name),
        unsigned: rows.filter((row) => !signed.has(row.id)).map((row) => row.name),
      }
    }),
  }
})
