import ICAL from 'ical.js'
import { instantToDay } from '#core/text/format.ts'

// ical.js forgets the space that a folded line begins with: RFC 5545 allows 75 octets, that one included.
ICAL.foldLength = 74

/** A public date as calendars give it. */
export type CalendarItem = {
  /** Entity's id, 24 hexadecimal digits: the event's UID, so that a moved date moves in people's calendars. */
  readonly id: string
  readonly path: string
  readonly title: string
  /** Plain text. */
  readonly text: string
  readonly place: string
  /** Association that invites. */
  readonly association: string
  /** Seconds UTC. */
  readonly starts: number
  /** Seconds UTC; null when nobody said. Of whole days: any instant of the last day. */
  readonly ends: number | null
  readonly isWholeDay: boolean
  /** Seconds UTC of its last revision. */
  readonly updated: number
  /** How many times it was revised: calendars keep the highest. */
  readonly revision: number
  /** Withdrawn after people may have copied it. */
  readonly isCancelled: boolean
}

export type CalendarChannel = {
  readonly title: string
  readonly description: string
  /** Address of the calendar itself, beginning with `/`. */
  readonly path: string
  /** BCP 47. */
  readonly language: string
  /** IANA zone in which whole days are days. */
  readonly timeZone: string
}

/**
 * Dates as iCalendar (RFC 5545, with RFC 7986's names). Hours are in UTC, which every calendar turns into its own; whole days are dates,
 * their end the day after the last. The same dates always give the same bytes.
 */
export function itemsToCalendar(channel: CalendarChannel, items: readonly CalendarItem[], origin: string): string {
  const calendar = new ICAL.Component('vcalendar')
  calendar.updatePropertyWithValue('version', '2.0')
  calendar.updatePropertyWithValue('prodid', `-//Trait d’union//Portail//${channel.language.toUpperCase().slice(0, 2)}`)
  calendar.updatePropertyWithValue('calscale', 'GREGORIAN')
  for (const name of ['name', 'x-wr-calname']) calendar.updatePropertyWithValue(name, clean(channel.title))
  for (const name of ['description', 'x-wr-caldesc']) calendar.updatePropertyWithValue(name, clean(channel.description))
  const source = calendar.updatePropertyWithValue('source', origin + channel.path)
  source.setParameter('value', 'URI')
  const interval = calendar.updatePropertyWithValue('refresh-interval', 'PT6H')
  interval.setParameter('value', 'DURATION')
  calendar.updatePropertyWithValue('x-published-ttl', 'PT6H')
  for (const item of items) calendar.addSubcomponent(itemToEvent(item, channel, origin))
  return `${calendar.toString()}\r\n`
}

function itemToEvent(item: CalendarItem, { timeZone }: CalendarChannel, origin: string): ICAL.Component {
  const event = new ICAL.Component('vevent')
  const set = (name: string, value: string | number | ICAL.Time) => event.updatePropertyWithValue(name, value)
  set('uid', item.id)
  // Without METHOD, DTSTAMP is when the event was last revised (RFC 5545, 3.8.7.2).
  set('dtstamp', toUtc(item.updated))
  set('last-modified', toUtc(item.updated))
  set('sequence', item.revision)
  if (item.isWholeDay) {
    set('dtstart', toDay(item.starts, timeZone, 0))
    set('dtend', toDay(Math.max(item.starts, item.ends ?? item.starts), timeZone, 1))
  } else {
    set('dtstart', toUtc(item.starts))
    if (item.ends !== null && item.ends > item.starts) set('dtend', toUtc(item.ends))
  }
  set('summary', clean(item.title))
  if (item.text !== '') set('description', clean(item.text))
  if (item.place !== '') set('location', clean(item.place))
  if (item.association !== '') set('categories', clean(item.association))
  set('url', origin + item.path)
  set('status', item.isCancelled ? 'CANCELLED' : 'CONFIRMED')
  set('transp', 'TRANSPARENT')
  return event
}

const toUtc = (seconds: number): ICAL.Time =>
  ICAL.Time.fromDateTimeString(new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z'))

const toDay = (seconds: number, timeZone: string, later: number): ICAL.Time => {
  const day = ICAL.Time.fromDateString(instantToDate(seconds, timeZone))
  day.adjust(later, 0, 0, 0)
  return day
}

/** `YYYY-MM-DD` of an instant (seconds UTC) in a zone. */
export const instantToDate = (seconds: number, timeZone: string): string => instantToDay(seconds * 1000, timeZone)

/** Line ends as calendars know them, no other control characters. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
