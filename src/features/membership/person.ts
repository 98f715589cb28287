import { register } from '#core/fold/field-types.ts'
import { flag, reference, text } from '#core/fold/scalars.ts'
import { day, choice } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'

/** A member of an association, in the federation's space. Credentials never are: they stay on the node where they were made. */
export const person = defineKind({
  name: 'person',
  number: 37,
  lane: LANES.text,
  fields: {
    name: field(1, register(text({ max: 120 }))),
    /** How this person is named in public; empty keeps them unnamed. */
    publicName: field(2, register(text({ max: 120 }))),
    email: field(3, register(text({ max: 254 }))),
  },
  verbs: { create: { number: 0, by: 'officer' }, describe: { number: 1, by: 'reader' } },
})

export const ROLES = ['reader', 'contributor', 'editor', 'officer'] as const

/** An office or a role of a person in an association (null: in the federation) from a day to a day. A role ends with its mandate. */
export const mandate = defineKind({
  name: 'mandate',
  number: 38,
  lane: LANES.control,
  fields: {
    person: field(1, register(reference)),
    association: field(2, register(reference)),
    role: field(3, register(choice(ROLES))),
    /** « Présidente », « Trésorier »; empty for a plain role. */
    office: field(4, register(text({ max: 80 }))),
    from: field(5, register(day)),
    until: field(6, register(day)),
    isPublic: field(7, register(flag)),
  },
  verbs: { create: { number: 0, by: 'officer' }, end: { number: 1, by: 'officer' } },
})
