import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import type { Refusal } from '#core/access/can.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { Changes } from '#core/kind.ts'
import { query } from '#features/feature.server.ts'
import type { CommandContext, ReadEntity } from '#features/feature.server.ts'
import { person } from '#features/membership/index.ts'
import { readAssociation } from '#features/membership/index.server.ts'
import { draft } from './draft.ts'
import { associationById, findDraft, Id, namesOf, notFound, placeOfDrafts, writeText } from './drafts.server.ts'
import type { NotFound } from './drafts.server.ts'
import { passage } from './passage.ts'
import { picture } from './picture.ts'
import { portalSql } from './portal-tables.server.ts'
import { publishRefusal } from './publish-rights.server.ts'
import { publishDraft } from './publishing.server.ts'
import { watchersOf } from './watchers.server.ts'
import type { ImportedPassage, ReadyText } from './wordpress/text.ts'

/** Keeping what an import has read. Its source says which text of the old site it is, so that the same text comes once. */

export type ImportPlace = { readonly association: string | null; readonly isPublishing: boolean }

/** For the page of imports of an association (null: the federation): whether the actor may, and what it may do. `people`: whose names it shows. */
export const importPlace = query(
  v.object({ association: v.nullable(Id), people: v.optional(v.pipe(v.array(Id), v.maxLength(10)), []) }),
  async (context, { association, people }) => {
    const refusal = refusalOf(context.actor, 'portal.import', { association })
    if (refusal) return refusal
    const own = association === null ? null : await associationById(context, association)
    if (association !== null && !own?.space) return notFound
    const wantsSecondReader = own?.wants_second_reader === 1
    return {
      association,
      slug: own?.slug ?? null,
      name: own?.name ?? null,
      wantsSecondReader,
      names: await namesOf(context, people),
    }
  },
)

/** What became of one text: `edited` here since it was imported, so left as it is. */
export type KeptText = {
  readonly outcome: 'imported' | 'updated' | 'same' | 'edited' | 'too-long'
  readonly id: string | null
  readonly isPublished: boolean
  /** Those set aside when it came, in the order of the text. */
  readonly passages: readonly string[]
}

export type ImportRefused =
  | Refusal
  | NotFound
  | { readonly tag: 'no-association'; readonly association: string }
  | { readonly tag: 'needs-second-reader' }

/** Where an import goes (`slug` null: the federation's own), or why not. The machine's own command line has no actor, and may. */
export async function findImportPlace(
  context: CommandContext,
  { slug, isPublishing }: { readonly slug: string | null; readonly isPublishing: boolean },
): Promise<ImportPlace | ImportRefused> {
  const own = slug === null ? null : await readAssociation(context, slug)
  if (slug !== null && !own) return { tag: 'no-association', association: slug }
  const association = own?.id ?? null
  const wantsSecondReader = own?.wants_second_reader === 1
  const mayPublish = { association, state: 'draft' as const, wantsSecondReader }
  const refusal =
    context.actor &&
    (refusalOf(context.actor, 'portal.import', { association }) ??
      (isPublishing ? refusalOf(context.actor, 'portal.publish', { ...mayPublish, wantsSecondReader: false }) : null))
  if (refusal) return refusal
  if (isPublishing && wantsSecondReader) return { tag: 'needs-second-reader' }
  return (await placeOfDrafts(context, association)) ? { association, isPublishing } : notFound
}

/** Who has the machine's shell isn't known by name: what they do there is written in the name of « À la machine », a person without a role. */
export async function machineAuthor(context: CommandContext): Promise<string> {
  const made = await context.create(person, 'federation', { name: 'À la machine' }, { client: MACHINE })
  if ('tag' in made) throw new Error(`person: ${JSON.stringify(made)}`)
  return made.id
}
/** Sixteen letters: the same one each time, so that there is one such person. */
const MACHINE = new TextEncoder().encode('a-la-machine-001')

/**
 * Keeps texts, each once. One transaction: the caller brings a few at a time. What is here unchanged and came at `since` or later (milliseconds)
 * counts as imported now: a run that was cut short says at its end what the whole brought.
 */
export async function keepTexts(
  context: CommandContext,
  place: ImportPlace,
  texts: readonly ReadyText[],
  since = Infinity,
): Promise<readonly KeptText[]> {
  context.bulk()
  const told = await watchersOf(context, place.association, context.actor ? [context.actor.person] : [])
  const kept: KeptText[] = []
  for (const text of texts) kept.push(await keepText(context, place, text, told, since))
  return kept
}

/** Notes a picture whose sizes are stored; `client` is always the same for the same file, so that it is noted once. */
export async function keepPicture(
  context: CommandContext,
  association: string | null,
  facts: Pick<Changes<typeof picture>, 'preview' | 'colour' | 'sizes'>,
  client: Bytes,
) {
  const space = await placeOfDrafts(context, association)
  if (!space) return notFound
  const made = await context.create(picture, space, { ...facts, association }, { client })
  return 'tag' in made ? made : { id: made.id }
}

async function keepText(
  context: CommandContext,
  place: ImportPlace,
  text: ReadyText,
  told: readonly string[],
  since: number,
): Promise<KeptText> {
  const existing = await findBySource(context, place.association, text.source)
  if (existing) return keepAgain(context, place, text, existing, since)
  const space = (await placeOfDrafts(context, place.association))!
  const made = await context.create(draft, space, {
    ...fieldsOf(text),
    tags: { add: text.tags },
    target: text.target,
    association: place.association,
    source: text.source,
  })
  if ('tag' in made) return { ...notKept, outcome: 'too-long', id: null }
  const passages: string[] = []
  for (const one of text.passages) {
    const aside = await context.create(passage, space, {
      ...placeFieldsOf(one),
      text: one.text,
      reasons: one.reasons,
      association: place.association,
      draft: made.id,
      isAside: true,
      told: { add: told },
    })
    // What is set aside is never lost: without its passage the text isn't kept either.
    if ('tag' in aside) throw new Error(`passage: ${JSON.stringify(aside)}`)
    passages.push(aside.id)
  }
  const isPublished = await publishIfAsked(context, place, text, made.id)
  return { outcome: 'imported', id: made.id, isPublished, passages }
}

const notKept = { isPublished: false, passages: [] } as const

/** A text that is here: written again where the file differs and nobody has touched it since the last import. */
async function keepAgain(
  context: CommandContext,
  place: ImportPlace,
  text: ReadyText,
  existing: ReadEntity<typeof draft>,
  since: number,
): Promise<KeptText> {
  const { id } = existing
  const isOnline = existing.value.publicCopy !== null
  if (!existing.isAlive || !(await isUntouched(context, id))) return { ...notKept, outcome: 'edited', id }
  const passages = await passagesOf(context, id)
  if (
    passages.length !== text.passages.length ||
    passages.some((one, at) => one.text !== asStored(text.passages[at]!.text))
  )
    return { ...notKept, outcome: 'edited', id }
  const before = await context.version(id)
  const fields = await withTwins(context, existing, fieldsOf(text))
  const made = await writeText(context, existing, { ...fields, tags: [...text.tags] }, {}, 'import')
  if ('tag' in made) return { ...notKept, outcome: 'too-long', id }
  for (const [at, one] of passages.entries())
    await context.change(passage, one.id, 'place', placeFieldsOf(text.passages[at]!))
  const isChanged = (await context.version(id)) !== before
  const isPublished = isChanged || !isOnline ? await publishIfAsked(context, place, text, id) : false
  const [first] = await context.history(id)
  if (!isChanged && first && first.received >= since)
    return { outcome: 'imported', id, isPublished: isPublished || isOnline, passages: passages.map((one) => one.id) }
  return { ...notKept, outcome: isChanged ? 'updated' : 'same', id, isPublished }
}

async function publishIfAsked(
  context: CommandContext,
  { isPublishing }: ImportPlace,
  text: ReadyText,
  id: string,
): Promise<boolean> {
  if (!isPublishing || !text.wasPublic) return false
  const found = await findDraft(context, id)
  if (!found || (context.actor && (await publishRefusal(context, found)))) return false
  return !('tag' in (await publishDraft(context, found, { isWatched: false })))
}

const fieldsOf = (text: ReadyText) => ({
  title: text.title,
  body: text.body,
  byline: text.byline,
  language: text.language,
  picture: text.picture,
  pictureText: text.pictureText,
  // What publishing filled in stays.
  ...(text.date === null ? {} : { date: text.date }),
  ...(text.slug === '' ? {} : { slug: text.slug }),
})

/** As the field's type stores a text: an entity may have spelt half a letter. */
const asStored = (text: string) => text.toWellFormed().normalize('NFC')

const placeFieldsOf = ({ before, after, at }: ImportedPassage) => ({ before, after, at })

async function findBySource(context: CommandContext, association: string | null, source: string) {
  const row = await portalSql(context.sql)
    .selectFrom('portal_drafts')
    .select('id')
    .where('source', '=', source)
    .where('association', association === null ? 'is' : '=', association)
    .orderBy('id')
    .executeTakeFirst()
  return row ? findDraft(context, row.id, true) : null
}

/** Nothing but imports and publications has changed its words. */
async function isUntouched(context: CommandContext, id: string): Promise<boolean> {
  const [create, published, again] = [draft.verbs.create, draft.verbs.published, draft.verbs.import].map(
    (one) => one.number,
  )
  const words = Object.values(draft.fields)
    .map((one) => one.number)
    .filter((number) => number < draft.fields.target.number)
  return (await context.history(id)).every(
    ({ operation: { verb, fields } }) =>
      verb === create || verb === published || verb === again || !words.some((number) => fields.has(number)),
  )
}

const passagesOf = (context: CommandContext, id: string) =>
  portalSql(context.sql)
    .selectFrom('portal_passages')
    .select(['id', 'text'])
    .where('draft', '=', id)
    .where('is_aside', '=', 1)
    .orderBy('at')
    .orderBy('made')
    .orderBy('id')
    .execute()

/** In a text that was published the pictures are the public twins of those that were imported. */
async function withTwins(
  context: CommandContext,
  existing: ReadEntity<typeof draft>,
  fields: ReturnType<typeof fieldsOf>,
): Promise<ReturnType<typeof fieldsOf>> {
  if (existing.value.publicCopy === null) return fields
  const twinOf = async (id: string) => (await context.entity(picture, id))?.value.publicCopy ?? id
  let { body } = fields
  const ids = Array.from(fields.body.matchAll(/picture:([0-9a-f]{24})/g), (found) => found[1]!)
  for (const id of new Set(ids)) body = body.replaceAll(`picture:${id}`, `picture:${await twinOf(id)}`)
  return { ...fields, body, picture: fields.picture && (await twinOf(fields.picture)) }
}

/** A picture that an import brought before, by its file, and when it came here (milliseconds since 1970). */
export async function pictureOfClient(
  context: Pick<CommandContext, 'reader'>,
  client: Bytes,
): Promise<{ readonly id: string; readonly made: number } | null> {
  const operation = await context.reader.operationOfClient(client)
  const entity = operation && (await context.reader.entityByKey(operation.entity))
  return entity ? { id: entity.id, made: operation.received } : null
}
