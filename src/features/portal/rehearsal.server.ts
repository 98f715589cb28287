import type { CommandContext } from '#features/feature.server.ts'
import { draft } from './draft.ts'
import { findDraft } from './drafts.server.ts'
import { feed } from './feed-items.server.ts'
import { newsList } from './public-lists.server.ts'
import { articlePage, home, search } from './public-pages.server.ts'
import { publishDraft } from './publishing.server.ts'

const BODY = 'Le puits de Youri est fini, [lire la suite](https://example.org/puits). Les enfants y vont en chantant.'

/**
 * Publishes a text and reads it where a visitor would, a few times: the first time takes three times as long as the others (words of all
 * trades and languages compiled, the machine's own code made). The transaction is given up afterwards.
 */
export async function rehearse(context: CommandContext): Promise<void> {
  if (!(await context.spaces())) return
  for (let time = 0; time < 3; time++) {
    const made = await context.create(draft, 'federation', {
      target: 'article',
      title: 'Le puits de Youri',
      body: BODY,
    })
    const found = 'tag' in made ? null : await findDraft(context, made.id)
    const done = found && (await publishDraft(context, found))
    if (!done || 'tag' in done) return
    await home.run(context, null)
    await newsList.run(context, { association: null, member: '', place: '', theme: '', page: 1 })
    await feed.run(context, { association: null })
    await search.run(context, { text: 'puits', page: 1 })
    await articlePage.run(context, { short: done.id.slice(0, 8), address: done.path })
  }
}
