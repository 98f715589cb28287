import { instantToDay } from '#core/text/format.ts'
import { readHolders } from '#features/membership/index.server.ts'
import type { QueryContext } from '#features/feature.server.ts'
import { FEDERATION_ZONE } from './item-views.server.ts'

/**
 * The two persons who are told of what looks foreign in an association's texts (docs/decisions): one of the association and one of the
 * federation, officers first, never those who wrote it as long as there is anybody else, and those with a way in at this node before others.
 */
export async function watchersOf(
  context: QueryContext,
  association: string | null,
  authors: readonly string[],
): Promise<readonly string[]> {
  const today = instantToDay(context.now, FEDERATION_ZONE)
  const of = async (place: string | null) => {
    const holders = await readHolders(context.sql, place, today)
    return ['officer', 'editor'].flatMap((role) => holders.filter((one) => one.role === role).map((one) => one.person))
  }
  const own = await of(association)
  const federation = association === null ? [] : await of(null)
  const entering = await context.withAccount([...own, ...federation])
  const firstOf = (persons: readonly string[], told: readonly string[]) => {
    const others = persons.filter((person) => !authors.includes(person) && !told.includes(person))
    return others.find((person) => entering.has(person)) ?? others[0]
  }
  const told: string[] = []
  for (const persons of [own, federation, own, federation]) {
    const next = told.length < 2 ? firstOf(persons, told) : undefined
    if (next !== undefined) told.push(next)
  }
  return told.length > 0 ? told : authors.slice(0, 1)
}
