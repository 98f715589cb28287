import type { CommandContext } from '#features/feature.server.ts'
import { findForeignPassages } from './advertising/find-foreign-passages.ts'
import { toStoredReason } from './advertising/passage.ts'
import { placesOf } from './advertising/place.ts'
import { placeOfDrafts } from './drafts.server.ts'
import { passage } from './passage.ts'
import { portalSql } from './portal-tables.server.ts'
import { watchersOf } from './watchers.server.ts'

/**
 * Looks at a text that was just published, as an import would. Nothing is held back (a guess never stands between a person and their readers):
 * what looks foreign is noted, and two people see it until one of them has decided. What somebody said belongs to the text is asked no more.
 */
export async function watchText(
  context: CommandContext,
  text: { readonly draft: string; readonly association: string | null; readonly title: string; readonly body: string },
  authors: readonly string[],
): Promise<void> {
  const found = findForeignPassages({ title: text.title, markdown: text.body }, { ownHosts: context.ownHosts })
  if (found.length === 0) return
  const known = new Set(
    (
      await portalSql(context.sql)
        .selectFrom('portal_passages')
        .select('text')
        .where('draft', '=', text.draft)
        .where('decision', '!=', 'foreign')
        .where((one) => one.or([one('is_aside', '=', 0), one('decision', '=', 'belongs')]))
        .execute()
    ).map((row) => row.text),
  )
  const space = await placeOfDrafts(context, text.association)
  if (!space) return
  const told = await watchersOf(context, text.association, authors)
  for (const one of found) {
    const words = text.body.slice(one.start, one.end)
    if (known.has(words)) continue
    const [place] = placesOf(text.body, [one])
    await context.create(passage, space, {
      text: words,
      ...place,
      reasons: one.reasons.map(toStoredReason),
      association: text.association,
      draft: text.draft,
      isAside: false,
      told: { add: told },
    })
  }
}
