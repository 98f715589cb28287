import type { HiddenPassage } from '../body/html-to-markdown.ts'

/** Why a passage looks as if it had been put there by somebody else. Stored by their place in this list: a new one goes at its end. */
export const REASONS = [
  'hidden',
  'drug-name',
  'casino',
  'credit',
  'counterfeit',
  'adult',
  'foreign-link',
  'foreign-language',
  'foreign-run',
  'commercial',
] as const
export type ReasonTag = (typeof REASONS)[number]

export type Reason = {
  readonly tag: ReasonTag
  /** What gave it away: a word, an address, a language. */
  readonly found: string
}

/** As the kind holds it; there is at most one of each tag. */
export const toStoredReason = ({ tag, found }: Reason): Reason => ({
  tag,
  found: found.replaceAll('\0', '').slice(0, 200),
})

/** `start` and `end` are offsets in the article's Markdown; what stands between is meant to be set aside. */
export type Passage = {
  readonly start: number
  readonly end: number
  readonly excerpt: string
  readonly reasons: readonly Reason[]
  /** For a person, in French. */
  readonly sentence: string
}

/** A passage before it is joined to its neighbours. */
export type Found = { readonly start: number; readonly end: number; readonly reasons: readonly Reason[] }

export type CheckedArticle = {
  readonly title: string
  readonly markdown: string
  readonly hidden?: readonly Pick<HiddenPassage, 'start' | 'end'>[]
}

/** In how many articles each stem stands, over all that is imported or published; and the site's own hosts, whose links aren't elsewhere. */
export type CorpusStatistics = { readonly articles: number; readonly frequencies: ReadonlyMap<string, number> }
export type Context = { readonly corpusStatistics?: CorpusStatistics; readonly ownHosts?: readonly string[] }
