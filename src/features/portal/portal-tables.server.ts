import type { Kysely } from 'kysely'
import { isAlive, losersOf, readEntity } from '#core/kind.ts'
import type { EntityState } from '#core/fold/fold.ts'
import { foldForSearch } from '#core/search.ts'
import type { EntityChange, ProjectContext, Sql } from '#features/feature.server.ts'
import { article } from './article.ts'
import { excerpt, markdownToText } from './body/markdown-to-text.ts'
import { draft } from './draft.ts'
import { gathering } from './gathering.ts'
import { page } from './page.ts'
import { passage } from './passage.ts'
import { picture } from './picture.ts'

export type ItemKind = 'article' | 'page' | 'gathering'

export type ItemRow = {
  id: string
  /** First 8 hexadecimal digits of the id: what addresses carry. */
  short: string
  kind: ItemKind
  title: string
  body: string
  summary: string
  /** Article's date or gathering's start, seconds UTC. */
  date: number
  ends: number | null
  is_whole_day: number
  association: string | null
  place: string
  place_sort: string
  picture: string | null
  picture_text: string
  language: string
  byline: string
  slug: string
  rank: number
  is_alive: number
  /** Milliseconds of the latest entry of a text that was changed after it was created; null when it never was. */
  changed: number | null
  /** Milliseconds of the latest entry of all. */
  touched: number
  /** Where an imported one came from; empty for others. */
  source: string
}
export type TagRow = { item: string; tag: string; sort: string }
export type PictureRow = {
  id: string
  preview: Uint8Array
  colour: string
  sizes: string
  credit: string
  space: string
  association: string | null
}
/** A picture with the sizes of which the files aren't here (yet). */
export type ShownPicture = PictureRow & { readonly absent?: ReadonlySet<string> | undefined }
export type DraftRow = {
  id: string
  association: string | null
  target: ItemKind
  title: string
  author: string | null
  changed: number
  scheduled: number | null
  held: string
  review: string
  public_copy: string | null
  is_alive: number
  has_losers: number
  /** Where an imported one came from; empty for others. */
  source: string
}
export type PassageRow = {
  id: string
  draft: string | null
  association: string | null
  text: string
  before: string
  after: string
  at: number
  reasons: string
  is_aside: number
  decision: string
  /** Milliseconds. */
  made: number
  decided: number | null
  decided_by: string | null
}
export type ToldRow = { passage: string; person: string }

export type PortalTables = {
  portal_items: ItemRow
  portal_tags: TagRow
  portal_pictures: PictureRow
  portal_drafts: DraftRow
  portal_passages: PassageRow
  portal_told: ToldRow
}
export const portalSql = (sql: Sql) => sql as unknown as Kysely<PortalTables>

export const portalTables = {
  version: 6,
  names: ['portal_items', 'portal_tags', 'portal_pictures', 'portal_drafts', 'portal_passages', 'portal_told'],
  columns: { portal_tags: 'item', portal_told: 'passage' },
  create: `
    CREATE TABLE portal_items (id TEXT PRIMARY KEY, short TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
      summary TEXT NOT NULL, date INTEGER NOT NULL, ends INTEGER, is_whole_day INTEGER NOT NULL, association TEXT, place TEXT NOT NULL,
      place_sort TEXT NOT NULL, picture TEXT, picture_text TEXT NOT NULL, language TEXT NOT NULL, byline TEXT NOT NULL,
      slug TEXT NOT NULL, rank INTEGER NOT NULL, is_alive INTEGER NOT NULL, changed INTEGER,
      touched INTEGER NOT NULL, source TEXT NOT NULL) STRICT;
    CREATE INDEX portal_items_by_source ON portal_items (source) WHERE source != '';
    CREATE INDEX portal_items_by_date ON portal_items (kind, is_alive, date DESC, id);
    CREATE INDEX portal_items_by_association ON portal_items (association, kind, is_alive, date DESC, id);
    CREATE INDEX portal_items_by_short ON portal_items (short);
    CREATE TABLE portal_tags (item TEXT NOT NULL, tag TEXT NOT NULL, sort TEXT NOT NULL, PRIMARY KEY (sort, item)) STRICT, WITHOUT ROWID;
    CREATE INDEX portal_tags_by_item ON portal_tags (item);
    CREATE TABLE portal_pictures (id TEXT PRIMARY KEY, preview BLOB NOT NULL, colour TEXT NOT NULL, sizes TEXT NOT NULL,
      credit TEXT NOT NULL, space TEXT NOT NULL, association TEXT) STRICT;
    CREATE TABLE portal_drafts (id TEXT PRIMARY KEY, association TEXT, target TEXT NOT NULL, title TEXT NOT NULL, author TEXT,
      changed INTEGER NOT NULL, scheduled INTEGER, held TEXT NOT NULL, review TEXT NOT NULL, public_copy TEXT,
      is_alive INTEGER NOT NULL, has_losers INTEGER NOT NULL, source TEXT NOT NULL) STRICT;
    CREATE INDEX portal_drafts_by_source ON portal_drafts (source) WHERE source != '';
    CREATE INDEX portal_drafts_by_association ON portal_drafts (association, is_alive, changed DESC);
    CREATE INDEX portal_drafts_by_copy ON portal_drafts (public_copy);
    CREATE INDEX portal_drafts_scheduled ON portal_drafts (scheduled) WHERE scheduled IS NOT NULL;
    CREATE TABLE portal_passages (id TEXT PRIMARY KEY, draft TEXT, association TEXT, text TEXT NOT NULL, before TEXT NOT NULL,
      after TEXT NOT NULL, at INTEGER NOT NULL, reasons TEXT NOT NULL, is_aside INTEGER NOT NULL, decision TEXT NOT NULL,
      made INTEGER NOT NULL, decided INTEGER, decided_by TEXT) STRICT;
    CREATE INDEX portal_passages_by_draft ON portal_passages (draft);
    CREATE INDEX portal_passages_by_association ON portal_passages (association, decision, made DESC);
    CREATE TABLE portal_told (passage TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (person, passage)) STRICT, WITHOUT ROWID;
    CREATE INDEX portal_told_by_passage ON portal_told (passage);`,
}

/**
 * Fills the derived tables from one entity. Tags: the entity's id; `portal.articles`, `portal.gatherings`, `portal.pages` for all
 * and with `:ASSOCIATION` for one's own lists (`:federation` for the federation's); `portal.drafts:ASSOCIATION`,
 * `portal.passages:ASSOCIATION`.
 */
export async function projectPortal(context: ProjectContext, change: EntityChange): Promise<void> {
  const { kind, after, space } = change
  if (kind === picture) return projectPicture(context, change)
  if (kind === draft) return projectDraft(context, change)
  if (kind === passage) return projectPassage(context, change)
  if (space !== 'public') return
  if (kind === article)
    await projectItem(context, change, articleToRow(after.id, after.state), readEntity(article, after.state).tags)
  else if (kind === page) await projectItem(context, change, pageToRow(after.id, after.state), [])
  else if (kind === gathering) await projectItem(context, change, gatheringToRow(after.id, after.state), [])
}

async function projectItem(
  context: ProjectContext,
  change: EntityChange,
  row: ItemRow,
  tags: readonly string[],
): Promise<void> {
  const sql = portalSql(context.sql)
  const before = await sql
    .selectFrom('portal_items')
    .select(['association', 'is_alive'])
    .where('id', '=', row.id)
    .executeTakeFirst()
  const { id, ...rest } = row
  await sql
    .insertInto('portal_items')
    .values(row)
    .onConflict((one) => one.column('id').doUpdateSet(rest))
    .execute()
  await sql.deleteFrom('portal_tags').where('item', '=', id).execute()
  const own = tags.map((tag) => ({ item: id, tag, sort: foldForSearch(tag) }))
  if (own.length > 0)
    await sql
      .insertInto('portal_tags')
      .values(own)
      .onConflict((one) => one.doNothing())
      .execute()
  await context.index(
    id,
    row.is_alive
      ? {
          title: row.title,
          text: [markdownToText(row.body), row.place, tags.join(' '), row.byline].join('\n'),
          audience: 'public',
          kind: row.kind,
          date: row.date,
          language: row.language || 'fr',
        }
      : null,
  )
  context.changed(id)
  for (const place of new Set([row.association, before?.association])) {
    if (place !== undefined) context.changed(`portal.${row.kind}s:${place ?? 'federation'}`)
  }
  context.changed(`portal.${row.kind}s`)
}

const common = (
  id: string,
  state: EntityState,
  one: {
    title: string
    body: string
    place: string
    language: string
    picture: string | null
    pictureText: string
    association: string | null
    source: string
  },
) => ({
  id,
  short: id.slice(0, 8),
  title: one.title,
  body: one.body,
  summary: excerpt(one.body, 220),
  association: one.association,
  place: one.place,
  place_sort: foldForSearch(one.place),
  picture: one.picture,
  picture_text: one.pictureText,
  language: one.language,
  is_alive: Number(isAlive(state)),
  changed: changedAt(state),
  touched: touchedAt(state),
  source: one.source,
})

function articleToRow(id: string, state: EntityState): ItemRow {
  const one = readEntity(article, state)
  return {
    ...common(id, state, one),
    kind: 'article',
    date: one.date ?? 0,
    ends: null,
    is_whole_day: 0,
    byline: one.byline,
    slug: '',
    rank: 0,
  }
}

function pageToRow(id: string, state: EntityState): ItemRow {
  const one = readEntity(page, state)
  return {
    ...common(id, state, one),
    kind: 'page',
    date: 0,
    ends: null,
    is_whole_day: 0,
    byline: '',
    slug: one.slug,
    rank: one.order ?? 1000,
  }
}

function gatheringToRow(id: string, state: EntityState): ItemRow {
  const one = readEntity(gathering, state)
  return {
    ...common(id, state, one),
    kind: 'gathering',
    date: one.starts ?? 0,
    ends: one.ends,
    is_whole_day: Number(one.isWholeDay),
    byline: '',
    slug: '',
    rank: 0,
  }
}

/** The clock of the latest entry among fields that were written again since they were created. */
function changedAt(state: EntityState): number | null {
  let latest: number | null = null
  for (const [number, field] of state.fields) {
    if (number === 0 || field.counter < 2) continue
    const time = field.heads[0]?.time
    if (time !== undefined) latest = Math.max(latest ?? 0, time)
  }
  return latest
}

const touchedAt = (state: EntityState): number =>
  Math.max(0, ...[...state.fields.values()].flatMap((field) => field.heads.map((head) => head.time)))

async function projectPicture(context: ProjectContext, { after, space }: EntityChange): Promise<void> {
  const one = readEntity(picture, after.state)
  const rest = {
    preview: one.preview,
    colour: one.colour,
    sizes: JSON.stringify(one.sizes),
    credit: one.credit,
    space,
    association: one.association,
  }
  await portalSql(context.sql)
    .insertInto('portal_pictures')
    .values({ id: after.id, ...rest })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
    .execute()
  context.changed(after.id)
}

async function projectDraft(context: ProjectContext, { after }: EntityChange): Promise<void> {
  const { id, state } = after
  const one = readEntity(draft, state)
  const heads = [...state.fields.values()].flatMap((field) => field.heads)
  const latest = heads.reduce((a, b) => (b.time >= a.time ? b : a), heads[0] ?? { time: 0, author: null })
  const rest = {
    association: one.association,
    target: one.target,
    title: one.title,
    author: latest.author,
    changed: latest.time,
    scheduled: one.scheduled,
    held: one.held,
    review: one.review,
    public_copy: one.publicCopy,
    is_alive: Number(isAlive(state)),
    has_losers: Number(losersOf(draft, state).length > 0),
    source: one.source,
  }
  await portalSql(context.sql)
    .insertInto('portal_drafts')
    .values({ id, ...rest })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
    .execute()
  context.changed(id)
  context.changed(`portal.drafts:${one.association ?? 'federation'}`)
}

async function projectPassage(context: ProjectContext, { after }: EntityChange): Promise<void> {
  const { id, state } = after
  const one = readEntity(passage, state)
  const decided = one.decision === 'waiting' ? undefined : state.fields.get(passage.fields.decision.number)?.heads[0]
  const rest = {
    draft: one.draft,
    association: one.association,
    text: one.text,
    before: one.before,
    after: one.after,
    at: one.at ?? 0,
    reasons: JSON.stringify(one.reasons),
    is_aside: Number(one.isAside),
    decision: one.decision,
    made: state.fields.get(passage.fields.text.number)?.heads[0]?.time ?? 0,
    decided: decided?.time ?? null,
    decided_by: decided?.author ?? null,
  }
  const sql = portalSql(context.sql)
  await sql
    .insertInto('portal_passages')
    .values({ id, ...rest })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
    .execute()
  await sql.deleteFrom('portal_told').where('passage', '=', id).execute()
  const told = one.told.filter((person) => person !== null).map((person) => ({ passage: id, person }))
  if (told.length > 0)
    await sql
      .insertInto('portal_told')
      .values(told)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  context.changed(id)
  context.changed(`portal.passages:${one.association ?? 'federation'}`)
}
