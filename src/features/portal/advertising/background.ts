import { frequencyClasses } from './background-classes.ts'
import { backgroundArticles, backgroundStems } from './background-table.ts'
import type { CorpusStatistics } from './passage.ts'

/** In which share of a public's texts a stem stands; 0 for one that hardly any holds. */
export type Background = { readonly articles: number; readonly countOf: (stem: string) => number }

let table: Map<string, number> | undefined

/** One line a class, its stems sorted; each begins with a digit, the letters it shares with the one before. */
const readTable = (): Map<string, number> => {
  const found = new Map<string, number>()
  for (const [index, line] of backgroundStems.split('\n').entries()) {
    let previous = ''
    for (const [, shared, rest] of line.matchAll(/(\d)([^\d]*)/g)) {
      previous = previous.slice(0, Number(shared)) + rest
      found.set(previous, frequencyClasses[index]!)
    }
  }
  return found
}

/**
 * The shipped table (public service sheets), and over it the statistics of what is being imported, the article that is looked at taken out:
 * whichever knows a word better counts.
 */
export const createBackground = (corpus?: CorpusStatistics): Background => {
  const shipped = (table ??= readTable())
  if (!corpus || corpus.articles < 10)
    return { articles: backgroundArticles, countOf: (stem) => shipped.get(stem) ?? 0 }
  const scale = backgroundArticles / corpus.articles
  return {
    articles: backgroundArticles,
    countOf: (stem) =>
      Math.max(shipped.get(stem) ?? 0, Math.max(0, (corpus.frequencies.get(stem) ?? 0) - 1) * Math.min(scale, 5)),
  }
}
