import type { Passage } from './passage.ts'

/**
 * The Markdown without passages (in order, none over another), ready to be published: no double space, no empty item, no sign of emphasis that
 * lost its other half.
 */
export const withoutPassages = (markdown: string, passages: readonly Pick<Passage, 'start' | 'end'>[]): string => {
  let out = ''
  let at = 0
  for (const { start, end } of passages) {
    const kept = markdown.slice(at, start)
    out += joint(out + kept, markdown.slice(end)) ? kept.trimEnd() : kept
    at = end
  }
  return tidy(out + markdown.slice(at))
}

/** True when a space stands on both sides of the cut. */
const joint = (before: string, after: string): boolean =>
  /[^\S\n]$/.test(before.slice(-1)) && (after === '' || /^\s/.test(after))

const tidy = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((block) => {
      const lines = block.split('\n').filter((line) => !/^\s*(?:[-+*]|\d{1,9}[.)]|>)\s*$/.test(line))
      const whole = lines.join('\n').replace(/^(?:\\\n)+|\\?\n?\\$/g, '')
      const strong = whole.match(/\*\*/g)?.length ?? 0
      const odd = strong % 2 === 1 ? whole.replace(/\*\*(?=\s*$)|^\s*\*\*|\*\*/, '') : whole
      return odd.replace(/\*\*\s*\*\*|(?<![\p{L}\p{N}_])__(?![\p{L}\p{N}_])/gu, '').trimEnd()
    })
    .filter((block) => block.trim() !== '')
    .join('\n\n')
