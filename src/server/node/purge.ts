import type { Kysely } from 'kysely'
import type { Standings } from '#core/access/standing.ts'
import type { Reader } from '#core/ports.ts'
import { diskFailure } from '../blobs/disk-failure.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import { errorToFault } from '../store/sqlite-store.ts'
import type { Search } from './projections.ts'

/** Note (table `meta`) that erased values may still lie in pages of the file that nothing uses. */
const NOTE = 'purge'

/**
 * Leaves no byte of an erased value in the database's files: SQLite only forgets where a value was. The note is written with the erasure, so
 * that a cut or a full disk in between delays this and never loses it.
 */
export function createPurge({
  store,
  sql,
  search,
  dropBlobs,
}: {
  readonly store: SqliteStore
  readonly sql: Kysely<any>
  readonly search: Pick<Search, 'purge'>
  /** Takes away the files that only what is erased named. */
  readonly dropBlobs: (reader: Reader) => Promise<void>
}) {
  /** Null until the table was looked at. */
  let isDue: boolean | null = null
  return {
    /** Within the transaction that erased. */
    async note(): Promise<void> {
      isDue = null
      await sql
        .insertInto('meta')
        .values({ name: NOTE, value: 'due' })
        .onConflict((one) => one.column('name').doNothing())
        .execute()
    },
    /** Rewrites the index and the file, where something was erased. A disk that refuses is asked again at the next turn. */
    async run(): Promise<void> {
      if (isDue === false) return
      try {
        const done = await store.write(async (writer) => dropBlobs(writer))
        if (done) return
      } catch (error) {
        // A file that can't be taken away is asked for again at the next turn.
        diskFailure(error)
        return
      }
      await store.read(async () => {
        isDue = (await sql.selectFrom('meta').select('name').where('name', '=', NOTE).executeTakeFirst()) !== undefined
        if (!isDue) return
        const db = store.db()
        try {
          search.purge(db)
          // The copy that this makes on its way is as large as the file: not in memory.
          db.exec('PRAGMA temp_store = FILE')
          db.exec('VACUUM')
          db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
          await sql.deleteFrom('meta').where('name', '=', NOTE).execute()
          isDue = false
        } catch (error) {
          if (!errorToFault(error)) throw error
        } finally {
          db.exec('PRAGMA temp_store = MEMORY')
        }
      })
    },
  }
}

/** Whether fields are erased after, that weren't before. */
export function isMoreErased(before: Standings, after: Standings): boolean {
  for (const [space, { erased }] of after)
    for (const [entity, fields] of erased) {
      const already = before.get(space)?.erased.get(entity)
      if ([...fields].some((field) => !already?.has(field))) return true
    }
  return false
}
