import type { VoiceSlug } from '../association-data.ts'
import type { PictureKey } from '../drawings.ts'

/** One news item. Body: Markdown, 120–400 words, `##`, lists, quotes, links only to `/slug/` of a member. */
export type DemoArticle = {
  readonly slug: string
  readonly title: string
  readonly association: VoiceSlug
  /** Where it was written from. */
  readonly voice: 'nord' | 'sud'
  /** A role, never a name. */
  readonly author: string
  readonly place: string
  readonly tags: readonly string[]
  readonly picture: { readonly key: PictureKey; readonly alt: string }
  readonly body: string
  /** Past articles have a day `YYYY-MM-DD`; recent ones are counted back from the founding of the demonstration. */
  readonly when: { readonly date: string } | { readonly daysAgo: number }
}

/** `today` and the result: `YYYY-MM-DD`. */
export function articleDate({ when }: DemoArticle, today: string): string {
  if ('date' in when) return when.date
  return new Date(Date.parse(`${today}T12:00:00Z`) - when.daysAgo * 86_400_000).toISOString().slice(0, 10)
}
