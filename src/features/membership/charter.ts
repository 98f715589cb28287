import { listOf, register } from '#core/fold/field-types.ts'
import { day, integer, record, reference, text } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'

/** One version of the Charter. Its text doesn't change once signed: a change is a new version. */
export const charter = defineKind({
  name: 'charter',
  number: 36,
  lane: LANES.text,
  fields: {
    version: field(1, register(integer({ min: 1, max: 1000 }))),
    adopted: field(2, register(day)),
    /** Markdown. */
    text: field(3, register(text({ max: 50_000 }))),
    signatures: field(4, listOf(record({ association: reference, day, person: reference }))),
  },
  verbs: { create: { number: 0, by: 'officer' }, sign: { number: 1, by: 'officer' } },
})
