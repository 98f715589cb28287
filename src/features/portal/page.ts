import { register } from '#core/fold/field-types.ts'
import { integer, text } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'
import { published } from './article.ts'

/** A standing page of a mini-site or of the federation. */
export const page = defineKind({
  name: 'page',
  number: 17,
  lane: LANES.text,
  fields: {
    ...published,
    /** Last part of its address; unique among its association's pages by warning, not by refusal. */
    slug: field(14, register(text({ max: 80 }))),
    /** Place in the menu, smallest first. */
    order: field(13, register(integer({ min: 0, max: 1000 }))),
  },
  verbs: {
    create: { number: 0, by: 'editor' },
    publish: { number: 1, by: 'editor' },
    withdraw: { number: 2, by: 'editor' },
  },
})
