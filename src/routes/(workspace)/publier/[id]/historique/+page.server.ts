import { error, redirect } from '@sveltejs/kit'
import type { OutputOf } from '#features/feature.server.ts'
import type { portal } from '#features/portal/index.server.ts'
import { diffWords } from '#features/space/word-diff.ts'
import type { HistoryView } from '#features/space/views.ts'
import { momentToText } from '../../editor-view.server.ts'
import { textOf } from '../../../entry.server.ts'
import { needsSignIn, readDraft, sentenceOf } from '../../writing.server.ts'
import type { Actions, PageServerLoad } from './$types'

type Queries = typeof portal.queries
const ID = /^[0-9a-f]{24}$/
const FIELDS = ['title', 'body', 'place'] as const

export const load: PageServerLoad = async (event) => {
  const { locals, params, url } = event
  needsSignIn(event)
  const draft = await readDraft(locals, params.id)
  const found = (await locals.query('portal.history', { id: params.id })) as OutputOf<Queries['history']>
  if ('tag' in found) error(403, { message: sentenceOf(found.tag) })
  const { revisions } = found
  const when = (time: number) => momentToText(Math.floor(time / 1000), draft.timeZone)
  const here = `/publier/${params.id}/historique`
  const asked = url.searchParams.get('version') ?? ''
  const index = revisions.findIndex((one) => one.id === asked)
  const one = revisions[index]
  const before = revisions[index - 1]
  const view: HistoryView = {
    title: draft.text.title,
    lang: draft.text.language || 'fr',
    back: `/publier/${params.id}`,
    action: here,
    formToken: locals.formToken,
    revisions: revisions.toReversed().map(({ id, time, author, verb, fields }) => ({
      id,
      when: when(time),
      author,
      verb,
      compareHref: fields.some((name) => (FIELDS as readonly string[]).includes(name)) ? `${here}?version=${id}` : null,
    })),
    compared: one
      ? {
          sentence: `${when(one.time)}.`,
          fields: await compared(event, before?.id ?? null, one.id),
          restore: draft.may.restore && index < revisions.length - 1 ? one.id : null,
        }
      : null,
  }
  return { view }
}

async function compared({ locals, params }: Parameters<PageServerLoad>[0], from: string | null, to: string) {
  const input = { id: params.id, from: from ?? to, to }
  const found = (await locals.query('portal.compare', input)) as OutputOf<Queries['compare']>
  if ('tag' in found) return []
  const { before, after } = found
  return FIELDS.flatMap((name) => {
    const old = from === null ? '' : before[name]
    return old === after[name] ? [] : [{ name, parts: diffWords(old, after[name]) }]
  })
}

export const actions: Actions = {
  default: async (event) => {
    const { locals, params, request } = event
    if (!locals.actor) redirect(303, `/connexion?suite=${encodeURIComponent(event.url.pathname)}`)
    const operation = textOf(await request.formData(), 'version', 24)
    if (!ID.test(operation) || !ID.test(params.id)) error(404, { message: 'Page introuvable' })
    const made = (await locals.command('portal.restore', { draft: params.id, from: params.id, operation })) as {
      tag?: string
    }
    if (made.tag) error(403, { message: sentenceOf(made.tag) })
    redirect(303, `/publier/${params.id}?fait=restaure`)
  },
}
