import type { Accent } from '#core/look/accents.ts'

/** What the public pages on the federation show; the conventions of `features/portal/views.ts`. */
export type MemberCard = {
  readonly slug: string
  readonly name: string
  readonly shortName: string
  readonly accent: Accent
  readonly place: string | null
  readonly purpose: string
  readonly lang: string
  /** « depuis 2004 », « 2004–2012 », « 2006–2008, depuis 2010 »: pairs of years, null while it lasts. */
  readonly periods: readonly { readonly from: number; readonly to: number | null }[]
}

export type MembersView = {
  readonly present: readonly MemberCard[]
  readonly past: readonly MemberCard[]
  readonly map: { readonly src: string; readonly width: number; readonly height: number } | null
  /** Places North and South that the map's arcs join, told again as a list. */
  readonly links: readonly { readonly north: string; readonly south: string }[]
}

export type TimelineKind = 'portail' | 'mission' | 'biennale' | 'serveur' | 'adhésion' | 'formation'
export type TimelineItem = {
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly date: string
  readonly end: string | null
  readonly title: string
  readonly text: string
  readonly kind: TimelineKind
  readonly place: string | null
  readonly associations: readonly { readonly slug: string; readonly shortName: string; readonly accent: Accent }[]
  /** True when the demonstration made it up. */
  readonly isInvented: boolean
}
/** Oldest first. */
export type TimelineView = { readonly lang: string; readonly items: readonly TimelineItem[] }

export type CharterVersion = {
  readonly version: number
  readonly title: string
  readonly adoptedOn: string
  readonly preamble: string
  readonly sentences: readonly string[]
  readonly signatures: readonly { readonly slug: string; readonly name: string; readonly signedOn: string }[]
}
/** Newest first; the first is in force. `path` of version n: `/charte/n`. */
export type CharterView = {
  readonly lang: string
  readonly shown: number
  readonly versions: readonly CharterVersion[]
}

export type FederationView = {
  readonly lang: string
  readonly introHtml: string
  readonly joinHtml: string
  readonly helpHtml: string
  readonly charter: CharterVersion | null
  readonly timeline: readonly TimelineItem[]
  readonly officers: readonly { readonly role: string; readonly name: string; readonly since: string }[]
  readonly accounts: readonly { readonly text: string; readonly href: string; readonly bytes: number | null }[]
  readonly contact: {
    readonly place: string
    readonly address: string | null
    readonly hours: string | null
    readonly phone: string | null
    readonly mail: string | null
  }
}
