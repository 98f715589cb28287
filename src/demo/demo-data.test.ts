import assert from 'node:assert/strict'
import { test } from 'node:test'
import { associations } from './associations.ts'
import { charters } from './charter.ts'
import { dates } from './dates.ts'
import { timeline } from './timeline.ts'
import { votes } from './votes.ts'

const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const isDay = (text: string): boolean => day.test(text) && new Date(text).toISOString().startsWith(text)
const unique = (values: readonly string[]): boolean => new Set(values).size === values.length
const slugs = new Set<string>(associations.map(({ slug }) => slug))

/** Whether the association is a member on that day. */
function isMember(slug: string, date: string): boolean {
  const found = associations.find((association) => association.slug === slug)
  return found?.periods.some(({ joined, left }) => joined <= date && (left === undefined || date <= left)) ?? false
}

test('nine associations, unique, within the bounds of a card', () => {
  assert.equal(associations.length, 9)
  assert.ok(unique(associations.map(({ slug }) => slug)))
  assert.ok(unique(associations.map(({ name }) => name)))
  for (const { slug, purpose, presentation, place, partner } of associations) {
    assert.match(slug, /^[a-z]+(-[a-z]+)*$/)
    assert.ok(purpose.length <= 160, slug)
    const paragraphs = presentation.split('\n\n').length
    assert.ok(paragraphs >= 2 && paragraphs <= 4, slug)
    for (const { lat, lon } of partner === undefined ? [place] : [place, partner]) {
      assert.ok(lat > 10 && lat < 50 && lon > -15 && lon < 10, slug)
    }
  }
})

test('periods are real days, in order and apart; five members remain at the end of 2015, one left and came back', () => {
  for (const { slug, periods } of associations) {
    assert.ok(periods.length > 0, slug)
    let before = ''
    for (const { joined, left, invented } of periods) {
      assert.ok(isDay(joined) && joined >= '2004-01-01' && joined > before, slug)
      assert.ok(left === undefined || (isDay(left) && left > joined && left < '2016-01-01'), slug)
      assert.equal(invented, true)
      before = left ?? '9999'
    }
  }
  assert.equal([...slugs].filter((slug) => isMember(slug, '2015-12-31')).length, 5)
  assert.ok(associations.some(({ periods }) => periods.length > 1))
})

test('mandates are real days held within a membership, one holder of a role at a time, nobody named', () => {
  const people = new Map<string, string>()
  for (const { slug, officers } of associations) {
    for (const officer of officers) {
      assert.match(officer.person, /^Personne de démonstration \d+$/)
      assert.equal(people.get(officer.person) ?? slug, slug)
      people.set(officer.person, slug)
      const to = officer.to ?? '2015-12-31'
      assert.ok(isDay(officer.from) && isDay(to) && officer.from < to, slug)
      assert.ok(isMember(slug, officer.from) && isMember(slug, to), `${slug} ${officer.role}`)
      for (const other of officers) {
        if (other === officer || other.role !== officer.role) continue
        assert.ok(other.from > to || officer.from > (other.to ?? '2015-12-31'), `${slug} ${officer.role}`)
      }
    }
  }
})

test('one fee for each year of membership until 2015', () => {
  for (const { slug, fees, periods } of associations) {
    assert.ok(unique(fees.map(({ year }) => String(year))), slug)
    for (const { year, cents, paid } of fees) {
      assert.ok(year >= 2004 && year <= 2015 && cents > 0 && Number.isInteger(cents), slug)
      assert.ok(
        paid === null || (isDay(paid) && paid.startsWith(String(year)) && isMember(slug, paid)),
        `${slug} ${paid}`,
      )
    }
    const years = periods.reduce(
      (sum, { joined, left }) => sum + Number((left ?? '2015').slice(0, 4)) - Number(joined.slice(0, 4)) + 1,
      0,
    )
    assert.equal(fees.length, years, slug)
  }
})

test('two Charters of eight sentences, signed by each member while it is one', () => {
  assert.deepEqual(
    charters.map(({ version, adopted }) => [version, adopted.slice(0, 4)]),
    [
      [1, '2004'],
      [2, '2011'],
    ],
  )
  for (const { sentences, signatures, adopted } of charters) {
    assert.equal(sentences.length, 8)
    for (const sentence of sentences) assert.match(sentence, /^\p{Lu}.{20,160}\.$/u)
    assert.ok(unique(signatures.map(({ association }) => association)))
    for (const { association, signed } of signatures) {
      assert.ok(isDay(signed) && signed >= adopted && isMember(association, signed), `${association} ${signed}`)
    }
    const members = [...slugs].filter((slug) => isMember(slug, adopted))
    for (const slug of members)
      assert.ok(
        signatures.some(({ association }) => association === slug),
        slug,
      )
  }
})

test('the result of each vote follows from the ballots of members', () => {
  assert.ok(votes.length >= 2 && unique(votes.map(({ slug }) => slug)))
  for (const { slug, opened, closed, ballots, result } of votes) {
    assert.ok(isDay(opened) && isDay(closed) && opened < closed, slug)
    assert.ok(unique(ballots.map(({ association }) => association)), slug)
    for (const { association } of ballots) assert.ok(isMember(association, opened), `${slug} ${association}`)
    const count = (wanted: string) => ballots.filter(({ choice }) => choice === wanted).length
    assert.equal(result, count('pour') > count('contre') ? 'adopté' : 'refusé', slug)
  }
})

test('the timeline holds every row of the facts, oldest first, and every arrival and departure', () => {
  const facts: readonly [date: string, words: RegExp][] = [
    ['2002', /portail/],
    ['2004', /pages/],
    ['2004', /Algérie.*Maroc.*Lettonie/],
    ['2005', /hêtres/],
    ['2005', /Kourita.*dix référents/],
    ['2005-12-02', /Jacques Cartier/],
    ['2007', /second ordinateur/],
    ['2007-12-07', /Nord et le Sud/],
    ['2008-11-24', /DotRiver/],
    ['2009', /Skype/],
    ['2009-12-04', /premier bilan/],
    ['2010', /projet est écrit/],
    ['2010', /Lyon 2/],
    ['2011', /été/],
    ['2011-11-25', /régionale/],
    ['2011-12-12', /ACACIA/],
    ['2014', /Nfrance/],
    ['2015-06', /politiques et économiques/],
    ['2015-12', /président du comité de Koupéla/],
  ]
  const known = timeline.filter(({ invented }) => !invented)
  assert.equal(known.length, facts.length)
  for (const [date, words] of facts) {
    assert.ok(
      known.some((entry) => entry.date === date && words.test(entry.text)),
      `${date} ${words}`,
    )
  }
  const years = timeline.map(({ date }) => date.slice(0, 4))
  assert.deepEqual(years, years.toSorted())
  for (const { date, end, associations: who } of timeline) {
    assert.match(date, /^\d{4}(-\d{2}(-\d{2})?)?$/)
    assert.ok(date.length < 10 || isDay(date), date)
    assert.ok(end === undefined || end > date, date)
    for (const slug of who) assert.ok(slugs.has(slug), slug)
  }
  for (const { slug, periods } of associations) {
    for (const moment of periods.flatMap(({ joined, left }) => (left === undefined ? [joined] : [joined, left]))) {
      assert.ok(
        timeline.some(({ date, associations: who }) => date === moment && who.includes(slug)),
        `${slug} ${moment}`,
      )
    }
  }
})

test('dates: the four Biennales of the facts, and some to come counted in days', () => {
  assert.equal(dates.length, 14)
  assert.ok(unique(dates.map(({ slug }) => slug)))
  let coming = 0
  for (const { slug, when, association } of dates) {
    assert.ok(association === 'federation' || slugs.has(association), slug)
    if ('inDays' in when) {
      coming++
      assert.ok(Number.isInteger(when.inDays) && when.inDays > 0 && when.days >= 1, slug)
      assert.match(when.from, /^([01]\d|2[0-3]):[0-5]\d$/)
      assert.match(when.to, /^([01]\d|2[0-3]):[0-5]\d$/)
      assert.ok(when.from < when.to, slug)
      assert.ok(association === 'federation' || isMember(association, '2015-12-31'), slug)
    } else assert.ok(isDay(when.start) && isDay(when.end) && when.start <= when.end, slug)
  }
  assert.ok(coming >= 6)
  const fixed = dates.flatMap(({ when }) => ('start' in when ? [when.start] : []))
  for (const date of ['2005-12-02', '2007-12-07', '2009-12-04', '2011-11-25']) assert.ok(fixed.includes(date), date)
})
