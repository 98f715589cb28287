import { formatDay, formatDayRange, formatTimeInPlaces, instantToDay } from '#core/text/format.ts'
import type { Locale } from '#core/text/locale.ts'
import type { When } from './views.ts'

export type WhenWords = {
  fromTo(from: string, to: string): string
}
/** `machine`: for a `datetime` attribute. `day` and `month`: the large figures of a list. */
export type WhenText = {
  readonly machine: string
  readonly day: string
  readonly month: string
  readonly year: string
  readonly days: string
  readonly hours: string | null
}

/** « lundi 7 décembre 2026 » (without its year when `isNear`) and « de 14 h à 18 h », in both places where their clocks differ. */
export function whenToText(when: When, locale: Locale, words: WhenWords, isNear = false): WhenText {
  const style = isNear ? 'near' : 'full'
  if (when.kind === 'days') return daysToText(when.from, when.to, locale, words, style, null, when.from)
  const { starts, ends, places } = when
  const zone = places[0]?.timeZone ?? 'UTC'
  const from = instantToDay(starts, zone)
  const to = ends === null ? null : instantToDay(ends, zone)
  const start = formatTimeInPlaces(starts, locale, places)
  const own = places.slice(0, 1)
  const isDifferent = start !== formatTimeInPlaces(starts, locale, own)
  const hours = ends === null || isDifferent ? start : words.fromTo(start, formatTimeInPlaces(ends, locale, own))
  return daysToText(from, to === from ? null : to, locale, words, style, hours, new Date(starts).toISOString())
}

function daysToText(
  from: string,
  to: string | null,
  locale: Locale,
  words: WhenWords,
  style: 'near' | 'full',
  hours: string | null,
  machine: string,
): WhenText {
  const [year, month, day] = from.split('-')
  return {
    machine,
    day: day === undefined ? '' : String(Number(day)),
    month: month === undefined ? (year as string) : formatDay(from, locale, 'short').replace(/^\d+\S*\s|\s\d+$/gu, ''),
    year: year as string,
    days: to === null || to === from ? formatDay(from, locale, style) : formatDayRange(from, to, locale),
    hours,
  }
}
