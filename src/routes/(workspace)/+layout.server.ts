import type { LayoutServerLoad } from './$types'
import type { NoticeView } from '#server/accounts/notices.ts'

type Me = { readonly person: string; readonly name: string } | null

export const load: LayoutServerLoad = async ({ locals }) => ({
  formToken: locals.formToken,
  isSecure: locals.isSecure,
  me: (await locals.query('accounts.me')) as Me,
  notices: (await locals.query('accounts.notices')) as readonly NoticeView[],
})
