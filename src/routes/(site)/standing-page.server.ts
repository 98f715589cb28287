import type { RequestEvent } from '@sveltejs/kit'
import type { PageView } from '#features/portal/views.ts'

/** A page of the federation that the interface itself leads to: its own text, or null while nobody has written it. */
export async function standingPage({ locals }: RequestEvent, slug: string): Promise<PageView | null> {
  const value = (await locals.query('portal.pagePage', { association: null, slug })) as PageView | { tag: string }
  return 'tag' in value ? null : value
}
