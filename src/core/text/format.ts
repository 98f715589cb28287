import type { Locale } from './locale.ts'
import { wallClock } from './wall-clock.ts'

const NBSP = '\u00a0'
const NARROW = '\u202f'

/** « 1 234,5 »: narrow no-break spaces in French. */
export function formatNumber(value: number, locale: Locale, decimals = 0): string {
  const [whole = '', part] = value.toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, locale === 'fr' ? NARROW : ',')
  return part === undefined ? grouped : `${grouped}${locale === 'fr' ? ',' : '.'}${part}`
}

/** Amount in the smallest unit: cents of a euro, whole CFA francs. « 1 234,50 € », « 12 500 F CFA ». */
export function formatMoney(amount: number, currency: 'EUR' | 'XOF', locale: Locale): string {
  if (currency === 'XOF') {
    return locale === 'fr'
      ? `${formatNumber(amount, locale)}${NBSP}F${NBSP}CFA`
      : `CFA${NBSP}${formatNumber(amount, locale)}`
  }
  const number = formatNumber(Math.abs(amount) / 100, locale, 2)
  const sign = amount < 0 ? '−' : ''
  return locale === 'fr' ? `${sign}${number}${NBSP}€` : `${sign}€${number}`
}

/** « 34 Ko », « 1,2 Mo »: thousands of bytes, rounded up so that nobody is told less than what is sent. */
export function formatBytes(bytes: number, locale: Locale): string {
  const fr = locale === 'fr'
  if (bytes < 1000)
    return fr ? `${bytes}${NBSP}${bytes < 2 ? 'octet' : 'octets'}` : `${bytes}${NBSP}${bytes === 1 ? 'byte' : 'bytes'}`
  const kilo = bytes < 10_000 ? Math.ceil(bytes / 100) / 10 : Math.ceil(bytes / 1000)
  if (kilo < 1000) return `${formatShort(kilo, locale)}${NBSP}${fr ? 'Ko' : 'KB'}`
  const mega = Math.ceil(bytes / 100_000) / 10
  if (mega < 1000) return `${formatShort(mega, locale)}${NBSP}${fr ? 'Mo' : 'MB'}`
  return `${formatShort(Math.ceil(bytes / 100_000_000) / 10, locale)}${NBSP}${fr ? 'Go' : 'GB'}`
}

const formatShort = (value: number, locale: Locale) => formatNumber(value, locale, Number.isInteger(value) ? 0 : 1)

export type DateStyle = 'long' | 'full' | 'near' | 'dayMonth' | 'short' | 'month'

const toWords = (text: string): readonly string[] => text.split(' ')
/** Sunday first, as `Date` counts. */
const WEEKDAYS: Readonly<Record<Locale, readonly string[]>> = {
  fr: toWords('dimanche lundi mardi mercredi jeudi vendredi samedi'),
  en: toWords('Sunday Monday Tuesday Wednesday Thursday Friday Saturday'),
}
const MONTHS: Readonly<Record<Locale, readonly string[]>> = {
  fr: toWords('janvier février mars avril mai juin juillet août septembre octobre novembre décembre'),
  en: toWords('January February March April May June July August September October November December'),
}
const SHORT_MONTHS: Readonly<Record<Locale, readonly string[]>> = {
  fr: toWords('janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.'),
  en: toWords('Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec'),
}

/**
 * `day`: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as precise as what is known; anything else comes back as it is.
 * `full`: « lundi 7 décembre 2026 »; `near`: without the year, for what comes soon. The spaces don't break between day and month.
 */
export function formatDay(day: string, locale: Locale, style: DateStyle = 'long'): string {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(day)
  if (!parts) return day
  const [, year, month, date] = parts
  if (month === undefined) return year as string
  const known = date === undefined ? 'month' : style
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date ?? 1)))
  const name = (known === 'short' ? SHORT_MONTHS : MONTHS)[locale][at.getUTCMonth()]
  if (known === 'month') return `${name} ${at.getUTCFullYear()}`
  const number = locale === 'fr' && at.getUTCDate() === 1 ? '1er' : at.getUTCDate()
  const weekday = known === 'full' || known === 'near' ? `${WEEKDAYS[locale][at.getUTCDay()]} ` : ''
  const end = known === 'full' || known === 'long' ? ` ${at.getUTCFullYear()}` : ''
  return `${weekday}${number}${NBSP}${name}${end}`
}

/** « du 2 au 3 décembre 2005 »: what both days share is said once. Days as in `formatDay`. */
export function formatDayRange(from: string, to: string, locale: Locale): string {
  const sameMonth = from.length === 10 && from.slice(0, 7) === to.slice(0, 7)
  const end = formatDay(to, locale)
  const start = sameMonth
    ? String(Number(from.slice(8))).replace(/^1$/, locale === 'fr' ? '1er' : '1')
    : formatDay(from, locale, from.slice(0, 4) === to.slice(0, 4) && from.length === 10 ? 'dayMonth' : 'long')
  if (locale === 'en') return `from ${start} to ${end}`
  if (from.length === 10) return `du ${start} au ${end}`
  return `${/^[aeéo]/.test(start) ? 'd’' : 'de '}${start} à ${end}`
}

/** The day on which an instant (milliseconds since 1970) falls in a place: `YYYY-MM-DD`. */
export function instantToDay(instant: number, timeZone: string): string {
  const { year, month, day } = wallClock(instant, timeZone)
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

/** « 14 h 30 », « 14 h », « 2.30 pm » in English style « 14:30 ». */
export function formatTime(instant: number, locale: Locale, timeZone: string): string {
  const { hour, minute } = wallClock(instant, timeZone)
  if (locale === 'en') return `${twoDigits(hour)}:${twoDigits(minute)}`
  return minute === 0 ? `${hour}${NBSP}h` : `${hour}${NBSP}h${NBSP}${twoDigits(minute)}`
}

/** « 14 h 30 à Grigny, 12 h 30 à Koupéla »: one time only where the clocks agree. The first place is the date's own. */
export function formatTimeInPlaces(
  instant: number,
  locale: Locale,
  places: readonly { readonly name: string; readonly timeZone: string }[],
): string {
  const times = places.map(({ timeZone }) => formatTime(instant, locale, timeZone))
  if (times.every((time) => time === times[0])) return times[0] ?? ''
  const at = locale === 'fr' ? 'à' : 'in'
  return places.map(({ name }, index) => `${times[index]} ${at} ${name}`).join(', ')
}

/** What « 1re », « 3e », « 1st », « 3rd » add to a number. */
export function formatOrdinal(value: number, locale: Locale): string {
  if (locale === 'fr') return value === 1 ? `1re` : `${value}e`
  const isTeen = value % 100 >= 11 && value % 100 <= 13
  return `${value}${(isTeen ? undefined : ['', 'st', 'nd', 'rd'][value % 10]) || 'th'}`
}

/** Picks the words for a count: French says « 0 nouvelle », English « 0 news ». */
export function plural<T>(count: number, locale: Locale, one: T, other: T): T {
  return (locale === 'fr' ? Math.abs(count) < 2 : count === 1) ? one : other
}

export const twoDigits = (value: number): string => String(value).padStart(2, '0')
