import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => {
  if (!locals.actor) redirect(303, '/connexion')
}

export const actions: Actions = {
  default: async ({ locals, setHeaders }) => {
    await locals.command('session.end')
    locals.endSession()
    // What the browser kept for this person goes too; never what waits to be sent, which lives in storage and asks first.
    setHeaders({ 'clear-site-data': '"cache"' })
    redirect(303, '/')
  },
}
