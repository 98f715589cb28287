import { error, type RequestEvent } from '@sveltejs/kit'
import { itemsToCalendar } from '#features/portal/calendar.ts'
import { itemsToAtom, itemsToJsonFeed, itemsToRss } from '#features/portal/feeds.ts'
import { ask } from './ask.server.ts'

const FEEDS = {
  'atom.xml': { type: 'application/atom+xml', write: itemsToAtom },
  'rss.xml': { type: 'application/rss+xml', write: itemsToRss },
  'flux.json': { type: 'application/feed+json', write: itemsToJsonFeed },
} as const

/** A feed or the calendar of everybody (null) or of one association, by its file's name. */
export async function answerFeed(event: RequestEvent, association: string | null, file: string): Promise<Response> {
  if (file === 'agenda.ics') return answerCalendar(event, { association, short: null })
  const feed = FEEDS[file as keyof typeof FEEDS]
  if (!feed) error(404, { message: 'Page introuvable' })
  const { channel, items } = await ask(event, 'portal.feed', { association })
  return answerText(feed.write(channel, items, event.locals.originAsked), feed.type)
}

export async function answerCalendar(
  event: RequestEvent,
  which: { readonly association: string | null; readonly short: string | null },
): Promise<Response> {
  const { channel, items } = await ask(event, 'portal.calendar', which)
  return answerText(itemsToCalendar(channel, items, event.locals.originAsked), 'text/calendar')
}

export const answerText = (text: string, type: string): Response =>
  new Response(text, { headers: { 'content-type': `${type}; charset=utf-8` } })
