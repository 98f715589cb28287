import { register } from '#core/fold/field-types.ts'
import { flag, instant } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'
import { published } from './article.ts'

/** A date in the public agenda. Moved twice at once: the higher counter wins, the other date is kept and shown. */
export const gathering = defineKind({
  name: 'gathering',
  number: 18,
  lane: LANES.text,
  fields: {
    ...published,
    /** Seconds UTC. */
    starts: field(3, register(instant)),
    /** Seconds UTC; null when nobody said. */
    ends: field(15, register(instant)),
    isWholeDay: field(16, register(flag)),
  },
  verbs: {
    create: { number: 0, by: 'editor' },
    publish: { number: 1, by: 'editor' },
    withdraw: { number: 2, by: 'editor' },
  },
})
