import type { ArticleView, DateView, Picture } from './views.ts'

/** A JSON-LD block as text for a `<script type="application/ld+json">`: no `<` survives, so nothing can close the element. */
export function toJsonLd(data: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ '@context': 'https://schema.org', ...data })
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

/** https://schema.org/NewsArticle */
export function articleToJsonLd(article: ArticleView, origin: string | null, publisher: string): string {
  return toJsonLd({
    '@type': 'NewsArticle',
    headline: article.title,
    description: article.summary || undefined,
    inLanguage: article.lang,
    datePublished: article.publishedOn,
    dateModified: article.changedOn ?? undefined,
    author: { '@type': 'Organization', name: article.association?.name ?? publisher },
    publisher: { '@type': 'Organization', name: publisher },
    image: pictureToAddress(article.picture, origin),
  })
}

/** https://schema.org/Event */
export function dateToJsonLd(date: DateView, origin: string | null, publisher: string): string {
  const { when } = date
  return toJsonLd({
    '@type': 'Event',
    name: date.title,
    description: date.summary || undefined,
    inLanguage: date.lang,
    startDate: when.kind === 'days' ? when.from : iso(when.starts),
    endDate: when.kind === 'days' ? (when.to ?? undefined) : iso(when.ends),
    eventStatus: `https://schema.org/Event${date.isCancelled ? 'Cancelled' : 'Scheduled'}`,
    location: date.place ? { '@type': 'Place', name: date.place, address: date.address ?? date.place } : undefined,
    organizer: { '@type': 'Organization', name: date.association?.name ?? publisher },
  })
}

const iso = (instant: number | null) => (instant === null ? undefined : new Date(instant).toISOString())

export function pictureToAddress(picture: Picture | null, origin: string | null): string | undefined {
  const largest = picture?.sources.at(-1)
  return largest && origin !== null ? `${origin}${largest.src}` : undefined
}
