import { json } from '@sveltejs/kit'
import { textOf } from '../../../../entry.server.ts'
import { importFr } from '#features/space/messages/import-fr.ts'
import { notAddedToText, placeOf, readPlace } from '../import-view.server.ts'
import type { RequestHandler } from './$types'

/** How far the import is, for the page's own script: `{ isOver, done, all, text }`. */
export const GET: RequestHandler = async (event) => {
  await readPlace(event)
  const { run } = event.locals.imports.look(placeOf(event))
  const { done, all, pictures } = run?.progress ?? { done: 0, all: 0, pictures: 0 }
  const text = all === 0 ? importFr.reading : importFr.progress(done, all, pictures)
  return json({ isOver: run?.ended !== null, done, all, text })
}

/**
 * A file that arrived in pieces takes its place: `{}`, or `{ problem }` with a sentence. Without `envoi`, whether a picture of that path and
 * size is here already: `{ isHere }`.
 */
export const POST: RequestHandler = async (event) => {
  await readPlace(event)
  const { locals } = event
  const form = await event.request.formData()
  const path = textOf(form, 'chemin', 1_000)
  const upload = textOf(form, 'envoi', 40)
  const place = placeOf(event)
  if (upload === '') return json({ isHere: await locals.imports.has(place, path, Number(textOf(form, 'taille', 15))) })
  const kind = textOf(form, 'genre', 10) === 'export' ? 'export' : 'picture'
  const added = await locals.imports.add(place, locals.actor?.person ?? '', { kind, upload, path })
  if (added.tag === 'added') return json({})
  return json({ problem: notAddedToText(path.split('/').at(-1) ?? '', added) }, { status: 422 })
}
