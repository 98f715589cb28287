import type { QueryContext } from '#features/feature.server.ts'
import { readAssociations } from '#features/membership/index.server.ts'
import { COUNTRY_ZONES, townToText } from '#features/membership/index.ts'
import type { AssociationRow } from '#features/membership/index.server.ts'
import { instantToDay } from '#core/text/format.ts'
import { foldForSearch } from '#core/search.ts'
import { articlePath, gatheringPath } from './addresses.ts'
import { markdownToHtml } from './body/markdown-to-html.ts'
import { portalSql } from './portal-tables.server.ts'
import type { ItemRow, ShownPicture } from './portal-tables.server.ts'
import type { AssociationRef, DateItem, NewsItem, Picture, When } from './views.ts'

/** From rows to what the public views show. */

export const FEDERATION_ZONE = 'Europe/Paris'
/** The town whose clock that is, as readers know it. */
const FEDERATION_PLACE = 'Grigny'

export const zoneOf = (association: AssociationRow | undefined): string =>
  COUNTRY_ZONES[association?.country ?? ''] ?? FEDERATION_ZONE

export const placeOf = ({ town, country }: AssociationRow): string | null => townToText(town, country)

export const toAssociationRef = (row: AssociationRow): AssociationRef => ({
  slug: row.slug,
  name: row.name,
  shortName: row.short_name,
  accent: row.accent,
  place: placeOf(row),
})

export type Surroundings = {
  readonly associations: ReadonlyMap<string, AssociationRow>
  readonly pictures: ReadonlyMap<string, ShownPicture>
}

/** What the rows of a list refer to, read at once. */
export async function readSurroundings(context: QueryContext, rows: readonly ItemRow[]): Promise<Surroundings> {
  const ids = rows.map((row) => row.picture).filter((id) => id !== null)
  return {
    associations: new Map((await readAssociations(context)).map((row) => [row.id, row])),
    pictures: await readPictures(context, ids),
  }
}

export async function readPictures(
  context: QueryContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ShownPicture>> {
  if (ids.length === 0) return new Map()
  for (const id of ids) context.use(id)
  const rows = await portalSql(context.sql)
    .selectFrom('portal_pictures')
    .selectAll()
    .where('id', 'in', ids)
    .where('space', '=', 'public')
    .execute()
  const absent = await context.absentBlobs(ids)
  return new Map(rows.map((row) => [row.id, { ...row, absent: absent.get(row.id) }]))
}

type Size = {
  readonly width: number
  readonly height: number
  readonly type: string
  readonly hash: string
  readonly weight: number
}

/** Its sizes whose files are here. */
export const readSizes = (row: ShownPicture | undefined): readonly Size[] =>
  row ? (JSON.parse(row.sizes) as Size[]).filter(({ hash }) => !row.absent?.has(hash)) : []

/** As wide as pages take the preview for: somewhat wider than it ever is. */
const PREVIEW_WIDTH = 96

/** A picture's ladder for <img srcset>, its preview for as long as no size is here; null where it has nothing that a page shows. */
export function toPicture(row: ShownPicture | undefined, alt: string): Picture | null {
  if (!row) return null
  const named = (JSON.parse(row.sizes) as Size[]).filter((size) => size.type === 'image/webp')
  // The place on the page is the whole picture's, whatever is here of it.
  const largest = named.toSorted((a, b) => a.width - b.width).at(-1)
  if (!largest) return null
  const here = readSizes(row)
  const card = here.find((size) => size.type === 'image/jpeg')
  const sizes = here.filter((size) => size.type === 'image/webp').toSorted((a, b) => a.width - b.width)
  const preview = { src: `/images/${row.id}/apercu.webp`, width: PREVIEW_WIDTH, bytes: row.preview.length }
  if (sizes.length === 0 && row.preview.length === 0) return null
  return {
    alt,
    width: largest.width,
    height: largest.height,
    sources:
      sizes.length === 0
        ? [preview]
        : sizes.map((size) => ({
            src: `/images/${row.id}/${size.width}.webp`,
            width: size.width,
            bytes: size.weight,
          })),
    card: card ? `/images/${row.id}/${card.width}.jpg` : null,
    credit: row.credit || null,
    caption: null,
  }
}

const refOf = ({ associations }: Surroundings, id: string | null): AssociationRef | null => {
  const row = id === null ? undefined : associations.get(id)
  return row ? toAssociationRef(row) : null
}

export const toNewsItem = (row: ItemRow, around: Surroundings): NewsItem => ({
  path: articlePath(row),
  title: row.title,
  summary: row.summary,
  lang: row.language || 'fr',
  publishedOn: instantToDay(row.date * 1000, FEDERATION_ZONE),
  association: refOf(around, row.association),
  place: row.place || null,
  picture: toPicture(row.picture === null ? undefined : around.pictures.get(row.picture), row.picture_text),
})

export const toDateItem = (row: ItemRow, around: Surroundings): DateItem => ({
  path: gatheringPath(row),
  title: row.title,
  lang: row.language || 'fr',
  when: toWhen(row, around),
  place: row.place || null,
  association: refOf(around, row.association),
  isCancelled: !row.is_alive,
})

/** What says when a date is. */
export type DateFacts = Pick<ItemRow, 'date' | 'ends' | 'is_whole_day' | 'association' | 'place_sort'>

export function toWhen(row: DateFacts, { associations }: Pick<Surroundings, 'associations'>): When {
  const association = row.association === null ? undefined : associations.get(row.association)
  const place = placeOfDate(row, association)
  if (row.is_whole_day) {
    return {
      kind: 'days',
      from: instantToDay(row.date * 1000, place.timeZone),
      to: row.ends === null ? null : instantToDay(row.ends * 1000, place.timeZone),
    }
  }
  const places = [place]
  if (place.timeZone !== FEDERATION_ZONE) places.push({ name: FEDERATION_PLACE, timeZone: FEDERATION_ZONE })
  return { kind: 'hours', starts: row.date * 1000, ends: row.ends === null ? null : row.ends * 1000, places }
}

/** Whose clock tells a date: of the partners' town when it is held there, else of the association's own. */
function placeOfDate(row: DateFacts, association: AssociationRow | undefined) {
  const isAtPartner =
    association !== undefined &&
    association.partner_town !== '' &&
    row.place_sort.startsWith(foldForSearch(association.partner_town))
  return isAtPartner
    ? { name: association.partner_town, timeZone: COUNTRY_ZONES[association.partner_country] ?? FEDERATION_ZONE }
    : { name: association?.town || FEDERATION_PLACE, timeZone: zoneOf(association) }
}

/** A body as HTML, with the pictures that it names. */
export async function bodyToHtml(context: QueryContext, markdown: string, headingShift: number): Promise<string> {
  const ids = [...markdown.matchAll(/\(picture:([0-9a-f]{24})\)/g)].map((match) => match[1] as string)
  const rows = await readPictures(context, ids)
  return markdownToHtml(markdown, {
    headingShift,
    pictures: (id) => {
      const picture = toPicture(rows.get(id), '')
      const last = picture?.sources.at(-1)
      if (!picture || !last) return undefined
      const srcset = picture.sources.map((source) => `${source.src} ${source.width}w`).join(', ')
      return { src: last.src, srcset, width: picture.width, height: picture.height, alt: '' }
    },
  })
}
