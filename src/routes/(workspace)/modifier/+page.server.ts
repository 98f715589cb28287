import { error, redirect } from '@sveltejs/kit'
import { needsSignIn, sentenceOf } from '../publier/writing.server.ts'
import type { PageServerLoad } from './$types'

/** From a public text to its form. A text that was imported gets its form here; nothing that anybody else sees changes. */
export const load: PageServerLoad = async (event) => {
  needsSignIn(event)
  const publicCopy = event.url.searchParams.get('copie') ?? ''
  if (!/^[0-9a-f]{24}$/.test(publicCopy)) error(404, { message: 'Page introuvable' })
  const made = (await event.locals.command('portal.edit', { publicCopy })) as { id: string } | { tag: string }
  if ('tag' in made) error(made.tag === 'not-found' ? 404 : 403, { message: sentenceOf(made.tag) })
  redirect(303, `/publier/${made.id}`)
}
