import * as v from 'valibot'
import { refusalOf } from '#core/access/can.ts'
import { foldOperations } from '#core/fold/fold.ts'
import { readEntity } from '#core/kind.ts'
import type { Kind, Registry } from '#core/kind.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import { command, query } from '#features/feature.server.ts'
import type { QueryContext } from '#features/feature.server.ts'
import { readPublicNames } from '#features/membership/index.server.ts'
import { article } from './article.ts'
import { draft } from './draft.ts'
import { Id, namesOf, notFound, refusalFor, writeText } from './drafts.server.ts'
import { gathering } from './gathering.ts'
import { page } from './page.ts'

/** Who wrote what, when and where; two revisions of a text compared; one brought back as a draft. */

const KINDS: readonly Kind[] = [article, page, gathering, draft]

export type RevisionRow = {
  /** The operation's id. */
  readonly id: string
  /** The author's own clock, milliseconds. */
  readonly time: number
  readonly received: number
  /** The name of who did it, where whoever asks may know it (R23). */
  readonly author: string | null
  readonly node: string
  readonly verb: string
  readonly fields: readonly string[]
}

/** The revisions of a public text (for everybody) or of a draft (for its readers), oldest first. */
export const history = query(v.object({ id: Id }), async (context, { id }) => {
  const found = await findText(context, id)
  if (!found) return notFound
  const refusal = refusalOf(context.actor, 'history.read', { association: found.association })
  if (refusal && !found.isPublic) return refusal
  const entries = await context.history(id)
  context.use(id)
  const authors = entries.map(({ operation }) => operation.author && bytesToHex(operation.author))
  const names = refusal
    ? Object.fromEntries(
        await readPublicNames(
          context,
          authors.filter((one) => one !== null),
        ),
      )
    : await namesOf(context, authors)
  const revisions = entries.map(({ operation, id: operationId, received, node }, index): RevisionRow => ({
    id: operationId,
    time: operation.time,
    received,
    author: names[authors[index] ?? ''] ?? null,
    node,
    verb: Object.entries(found.kind.verbs).find(([, verb]) => verb.number === operation.verb)?.[0] ?? 'unknown',
    fields: Object.entries(found.kind.fields)
      .filter(([, field]) => operation.fields.has(field.number))
      .map(([name]) => name),
  }))
  return { title: found.title, kind: found.kind.name, association: found.association, revisions }
})

/** The text as it was after one operation, and after another: for comparing. `null` is now. */
export const compare = query(v.object({ id: Id, from: Id, to: v.nullable(Id) }), async (context, { id, from, to }) => {
  const found = await findText(context, id)
  if (!found) return notFound
  const refusal = found.isPublic ? null : refusalOf(context.actor, 'history.read', { association: found.association })
  if (refusal) return refusal
  const [before, after] = [
    await textAt(context, found.kind, id, from),
    to === null ? found.text : await textAt(context, found.kind, id, to),
  ]
  return before && after ? { before, after } : notFound
})

/** Brings an earlier text back into the draft; publishing it is another act. */
export const restore = command(v.object({ draft: Id, from: Id, operation: Id }), async (context, input) => {
  const own = await context.entity(draft, input.draft)
  if (!own) return notFound
  const refusal = await refusalFor(context, 'history.restore', { association: own.value.association })
  if (refusal) return refusal
  const source = await findText(context, input.from)
  const isRelated = input.from === input.draft || own.value.publicCopy === input.from
  const text = source && isRelated ? await textAt(context, source.kind, input.from, input.operation) : null
  if (!text) return notFound
  const made = await writeText(context, own, text)
  return 'tag' in made ? made : { id: input.draft }
})

type RevisionText = { readonly title: string; readonly body: string; readonly place: string }

async function findText(context: QueryContext, id: string) {
  for (const kind of KINDS) {
    const found = await context.entity(kind, id)
    if (!found) continue
    const isPublic = found.space === 'public'
    if (isPublic && !found.isAlive) return null
    return {
      kind,
      isPublic,
      association: found.value['association'] as string | null,
      title: String(found.value['title']),
      text: toText(found.value),
    }
  }
  return null
}

async function textAt(context: QueryContext, kind: Kind, id: string, operation: string): Promise<RevisionText | null> {
  const entries = await context.history(id)
  const index = entries.findIndex((entry) => entry.id === operation)
  if (index < 0) return null
  const combineOf: Registry['combineOf'] = (_, number) =>
    Object.values(kind.fields).find((field) => field.number === number)?.type.combine ?? 'register'
  return toText(readEntity(kind, foldOperations(entries.slice(0, index + 1), combineOf)))
}

const toText = (value: Readonly<Record<string, unknown>>): RevisionText => ({
  title: String(value['title'] ?? ''),
  body: String(value['body'] ?? ''),
  place: String(value['place'] ?? ''),
})
