import type { DatabaseSync } from 'node:sqlite'
import { foldStored, isSameEntity, readPlaces } from '#core/fold/refold.ts'
import { readEntity } from '#core/kind.ts'
import type { Refold } from '#core/fold/refold.ts'
import type { Registry } from '#core/kind.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import type { EntityRow, Writer } from '#core/ports.ts'
import type { Feature } from '#features/feature.server.ts'
import type { Finding } from './finding.ts'

export type EntityCheck = Refold & {
  readonly features: readonly Feature[]
  readonly db: () => DatabaseSync
  /** Brings the derived tables up to date with one entity. */
  readonly project: (after: EntityRow) => Promise<void>
  /** What the search index holds of an entity, in a form to compare. */
  readonly indexed: (entity: string) => string
}

/**
 * The next entities after a key: each folded anew from signed operations, then projected anew; what differs from what was stored is
 * found, and by that same act put right. Gives the key to go on after; null at the end.
 */
export async function verifyEntities(
  writer: Writer,
  check: EntityCheck,
  after: number,
  limit: number,
): Promise<{ readonly findings: readonly Finding[]; readonly last: number | null }> {
  const rows = await writer.entities(after, limit)
  const places = await readPlaces(writer)
  const findings: Finding[] = []
  for (const row of rows) {
    const folded = await foldStored(writer, check, places, row)
    if (!isSameEntity(row, folded)) {
      await writer.saveEntity(folded)
      findings.push(
        finding(
          'state-altered',
          `${nameOf(check.registry, folded)} n’était plus ce que disent ses écritures signées.`,
          row.id,
        ),
      )
    }
    const before = derivedOf(check, row.id)
    clearDerived(check, row.id)
    await check.project(folded)
    const now = derivedOf(check, row.id)
    for (const [table, text] of now) {
      if (before.get(table) === text) continue
      const tag = table === 'search' ? 'index-altered' : 'projection-altered'
      findings.push(
        finding(
          tag,
          `${nameOf(check.registry, folded)} était montré(e) autrement que signé(e) (table ${table}).`,
          row.id,
        ),
      )
    }
  }
  return { findings, last: rows.length < limit ? null : (rows.at(-1)?.key ?? null) }
}

/** Rows of derived tables that no entity stands behind: put there by a stranger. They are taken out. */
export function removeStrays(
  check: Pick<EntityCheck, 'features' | 'db'>,
  unindex: (entity: string) => void,
): readonly Finding[] {
  const findings: Finding[] = []
  const entries = check
    .db()
    .prepare(
      'SELECT lower(hex(entity)) AS id FROM search_entries WHERE NOT EXISTS (SELECT 1 FROM entities WHERE id = entity)',
    )
    .all() as { id: string }[]
  for (const { id } of entries) {
    unindex(id)
    findings.push(finding('index-altered', `La recherche trouvait un texte que personne n’a signé (${id}).`, id))
  }
  for (const [table, column] of entityColumns(check.features)) {
    const strays = check
      .db()
      .prepare(
        `DELETE FROM "${table}" WHERE "${column}" <> lower("${column}") OR NOT EXISTS (SELECT 1 FROM entities WHERE entities.id = unhex("${table}"."${column}")) RETURNING "${column}" AS id`,
      )
      .all() as { id: string }[]
    for (const id of new Set(strays.map((row) => row.id))) {
      findings.push(
        finding('projection-altered', `La table ${table} montrait un texte que personne n’a signé (${id}).`, id),
      )
    }
  }
  return findings
}

/** So that what no projection of this entity writes is gone afterwards, whatever table it was slipped into. */
function clearDerived(check: EntityCheck, id: string): void {
  for (const [table, column] of entityColumns(check.features))
    check.db().prepare(`DELETE FROM "${table}" WHERE "${column}" = ?`).run(id)
}

/** What each derived table holds of one entity, as text to compare. */
function derivedOf(check: EntityCheck, id: string): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [table, column] of entityColumns(check.features)) {
    const rows = check.db().prepare(`SELECT * FROM "${table}" WHERE "${column}" = ?`).all(id) as Record<
      string,
      unknown
    >[]
    texts.set(table, rows.map(rowToText).toSorted().join('\n'))
  }
  return texts.set('search', check.indexed(id))
}

const rowToText = (row: Record<string, unknown>): string =>
  JSON.stringify(
    Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? bytesToHex(value) : value]),
  )

const entityColumns = (features: readonly Feature[]): [string, string][] =>
  features.flatMap(({ tables }) => tables.names.map((name): [string, string] => [name, tables.columns?.[name] ?? 'id']))

function nameOf(registry: Registry, row: EntityRow): string {
  const kind = registry.kinds.get(row.state.kind)
  const entity = kind ? (readEntity(kind, row.state) as Record<string, unknown>) : {}
  const title = entity['title'] ?? entity['name'] ?? entity['question']
  return title ? `« ${String(title).slice(0, 120)} »` : `${kind?.name ?? 'Une chose'} ${row.id}`
}

const finding = (tag: Finding['tag'], sentence: string, entity: string): Finding => ({
  tag,
  sentence,
  entities: [entity],
  isMended: true,
})
