import { json } from '@sveltejs/kit'
import type { OutputOf } from '#features/feature.server.ts'
import type { portal } from '#features/portal/index.server.ts'
import { failureSentence, failureStatus } from '#server/http/failures.ts'
import { isFailure, textOf } from '../../entry.server.ts'
import { FEDERATION, readPlaces, sentenceOf } from '../writing.server.ts'
import type { RequestHandler } from './$types'

/** A picture for the inside of a text, from the editor with buttons: `{ id }`, or `{ problem }` with a sentence. */
export const POST: RequestHandler = async ({ locals, request }) => {
  const refuse = (status: number, problem: string) => json({ problem }, { status })
  if (!locals.actor) return refuse(403, sentenceOf('needs-sign-in'))
  const form = await request.formData()
  const id = textOf(form, 'texte', 24)
  let association: string | null
  if (/^[0-9a-f]{24}$/.test(id)) {
    const draft = (await locals.query('portal.draftToEdit', { id })) as OutputOf<typeof portal.queries.draftToEdit>
    if ('tag' in draft) return refuse(403, sentenceOf(draft.tag))
    association = draft.text.association
  } else {
    const asked = textOf(form, 'association', 40)
    association = asked === FEDERATION ? null : asked || ((await readPlaces(locals)).places[0]?.id ?? null)
  }
  const arrived = locals.arrivedPicture('photo')
  if (!arrived) return refuse(422, sentenceOf('no-picture'))
  if (arrived.tag !== 'picture') return refuse(failureStatus(arrived), failureSentence(arrived))
  const { preview, colour, sizes, card } = arrived
  const made = await locals.command('portal.addPicture', {
    association,
    preview,
    colour,
    sizes: [...sizes, card].map(({ bytes, ...size }) => ({ ...size, weight: bytes })),
  })
  return isFailure(made) ? refuse(403, sentenceOf(made.tag)) : json({ id: (made as { id: string }).id })
}
