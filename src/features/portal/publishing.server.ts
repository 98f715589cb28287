import * as v from 'valibot'
import { readEntity } from '#core/kind.ts'
import type { Changes, Entity, Kind } from '#core/kind.ts'
import { command } from '#features/feature.server.ts'
import type { CommandContext, ReadEntity } from '#features/feature.server.ts'
import { articlePath, gatheringPath, pagePath, RESERVED, textToSlug } from './addresses.ts'
import { article } from './article.ts'
import { draft } from './draft.ts'
import { associationById, findDraft, Id, keep, notFound, placeOfDrafts, refusalFor } from './drafts.server.ts'
import { gathering } from './gathering.ts'
import { page } from './page.ts'
import { publishPictures } from './pictures.server.ts'
import { portalSql } from './portal-tables.server.ts'
import { lastAuthorOf, plannerOf, publishRefusal } from './publish-rights.server.ts'
import { watchText } from './watch-text.server.ts'

/** From a draft to the public copy and back: one operation with the fields that changed. */

type Draft = Entity<typeof draft>
type Unfinished = { readonly tag: 'unfinished'; readonly fields: readonly string[] }
const unfinished = (fields: readonly string[]): Unfinished => ({ tag: 'unfinished', fields })

export const publish = command(v.object({ id: Id }), async (context, { id }) => {
  const found = await findDraft(context, id)
  if (!found) return notFound
  const refusal = await publishRefusal(context, found)
  return refusal ?? publishDraft(context, found)
})

/**
 * Keeps a text as `keep` does and publishes it, in one commit. What stands against publishing (a right, a field left empty) is given
 * beside what was kept; a text that somebody else wrote meanwhile is kept and not published.
 */
export const keepAndPublish = command(keep.input, async (context, input) => {
  const kept = await keep.run(context, input)
  if ('tag' in kept || kept.hasLosers) return kept
  const found = await findDraft(context, kept.id)
  if (!found) return notFound
  const missing = missingFields(found.value)
  const refusal = (await publishRefusal(context, found)) ?? (missing.length > 0 ? unfinished(missing) : null)
  if (refusal) return { ...kept, published: refusal }
  const published = await publishDraft(context, found)
  return 'tag' in published ? published : { ...kept, version: await context.version(kept.id), published }
})

/** Publishes by itself at that instant (seconds UTC); null takes the plan back. */
export const schedule = command(
  v.object({ id: Id, at: v.nullable(v.pipe(v.number(), v.integer())) }),
  async (context, { id, at }) => {
    const found = await findDraft(context, id)
    if (!found) return notFound
    const refusal = await publishRefusal(context, found, 'portal.schedule')
    if (refusal) return refusal
    const missing = missingFields(found.value)
    if (missing.length > 0) return unfinished(missing)
    const made = await context.change(draft, id, 'schedule', { scheduled: at, held: 'no' })
    return 'tag' in made ? made : { id, at }
  },
)

/** Takes the public copy off the site. The draft stays, and it can be published again. */
export const withdraw = command(v.object({ id: Id }), async (context, { id }) => {
  const found = await publicCopyOf(context, id)
  if (!found) return notFound
  const refusal = await refusalFor(context, 'portal.withdraw', { association: found.association })
  if (refusal) return refusal
  await context.setAlive(found.kind, found.id, 'withdraw', false)
  const own = await portalSql(context.sql)
    .selectFrom('portal_drafts')
    .select('id')
    .where('public_copy', '=', found.id)
    .executeTakeFirst()
  if (own) await context.change(draft, own.id, 'withdrawn', { scheduled: null, held: 'no' })
  return { id: found.id }
})

/** The draft of a public text; one is made where there is none (what the demonstration brought has none until somebody edits it). */
export const edit = command(v.object({ publicCopy: Id }), async (context, { publicCopy }) => {
  const found = await publicCopyOf(context, publicCopy)
  if (!found) return notFound
  const refusal = await refusalFor(context, 'portal.write', { association: found.association })
  if (refusal) return refusal
  const own = await portalSql(context.sql)
    .selectFrom('portal_drafts')
    .select('id')
    .where('public_copy', '=', found.id)
    .executeTakeFirst()
  if (own) return { id: own.id }
  const place = await placeOfDrafts(context, found.association)
  if (!place) return notFound
  const made = await context.create(draft, place, { ...copyToDraft(found), publicCopy: found.id })
  return 'tag' in made ? made : { id: made.id }
})

export const askReview = command(v.object({ id: Id }), async (context, { id }) => {
  const found = await findDraft(context, id)
  if (!found) return notFound
  const refusal = await refusalFor(context, 'portal.ask-review', { association: found.value.association })
  if (refusal) return refusal
  const made = await context.change(draft, id, 'askReview', { review: 'asked' })
  return 'tag' in made ? made : { id }
})

/** The second reader's word: agreed, or given back with a note. */
export const review = command(
  v.object({ id: Id, isAgreed: v.boolean(), note: v.optional(v.string(), '') }),
  async (context, { id, isAgreed, note }) => {
    const found = await findDraft(context, id)
    if (!found) return notFound
    const refusal = await refusalFor(context, 'portal.review', {
      association: found.value.association,
      owner: lastAuthorOf(found.row),
    })
    if (refusal) return refusal
    const made = await context.change(draft, id, 'review', {
      review: isAgreed ? 'agreed' : 'returned',
      reviewNote: note,
    })
    return 'tag' in made ? made : { id }
  },
)

/** Publishes what was planned for now or earlier, where whoever planned it still may; the rest waits and says why (R22). */
export async function publishDue(context: CommandContext): Promise<void> {
  const due = await portalSql(context.sql)
    .selectFrom('portal_drafts')
    .select('id')
    .where('scheduled', 'is not', null)
    .where('scheduled', '<=', Math.floor(context.now / 1000))
    .where('held', '=', 'no')
    .where('is_alive', '=', 1)
    .limit(100)
    .execute()
  for (const { id } of due) {
    const found = await findDraft(context, id)
    if (!found) continue
    const planner = await plannerOf(context, found)
    const refusal = await publishRefusal(context, found, 'portal.publish', { actor: planner })
    context.actAs(planner?.person ?? null)
    if (!refusal && !('tag' in (await publishDraft(context, found)))) continue
    const isUnread =
      refusal && !(await publishRefusal(context, found, 'portal.publish', { actor: planner, supposed: 'agreed' }))
    context.actAs(null)
    await context.change(draft, id, 'schedule', { held: !refusal ? 'unfinished' : isUnread ? 'reading' : 'right' })
  }
}

/** `isWatched`: what looks foreign in the text is told to two people; an import has set it aside before. */
export async function publishDraft(
  context: CommandContext,
  found: ReadEntity<typeof draft>,
  { isWatched = true }: { readonly isWatched?: boolean } = {},
) {
  const text = found.value
  const missing = missingFields(text)
  if (missing.length > 0) return unfinished(missing)
  const own = text.association === null ? null : await associationById(context, text.association)
  const shown = await withPublicPictures(context, text)
  const { kind, changes, path } = toPublic(context, shown, own?.slug ?? null)
  const before = text.publicCopy === null ? null : await context.entity(kind, text.publicCopy)
  const made = before
    ? await context.change(kind, before.id, 'publish', diffTags(changes, before.value))
    : await context.create(kind, 'public', changes)
  if ('tag' in made) return made
  if (before && !before.isAlive) await context.setAlive(kind, before.id, 'publish', true)
  const noted = await context.change(draft, found.id, 'published', {
    publicCopy: made.id,
    scheduled: null,
    held: 'no',
    review: 'none',
    picture: shown.picture,
    body: shown.body,
    ...(text.target === 'article' && text.date === null ? { date: Math.floor(context.now / 1000) } : {}),
  })
  if ('tag' in noted) return noted
  const authors = [lastAuthorOf(found.row), context.actor?.person].filter((one) => one !== undefined)
  if (isWatched) await watchText(context, { draft: found.id, ...shown }, authors)
  return { id: made.id, path: path(made.id), isFirst: before === null }
}

/** The text with the public twins of its pictures. */
async function withPublicPictures(context: CommandContext, text: Draft): Promise<Draft> {
  const inBody = [...text.body.matchAll(/picture:([0-9a-f]{24})/g)].map((match) => match[1] as string)
  const twins = await publishPictures(
    context,
    text.picture === null ? inBody : [text.picture, ...inBody],
    text.association,
  )
  if (twins.size === 0) return text
  return {
    ...text,
    picture: text.picture === null ? null : (twins.get(text.picture) ?? text.picture),
    body: text.body.replace(/picture:([0-9a-f]{24})/g, (whole, id: string) =>
      twins.has(id) ? `picture:${twins.get(id)}` : whole,
    ),
  }
}

/** The public entity's fields and its address. */
function toPublic(context: CommandContext, text: Draft, slug: string | null) {
  const { title, body, association, place, picture, pictureText, language, source } = text
  const common = { title, body, association, place, picture, pictureText, language, ...(source ? { source } : {}) }
  const short = (id: string) => ({ title, short: id.slice(0, 8) })
  if (text.target === 'gathering') {
    const changes: Changes<typeof gathering> = {
      ...common,
      starts: text.date,
      ends: text.ends,
      isWholeDay: text.isWholeDay,
    }
    return {
      kind: gathering as Kind,
      changes: changes as Changes<Kind>,
      path: (id: string) => gatheringPath(short(id)),
    }
  }
  if (text.target === 'page') {
    const own = text.slug || textToSlug(title)
    const safe = RESERVED.has(own) ? `${own}-page` : own
    const changes: Changes<typeof page> = { ...common, slug: safe, order: text.order }
    return { kind: page as Kind, changes: changes as Changes<Kind>, path: () => pagePath(slug, safe) }
  }
  const changes: Changes<typeof article> = {
    ...common,
    byline: text.byline,
    date: text.date ?? Math.floor(context.now / 1000),
    tags: { add: text.tags },
  }
  return { kind: article as Kind, changes: changes as Changes<Kind>, path: (id: string) => articlePath(short(id)) }
}

const diffTags = (changes: Changes<Kind>, before: Entity<Kind>): Changes<Kind> => {
  const wanted = (changes['tags'] as { add?: readonly string[] } | undefined)?.add
  if (!wanted) return changes
  const held = before['tags'] as readonly string[]
  return {
    ...changes,
    tags: { add: wanted.filter((tag) => !held.includes(tag)), remove: held.filter((tag) => !wanted.includes(tag)) },
  }
}

function missingFields(text: Draft): string[] {
  const missing: string[] = []
  if (text.title.trim() === '') missing.push('title')
  if (text.body.trim() === '' && text.target !== 'gathering') missing.push('body')
  if (text.target === 'gathering' && text.date === null) missing.push('date')
  if (text.picture !== null && text.pictureText.trim() === '') missing.push('pictureText')
  return missing
}

type PublicCopy = {
  readonly id: string
  readonly kind: typeof article | typeof page | typeof gathering
  readonly association: string | null
  readonly row: ReadEntity<Kind>['row']
}

/** A public copy by its own id or by its draft's. */
async function publicCopyOf(context: CommandContext, id: string): Promise<PublicCopy | null> {
  const asDraft = await findDraft(context, id, true)
  const copy = asDraft ? asDraft.value.publicCopy : id
  if (copy === null) return null
  for (const kind of [article, page, gathering] as const) {
    const found = await context.entity(kind as Kind, copy)
    if (found?.space === 'public')
      return { id: copy, kind, association: found.value['association'] as string | null, row: found.row }
  }
  return null
}

function copyToDraft({ kind, row }: PublicCopy): Changes<typeof draft> {
  const { title, body, association, place, picture, pictureText, language, source } = readEntity(kind, row.state)
  const common = { title, body, association, place, picture, pictureText, language, source }
  if (kind === article) {
    const one = readEntity(article, row.state)
    return { ...common, target: 'article', date: one.date, byline: one.byline, tags: { add: one.tags } }
  }
  if (kind === page) {
    const one = readEntity(page, row.state)
    return { ...common, target: 'page', slug: one.slug, order: one.order }
  }
  const one = readEntity(gathering, row.state)
  return { ...common, target: 'gathering', date: one.starts, ends: one.ends, isWholeDay: one.isWholeDay }
}
