import { undisguised } from './disguise.ts'
import { ambiguousNames, trades, type Trade } from './lexicon.ts'
import type { Reason } from './passage.ts'
import { fold } from './words.ts'

/** 1 a word of the matter, 2 a turn of the trade, 3 a turn that hardly anybody else has, 4 a product's or a brand's name. */
export type Strength = 1 | 2 | 3 | 4

/** What a sentence sells. */
export type Offer = { readonly trade: Trade; readonly strength: Strength; readonly found: string }

/** What a sentence (folded) sells: at most one offer for each trade, its strongest. */
export const offersOf = (folded: string): Offer[] => {
  const text = folded.replace(/\0+/g, ' ')
  const words = new Set(text.match(/[\p{L}\p{N}]+/gu))
  const disguised = undisguised(folded)
  return trades.flatMap((trade): Offer[] => {
    const hidden = disguised.find(
      (word) => (trade.names.has(word) && !words.has(word)) || (disguisable.has(word) && trade.topics.test(word)),
    )
    if (hidden) return [{ trade, strength: 4, found: hidden }]
    const name = [...words].find((word) => trade.names.has(word) && !ambiguousNames.has(word))
    if (name) return [{ trade, strength: 4, found: name }]
    const brands = branded(trade, words, text)
    if (brands) return [{ trade, strength: 4, found: brands }]
    const sure = trade.sure.exec(text)?.[0]
    if (sure) return [{ trade, strength: 3, found: sure }]
    const phrase = trade.phrases.exec(text)?.[0]
    if (phrase) return [{ trade, strength: 2, found: phrase }]
    const topic = trade.topics.exec(text)?.[0] ?? [...words].find((word) => trade.names.has(word))
    return topic ? [{ trade, strength: 1, found: topic }] : []
  })
}

const goods =
  /\b(?:montres?|sacs?|maroquinerie|lunettes|parfums?|baskets|sneakers|chaussures|doudounes?|polos?|maillots?|bijoux|joaillerie|costumes?|ceintures?|foulards?)\b/

/** Two brands side by side, or a brand and what is copied of it. */
const branded = (trade: Trade, words: ReadonlySet<string>, text: string): string | undefined => {
  if (trade.tag !== 'counterfeit') return undefined
  const brands = [...words].filter((word) => trade.names.has(word))
  return brands.length >= 2 || (brands.length === 1 && goods.test(text)) ? brands.join(', ') : undefined
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

/** The trades that a passage names or speaks the language of. */
export const tradesIn = (markdown: string): Reason[] =>
  offersOf(fold(markdown))
    .filter((offer) => offer.strength >= 2)
    .map(({ trade, found }) => ({ tag: trade.tag, found }))
