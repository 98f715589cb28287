import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'
import { CODE_LENGTHS, readCode } from '#server/accounts/codes.ts'
import { refuse, textOf } from '../entry.server.ts'

export const load: PageServerLoad = () => ({})

export const actions: Actions = {
  default: async ({ request }) => {
    const typed = textOf(await request.formData(), 'code', 60)
    const code = readCode(typed, CODE_LENGTHS.invitation)
    if (!code) return refuse({ tag: 'wrong-code' }, { code: typed })
    redirect(303, `/invitation/${code}`)
  },
}
