import { foldForSearch } from '#core/search.ts'

/** Addresses of public pages, without the language prefix. An item's holds its title, for people, and its short id, for us. */

export const textToSlug = (text: string): string =>
  foldForSearch(text)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '') || 'sans-titre'

export const articlePath = (item: { readonly title: string; readonly short: string }): string =>
  `/nouvelles/${textToSlug(item.title)}-${item.short}`
export const gatheringPath = (item: { readonly title: string; readonly short: string }): string =>
  `/agenda/${textToSlug(item.title)}-${item.short}`
export const pagePath = (association: string | null, slug: string): string => `/${association ?? 'pages'}/${slug}`

/** The short id at the end of an item's address; null when there is none. */
export const addressToShort = (address: string): string | null => /(?:^|-)([0-9a-f]{8})$/.exec(address)?.[1] ?? null

/** First parts of addresses that no association may take as its own. */
export const RESERVED = new Set([
  'nouvelles',
  'agenda',
  'associations',
  'federation',
  'pages',
  'recherche',
  'charte',
  'frise',
  'en',
  'flux',
  'images',
  'uploads',
  'connexion',
  'deconnexion',
  'bienvenue',
  'liaison',
  'invitation',
  'compte',
  'recuperation',
  'membres',
  'publier',
  'aujourd-hui',
  'health',
  'sync',
  'sitemap.xml',
  'robots.txt',
  'favicon.svg',
  'affiche',
  'adherer',
  'candidatures',
  'mon-association',
  'gerer',
  'votes',
  'registre',
  'registre.pdf',
  'registre.csv',
  'echanger',
  'agir',
  'documents',
  'plus',
  'accessibilite',
  'signaler',
  '_app',
  'dav',
  'savoirs',
  'projets',
  'carte.svg',
  'alarmes',
  'importer',
  'historique',
  'espace',
  'commencer',
])
