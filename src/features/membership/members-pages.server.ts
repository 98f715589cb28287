import * as v from 'valibot'
import { query } from '#features/feature.server.ts'
import type { QueryContext } from '#features/feature.server.ts'
import { readAssociations, readFederation, readPeriods } from './associations.server.ts'
import type { AssociationRow } from './associations.server.ts'
import { drawMembersMap } from './members-map.server.ts'
import type { MapLink, MapPoint, MembersMap } from './members-map.server.ts'
import type { MemberCard, MembersView } from './views.ts'
import { townToText } from './place.ts'

/** Members past and present, and where they act. */

const notFound = { tag: 'not-found' } as const

export const members = query(v.null(), async (context): Promise<MembersView | typeof notFound> => {
  if (!(await readFederation(context))) return notFound
  const associations = await readAssociations(context)
  const periods = await readPeriods(context)
  const cards = associations.flatMap((row) => {
    const own = periods.get(row.id) ?? []
    if (own.length === 0) return []
    return [{ isPresent: own.some((period) => period.left_on === ''), card: toCard(row, own) }]
  })
  const map = await membersMapOf(context)
  return {
    present: cards.filter(({ isPresent }) => isPresent).map(({ card }) => card),
    past: cards.filter(({ isPresent }) => !isPresent).map(({ card }) => card),
    map: map && { src: '/carte.svg', width: map.width, height: map.height },
    links: presentOf(associations, periods)
      .filter((row) => row.partner_town !== '')
      .map((row) => ({
        north: row.town,
        south: townToText(row.partner_town, row.partner_country) ?? '',
      })),
  }
})

/** The drawing of the members' map, or not found where a list says it better. */
export const membersMap = query(
  v.null(),
  async (context): Promise<MembersMap | typeof notFound> => (await membersMapOf(context)) ?? notFound,
)

/** The map of members present and of the places that they work with; null where all are neighbours. */
export async function membersMapOf(context: Pick<QueryContext, 'sql' | 'use'>): Promise<MembersMap | null> {
  const rows = presentOf(await readAssociations(context), await readPeriods(context))
  const points: MapPoint[] = []
  const links: MapLink[] = []
  for (const row of rows) {
    const own = toPoint(row.town, row.latitude, row.longitude)
    const partner = toPoint(row.partner_town, row.partner_latitude, row.partner_longitude)
    if (own) points.push(own)
    if (partner) points.push(partner)
    if (own && partner) links.push({ from: own.name, to: partner.name, accent: row.accent })
  }
  return drawOnce(points, links)
}

/** Drawing reads the coasts of the world: the last drawing is kept for as long as it's the same. */
let last: { readonly key: string; readonly map: MembersMap | null } | null = null
function drawOnce(points: readonly MapPoint[], links: readonly MapLink[]): MembersMap | null {
  const key = JSON.stringify([points, links])
  if (last?.key !== key) last = { key, map: points.length === 0 ? null : drawMembersMap(points, links) }
  return last.map
}

const presentOf = (associations: readonly AssociationRow[], periods: Awaited<ReturnType<typeof readPeriods>>) =>
  associations.filter((row) => periods.get(row.id)?.some((period) => period.left_on === ''))

const toPoint = (name: string, latitude: number | null, longitude: number | null): MapPoint | null =>
  name === '' || latitude === null || longitude === null ? null : { name, lat: latitude / 1e5, lon: longitude / 1e5 }

const yearOf = (day: string): number => Number(day.slice(0, 4))

const toCard = (
  row: AssociationRow,
  periods: readonly { readonly joined: string; readonly left_on: string }[],
): MemberCard => ({
  slug: row.slug,
  name: row.name,
  shortName: row.short_name,
  accent: row.accent,
  place: townToText(row.town, row.country),
  purpose: row.purpose,
  lang: 'fr',
  periods: periods.map(({ joined, left_on }) => ({
    from: yearOf(joined),
    to: left_on === '' ? null : yearOf(left_on),
  })),
})
