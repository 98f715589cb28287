import type { Kysely } from 'kysely'
import type { DatabaseSync } from 'node:sqlite'
import type { Registry } from '#core/kind.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { Clock, Writer } from '#core/ports.ts'
import type { Feature, IndexedText, SearchHit } from '#features/feature.server.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import { noteBlobs } from './blob-names.ts'
import type { Spaces } from './spaces.ts'

export type Search = {
  readonly tables: { readonly version: number; readonly names: readonly string[]; readonly create: string }
  /** What the index holds of an entity, as text to compare. */
  stored(db: DatabaseSync, entity: string): string
  /** Leaves no trace of what was taken out. */
  purge(db: DatabaseSync): void
  index(db: DatabaseSync, entity: string, text: IndexedText | null): void
  find(
    db: DatabaseSync,
    query: string,
    options: {
      readonly audiences: readonly string[]
      readonly limit: number
      readonly offset: number
      readonly kinds?: readonly string[]
    },
  ): { readonly hits: readonly SearchHit[]; readonly total: number }
}

export type Derivation = {
  readonly sql: Kysely<any>
  readonly features: readonly Feature[]
  readonly registry: Registry
  readonly search: Search
  readonly spaces: Spaces
  readonly clock: Clock
  /** Whether this is the node's own key. */
  readonly isOwn: (node: Bytes) => boolean
}

/** Makes the derived tables where they are missing or of another version, and fills them. */
export async function openProjections(store: SqliteStore, derivation: Derivation): Promise<void> {
  const wanted = versionOf(derivation)
  const row = await derivation.sql
    .selectFrom('meta')
    .select('value')
    .where('name', '=', 'projections')
    .executeTakeFirst()
  if (row?.value !== wanted) await fillProjections(store, derivation)
}

/** Drops every derived table and makes it again from the folded entities, in slices so that people can go on working. */
export async function fillProjections(store: SqliteStore, derivation: Derivation): Promise<void> {
  const { sql, features, search } = derivation
  await store.write(async () => {
    const db = store.db()
    for (const { names, create } of [search.tables, ...features.map((feature) => feature.tables)]) {
      for (const name of names) db.exec(`DROP TABLE IF EXISTS "${name}"`)
      db.exec(create)
    }
    await sql.deleteFrom('meta').where('name', '=', 'projections').execute()
  })
  for (let after = 0; ;) {
    const last = await store.write(async (writer) => {
      const rows = await writer.entities(after, SLICE)
      for (const row of rows) await projectAgain(store, derivation, writer, row)
      return rows.at(-1)?.key ?? null
    })
    if (typeof last !== 'number') break
    after = last
  }
  await store.write(async () => {
    await sql
      .insertInto('meta')
      .values({ name: 'projections', value: versionOf(derivation) })
      .execute()
  })
}

const SLICE = 500

const versionOf = ({ features, search }: Derivation): string =>
  [`search:${search.tables.version}`, ...features.map((feature) => `${feature.name}:${feature.tables.version}`)].join(
    ' ',
  )

async function projectAgain(
  store: SqliteStore,
  derivation: Derivation,
  writer: Writer,
  row: Parameters<Feature['project']>[1]['after'],
): Promise<void> {
  const kind = derivation.registry.kinds.get(row.state.kind)
  await noteBlobs(derivation.sql, writer, kind, row, 'again', derivation.isOwn)
  if (!kind || !row.state.created) return
  const context = {
    sql: derivation.sql,
    now: derivation.clock(),
    changed: () => {},
    index: async (entity: string, text: IndexedText | null) => derivation.search.index(store.db(), entity, text),
  }
  const change = { kind, before: null, after: row, space: await derivation.spaces.nameOf(row.space) }
  for (const feature of derivation.features) await feature.project(context, change)
}

/** Takes out of the derived tables what they hold of an entity that isn't one (any more). */
export function removeDerived(db: DatabaseSync, features: readonly Feature[], search: Search, id: string): void {
  for (const { tables } of features) {
    for (const name of tables.names)
      db.prepare(`DELETE FROM "${name}" WHERE "${tables.columns?.[name] ?? 'id'}" = ?`).run(id)
  }
  search.index(db, id, null)
}
