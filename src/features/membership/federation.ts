import { register } from '#core/fold/field-types.ts'
import { flag, text } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'

/** What a federation is called that nobody has named: an import made it. */
export const UNNAMED = 'Fédération'

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
    /** One thing a line: the place's name, its address, « ouvert : … », a telephone number, an e-mail address. */
    contact: field(6, register(text({ max: 2000 }))),
    /** Set in the demonstration: every page says so. */
    isDemonstration: field(7, register(flag)),
    /** What it is, under its name: « Portail des associations solidaires de Grigny ». */
    subtitle: field(8, register(text({ max: 200 }))),
  },
  verbs: { create: { number: 0, by: 'officer' }, describe: { number: 1, by: 'officer' } },
})
