/** Lower case, no accents, plain apostrophes: what words are compared in. Keeps the length of what it folds (one unit in, one out). */
export const fold = (text: string): string => {
  let out = ''
  for (let at = 0; at < text.length; at++) {
    const unit = text[at]!
    if (unit <= '\u007f') {
      out += unit.toLowerCase()
      continue
    }
    const plain = folded.get(unit) ?? foldUnit(unit)
    out += plain
  }
  return out
}

const folded = new Map<string, string>()
const foldUnit = (unit: string): string => {
  const bare = unit.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const plain =
    unit === '’' || unit === '‘' ? "'" : unit === '\u00a0' || unit === '\u202f' ? ' ' : bare.length === 1 ? bare : unit
  if (folded.size < 5000) folded.set(unit, plain)
  return plain
}

export type Word = { readonly text: string; readonly start: number; readonly end: number }

const wordPattern = /[\p{L}\p{N}]+/gu

/** The words of a folded text, with their places. */
export const wordsOf = (folded: string): Word[] =>
  Array.from(folded.matchAll(wordPattern), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }))

/** A French word's stem, roughly: endings of number, gender and verbs cut, at most eight letters. Takes a folded word. */
export const toStem = (word: string): string => {
  const known = stems.get(word)
  if (known !== undefined) return known
  let stem = word
  for (const ending of endings) {
    if (stem.length - ending.length >= 3 && stem.endsWith(ending)) {
      stem = stem.slice(0, -ending.length)
      break
    }
  }
  stem = stem.slice(0, 8)
  if (stems.size < 50_000) stems.set(word, stem)
  return stem
}

const stems = new Map<string, string>()
const endings =
  'issements issement atrices ateurs ations ements euses atrice ateur ation ement aient erait eront erons ables ibles istes ismes ances ences ments euse eurs eront able ible iste isme ance ence ment ives ites ions ants ante ants ent eur eux ait ant ees ive ite ion ier ere aux ons ez ee er es ir al el e s x'.split(
    ' ',
  )

/** Words that say nothing of a subject. Folded. */
export const emptyWords = new Set(
  (
    'a ai aie aient ainsi alors apres as au aucun aucune auquel aura auront aussi autre autres aux avaient avait avant avec avez avoir ayant bien c ca car ce ceci cela celle celles celui cependant ces cet cette ceux ' +
    'chaque chez ci comme comment contre d dans de depuis des deux devra devrait doit doivent donc dont du elle elles en encore enfin entre est et etaient etait etant ete etes etre eu eux fait faire fois font hors ici il ils j ' +
    'je jusqu jusque l la laquelle le lequel les lesquelles lesquels leur leurs lors lorsqu lorsque lui m ma mais me meme memes mes mieux moi moins mon n ne ni non nos notre nous on ont or ou par parce parmi pas peu peut peuvent ' +
    'plus plusieurs pour pourra pourrait pourquoi pouvez puis puisque qu quand quant que quel quelle quelles quels quelque quelques qui quoi s sa sans se selon sera serait seront ses si soit soient son sont sous souvent suis sur t ta ' +
    'tandis tant te tel telle telles tels tes toi ton tous tout toute toutes tres tu un une unes uns va vers voici voila vos votre vous y etc deja afin ' +
    'toujours jamais rien quelqu chacun chacune autant ensuite apres pendant etait cas peux veut veulent vont vais faut'
  ).split(' '),
)
