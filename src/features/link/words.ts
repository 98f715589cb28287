import {
  formatBytes,
  formatDay,
  formatMoney,
  formatNumber,
  formatTime,
  instantToDay,
  plural,
} from '#core/text/format.ts'
import { putFrenchSpacesInAll } from '#core/text/french-spacing.ts'
import type { LinkTerms } from '#features/link-door.ts'

const ZONE = 'Europe/Paris'
const n = (count: number) => formatNumber(count, 'fr')
const size = (bytes: number) => formatBytes(bytes, 'fr')

/** « le 7 décembre 2026 à 14 h 30 ». */
export const momentToText = (at: number): string =>
  `le ${formatDay(instantToDay(at, ZONE), 'fr')} à ${formatTime(at, 'fr', ZONE)}`

/** « 15 secondes », « 3 minutes », « 2 h 10 »: rounded up. */
export function secondsToText(seconds: number): string {
  if (seconds < 1) return 'moins d’une seconde'
  if (seconds < 60) return `${n(Math.ceil(seconds))}\u00a0${plural(Math.ceil(seconds), 'fr', 'seconde', 'secondes')}`
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60) return `${minutes}\u00a0${plural(minutes, 'fr', 'minute', 'minutes')}`
  const rest = minutes % 60
  return `${n(Math.floor(minutes / 60))}\u00a0h${rest > 0 ? `\u00a0${String(rest).padStart(2, '0')}` : ''}`
}

/** What so many bytes cost, rounded up to the smallest coin; null where no price is known. */
export function bytesToCost(bytes: number, { price, currency }: LinkTerms): string | null {
  if (price === null) return null
  const units = (bytes / 1_000_000) * (price / 1_000)
  return formatMoney(Math.ceil(currency === 'EUR' ? units * 100 : units), currency, 'fr')
}

/** « 6 Ko par seconde » of bits per second. */
export const speedToText = (bits: number): string => `${size(Math.round(bits / 8))} par seconde`

/** Thousandths as a keeper types them: « 1,2 ». */
export const priceToTyped = (price: number | null): string =>
  price === null ? '' : String(price / 1_000).replace('.', ',')

export const words = putFrenchSpacesInAll({
  title: 'Liaison',
  intro:
    'Ce qui est public est gardé ici et part vers les lieux reliés, chacun à son tour. Cette page dit ce qui attend, ce qui est arrivé, et ce que cela a coûté.',
  back: 'Revenir à la liaison',
  empty: {
    title: 'Ce lieu n’est encore relié à aucun autre',
    what: 'Deux lieux reliés ont chacun leur machine. On écrit à la vitesse de sa propre machine, et ce qui est public passe de l’une à l’autre quand une ligne répond.',
    steps: [
      'Au lieu qui a déjà le site : ouvrez cette page, puis « Relier un autre lieu ». Un code s’affiche, bon dix minutes.',
      'À l’autre lieu : ouvrez cette page, puis « Apporter un code ». Donnez le code et l’adresse.',
      'Au premier lieu : regardez qui apporte le code, et dites oui.',
    ],
    ask: 'Une personne responsable de la fédération relie les lieux. Demandez-lui.',
  },
  carry: 'Échanger par clé, sans ligne',
  offer: 'Relier un autre lieu',
  join: 'Apporter un code',
  states: { kept: 'Gardé ici', waiting: 'En attente', arrived: 'Arrivé' },
  things: (count: number) => plural(count, 'fr', `${n(count)} chose`, `${n(count)} choses`),
  waits: (count: number, name: string) =>
    plural(
      count,
      'fr',
      `${n(count)} chose attend de partir vers ${name}.`,
      `${n(count)} choses attendent de partir vers ${name}.`,
    ),
  allArrived: (name: string) => `Tout est arrivé : ${name}.`,
  textsArrived: (name: string) => `Tous les textes sont arrivés : ${name}.`,
  picturesWait: 'Des images passent encore, aux prochains appels.',
  toCome: 'Images à recevoir',
  toComeText: (count: number, bytes: number) => `${n(count)}, ${size(bytes)}`,
  most: (bytes: number) => `${size(bytes)} au plus`,
  takes: (seconds: number) => `${secondsToText(seconds)} à la vitesse mesurée`,
  costs: (cost: string) => `${cost} au plus`,
  confirmedBy: 'confirmé par l’autre lieu',
  lastReal: 'Dernier échange réel',
  never: 'jamais encore',
  month: 'Ce mois-ci',
  monthText: (down: number, up: number) =>
    down + up === 0 ? 'rien encore' : `${size(down)} reçus, ${size(up)} partis`,
  speed: 'Vitesse mesurée',
  notMeasured: 'pas encore mesurée',
  lastCall: 'Dernier appel',
  lastCallText: (received: number, sent: number, bytes: number, seconds: number) =>
    `${plural(received, 'fr', `${n(received)} écriture reçue`, `${n(received)} écritures reçues`)}, ${plural(sent, 'fr', `${n(sent)} partie`, `${n(sent)} parties`)} ; ${size(bytes)} en ${secondsToText(seconds)}`,
  next: 'Prochain appel',
  nextIn: (milliseconds: number) =>
    milliseconds < 5_000 ? 'tout de suite' : `dans ${secondsToText(milliseconds / 1_000)}`,
  onlyCalls: 'Ce lieu n’a pas d’adresse : il appelle de lui-même quand il a une ligne.',
  calling: (name: string) => `Appel en cours : ${name}…`,
  look: 'Voir où il en est',
  failed: (moment: string) => `Le dernier appel n’est pas allé au bout, ${moment}.`,
  call: 'Appeler maintenant',
  callAnyway: 'Envoyer quand même',
  overBudget: (left: number) =>
    left <= 0
      ? 'Le budget du mois est dépassé : d’eux-mêmes, seuls les textes courts partent encore. Le reste attend le mois prochain, ou que quelqu’un dise de l’envoyer quand même.'
      : `Il reste ${size(left)} ce mois-ci : ce qui dépasse attendra.`,
  anywayHint: (bytes: number, cost: string | null) =>
    `Cela peut coûter ${cost ?? `${size(bytes)}`} de plus que le budget.`,
  askAnyway: 'Une personne responsable de la fédération peut l’envoyer quand même.',
  settings: 'Nom, adresse, arrêt de l’échange',
  line: 'Ce que coûte la ligne',
  lineHint:
    'Si la ligne de ce lieu se paie au volume, écrivez-le ici : la page dira le prix avant chaque envoi, et s’arrêtera au budget.',
  noTerms: 'Aucun prix ni budget n’est noté.',
  used: (used: number, budget: number | null, cost: string | null) =>
    `Ce mois-ci : ${size(used)}${budget === null ? '' : ` sur ${size(budget * 1_000_000)}`}${cost === null ? '' : `, soit ${cost}`}.`,
  price: 'Prix d’un mégaoctet (Mo)',
  priceHint: 'Par exemple 1,2. Laissez vide si la ligne ne se paie pas au volume.',
  currency: 'Monnaie',
  currencies: [
    { value: 'XOF', text: 'F CFA' },
    { value: 'EUR', text: 'Euro' },
  ],
  budget: 'Budget par mois, en mégaoctets (Mo)',
  budgetHint: 'Au-delà, seuls les textes courts partent d’eux-mêmes. Laissez vide pour ne pas limiter.',
  keep: 'Garder',
  kept: 'C’est gardé.',
  needsSecure:
    'Relier des lieux et régler la ligne se fait par une adresse en https, ou sur l’écran de la machine elle-même.',
  problems: 'À revoir',
  place: {
    name: 'Comment ce lieu s’appelle ici',
    address: 'Son adresse',
    addressHint: 'Comme http://192.168.1.20:8080. Vide : ce lieu appelle, on ne l’appelle pas.',
    key: 'Sa clé commence par',
    stop: 'Cesser l’échange',
    stopText:
      'Plus rien ne part vers ce lieu et plus rien n’en est pris, tout de suite. Ce qui est arrivé là-bas y reste, ce qui en est venu reste ici. Pour recommencer, il faudra un nouveau code.',
    stolen:
      'Machine volée ou perdue ? Cessez l’échange ici, et demandez-le aux autres lieux reliés à elle : chacun le fait sur sa page. Ce qu’elle a déjà reçu est public ; les comptes d’ici n’y sont pas.',
    stopped: (name: string) => `C’est fait : plus rien n’est échangé avec ${name}.`,
  },
  offering: {
    title: 'Relier un autre lieu',
    shared: 'Ce qui sera partagé',
    sharedText:
      'Tout ce qui est public : nouvelles, rendez-vous, pages, images, associations, frise, Charte, votes. Dans les deux sens.',
    notShared: 'Ne quittent pas cette machine : ce qui n’est pas encore publié, les comptes, les cotisations.',
    begin: 'Obtenir un code',
    beginHint: 'Bon dix minutes, pour un seul lieu. Rien n’est partagé avant que vous ayez dit oui à qui l’apporte.',
    code: 'Le code',
    address: 'L’adresse',
    atOther:
      'À l’autre lieu, sur la page « Liaison », « Apporter un code » ; sur une machine encore vide, sur sa page « Bienvenue ».',
    qr: 'Code QR : l’adresse et le code',
    unknownCode:
      'Le code a été montré avant un redémarrage et n’est plus connu ici. S’il est perdu, prenez-en un autre.',
    left: (seconds: number) => `Encore bon ${secondsToText(seconds)}.`,
    nobody: 'Personne ne l’a encore apporté.',
    look: 'Regarder si quelqu’un l’a apporté',
    cancel: 'Annuler ce code',
    notReachable:
      'Cette machine ne répond qu’à elle-même : une autre ne peut pas la joindre. Relancez le portail avec --host 0.0.0.0, ou donnez-lui une adresse publique, puis prenez un code.',
    asks: (name: string) => `« ${name} » apporte le code.`,
    check: 'Appelez la personne qui l’apporte : est-ce bien elle, et est-ce ce nom ? Sa clé commence par',
    role: 'Ce que ce lieu pourra faire',
    roles: [
      { value: 'officer', text: 'Tout, comme ici : publier, admettre, décider par ses responsables' },
      { value: 'editor', text: 'Publier des nouvelles, des rendez-vous et des pages' },
      { value: 'reader', text: 'Recevoir seulement' },
    ],
    yes: 'Oui, relier ce lieu',
    no: 'Non',
    agreed: 'C’est dit. L’autre lieu se relie dans les secondes qui viennent.',
    tied: (name: string) => `« ${name} » est relié.`,
    refused: 'Vous avez dit non : rien n’est partagé.',
    another: 'Obtenir un autre code',
  },
  joining: {
    title: 'Apporter un code',
    intro: 'L’autre lieu vous a donné un code et une adresse. Il dira oui quand vous les aurez apportés.',
    code: 'Le code',
    codeHint: 'Vingt-quatre lettres et chiffres, comme ABCD-EFGH-…',
    address: 'L’adresse de l’autre lieu',
    addressHint: 'Comme http://192.168.1.20:8080 ou https://portail.exemple.org',
    name: 'Comment ce lieu-ci s’appellera là-bas',
    nameHint: 'Par exemple : la machine de Koupéla.',
    go: 'Apporter le code',
    asking: (address: string) => `Le code est apporté à ${address}. Là-bas, quelqu’un doit dire oui.`,
    look: 'Voir s’ils ont dit oui',
    joined: (name: string) => `C’est relié : ${name}. Les nouvelles arrivent d’elles-mêmes, les plus récentes d’abord.`,
    failed: 'Le lieu n’est pas relié',
  },
  todayWaits: (count: number, name: string, bytes: number) =>
    plural(
      count,
      'fr',
      `${n(count)} chose attend de partir vers ${name}, ${size(bytes)} au plus.`,
      `${n(count)} choses attendent de partir vers ${name}, ${size(bytes)} au plus.`,
    ),
  todayArrived: (name: string, moment: string) => `Les textes sont arrivés : ${name}, ${moment}.`,
})
