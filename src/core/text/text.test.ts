import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  formatBytes,
  formatDay,
  formatDayRange,
  formatMoney,
  formatNumber,
  formatOrdinal,
  formatTime,
  formatTimeInPlaces,
  instantToDay,
  plural,
} from './format.ts'
import { intlWallClock, wallClock } from './wall-clock.ts'
import { putFrenchSpaces, putFrenchSpacesInAll } from './french-spacing.ts'

const N = '\u202f'
const B = '\u00a0'

test('numbers and money as in France', () => {
  assert.equal(formatNumber(12_345.5, 'fr', 2), `12${N}345,50`)
  assert.equal(formatMoney(123_450, 'EUR', 'fr'), `1${N}234,50${B}€`)
  assert.equal(formatMoney(-4200, 'EUR', 'fr'), `−42,00${B}€`)
  assert.equal(formatMoney(12_500, 'XOF', 'fr'), `12${N}500${B}F${B}CFA`)
  assert.equal(formatMoney(123_450, 'EUR', 'en'), '€1,234.50')
  assert.equal(formatMoney(12_500, 'XOF', 'en'), `CFA${B}12,500`)
})

test('weights are rounded up', () => {
  assert.equal(formatBytes(1, 'fr'), `1${B}octet`)
  assert.equal(formatBytes(999, 'en'), `999${B}bytes`)
  assert.equal(formatBytes(1900, 'fr'), `1,9${B}Ko`)
  assert.equal(formatBytes(9000, 'fr'), `9${B}Ko`)
  assert.equal(formatBytes(33_001, 'fr'), `34${B}Ko`)
  assert.equal(formatBytes(999_001, 'fr'), `1${B}Mo`)
  assert.equal(formatBytes(1_210_000, 'en'), `1.3${B}MB`)
  assert.equal(formatBytes(2_000_000_000, 'fr'), `2${B}Go`)
})

test('days are as precise as what is known', () => {
  assert.equal(formatDay('2026-12-07', 'fr', 'full'), `lundi 7${B}décembre 2026`)
  assert.equal(formatDay('2026-12-01', 'fr'), `1er${B}décembre 2026`)
  assert.equal(formatDay('2026-12-07', 'en', 'full'), `Monday 7${B}December 2026`)
  assert.equal(formatDay('2005-12', 'fr'), 'décembre 2005')
  assert.equal(formatDay('2002', 'fr'), '2002')
  assert.equal(formatDay('été 2011', 'fr'), 'été 2011')
})

test('two days say once what they share', () => {
  assert.equal(formatDayRange('2005-12-02', '2005-12-03', 'fr'), `du 2 au 3${B}décembre 2005`)
  assert.equal(formatDayRange('2005-12-01', '2005-12-03', 'fr'), `du 1er au 3${B}décembre 2005`)
  assert.equal(formatDayRange('2005-11-30', '2005-12-01', 'fr'), `du 30${B}novembre au 1er${B}décembre 2005`)
  assert.equal(formatDayRange('2010', '2011', 'fr'), 'de 2010 à 2011')
  assert.equal(formatDayRange('2010-08', '2011-06', 'fr'), 'd’août 2010 à juin 2011')
  assert.equal(formatDayRange('2005-12-02', '2006-01-03', 'en'), `from 2${B}December 2005 to 3${B}January 2006`)
})

test('hours in the place, in both where the clocks differ', () => {
  const winter = Date.UTC(2026, 11, 7, 13, 30)
  const grigny = { name: 'Grigny', timeZone: 'Europe/Paris' }
  const koupela = { name: 'Koupéla', timeZone: 'Africa/Ouagadougou' }
  assert.equal(formatTime(winter, 'fr', 'Europe/Paris'), `14${B}h${B}30`)
  assert.equal(formatTime(Date.UTC(2026, 11, 7, 13), 'fr', 'Europe/Paris'), `14${B}h`)
  assert.equal(formatTime(winter, 'en', 'Europe/Paris'), '14:30')
  assert.equal(formatTimeInPlaces(winter, 'fr', [grigny, koupela]), `14${B}h${B}30 à Grigny, 13${B}h${B}30 à Koupéla`)
  assert.equal(formatTimeInPlaces(winter, 'fr', [grigny, { ...grigny, name: 'Givors' }]), `14${B}h${B}30`)
  assert.equal(instantToDay(Date.UTC(2026, 11, 7, 23, 30), 'Europe/Paris'), '2026-12-08')
})

test('counts and ranks', () => {
  assert.equal(plural(0, 'fr', 'nouvelle', 'nouvelles'), 'nouvelle')
  assert.equal(plural(0, 'en', 'item', 'items'), 'items')
  assert.deepEqual(
    [1, 2, 3, 4, 11, 22].map((value) => formatOrdinal(value, 'en')),
    ['1st', '2nd', '3rd', '4th', '11th', '22nd'],
  )
  assert.equal(formatOrdinal(1, 'fr'), '1re')
})

test('French spaces are put at display', () => {
  assert.equal(putFrenchSpaces("L'aide : « oui » ! Vraiment ?"), `L’aide${B}: «${N}oui${N}»${N}! Vraiment${N}?`)
  assert.equal(putFrenchSpaces('12 500 F CFA, 34 Ko, 1 234,50 €'), `12${N}500${B}F${B}CFA, 34${B}Ko, 1${N}234,50${B}€`)
  assert.equal(putFrenchSpaces('le 7 2026, https://a.example/b;c?d'), 'le 7 2026, https://a.example/b;c?d')
})

test('French spaces: putting them twice changes nothing, and only spaces and apostrophes change', () => {
  const words = fc
    .array(fc.constantFrom('a', ' ', ':', ';', '!', '?', '«', '»', '1', '234', "'", 'Ko', '\n'))
    .map((all) => all.join(''))
  const bare = (text: string) => text.replace(/[ \u00a0\u202f]/g, '').replaceAll('’', "'")
  fc.assert(
    fc.property(words, (text) => {
      const once = putFrenchSpaces(text)
      assert.equal(putFrenchSpaces(once), once)
      assert.equal(bare(once), bare(text))
    }),
  )
})

test('a catalogue gets them in its sentences and in what its functions say', () => {
  const words = putFrenchSpacesInAll({ ask: 'Prêt ?', deep: { count: (n: number) => `Reste : ${n}` }, list: ['Oui !'] })
  assert.equal(words.ask, `Prêt${N}?`)
  assert.equal(words.deep.count(2), `Reste${B}: 2`)
  assert.deepEqual(words.list, [`Oui${N}!`])
})

const TAGS = { fr: 'fr-FR', en: 'en-GB' } as const
const aLocale = fc.constantFrom('fr' as const, 'en' as const)

test('numbers are written as Intl writes them', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom(0, 1, 2), aLocale, (units, decimals, locale) => {
      const value = units / 10 ** decimals
      const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
      assert.equal(formatNumber(value, locale, decimals), new Intl.NumberFormat(TAGS[locale], digits).format(value))
    }),
  )
})

test('days are written as Intl writes them, « 1er » apart', () => {
  const styles = {
    full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    near: { weekday: 'long', day: 'numeric', month: 'long' },
    long: { day: 'numeric', month: 'long', year: 'numeric' },
    dayMonth: { day: 'numeric', month: 'long' },
    short: { day: 'numeric', month: 'short' },
    month: { month: 'long', year: 'numeric' },
  } as const
  const aDay = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  const aStyle = fc.constantFrom(...(Object.keys(styles) as (keyof typeof styles)[]))
  fc.assert(
    fc.property(aDay, aLocale, aStyle, (at, locale, style) => {
      const options = { ...styles[style], timeZone: 'UTC' }
      const intl = new Intl.DateTimeFormat(TAGS[locale], options).format(at).replace(',', '')
      const plain = formatDay(at.toISOString().slice(0, 10), locale, style).replace('\u00a0', ' ')
      assert.equal(plain.replace('1er', '1'), intl)
    }),
    { numRuns: 300 },
  )
})

test('counts take the words that Intl would choose', () => {
  for (const locale of ['fr', 'en'] as const) {
    const rules = new Intl.PluralRules(locale)
    for (let count = 0; count <= 120; count++)
      assert.equal(plural(count, locale, true, false), rules.select(count) === 'one', `${locale} ${count}`)
  }
  const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })
  const ends: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
  for (let value = 1; value <= 230; value++)
    assert.equal(formatOrdinal(value, 'en'), `${value}${ends[ordinals.select(value)]}`)
})

test('clocks are the same with and without Temporal', () => {
  const zones = fc.constantFrom('Europe/Paris', 'Africa/Ouagadougou', 'Africa/Casablanca', 'Asia/Kathmandu', 'UTC')
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1970), max: Date.UTC(2037) }), zones, (instant, zone) => {
      const { year, month, day, hour, minute } = wallClock(instant, zone)
      assert.deepEqual({ year, month, day, hour, minute }, intlWallClock(instant, zone))
    }),
    { numRuns: 300 },
  )
  assert.throws(() => wallClock(0, 'Mars/Olympus'), RangeError)
})
