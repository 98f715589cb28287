import { sql } from 'kysely'
import type { ExpressionBuilder } from 'kysely'
import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import { foldForSearch } from '#core/search.ts'
import { query } from '#features/feature.server.ts'
import type { QueryContext } from '#features/feature.server.ts'
import { readAssociations } from '#features/membership/index.server.ts'
import { Id, namesOf } from './drafts.server.ts'
import { portalSql } from './portal-tables.server.ts'

/** Drafts of the places where the actor reads, latest first. */
export const drafts = query(
  v.object({
    association: v.optional(v.nullable(Id)),
    isDiscarded: v.optional(v.boolean(), false),
    page: v.optional(v.number(), 1),
    /** Words of the title; accents and capitals don't count. */
    title: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
    state: v.optional(v.picklist(['all', 'unfinished', 'asked']), 'all'),
  }),
  async (context, { association, isDiscarded, page, title, state }) => {
    if (!context.actor) return { tag: 'needs-sign-in' as const }
    const places = await readablePlaces(context, association)
    for (const place of places) context.use(`portal.drafts:${place ?? 'federation'}`)
    const wanted = foldForSearch(title).trim()
    // What came without a form of its own (an import, another place): it gets one when somebody opens it.
    const formless = places.filter(
      (id) => state === 'all' && !isDiscarded && refusalOf(context.actor, 'portal.write', { association: id }) === null,
    )
    for (const place of formless)
      for (const kind of ['articles', 'gatherings', 'pages']) context.use(`portal.${kind}:${place ?? 'federation'}`)
    const rows = await portalSql(context.sql)
      .selectFrom('portal_drafts')
      .leftJoin('portal_items', 'portal_items.id', 'portal_drafts.public_copy')
      .select([
        'portal_drafts.id as id',
        'portal_drafts.association',
        'portal_drafts.target',
        'portal_drafts.title',
        'portal_drafts.author',
        'portal_drafts.changed as changed',
        'portal_drafts.scheduled',
        'portal_drafts.held',
        'portal_drafts.review',
        'portal_drafts.public_copy',
        'portal_drafts.has_losers',
        'portal_items.is_alive as is_online',
      ])
      .select(sql<number>`1`.as('has_form'))
      .where('portal_drafts.is_alive', '=', Number(!isDiscarded))
      .$if(state === 'asked', (one) => one.where('review', '=', 'asked'))
      .$if(state === 'unfinished', (one) =>
        one.where((where) => where.or([where('public_copy', 'is', null), where('portal_items.is_alive', '=', 0)])),
      )
      .where(isOneOf('portal_drafts.association', places))
      .$if(formless.length > 0, (one) =>
        one.unionAll(
          portalSql(context.sql)
            .selectFrom('portal_items')
            .select(['id', 'association', 'kind as target', 'title'])
            .select([
              sql<string | null>`NULL`.as('author'),
              'touched as changed',
              sql<number | null>`NULL`.as('scheduled'),
              sql<string>`'no'`.as('held'),
              sql<string>`'none'`.as('review'),
              'id as public_copy',
              sql<number>`0`.as('has_losers'),
              'is_alive as is_online',
              sql<number>`0`.as('has_form'),
            ])
            .where('is_alive', '=', 1)
            .where('id', 'not in', (own) =>
              own.selectFrom('portal_drafts').select('public_copy').where('public_copy', 'is not', null),
            )
            .where(isOneOf('association', formless)),
        ),
      )
      .orderBy('changed', 'desc')
      .orderBy('id')
      // Titles are folded here: a list of some thousand short rows, read once for a search.
      .limit(wanted === '' ? 51 : 5000)
      .offset(wanted === '' ? (page - 1) * 50 : 0)
      .execute()
    const found = wanted === '' ? rows : rows.filter((row) => foldForSearch(row.title).includes(wanted))
    const shown = found.slice(0, 50)
    return {
      drafts: shown.map((row) => ({ ...row, is_online: row.is_online === 1, has_form: row.has_form === 1 })),
      hasMore: found.length > 50,
      names: await namesOf(
        context,
        shown.map((row) => row.author),
      ),
    }
  },
)

/** Rows of these associations; null stands for the federation's own. */
const isOneOf =
  (column: 'association' | 'portal_drafts.association', places: readonly (string | null)[]) =>
  (one: ExpressionBuilder<any, any>) =>
    one.or([
      one(
        column,
        'in',
        places.filter((id) => id !== null),
      ),
      ...(places.includes(null) ? [one(column, 'is', null)] : []),
    ])

async function readablePlaces(
  context: QueryContext,
  association: string | null | undefined,
): Promise<(string | null)[]> {
  const all =
    association === undefined ? [null, ...(await readAssociations(context)).map((row) => row.id)] : [association]
  return all.filter((id) => refusalOf(context.actor, 'portal.read-draft', { association: id }) === null)
}
