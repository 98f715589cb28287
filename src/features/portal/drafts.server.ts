import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import type { Action, Refusal, State } from '#core/access/can.ts'
import { changesToValues, losersOf } from '#core/kind.ts'
import type { Changes } from '#core/kind.ts'
import { hexToBytes } from '#core/log/bytes.ts'
import type { EntityRow } from '#core/ports.ts'
import { command, query } from '#features/feature.server.ts'
import type { CommandContext, Place, QueryContext, ReadEntity, WriteOptions } from '#features/feature.server.ts'
import { person } from '#features/membership/index.ts'
import { readAssociations, readFederation } from '#features/membership/index.server.ts'
import type { AssociationRow } from '#features/membership/index.server.ts'
import { articlePath, gatheringPath, pagePath } from './addresses.ts'
import { draft, TARGETS } from './draft.ts'
import { FEDERATION_ZONE, zoneOf } from './item-views.server.ts'
import { portalSql } from './portal-tables.server.ts'
import { lastAuthorOf, publishRefusal } from './publish-rights.server.ts'
import { pictureOfDraft } from './draft-pictures.server.ts'

/** Writing: what an association prepares in its own space. */

export const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/))
const Client = v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)))
export type NotFound = { readonly tag: 'not-found' }
export const notFound: NotFound = { tag: 'not-found' }

/** A draft's text, as a form sends it. What is left out stays as it is. Lengths are the field types' business. */
export const Text = v.partial(
  v.object({
    title: v.string(),
    body: v.string(),
    date: v.nullable(v.number()),
    ends: v.nullable(v.number()),
    isWholeDay: v.boolean(),
    byline: v.string(),
    tags: v.pipe(v.array(v.pipe(v.string(), v.trim(), v.nonEmpty())), v.maxLength(20)),
    place: v.string(),
    picture: v.nullable(Id),
    pictureText: v.string(),
    language: v.string(),
    slug: v.string(),
    order: v.nullable(v.number()),
  }),
)
export type Text = v.InferOutput<typeof Text>

/** Keeps a text: makes the draft, or writes it again from the `base` that its writer saw. Losing texts are kept beside. */
export const keep = command(
  v.object({
    id: v.nullable(Id),
    association: v.nullable(Id),
    target: v.picklist(TARGETS),
    text: Text,
    base: v.optional(v.number()),
    client: Client,
  }),
  async (context, { id, association, target, text, base, client }) => {
    const options = client ? { client: hexToBytes(client) as Uint8Array } : {}
    if (id === null) {
      const refusal = await refusalFor(context, 'portal.write', { association })
      if (refusal) return refusal
      const place = await placeOfDrafts(context, association)
      if (!place) return notFound
      const made = await context.create(draft, place, { ...textToChanges(text, []), target, association }, options)
      return 'tag' in made ? made : kept(context, made)
    }
    const found = await findDraft(context, id)
    if (!found) return notFound
    const refusal = await refusalFor(context, 'portal.write', { association: found.value.association })
    if (refusal) return refusal
    const made = await writeText(context, found, text, { ...options, ...(base === undefined ? {} : { base }) })
    return 'tag' in made ? made : kept(context, made)
  },
)

const kept = async (context: CommandContext, row: EntityRow) => ({
  id: row.id,
  version: await context.version(row.id),
  hasLosers: losersOf(draft, row.state).length > 0,
})

/** Throws a draft away; it can be brought back for as long as the log lasts. */
export const discard = command(
  v.object({ id: Id, isBack: v.optional(v.boolean(), false) }),
  async (context, { id, isBack }) => {
    const found = await findDraft(context, id, true)
    if (!found) return notFound
    const refusal = await refusalFor(context, 'portal.discard', {
      association: found.value.association,
      owner: lastAuthorOf(found.row),
    })
    if (refusal) return refusal
    await context.setAlive(draft, id, 'discard', isBack)
    return { id }
  },
)

/** A draft for its editor: text, version, what was written at the same time, state. */
export const draftToEdit = query(v.object({ id: Id }), async (context, { id }) => {
  const found = await findDraft(context, id, true)
  if (!found) return notFound
  const refusal = await refusalFor(context, 'portal.read-draft', { association: found.value.association })
  if (refusal) return refusal
  const association = found.value.association === null ? null : await associationById(context, found.value.association)
  return {
    id,
    isDiscarded: !found.isAlive,
    text: found.value,
    version: await context.version(id),
    losers: losersOf(draft, found.row.state).map((loser) => ({
      field: loser.field,
      value: loser.value,
      author: loser.head.author,
      time: loser.head.time,
    })),
    lastAuthor: lastAuthorOf(found.row) ?? null,
    association: association && {
      id: association.id,
      name: association.name,
      slug: association.slug,
      wantsSecondReader: association.wants_second_reader === 1,
      accent: association.accent,
    },
    picture: await pictureOfDraft(context, found.value.picture, found.value.association),
    timeZone: zoneOf(association ?? undefined),
    /** By id: who wrote it last, and who wrote at the same time. */
    names: await namesOf(context, [
      lastAuthorOf(found.row) ?? null,
      ...losersOf(draft, found.row.state).map((loser) => loser.head.author),
    ]),
    online: await onlineOf(context, found.value.publicCopy),
    may: {
      write: !(await refusalFor(context, 'portal.write', { association: found.value.association })),
      publish: !(await publishRefusal(context, found)),
      /** As soon as somebody has agreed, where that is asked. */
      publishOnceRead: !(await publishRefusal(context, found, 'portal.publish', { supposed: 'agreed' })),
      discard: !(await refusalFor(context, 'portal.discard', {
        association: found.value.association,
        owner: lastAuthorOf(found.row),
      })),
      restore: !(await refusalFor(context, 'history.restore', { association: found.value.association })),
      review: !(await refusalFor(context, 'portal.review', {
        association: found.value.association,
        owner: lastAuthorOf(found.row),
      })),
    },
  }
})

/** Where the actor writes: associations and (null) the federation, with what a form needs to know of each. */
export const writingPlaces = query(v.object({}), async (context) => {
  if (!context.actor) return { tag: 'needs-sign-in' as const }
  const rows = await readAssociations(context)
  const own = await readFederation(context)
  const may = (action: Action, association: string | null) =>
    refusalOf(context.actor, action, { association, state: 'agreed' }) === null
  const facts = (association: string | null) => ({
    mayPublish: may('portal.publish', association),
    seesAlarms: may('alarms.see', association),
  })
  return {
    siteName: own?.name ?? '',
    places: [
      ...rows
        .filter((row) => may('portal.write', row.id) && row.space !== '')
        .map((row) => ({
          id: row.id as string | null,
          name: row.name,
          shortName: row.short_name || row.name,
          slug: row.slug as string | null,
          accent: row.accent,
          timeZone: zoneOf(row),
          wantsSecondReader: row.wants_second_reader === 1,
          ...facts(row.id),
        })),
      ...(may('portal.write', null)
        ? [
            {
              id: null,
              name: own?.name ?? '',
              shortName: own?.name ?? '',
              slug: null,
              accent: 'terre' as const,
              timeZone: FEDERATION_ZONE,
              wantsSecondReader: false,
              ...facts(null),
            },
          ]
        : []),
    ],
    readsAny: context.actor.mandates.length > 0,
  }
})

/** The public copy of a draft, where it stands. */
async function onlineOf(context: QueryContext, copy: string | null) {
  if (copy === null) return null
  context.use(copy)
  const row = await portalSql(context.sql)
    .selectFrom('portal_items')
    .selectAll()
    .where('id', '=', copy)
    .where('is_alive', '=', 1)
    .executeTakeFirst()
  if (!row) return null
  const slug = row.association === null ? null : ((await associationById(context, row.association))?.slug ?? null)
  const path =
    row.kind === 'article' ? articlePath(row) : row.kind === 'gathering' ? gatheringPath(row) : pagePath(slug, row.slug)
  return { id: row.id, path, touched: row.touched }
}

/** Names of people for those who write with them, by id. */
export async function namesOf(
  context: QueryContext,
  ids: readonly (string | null)[],
): Promise<Readonly<Record<string, string>>> {
  const names: Record<string, string> = {}
  for (const id of new Set(ids)) {
    const found = id === null ? null : await context.entity(person, id)
    if (id !== null && found) names[id] = found.value.name
  }
  return names
}

export const associationById = async (context: QueryContext, id: string): Promise<AssociationRow | null> =>
  (await readAssociations(context)).find((row) => row.id === id) ?? null

/** Where an association's drafts live: its own space; the federation's for the federation. */
export async function placeOfDrafts(context: QueryContext, association: string | null): Promise<Place | null> {
  if (association === null) return 'federation'
  const space = (await associationById(context, association))?.space
  return space ? { space } : null
}

export async function findDraft(
  context: QueryContext,
  id: string,
  isDiscardedToo = false,
): Promise<ReadEntity<typeof draft> | null> {
  const found = await context.entity(draft, id)
  return found && (isDiscardedToo || found.isAlive) && found.space !== 'public' ? found : null
}

export async function refusalFor(
  context: QueryContext,
  action: Action,
  subject: {
    readonly association: string | null
    readonly owner?: string | undefined
    readonly state?: State
    readonly wantsSecondReader?: boolean
  },
): Promise<Refusal | null> {
  const { owner, ...rest } = subject
  return refusalOf(context.actor, action, owner === undefined ? rest : { ...rest, owner })
}

/** Tags come from a form as the whole list; they travel as what was added and taken out. */
export function textToChanges(text: Text, before: readonly string[]): Changes<typeof draft> {
  const { tags, ...rest } = text
  if (!tags) return rest
  return {
    ...rest,
    tags: { add: tags.filter((tag) => !before.includes(tag)), remove: before.filter((tag) => !tags.includes(tag)) },
  }
}

/** Writes a draft's text again, whoever asks and however: what was agreed to, or planned, was the text before. */
export async function writeText(
  context: CommandContext,
  found: ReadEntity<typeof draft>,
  text: Text,
  options: WriteOptions = {},
  verb: 'write' | 'import' = 'write',
) {
  const changes = textToChanges(text, found.value.tags)
  const made = changesToValues(draft, changes, found.row.state)
  const isSame = !('tag' in made) && made.values.size === 0
  const { review, scheduled } = found.value
  // A text that changes after somebody agreed to it is to be read again.
  const again = !isSame && (review === 'agreed' || review === 'returned') ? { review: 'none' as const } : {}
  // A plan to publish was made for the text that its editor saw (R14, R15).
  const asWritten = { ...found, value: { ...found.value, ...again } }
  const isUnplanned =
    !isSame && scheduled !== null && (await publishRefusal(context, asWritten, 'portal.schedule')) !== null
  const plan = isUnplanned ? { scheduled: null, held: 'no' as const } : {}
  return context.change(draft, found.id, verb, { ...changes, ...again, ...plan }, options)
}
