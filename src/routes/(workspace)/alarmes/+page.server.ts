import { error, redirect } from '@sveltejs/kit'
import type { WatchView } from '#features/space/views.ts'
import { textOf } from '../entry.server.ts'
import { needsSignIn, sentenceOf } from '../publier/writing.server.ts'
import type { Actions, PageServerLoad } from './$types'
import { toDoOf, type Alarms, type Passages } from './watched.server.ts'

export const load: PageServerLoad = async (event) => {
  const { locals } = event
  needsSignIn(event)
  const found = (await locals.query('portal.passages')) as Passages | { tag: string }
  const watched = (await locals.query('portal.alarms')) as Alarms | { tag: string }
  if ('tag' in found) error(403, { message: sentenceOf(found.tag) })
  if ('tag' in watched) error(403, { message: sentenceOf(watched.tag) })
  const { alarms, mayAcknowledge } = watched
  const view: WatchView = {
    formToken: locals.formToken,
    alarms: alarms.map(({ kind, ...rest }) => ({ ...rest, toDo: toDoOf(kind) })),
    acknowledge: mayAcknowledge && alarms.length > 0 ? { upTo: Math.max(...alarms.map((alarm) => alarm.at)) } : null,
    waiting: found.waiting,
    hasMore: found.hasMore,
    decided: found.decided.flatMap(({ decision, decidedBy, decided, ...rest }) =>
      decision === 'waiting'
        ? []
        : [
            {
              ...rest,
              decision,
              by: decidedBy === null ? null : (found.names[decidedBy] ?? null),
              when: decided ?? rest.made,
            },
          ],
    ),
  }
  return { view }
}

export const actions: Actions = {
  vu: async (event) => {
    const form = await event.request.formData()
    const upTo = Number(textOf(form, 'jusque', 20))
    const made = (await event.locals.command('portal.acknowledgeAlarms', {
      upTo: Number.isFinite(upTo) ? upTo : 0,
    })) as {
      tag?: string
    }
    if (made.tag) error(403, { message: sentenceOf(made.tag) })
    redirect(303, '/alarmes')
  },
}
