import { error } from '@sveltejs/kit'

/** Whatever leads nowhere says so inside the site, with its search. */
export const load = () => error(404, { message: 'Page introuvable' })
