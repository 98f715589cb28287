import { register } from '#core/fold/field-types.ts'
import { day, flag, reference, text } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'

/** From when to when an association was a member. Coming back opens another period; none is ever rewritten. */
export const period = defineKind({
  name: 'period',
  number: 34,
  lane: LANES.text,
  fields: {
    association: field(1, register(reference)),
    joined: field(2, register(day)),
    left: field(3, register(day)),
    reason: field(4, register(text({ max: 500 }))),
    /** The demonstration says where facts are silent and it invents. */
    isInvented: field(5, register(flag)),
  },
  verbs: { create: { number: 0, by: 'officer' }, leave: { number: 1, by: 'officer' } },
})
