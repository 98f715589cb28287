import * as v from 'valibot'
import { foldForSearch } from '#core/search.ts'
import { query } from '#features/feature.server.ts'
import type { QueryContext } from '#features/feature.server.ts'
import { readAssociation } from '#features/membership/index.server.ts'
import { readSurroundings, toAssociationRef, toDateItem, toNewsItem } from './item-views.server.ts'
import { portalSql } from './portal-tables.server.ts'
import type { ItemRow } from './portal-tables.server.ts'
import type { AgendaView, Feeds, NewsListView, Pages } from './views.ts'

/** The public lists: news by member, place and theme; the agenda. */

export const PAGE_SIZE = 20
const PageNumber = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 1)
const Word = v.optional(v.pipe(v.string(), v.maxLength(200)), '')

export const newsList = query(
  v.object({
    association: v.nullable(v.pipe(v.string(), v.maxLength(60))),
    member: Word,
    place: Word,
    theme: Word,
    page: PageNumber,
  }),
  async (context, input): Promise<NewsListView | { tag: 'not-found' }> => {
    const own = input.association === null ? null : await readAssociation(context, input.association)
    if (input.association !== null && !own) return { tag: 'not-found' }
    const member = own ?? (input.member ? await readAssociation(context, input.member) : null)
    context.use(own ? `portal.articles:${own.id}` : 'portal.articles')
    const rows = await articles(
      context,
      { association: member?.id ?? null, place: input.place, theme: input.theme },
      input.page,
    )
    const around = await readSurroundings(context, rows.items)
    const base = own ? `/${own.slug}/nouvelles` : '/nouvelles'
    const filter = new URLSearchParams({
      ...(own || !member ? {} : { membre: member.slug }),
      ...(input.place && { lieu: input.place }),
      ...(input.theme && { theme: input.theme }),
    })
    return {
      association: own ? toAssociationRef(own) : null,
      items: rows.items.map((row) => toNewsItem(row, around)),
      total: rows.total,
      pages: toPages(base, filter, input.page, rows.total),
      filters: {
        member: member && !own ? member.slug : '',
        place: input.place,
        theme: input.theme,
        members: own ? [] : [...around.associations.values()].map((row) => ({ value: row.slug, text: row.short_name })),
        ...(await choices(context, own?.id ?? null)),
      },
      feeds: feedsOf(own?.slug ?? null),
    }
  },
)

export const agenda = query(
  v.object({ association: v.nullable(v.pipe(v.string(), v.maxLength(60))), past: PageNumber }),
  async (context, input): Promise<AgendaView | { tag: 'not-found' }> => {
    const own = input.association === null ? null : await readAssociation(context, input.association)
    if (input.association !== null && !own) return { tag: 'not-found' }
    context.use(own ? `portal.gatherings:${own.id}` : 'portal.gatherings')
    const now = Math.floor(context.now / 1000)
    const upcoming = await gatherings(context, own?.id ?? null, { from: now - 12 * 3600, limit: 200, offset: 0 })
    const past = await gatherings(context, own?.id ?? null, {
      before: now - 12 * 3600,
      limit: PAGE_SIZE * input.past + 1,
      offset: 0,
    })
    const around = await readSurroundings(context, [...upcoming, ...past])
    const next = upcoming[0]
    if (next) context.expires((next.date + 12 * 3600) * 1000)
    const base = own ? `/${own.slug}/agenda` : '/agenda'
    return {
      association: own ? toAssociationRef(own) : null,
      upcoming: upcoming.map((row) => toDateItem(row, around)),
      past: past.slice(0, PAGE_SIZE * input.past).map((row) => toDateItem(row, around)),
      icsPath: feedsOf(own?.slug ?? null).ics,
      morePastPath: past.length > PAGE_SIZE * input.past ? `${base}?page=${input.past + 1}` : null,
    }
  },
)

export const feedsOf = (slug: string | null): Feeds => {
  const base = slug === null ? '' : `/${slug}`
  return {
    atom: `${base}/flux/atom.xml`,
    rss: `${base}/flux/rss.xml`,
    json: `${base}/flux/flux.json`,
    ics: `${base}/flux/agenda.ics`,
  }
}

/** Published articles, newest first; nothing dated later than now. */
export async function articles(
  context: QueryContext,
  filter: {
    /** One association's; `federation`: the federation's own voice. */
    readonly association?: string | null
    readonly place?: string
    readonly theme?: string
  },
  page: number,
  size = PAGE_SIZE,
): Promise<{ readonly items: readonly ItemRow[]; readonly total: number }> {
  let wanted = portalSql(context.sql).selectFrom('portal_items').where('kind', '=', 'article').where('is_alive', '=', 1)
  if (filter.association === 'federation') wanted = wanted.where('association', 'is', null)
  else if (filter.association) wanted = wanted.where('association', '=', filter.association)
  if (filter.place) wanted = wanted.where('place_sort', '=', foldForSearch(filter.place))
  if (filter.theme) {
    const theme = foldForSearch(filter.theme)
    wanted = wanted.where('id', 'in', (from) => from.selectFrom('portal_tags').select('item').where('sort', '=', theme))
  }
  const count = await wanted.select((from) => from.fn.countAll<number>().as('count')).executeTakeFirst()
  const items = await wanted
    .selectAll()
    .orderBy('date', 'desc')
    .orderBy('id')
    .limit(size)
    .offset((page - 1) * size)
    .execute()
  return { items, total: Number(count?.count ?? 0) }
}

/** Gatherings from an instant on (soonest first) or before it (latest first), seconds UTC. */
export async function gatherings(
  context: QueryContext,
  association: string | null,
  range: { readonly from?: number; readonly before?: number; readonly limit: number; readonly offset: number },
): Promise<readonly ItemRow[]> {
  let wanted = portalSql(context.sql)
    .selectFrom('portal_items')
    .selectAll()
    .where('kind', '=', 'gathering')
    .where('is_alive', '=', 1)
  if (association) wanted = wanted.where('association', '=', association)
  if (range.from !== undefined)
    wanted = wanted
      .where((one) => one.or([one('date', '>=', range.from as number), one('ends', '>=', range.from as number)]))
      .orderBy('date', 'asc')
  if (range.before !== undefined) {
    const before = range.before
    wanted = wanted
      .where('date', '<', before)
      .where((one) => one.or([one('ends', 'is', null), one('ends', '<', before)]))
      .orderBy('date', 'desc')
  }
  return wanted.orderBy('id').limit(range.limit).offset(range.offset).execute()
}

async function choices(context: QueryContext, association: string | null) {
  const sql = portalSql(context.sql)
  let places = sql
    .selectFrom('portal_items')
    .select('place')
    .distinct()
    .where('kind', '=', 'article')
    .where('is_alive', '=', 1)
    .where('place', '!=', '')
  let themes = sql
    .selectFrom('portal_tags')
    .innerJoin('portal_items', 'portal_items.id', 'portal_tags.item')
    .select('portal_tags.tag')
    .where('portal_items.is_alive', '=', 1)
    .groupBy('portal_tags.sort')
  if (association) {
    places = places.where('association', '=', association)
    themes = themes.where('portal_items.association', '=', association)
  }
  const foundPlaces = await places.orderBy('place_sort').limit(60).execute()
  const foundThemes = await themes.orderBy('portal_tags.sort').limit(60).execute()
  return {
    places: foundPlaces.map((row) => ({ value: row.place, text: row.place })),
    themes: foundThemes.map((row) => ({ value: row.tag, text: row.tag })),
  }
}

/** Addresses of a list's pages: page 1 has no number in it. */
export function toPages(base: string, filter: URLSearchParams, current: number, total: number): Pages {
  const kept = filter.toString()
  const first = kept ? `${base}?${kept}` : base
  return {
    current,
    last: Math.max(1, Math.ceil(total / PAGE_SIZE)),
    first,
    pattern: `${base}?${kept ? `${kept}&` : ''}page={page}`,
  }
}
