import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as v from 'valibot'
import { writeDurably } from '../node/durable-file.ts'
import type { OpenNode } from '../node/open-node.ts'
import { migrate } from '../store/schema.ts'
import type { Finding } from './finding.ts'

/** The database's own shape, and which spaces are the federation's: nothing of that is signed, so it is compared with what is known elsewhere. */

type Part = { readonly type: string; readonly name: string; readonly tbl_name: string; readonly sql: string }
const PARTS = `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'`

/**
 * Tables, indexes, triggers and views that this program would have made otherwise: a trigger could rewrite a text at each projection.
 * A table of an unknown name is let be: nobody reads it, and an earlier version may have left it.
 */
export async function checkShape(node: OpenNode): Promise<readonly Finding[]> {
  const parts = wantedParts(node)
  const wanted = new Set(parts.map(partToText))
  const names = new Set(parts.map((part) => part.name))
  const isOurs = ({ type, name, tbl_name: table }: Part) =>
    type === 'trigger' || type === 'view' || names.has(name) || names.has(table)
  const partsNow = () => (node.store.db().prepare(PARTS).all() as Part[]).filter(isOurs)
  const found = await node.store.read(async () => partsNow())
  const strange = found.filter((part) => !wanted.has(partToText(part)))
  const missing = wanted.size - (found.length - strange.length)
  if (strange.length === 0 && missing === 0) return []
  await node.store.write(async () => {
    for (const { type, name } of strange)
      if (type !== 'table') node.store.db().exec(`DROP ${type} IF EXISTS "${name.replaceAll('"', '""')}"`)
  })
  await node.refill()
  node.tell(['*'])
  const after = new Set((await node.store.read(async () => partsNow())).map(partToText))
  const which = strange.map((part) => part.name).join(', ')
  return [
    {
      tag: 'database-damaged',
      sentence: `La base n’a plus la forme que ce programme lui donne\u00a0: ${which || 'des tables manquent'}.`,
      entities: [],
      isMended: after.symmetricDifference(wanted).size === 0,
    },
  ]
}

function wantedParts(node: OpenNode): Part[] {
  const db = new DatabaseSync(':memory:')
  migrate(db, () => {})
  for (const { create } of [node.search.tables, ...node.features.map((feature) => feature.tables)]) db.exec(create)
  const parts = db.prepare(PARTS).all() as Part[]
  db.close()
  return parts
}

const partToText = ({ type, name, sql }: Part): string => [type, name, sql.replaceAll(/\s+/g, ' ')].join('|')

const Names = v.record(v.string(), v.string())

/** The names of the two spaces, noted beside the key the first time that they are seen; put back when the database says otherwise. */
export async function checkNames(node: OpenNode): Promise<readonly Finding[]> {
  const path = join(node.folders.keys, 'spaces.json')
  const select = `SELECT name, value FROM meta WHERE name IN ('space.public', 'space.federation') ORDER BY name`
  const now = await node.store.read(async () =>
    Object.fromEntries(
      (node.store.db().prepare(select).all() as { name: string; value: string }[]).map((row) => [row.name, row.value]),
    ),
  )
  if (!existsSync(path)) {
    if (Object.keys(now).length === 2) writeDurably(path, JSON.stringify(now), 0o600)
    return []
  }
  const noted = v.parse(Names, JSON.parse(readFileSync(path, 'utf8')))
  if (JSON.stringify(noted) === JSON.stringify(now)) return []
  await node.store.write(async () => {
    const put = node.store.db().prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)')
    for (const [name, value] of Object.entries(noted)) put.run(name, value)
  })
  node.tell(['*'])
  const sentence = 'La base disait qu’un autre espace est celui du public ou de la fédération.'
  return [{ tag: 'space-altered', sentence, entities: [], isMended: true }]
}
