import { error } from '@sveltejs/kit'
import { brotliCompressSync, constants } from 'node:zlib'
import type { OutputOf } from '#features/feature.server.ts'
import type { portal } from '#features/portal/index.server.ts'
import { needsSignIn, readDraft, sentenceOf } from '../../writing.server.ts'
import type { PageServerLoad } from './$types'

type Frame = Exclude<OutputOf<typeof portal.queries.frame>, { readonly tag: string }>

export const load: PageServerLoad = async (event) => {
  const { locals, params, url } = event
  needsSignIn(event)
  if (!/^[0-9a-f]{24}$/.test(params.id)) error(404, { message: 'Page introuvable' })
  const found = (await locals.query('portal.draftPreview', { id: params.id })) as OutputOf<
    typeof portal.queries.draftPreview
  >
  if ('tag' in found) error(found.tag === 'not-found' ? 404 : 403, { message: sentenceOf(found.tag) })
  const kept = await readDraft(locals, params.id)
  const frame = (await locals.query('portal.frame', null)) as Frame
  return {
    id: params.id,
    preview: found,
    /** The form that puts it on the site: for who may, and where no later moment was set. */
    publishing:
      kept.may.publish && !kept.isDiscarded && kept.text.scheduled === null && !url.searchParams.has('pese')
        ? { formToken: locals.formToken, isOnline: kept.online !== null }
        : null,
    frame: {
      ...frame,
      locale: 'fr',
      origin: null,
      path: url.pathname,
      section: found.kind === 'date' ? 'dates' : 'news',
      display: { text: 'normal', isLight: false },
      weight: null,
      association: null,
      hasOtherLanguage: false,
    } as const,
    weight: url.searchParams.has('pese') ? null : await weigh(event),
  }
}

/** Bytes of this page as it would travel, without its picture: it is made once more and compressed like the public ones. */
async function weigh({ fetch, url }: Parameters<PageServerLoad>[0]): Promise<number | null> {
  const answer = await fetch(`${url.pathname}?pese=1`)
  if (!answer.ok) return null
  const page = Buffer.from(await answer.arrayBuffer())
  return brotliCompressSync(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length
}
