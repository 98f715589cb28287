import * as v from 'valibot'
import type { ChangeFault } from '#core/kind.ts'
import type { CommandContext } from '#features/feature.server.ts'
import { article } from './article.ts'
import { portalSql } from './portal-tables.server.ts'

/** Articles from another program, published as they are: the federation's own, each known again by its id there. */

export const ArticleLine = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  title: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  date: v.pipe(
    v.string(),
    v.maxLength(40),
    v.check((text) => Number.isFinite(Date.parse(text)), 'une date comme 2024-03-01T10:00:00Z'),
  ),
  author: v.pipe(v.string(), v.maxLength(120)),
  tags: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(60))), v.maxLength(50)),
  body: v.pipe(v.string(), v.maxLength(200_000)),
})
export type ArticleLine = v.InferOutput<typeof ArticleLine>

export type KeptArticle = 'imported' | 'updated' | 'same' | 'withdrawn'

/** Keeps articles, each once: one that is here changes only in the fields that differ. One transaction: the caller brings some at a time. */
export async function keepArticles(
  context: CommandContext,
  lines: readonly ArticleLine[],
): Promise<readonly KeptArticle[] | ChangeFault> {
  context.bulk()
  const kept: KeptArticle[] = []
  for (const line of lines) {
    const one = await keepArticle(context, line)
    if (typeof one !== 'string') return one
    kept.push(one)
  }
  return kept
}

async function keepArticle(context: CommandContext, line: ArticleLine): Promise<KeptArticle | ChangeFault> {
  const fields = {
    title: line.title,
    body: line.body,
    date: Math.floor(Date.parse(line.date) / 1000),
    byline: line.author,
  }
  const row = await portalSql(context.sql)
    .selectFrom('portal_items')
    .select('id')
    .where('source', '=', line.id.normalize('NFC'))
    .where('kind', '=', 'article')
    .orderBy('id')
    .executeTakeFirst()
  const known = row && (await context.entity(article, row.id))
  if (!known) {
    const made = await context.create(article, 'public', { ...fields, tags: { add: line.tags }, source: line.id })
    return 'tag' in made ? made : 'imported'
  }
  if (!known.isAlive) return 'withdrawn'
  const wanted = new Set(line.tags.map((tag) => tag.normalize('NFC')))
  const tags = {
    add: [...wanted].filter((tag) => !known.value.tags.includes(tag)),
    remove: known.value.tags.filter((tag) => !wanted.has(tag)),
  }
  const before = await context.version(known.id)
  const made = await context.change(article, known.id, 'publish', {
    ...fields,
    ...(tags.add.length + tags.remove.length > 0 ? { tags } : {}),
  })
  if ('tag' in made) {
    if (made.tag === 'not-found') throw new Error('an article that was there is gone')
    return made
  }
  return (await context.version(known.id)) === before ? 'same' : 'updated'
}
