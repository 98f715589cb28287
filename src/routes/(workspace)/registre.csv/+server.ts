import type { RequestHandler } from './$types'
import { registerToCsv } from '#server/print/register-csv.ts'
import { ask } from '../membership-forms.server.ts'
import type { Answered } from '../membership-forms.server.ts'

export const GET: RequestHandler = async (event) => {
  const register = await ask<Answered<'register'>>(event, 'membership.register')
  return new Response(registerToCsv(register, 'fr'), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="registre-${register.established}.csv"`,
      'cache-control': 'no-store',
    },
  })
}
