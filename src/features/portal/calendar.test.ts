import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { itemsToCalendar } from './calendar.ts'
import type { CalendarItem } from './calendar.ts'

const ORIGIN = 'https://portail.example'
const channel = {
  title: 'Agenda de la fédération, « tout »; ensemble',
  description: 'Dates publiques',
  path: '/agenda.ics',
  language: 'fr',
  timeZone: 'Europe/Paris',
}
const seconds = (iso: string) => Date.parse(iso) / 1000
const item: CalendarItem = {
  id: '0123456789abcdef01234567',
  path: '/agenda/biennale',
  title: 'Biennale ; acte V, « solidarités »',
  text: 'Premier jour.\nDeuxième jour : table ronde, bar solidaire\\fin.',
  place: 'Salle Roger-Tissot, Givors',
  association: 'Amicale Laïque',
  starts: seconds('2026-12-07T13:30:00Z'),
  ends: seconds('2026-12-07T17:00:00Z'),
  isWholeDay: false,
  updated: seconds('2026-10-01T08:00:00Z'),
  revision: 3,
  isCancelled: false,
}

const read = (ics: string) => {
  const calendar = new ICAL.Component(ICAL.parse(ics))
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event)) }
}
const oneEvent = (changes: Partial<CalendarItem>) => {
  const [event] = read(itemsToCalendar(channel, [{ ...item, ...changes }], ORIGIN)).events
  assert.ok(event)
  return event
}

test('a date comes back as it was', () => {
  const { calendar, events } = read(itemsToCalendar(channel, [item], ORIGIN))
  assert.equal(calendar.getFirstPropertyValue('version'), '2.0')
  assert.equal(calendar.getFirstPropertyValue('x-wr-calname'), channel.title)
  const [event] = events
  assert.ok(event)
  assert.equal(event.uid, item.id)
  assert.equal(event.summary, item.title)
  assert.equal(event.description, item.text)
  assert.equal(event.location, item.place)
  assert.equal(event.sequence, 3)
  assert.equal(event.startDate.toJSDate().toISOString(), '2026-12-07T13:30:00.000Z')
  assert.equal(event.endDate.toJSDate().toISOString(), '2026-12-07T17:00:00.000Z')
  const value = (name: string) => String(event.component.getFirstPropertyValue(name))
  assert.equal(value('dtstamp'), '2026-10-01T08:00:00Z')
  assert.equal(value('last-modified'), '2026-10-01T08:00:00Z')
  assert.equal(value('url'), 'https://portail.example/agenda/biennale')
  assert.equal(value('status'), 'CONFIRMED')
})

test('whole days are dates in their zone, and end the day after', () => {
  // Midnight in Lyon is still the day before in UTC.
  const days = oneEvent({
    isWholeDay: true,
    starts: seconds('2026-12-06T23:00:00Z'),
    ends: seconds('2026-12-07T23:00:00Z'),
  })
  assert.equal(days.startDate.isDate, true)
  assert.equal(days.startDate.toString(), '2026-12-07')
  assert.equal(days.endDate.toString(), '2026-12-09')
  const day = oneEvent({ isWholeDay: true, starts: seconds('2026-12-31T00:00:00Z'), ends: null })
  assert.equal(day.startDate.toString(), '2026-12-31')
  assert.equal(day.endDate.toString(), '2027-01-01')
})

test('an end that isn’t known or comes first is left out; a cancelled date says so', () => {
  for (const ends of [null, item.starts, item.starts - 60])
    assert.equal(oneEvent({ ends }).component.getFirstProperty('dtend'), null)
  assert.equal(oneEvent({ isCancelled: true }).component.getFirstPropertyValue('status'), 'CANCELLED')
})

test('lines end as the standard says and hold at most 75 octets; the same dates give the same bytes', () => {
  const ics = itemsToCalendar(channel, [{ ...item, text: 'ɛɔŋ é '.repeat(200) }], ORIGIN)
  assert.ok(ics.endsWith('END:VCALENDAR\r\n'))
  for (const line of ics.split('\r\n')) {
    assert.ok(!line.includes('\n'))
    assert.ok(Buffer.byteLength(line) <= 75, line)
  }
  assert.equal(itemsToCalendar(channel, [item], ORIGIN), itemsToCalendar(channel, [item], ORIGIN))
})

test('whatever people typed, the calendar reads back, one event a date', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 })
  const changes = fc.record({
    title: text,
    text,
    place: text,
    association: text,
    starts: fc.integer({ min: 0, max: 4_000_000_000 }),
    ends: fc.option(fc.integer({ min: 0, max: 4_000_000_000 })),
    isWholeDay: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 4 }), (all) => {
      const { events } = read(
        itemsToCalendar(
          channel,
          all.map((one) => ({ ...item, ...one })),
          ORIGIN,
        ),
      )
      assert.equal(events.length, all.length)
      all.forEach((one, index) => assert.equal(events[index]?.summary, cleaned(one.title)))
    }),
    { numRuns: 500 },
  )
})
const cleaned = (text: string) =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
