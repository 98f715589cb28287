import { type Accent, accentNames } from './accents.ts'

/** One strip of woven cloth: where it begins in the repeat and how wide it is, in pixels. */
export type Strip = { readonly accent: Accent; readonly from: number; readonly width: number }
export type Motif = { readonly repeat: number; readonly strips: readonly Strip[] }

const WIDTHS = [4, 6, 10, 14, 22] as const
const GAPS = [2, 4, 8] as const

/**
 * The strips of an association: 3 to 5, always the same for the same name, the first in its accent. The repeat ends
 * with a gap, so that the paper shows as a thread.
 */
export function nameToMotif(name: string, accent: Accent): Motif {
  const next = createSequence(name.normalize('NFC'))
  const count = 3 + next(3)
  const others = accentNames.filter((other) => other !== accent)
  const strips: Strip[] = []
  let from = 0
  for (let index = 0; index < count; index++) {
    const isAccent = index === 0 || (index === 3 && count > 3)
    const width = index === 0 ? 26 + 4 * next(3) : (WIDTHS[next(WIDTHS.length)] as number)
    strips.push({ accent: isAccent ? accent : (others.splice(next(others.length), 1)[0] as Accent), from, width })
    from += width + (GAPS[next(GAPS.length)] as number)
  }
  return { repeat: from, strips }
}

/** FNV-1a, then xorshift: spreads names, guards nothing. */
function createSequence(seed: string): (below: number) => number {
  let state = 0x811c9dc5
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) as number), 0x01000193)
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}
