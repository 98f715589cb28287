import { json } from '@sveltejs/kit'
import { carryWords } from '#features/link/carry-words.ts'
import { textOf } from '../../../entry.server.ts'
import { mayCarry, notTakenToText } from '../carry-view.server.ts'
import type { RequestHandler } from './$types'

/** How far the reading is, for the page's own script: `{ isOver, done, all, text }`, in bytes of the file. */
export const GET: RequestHandler = async (event) => {
  await mayCarry(event)
  const last = event.locals.bundles.last()
  const { operations, read, size } = last?.progress ?? { operations: 0, read: 0, size: 0 }
  return json({ isOver: last?.ended !== null, done: read, all: size, text: carryWords.progress(operations) })
}

/** A file that arrived in pieces is read: `{}`, or `{ problem }` with a sentence. */
export const POST: RequestHandler = async (event) => {
  await mayCarry(event)
  const { bundles, actor } = event.locals
  const form = await event.request.formData()
  const started = await bundles.read(textOf(form, 'envoi', 40), actor?.person ?? '')
  return started.tag === 'started' ? json({}) : json({ problem: notTakenToText(started) }, { status: 422 })
}
