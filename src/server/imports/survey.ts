import { createReadStream } from 'node:fs'
import { readWordpressExport } from '#features/portal/wordpress/decode.ts'
import type { WordpressEnd } from '#features/portal/wordpress/entry.ts'

/** What must be known of an export before anything of it is kept. */
export type Survey = {
  readonly site: { readonly title: string; readonly address: string; readonly language: string }
  /** By their numbers: texts name their picture before or after it comes. */
  readonly attachments: ReadonlyMap<string, { readonly address: string; readonly alt: string }>
  readonly counts: Extract<WordpressEnd, { readonly tag: 'end' }>['counts']
  readonly warnings: readonly string[]
}

const MOST_ATTACHMENTS = 200_000

/** Reads the whole file once, so that what is refused at its end hasn't been half kept before. */
export async function surveyExport(
  file: string,
  signal: AbortSignal,
): Promise<Survey | Extract<WordpressEnd, { readonly tag: 'refused' }> | { readonly tag: 'stopped' }> {
  let site: Survey['site'] = { title: '', address: '', language: '' }
  const attachments = new Map<string, { address: string; alt: string }>()
  for await (const entry of readWordpressExport(createReadStream(file))) {
    if (signal.aborted) return { tag: 'stopped' }
    if (entry.tag === 'site') site = cutSite(entry)
    else if (entry.tag === 'attachment' && entry.id !== '' && attachments.size < MOST_ATTACHMENTS)
      attachments.set(entry.id, { address: entry.address.slice(0, 2000), alt: entry.alt.slice(0, 300) })
    else if (entry.tag === 'refused') return entry
    else if (entry.tag === 'end') return { site, attachments, counts: entry.counts, warnings: entry.warnings }
  }
  throw new Error('an export always ends')
}

const cutSite = ({ title, address, language }: Survey['site']): Survey['site'] => ({
  title: title.slice(0, 200),
  address: address.slice(0, 300),
  language: language.slice(0, 35),
})
