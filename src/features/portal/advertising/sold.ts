import type { Background } from './background.ts'
import { countStems, enumeration, noveltyOf } from './cohesion.ts'
import { commercialTone, trades, type Trade } from './lexicon.ts'
import type { Offer, Strength } from './offers.ts'
import type { Found, Reason } from './passage.ts'
import { pitchBeside, pitchFrom } from './pitch.ts'
import type { Segmented, Sentence } from './segment.ts'
import { fold } from './words.ts'

/**
 * Sentences that sell a drug, a game, a loan, a copy, in an article that isn't about it: the stronger the words, the less else is needed. An article
 * on the matter itself speaks of it in other places than around the sentence, and without a shop's tone.
 */
export const soldPassages = (
  segmented: Segmented,
  title: string,
  background: Background,
  offers: readonly (readonly Offer[])[],
  pitches: readonly number[],
): Found[] => {
  const { sentences, blocks } = segmented
  const tones = sentences.map((sentence) => commercialTone(sentence.folded.replace(/\0+/g, ' ')))
  const counts = countStems(sentences, title)
  const elsewhere = createElsewhere(sentences, offers, fold(title))
  return sentences.flatMap((sentence, index): Found[] => {
    const isRow = blocks[sentence.block]!.kind === 'row'
    // a word of trade in a short item or among examples is no offer
    const isPlain = tones[index]! < 1 && (sentence.words.length < 10 || enumeration.test(sentence.folded))
    const sold = offers[index]!.filter(
      (offer) =>
        !(isPlain && offer.strength < 3) &&
        !(isRow && offer.strength < 4) &&
        isSold(offer.strength, tones[index]!, elsewhere(offer, index)),
    )
    const isPitch =
      pitches[index]! > pitchFrom &&
      !isRow &&
      blocks[sentence.block]!.kind !== 'heading' &&
      offers[index]!.every((offer) => elsewhere(offer, index).matter < 3)
    if (sold.length === 0 && !isPitch) return []
    const belongs = (at: number) =>
      offers[at]!.some((offer) => offer.strength > 1) ||
      tones[at]! >= 2 ||
      pitches[at]! > pitchBeside ||
      isForeign(sentences[at]!, counts, background, tones[at]! >= 1 ? 0.85 : 0.95)
    return [{ ...grown(segmented, index, belongs), reasons: reasonsOf(sold.length > 0 ? sold : offers[index]!) }]
  })
}

const reasonsOf = (offers: readonly Offer[]): Reason[] =>
  offers.length > 0 ? offers.map(({ trade, found }) => ({ tag: trade.tag, found })) : [{ tag: 'commercial', found: '' }]

/** How many sentences farther than three away speak of the matter (the title counts for three), offer the same trade, or name the same thing. */
type Elsewhere = { readonly matter: number; readonly offers: number; readonly names: number }

const isSold = (strength: Strength, tone: number, { matter, offers, names }: Elsewhere): boolean => {
  if (strength === 4) return names === 0 && (tone >= 2 || matter < 6)
  if (strength === 3) return matter < 4 || (tone >= 2 && matter < 12) || tone >= 6
  if (strength === 2) return matter === 0 || (tone >= 2 && matter < 3) || tone >= 6
  return tone >= 4 && offers === 0 && matter === 0
}

const createElsewhere = (sentences: readonly Sentence[], offers: readonly (readonly Offer[])[], title: string) => {
  const matter = new Map(
    trades.map((trade) => [trade, sentences.map((sentence) => trade.matter.test(sentence.folded))]),
  )
  const onMatter = new Map(trades.map((trade) => [trade, matter.get(trade)!.filter(Boolean).length]))
  const offering = new Map<Trade, number>()
  const naming = new Map<string, number>()
  for (const { trade, found } of offers.flat()) {
    offering.set(trade, (offering.get(trade) ?? 0) + 1)
    naming.set(found, (naming.get(found) ?? 0) + 1)
  }
  const far = (index: number, all: number, holds: (at: number) => boolean): number => {
    let near = 0
    for (let at = Math.max(0, index - 3); at <= Math.min(sentences.length - 1, index + 3); at++) if (holds(at)) near++
    return all - near
  }
  return ({ trade, found }: Offer, index: number): Elsewhere => ({
    matter: far(index, onMatter.get(trade)!, (at) => matter.get(trade)![at]!) + (trade.matter.test(title) ? 3 : 0),
    offers: far(index, offering.get(trade)!, (at) => offers[at]!.some((offer) => offer.trade === trade)),
    names: far(index, naming.get(found)!, (at) => offers[at]!.some((offer) => offer.found === found)),
  })
}

const isForeign = (
  sentence: Sentence,
  counts: ReadonlyMap<string, number>,
  background: Background,
  least: number,
): boolean => {
  const own = new Map<string, number>()
  for (const stem of sentence.stems) own.set(stem, (own.get(stem) ?? 0) + 1)
  return own.size >= 4 && noveltyOf(own, counts, background) > least
}

/** From a sentence to its neighbours in the block that belong to the same passage, two on each side at most. */
export const grown = (
  segmented: Segmented,
  index: number,
  belongs: (at: number) => boolean,
): { start: number; end: number } => {
  const { sentences } = segmented
  const block = sentences[index]!.block
  let first = index
  let last = index
  while (index - first < 2 && sentences[first - 1]?.block === block && belongs(first - 1)) first--
  while (last - index < 2 && sentences[last + 1]?.block === block && belongs(last + 1)) last++
  return { start: sentences[first]!.start, end: sentences[last]!.end }
}
