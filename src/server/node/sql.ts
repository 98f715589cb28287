import { Kysely, SqliteDialect } from 'kysely'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

/** Kysely over a node:sqlite connection, which may be another one after the store had to open itself anew. */
export const createSql = (db: () => DatabaseSync): Kysely<any> =>
  new Kysely({
    dialect: new SqliteDialect({
      database: {
        close: () => {},
        prepare(sql) {
          const statement = db().prepare(sql)
          return {
            reader: statement.columns().length > 0,
            all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
            run: (parameters) => {
              const { changes, lastInsertRowid } = statement.run(...(parameters as SQLInputValue[]))
              return { changes, lastInsertRowid }
            },
            iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
          }
        },
      },
    }),
  })
