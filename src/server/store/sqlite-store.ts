import { DatabaseSync } from 'node:sqlite'
import type { StatementSync, SQLInputValue } from 'node:sqlite'
import { bytesToState, stateToBytes } from '#core/fold/state-codec.ts'
import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { bytesToValue, valueToBytes } from '#core/log/cbor.ts'
import type { Value } from '#core/log/cbor.ts'
import type { Salts } from '#core/log/segment.ts'
import type {
  EntityRow,
  LogRow,
  OperationRow,
  Reader,
  SegmentRow,
  SpaceRow,
  Store,
  StoreFault,
  Writer,
} from '#core/ports.ts'
import { migrate } from './schema.ts'

export type SqliteStore = Store & {
  /** The connection, for projections and queries inside `read` and `write` only. It changes when a disk fault made it open anew. */
  readonly db: () => DatabaseSync
}

/** How many waiting transactions share one commit, and so one fsync. */
const GROUP = 64

/**
 * The store on disk: one file, one connection, write-ahead log, every commit flushed before it is acknowledged. Transactions that
 * wait together are committed together; each has its own savepoint.
 */
export function openSqliteStore(
  path: string,
  { beforeMigration = () => {} }: { beforeMigration?: (db: DatabaseSync, from: number) => void } = {},
): SqliteStore {
  let db = open(path, beforeMigration)
  let statements = new Map<string, StatementSync>()
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql)
    if (!statement) statements.set(sql, (statement = db.prepare(sql)))
    return statement
  }
  const reopen = () => {
    statements = new Map()
    try {
      db.close()
    } catch {
      // The old handle is done with either way.
    }
    db = open(path, beforeMigration)
  }
  const writer = createWriter(prepare)
  /** Reads after a disk fault see what is on the disk too, not what the old handle had in memory. */
  const mend = () => {
    if (isBroken) reopen()
    isBroken = false
  }

  type Job = {
    isWrite: boolean
    run: () => Promise<unknown>
    resolve: (value: unknown) => void
    reject: (error: unknown) => void
  }
  const jobs: Job[] = []
  let isRunning = false
  let isBroken = false

  const drain = async () => {
    if (isRunning) return
    isRunning = true
    while (jobs.length > 0) {
      if (!(jobs[0] as Job).isWrite) {
        const job = jobs.shift() as Job
        try {
          mend()
          job.resolve(await job.run())
        } catch (error) {
          job.reject(error)
        }
        continue
      }
      let count = 1
      while (count < GROUP && jobs[count]?.isWrite) count++
      await commitTogether(jobs.splice(0, count))
    }
    isRunning = false
  }

  const commitTogether = async (group: readonly Job[]) => {
    const settled: (() => void)[] = []
    try {
      mend()
      db.exec('BEGIN IMMEDIATE')
      for (const job of group) settled.push(await runOne(job))
      db.exec('COMMIT')
      for (const settle of settled) settle()
    } catch (error) {
      if (db.isOpen && db.isTransaction) tryExec('ROLLBACK')
      const fault = errorToFault(error)
      // After a failed flush nothing of this handle can be believed: open anew before anything else. A full disk breaks nothing.
      if (fault?.tag === 'disk-error') isBroken = true
      for (const job of group) {
        if (fault) job.resolve(fault)
        else job.reject(error)
      }
    }
  }

  const runOne = async (job: Job): Promise<() => void> => {
    db.exec('SAVEPOINT one')
    try {
      const value = await job.run()
      db.exec('RELEASE one')
      return () => job.resolve(value)
    } catch (error) {
      if (errorToFault(error) || !db.isTransaction) throw error
      db.exec('ROLLBACK TO one')
      db.exec('RELEASE one')
      return () => job.reject(error)
    }
  }

  const tryExec = (sql: string) => {
    try {
      db.exec(sql)
    } catch {
      // Nothing more can be done; the next write opens the file anew.
    }
  }

  const submit = <T>(isWrite: boolean, run: () => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      jobs.push({ isWrite, run, resolve: resolve as (value: unknown) => void, reject })
      void drain()
    })

  return {
    db: () => db,
    read: (work) => submit(false, () => work(writer as Reader)),
    write: (work) => submit(true, () => work(writer)),
    close: () =>
      submit(false, async () => {
        db.close()
      }),
  }
}

function open(path: string, beforeMigration: (db: DatabaseSync, from: number) => void): DatabaseSync {
  const db = new DatabaseSync(path)
  // EXCLUSIVE before the first read: no shared-memory file, whose mapping kills the process on a full disk (reliability.md §0.2).
  db.exec('PRAGMA locking_mode = EXCLUSIVE')
  db.exec('PRAGMA journal_mode = WAL')
  db.exec('PRAGMA synchronous = FULL')
  db.exec('PRAGMA foreign_keys = ON')
  db.exec('PRAGMA temp_store = MEMORY')
  db.exec('PRAGMA cache_size = -8192')
  migrate(db, (from) => beforeMigration(db, from))
  return db
}

/** SQLite's result codes: 13 is a full disk, 10 and its extensions any input or output error, 8 a read-only file. */
export function errorToFault(error: unknown): StoreFault | null {
  const { errcode, errstr } = error as { errcode?: number; errstr?: string }
  if (typeof errcode !== 'number') return null
  if ((errcode & 0xff) === 13) return { tag: 'disk-full' }
  if ((errcode & 0xff) === 10 || (errcode & 0xff) === 8 || (errcode & 0xff) === 14) {
    return { tag: 'disk-error', detail: `${errstr ?? 'SQLite'} (${errcode})` }
  }
  return null
}

type Row = Record<string, SQLInputValue>
const hex = (value: unknown): string => bytesToHex(value as Bytes)
const toBytes = (value: string): Bytes => hexToBytes(value) as Bytes

function createWriter(prepare: (sql: string) => StatementSync): Writer {
  const all = <T>(sql: string, toRow: (row: Row) => T, ...values: SQLInputValue[]): T[] =>
    (prepare(sql).all(...values) as Row[]).map(toRow)
  const one = <T>(sql: string, toRow: (row: Row) => T, ...values: SQLInputValue[]): T | null => {
    const row = prepare(sql).get(...values) as Row | undefined
    return row ? toRow(row) : null
  }
  const insert = (sql: string, ...values: SQLInputValue[]): number =>
    Number(prepare(sql).run(...values).lastInsertRowid)
  return {
    spaces: async () => all('SELECT * FROM spaces ORDER BY key', rowToSpace),
    logs: async () => all('SELECT * FROM logs ORDER BY key', rowToLog),
    findLog: async (id) => one('SELECT * FROM logs WHERE id = ?', rowToLog, toBytes(id)),
    segments: async (log, from = 0) =>
      all(
        'SELECT * FROM segments WHERE log = ? AND (first + count > ? OR signature IS NULL) ORDER BY first',
        rowToSegment,
        log,
        from,
      ),
    tail: async (log) =>
      one('SELECT * FROM segments WHERE log = ? AND signature IS NULL ORDER BY first DESC LIMIT 1', rowToSegment, log),
    segment: async (key) => one('SELECT * FROM segments WHERE key = ?', rowToSegment, key),
    operationsOfSegment: async (segment) =>
      all(
        `SELECT operations.* FROM segments JOIN operations ON operations.log = segments.log
         AND operations.position >= segments.first AND operations.position < segments.first + segments.count
         WHERE segments.key = ? ORDER BY operations.position`,
        rowToOperation,
        segment,
      ),
    operationsOfEntity: async (entity) =>
      all('SELECT * FROM operations WHERE entity = ? ORDER BY key', rowToOperation, entity),
    entity: async (id) => one('SELECT * FROM entities WHERE id = ?', rowToEntity, toBytes(id)),
    entityByKey: async (key) => one('SELECT * FROM entities WHERE key = ?', rowToEntity, key),
    entities: async (after, limit) =>
      all('SELECT * FROM entities WHERE key > ? ORDER BY key LIMIT ?', rowToEntity, after, limit),
    hasClient: async (client) => one('SELECT 1 AS found FROM clients WHERE id = ?', () => true, client) !== null,
    operationOfClient: async (client) =>
      one(
        `SELECT operations.* FROM clients JOIN operations ON operations.key = clients.operation WHERE clients.id = ?
         ORDER BY operations.key LIMIT 1`,
        rowToOperation,
        client,
      ),
    operationsOfClient: async (client) =>
      all(
        `SELECT operations.* FROM clients JOIN operations ON operations.key = clients.operation WHERE clients.id = ?
         ORDER BY operations.key`,
        rowToOperation,
        client,
      ),
    orders: async () => all('SELECT * FROM entities WHERE kind BETWEEN 1 AND 15 ORDER BY key', rowToEntity),
    link: async (peer, space) =>
      one('SELECT state FROM links WHERE peer = ? AND space = ?', (row) => row.state as Bytes, peer, space),
    held: async (space) => one('SELECT vector FROM held WHERE space = ?', (row) => row.vector as Bytes, space),
    addSpace: async (space) => ({
      ...space,
      key: insert('INSERT INTO spaces (id, genesis) VALUES (?, ?)', space.id, space.genesis),
    }),
    addLog: async ({ name, id, next, head }) => ({
      key: insert(
        'INSERT INTO logs (id, space, node, incarnation, lane, next, head) VALUES (?, ?, ?, ?, ?, ?, ?)',
        toBytes(id),
        name.space,
        name.node,
        name.incarnation,
        name.lane,
        next,
        head,
      ),
      name,
      id,
      next,
      head,
    }),
    saveLog: async ({ key, next, head }) =>
      void prepare('UPDATE logs SET next = ?, head = ? WHERE key = ?').run(next, head, key),
    addSegment: async (segment) => ({
      ...segment,
      key: insert(
        'INSERT INTO segments (log, first, count, bytes, previous, seed, hash, signature, mac, opened) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        segment.log,
        segment.first,
        segment.count,
        segment.bytes,
        segment.previous,
        seedToColumn(segment.seed),
        segment.hash,
        segment.signature,
        segment.mac,
        segment.opened,
      ),
    }),
    saveSegment: async ({ key, count, bytes, seed, hash, signature, mac }) =>
      void prepare(
        'UPDATE segments SET count = ?, bytes = ?, seed = ?, hash = ?, signature = ?, mac = ? WHERE key = ?',
      ).run(count, bytes, seedToColumn(seed), hash, signature, mac, key),
    addOperation: async (operation) => ({
      ...operation,
      key: insert(
        'INSERT INTO operations (log, segment, position, entity, id, bytes, received) VALUES (?, ?, ?, ?, ?, ?, ?)',
        operation.log,
        operation.segment,
        operation.position,
        operation.entity,
        toBytes(operation.id),
        operation.bytes,
        operation.received,
      ),
    }),
    saveErased: async ({ key, bytes }) => void prepare('UPDATE operations SET bytes = ? WHERE key = ?').run(bytes, key),
    addEntity: async ({ id, space, state }) => ({
      key: insert(
        'INSERT INTO entities (id, space, kind, state) VALUES (?, ?, ?, ?)',
        toBytes(id),
        space,
        state.kind,
        stateToBytes(state),
      ),
      id,
      space,
      state,
    }),
    saveEntity: async ({ key, space, state }) =>
      void prepare('UPDATE entities SET space = ?, kind = ?, state = ? WHERE key = ?').run(
        space,
        state.kind,
        stateToBytes(state),
        key,
      ),
    addClient: async (client, operation) =>
      void prepare('INSERT OR IGNORE INTO clients (id, operation) VALUES (?, ?)').run(client, operation),
    saveLink: async (peer, space, state) =>
      void prepare('INSERT OR REPLACE INTO links (peer, space, state) VALUES (?, ?, ?)').run(peer, space, state),
    saveHeld: async (space, vector) =>
      void prepare('INSERT OR REPLACE INTO held (space, vector) VALUES (?, ?)').run(space, vector),
  }
}

/** A seed is 16 bytes; salts are a CBOR array, told apart by their first byte being an array's and their length. */
const seedToColumn = (seed: Bytes | Salts): Bytes =>
  seed instanceof Uint8Array ? seed : valueToBytes(['salts', seed as Value])
const columnToSeed = (column: Bytes): Bytes | Salts =>
  column.length === 16 ? column : ((bytesToValue(column) as [string, Salts])[1] as Salts)

const rowToSpace = (row: Row): SpaceRow => ({
  key: row.key as number,
  id: row.id as Bytes,
  genesis: row.genesis as Bytes,
})
const rowToLog = (row: Row): LogRow => ({
  key: row.key as number,
  id: hex(row.id),
  name: {
    space: row.space as Bytes,
    node: row.node as Bytes,
    incarnation: row.incarnation as Bytes,
    lane: row.lane as number,
  },
  next: row.next as number,
  head: row.head as Bytes | null,
})
const rowToSegment = (row: Row): SegmentRow => ({
  key: row.key as number,
  log: row.log as number,
  first: row.first as number,
  count: row.count as number,
  bytes: row.bytes as number,
  previous: row.previous as Bytes,
  seed: columnToSeed(row.seed as Bytes),
  hash: row.hash as Bytes | null,
  signature: row.signature as Bytes | null,
  mac: row.mac as Bytes | null,
  opened: row.opened as number,
})
const rowToOperation = (row: Row): OperationRow => ({
  key: row.key as number,
  log: row.log as number,
  segment: row.segment as number,
  position: row.position as number,
  entity: row.entity as number,
  id: hex(row.id),
  bytes: row.bytes as Bytes,
  received: row.received as number,
})
const rowToEntity = (row: Row): EntityRow => ({
  key: row.key as number,
  id: hex(row.id),
  space: row.space as number,
  state: bytesToState(row.state as Bytes),
})
