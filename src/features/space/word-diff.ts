import { diffWordsWithSpace } from 'diff'

export type DiffPart = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }

/** Changed words above which two texts are shown whole: a bound on the work, which grows with the square of what differs. */
const MOST_EDITS = 1_000

/** What became of a text, word by word; when nearly everything differs, the old text and the new one whole. */
export function diffWords(before: string, after: string): readonly DiffPart[] {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS })
  if (!parts)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]
  return parts.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }))
}
