import * as v from 'valibot'
import { query } from '#features/feature.server.ts'
import type { QueryContext } from '#features/feature.server.ts'
import { readAssociation, readAssociations, readFederation, readPeriods } from '#features/membership/index.server.ts'
import type { AssociationRow } from '#features/membership/index.server.ts'
import { articlePath, gatheringPath, pagePath } from './addresses.ts'
import { markdownToText } from './body/markdown-to-text.ts'
import type { CalendarChannel, CalendarItem } from './calendar.ts'
import type { FeedChannel, FeedItem } from './feeds.ts'
import { bodyToHtml, FEDERATION_ZONE, readSurroundings, toPicture } from './item-views.server.ts'
import { portalSql } from './portal-tables.server.ts'
import type { ItemRow } from './portal-tables.server.ts'
import { articles, feedsOf } from './public-lists.server.ts'
import { Short, Slug } from './public-pages.server.ts'
import type { NotFound } from './public-pages.server.ts'
import type { SitemapPage } from './sitemap.ts'

/** What feeds, calendars and the sitemap tell other programs. */

const notFound: NotFound = { tag: 'not-found' }
const FEED_ITEMS = 30
/** Passed dates that a calendar still holds, so that somebody's own copy isn't emptied. */
const PAST_DATES = 100
const LANGUAGE = 'fr'

/** The latest articles of everybody (null) or of one association, with their whole text. */
export const feed = query(
  v.object({ association: v.nullable(Slug) }),
  async (context, { association: slug }): Promise<{ channel: FeedChannel; items: FeedItem[] } | NotFound> => {
    const whose = await readWhose(context, slug)
    if (!whose) return notFound
    const { federation, own } = whose
    context.use(own ? `portal.articles:${own.id}` : 'portal.articles')
    const rows = (await articles(context, { association: own?.id ?? null }, 1, FEED_ITEMS)).items
    const around = await readSurroundings(context, rows)
    const tags = await tagsOf(context, rows)
    const items: FeedItem[] = []
    for (const row of rows) {
      const picture = toPicture(row.picture === null ? undefined : around.pictures.get(row.picture), '')?.sources.at(-1)
      const voice = row.association === null ? undefined : around.associations.get(row.association)
      items.push({
        id: row.id,
        path: articlePath(row),
        title: row.title,
        summary: row.summary,
        html: await bodyToHtml(context, row.body, 1),
        published: row.date,
        updated: Math.max(row.date, Math.floor((row.changed ?? 0) / 1000)),
        author: row.byline || (voice?.name ?? federation.name),
        language: row.language || LANGUAGE,
        tags: tags.get(row.id) ?? [],
        picture: picture ? { path: picture.src, type: 'image/webp', bytes: picture.bytes } : null,
      })
    }
    const feeds = feedsOf(own?.slug ?? null)
    const channel: FeedChannel = {
      id: own?.id ?? federation.id,
      title: own?.name ?? federation.name,
      description: (own?.purpose ?? federation.tagline) || federation.name,
      language: LANGUAGE,
      path: own ? `/${own.slug}/` : '/',
      feeds: { rss: feeds.rss, atom: feeds.atom, json: feeds.json },
      author: own?.name ?? federation.name,
      updated: 0,
      icon: '/favicon.svg',
    }
    return { channel, items }
  },
)

/** The dates of everybody (null), of one association, or one date alone; those called off while they were still to come say so. */
export const calendar = query(
  v.object({ association: v.nullable(Slug), short: v.nullable(Short) }),
  async (
    context,
    { association: slug, short },
  ): Promise<{ channel: CalendarChannel; items: CalendarItem[] } | NotFound> => {
    const whose = await readWhose(context, slug)
    if (!whose) return notFound
    const { federation, own } = whose
    const rows = short === null ? await datesOf(context, own) : await oneDate(context, short)
    if (short !== null && rows.length === 0) return notFound
    const names = new Map((await readAssociations(context)).map((row) => [row.id, row.name]))
    const items: CalendarItem[] = []
    for (const row of rows) {
      items.push({
        id: row.id,
        path: gatheringPath(row),
        title: row.title,
        text: markdownToText(row.body),
        place: row.place,
        association: (row.association === null ? undefined : names.get(row.association)) ?? federation.name,
        starts: row.date,
        ends: row.ends,
        isWholeDay: row.is_whole_day === 1,
        updated: Math.floor(row.touched / 1000),
        revision: await context.version(row.id),
        isCancelled: !row.is_alive,
      })
    }
    const [only] = short === null ? [] : rows
    const channel: CalendarChannel = {
      title: only?.title ?? (own ? `${own.name} : agenda` : `${federation.name} : agenda`),
      description: (own?.purpose ?? federation.tagline) || federation.name,
      path: only ? `${gatheringPath(only)}/date.ics` : feedsOf(own?.slug ?? null).ics,
      language: LANGUAGE,
      timeZone: FEDERATION_ZONE,
    }
    return { channel, items }
  },
)

/** Every public page, the most important first. */
export const sitemapPages = query(v.null(), async (context): Promise<readonly SitemapPage[]> => {
  if (!(await readFederation(context))) return []
  for (const list of ['articles', 'gatherings', 'pages']) context.use(`portal.${list}`)
  context.use('membership.charters')
  const associations = await readAssociations(context)
  await readPeriods(context)
  const slugs = new Map(associations.map((row) => [row.id, row.slug]))
  const rows = await portalSql(context.sql)
    .selectFrom('portal_items')
    .select(['kind', 'title', 'short', 'slug', 'association', 'date', 'changed', 'touched'])
    .where('is_alive', '=', 1)
    .orderBy('date', 'desc')
    .orderBy('id')
    .limit(49_000)
    .execute()
  const toPath = (row: (typeof rows)[number]): string =>
    row.kind === 'article'
      ? articlePath(row)
      : row.kind === 'gathering'
        ? gatheringPath(row)
        : pagePath(row.association === null ? null : (slugs.get(row.association) ?? null), row.slug)
  const toPage = (row: (typeof rows)[number]): SitemapPage => ({
    path: toPath(row),
    updated:
      row.kind === 'article'
        ? Math.max(row.date, Math.floor((row.changed ?? 0) / 1000))
        : Math.floor(row.touched / 1000),
  })
  const fixed = ['/', '/nouvelles', '/agenda', '/associations', '/federation', '/frise', '/charte', '/accessibilite']
  return [
    ...[...fixed, ...associations.map((row) => `/${row.slug}/`)].map((path) => ({ path, updated: null })),
    ...rows.filter((row) => row.kind === 'page').map(toPage),
    ...rows.filter((row) => row.kind !== 'page').map(toPage),
  ]
})

type Whose = {
  readonly federation: NonNullable<Awaited<ReturnType<typeof readFederation>>>
  readonly own: AssociationRow | null
}

async function readWhose(context: QueryContext, slug: string | null): Promise<Whose | null> {
  const federation = await readFederation(context)
  const own = slug === null ? null : await readAssociation(context, slug)
  return !federation || (slug !== null && !own) ? null : { federation, own }
}

async function datesOf(context: QueryContext, own: AssociationRow | null): Promise<readonly ItemRow[]> {
  context.use(own ? `portal.gatherings:${own.id}` : 'portal.gatherings')
  const now = Math.floor(context.now / 1000)
  const dates = () => {
    const all = portalSql(context.sql).selectFrom('portal_items').selectAll().where('kind', '=', 'gathering')
    return own ? all.where('association', '=', own.id) : all
  }
  const coming = await dates().where('date', '>=', now).orderBy('date').orderBy('id').limit(500).execute()
  const past = await dates()
    .where('date', '<', now)
    .where('is_alive', '=', 1)
    .orderBy('date', 'desc')
    .orderBy('id')
    .limit(PAST_DATES)
    .execute()
  const next = coming[0]
  if (next) context.expires(next.date * 1000)
  return [...past.toReversed(), ...coming]
}

async function oneDate(context: QueryContext, short: string): Promise<readonly ItemRow[]> {
  const row = await portalSql(context.sql)
    .selectFrom('portal_items')
    .selectAll()
    .where('short', '=', short)
    .where('kind', '=', 'gathering')
    .orderBy('id')
    .executeTakeFirst()
  context.use(row?.id ?? 'portal.gatherings')
  return row ? [row] : []
}

async function tagsOf(
  context: QueryContext,
  rows: readonly ItemRow[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (rows.length === 0) return new Map()
  const found = await portalSql(context.sql)
    .selectFrom('portal_tags')
    .select(['item', 'tag'])
    .where(
      'item',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('sort')
    .execute()
  const tags = new Map<string, string[]>()
  for (const { item, tag } of found) tags.set(item, [...(tags.get(item) ?? []), tag])
  return tags
}
