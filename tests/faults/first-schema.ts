import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const OLD = new URL('../fixtures/data-folders/step-1', import.meta.url).pathname

/** What the folder of the first schema holds, by id. */
export function readOldIds(): readonly string[] {
  const db = new DatabaseSync(join(OLD, 'data', 'node.sqlite'), { readOnly: true })
  const rows = db.prepare('SELECT lower(hex(id)) AS id FROM entities').all() as { id: string }[]
  db.close()
  return rows.map((row) => row.id)
}

/** A copy of it, to be brought up. */
export async function copyOldFolder(data: string): Promise<void> {
  await cp(join(OLD, 'data'), data, { recursive: true })
  await cp(join(OLD, 'data.keys'), `${data}.keys`, { recursive: true })
}
