import { refusalOf } from '#core/access/can.ts'
import type { Action, Actor, Refusal, State } from '#core/access/can.ts'
import { instantToDay } from '#core/text/format.ts'
import type { EntityRow } from '#core/ports.ts'
import type { QueryContext, ReadEntity } from '#features/feature.server.ts'
import { association } from '#features/membership/index.ts'
import { readRoles } from '#features/membership/index.server.ts'
import { draft } from './draft.ts'

/** Who may publish a draft: now, once it was read, or at the hour that was planned. */

type Asked = {
  readonly actor?: Actor
  readonly supposed?: State
}

/** Why this draft isn't published by whoever asks, or by `actor`; as it is, or in a state that is `supposed`. */
export async function publishRefusal(
  context: QueryContext,
  { value, row }: ReadEntity<typeof draft>,
  action: Action = 'portal.publish',
  { actor = context.actor, supposed }: Asked = {},
): Promise<Refusal | null> {
  const owner = lastAuthorOf(row)
  return refusalOf(actor, action, {
    association: value.association,
    ...(owner === undefined ? {} : { owner }),
    state: supposed ?? (value.review === 'none' ? 'draft' : value.review),
    ...(value.association === null ? {} : await secondReaderOf(context, value.association)),
  })
}

/** Who planned a draft, as they may act today; null when nobody is known to have. */
export async function plannerOf(context: QueryContext, { row }: ReadEntity<typeof draft>): Promise<Actor> {
  const person = row.state.fields.get(draft.fields.scheduled.number)?.heads[0]?.author
  if (!person) return null
  const mandates = await readRoles(context.sql, person, instantToDay(context.now, 'Europe/Paris'))
  return { person, mandates, isSecure: true }
}

/** Who wrote the text last: the author of the latest of its entries. */
export function lastAuthorOf(row: EntityRow): string | undefined {
  const heads = [...row.state.fields]
    .filter(([number]) => number > 0 && number < 20)
    .flatMap(([, field]) => field.heads)
  const latest = heads.reduce((a, b) => (a && a.time > b.time ? a : b), heads[0])
  return latest?.author ?? undefined
}

/** Seven days, in milliseconds (R21). */
const LATELY = 7 * 86_400_000

/** What an association says of a second reader, and who took it back lately. */
async function secondReaderOf(context: QueryContext, id: string) {
  const found = await context.entity(association, id)
  if (!found) return {}
  const { wantsSecondReader } = found.value
  const field = found.row.state.fields.get(association.fields.wantsSecondReader.number)
  const last = field?.heads[0]
  const wasEnded = !wantsSecondReader && last?.author && context.now - last.time < LATELY
  return { wantsSecondReader, ...(wasEnded ? { secondReaderEndedBy: last.author } : {}) }
}
