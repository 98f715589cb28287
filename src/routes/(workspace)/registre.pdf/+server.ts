import { error } from '@sveltejs/kit'
import type { RequestHandler } from './$types'
import { membershipFailure } from '#features/membership/index.ts'
import { ask } from '../membership-forms.server.ts'
import type { Answered } from '../membership-forms.server.ts'

export const GET: RequestHandler = async (event) => {
  const content = await ask<Answered<'register'>>(event, 'membership.register')
  const printed = await event.locals.print({ print: 'register', content, locale: 'fr', now: Date.now() })
  if ('tag' in printed) {
    const { status, sentence } = membershipFailure(printed)
    error(status, { message: sentence })
  }
  return new Response(new Uint8Array(printed), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="registre-${content.established}.pdf"`,
      'cache-control': 'no-store',
    },
  })
}
