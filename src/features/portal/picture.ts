import { register } from '#core/fold/field-types.ts'
import { bytes, integer, record, reference, several, text } from '#core/fold/scalars.ts'
import { defineKind, field } from '#core/kind.ts'
import { LANES } from '#core/log/segment.ts'

/** One size of a picture: a blob. */
const size = record({
  width: integer({ min: 1, max: 10_000 }),
  height: integer({ min: 1, max: 10_000 }),
  /** MIME type: image/webp or image/jpeg. */
  type: text({ max: 40 }),
  /** SHA-256 of the blob's pieces, hexadecimal. */
  hash: text({ max: 64 }),
  /** Bytes. */
  weight: integer({ min: 0, max: 100_000_000 }),
})

/** A picture with its ladder of sizes, made once where it entered. The preview (at most 3 KB) travels with the text. */
export const picture = defineKind({
  name: 'picture',
  number: 19,
  lane: LANES.text,
  blobs: 'sizes',
  fields: {
    preview: field(1, register(bytes({ max: 3 * 1024 }))),
    colour: field(2, register(text({ max: 7 }))),
    sizes: field(3, register(several(size, { max: 12 }))),
    credit: field(4, register(text({ max: 200 }))),
    /** Whose it is, in a private space: its readers may see it before it is published. */
    association: field(5, register(reference)),
    /** In a private space: the public twin, once it was published. */
    publicCopy: field(6, register(reference)),
  },
  verbs: { create: { number: 0, by: 'contributor' }, describe: { number: 1, by: 'contributor' } },
})
