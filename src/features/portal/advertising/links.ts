import { commercialTone } from './lexicon.ts'
import type { Link, Sentence } from './segment.ts'
import { fold } from './words.ts'

/** Public bodies, social security, works of reference, the press, great associations, places of work and of meeting: nobody pays for links to them. */
const trusted = new RegExp(
  `(?:^|\\.)(?:${[
    'gov|int|edu|gouv\\.(?:fr|bf|ml|dz|sn|ci|ne|tg|bj)|asso\\.fr|ac-[a-z]+(?:\\.fr)?|ars\\.sante\\.fr|sante\\.fr|cci\\.fr|notaires\\.fr|avocat\\.fr',
    '(?:service-public|vie-publique|gouvernement|legifrance|conseil-etat|conseil-constitutionnel|telerecours|senat|assemblee-nationale|elysee|ccomptes|justice)\\.fr',
    '(?:caf|ameli|urssaf|msa|cnav|cleiss|lassuranceretraite|info-retraite|agirc-arrco|secu-independants|guichet-entreprises|guichet-qualifications|net-entreprises|net-particulier|amb-[a-z]+|pole-emploi|francetravail|apec|afpa|cnsa|anah|cnfpt)\\.fr',
    '(?:insee|cnil|anil|adil\\d*|ademe|inc-conso|banque-france|bnf|education|eduscol|onisep|cned|crous|actionlogement|has-sante|anses|inserm|cnrs|ird|afd|cirad|pasteur|aphp|meteofrance|ign)\\.(?:fr|org)',
    '(?:arcep|anssi|bpifrance|laposte|sncf|ratp|paris|lyon|grandlyon|lillemetropole|bordeaux|nantes|toulouse|marseille|strasbourg|franceculture|radiofrance|francetvinfo|rfi|arte|france24)\\.(?:fr|com|tv)',
    '(?:lemonde|liberation|lefigaro|la-croix|ouest-france|leprogres|mediapart|alternatives-economiques|lafinancepourtous|rue89lyon|lyoncapitale)\\.(?:fr|com)',
    '(?:emmaus-france|secours-catholique|secourspopulaire|croix-rouge|restosducoeur|lacimade|unicef|ccfd-terresolidaire|oxfam|medecinsdumonde|msf|amnesty|apf-francehandicap|francebenevolat|associations)\\.(?:fr|org)',
    '(?:ambafrance|consulfrance|institutfrancais|campusfrance|fondation-alliancefr|mlfmonde|helloasso|framasoft|framapad|framaforms|wikipedia|wikimedia|wiktionary|openstreetmap|archive|europa|un|unesco|who|ilo|icrc|ifrc|worldbank|oecd|creativecommons|mozilla|gnu|nomoreransom)\\.(?:org|com|eu)',
    '(?:facebook|instagram|twitter|youtube|vimeo|dailymotion|linkedin|flickr|tiktok|snapchat|whatsapp|google|apple|microsoft|github|wordpress)\\.(?:com|org)|youtu\\.be|maps\\.app\\.goo\\.gl',
  ].join('|')})$`,
)
const usualEndings =
  /\.(?:fr|org|com|net|eu|be|ch|ca|lu|int|edu|bf|ml|dz|ma|tn|sn|ci|ne|tg|bj|cm|gn|coop|re|gp|mq|gf|nc|pf|de|es|it|uk|paris|bzh|alsace|corsica|museum|europa)$/
const sellingHost =
  /casino|bet(?![a-z]*on)|poker|slot|jackpot|credit|pret(?![a-z])|cash|loan|argent|gain|rich|placement|invest|crypto|coin|trading|pharma|pill|pilul|medoc|rx|drug|shop|store|boutique|promo|discount|cheap|casse|deal|solde|remise|rapide|express|facile|direct|24|gratuit|bonus|replica|repliqu|luxe|outlet|luxury|devis|compar|mutuelle|meilleur|taux|best|top|seo|boost|rencontre|sexe|sex|porn|escort|xxx|voyance|marabout|minceur|maigrir|regime|buy|achat|vente|pro(?:$|[^a-z])|click|clic|money|free/

/** Why a link in the middle of a paragraph looks paid for: the higher the more, from 2 on it is. 0 for links that lead to the site or to public bodies. */
export const linkSuspicion = (
  link: Link,
  sentence: Sentence,
  surroundings: {
    readonly isMidBlock: boolean
    readonly articleFolded: string
    readonly ownHosts: readonly string[]
    readonly otherLinks: number
    readonly linksToHost: number
    /** How much the sentence is a pitch (pitch.ts). */
    readonly pitch: number
  },
): number => {
  const host = hostOf(link.address)
  if (
    host === undefined ||
    trusted.test(host) ||
    surroundings.ownHosts.some((own) => host === own || host.endsWith(`.${own}`))
  )
    return 0
  const anchor = fold(link.text)
  const isAddress =
    (anchor === nameOf(host) && /[-\d]/.test(anchor)) || /^(?:https?:|www\.)|^[\w.-]+\.[a-z]{2,}(?:\/|$)/.test(anchor)
  const name = nameOf(host)
  const around = sentence.folded.replace(/\0+/g, ' ')
  let suspicion = surroundings.isMidBlock ? 1 : 0
  if (commercialTone(anchor) >= 1) suspicion += 1.5
  if (commercialTone(around) >= 2) suspicion += 1
  if (sellingHost.test(name)) suspicion += 1
  if (!usualEndings.test(host)) suspicion += 1
  if (/[?&](?:aff|ref|utm_\w+|partner|promo|clickid|subid|coupon|tag)=/i.test(link.address)) suspicion += 1
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) suspicion += 1
  suspicion += isNamed(name, anchor, isAddress, `${around} ${surroundings.articleFolded}`, pathOf(link.address))
    ? -1
    : 1
  // names made of several words are made to be found; what is known by its name hasn't them
  const isComposed = /[a-z]{3,}-[a-z]{2,}/.test(name.split('.').at(-1)!)
  if (isComposed) suspicion += 0.5
  if (host.endsWith('.fr')) suspicion -= isComposed ? 0.5 : 1
  suspicion += Math.max(0, Math.min(1.5, (surroundings.pitch + 3.5) / 2))
  if (!/[\p{L}\p{N}]/u.test(anchor)) suspicion += 1.5
  if (/\bsite (?:internet |officiel |web )?(?:de|du|des|d'|[a-z0-9-]+\.[a-z]{2,4}\b)/.test(around)) suspicion -= 0.5
  if (/\.(?:pdf|docx?|odt|xlsx?)(?:$|[?#])|\/download|(?:\/[^/?#]{2,}){3}/i.test(pathOf(link.address))) suspicion -= 0.5
  if (surroundings.linksToHost >= 2) suspicion -= 0.5
  if (surroundings.otherLinks >= 3) suspicion -= 0.5
  if (!/\/[^/?#]+\/[^/?#]/.test(pathOf(link.address))) suspicion += 0.5
  return suspicion
}

/** The host of an address that leads elsewhere, lower case, without « www. ». */
export const hostOf = (address: string): string | undefined =>
  /^(?:https?:\/\/|\/\/|www\.(?=))(?:[^@/\s]*@)?([^/:?#\s]{1,253})/i
    .exec(address.replace(/^www\./i, 'http://www.'))?.[1]
    ?.toLowerCase()
    .replace(/^www\d?\./, '')

const pathOf = (address: string): string => address.replace(/^https?:\/\/[^/]*/i, '').slice(0, 500)

const nameOf = (host: string): string => host.split('.').slice(0, -1).join('.') || host

/** True when the text says whose site it is: the host's name is a word or the initials of words of the text, apart from the link's own address. */
const isNamed = (name: string, anchor: string, isAddress: boolean, text: string, path: string): boolean => {
  const letters = name.replace(/[^a-z0-9]/g, '')
  const shown = isAddress ? text.replaceAll(anchor, ' ') : text
  const long = name
    .split('.')
    .map((part) => part.replace(/[^a-z0-9]/g, ''))
    .filter((part) => part.length >= 8)
  const squeezed = shown.replace(/[^a-z0-9]+/g, '')
  if (letters.length >= 4 && squeezed.includes(letters)) return true
  if (long.some((part) => squeezed.includes(part))) return true
  const pathWords = new Set(
    fold(path)
      .match(/[a-z]{4,}/g)
      ?.filter((word) => shown.includes(word.slice(0, 6))),
  )
  if (pathWords.size >= 2) return true
  const parts = name.split(/[.-]/).filter((part) => part.length >= 2 && part !== 'fr')
  return (
    parts.some((part) => part.length >= 4) && parts.every((part) => shown.includes(part.replace(/(?<=.{3})s$/, '')))
  )
}
