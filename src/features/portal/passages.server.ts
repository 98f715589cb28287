import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import type { Changes, Kind } from '#core/kind.ts'
import { readAssociations } from '#features/membership/index.server.ts'
import { command, query } from '#features/feature.server.ts'
import type { CommandContext, QueryContext, ReadEntity } from '#features/feature.server.ts'
import { markedHtml } from './advertising/marked-html.ts'
import type { Reason } from './advertising/passage.ts'
import { findPassage, putBack, takeOut } from './advertising/place.ts'
import { reasonsToSentence } from './advertising/reason-sentence.ts'
import { article } from './article.ts'
import { draft } from './draft.ts'
import { findDraft, Id, namesOf, notFound, refusalFor } from './drafts.server.ts'
import { gathering } from './gathering.ts'
import { page } from './page.ts'
import { passage } from './passage.ts'
import { publishPictures } from './pictures.server.ts'
import { portalSql, type PassageRow } from './portal-tables.server.ts'

/** Passages that look as if somebody else had put them into a text: who sees them, and what becomes of them. */

const LISTED = 100

/** Those of the places whose alarms the actor sees: what waits, oldest first, and what was decided last. */
export const passages = query(v.object({}), async (context) => {
  if (!context.actor) return { tag: 'needs-sign-in' as const }
  const places = await watchedPlaces(context)
  const rows = async (isWaiting: boolean) =>
    portalSql(context.sql)
      .selectFrom('portal_passages')
      .leftJoin('portal_drafts', 'portal_drafts.id', 'portal_passages.draft')
      .selectAll('portal_passages')
      .select('portal_drafts.title')
      .where('decision', isWaiting ? '=' : '!=', 'waiting')
      .where((one) =>
        one.or([
          one(
            'portal_passages.association',
            'in',
            [...places.keys()].filter((id) => id !== null),
          ),
          ...(places.has(null) ? [one('portal_passages.association', 'is', null)] : []),
        ]),
      )
      .orderBy(isWaiting ? 'portal_passages.made' : 'portal_passages.decided', isWaiting ? 'asc' : 'desc')
      .orderBy('portal_passages.id')
      .limit(LISTED + 1)
      .execute()
  const toRow = (row: PassageRow & { title: string | null }) => ({
    id: row.id,
    title: row.title ?? '',
    association: places.get(row.association) ?? '',
    excerpt: row.text.replace(/\s+/gu, ' ').slice(0, 200),
    sentence: sentenceOf(row.reasons),
    isAside: row.is_aside === 1,
    decision: row.decision as 'waiting' | 'belongs' | 'foreign',
    made: row.made,
    decided: row.decided,
    decidedBy: row.decided_by,
  })
  const [waiting, decided] = [(await rows(true)).map(toRow), (await rows(false)).map(toRow)]
  return {
    waiting: waiting.slice(0, LISTED),
    hasMore: waiting.length > LISTED,
    decided: decided.slice(0, 20),
    names: await namesOf(
      context,
      decided.map((one) => one.decidedBy),
    ),
  }
})

/** A passage in its place, in the text as it is now. */
export const passageInPlace = query(v.object({ id: Id }), async (context, { id }) => {
  const found = await findOwn(context, id)
  if (!found) return notFound
  const { value } = found
  const refusal = await refusalFor(context, 'alarms.see', { association: value.association })
  if (refusal) return refusal
  const own = value.draft === null ? null : await findDraft(context, value.draft, true)
  const body = own?.value.body ?? ''
  const place = placeOf(value)
  const there = findPassage(body, value.text, place)
  const shown = there ? { body, ...there, isSure: true } : putBack(body, value.text, place)
  const row = await portalSql(context.sql)
    .selectFrom('portal_passages')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  const online = own?.value.publicCopy ? await publicCopyOf(context, own.value.publicCopy) : null
  return {
    id,
    title: own?.value.title ?? '',
    lang: own?.value.language || 'fr',
    draft: own?.isAlive ? own.id : null,
    bodyHtml: markedHtml(shown.body, shown),
    /** Whether it stands in the text now, and whether its place is known otherwise. */
    isThere: there !== null,
    isSure: shown.isSure,
    isOnline: online?.isAlive ?? false,
    isAside: value.isAside,
    sentence: reasonsToSentence(value.reasons),
    decision: value.decision,
    decided: row?.decided ?? null,
    decidedBy: row?.decided_by ? ((await namesOf(context, [row.decided_by]))[row.decided_by] ?? null) : null,
    mayDecide: !(await refusalFor(context, 'alarms.decide', { association: value.association })),
  }
})

/**
 * Says whether a passage belongs to its text. It is put in or taken out as that says, in the draft and in what is online, and nothing else of
 * either: what is being written meanwhile isn't published with it. May be said again the other way; the history keeps both.
 */
export const decidePassage = command(
  v.object({ id: Id, decision: v.picklist(['belongs', 'foreign']) }),
  async (context, { id, decision }) => {
    const found = await findOwn(context, id)
    if (!found) return notFound
    const { value } = found
    const refusal = await refusalFor(context, 'alarms.decide', { association: value.association })
    if (refusal) return refusal
    const own = value.draft === null ? null : await findDraft(context, value.draft, true)
    if (own) {
      const body = settled(own.value.body, value, decision)
      const made = body === null ? null : await context.change(draft, own.id, 'settle', { body })
      if (made && 'tag' in made) return made
      const fault = own.value.publicCopy ? await settleOnline(context, own.value.publicCopy, value, decision) : null
      if (fault) return fault
    }
    const noted = await context.change(passage, id, 'decide', { decision })
    return 'tag' in noted ? noted : { id, decision }
  },
)

/** What waits for the actor, for their first page: passages of which they are told, and alarms that they may see. */
export const checks = query(v.object({}), async (context) => {
  if (!context.actor) return { tag: 'needs-sign-in' as const }
  const { person } = context.actor
  const rows = await portalSql(context.sql)
    .selectFrom('portal_told')
    .innerJoin('portal_passages', 'portal_passages.id', 'portal_told.passage')
    .select(['portal_passages.id', 'portal_passages.association', 'portal_passages.is_aside'])
    .where('portal_told.person', '=', person)
    .where('portal_passages.decision', '=', 'waiting')
    .orderBy('portal_passages.made')
    .limit(1000)
    .execute()
  const seen = rows.filter((row) => refusalOf(context.actor, 'alarms.see', { association: row.association }) === null)
  return {
    aside: seen.filter((row) => row.is_aside === 1).map((row) => row.id),
    inText: seen.filter((row) => row.is_aside === 0).map((row) => row.id),
    alarms: (await visibleAlarms(context)).length,
  }
})

/** What isn't as it was signed, in words, with the texts that it touches: all for the federation, its own for an association. */
export const alarms = query(v.object({}), async (context) => {
  if (!context.actor) return { tag: 'needs-sign-in' as const }
  return {
    alarms: await visibleAlarms(context),
    mayAcknowledge: refusalOf(context.actor, 'alarms.decide', { association: null }) === null,
  }
})

/** Somebody of the federation has seen them; those found since stay. */
export const acknowledgeAlarms = command(v.object({ upTo: v.number() }), async (context, { upTo }) => {
  const refusal = refusalOf(context.actor, 'alarms.decide', { association: null })
  if (refusal) return refusal
  context.acknowledgeAlarms(context.actor!.person, upTo)
  return { upTo }
})

async function visibleAlarms(context: QueryContext) {
  const found = context.alarms()
  if (found.length === 0 || !context.actor) return []
  const seesAll = refusalOf(context.actor, 'alarms.see', { association: null }) === null
  const touched = found.flatMap((one) => one.entities).slice(0, 500)
  const items = await portalSql(context.sql)
    .selectFrom('portal_items')
    .select(['id', 'kind', 'title', 'association'])
    .where('id', 'in', touched)
    .execute()
  const byId = new Map(items.map((item) => [item.id, item]))
  return found.flatMap((one) => {
    const texts = one.entities.slice(0, 20).flatMap((id) => byId.get(id) ?? [])
    const own = texts.filter((text) => !refusalOf(context.actor, 'alarms.see', { association: text.association }))
    if (!seesAll && own.length === 0) return []
    const { tag, sentence, isMended, at, since } = one
    return [{ kind: tag, sentence, isMended, at, since, texts: own.map(({ id, title }) => ({ id, title })) }]
  })
}

/** By id (null: the federation), with their names. */
async function watchedPlaces(context: QueryContext): Promise<ReadonlyMap<string | null, string>> {
  const all = await readAssociations(context)
  const places: [string | null, string][] = [[null, ''], ...all.map((row): [string, string] => [row.id, row.name])]
  return new Map(places.filter(([id]) => refusalOf(context.actor, 'alarms.see', { association: id }) === null))
}

async function findOwn(context: QueryContext, id: string): Promise<ReadEntity<typeof passage> | null> {
  const found = await context.entity(passage, id)
  return found?.isAlive && found.space !== 'public' ? found : null
}

type Passage = ReadEntity<typeof passage>['value']
const placeOf = ({ at, before, after }: Passage) => ({ at: at ?? 0, before, after })
const sentenceOf = (reasons: string) => reasonsToSentence(JSON.parse(reasons) as Reason[])

/** The body as decided; null where it is so already. */
function settled(body: string, value: Passage, decision: 'belongs' | 'foreign'): string | null {
  const there = findPassage(body, value.text, placeOf(value))
  if (decision === 'foreign') return there && takeOut(body, there)
  return there ? null : putBack(body, value.text, placeOf(value)).body
}

async function publicCopyOf(context: QueryContext, id: string) {
  for (const kind of [article, page, gathering] as readonly Kind[]) {
    const found = await context.entity(kind, id)
    if (found?.space === 'public') return { kind, isAlive: found.isAlive, body: String(found.value['body'] ?? '') }
  }
  return null
}

async function settleOnline(context: CommandContext, id: string, value: Passage, decision: 'belongs' | 'foreign') {
  const copy = await publicCopyOf(context, id)
  if (!copy) return null
  const shown = Array.from(value.text.matchAll(/picture:([0-9a-f]{24})/g), (found) => found[1]!)
  const twins = await publishPictures(context, shown, value.association)
  const text = value.text.replace(/picture:([0-9a-f]{24})/g, (_, own: string) => `picture:${twins.get(own) ?? own}`)
  const body = settled(copy.body, { ...value, text }, decision)
  if (body === null) return null
  const made = await context.change(copy.kind, id, 'publish', { body } as Changes<Kind>)
  return 'tag' in made ? made : null
}
