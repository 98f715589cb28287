import * as v from 'valibot'
import { PREVIEW_BYTES } from './picture-kinds.ts'

/** What the worker says. It has just read a stranger's file, so its answer is checked like a stranger's. */
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000_000))
const bytesUpTo = (limit: number) =>
  v.custom<Uint8Array>((bytes) => bytes instanceof Uint8Array && bytes.length > 0 && bytes.length <= limit)
const limit = v.pipe(v.number(), v.minValue(0))

const rung = v.object({
  width: side,
  height: side,
  type: v.picklist(['image/webp', 'image/jpeg']),
  bytes: bytesUpTo(16_000_000),
})

const ladder = v.object({
  tag: v.literal('ladder'),
  width: side,
  height: side,
  colour: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/)),
  preview: bytesUpTo(PREVIEW_BYTES),
  sizes: v.pipe(v.array(rung), v.minLength(1), v.maxLength(8)),
  card: rung,
})

const ladderFailure = v.variant('tag', [
  v.object({ tag: v.literal('picture-too-large'), width: side, height: side, limit }),
  v.object({
    tag: v.literal('picture-damaged'),
    kind: v.picklist(['jpeg', 'png', 'webp', 'gif', 'avif']),
    detail: v.pipe(v.string(), v.maxLength(300)),
  }),
])

const exhausted = v.variant('tag', [
  v.object({ tag: v.literal('picture-too-heavy'), limit }),
  v.object({ tag: v.literal('picture-too-slow'), limit }),
])

export const pictureAnswer = v.variant('tag', [ladder, ladderFailure, exhausted])

/** One encoded size. */
export type Rung = v.InferOutput<typeof rung>

/**
 * A picture made anew from its pixels: nothing of the file that came is in it. `width` and `height` are what came,
 * upright, in pixels; `colour` the dominant one; `preview` a WebP; `sizes` WebP, narrowest first, never wider than
 * what came; `card` a JPEG for link previews on other sites (Open Graph), 1200 × 630 or smaller.
 */
export type Ladder = v.InferOutput<typeof ladder>
export type LadderFailure = v.InferOutput<typeof ladderFailure>

/** `limit` is in bytes of memory, or in milliseconds of processor. */
export type PictureExhausted = v.InferOutput<typeof exhausted>
export type PictureAnswer = v.InferOutput<typeof pictureAnswer>
