import { listOf, register } from '#core/fold/field-types.ts'
import { choice, day, flag, integer, record, reference, several, text } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'

export const DECISIONS = ['waiting', 'accepted', 'refused', 'withdrawn'] as const

/** An association asks to join. Two members say yes, the federation decides. */
export const application = defineKind({
  name: 'application',
  number: 39,
  lane: LANES.text,
  fields: {
    name: field(1, register(text({ max: 160 }))),
    registerNumber: field(2, register(text({ max: 20 }))),
    town: field(3, register(text({ max: 120 }))),
    purpose: field(4, register(text({ max: 300 }))),
    contact: field(5, register(text({ max: 2000 }))),
    why: field(6, register(text({ max: 5000 }))),
    asked: field(7, register(day)),
    sponsors: field(8, listOf(record({ association: reference, person: reference, day }))),
    decision: field(9, register(choice(DECISIONS))),
    decided: field(10, register(day)),
    reason: field(11, register(text({ max: 2000 }))),
    /** The association that it became. */
    association: field(12, register(reference)),
    acceptsCharter: field(13, register(flag)),
  },
  verbs: {
    create: { number: 0, by: 'reader' },
    describe: { number: 1, by: 'reader' },
    sponsor: { number: 2, by: 'officer' },
    decide: { number: 3, by: 'officer' },
  },
})

/** A year's fee of an association; what comes in is appended, a mistake is corrected by a counter-entry. Cents of euro. */
export const fee = defineKind({
  name: 'fee',
  number: 40,
  lane: LANES.text,
  fields: {
    association: field(1, register(reference)),
    year: field(2, register(integer({ min: 1900, max: 3000 }))),
    due: field(3, register(integer({ min: 0, max: 100_000_000 }))),
    payments: field(
      4,
      listOf(record({ amount: integer({ min: -100_000_000, max: 100_000_000 }), day, note: text({ max: 200 }) })),
    ),
  },
  verbs: { create: { number: 0, by: 'officer' }, pay: { number: 1, by: 'officer' } },
})

/** A vote of the members: one voice for each association, the last one counts. */
export const vote = defineKind({
  name: 'vote',
  number: 41,
  lane: LANES.text,
  fields: {
    question: field(1, register(text({ max: 500 }))),
    details: field(2, register(text({ max: 10_000 }))),
    options: field(3, register(several(text({ max: 120 }), { max: 12 }))),
    opens: field(4, register(day)),
    closes: field(5, register(day)),
    ballots: field(
      6,
      listOf(record({ association: reference, option: integer({ min: 0, max: 11 }), person: reference, day })),
    ),
    isPublic: field(7, register(flag)),
    outcome: field(8, register(text({ max: 2000 }))),
  },
  verbs: {
    create: { number: 0, by: 'officer' },
    cast: { number: 1, by: 'officer' },
    close: { number: 2, by: 'officer' },
  },
})
