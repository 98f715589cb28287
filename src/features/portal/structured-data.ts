import type { ArticleView, AssociationRef, DateView, MiniSiteView, Picture } from './views.ts'

type Data = Readonly<Record<string, unknown>>
/** What structured data say of the page that they stand in: `PageContext` has it. */
type Where = { readonly origin: string | null; readonly path: string; readonly siteName: string }

/** A JSON-LD block as text for a `<script type="application/ld+json">`: no `<` survives, so nothing can close the element. */
export function toJsonLd(...all: readonly (Data | null)[]): string {
  const given = all.filter((data) => data !== null)
  return JSON.stringify({ '@context': 'https://schema.org', ...(given.length === 1 ? given[0] : { '@graph': given }) })
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

/** https://schema.org/NewsArticle */
export function articleToJsonLd(article: ArticleView, where: Where): string {
  const voice = toVoice(article.association, where)
  return toJsonLd(
    {
      '@type': 'NewsArticle',
      headline: article.title,
      description: article.summary || undefined,
      url: toAddress(where.path, where.origin),
      inLanguage: article.lang,
      datePublished: article.publishedOn,
      dateModified: article.changedOn ?? undefined,
      author: article.author === null ? voice : { '@type': 'Person', name: article.author },
      publisher: voice,
      keywords: article.tags.length > 0 ? article.tags.map((tag) => tag.text) : undefined,
      image: pictureToAddress(article.picture, where.origin),
    },
    toBreadcrumbs(article.association, article.title, where),
  )
}

/** https://schema.org/Event */
export function dateToJsonLd(date: DateView, where: Where): string {
  const { when } = date
  return toJsonLd(
    {
      '@type': 'Event',
      name: date.title,
      description: date.summary || undefined,
      url: toAddress(where.path, where.origin),
      inLanguage: date.lang,
      startDate: when.kind === 'days' ? when.from : iso(when.starts),
      endDate: when.kind === 'days' ? (when.to ?? undefined) : iso(when.ends),
      eventStatus: `https://schema.org/Event${date.isCancelled ? 'Cancelled' : 'Scheduled'}`,
      location: date.place ? { '@type': 'Place', name: date.place, address: date.address ?? date.place } : undefined,
      organizer: toVoice(date.association, where),
    },
    toBreadcrumbs(date.association, date.title, where),
  )
}

/** https://schema.org/NGO, member of the federation while it is one. */
export function miniSiteToJsonLd(view: MiniSiteView, where: Where): string {
  return toJsonLd({
    ...toVoice(view.association, where),
    description: view.purpose || undefined,
    address: view.contact.address ?? undefined,
    memberOf: view.leftOn === null ? toVoice(null, where) : undefined,
  })
}

/** https://schema.org/BreadcrumbList: home, the association's mini-site, this page. Null while the site's address is unknown. */
function toBreadcrumbs(association: AssociationRef | null, title: string, where: Where): Data | null {
  if (where.origin === null) return null
  const trail: (readonly [name: string, path: string])[] = [[where.siteName, '/']]
  if (association) trail.push([association.name, `/${association.slug}/`])
  trail.push([title, where.path])
  return {
    '@type': 'BreadcrumbList',
    itemListElement: trail.map(([name, path], index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: toAddress(path, where.origin),
    })),
  }
}

/** Who speaks: an association, or the federation. */
const toVoice = (association: AssociationRef | null, { origin, siteName }: Where): Data => ({
  '@type': 'NGO',
  name: association?.name ?? siteName,
  url: toAddress(association ? `/${association.slug}/` : '/', origin),
})

const toAddress = (path: string, origin: string | null) => (origin === null ? undefined : `${origin}${path}`)

const iso = (instant: number | null) => (instant === null ? undefined : new Date(instant).toISOString())

export function pictureToAddress(picture: Picture | null, origin: string | null): string | undefined {
  const path = picture?.card ?? picture?.sources.at(-1)?.src
  return path !== undefined && origin !== null ? `${origin}${path}` : undefined
}
