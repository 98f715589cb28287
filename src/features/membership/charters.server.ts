import type { QueryContext } from '#features/feature.server.ts'
import { tablesOf } from './associations.server.ts'
import type { CharterVersion } from './views.ts'

export type CharterRow = {
  readonly id: string
  readonly version: number
  readonly adopted: string
  readonly text: string
  readonly signatures: string
}
type Signature = { readonly association: string | null; readonly day: string; readonly person: string | null }

/** Versions of the Charter, newest first: the first is in force. */
export async function readCharters(context: Pick<QueryContext, 'sql' | 'use'>): Promise<readonly CharterRow[]> {
  context.use('membership.charters')
  return tablesOf(context.sql)
    .selectFrom('membership_charters')
    .selectAll()
    .orderBy('version', 'desc')
    .orderBy('id')
    .execute()
}

/** The Charter's text is Markdown: what stands before the list is its preamble, each item one sentence. */
export function charterToView(
  row: CharterRow,
  associations: ReadonlyMap<string, { readonly slug: string; readonly name: string }>,
): CharterVersion {
  const lines = row.text.split('\n')
  const isSentence = (line: string) => /^\s*(?:[-*]|\d+[.)])\s+/.test(line)
  const firstSigned = new Map<string, string>()
  for (const signature of JSON.parse(row.signatures) as Signature[]) {
    if (signature.association && !firstSigned.has(signature.association))
      firstSigned.set(signature.association, signature.day)
  }
  return {
    version: row.version,
    title: `Charte, version ${row.version}`,
    adoptedOn: row.adopted,
    preamble: lines.slice(0, lines.findIndex(isSentence)).join('\n').trim(),
    sentences: lines.filter(isSentence).map((line) => line.replace(/^\s*(?:[-*]|\d+[.)])\s+/, '').trim()),
    signatures: [...firstSigned].flatMap(([id, signedOn]) => {
      const one = associations.get(id)
      return one ? [{ slug: one.slug, name: one.name, signedOn }] : []
    }),
  }
}
