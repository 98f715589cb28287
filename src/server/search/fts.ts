import type { Search } from '../node/projections.ts'
/** Interim: replaced by the outputs helper's. */
export const search: Search = {
  tables: {
    version: 1,
    names: ['search_index'],
    create: `CREATE VIRTUAL TABLE search_index USING fts5(title, text, entity UNINDEXED, audience UNINDEXED, kind UNINDEXED, date UNINDEXED, tokenize = 'unicode61 remove_diacritics 2')`,
  },
  index(db, entity, text) {
    db.prepare('DELETE FROM search_index WHERE entity = ?').run(entity)
    if (text)
      db.prepare('INSERT INTO search_index VALUES (?, ?, ?, ?, ?, ?)').run(
        text.title,
        text.text,
        entity,
        text.audience,
        text.kind,
        text.date,
      )
  },
  find(db, query, { limit }) {
    const rows = db
      .prepare('SELECT entity, kind, title, date FROM search_index WHERE search_index MATCH ? LIMIT ?')
      .all(`"${query.replaceAll('"', '')}"*`, limit)
    return {
      hits: rows.map((row) => ({
        entity: String(row.entity),
        kind: String(row.kind),
        title: String(row.title),
        date: Number(row.date),
        excerpt: [],
      })),
      total: rows.length,
    }
  },
}
