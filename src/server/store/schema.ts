import type { DatabaseSync } from 'node:sqlite'
import { ACCOUNTS_STEP } from './accounts-step.ts'
import { BLOBS_STEP } from './blobs-step.ts'
import { HELD_STEP } from './held-step.ts'
import { LINKS_STEP } from './links-step.ts'

/**
 * The kernel's tables, in numbered steps that are never changed once released: a new need is a new step. What features derive
 * (projections, search index) isn't here: it is dropped and made again from the operations.
 */
export const STEPS: readonly string[] = [
  `CREATE TABLE spaces (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, genesis BLOB NOT NULL) STRICT;
   CREATE TABLE logs (
     key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, space BLOB NOT NULL, node BLOB NOT NULL, incarnation BLOB NOT NULL,
     lane INTEGER NOT NULL, next INTEGER NOT NULL, head BLOB) STRICT;
   CREATE TABLE segments (
     key INTEGER PRIMARY KEY, log INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL, bytes INTEGER NOT NULL,
     previous BLOB NOT NULL, seed BLOB NOT NULL, hash BLOB, signature BLOB, mac BLOB, opened INTEGER NOT NULL) STRICT;
   CREATE UNIQUE INDEX segments_by_place ON segments (log, first);
   CREATE TABLE operations (
     key INTEGER PRIMARY KEY, log INTEGER NOT NULL, segment INTEGER NOT NULL, position INTEGER NOT NULL, entity INTEGER NOT NULL,
     id BLOB NOT NULL, bytes BLOB NOT NULL, received INTEGER NOT NULL) STRICT;
   CREATE UNIQUE INDEX operations_by_place ON operations (log, position);
   CREATE INDEX operations_by_entity ON operations (entity);
   CREATE TABLE entities (
     key INTEGER PRIMARY KEY, id BLOB NOT NULL, space INTEGER NOT NULL, kind INTEGER NOT NULL, state BLOB NOT NULL) STRICT;
   CREATE UNIQUE INDEX entities_by_id ON entities (id);
   CREATE TABLE clients (id BLOB PRIMARY KEY, operation INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
  ACCOUNTS_STEP,
  LINKS_STEP,
  HELD_STEP,
  BLOBS_STEP,
]

/** Brings a database to the last step, each step in one transaction. Gives back the step that it was found at. */
export function migrate(
  db: DatabaseSync,
  beforeFirst: (from: number) => void,
  steps: readonly string[] = STEPS,
): number {
  const from = (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version
  if (from > steps.length)
    throw new Error(`data folder of a later version (${from}); this program knows ${steps.length}`)
  if (from > 0 && from < steps.length) beforeFirst(from)
  for (let step = from; step < steps.length; step++) {
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(steps[step] as string)
      db.exec(`PRAGMA user_version = ${step + 1}`)
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
  return from
}
