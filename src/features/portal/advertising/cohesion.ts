import type { Background } from './background.ts'
import type { Segmented, Sentence } from './segment.ts'
import { fold, toStem, wordsOf } from './words.ts'

/** A run of sentences of one block that doesn't belong: sentence numbers, both included. */
export type ForeignRun = {
  readonly first: number
  readonly last: number
  readonly score: number
  readonly words: readonly string[]
}

/** Above it a run is foreign. Set on the tuning half of the sheets so that fewer than 0.4 % of clean articles pass it, and that the demonstration’s own don’t. */
export const foreignThreshold = 3.85

const longestRun = 6
const fewestStems = 9
const weights = {
  novelty: 2,
  noveltyAbove: 1,
  unknownAbove: 1,
  rareAbove: 1,
  size: 0.3,
  alone: -0.25,
  anaphora: -0.5,
  enumeration: -0.5,
}

/** A sentence that leans on the one before it. */
export const anaphora =
  /^[^\p{L}]*(?:il (?:peut )?s'agi\w*|elles?|ils?|ces?|cette|cet|parmi|c'est|celles?|celui|ceux|celle-ci|dans (?:ce|cette|ces|tous)|en cas|par exemple|exemple|toutefois|cependant|de plus|en outre|par ailleurs|a cet\w*|attention|ainsi|sinon|lorsqu\w*|sauf|si|son|sa|ses|leurs?)(?![\p{L}])/u
export const enumeration = /notamment|par exemple|\betc\b|\(|tels? que|telles? que|comme (?:les?|la|des)/

/**
 * Runs on another subject: their words stand nowhere else in the article, more so than its other sentences' words, and are rare in such texts. Only a
 * part of a block is looked at, so that an article's own last paragraph on something else isn't one.
 */
export const foreignRuns = (segmented: Segmented, title: string, background: Background): ForeignRun[] => {
  const { sentences, blocks } = segmented
  const counts = countStems(sentences, title)
  const stems = [...counts.keys()]
  const share = (most: number) =>
    stems.filter((stem) => background.countOf(stem) <= most).length / Math.max(1, stems.length)
  const usual = { unknown: share(0), rare: share(rareMost), novelty: meanNovelty(sentences, counts, background) }
  if (sentences.length < 8) return []
  const candidates: ForeignRun[] = []
  for (let first = 0; first < sentences.length; first++) {
    const block = sentences[first]!.block
    const kind = blocks[block]!.kind
    if (kind !== 'paragraph' && kind !== 'item') continue
    const opensBlock = sentences[first - 1]?.block !== block
    const inRun = new Map<string, number>()
    for (let last = first; last < first + longestRun && sentences[last]?.block === block; last++) {
      for (const stem of sentences[last]!.stems) inRun.set(stem, (inRun.get(stem) ?? 0) + 1)
      const closesBlock = sentences[last + 1]?.block !== block
      if ((opensBlock && closesBlock) || inRun.size < fewestStems) continue
      const score = scoreOf(sentences.slice(first, last + 1), inRun, counts, background, usual)
      if (score > foreignThreshold) candidates.push({ first, last, score, words: strangest(inRun, background) })
    }
  }
  return bestOf(candidates)
}

const rareMost = 8

const scoreOf = (
  run: readonly Sentence[],
  inRun: ReadonlyMap<string, number>,
  counts: ReadonlyMap<string, number>,
  background: Background,
  usual: { readonly unknown: number; readonly rare: number; readonly novelty: number },
): number => {
  const novelty = noveltyOf(inRun, counts, background)
  const among = (most: number) =>
    [...inRun.keys()].filter((stem) => background.countOf(stem) <= most).length / inRun.size
  return (
    weights.novelty * novelty +
    weights.noveltyAbove * (novelty - usual.novelty) +
    weights.unknownAbove * (among(0) - usual.unknown) +
    weights.rareAbove * (among(rareMost) - usual.rare) +
    weights.size * Math.sqrt(Math.min(inRun.size, 25)) +
    (run.length === 1 ? weights.alone : 0) +
    (anaphora.test(run[0]!.folded) ? weights.anaphora : 0) +
    (run.some((sentence) => enumeration.test(sentence.folded) || sentence.text.split(',').length > 7)
      ? weights.enumeration
      : 0)
  )
}

export const countStems = (sentences: readonly Sentence[], title: string): Map<string, number> => {
  const counts = new Map<string, number>()
  const add = (stem: string) => counts.set(stem, (counts.get(stem) ?? 0) + 1)
  for (const sentence of sentences) for (const stem of sentence.stems) add(stem)
  for (const word of wordsOf(fold(title))) add(toStem(word.text))
  return counts
}

/** The share of what a run says, rare words counting more, that nothing else in the article says. */
export const noveltyOf = (
  inRun: ReadonlyMap<string, number>,
  counts: ReadonlyMap<string, number>,
  background: Background,
): number => {
  let all = 0
  let alone = 0
  for (const [stem, times] of inRun) {
    const weight = Math.log((background.articles + 1) / (background.countOf(stem) + 0.5))
    all += weight
    if ((counts.get(stem) ?? 0) <= times) alone += weight
  }
  return all === 0 ? 0 : alone / all
}

const meanNovelty = (
  sentences: readonly Sentence[],
  counts: ReadonlyMap<string, number>,
  background: Background,
): number => {
  let sum = 0
  let number = 0
  for (const sentence of sentences) {
    const own = new Map<string, number>()
    for (const stem of sentence.stems) own.set(stem, (own.get(stem) ?? 0) + 1)
    if (own.size < 5) continue
    sum += noveltyOf(own, counts, background)
    number++
  }
  return number === 0 ? 1 : sum / number
}

const strangest = (inRun: ReadonlyMap<string, number>, background: Background): string[] =>
  [...inRun.keys()].toSorted((a, b) => background.countOf(a) - background.countOf(b)).slice(0, 3)

/** A run that takes in one more sentence may score a little less: better a whole passage than its strangest part. */
const rankOf = (run: ForeignRun): number => run.score + 0.06 * (run.last - run.first)

/** The highest runs first, none over another. */
const bestOf = (candidates: readonly ForeignRun[]): ForeignRun[] => {
  const taken = new Set<number>()
  return candidates
    .toSorted((a, b) => rankOf(b) - rankOf(a))
    .filter((run) => {
      const places = Array.from({ length: run.last - run.first + 1 }, (_, index) => run.first + index)
      if (places.some((place) => taken.has(place))) return false
      for (const place of places) taken.add(place)
      return true
    })
}
