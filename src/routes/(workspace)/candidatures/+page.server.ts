import type { PageServerLoad } from './$types'
import type { Answered } from '../membership-forms.server.ts'
import { ask } from '../membership-forms.server.ts'

export const load: PageServerLoad = async (event) => ask<Answered<'applications'>>(event, 'membership.applications')
