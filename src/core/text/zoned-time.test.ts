import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instantToFields, zonedToInstant } from './zoned-time.ts'

const ZONES = ['Europe/Paris', 'Africa/Ouagadougou', 'Africa/Bamako', 'Africa/Algiers']

test('a day and a time of a place are one instant, in winter and in summer', () => {
  assert.equal(zonedToInstant('2026-11-24', '14:30', 'Europe/Paris'), Date.UTC(2026, 10, 24, 13, 30))
  assert.equal(zonedToInstant('2026-07-14', '14:30', 'Europe/Paris'), Date.UTC(2026, 6, 14, 12, 30))
  assert.equal(zonedToInstant('2026-07-14', '14:30', 'Africa/Ouagadougou'), Date.UTC(2026, 6, 14, 14, 30))
})

test('an hour that clocks skip is the one after, an hour shown twice the first', () => {
  assert.equal(zonedToInstant('2026-03-29', '02:30', 'Europe/Paris'), Date.UTC(2026, 2, 29, 1, 30))
  assert.equal(zonedToInstant('2026-10-25', '02:30', 'Europe/Paris'), Date.UTC(2026, 9, 25, 0, 30))
})

test('what is no day or no time is null', () => {
  for (const [day, time] of [
    ['2026-02-30', '10:00'],
    ['2026-13-01', '10:00'],
    ['24/11/2026', '10:00'],
    ['2026-11-24', '25:00'],
    ['2026-11-24', ''],
  ])
    assert.equal(zonedToInstant(day as string, time as string, 'Europe/Paris'), null)
})

test('what a form shows reads back as the same instant, outside the repeated hour', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2004, 0, 1) / 60_000, max: Date.UTC(2040, 0, 1) / 60_000 }),
      fc.constantFrom(...ZONES),
      (minutes, zone) => {
        const { day, time } = instantToFields(minutes * 60_000, zone)
        const back = zonedToInstant(day, time, zone) as number
        assert.deepEqual(instantToFields(back, zone), { day, time })
        assert.ok(back <= minutes * 60_000 && minutes * 60_000 - back <= 3_600_000)
      },
    ),
  )
})
