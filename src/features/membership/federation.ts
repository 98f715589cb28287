import { register } from '#core/fold/field-types.ts'
import { flag, text } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'

/** The federation itself, once in the public space. */
export const federation = defineKind({
  name: 'federation',
  number: 32,
  lane: LANES.text,
  fields: {
    name: field(1, register(text({ max: 120 }))),
    tagline: field(2, register(text({ max: 200 }))),
    /** Markdown. */
    welcome: field(3, register(text({ max: 20_000 }))),
    howToJoin: field(4, register(text({ max: 20_000 }))),
    howToHelp: field(5, register(text({ max: 20_000 }))),
    contact: field(6, register(text({ max: 2000 }))),
    /** Set in the demonstration: every page says so. */
    isDemonstration: field(7, register(flag)),
  },
  verbs: { create: { number: 0, by: 'officer' }, describe: { number: 1, by: 'officer' } },
})
