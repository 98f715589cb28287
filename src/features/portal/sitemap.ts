import { element, toXmlDocument } from '#core/text/xml.ts'

/** A public page. Path begins with `/`; seconds UTC of its last change, null when it changes with others. */
export type SitemapPage = { readonly path: string; readonly updated: number | null }

/** What one sitemap may hold (sitemaps.org). */
export const MAX_SITEMAP = 50_000

/** The first `MAX_SITEMAP` pages: give the most important first. */
export const pagesToSitemap = (pages: readonly SitemapPage[], origin: string): string =>
  toXmlDocument(
    element(
      'urlset',
      { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' },
      pages
        .slice(0, MAX_SITEMAP)
        .map(({ path, updated }) =>
          element('url', {}, [
            element('loc', {}, new URL(path, origin).href),
            ...(updated === null ? [] : [element('lastmod', {}, new Date(updated * 1000).toISOString())]),
          ]),
        ),
    ),
  )

/** `closed`: paths that robots needn't read, each beginning with `/` (RFC 9309). It asks, it doesn't forbid: access rules do. */
export const toRobotsText = (closed: readonly string[], sitemap: string, origin: string): string =>
  [
    'User-agent: *',
    ...closed.map((path) => `Disallow: ${path}`),
    'Allow: /',
    '',
    `Sitemap: ${origin}${sitemap}`,
    '',
  ].join('\n')
