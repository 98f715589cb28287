import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import { hexToBytes } from '#core/log/bytes.ts'
import { colourToAccent } from '#core/look/accents.ts'
import { command, query } from '#features/feature.server.ts'
import type { CommandContext } from '#features/feature.server.ts'
import { association } from '#features/membership/index.ts'
import { Id, notFound, placeOfDrafts } from './drafts.server.ts'
import { readSizes } from './item-views.server.ts'
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
  async (context, { association: own, client, ...rest }) => {
    const refusal = refusalOf(context.actor, 'portal.add-picture', { association: own })
    if (refusal) return refusal
    const place = await placeOfDrafts(context, own)
    if (!place) return notFound
    const options = client ? { client: hexToBytes(client) as Uint8Array } : {}
    const made = await context.create(picture, place, { ...rest, association: own }, options)
    return 'tag' in made ? made : { id: made.id }
  },
)

/**
 * Gives an association its picture, public at once like what it says of itself; null takes it away. `takesColour`: its colour becomes
 * the accent that is closest to the picture's.
 */
export const chooseLogo = command(
  v.object({
    association: Id,
    picture: v.nullable(
      v.object({
        preview: v.instance(Uint8Array),
        colour: v.string(),
        sizes: v.pipe(v.array(Size), v.maxLength(12)),
      }),
    ),
    takesColour: v.optional(v.boolean(), false),
    client: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))),
  }),
  async (context, { association: id, picture: chosen, takesColour, client }) => {
    const refusal = refusalOf(context.actor, 'membership.describe-association', { association: id })
    if (refusal) return refusal
    const own = await context.entity(association, id)
    if (!own?.isAlive) return notFound
    const options = client ? { client: hexToBytes(client) as Uint8Array } : {}
    const made = chosen === null ? null : await context.create(picture, 'public', chosen, options)
    if (made !== null && 'tag' in made) return made
    const accent = takesColour && chosen !== null ? { accent: colourToAccent(chosen.colour) } : {}
    const changed = await context.change(association, id, 'describe', { logo: made?.id ?? null, ...accent })
    return 'tag' in changed ? changed : { id: made?.id ?? null }
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
  const absent = (await context.absentBlobs([id])).get(id)
  context.use(id)
  return { sizes: readSizes({ ...row, absent }), preview: row.preview }
})

/** The public twins of the pictures that an association's text shows: for each private id, the public one. Others' stay private. */
export async function publishPictures(
  context: CommandContext,
  ids: readonly string[],
  own: string | null,
): Promise<ReadonlyMap<string, string>> {
  const twins = new Map<string, string>()
  for (const id of new Set(ids)) {
    const found = await context.entity(picture, id)
    if (!found || found.space === 'public' || found.value.association !== own) continue
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
