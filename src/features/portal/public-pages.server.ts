import * as v from 'valibot'
import { instantToDay } from '#core/text/format.ts'
import { query } from '#features/feature.server.ts'
import type { QueryContext } from '#features/feature.server.ts'
import { textToContact } from '#features/membership/index.ts'
import {
  charterToView,
  membersMapOf,
  readAssociation,
  readCharters,
  readFederation,
  readPeriods,
} from '#features/membership/index.server.ts'
import { articlePath, gatheringPath, pagePath } from './addresses.ts'
import { excerpt } from './body/markdown-to-text.ts'
import {
  bodyToHtml,
  FEDERATION_ZONE,
  readPictures,
  readSizes,
  readSurroundings,
  toAssociationRef,
  toDateItem,
  toNewsItem,
  toPicture,
  toWhen,
} from './item-views.server.ts'
import type { Surroundings } from './item-views.server.ts'
import { articles, feedsOf, gatherings, PAGE_SIZE, toPages } from './public-lists.server.ts'
import { portalSql } from './portal-tables.server.ts'
import type { ItemRow, ItemKind } from './portal-tables.server.ts'
import type {
  ArticleView,
  DateView,
  HomeView,
  MiniSiteView,
  PageView,
  PosterView,
  SearchResult,
  SearchView,
  SiteFrame,
} from './views.ts'

/** The public pages, each as its view shows it. */

export const Short = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/))
export const Slug = v.pipe(v.string(), v.maxLength(80))
export type NotFound = { readonly tag: 'not-found' }
/** The page has another address now: the reader is sent there. */
export type Moved = { readonly moved: string }
const notFound: NotFound = { tag: 'not-found' }

/** What stands around every public page; the edge adds the address, language and display. */
export const frame = query(
  v.null(),
  async (context): Promise<Pick<SiteFrame, 'name' | 'used' | 'isDemo'> | NotFound> => {
    const federation = await readFederation(context)
    if (!federation) return notFound
    return { name: federation.name, used: { projects: false, library: false }, isDemo: federation.is_demo === 1 }
  },
)

export const home = query(v.null(), async (context): Promise<HomeView | NotFound> => {
  const federation = await readFederation(context)
  if (!federation) return notFound
  context.use('portal.articles')
  context.use('portal.gatherings')
  const now = Math.floor(context.now / 1000)
  const news = await articles(context, {}, 1, 10)
  const dates = await gatherings(context, null, { from: now, limit: 3, offset: 0 })
  if (dates[0]) context.expires(dates[0].date * 1000)
  const around = await readSurroundings(context, [...news.items, ...dates])
  const periods = await readPeriods(context)
  const members = [...around.associations.values()].filter((row) =>
    periods.get(row.id)?.some((period) => period.left_on === ''),
  )
  const charter = (await readCharters(context))[0]
  const map = await membersMapOf(context)
  return {
    tagline: federation.tagline || federation.name,
    subtitle: federation.subtitle || federation.tagline,
    introHtml: await bodyToHtml(context, federation.welcome, 1),
    lang: 'fr',
    news: news.items.map((row) => toNewsItem(row, around)),
    dates: dates.map((row) => toDateItem(row, around)),
    members: members.map(toAssociationRef),
    map: map && { src: '/carte.svg', width: map.width, height: map.height },
    charter: charter
      ? { sentences: charterToView(charter, around.associations).sentences, adoptedOn: charter.adopted }
      : null,
    joinHtml: await bodyToHtml(context, federation.how_to_join, 2),
    helpHtml: await bodyToHtml(context, federation.how_to_help, 2),
  }
})

export const articlePage = query(
  v.object({ short: Short, address: v.string() }),
  async (context, { short, address }): Promise<ArticleView | NotFound | Moved> => {
    const row = await itemByShort(context, 'article', short)
    if (!row) return notFound
    if (articlePath(row) !== address) return { moved: articlePath(row) }
    const list = (await articles(context, { association: row.association ?? 'federation' }, 1, 4)).items
    const others = list.filter((one) => one.id !== row.id).slice(0, 3)
    context.use(`portal.articles:${row.association ?? 'federation'}`)
    const around = await readSurroundings(context, [row, ...others])
    const tags = await portalSql(context.sql)
      .selectFrom('portal_tags')
      .select('tag')
      .where('item', '=', row.id)
      .orderBy('sort')
      .execute()
    const news = toNewsItem(row, around)
    return {
      title: row.title,
      lang: news.lang,
      summary: row.summary,
      bodyHtml: await bodyToHtml(context, row.body, 1),
      publishedOn: news.publishedOn,
      changedOn: row.changed === null ? null : instantToDay(row.changed, FEDERATION_ZONE),
      revisionsPath: row.changed === null ? null : `${articlePath(row)}/historique`,
      author: row.byline || null,
      association: news.association,
      place: news.place,
      picture: news.picture,
      tags: tags.map(({ tag }) => ({ href: `/nouvelles?theme=${encodeURIComponent(tag)}`, text: tag })),
      posterPath: `/affiche/${row.short}.pdf`,
      others: others.map((one) => toNewsItem(one, around)),
      remark: null,
    }
  },
)

export const gatheringPage = query(
  v.object({ short: Short, address: v.string() }),
  async (context, { short, address }): Promise<DateView | NotFound | Moved> => {
    const row = await itemByShort(context, 'gathering', short)
    if (!row) return notFound
    if (gatheringPath(row) !== address) return { moved: gatheringPath(row) }
    const around = await readSurroundings(context, [row])
    const date = toDateItem(row, around)
    return {
      title: row.title,
      lang: date.lang,
      summary: row.summary,
      bodyHtml: await bodyToHtml(context, row.body, 1),
      when: toWhen(row, around),
      place: date.place,
      address: null,
      association: date.association,
      isCancelled: false,
      isPast: (row.ends ?? row.date) * 1000 < context.now,
      icsPath: `${gatheringPath(row)}/date.ics`,
      posterPath: `/affiche/${row.short}.pdf`,
      changedOn: row.changed === null ? null : instantToDay(row.changed, FEDERATION_ZONE),
      revisionsPath: row.changed === null ? null : `${gatheringPath(row)}/historique`,
    }
  },
)

export const miniSite = query(
  v.object({ association: Slug }),
  async (context, { association: slug }): Promise<MiniSiteView | NotFound> => {
    const own = await readAssociation(context, slug)
    if (!own) return notFound
    for (const list of ['articles', 'gatherings', 'pages']) context.use(`portal.${list}:${own.id}`)
    const news = (await articles(context, { association: own.id }, 1, 6)).items
    const dates = await gatherings(context, own.id, { from: Math.floor(context.now / 1000), limit: 3, offset: 0 })
    if (dates[0]) context.expires(dates[0].date * 1000)
    const around = await readSurroundings(context, [...news, ...dates])
    const periods = (await readPeriods(context)).get(own.id) ?? []
    const open = periods.find((period) => period.left_on === '')
    return {
      association: toAssociationRef(own),
      purpose: own.purpose,
      lang: 'fr',
      presentationHtml: await bodyToHtml(context, own.presentation, 1),
      picture: own.logo === null ? null : toPicture((await readPictures(context, [own.logo])).get(own.logo), ''),
      news: news.map((row) => toNewsItem(row, around)),
      dates: dates.map((row) => toDateItem(row, around)),
      pages: (await pagesOf(context, own.id)).map((row) => ({ href: pagePath(own.slug, row.slug), text: row.title })),
      contact: textToContact(own.contact),
      memberSince: (open ?? periods[0])?.joined ?? null,
      leftOn: open ? null : (periods.at(-1)?.left_on ?? null),
      feeds: feedsOf(own.slug),
    }
  },
)

/** A standing page, of an association (its address) or of the federation (null). */
export const pagePage = query(
  v.object({ association: v.nullable(Slug), slug: Slug }),
  async (context, { association: slug, slug: pageSlug }): Promise<PageView | NotFound> => {
    const own = slug === null ? null : await readAssociation(context, slug)
    if (slug !== null && !own) return notFound
    context.use(`portal.pages:${own?.id ?? 'federation'}`)
    const row = (await pagesOf(context, own?.id ?? null)).find((one) => one.slug === pageSlug)
    if (!row) return notFound
    context.use(row.id)
    const around = await readSurroundings(context, [row])
    return {
      title: row.title,
      lang: row.language || 'fr',
      summary: excerpt(row.body, 220),
      bodyHtml: await bodyToHtml(context, row.body, 1),
      picture: toPicture(row.picture === null ? undefined : around.pictures.get(row.picture), row.picture_text),
      association: own ? toAssociationRef(own) : null,
      changedOn: row.changed === null ? null : instantToDay(row.changed, FEDERATION_ZONE),
      revisionsPath: row.changed === null ? null : `${pagePath(slug, row.slug)}/historique`,
    }
  },
)

export const search = query(
  v.object({
    text: v.pipe(v.string(), v.maxLength(200)),
    page: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
  }),
  async (context, { text, page }): Promise<SearchView> => {
    for (const list of ['articles', 'gatherings', 'pages']) context.use(`portal.${list}`)
    const pages = (total: number) => toPages('/recherche', new URLSearchParams({ q: text }), page, total)
    if (text.trim() === '') return { query: text, results: [], total: 0, pages: pages(0), corrected: null }
    const { hits, total } = await context.search(text, {
      audiences: ['public'],
      limit: PAGE_SIZE,
      offset: (page - 1) * PAGE_SIZE,
    })
    const ids = hits.map((hit) => hit.entity)
    const rows =
      ids.length === 0
        ? []
        : await portalSql(context.sql).selectFrom('portal_items').selectAll().where('id', 'in', ids).execute()
    const byId = new Map(rows.map((row) => [row.id, row]))
    const around = await readSurroundings(context, [])
    const results = hits.flatMap((hit) => {
      const row = byId.get(hit.entity)
      const excerpt = hit.excerpt.map((part) => ({ text: part.text, isFound: part.isHit }))
      if (row) return [rowToResult(row, excerpt, around)]
      const association = around.associations.get(hit.entity)
      if (!association) return []
      const ref = toAssociationRef(association)
      return [
        {
          path: `/${ref.slug}/`,
          title: ref.name,
          lang: 'fr',
          kind: 'association' as const,
          excerpt,
          association: ref,
          day: null,
        },
      ]
    })
    return { query: text, results, total, pages: pages(total), corrected: null }
  },
)

/** What an article's or a date's poster says, and where its QR code leads. */
export const poster = query(v.object({ short: Short }), async (context, { short }): Promise<PosterView | NotFound> => {
  const row = (await itemByShort(context, 'article', short)) ?? (await itemByShort(context, 'gathering', short))
  const federation = await readFederation(context)
  if (!row || !federation) return notFound
  const around = await readSurroundings(context, [row])
  const association = row.association === null ? undefined : around.associations.get(row.association)
  const sizes = row.picture === null ? [] : readSizes(around.pictures.get(row.picture))
  const best = sizes.find((size) => size.type === 'image/jpeg') ?? sizes.at(-1)
  return {
    kind: row.kind === 'article' ? 'article' : 'date',
    title: row.title,
    excerpt: excerpt(row.body, 1200),
    language: row.language || 'fr',
    day: row.kind === 'article' ? instantToDay(row.date * 1000, FEDERATION_ZONE) : null,
    when: row.kind === 'article' ? null : toWhen(row, around),
    place: row.place || null,
    picture: best ? { hash: best.hash, text: row.picture_text } : null,
    association: association
      ? { name: association.name, accent: association.accent }
      : { name: federation.name, accent: 'terre' },
    federation: federation.name,
    path: row.kind === 'article' ? articlePath(row) : gatheringPath(row),
    touched: row.touched,
  }
})

/** A public picture's sizes, for serving its blobs. */
export const pictureSizes = query(
  v.object({ id: v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/)) }),
  async (context, { id }) => {
    const row = (await readPictures(context, [id])).get(id)
    return row ? { sizes: readSizes(row), preview: row.preview } : notFound
  },
)

function pathOf(row: ItemRow, associations: Surroundings['associations']): string {
  if (row.kind === 'article') return articlePath(row)
  if (row.kind === 'gathering') return gatheringPath(row)
  return pagePath(row.association === null ? null : (associations.get(row.association)?.slug ?? null), row.slug)
}

async function itemByShort(context: QueryContext, kind: ItemKind, short: string): Promise<ItemRow | null> {
  const row = await portalSql(context.sql)
    .selectFrom('portal_items')
    .selectAll()
    .where('short', '=', short)
    .where('kind', '=', kind)
    .orderBy('id')
    .executeTakeFirst()
  if (row) context.use(row.id)
  else context.use(`portal.${kind}s`)
  return row?.is_alive ? row : null
}

const RESULT_KINDS = { article: 'article', gathering: 'date', page: 'page' } as const

function rowToResult(row: ItemRow, excerpt: SearchResult['excerpt'], around: Surroundings): SearchResult {
  const association = row.association === null ? undefined : around.associations.get(row.association)
  return {
    path: pathOf(row, around.associations),
    title: row.title,
    lang: row.language || 'fr',
    kind: RESULT_KINDS[row.kind],
    excerpt,
    association: association ? toAssociationRef(association) : null,
    day: row.kind === 'page' ? null : instantToDay(row.date * 1000, FEDERATION_ZONE),
  }
}

/** An association's standing pages, or the federation's, in the order of their menu. */
export const pagesOf = (context: QueryContext, association: string | null): Promise<ItemRow[]> =>
  portalSql(context.sql)
    .selectFrom('portal_items')
    .selectAll()
    .where('kind', '=', 'page')
    .where('is_alive', '=', 1)
    .where('association', association === null ? 'is' : '=', association)
    .orderBy('rank')
    .orderBy('title')
    .execute()
