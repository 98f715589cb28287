import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import { hexToBytes } from '#core/log/bytes.ts'
import { command, query } from '#features/feature.server.ts'
import type { CommandContext } from '#features/feature.server.ts'
import { Id, notFound, placeOfDrafts } from './drafts.server.ts'
import { picture } from './picture.ts'
import { portalSql } from './portal-tables.server.ts'

/** Pictures: private with the draft that shows them; a public twin is made when the draft is published. */

const Size = v.object({
  width: v.number(),
  height: v.number(),
  type: v.string(),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  weight: v.number(),
})

/** Notes a picture whose ladder of sizes was made and stored before, in the association's own space. */
export const addPicture = command(
  v.object({
    association: v.nullable(Id),
    preview: v.instance(Uint8Array),
    colour: v.string(),
    sizes: v.pipe(v.array(Size), v.maxLength(12)),
    credit: v.optional(v.string(), ''),
    client: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))),
  }),
  async (context, { association, client, ...rest }) => {
    const refusal = refusalOf(context.actor, 'portal.add-picture', { association })
    if (refusal) return refusal
    const place = await placeOfDrafts(context, association)
    if (!place) return notFound
    const options = client ? { client: hexToBytes(client) as Uint8Array } : {}
    const made = await context.create(picture, place, { ...rest, association }, options)
    return 'tag' in made ? made : { id: made.id }
  },
)

/** Sizes of a picture that isn't public yet, for whoever reads its association's drafts. */
export const privatePictureSizes = query(v.object({ id: Id }), async (context, { id }) => {
  const row = await portalSql(context.sql)
    .selectFrom('portal_pictures')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return notFound
  const refusal = refusalOf(context.actor, 'portal.read-draft', { association: row.association })
  if (refusal) return refusal
  return { sizes: JSON.parse(row.sizes) as v.InferOutput<typeof Size>[], preview: row.preview }
})

/** The public twins of the pictures that an association's text shows: for each private id, the public one. Others' stay private. */
export async function publishPictures(
  context: CommandContext,
  ids: readonly string[],
  association: string | null,
): Promise<ReadonlyMap<string, string>> {
  const twins = new Map<string, string>()
  for (const id of new Set(ids)) {
    const found = await context.entity(picture, id)
    if (!found || found.space === 'public' || found.value.association !== association) continue
    if (found.value.publicCopy) {
      twins.set(id, found.value.publicCopy)
      continue
    }
    const { preview, colour, sizes, credit } = found.value
    const made = await context.create(picture, 'public', { preview, colour, sizes, credit })
    if ('tag' in made) continue
    await context.change(picture, id, 'describe', { publicCopy: made.id })
    twins.set(id, made.id)
  }
  return twins
}
