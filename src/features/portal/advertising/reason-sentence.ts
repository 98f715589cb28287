import type { Reason, ReasonTag } from './passage.ts'

const saying: Readonly<Record<ReasonTag, (found: string) => string>> = {
  hidden: () => 'il était caché aux lecteurs',
  'drug-name': (found) => `il parle de médicaments à vendre («\u202f${found}\u202f»)`,
  casino: (found) => `il parle de jeux d’argent («\u202f${found}\u202f»)`,
  credit: (found) => `il propose de l’argent ou un prêt («\u202f${found}\u202f»)`,
  counterfeit: (found) => `il vend des marques ou des copies («\u202f${found}\u202f»)`,
  adult: (found) => `il s’adresse à des adultes («\u202f${found}\u202f»)`,
  'foreign-link': (found) =>
    `il mène à un autre site, ${found.replace(/^(https?:\/\/[^/?#]+).*$/s, '$1').slice(0, 100)}`,
  'foreign-language': (found) => `il est écrit dans une autre langue (${found})`,
  'foreign-run': () => 'il parle d’autre chose que l’article',
  commercial: () => 'il a le ton d’une réclame',
}

/** Why a passage is shown, in one sentence. */
export const reasonsToSentence = (reasons: readonly Reason[]): string => {
  const parts = reasons.slice(0, 3).map(({ tag, found }) => saying[tag](found.replace(/\0/g, '').slice(0, 100)))
  const last = parts.length > 1 ? ` et ${parts.at(-1)}` : ''
  return `Ce passage semble étranger à l’article\u00a0: ${parts.slice(0, Math.max(1, parts.length - 1)).join(', ')}${last}.`
}
