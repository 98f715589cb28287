import type { VoiceSlug } from './association-data.ts'
import { federationPages } from './pages/federation-pages.ts'
import { memberPages } from './pages/member-pages.ts'

export type DemoPage = {
  readonly slug: string
  readonly association: VoiceSlug
  readonly title: string
  /** Order in its mini-site's menu, from 1. */
  readonly order: number
  /** Markdown. */
  readonly body: string
}

export const pages: readonly DemoPage[] = [...federationPages, ...memberPages]
