import { instantToDay, twoDigits } from './format.ts'
import { wallClock } from './wall-clock.ts'

/** Minutes by which a zone's clocks are ahead of UTC at an instant (milliseconds). */
function offsetAt(instant: number, timeZone: string): number {
  const { year, month, day, hour, minute } = wallClock(instant, timeZone)
  const shown = Date.UTC(year, month - 1, day, hour, minute)
  return Math.round((shown - Math.floor(instant / 60_000) * 60_000) / 60_000)
}

/**
 * The instant (milliseconds) of a day « 2026-11-24 » and a clock time « 14:30 » in a zone; null when there is no such day or
 * time. Where clocks skip that hour, the one after; where they show it twice, the first.
 */
export function zonedToInstant(day: string, time: string, timeZone: string): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)(?::\d{2})?$/.exec(time) ?? []
  if (year === undefined || hour === undefined) return null
  const plain = Date.UTC(Number(year), Number(month) - 1, Number(date), Number(hour), Number(minute))
  if (!new Date(plain).toISOString().startsWith(day)) return null
  const before = plain - offsetAt(plain - 86_400_000, timeZone) * 60_000
  if (offsetAt(before, timeZone) === offsetAt(plain - 86_400_000, timeZone)) return before
  const after = plain - offsetAt(plain + 86_400_000, timeZone) * 60_000
  return offsetAt(after, timeZone) === offsetAt(plain + 86_400_000, timeZone) ? after : before
}

/** The clock time « 14:30 » of an instant (milliseconds) in a zone. */
export function instantToClock(instant: number, timeZone: string): string {
  const { hour, minute } = wallClock(instant, timeZone)
  return `${twoDigits(hour)}:${twoDigits(minute)}`
}

/** Both at once, for a form's two fields. */
export const instantToFields = (
  instant: number,
  timeZone: string,
): { readonly day: string; readonly time: string } => ({
  day: instantToDay(instant, timeZone),
  time: instantToClock(instant, timeZone),
})
