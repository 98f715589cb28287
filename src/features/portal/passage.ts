import { register, setOf } from '#core/fold/field-types.ts'
import { choice, flag, integer, record, reference, several, text } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'
import { REASONS } from './advertising/passage.ts'

export const DECISIONS = ['waiting', 'belongs', 'foreign'] as const
export type Decision = (typeof DECISIONS)[number]

const reason = record({ tag: choice(REASONS), found: text({ max: 200 }) })

/**
 * A passage that looked as if somebody else had put it into a text, until a person has said whether it belongs there. In the space of its
 * draft. It holds its own words and those around it, so that its place is found again in a text that has changed since.
 */
export const passage = defineKind({
  name: 'passage',
  number: 21,
  lane: LANES.text,
  fields: {
    /** Markdown. */
    text: field(1, register(text({ max: 200_000 }))),
    before: field(2, register(text({ max: 200 }))),
    after: field(3, register(text({ max: 200 }))),
    /** Letters of the text before it. */
    at: field(4, register(integer({ min: 0, max: 1_000_000 }))),
    reasons: field(5, register(several(reason, { max: 12 }))),
    association: field(6, register(reference)),
    draft: field(7, register(reference)),
    /** Left out by an import; otherwise it stands in a text that was published. */
    isAside: field(8, register(flag)),
    decision: field(9, register(choice(DECISIONS))),
    /** Persons to whom it is shown without their asking. */
    told: field(10, setOf(reference)),
  },
  verbs: {
    create: { number: 0, by: 'editor' },
    place: { number: 1, by: 'editor' },
    decide: { number: 2, by: 'editor' },
  },
})
