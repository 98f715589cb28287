import type { Sql } from '#features/feature.server.ts'
import { portalSql } from './portal-tables.server.ts'

/** The portal's door for the server: what its watch reads again. */
export { portal } from './portal.server.ts'
export { findImportPlace, keepPicture, keepTexts, machineAuthor, pictureOfClient } from './import.server.ts'
export { ArticleLine, keepArticles } from './import-articles.server.ts'
export type { KeptArticle } from './import-articles.server.ts'
export type { ImportPlace, ImportRefused, KeptText } from './import.server.ts'

/** The blobs that each picture names. */
export async function readPictureHashes(
  sql: Sql,
): Promise<readonly { readonly id: string; readonly hashes: readonly string[] }[]> {
  const rows = await portalSql(sql).selectFrom('portal_pictures').select(['id', 'sizes']).execute()
  return rows.map(({ id, sizes }) => ({
    id,
    hashes: (JSON.parse(sizes) as { hash: string }[]).map((size) => size.hash),
  }))
}
