import type { DatabaseSync } from 'node:sqlite'
import { applyOperation, EMPTY } from '#core/fold/fold.ts'
import type { EntityState } from '#core/fold/fold.ts'
import { bytesToState, stateToBytes } from '#core/fold/state-codec.ts'
import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { valueToBytes } from '#core/log/cbor.ts'
import type { Value } from '#core/log/cbor.ts'
import { fieldHash, fieldSalt, hashToId, operationHash, operationToBytes } from '#core/log/operation.ts'
import type { Entry, Operation } from '#core/log/operation.ts'
import { logId, operationHashes, sealSegment, segmentHash, segmentMessage } from '#core/log/segment.ts'
import { createSpace } from '#core/log/space.ts'
import { bytesToOperation } from '#core/log/writer.ts'
import { createKeyPem, pemToKeys } from '#server/keys/ed25519.ts'
import { registry } from '../../src/kinds.ts'

/** What a skilled stranger writes straight into the tables, as consistent as it can be without the node's key. */

const stranger = pemToKeys(createKeyPem())
const toBytes = (hex: string) => hexToBytes(hex) as Bytes
const plain = (value: unknown) => new Uint8Array(value as Uint8Array)

type Row = Record<string, any>
const one = (db: DatabaseSync, sql: string, ...values: any[]): Row => db.prepare(sql).get(...values) as Row
const all = (db: DatabaseSync, sql: string, ...values: any[]): Row[] => db.prepare(sql).all(...values) as Row[]
const entityRow = (db: DatabaseSync, id: string) => one(db, 'SELECT * FROM entities WHERE id = unhex(?)', id)

function withValue(state: EntityState, field: number, value: Value): EntityState {
  const found = state.fields.get(field)
  if (!found) throw new Error(`no field ${field}`)
  const heads = found.heads.map((head, index) => (index === 0 ? { ...head, value } : head))
  return { ...state, fields: new Map(state.fields).set(field, { ...found, heads }) }
}

/** Another value in the folded state alone. */
export function saveState(db: DatabaseSync, id: string, field: number, value: Value): void {
  const state = withValue(bytesToState(plain(entityRow(db, id)['state'])), field, value)
  db.prepare('UPDATE entities SET state = ? WHERE id = unhex(?)').run(stateToBytes(state), id)
}

/** The title, text or name that readers see, in every derived table and in the index. */
function project(db: DatabaseSync, id: string, word: string): void {
  for (const statement of [
    'UPDATE portal_items SET title = ?1, body = ?1, summary = ?1, byline = ?1, place = ?1 WHERE id = ?2',
    'UPDATE membership_federation SET welcome = ?1 WHERE id = ?2',
    'UPDATE membership_charters SET text = ?1 WHERE id = ?2',
    'UPDATE membership_milestones SET title = ?1 WHERE id = ?2',
    'UPDATE search_texts SET title = ?1, text = ?1 WHERE key = (SELECT key FROM search_entries WHERE entity = unhex(?2))',
  ])
    db.prepare(statement).run(word, id)
}

/** Operation, state, projection and index together; then, on demand, hashes and ids, and signatures by another key. */
export function consistently(
  db: DatabaseSync,
  id: string,
  field: number,
  value: string,
  how: 'keep' | 'rehash' | 'resign',
): void {
  const entity = entityRow(db, id)
  const rows = all(db, 'SELECT * FROM operations WHERE entity = ? ORDER BY key DESC', entity['key'])
  const row = rows.find((each) => bytesToOperation(plain(each['bytes'])).fields.has(field)) as Row
  const operation = bytesToOperation(plain(row['bytes']))
  const entry = operation.fields.get(field) as Entry
  const altered: Operation = { ...operation, fields: new Map(operation.fields).set(field, { ...entry, value }) }
  db.prepare('UPDATE operations SET bytes = ? WHERE key = ?').run(operationToBytes(altered), row['key'])
  saveState(db, id, field, value)
  project(db, id, value)
  if (how === 'keep') return
  const log = one(db, 'SELECT * FROM logs WHERE key = ?', row['log'])
  const logName = plain(log['id'])
  let previous: Bytes | null = null
  for (const segment of all(
    db,
    'SELECT * FROM segments WHERE log = ? AND signature IS NOT NULL ORDER BY first',
    row['log'],
  )) {
    const inside = all(
      db,
      'SELECT * FROM operations WHERE log = ? AND position >= ? AND position < ? ORDER BY position',
      row['log'],
      segment['first'],
      segment['first'] + segment['count'],
    )
    const operations = inside.map((each) => bytesToOperation(plain(each['bytes'])))
    const hashes = operationHashes(logName, { seed: plain(segment['seed']), operations }) as Bytes[]
    const before = previous ?? plain(segment['previous'])
    const message = segmentMessage(logName, segment['first'], before, hashes)
    const hash = segmentHash(message)
    const signature = how === 'resign' ? stranger.sign(message) : plain(segment['signature'])
    db.prepare('UPDATE segments SET previous = ?, hash = ?, signature = ? WHERE key = ?').run(
      before,
      hash,
      signature,
      segment['key'],
    )
    for (const [index, each] of inside.entries())
      if (each['key'] === row['key'] && operation.entity !== null)
        db.prepare('UPDATE operations SET id = ? WHERE key = ?').run(hashToId(hashes[index] as Bytes), each['key'])
    previous = hash.slice(0, 16)
    db.prepare('UPDATE logs SET head = ? WHERE key = ?').run(hash, row['log'])
  }
  if (how === 'resign') db.prepare('UPDATE logs SET node = ? WHERE key = ?').run(stranger.publicKey, row['log'])
}

type Forgery = {
  readonly kind: { readonly number: number }
  /** Null for a new one. */
  readonly entity: string | null
  readonly values: Readonly<Record<number, Value>>
}

function forgeOperation({ kind, entity, values }: Forgery, state: EntityState): Operation {
  const fields = new Map<number, Entry>(
    Object.entries(values).map(([field, value]) => [
      Number(field),
      {
        counter: (state.fields.get(Number(field))?.counter ?? 0) + 50,
        value,
        seen: (state.fields.get(Number(field))?.heads ?? []).map((head) => toBytes(head.id)),
      },
    ]),
  )
  return {
    verb: entity ? 1 : 0,
    entity: entity ? toBytes(entity) : null,
    kind: kind.number,
    fields,
    author: null,
    time: 1_800_000_000_000,
  }
}

/** Stores an operation's row, the folded state, and what readers would see of it. */
function put(
  db: DatabaseSync,
  forgery: Forgery,
  log: Row,
  segment: number,
  position: number,
  id: Bytes,
  operation: Operation,
  space: number,
): void {
  const hex = bytesToHex(id)
  const known = forgery.entity ? entityRow(db, forgery.entity) : null
  const before = known ? bytesToState(plain(known['state'])) : EMPTY
  const placed = { operation, id: hex, log: bytesToHex(plain(log['id'])), position }
  const state = applyOperation(before, placed, registry.combineOf)
  if (known) db.prepare('UPDATE entities SET state = ? WHERE key = ?').run(stateToBytes(state), known['key'])
  else
    db.prepare('INSERT INTO entities (id, space, kind, state) VALUES (?, ?, ?, ?)').run(
      id,
      space,
      forgery.kind.number,
      stateToBytes(state),
    )
  const key = entityRow(db, forgery.entity ?? hex)['key']
  db.prepare(
    'INSERT INTO operations (log, segment, position, entity, id, bytes, received) VALUES (?, ?, ?, ?, ?, ?, 1)',
  ).run(log['key'], segment, position, key, id, operationToBytes(operation))
  const word = Object.values(forgery.values).find((value) => typeof value === 'string')
  if (known) {
    if (word) project(db, forgery.entity as string, word as string)
    if (forgery.values[0] !== undefined)
      db.prepare('UPDATE portal_items SET is_alive = ? WHERE id = ?').run(
        Number(forgery.values[0]),
        forgery.entity as string,
      )
  } else if (forgery.kind.number < 20) {
    const template = one(
      db,
      `SELECT id FROM portal_items WHERE kind = ?`,
      forgery.kind.number === 16 ? 'article' : 'page',
    )
    const columns = all(db, 'PRAGMA table_info(portal_items)').map((column) => column['name'] as string)
    const set: Record<string, string> = {
      id: `'${hex}'`,
      short: `'${hex.slice(0, 8)}'`,
      title: `'${word}'`,
      body: `'${word}'`,
      summary: `'${word}'`,
      slug: `'${word}'`,
      date: '1800000000',
    }
    db.exec(
      `INSERT INTO portal_items SELECT ${columns.map((column) => set[column] ?? column).join()} FROM portal_items WHERE id = '${template['id']}'`,
    )
  } else if (forgery.kind.number === 35)
    db.exec(
      `INSERT INTO membership_milestones SELECT '${hex}', date, '${word}', text, category, place, associations, ends, is_invented FROM membership_milestones LIMIT 1`,
    )
}

function addLog(db: DatabaseSync, space: Bytes, node: Bytes): Row {
  const name = { space, node, incarnation: new Uint8Array(8).fill(6), lane: 1 }
  db.prepare('INSERT INTO logs (id, space, node, incarnation, lane, next, head) VALUES (?, ?, ?, ?, 1, 0, NULL)').run(
    logId(name),
    space,
    node,
    name.incarnation,
  )
  return one(db, 'SELECT * FROM logs WHERE id = ?', logId(name))
}

function forgeSealed(db: DatabaseSync, log: Row, forgery: Forgery, space: number): void {
  const state = forgery.entity ? bytesToState(plain(entityRow(db, forgery.entity)['state'])) : EMPTY
  const operation = forgeOperation(forgery, state)
  const seed = new Uint8Array(16).fill(9)
  const id = plain(log['id'])
  const { segment, hash } = sealSegment(
    id,
    { first: 0, previous: new Uint8Array(16), seed, operations: [operation] },
    stranger.sign,
  )
  const { lastInsertRowid } = db
    .prepare(
      'INSERT INTO segments (log, first, count, bytes, previous, seed, hash, signature, mac, opened) VALUES (?, 0, 1, 100, zeroblob(16), ?, ?, ?, NULL, 1)',
    )
    .run(log['key'], seed, hash, segment.signature)
  db.prepare('UPDATE logs SET next = 1, head = ? WHERE key = ?').run(hash, log['key'])
  const [own] = operationHashes(id, { seed, operations: [operation] }) as [Bytes]
  put(db, forgery, log, Number(lastInsertRowid), 0, hashToId(own), operation, space)
}

/** A log with one segment, signed by the stranger's key, under their own name or under our node's. */
export function forgeLog(db: DatabaseSync, forgery: Forgery & { readonly node: 'stranger' | 'ours' }): void {
  const ours = plain(one(db, 'SELECT node FROM logs WHERE key = 1')['node'])
  const space = one(
    db,
    `SELECT * FROM spaces WHERE hex(id) = (SELECT upper(value) FROM meta WHERE name = 'space.public')`,
  )
  const log = addLog(db, plain(space['id']), forgery.node === 'ours' ? ours : stranger.publicKey)
  forgeSealed(db, log, forgery, space['key'])
}

/** A tail behind the public log's end, without the node's secret. */
export function forgeTail(db: DatabaseSync, { trick, ...forgery }: Forgery & { readonly trick: string }): void {
  const log = one(
    db,
    'SELECT * FROM logs WHERE key = (SELECT log FROM operations WHERE entity = (SELECT key FROM entities WHERE id = unhex(?)) LIMIT 1)',
    forgery.entity,
  )
  const operation = forgeOperation(forgery, bytesToState(plain(entityRow(db, forgery.entity as string)['state'])))
  const seed = new Uint8Array(16).fill(9)
  const insert = db.prepare(
    'INSERT INTO segments (log, first, count, bytes, previous, seed, hash, signature, mac, opened) VALUES (?, ?, ?, 100, ?, ?, NULL, NULL, ?, 1)',
  )
  const previous = plain(log['head']).slice(0, 16)
  const { lastInsertRowid } = insert.run(
    log['key'],
    log['next'],
    trick === 'tail that says it is empty' ? 0 : 1,
    previous,
    seed,
    new Uint8Array(32),
  )
  if (trick === 'two tails') insert.run(log['key'], log['next'] + 1, 0, previous, seed, null)
  db.prepare('UPDATE logs SET next = next + 1 WHERE key = ?').run(log['key'])
  const hash = operationHash(plain(log['id']), operation, (field) =>
    fieldHash(fieldSalt(seed, 0, field), field, operation.fields.get(field) as Entry),
  )
  put(db, forgery, log, Number(lastInsertRowid), log['next'], hashToId(hash), operation, 1)
}

/** A space rooted in the stranger's key; with a federation's texts in it, the node is told that it is the public one. */
export function forgeSpace(db: DatabaseSync, values: Readonly<Record<number, Value>> | null): void {
  const { id, genesis } = createSpace(
    { root: stranger.publicKey, nodes: null, nonce: new Uint8Array(16) },
    stranger.sign,
  )
  const { lastInsertRowid } = db.prepare('INSERT INTO spaces (id, genesis) VALUES (?, ?)').run(id, genesis)
  if (!values) return
  db.prepare(`UPDATE meta SET value = ? WHERE name = 'space.public'`).run(bytesToHex(id))
  forgeSealed(
    db,
    addLog(db, id, stranger.publicKey),
    { kind: { number: 32 }, entity: null, values },
    Number(lastInsertRowid),
  )
}

/** Takes a field's value out of an entity's last operation that says it, as `eraseFields` does: no signature is broken. */
export function erase(db: DatabaseSync, id: string, field: number): void {
  const rows = all(
    db,
    'SELECT * FROM operations WHERE entity = (SELECT key FROM entities WHERE id = unhex(?)) ORDER BY key DESC',
    id,
  )
  const row = rows.find((each) => bytesToOperation(plain(each['bytes'])).fields.has(field)) as Row
  const segment = one(db, 'SELECT * FROM segments WHERE key = ?', row['segment'])
  const inside = all(db, 'SELECT * FROM operations WHERE segment = ? ORDER BY position', segment['key'])
  const seed = plain(segment['seed'])
  const salts = inside.map((each, index) => {
    const { fields } = bytesToOperation(plain(each['bytes']))
    return new Map(
      [...fields].map(([number, entry]): [number, Bytes] => {
        const salt = fieldSalt(seed, index, number)
        return [number, each['key'] === row['key'] && number === field ? fieldHash(salt, number, entry as Entry) : salt]
      }),
    )
  })
  const operation = bytesToOperation(plain(row['bytes']))
  db.prepare('UPDATE operations SET bytes = ? WHERE key = ?').run(
    operationToBytes({ ...operation, fields: new Map(operation.fields).set(field, null) }),
    row['key'],
  )
  db.prepare('UPDATE segments SET seed = ? WHERE key = ?').run(
    valueToBytes(['salts', salts as unknown as Value]),
    segment['key'],
  )
}
