import { createBackground } from './background.ts'
import { countStems, foreignRuns } from './cohesion.ts'
import { foreignSentences } from './language.ts'
import { hostOf, linkSuspicion } from './links.ts'
import { offersOf, tradesIn } from './offers.ts'
import type { CheckedArticle, Context, Found, Passage, Reason } from './passage.ts'
import { pitchesOf } from './pitch.ts'
import { reasonsToSentence } from './reason-sentence.ts'
import { toSentences, type Segmented } from './segment.ts'
import { grown, soldPassages } from './sold.ts'
import { fold } from './words.ts'

const checkedLength = 400_000
/** In a sentence; a list of links is one, and each is weighed against the whole sentence. */
const mostLinks = 12
/** A sentence beside a paid link that is a pitch this much comes with it. */
const besideLink = -2.5

/**
 * The passages of an article that somebody else seems to have put there: hidden ones, advertising for drugs, games, loans, counterfeits, paid
 * links, another language, another subject. In order, none over another; whole sentences, so that the rest can be published. Pure and total;
 * what it says is a guess, for a person to decide.
 */
export const findForeignPassages = (article: CheckedArticle, context: Context = {}): Passage[] => {
  const markdown = article.markdown.slice(0, checkedLength)
  const segmented = toSentences(withoutHidden(markdown, article.hidden ?? []))
  const background = createBackground(context.corpusStatistics)
  const offers = segmented.sentences.map((sentence) => offersOf(sentence.folded))
  const pitches = pitchesOf(segmented, offers, countStems(segmented.sentences, article.title), background)
  const certain: Found[] = [
    ...(article.hidden ?? []).map(({ start, end }) => ({
      start,
      end,
      reasons: [{ tag: 'hidden' as const, found: '' }, ...tradesIn(markdown.slice(start, end))],
    })),
    ...holedSentences(segmented, article.hidden ?? []),
    ...otherLanguages(segmented),
  ]
  const runs = foreignRuns(segmented, article.title, background).map((run): Found => ({
    start: segmented.sentences[run.first]!.start,
    end: segmented.sentences[run.last]!.end,
    reasons: [{ tag: 'foreign-run', found: run.words.join(', ') }],
  }))
  const found = [
    ...certain,
    ...soldPassages(segmented, article.title, background, offers, pitches),
    ...paidLinks(segmented, article.title, context.ownHosts ?? [], pitches),
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

const paidLinks = (
  segmented: Segmented,
  title: string,
  ownHosts: readonly string[],
  pitches: readonly number[],
): Found[] => {
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
          pitch: pitches[index]!,
          linksToHost: toHost.get(hostOf(link.address) ?? '') ?? 0,
        }) >= 2
      )
    })
    if (!suspect) return []
    const belongs = (at: number) => pitches[at]! > besideLink
    return [{ ...grown(segmented, index, belongs), reasons: [{ tag: 'foreign-link', found: suspect.address }] }]
  })
}

/** Same length, spaces for what nobody sees, so that the rest is judged by itself. */
const withoutHidden = (markdown: string, hidden: NonNullable<CheckedArticle['hidden']>): string => {
  let out = ''
  for (const { start, end } of hidden.toSorted((a, b) => a.start - b.start)) {
    if (start < out.length) continue
    out += markdown.slice(out.length, start) + markdown.slice(start, end).replace(/[^\n]/g, ' ')
  }
  return out + markdown.slice(out.length)
}

/** A sentence that holds two hidden passages or more was written around them. */
const holedSentences = (segmented: Segmented, hidden: NonNullable<CheckedArticle['hidden']>): Found[] => {
  if (hidden.length < 2) return []
  const starts = hidden.map(({ start }) => start).toSorted((a, b) => a - b)
  let at = 0
  return segmented.sentences.flatMap(({ start, end }): Found[] => {
    while (at < starts.length && starts[at]! < start) at++
    return starts[at + 1] !== undefined && starts[at + 1]! < end
      ? [{ start, end, reasons: [{ tag: 'hidden', found: '' }] }]
      : []
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
