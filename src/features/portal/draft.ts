import { register } from '#core/fold/field-types.ts'
import { choice, flag, instant, integer, reference, text } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'
import { byline, published, tags } from './article.ts'

export const TARGETS = ['article', 'page', 'gathering'] as const
export type Target = (typeof TARGETS)[number]
/** Why a text didn’t appear when it was planned: its planner may not publish any more, it is to be read first, something is missing. */
export const HELD = ['no', 'right', 'reading', 'unfinished'] as const
export const REVIEWS = ['none', 'asked', 'agreed', 'returned'] as const

/**
 * What an association writes before the public reads it, in its own space. The public copy is an entity of its own in the public
 * space; this one holds its id, never the other way round.
 */
export const draft = defineKind({
  name: 'draft',
  number: 20,
  lane: LANES.text,
  fields: {
    ...published,
    byline,
    tags,
    /** An article's date, or a gathering's start: seconds UTC. */
    date: field(3, register(instant)),
    order: field(13, register(integer({ min: 0, max: 1000 }))),
    slug: field(14, register(text({ max: 80 }))),
    ends: field(15, register(instant)),
    isWholeDay: field(16, register(flag)),
    target: field(20, register(choice(TARGETS))),
    /** The public copy's id, once there is one. */
    publicCopy: field(21, register(reference)),
    /** When it is to be published by itself, seconds UTC. */
    scheduled: field(22, register(instant)),
    review: field(23, register(choice(REVIEWS))),
    /** The second reader's word to the writer. */
    reviewNote: field(24, register(text({ max: 2000 }))),
    held: field(25, register(choice(HELD))),
  },
  verbs: {
    create: { number: 0, by: 'contributor' },
    write: { number: 1, by: 'contributor' },
    askReview: { number: 2, by: 'contributor' },
    review: { number: 3, by: 'editor' },
    schedule: { number: 4, by: 'editor' },
    published: { number: 5, by: 'editor' },
    withdrawn: { number: 6, by: 'editor' },
    discard: { number: 7, by: 'contributor' },
    /** Written again by an import, where nobody had written in it since the last one. */
    import: { number: 8, by: 'editor' },
    /** A passage put in or taken out as somebody decided. */
    settle: { number: 9, by: 'editor' },
  },
})
