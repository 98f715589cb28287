import * as v from 'valibot'
import type { Kind } from '#core/kind.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import { query } from '#features/feature.server.ts'
import type { QueryContext } from '#features/feature.server.ts'
import { readAssociation, readPublicNames } from '#features/membership/index.server.ts'
import { article } from './article.ts'
import { articlePath, gatheringPath, pagePath } from './addresses.ts'
import { gathering } from './gathering.ts'
import { FEDERATION_ZONE } from './item-views.server.ts'
import { page } from './page.ts'
import { portalSql } from './portal-tables.server.ts'
import type { ItemRow } from './portal-tables.server.ts'
import { pagesOf, Short, Slug } from './public-pages.server.ts'
import type { NotFound } from './public-pages.server.ts'
import type { AssociationRef, Revision, RevisionsView } from './views.ts'
import { toAssociationRef } from './item-views.server.ts'

/** The history of a public text as everybody may read it: when, what, and by whom where the person wants to be named. */

const notFound: NotFound = { tag: 'not-found' }

/** Of an article or a date. */
export const itemRevisions = query(
  v.object({ kind: v.picklist(['article', 'gathering']), short: Short }),
  async (context, { kind, short }): Promise<RevisionsView | NotFound> => {
    const row = await portalSql(context.sql)
      .selectFrom('portal_items')
      .selectAll()
      .where('short', '=', short)
      .where('kind', '=', kind)
      .orderBy('id')
      .executeTakeFirst()
    context.use(row?.id ?? `portal.${kind}s`)
    if (!row?.is_alive) return notFound
    return toRevisions(
      context,
      row,
      kind === 'article' ? article : gathering,
      kind === 'article' ? articlePath(row) : gatheringPath(row),
    )
  },
)

/** Of a standing page. */
export const pageRevisions = query(
  v.object({ association: v.nullable(Slug), slug: Slug }),
  async (context, input): Promise<(RevisionsView & { readonly association: AssociationRef | null }) | NotFound> => {
    const own = input.association === null ? null : await readAssociation(context, input.association)
    if (input.association !== null && !own) return notFound
    context.use(`portal.pages:${own?.id ?? 'federation'}`)
    const row = (await pagesOf(context, own?.id ?? null)).find((one) => one.slug === input.slug)
    if (!row) return notFound
    context.use(row.id)
    const view = await toRevisions(context, row, page, pagePath(input.association, row.slug))
    return { ...view, association: own && toAssociationRef(own) }
  },
)

async function toRevisions(context: QueryContext, row: ItemRow, kind: Kind, path: string): Promise<RevisionsView> {
  const entries = (await context.history(row.id)).toReversed()
  const authors = entries.map(({ operation }) => operation.author && bytesToHex(operation.author))
  const names = await readPublicNames(
    context,
    authors.filter((id) => id !== null),
  )
  return {
    title: row.title,
    path,
    lang: row.language || 'fr',
    revisions: entries.map(({ operation }, index): Revision => {
      const author = authors[index] ?? null
      const touched = Object.entries(kind.fields).filter(([, field]) => operation.fields.has(field.number))
      const isFirst = index === entries.length - 1
      const fields = new Set(touched.flatMap(([name]) => (isFirst ? [] : (FIELDS[name] ?? []))))
      return {
        at: operation.time,
        timeZone: FEDERATION_ZONE,
        author: author === null ? null : (names.get(author) ?? null),
        node: null,
        change: isFirst
          ? operation.fields.has(kind.fields['source']?.number ?? -1)
            ? 'imported'
            : 'published'
          : operation.verb === kind.verbs['withdraw']?.number
            ? 'withdrawn'
            : operation.fields.has(ALIVE)
              ? 'restored'
              : 'corrected',
        fields: [...fields],
        path: null,
      }
    }),
  }
}

/** Field 0 of every kind: whether it stands. */
const ALIVE = 0
const FIELDS: Readonly<Record<string, Revision['fields']>> = {
  title: ['title'],
  body: ['text'],
  picture: ['picture'],
  pictureText: ['picture'],
  place: ['place'],
  date: ['date'],
  starts: ['date'],
  ends: ['date'],
  isWholeDay: ['date'],
}
