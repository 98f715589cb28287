import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { article, page } from '#features/portal/index.ts'
import { charter, federation, milestone } from '#features/membership/index.ts'
import { CANARY, WORDS } from './altered-world.ts'
import type { World } from './altered-world.ts'
import { consistently, erase, forgeLog, forgeSpace, forgeTail, saveState } from './forger.ts'

/** What somebody does to a stopped folder who knows the schema and lacks only the key folder. */
export type Alteration = {
  readonly name: string
  /** `same`: the honest pages are shown again, exactly. `signed`: a part is lost, what is shown was signed. */
  readonly shown: 'same' | 'signed'
  readonly alter: (data: string, world: World) => void
  /** Whether it is also tried on a running node. */
  readonly isLive: boolean
}

const list: Alteration[] = []
const add = (name: string, shown: Alteration['shown'], alter: Alteration['alter'], isLive = false) =>
  void list.push({ name, shown, alter, isLive })

const open = (data: string) => new DatabaseSync(join(data, 'node.sqlite'))
const within = (data: string, work: (db: DatabaseSync) => void) => {
  const db = open(data)
  try {
    work(db)
  } finally {
    db.close()
  }
}
const sql = (statement: string) => (data: string, world: World) =>
  within(data, (db) => db.exec(statement.replaceAll(/\$(\w+)/g, (_, name: string) => world.ids[name] ?? CANARY)))

/** Derived tables: each column, a row gone, a row of nobody's, another entity's row. */
const COLUMNS: Readonly<Record<string, string>> = {
  'portal_items of $article0': `title = '$X'|body = 'Texte $X [lien](https://$X.example)'|summary = '$X'|date = 1800000000|association = '$jardins'|place = '$X'|picture_text = '$X'|language = 'en'|byline = '$X'|is_alive = 0|changed = 5|picture = NULL|title = '$X', body = '$X', summary = '$X'`,
  'portal_items of $article2': `title = '$X'|body = concat(body, ' $X')|date = 1|short = '00000000'|kind = 'page', slug = '$X'`,
  'portal_items of $article3': `association = NULL|body = '![$X]($picture)'|picture = '$picture', picture_text = '$X'`,
  'portal_items of $article5': `is_alive = 1|is_alive = 1, title = '$X'`,
  'portal_items of $page': `slug = '$X'|title = '$X'|body = '$X'|rank = 0`,
  'portal_items of $gathering': `date = 1999999999|place = '$X'|title = '$X'|ends = 2000000000|is_alive = 0`,
  'portal_pictures of $picture': `colour = '#ffffff'|credit = '$X'|preview = x'00'|sizes = replace(sizes, '"width":10', '"width":11')|space = 'federation'`,
  'portal_drafts of $draft': `title = '$X'|public_copy = '$article0'`,
  'membership_federation of $federation': `name = '$X'|tagline = '$X'|subtitle = '$X'|welcome = '$X'|how_to_join = '$X'|how_to_help = '$X'|contact = '$X'|is_demo = 1`,
  'membership_associations of $puits': `name = '$X'|slug = '$X'|purpose = '$X'|presentation = '$X'|accent = 'prune'|logo = NULL|town = '$X'|country = 'ML'|latitude = 1|partner_town = '$X'|contact = 'https://$X.example'|register_number = '$X'|is_alive = 0|short_name = '$X'|space = NULL`,
  'membership_periods of $period2': `joined = '1999-01-01'|left_on = ''|reason = '$X'|association = '$puits'`,
  'membership_milestones of $milestone': `title = '$X'|text = '$X'|date = '2000-01-01'|category = '$X'|place = '$X'|associations = '["$puits"]'`,
  'membership_charters of $charter': `text = '1. $X'|version = 2|adopted = '2020-01-01'|signatures = '[]'`,
  'membership_persons of $person': `public_name = '$X'|name = '$X'|is_alive = 0`,
  'membership_mandates of $mandate': `office = '$X'|role = 'reader'|until_day = '2013-01-01'|is_public = 0|from_day = '2000-01-01'`,
  'membership_votes of $vote': `question = '$X'|is_closed = 1`,
}
for (const [where, sets] of Object.entries(COLUMNS)) {
  const [table, id] = where.split(' of ') as [string, string]
  for (const [index, set] of sets.split('|').entries())
    add(`${table} of ${id.slice(1)}: ${set}`, 'same', sql(`UPDATE ${table} SET ${set} WHERE id = '${id}'`), index === 0)
  add(`${table} of ${id.slice(1)}: deleted`, 'same', sql(`DELETE FROM ${table} WHERE id = '${id}'`))
}
const columns = (table: string, db: DatabaseSync, set: Readonly<Record<string, string>>) =>
  (db.prepare(`PRAGMA table_info("${table}")`).all() as { name: string }[]).map(({ name }) => set[name] ?? `"${name}"`)
const twin =
  (table: string, from: string, id: string, set: Readonly<Record<string, string>>) => (data: string, world: World) =>
    within(data, (db) => {
      const values = columns(table, db, { ...set, id: `'${id.startsWith('$') ? world.ids[id.slice(1)] : id}'` })
      db.exec(
        `INSERT OR REPLACE INTO "${table}" SELECT ${values.join()} FROM "${table}" WHERE id = '${world.ids[from]}'`,
      )
    })
const text = `'${CANARY}'`
for (const [table, from, field] of [
  ['portal_items', 'article0', 'title'],
  ['membership_milestones', 'milestone', 'title'],
  ['membership_charters', 'charter', 'text'],
  ['membership_associations', 'puits', 'name'],
  ['membership_persons', 'person', 'public_name'],
] as const) {
  const set = { [field]: text, ...(table === 'portal_items' ? { date: '1999999999', short: "'aaaaaaaa'" } : {}) }
  add(`${table}: a row of nobody’s`, 'same', twin(table, from, 'a'.repeat(24), set), true)
  add(`${table}: a row in capitals`, 'same', (data, world) =>
    twin(table, from, (world.ids[from] as string).toUpperCase(), set)(data, world),
  )
  add(`${table}: a row for the draft`, 'same', twin(table, from, '$draft', set), true)
  add(`${table}: a row for the vote`, 'same', twin(table, from, '$vote', set))
}
add('portal_tags: one more', 'same', sql(`INSERT INTO portal_tags VALUES ('$article0', '$X', '$X')`), true)
add('portal_tags: one gone', 'same', sql(`DELETE FROM portal_tags`))
add('portal_tags: another word', 'same', sql(`UPDATE portal_tags SET tag = '$X'`))
add('portal_tags: of another article', 'same', sql(`UPDATE portal_tags SET item = '$article2'`))

/** The search index. */
const key = (id: string) => `(SELECT key FROM search_entries WHERE entity = unhex('${id}'))`
for (const [name, statement] of [
  ['a title', `UPDATE search_texts SET title = '$X' WHERE key = ${key('$article0')}`],
  ['a text', `UPDATE search_texts SET text = 'puits $X' WHERE key = ${key('$article1')}`],
  ['a text gone', `DELETE FROM search_texts WHERE key = ${key('$article1')}`],
  ['an entry gone', `DELETE FROM search_entries WHERE key = ${key('$article1')}`],
  ['an audience', `UPDATE search_entries SET audience = 'federation' WHERE key = ${key('$article1')}`],
  ['a kind', `UPDATE search_entries SET kind = 'page' WHERE key = ${key('$article1')}`],
  ['a date', `UPDATE search_entries SET date = 1 WHERE key = ${key('$article1')}`],
  ['a language', `UPDATE search_entries SET language = 'en' WHERE key = ${key('$article1')}`],
  [
    'an entry of nobody’s',
    `INSERT INTO search_entries VALUES (900, x'aaaaaaaaaaaaaaaaaaaaaaaa', 'article', 'public', 1, 'fr'); INSERT INTO search_texts VALUES (900, '$X', 'puits $X'); INSERT INTO search_words (rowid, title, text) VALUES (900, '$X', 'puits $X')`,
  ],
  [
    'an entry for the draft',
    `INSERT INTO search_entries VALUES (900, unhex('$draft'), 'article', 'public', 1, 'fr'); INSERT INTO search_texts VALUES (900, '$X', 'puits $X'); INSERT INTO search_words (rowid, title, text) VALUES (900, '$X', 'puits $X')`,
  ],
  [
    'texts swapped',
    `UPDATE search_entries SET key = 901 WHERE key = ${key('$article1')}; UPDATE search_entries SET key = (SELECT key FROM search_texts WHERE title LIKE '%${WORDS[1]}%') WHERE key = ${key('$article2')}`,
  ],
] as const)
  add(`search: ${name}`, 'same', sql(statement), name.startsWith('a t'))
/** Folded state: re-encoded, swapped, an older one, another space, another id, gone, garbage. */
for (const [name, kind, field] of [
  ['article0', article, 'title'],
  ['article1', article, 'body'],
  ['article2', article, 'byline'],
  ['article3', article, 'place'],
  ['page', page, 'body'],
  ['federation', federation, 'welcome'],
  ['charter', charter, 'text'],
  ['milestone', milestone, 'title'],
] as const) {
  const number = (kind.fields as Record<string, { number: number }>)[field]?.number as number
  add(
    `state of ${name}: ${field}`,
    'same',
    (data, world) => within(data, (db) => saveState(db, world.ids[name] as string, number, CANARY)),
    true,
  )
  add(
    `state, operation, projection and index of ${name} together: ${field}`,
    'signed',
    (data, world) => within(data, (db) => consistently(db, world.ids[name] as string, number, CANARY, 'keep')),
    true,
  )
  add(`… and hashes, ids and heads made anew: ${name}`, 'signed', (data, world) =>
    within(data, (db) => consistently(db, world.ids[name] as string, number, CANARY, 'rehash')),
  )
  add(`… and signed by a stranger’s key: ${name}`, 'signed', (data, world) =>
    within(data, (db) => consistently(db, world.ids[name] as string, number, CANARY, 'resign')),
  )
}
const entity = (name: string) => `id = unhex('$${name}')`
for (const [name, statement] of [
  [
    'two states swapped',
    `UPDATE entities SET state = (SELECT state FROM entities WHERE ${entity('article1')}) WHERE ${entity('article0')}`,
  ],
  [
    'a withdrawn one’s state replaced by a living one’s',
    `UPDATE entities SET state = (SELECT state FROM entities WHERE ${entity('article2')}) WHERE ${entity('article5')}`,
  ],
  ['an entity gone', `DELETE FROM entities WHERE ${entity('article1')}`],
  ['another id', `UPDATE entities SET id = x'bbbbbbbbbbbbbbbbbbbbbbbb' WHERE ${entity('article1')}`],
  [
    'ids swapped',
    `UPDATE entities SET id = x'cc' WHERE ${entity('article1')}; UPDATE entities SET id = unhex('$article1') WHERE ${entity('article2')}; UPDATE entities SET id = unhex('$article2') WHERE id = x'cc'`,
  ],
  ['another space', `UPDATE entities SET space = 2 WHERE ${entity('article1')}`],
  ['the draft in the public space', `UPDATE entities SET space = 1 WHERE ${entity('draft')}`],
  ['an empty state', `UPDATE entities SET state = x'' WHERE ${entity('article1')}`],
  ['garbage', `UPDATE entities SET state = x'83ff00' WHERE ${entity('article1')}`],
] as const)
  add(`entities: ${name}`, 'same', sql(statement), name.startsWith('a'))

/** Operations, segments, logs. `$` names an entity's operations. */
const of = (name: string) => `entity = (SELECT key FROM entities WHERE id = unhex('$${name}'))`
const last = 'key = (SELECT max(key) FROM operations WHERE log = 1)'
const cut = (count: number) =>
  `DELETE FROM operations WHERE log = 1 AND position >= (SELECT first FROM segments WHERE log = 1 ORDER BY first DESC LIMIT 1 OFFSET ${count - 1});
   DELETE FROM segments WHERE log = 1 AND first >= (SELECT first FROM segments WHERE log = 1 ORDER BY first DESC LIMIT 1 OFFSET ${count - 1});
   UPDATE logs SET next = (SELECT max(first + count) FROM segments WHERE log = 1), head = (SELECT hash FROM segments WHERE log = 1 ORDER BY first DESC LIMIT 1) WHERE key = 1`
for (const [name, statement] of [
  [
    'two revisions swapped',
    `CREATE TEMP TABLE t AS SELECT key, position FROM operations WHERE ${of('article0')}; UPDATE operations SET position = -1 WHERE key = (SELECT min(key) FROM t); UPDATE operations SET position = (SELECT min(position) FROM t) WHERE key = (SELECT max(key) FROM t); UPDATE operations SET position = (SELECT max(position) FROM t) WHERE key = (SELECT min(key) FROM t)`,
  ],
  [
    'two revisions’ bytes swapped',
    `CREATE TEMP TABLE t AS SELECT key, bytes FROM operations WHERE ${of('article0')}; UPDATE operations SET bytes = (SELECT bytes FROM t WHERE t.key <> operations.key) WHERE ${of('article0')}`,
  ],
  [
    'two articles’ operations exchanged',
    `CREATE TEMP TABLE t AS SELECT key, entity FROM operations WHERE ${of('article2')} OR ${of('article3')}; UPDATE operations SET entity = (SELECT entity FROM t WHERE t.entity <> operations.entity) WHERE key IN (SELECT key FROM t)`,
  ],
  [
    'a correction moved to another article',
    `UPDATE operations SET entity = (SELECT key FROM entities WHERE id = unhex('$article2')) WHERE key = (SELECT max(key) FROM operations WHERE ${of('article0')})`,
  ],
  [
    'the withdrawal moved to another article',
    `UPDATE operations SET entity = (SELECT key FROM entities WHERE id = unhex('$article2')) WHERE key = (SELECT max(key) FROM operations WHERE ${of('article5')})`,
  ],
  ['a correction’s id', `UPDATE operations SET id = x'aaaaaaaaaaaaaaaaaaaaaaaa' WHERE ${last}`],
  ['another time of place', `UPDATE operations SET position = position + 1000 WHERE ${last}`],
  ['the last gone', `DELETE FROM operations WHERE ${last}`],
  [
    'the withdrawal gone',
    `DELETE FROM operations WHERE key = (SELECT max(key) FROM operations WHERE ${of('article5')})`,
  ],
  [
    'one doubled behind the end',
    `INSERT INTO operations (log, segment, position, entity, id, bytes, received) SELECT log, segment, position + 1, entity, id, bytes, received FROM operations WHERE ${last}`,
  ],
  [
    'one of no segment',
    `INSERT INTO operations (log, segment, position, entity, id, bytes, received) SELECT log, 9999, position + 7, entity, id, bytes, received FROM operations WHERE ${last}`,
  ],
  ['not an operation', `UPDATE operations SET bytes = x'ff' WHERE ${last}`],
  ['a segment gone', `DELETE FROM segments WHERE log = 1 AND first = 5`],
  [
    'a segment and its operations gone',
    `DELETE FROM operations WHERE log = 1 AND segment = (SELECT key FROM segments WHERE log = 1 AND first = 5); DELETE FROM segments WHERE log = 1 AND first = 5`,
  ],
  [
    'two segments in another order',
    `UPDATE segments SET first = -5 WHERE log = 1 AND first = 5; UPDATE segments SET first = 5 WHERE log = 1 AND first = 6; UPDATE segments SET first = 6 WHERE log = 1 AND first = -5`,
  ],
  [
    'a segment twice',
    `INSERT INTO segments (log, first, count, bytes, previous, seed, hash, signature, mac, opened) SELECT log, (SELECT next FROM logs WHERE key = 1), count, bytes, previous, seed, hash, signature, mac, opened FROM segments WHERE log = 1 AND first = 5`,
  ],
  ['a signature', `UPDATE segments SET signature = zeroblob(64) WHERE log = 1 AND first = 5`],
  [
    'another’s signature',
    `UPDATE segments SET signature = (SELECT signature FROM segments WHERE log = 1 AND first = 6) WHERE log = 1 AND first = 5`,
  ],
  ['a hash', `UPDATE segments SET hash = zeroblob(32) WHERE log = 1 AND first = 5`],
  ['a link of the chain', `UPDATE segments SET previous = zeroblob(16) WHERE log = 1 AND first = 5`],
  ['a seed', `UPDATE segments SET seed = zeroblob(16) WHERE log = 1 AND first = 5`],
  ['a count', `UPDATE segments SET count = 2 WHERE log = 1 AND first = 5`],
  ['a signature taken off', `UPDATE segments SET signature = NULL WHERE log = 1 AND first = 5`],
  ['all signatures taken off', `UPDATE segments SET signature = NULL WHERE log = 1`],
  ['a head', `UPDATE logs SET head = zeroblob(32) WHERE key = 1`],
  ['an end further on', `UPDATE logs SET next = next + 3 WHERE key = 1`],
  ['an end nearer', `UPDATE logs SET next = next - 1 WHERE key = 1`],
  ['another name', `UPDATE logs SET id = zeroblob(16) WHERE key = 1`],
  ['another node', `UPDATE logs SET node = zeroblob(32) WHERE key = 1`],
  ['another lane', `UPDATE logs SET lane = 7 WHERE key = 1`],
  ['another incarnation', `UPDATE logs SET incarnation = zeroblob(8) WHERE key = 1`],
  ['another space', `UPDATE logs SET space = (SELECT id FROM spaces WHERE key = 2) WHERE key = 1`],
  ['a log gone', `DELETE FROM logs WHERE key = 1`],
  [
    'a log gone with all it held',
    `DELETE FROM operations WHERE log = 1; DELETE FROM segments WHERE log = 1; DELETE FROM logs WHERE key = 1`,
  ],
  ['the end cut, all consistent', cut(1)],
  ['three from the end cut, all consistent', cut(3)],
  ['ten from the end cut, all consistent', cut(10)],
  ['a space’s origin', `UPDATE spaces SET genesis = zeroblob(10) WHERE key = 1`],
  ['a space’s id', `UPDATE spaces SET id = zeroblob(12) WHERE key = 1`],
  [
    'two spaces’ keys',
    `UPDATE spaces SET key = 77 WHERE key = 1; UPDATE spaces SET key = 1 WHERE key = 2; UPDATE spaces SET key = 2 WHERE key = 77`,
  ],
  ['a space gone', `DELETE FROM spaces WHERE key = 1`],
  ['another public space', `UPDATE meta SET value = '$space' WHERE name = 'space.public'`],
  [
    'public and federation exchanged',
    `CREATE TEMP TABLE t AS SELECT * FROM meta; UPDATE meta SET value = (SELECT value FROM t WHERE name = 'space.federation') WHERE name = 'space.public'; UPDATE meta SET value = (SELECT value FROM t WHERE name = 'space.public') WHERE name = 'space.federation'`,
  ],
  ['another federation’s space', `UPDATE meta SET value = '$space' WHERE name = 'space.federation'`],
  ['no public space', `DELETE FROM meta WHERE name = 'space.public'`],
  [
    'another public space, and a projection that is then left alone',
    `UPDATE meta SET value = '$space' WHERE name = 'space.public'; UPDATE portal_items SET title = '$X' WHERE id = '$article0'`,
  ],
  [
    'another public space, another version of the derived tables',
    `UPDATE meta SET value = '$space' WHERE name = 'space.public'; UPDATE meta SET value = '' WHERE name = 'projections'`,
  ],
] as const)
  add(`log: ${name}`, 'signed', sql(statement), name.startsWith('a '))

/** Values taken out as an honest erasure would: the signature still holds. */
add('erased: the withdrawal', 'signed', (data, world) =>
  within(data, (db) => erase(db, world.ids['article5'] as string, 0)),
)
add('erased: a title', 'signed', (data, world) => within(data, (db) => erase(db, world.ids['article2'] as string, 1)))
add('erased: a text', 'signed', (data, world) => within(data, (db) => erase(db, world.ids['charter'] as string, 3)))

/** Whole logs of another node, validly signed by its own key. */
for (const [name, kind, target, values] of [
  ['a new article', article, null, { 1: `Achetez ${CANARY}`, 2: CANARY, 3: 1_800_000_000 }],
  ['a new page', page, null, { 1: CANARY, 2: CANARY, 14: CANARY }],
  ['a new milestone', milestone, null, { 1: '2015-01-01', 2: CANARY }],
  ['a correction', article, 'article0', { 1: CANARY }],
  ['a withdrawal', article, 'article0', { 0: false }],
  ['a return', article, 'article5', { 0: true, 1: CANARY }],
  ['another Charter', charter, 'charter', { 3: `1. ${CANARY}` }],
  ['another federation', federation, 'federation', { 1: CANARY, 3: CANARY }],
] as const)
  for (const node of ['stranger', 'ours'] as const)
    add(
      `forged log in ${node === 'ours' ? 'our node’s' : 'a stranger’s'} name: ${name}`,
      'same',
      (data, world) =>
        within(data, (db) => forgeLog(db, { node, kind, entity: target && (world.ids[target] as string), values })),
      node === 'stranger',
    )
for (const trick of ['one tail', 'two tails', 'tail that says it is empty'] as const)
  add(`forged open tail: ${trick}`, 'signed', (data, world) =>
    within(data, (db) =>
      forgeTail(db, { trick, kind: article, entity: world.ids['article0'] as string, values: { 1: CANARY } }),
    ),
  )
add('forged space', 'same', (data) => within(data, (db) => forgeSpace(db, null)))
add('forged space that the node is told is the public one', 'signed', (data) =>
  within(data, (db) => forgeSpace(db, { 1: CANARY, 2: CANARY, 3: CANARY })),
)

/** The shape of the database itself. */
for (const [name, statement] of [
  [
    'a trigger after each update',
    `CREATE TRIGGER evil AFTER UPDATE ON portal_items WHEN NEW.title NOT LIKE '%$X%' BEGIN UPDATE portal_items SET title = title || ' $X' WHERE id = NEW.id; END; UPDATE portal_items SET date = date`,
  ],
  [
    'a trigger after each insert',
    `CREATE TRIGGER evil AFTER INSERT ON portal_items BEGIN UPDATE portal_items SET title = '$X' WHERE id = NEW.id; END`,
  ],
  [
    'a view instead of a table',
    `ALTER TABLE portal_items RENAME TO hidden; CREATE VIEW portal_items AS SELECT id, short, kind, '$X' AS title, body, summary, date, ends, is_whole_day, association, place, place_sort, picture, picture_text, language, byline, slug, rank, is_alive, changed, touched FROM hidden`,
  ],
  ['a derived table gone', `DROP TABLE portal_tags`],
  ['an index of a derived table gone', `DROP INDEX portal_items_by_short`],
] as const)
  add(`shape: ${name}`, 'same', sql(statement))

/** Files. */
const replaceBytes = (data: string, from: string, to: string) => {
  const path = join(data, 'node.sqlite')
  writeFileSync(path, Buffer.from(readFileSync(path, 'latin1').replaceAll(from, to), 'latin1'))
}
for (const word of WORDS.slice(0, 4)) {
  add(`bytes: ${word} everywhere in the file`, 'signed', (data) => replaceBytes(data, word, CANARY), true)
  add(`bytes: ${word}, the first place`, 'signed', (data) => {
    const path = join(data, 'node.sqlite')
    writeFileSync(path, Buffer.from(readFileSync(path, 'latin1').replace(word, CANARY), 'latin1'))
  })
}
add(
  'file: an old copy put back',
  'signed',
  (data, world) => copyFileSync(join(world.old, 'node.sqlite'), join(data, 'node.sqlite')),
  true,
)
add('file: a journal left behind with alterations', 'same', (data, world) => {
  const side = `${data}.side`
  copyFileSync(join(data, 'node.sqlite'), side)
  const db = new DatabaseSync(side)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0')
  db.prepare('UPDATE portal_items SET title = ? WHERE id = ?').run(CANARY, world.ids['article0'] as string)
  copyFileSync(`${side}-wal`, join(data, 'node.sqlite-wal'))
  db.close()
})
// Its preview is shown instead, until it comes again from another node.
add(
  'file: a blob of other bytes',
  'signed',
  (data, world) => writeFileSync(world.blob.replace(world.data, data), 'autre image'),
  true,
)
add(
  'file: a blob with one byte more',
  'signed',
  (data, world) => writeFileSync(world.blob.replace(world.data, data), 'x', { flag: 'a' }),
  true,
)
add('file: a blob cut short', 'signed', (data, world) => truncateSync(world.blob.replace(world.data, data), 10), true)
add('file: a blob gone', 'signed', (data, world) => rmSync(world.blob.replace(world.data, data)), true)

export const alterations: readonly Alteration[] = list
