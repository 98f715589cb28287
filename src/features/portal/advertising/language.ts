import type { Sentence } from './segment.ts'

const grammar: Readonly<Record<string, ReadonlySet<string>>> = {
  français: new Set(
    'le la les un une des du de et est en que qui dans pour par sur avec pas plus au aux ce cette ces il elle ils nous vous leur son sa ses ou mais dont a l d'.split(
      ' ',
    ),
  ),
  anglais: new Set(
    'the of and to in is that for with you your this are be by it from have or at can our not we will best all get now how what free was has their its more'.split(
      ' ',
    ),
  ),
  espagnol: new Set(
    'el los las una unos del y que por para con su sus es muy como pero mas este esta sin sobre todo al lo mejor usted'.split(
      ' ',
    ),
  ),
  allemand: new Set(
    'der die das und ist nicht mit fur von den dem ein eine auf zu sich auch im bei sie wir ihr aus nach'.split(' '),
  ),
  italien: new Set(
    'il gli della delle di che per con non una sono dei nel alla piu anche questo questa come del i e lo'.split(' '),
  ),
  portugais: new Set('o os as um uma do da dos das que para com nao por mais como seu sua em no na ao'.split(' ')),
  néerlandais: new Set('de het een van en is dat op te voor met zijn niet aan om ook er maar uw bij wij'.split(' ')),
}

/** The language of a sentence by its grammatical words, or undefined when they don't decide (fewer than seven words, names, numbers). */
export const languageOf = (words: readonly string[]): string | undefined => {
  if (words.length < 7) return undefined
  let best: string | undefined
  let most = 0
  let french = 0
  for (const [language, known] of Object.entries(grammar)) {
    const count = words.filter((word) => known.has(word)).length
    if (language === 'français') french = count
    if (count > most) {
      most = count
      best = language
    }
  }
  if (best === 'français') return most >= 2 ? best : undefined
  return most >= 3 && most >= words.length * 0.2 && most >= french * 2 ? best : undefined
}

/** Letters of a script that isn't the Latin one make up most of the sentence. */
export const isOtherScript = (text: string): boolean => {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return letters >= 12 && (text.match(/\p{Script=Latin}/gu)?.length ?? 0) < letters / 2
}

/** The sentences in another language than most of the text. */
export const foreignSentences = (sentences: readonly Sentence[]): Map<number, string> => {
  const languages = sentences.map((sentence) =>
    isOtherScript(sentence.text) ? 'une autre écriture' : languageOf(sentence.words.map((word) => word.text)),
  )
  const counts = new Map<string, number>()
  for (const language of languages) if (language) counts.set(language, (counts.get(language) ?? 0) + 1)
  const main = [...counts].toSorted((a, b) => b[1] - a[1])[0]
  const found = new Map<number, string>()
  if (!main || main[1] < 4) return found
  for (const [index, language] of languages.entries()) {
    if (language && language !== main[0] && (counts.get(language) ?? 0) * 4 < main[1]) found.set(index, language)
  }
  return found
}
