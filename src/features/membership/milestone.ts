import { register, setOf } from '#core/fold/field-types.ts'
import { day, flag, reference, text } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'

/** One mark of the public timeline (« frise »). */
export const milestone = defineKind({
  name: 'milestone',
  number: 35,
  lane: LANES.text,
  fields: {
    date: field(1, register(day)),
    title: field(2, register(text({ max: 200 }))),
    text: field(3, register(text({ max: 5000 }))),
    category: field(4, register(text({ max: 40 }))),
    place: field(5, register(text({ max: 200 }))),
    associations: field(6, setOf(reference)),
    /** Last day of what lasted longer than one. */
    end: field(7, register(day)),
    /** The demonstration says where facts are silent and it invents. */
    isInvented: field(8, register(flag)),
  },
  verbs: {
    create: { number: 0, by: 'editor' },
    edit: { number: 1, by: 'editor' },
    withdraw: { number: 2, by: 'editor' },
  },
})
