import { createBackground, type Background } from './background.ts'
import { countStems, foreignRuns, noveltyOf } from './cohesion.ts'
import { foreignSentences } from './language.ts'
import { ambiguousNames, commercialTone, trades, type Trade } from './lexicon.ts'
import { hostOf, linkSuspicion } from './links.ts'
import { undisguised } from './disguise.ts'
import type { CheckedArticle, Context, Passage, Reason } from './passage.ts'
import { reasonsToSentence } from './reason-sentence.ts'
import { toSentences, type Segmented, type Sentence } from './segment.ts'
import { fold } from './words.ts'

type Found = { readonly start: number; readonly end: number; readonly reasons: readonly Reason[] }

const checkedLength = 400_000
/** In a sentence; a list of links is one, and each is weighed against the whole sentence. */
const mostLinks = 12

/**
 * The passages of an article that somebody else seems to have put there: hidden ones, advertising for drugs, games, loans, counterfeits, paid
 * links, another language, another subject. In order, none over another; whole sentences, so that the rest can be published. Pure and total;
 * what it says is a guess, for a person to decide.
 */
export const findForeignPassages = (article: CheckedArticle, context: Context = {}): Passage[] => {
  const markdown = article.markdown.slice(0, checkedLength)
  const segmented = toSentences(markdown)
  const background = createBackground(context.corpusStatistics)
  const certain: Found[] = [
    ...(article.hidden ?? []).map(({ start, end }) => ({
      start,
      end,
      reasons: [{ tag: 'hidden' as const, found: '' }, ...tradesIn(markdown.slice(start, end))],
    })),
    ...otherLanguages(segmented),
  ]
  const runs = foreignRuns(segmented, article.title, background).map((run): Found => ({
    start: segmented.sentences[run.first]!.start,
    end: segmented.sentences[run.last]!.end,
    reasons: [{ tag: 'foreign-run', found: run.words.join(', ') }],
  }))
  const found = [
    ...certain,
    ...soldPassages(segmented, article.title, background),
    ...paidLinks(segmented, article.title, context.ownHosts ?? []),
    // a run that holds a passage whose ends are certain owes its strangeness to it
    ...runs.filter((run) => certain.every((other) => other.end <= run.start || other.start >= run.end)),
  ]
  return merged(found, markdown).map(({ start, end, reasons }) => ({
    start,
    end,
    excerpt: markdown.slice(start, end).replace(/\s+/gu, ' ').slice(0, 300),
    reasons,
    sentence: reasonsToSentence(reasons),
  }))
}

/** What a sentence sells. */
type Offer = { readonly trade: Trade; readonly strength: 1 | 2 | 3; readonly found: string }

const offersOf = (folded: string): Offer[] => {
  const text = folded.replace(/\0+/g, ' ')
  const words = new Set(text.match(/[\p{L}\p{N}]+/gu))
  const disguised = undisguised(folded)
  return trades.flatMap((trade): Offer[] => {
    const hidden = disguised.find(
      (word) => (trade.names.has(word) && !words.has(word)) || (disguisable.has(word) && trade.topics.test(word)),
    )
    if (hidden) return [{ trade, strength: 3, found: hidden }]
    const name = [...words].find((word) => trade.names.has(word) && !ambiguousNames.has(word))
    if (name) return [{ trade, strength: 3, found: name }]
    const sure = trade.sure.exec(text)?.[0] ?? branded(trade, words, text)
    if (sure) return [{ trade, strength: 3, found: sure }]
    const phrase = trade.phrases.exec(text)?.[0]
    if (phrase) return [{ trade, strength: 2, found: phrase }]
    const topic = trade.topics.exec(text)?.[0] ?? [...words].find((word) => trade.names.has(word))
    return topic ? [{ trade, strength: [...words].some((word) => trade.names.has(word)) ? 2 : 1, found: topic }] : []
  })
}

/** Two brands side by side, or a brand and what is copied of it. */
const branded = (trade: Trade, words: ReadonlySet<string>, text: string): string | undefined => {
  if (trade.tag !== 'counterfeit') return undefined
  const brands = [...words].filter((word) => trade.names.has(word))
  return brands.length >= 2 || (brands.length === 1 && trade.topics.test(text)) ? brands.join(', ') : undefined
}

/** Words of trade that nobody writes in disguise for an honest reason. */
const disguisable = new Set([
  'casino',
  'poker',
  'pilule',
  'pilules',
  'credit',
  'replique',
  'repliques',
  'blackjack',
  'roulette',
])

const tradesIn = (markdown: string): Reason[] =>
  offersOf(fold(markdown))
    .filter((offer) => offer.strength >= 2)
    .map(({ trade, found }) => ({ tag: trade.tag, found }))

const soldPassages = (segmented: Segmented, title: string, background: Background): Found[] => {
  const { sentences } = segmented
  const offers = sentences.map((sentence) => offersOf(sentence.folded))
  const tones = sentences.map((sentence) => commercialTone(sentence.folded.replace(/\0+/g, ' ')))
  const titleOffers = offersOf(fold(title)).map((offer) => offer.trade.tag)
  const counts = countStems(sentences, title)
  const sentencesOf = new Map<Trade, number>()
  for (const all of offers) for (const { trade } of all) sentencesOf.set(trade, (sentencesOf.get(trade) ?? 0) + 1)
  return sentences.flatMap((sentence, index): Found[] => {
    const reasons: Reason[] = []
    for (const { trade, strength, found } of offers[index]!) {
      const near = offers
        .slice(Math.max(0, index - 3), index + 4)
        .filter((all) => all.some((offer) => offer.trade === trade)).length
      const topical = (sentencesOf.get(trade) ?? 0) - near + (titleOffers.includes(trade.tag) ? 3 : 0)
      if (isSold(strength, topical, tones[index]!)) reasons.push({ tag: trade.tag, found })
    }
    if (reasons.length === 0) return []
    return [
      {
        ...grown(
          segmented,
          index,
          (at) => offers[at]!.length > 0 || tones[at]! >= 2 || isForeign(sentences[at]!, counts, background),
        ),
        reasons,
      },
    ]
  })
}

const isSold = (strength: 1 | 2 | 3, topical: number, tone: number): boolean => {
  if (strength === 3) return topical < 4 || tone >= 4
  if (strength === 2) return (tone >= 2 && topical < 3) || (tone >= 1 && topical === 0) || tone >= 6
  return tone >= 4 && topical === 0
}

const isForeign = (sentence: Sentence, counts: ReadonlyMap<string, number>, background: Background): boolean => {
  const own = new Map<string, number>()
  for (const stem of sentence.stems) own.set(stem, (own.get(stem) ?? 0) + 1)
  return own.size >= 4 && noveltyOf(own, counts, background) > 0.85
}

/** From a sentence to its neighbours in the block that belong to the same passage, two on each side at most. */
const grown = (
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

const paidLinks = (segmented: Segmented, title: string, ownHosts: readonly string[]): Found[] => {
  const { sentences, links } = segmented
  const hosts = links.map((link) => hostOf(link.address)).filter((host) => host !== undefined)
  const toHost = new Map<string, number>()
  for (const host of hosts) toHost.set(host, (toHost.get(host) ?? 0) + 1)
  const articleFolded = fold(title)
  return sentences.flatMap((sentence, index): Found[] => {
    const isMidBlock = sentences[index - 1]?.block === sentence.block || sentences[index + 1]?.block === sentence.block
    const suspect = sentence.links.slice(0, mostLinks).find((link) => {
      const text = link.text === link.address ? '' : link.text
      const rest = sentence.folded.replace(/\0+/g, ' ').replace(fold(text), '').trim()
      return (
        linkSuspicion(link, sentence, {
          isMidBlock: isMidBlock || rest.length > 20,
          articleFolded,
          ownHosts,
          otherLinks: hosts.length - 1,
          linksToHost: toHost.get(hostOf(link.address) ?? '') ?? 0,
        }) >= 2
      )
    })
    if (!suspect) return []
    return [{ start: sentence.start, end: sentence.end, reasons: [{ tag: 'foreign-link', found: suspect.address }] }]
  })
}

const otherLanguages = (segmented: Segmented): Found[] =>
  [...foreignSentences(segmented.sentences)].map(([index, language]) => {
    const { start, end } = segmented.sentences[index]!
    return { start, end, reasons: [{ tag: 'foreign-language', found: language }] }
  })

/** Passages that touch or overlap become one; signs of layout that only they hold go with them. */
const merged = (found: readonly Found[], markdown: string): Found[] => {
  const out: { start: number; end: number; reasons: Reason[] }[] = []
  for (const passage of found
    .filter((each) => each.end > each.start)
    .toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = out.at(-1)
    if (
      last &&
      (passage.start <= last.end ||
        (markdown.slice(last.end, passage.start).trim() === '' &&
          !markdown.slice(last.end, passage.start).includes('\n')))
    ) {
      last.end = Math.max(last.end, passage.end)
      const isKnown = (reason: Reason) => last.reasons.some((known) => known.tag === reason.tag)
      last.reasons.push(...passage.reasons.filter((reason) => !isKnown(reason)))
    } else out.push({ start: passage.start, end: passage.end, reasons: [...passage.reasons] })
  }
  return out
}
