import type { OutputOf } from '#features/feature.server.ts'
import type { link } from './link.server.ts'

type Shown<Q> = Exclude<OutputOf<Q>, { readonly tag: string }>
export type LinkState = Shown<typeof link.queries.state>
export type Place = LinkState['places'][number]
export type Pairing = Shown<typeof link.queries.pairing>
export type Brief = Shown<typeof link.queries.brief>

/** What a form of the link gives back: what was typed, and what keeps it from going or was done. */
export type LinkAnswer = {
  readonly form: string
  readonly typed: Readonly<Record<string, string>>
  readonly errors: readonly { readonly field: string; readonly message: string }[]
  readonly problem: string | null
  readonly done: string | null
}

export type LinkPageView = { readonly formToken: string; readonly state: LinkState; readonly answer: LinkAnswer | null }
export type PlacePageView = {
  readonly formToken: string
  readonly place: Place
  readonly answer: LinkAnswer | null
}
export type OfferPageView = {
  readonly formToken: string
  readonly pairing: Pairing
  /** Where this node answers for others; null when it only answers this machine. */
  readonly address: string | null
  readonly answer: LinkAnswer | null
}
export type JoinPageView = {
  readonly formToken: string
  readonly joining: Pairing['joining']
  readonly answer: LinkAnswer | null
}
