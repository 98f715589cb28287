import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import * as v from 'valibot'
import { federation, UNNAMED } from '#features/membership/index.ts'
import { ArticleLine, keepArticles } from '#features/portal/index.server.ts'
import type { KeptArticle } from '#features/portal/index.server.ts'
import { readLines } from '../control-lines.ts'
import { diskFailure } from '../blobs/disk-failure.ts'
import type { OpenNode } from '../node/open-node.ts'

export type ArticlesReport = {
  readonly imported: number
  readonly updated: number
  readonly same: number
  /** Taken off the site here since; left as they are. */
  readonly withdrawn: number
}
export type ArticlesFailure =
  | { readonly tag: 'no-file'; readonly path: string }
  /** Nothing of this line or behind it was kept. */
  | { readonly tag: 'bad-line'; readonly line: number; readonly field: string }
  | { readonly tag: 'disk-full' }
  | { readonly tag: 'disk-error'; readonly detail: string }

/** Articles in one transaction. */
const TOGETHER = 250
/** Characters of a line. */
const LONGEST = 1024 * 1024

/** Publishes articles from a file of JSON lines; a node where nothing is founded gets its spaces and a federation without a name of its own first. */
export async function importArticles(
  node: OpenNode,
  path: string,
  progress: (facts: { readonly done: number }) => void,
): Promise<ArticlesReport | ArticlesFailure> {
  const founded = await found(node)
  if (founded) return founded
  const counts: Record<KeptArticle, number> = { imported: 0, updated: 0, same: 0, withdrawn: 0 }
  let waiting: ArticleLine[] = []
  let number = 0
  const flush = async (): Promise<ArticlesFailure | null> => {
    const lines = waiting
    waiting = []
    if (lines.length === 0) return null
    const { value } = await node.perform(null, (context) => keepArticles(context, lines))
    if (!Array.isArray(value)) return value as ArticlesFailure
    for (const one of value as KeptArticle[]) counts[one]++
    progress({ done: number })
    return null
  }
  try {
    for await (const text of readLines(Readable.from(withEnd(path)), LONGEST)) {
      number++
      if (text.trim() === '') continue
      const line = v.safeParse(ArticleLine, parseJson(text))
      if (!line.success) {
        const failure = await flush()
        return failure ?? { tag: 'bad-line', line: number, field: v.getDotPath(line.issues[0]) ?? '' }
      }
      waiting.push(line.output)
      const failure = waiting.length >= TOGETHER ? await flush() : null
      if (failure) return failure
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES' || code === 'ENOTDIR')
      return { tag: 'no-file', path }
    if (error instanceof RangeError) return { tag: 'bad-line', line: number + 1, field: '' }
    const failure = diskFailure(error)
    return failure.tag === 'disk-full' ? failure : { tag: failure.tag, detail: failure.code }
  }
  return (await flush()) ?? counts
}

async function found(node: OpenNode): Promise<ArticlesFailure | null> {
  if (await node.store.read((reader) => node.spaces.ofFederation(reader))) return null
  const { value } = await node.perform(null, async (context) => {
    await context.addSpace('public')
    await context.addSpace('federation')
    const made = await context.create(federation, 'public', { name: UNNAMED })
    return 'tag' in made ? made : null
  })
  return value as ArticlesFailure | null
}

/** A last line without its end is a line too. */
async function* withEnd(path: string): AsyncGenerator<Buffer> {
  for await (const part of createReadStream(path)) yield part as Buffer
  yield Buffer.from('\n')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
