import { register, setOf } from '#core/fold/field-types.ts'
import { foreignId, instant, reference, text } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'

/** What everything that is published has in common; a draft holds the same under the same numbers. */
export const published = {
  title: field(1, register(text({ max: 200 }))),
  /** Markdown without HTML (docs/decisions/0004-body-is-markdown.md). */
  body: field(2, register(text({ max: 200_000 }))),
  /** The association whose voice it is; null for the federation's own. */
  association: field(6, register(reference)),
  place: field(7, register(text({ max: 200 }))),
  picture: field(8, register(reference)),
  pictureText: field(9, register(text({ max: 300 }))),
  /** BCP 47 tag of the text's language; empty for French. */
  language: field(11, register(text({ max: 35 }))),
  /** Where an imported one came from, so that the same file imported again changes only what differs. */
  source: field(12, register(foreignId({ max: 300 }))),
}

export const byline = field(4, register(text({ max: 120 })))
export const tags = field(5, setOf(text({ max: 60 })))

/** A news item as the public reads it. Publishing again is one operation with the fields that changed. */
export const article = defineKind({
  name: 'article',
  number: 16,
  lane: LANES.text,
  fields: {
    ...published,
    /** Date of publication shown to readers, seconds UTC. */
    date: field(3, register(instant)),
    byline,
    tags,
  },
  verbs: {
    create: { number: 0, by: 'editor' },
    publish: { number: 1, by: 'editor' },
    withdraw: { number: 2, by: 'editor' },
  },
})
