export interface WallClock {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

/**
 * What calendar and clock show in a place at an instant (milliseconds since 1970). `Intl` opens the data of each of its seven
 * hundred languages when it is first asked for a date, 8 MiB for good; browsers that have no `Temporal` have done so anyway.
 */
export const wallClock: (instant: number, timeZone: string) => WallClock =
  'Temporal' in globalThis
    ? (instant, timeZone) => Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(timeZone)
    : intlWallClock

const kept = new Map<string, Intl.DateTimeFormat>()

/** The same by `Intl`. Making a formatter costs about 50 µs: each is made once. */
export function intlWallClock(instant: number, timeZone: string): WallClock {
  let format = kept.get(timeZone)
  if (!format) {
    const numbers = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
    format = new Intl.DateTimeFormat('en-GB', { ...numbers, timeZone, hourCycle: 'h23' })
    kept.set(timeZone, format)
  }
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const of = (type: keyof WallClock) => parts.get(type) ?? Number.NaN
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') }
}
