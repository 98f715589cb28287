import type { Accent } from '#core/look/accents.ts'
import type { Locale } from '#core/text/locale.ts'

/**
 * What the public pages show: readonly and serialisable. Paths are without the language prefix (`/nouvelles/…`): the view adds
 * `/en` and the reader's display. Texts are as typed: French spaces are put at display. HTML comes from the server's own
 * sanitiser and from nowhere else. Instants are milliseconds since 1970, days `YYYY-MM-DD`.
 */
export type Section = 'home' | 'news' | 'dates' | 'members' | 'projects' | 'library' | 'federation' | 'search'

/** Chosen in the foot and carried in the address (`texte`, `leger`): pages are shared by all, so no cookie may change them. */
export type Display = { readonly text: 'normal' | 'large' | 'larger'; readonly isLight: boolean }

export type SiteFrame = {
  readonly locale: Locale
  /** Public address without a final slash, for canonical links; null when unknown. */
  readonly origin: string | null
  /** Path of this page without `/en`, with its own query if any: `/nouvelles?page=2`. */
  readonly path: string
  readonly name: string
  readonly section: Section | null
  /** A mini-site has its own header below the federation's. */
  readonly association: AssociationRef | null
  readonly used: { readonly projects: boolean; readonly library: boolean }
  readonly display: Display
  /** « 9 Ko »: usually the slot text that the house replaces once it has compressed the page; null hides the sentence. */
  readonly weight: string | null
  /** Whether these are invented data: a banner says so. */
  readonly isDemo: boolean
  /** False in a page that no other language has a translation of the interface for, such as an error page. */
  readonly hasOtherLanguage: boolean
}

export type AssociationRef = {
  readonly slug: string
  readonly name: string
  readonly shortName: string
  readonly accent: Accent
  /** `Grigny (Rhône)`, `Koupéla (Burkina Faso)` */
  readonly place: string | null
}

export type Picture = {
  readonly alt: string
  readonly width: number
  readonly height: number
  /** Smallest first; the last is what « voir la photo » opens. */
  readonly sources: readonly { readonly src: string; readonly width: number; readonly bytes: number }[]
  /** A JPEG for the previews that other sites make of a shared link. */
  readonly card?: string | null
  readonly credit: string | null
  readonly caption: string | null
}

export type Link = { readonly href: string; readonly text: string }
export type Tag = { readonly href: string; readonly text: string }

export type NewsItem = {
  readonly path: string
  readonly title: string
  readonly summary: string
  /** Language of the content (BCP 47). */
  readonly lang: string
  readonly publishedOn: string
  readonly association: AssociationRef | null
  readonly place: string | null
  readonly picture: Picture | null
}

export type DateItem = {
  readonly path: string
  readonly title: string
  readonly lang: string
  readonly when: When
  readonly place: string | null
  readonly association: AssociationRef | null
  readonly isCancelled: boolean
}
/** `places`: the date's own first, then those of the associations that take part; the hour is told in each whose clock differs. */
export type When =
  | { readonly kind: 'days'; readonly from: string; readonly to: string | null }
  | {
      readonly kind: 'hours'
      readonly starts: number
      readonly ends: number | null
      readonly places: readonly { readonly name: string; readonly timeZone: string }[]
    }

export type MapPlace = { readonly name: string; readonly members: readonly AssociationRef[] }

export type HomeView = {
  readonly tagline: string
  readonly subtitle: string
  readonly introHtml: string
  readonly lang: string
  readonly news: readonly NewsItem[]
  readonly dates: readonly DateItem[]
  readonly members: readonly AssociationRef[]
  readonly map: MapView | null
  /** The Charter in force. */
  readonly charter: { readonly sentences: readonly string[]; readonly adoptedOn: string } | null
  readonly joinHtml: string
  readonly helpHtml: string
}

/** The map is a file of its own, cached: `src`, in pixels `width` × `height`. */
export type MapView = { readonly src: string; readonly width: number; readonly height: number }

export type Feeds = { readonly atom: string; readonly rss: string; readonly json: string; readonly ics: string }

export type ArticleView = {
  readonly title: string
  readonly lang: string
  readonly summary: string
  readonly bodyHtml: string
  readonly publishedOn: string
  /** null when never changed since it was published. */
  readonly changedOn: string | null
  readonly revisionsPath: string | null
  readonly author: string | null
  readonly association: AssociationRef | null
  readonly place: string | null
  readonly picture: Picture | null
  readonly tags: readonly Tag[]
  readonly posterPath: string | null
  readonly others: readonly NewsItem[]
  /** An import whose date or author was never known, a demonstration text: one sentence, or null. */
  readonly remark: string | null
}

export type NewsListView = {
  /** null: everybody's. */
  readonly association: AssociationRef | null
  readonly items: readonly NewsItem[]
  readonly total: number
  readonly pages: Pages
  readonly filters: {
    readonly member: string
    readonly place: string
    readonly theme: string
    readonly members: readonly Choice[]
    readonly places: readonly Choice[]
    readonly themes: readonly Choice[]
  }
  readonly feeds: Feeds
}
export type Choice = { readonly value: string; readonly text: string }
/** `pattern` holds `{page}`; page 1 is `first`. */
export type Pages = {
  readonly current: number
  readonly last: number
  readonly first: string
  readonly pattern: string
}

export type AgendaView = {
  readonly association: AssociationRef | null
  readonly upcoming: readonly DateItem[]
  /** Newest first. */
  readonly past: readonly DateItem[]
  readonly icsPath: string
  readonly morePastPath: string | null
}

export type DateView = {
  readonly title: string
  readonly lang: string
  readonly summary: string
  readonly bodyHtml: string
  readonly when: When
  readonly place: string | null
  readonly address: string | null
  readonly association: AssociationRef | null
  readonly isCancelled: boolean
  readonly isPast: boolean
  readonly icsPath: string
  readonly posterPath: string | null
  readonly changedOn: string | null
  readonly revisionsPath: string | null
}

export type MiniSiteView = {
  readonly association: AssociationRef
  readonly purpose: string
  readonly lang: string
  readonly presentationHtml: string
  readonly picture: Picture | null
  readonly news: readonly NewsItem[]
  readonly dates: readonly DateItem[]
  readonly pages: readonly Link[]
  readonly contact: Contact
  /** The day from which it is a member, or first was one; null for a body that never was. */
  readonly memberSince: string | null
  /** Set when it left: its page stays. */
  readonly leftOn: string | null
  readonly feeds: Feeds
}
export type Contact = {
  readonly address: string | null
  readonly hours: string | null
  readonly phone: string | null
  readonly mail: string | null
}

export type PageView = {
  readonly title: string
  readonly lang: string
  /** For search engines and previews. */
  readonly summary: string
  readonly bodyHtml: string
  readonly picture: Picture | null
  readonly association: AssociationRef | null
  readonly changedOn: string | null
  readonly revisionsPath: string | null
}

/** `excerpt`: text cut where the words found begin and end. */
export type SearchView = {
  readonly query: string
  readonly results: readonly SearchResult[]
  readonly total: number
  readonly pages: Pages
  /** The query as the search understood it when nothing fitted the first one; null otherwise. */
  readonly corrected: string | null
}
export type SearchResult = {
  readonly path: string
  readonly title: string
  readonly lang: string
  readonly kind: 'article' | 'date' | 'page' | 'association'
  readonly excerpt: readonly { readonly text: string; readonly isFound: boolean }[]
  readonly association: AssociationRef | null
  readonly day: string | null
}

export type ErrorView = {
  readonly status: number
  /** To be quoted to the person who keeps the node; null when none was noted. */
  readonly id: string | null
}

export type RevisionsView = {
  readonly title: string
  readonly path: string
  readonly lang: string
  /** Newest first. */
  readonly revisions: readonly Revision[]
}
export type Revision = {
  readonly at: number
  readonly timeZone: string
  /** null: the person chose not to be named. */
  readonly author: string | null
  /** Where it was written, the name of the node: « Koupéla »; null where it has none. */
  readonly node: string | null
  readonly change: 'published' | 'corrected' | 'restored' | 'withdrawn' | 'imported'
  readonly fields: readonly ('title' | 'text' | 'picture' | 'place' | 'date')[]
  readonly path: string | null
}

/** What a printed poster shows. Its excerpt is plain text, longer than a page holds. */
export type PosterView = {
  readonly kind: 'article' | 'date'
  readonly title: string
  readonly excerpt: string
  readonly language: string
  /** An article's day; null for a date, which has `when`. */
  readonly day: string | null
  readonly when: When | null
  readonly place: string | null
  readonly picture: { readonly hash: string; readonly text: string } | null
  readonly association: { readonly name: string; readonly accent: Accent }
  readonly federation: string
  readonly path: string
  /** Milliseconds of its latest revision. */
  readonly touched: number
}
