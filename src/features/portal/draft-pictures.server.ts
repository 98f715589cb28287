import type { QueryContext } from '#features/feature.server.ts'
import { toPicture } from './item-views.server.ts'
import { portalSql } from './portal-tables.server.ts'
import type { ShownPicture } from './portal-tables.server.ts'
import type { Picture } from './views.ts'

/** Pictures as those who write see them, before they are public. */

/** A picture that may not be public yet: its sizes are given to those who read its association's drafts. */
export function ownPicture(row: ShownPicture, alt: string): Picture | null {
  const picture = toPicture(row, alt)
  if (!picture || row.space === 'public') return picture
  return {
    ...picture,
    card: null,
    sources: picture.sources.map((source) => ({
      ...source,
      src: source.src.replace(/^\/images\//, '/publier/images/'),
    })),
  }
}

/** One picture of a draft as its editor sees it; null when it isn't there, or isn't theirs to see. */
export async function pictureOfDraft(context: QueryContext, id: string | null, association: string | null) {
  if (id === null) return null
  const row = (await readablePictures(context, [id], association)).get(id)
  return row ? ownPicture(row, '') : null
}

export async function readablePictures(
  context: QueryContext,
  ids: readonly string[],
  association: string | null,
): Promise<ReadonlyMap<string, ShownPicture>> {
  if (ids.length === 0) return new Map()
  const rows = await portalSql(context.sql).selectFrom('portal_pictures').selectAll().where('id', 'in', ids).execute()
  const absent = await context.absentBlobs(ids)
  return new Map(
    rows
      .filter((row) => row.space === 'public' || row.association === association)
      .map((row) => [row.id, { ...row, absent: absent.get(row.id) }]),
  )
}
