import { register } from '#core/fold/field-types.ts'
import { choice, integer, reference, text } from '#core/fold/scalars.ts'
import { flag } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'

export const ACCENTS = ['indigo', 'terre', 'feuille', 'mil', 'lagune', 'prune', 'ardoise', 'brique'] as const
export type Accent = (typeof ACCENTS)[number]

/** An association's public card and the face of its mini-site. Its periods of membership are entities of their own. */
export const association = defineKind({
  name: 'association',
  number: 33,
  lane: LANES.text,
  fields: {
    name: field(1, register(text({ max: 160 }))),
    /** Its address on the site: /slug/. */
    slug: field(2, register(text({ max: 60 }))),
    purpose: field(3, register(text({ max: 300 }))),
    /** Markdown. */
    presentation: field(4, register(text({ max: 50_000 }))),
    accent: field(5, register(choice(ACCENTS))),
    logo: field(6, register(reference)),
    town: field(7, register(text({ max: 120 }))),
    /** ISO 3166-1 alpha-2. */
    country: field(8, register(text({ max: 2 }))),
    /** Hundred-thousandths of a degree, WGS 84. */
    latitude: field(9, register(integer({ min: -9_000_000, max: 9_000_000 }))),
    longitude: field(10, register(integer({ min: -18_000_000, max: 18_000_000 }))),
    /** One thing a line: an address, « ouvert : … », a telephone number, an e-mail address. */
    contact: field(11, register(text({ max: 2000 }))),
    /** Number in the national register of associations, if known. */
    registerNumber: field(12, register(text({ max: 20 }))),
    /** The association's own space, where its drafts live; null until it has one. */
    space: field(13, register(reference)),
    /** Whether somebody else must read before publishing. */
    wantsSecondReader: field(14, register(flag)),
    shortName: field(15, register(text({ max: 60 }))),
    /** The place that it is twinned with or works with most, on the other side. */
    partnerTown: field(16, register(text({ max: 120 }))),
    /** ISO 3166-1 alpha-2. */
    partnerCountry: field(17, register(text({ max: 2 }))),
    /** Hundred-thousandths of a degree, WGS 84. */
    partnerLatitude: field(18, register(integer({ min: -9_000_000, max: 9_000_000 }))),
    partnerLongitude: field(19, register(integer({ min: -18_000_000, max: 18_000_000 }))),
  },
  verbs: {
    create: { number: 0, by: 'officer' },
    describe: { number: 1, by: 'officer' },
    withdraw: { number: 2, by: 'officer' },
  },
})
