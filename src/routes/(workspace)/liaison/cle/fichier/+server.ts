import { redirect } from '@sveltejs/kit'
import { Readable } from 'node:stream'
import { textOf } from '../../../entry.server.ts'
import { mayCarry } from '../carry-view.server.ts'
import type { RequestHandler } from './$types'

/** The file for a place, as it comes from the disk; what kept it from being made is said on the page. */
export const POST: RequestHandler = async (event) => {
  await mayCarry(event)
  const form = await event.request.formData()
  const made = await event.locals.bundles.prepare(textOf(form, 'lieu', 64))
  if ('tag' in made) redirect(303, `/liaison/cle?echec=${encodeURIComponent(made.tag)}`)
  const [reader] = made.for
  return new Response(Readable.toWeb(made.bytes) as ReadableStream, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(made.size),
      'content-disposition': `attachment; filename="${nameFor(reader?.name ?? '')}"`,
      'cache-control': 'no-store',
    },
  })
}

/** « échange pour Koupéla, 24 novembre » as every disk takes it. */
function nameFor(place: string): string {
  const plain = place.normalize('NFD').replace(/[^\w -]/g, '')
  const word = plain
    .trim()
    .toLowerCase()
    .replace(/[\W_]+/g, '-')
    .slice(0, 40)
  return `pour-${word || 'un-autre-lieu'}-${new Date().toISOString().slice(0, 10)}.age`
}
