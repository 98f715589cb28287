import type { Background } from './background.ts'
import { anaphora, enumeration, noveltyOf } from './cohesion.ts'
import { commercialTone } from './lexicon.ts'
import type { Offer } from './offers.ts'
import type { Segmented, Sentence } from './segment.ts'
import { toStem } from './words.ts'

/**
 * Words of those who sell what isn't sold openly, by field, as stems. Each is honest by itself; several that the rest of the article doesn't use are
 * a pitch. Folded.
 */
const fields: Readonly<Record<string, string>> = {
  selling:
    'acheter commander livrer livraison expedier expedition envoyer colis pli paquet emballage discret discretion anonyme anonymat confidentiel port stock rupture destockage liquidation brader bradee promotion promo remise rabais reduction soldes prix tarif cher lot gros grossiste revente unite piece boutique catalogue magasin vitrine collection modele taille pointure coloris fournisseur fabricant usine atelier fabrique import arrivage exclusif exclusivite limite place premier dernier jour minuit offre offert cadeau gratuit essai remboursement rembourse satisfait garantie garanti retour paiement payer payable carte virement mandat cash western union bitcoin recharge coupon especes acompte code parrainage filleul parrain inscrire inscription clic lien site adresse profil messagerie whatsapp telegram signal mail courriel contacter contactez joindre ecrire ecrivez appeler appelez',
  persuading:
    'resultat preuve avis temoignage recommander recommande confiance serieux honnete fiable incroyable miracle miraculeux merveille merveilleux secret astuce methode reve rever rapide rapidement immediat immediatement facile facilement simple simplement vite instant minute heure semaine complique paperasse question formalite demarche banque refuser refus oublier attendre attente economiser economie doubler tripler multiplier gagner gain fini finis seulement vrai vraie veritable authentique original identique pareil parfait impeccable jumeau meme difference distinguer confondre remarquer soupconner douane saisie controle verifier verification celebre mari femme couple epoux famille copine ami collegue voisin medecin docteur approuve teste eprouve certifie qualite premium luxe chic elegance elegant beaute beau style mode tendance envie plaisir bonheur sourire',
  drug: 'pilule comprime cachet gelule capsule plaquette boite flacon fiole ampoule injection injectable piqure stylo patch goutte creme gel sirop elixir poudre sachet tisane infusion gummies complement cure dose dosage mg milligramme molecule generique princeps laboratoire officine pharmacie pharmacien indien indienne canadien ordonnance prescription notice posologie erection erectile virilite libido vigueur impuissance panne endurance aphrodisiaque sommeil dormir insomnie nuit somnifere anxiolytique calmant stress angoisse douleur antidouleur opiace opioide morphine minceur maigrir mincir poids kilo graisse bruleur ventre silhouette ligne appetit faim coupe detox toxine muscle musculaire masse anabolisant hormone testosterone croissance dopant cheveux calvitie ride vigilance concentration euphorie cannabis cbd thc chanvre champignon',
  casino:
    'casino roulette poker blackjack baccara croupier jackpot rouleau machine sous slot bonus depot tour mise miser pari parier parieur pariant bookmaker cote pronostic pronostiqueur ticket combine match football foot tennis course hippique tierce quinte loto tirage grattage bingo jeu joueur jouer salle virtuel table cagnotte trading trader bourse forex crypto cryptomonnaie bitcoin ethereum token robot signal levier option binaire placement placer investir investissement investisseur rendement rente capital dividende plus-value passif portefeuille',
  credit:
    'pret preter preteur emprunt emprunter emprunteur credit microcredit financement finance financer financier fonds somme montant euro taux interet mensualite echeance remboursable rembourser rembourse regroupement rachat interdit bancaire ficp fiche surendette endette decouvert tresorerie avance avancer debloquer deblocage octroyer octroi accorder accord accordee justificatif enquete garant caution apport particulier notaire virement urgence solution projet besoin disposition capable heritage bienfaiteur donateur',
  counterfeit:
    'replique copie imitation contrefacon faux fausse dupe miroir griffe logo etiquette marque createur couturier maroquinerie sac pochette portefeuille ceinture montre chronographe bracelet quartz automatique mouvement cadran lunettes solaires monture parfum fragrance eau toilette basket sneaker chaussure botte escarpin semelle doudoune manteau veste blouson polo maillot jersey survetement jogging costume robe foulard carre bijou bague collier joaillerie diamant or cuir toile doublure couture surpiqure finition numero serie certificat ecrin boite facture telephone smartphone iphone airpods casque console ecouteur cartouche stylo diplome baccalaureat licence master releve note attestation permis passeport identite titre sejour fiche paie bulletin cachet sceau tampon filigrane hologramme signature registre prefecture enregistre examen epreuve billet cheque imprime vierge',
}

/** From here on a sentence is one, and its neighbours from the second on. */
export const pitchFrom = 0.42
export const pitchBeside = -1

const fieldOf = new Map<string, number>()
for (const [index, words] of Object.values(fields).entries())
  for (const word of words.split(' ')) {
    const stem = toStem(word)
    fieldOf.set(stem, (fieldOf.get(stem) ?? 0) | (1 << index))
  }

const contact =
  /[\w.+-]{2,40}@[\w-]{2,40}|@[a-z]\w{3,30}|\bwhats?app\b|\btelegram\b|\bsnap(?:chat)?\b|\bwechat\b|\+\d{2,3}[ .]?\d|(?:\d{2}[ .]){4}\d{2}/
const singular = /(?<![\p{L}])(?:je|j'|m'|mon|ma|mes|moi)(?![\p{L}])/u
const plural = /(?<![\p{L}])(?:notre|nos|nous)(?![\p{L}])/u
const request =
  /(?<![\p{L}])(?!assez |chez |rendez |avez |pouvez |devez |etes )[\p{L}]{3,14}ez(?:-(?:le|la|les|vous|nous|moi|en|y|lui))?(?![\p{L}])/u

const official =
  /(?<![\p{L}])(?:article|code|decret|loi|peines?|amendes?|puni\w*|interdi\w*|infractions?|doi(?:t|vent)|prescri(?:t|te|ts|tes|ption)|sur ordonnance|risques?|en cas de|declaration|conditions?|autorisations?|reglement\w*|obligat\w+|lorsque|si vous|employeurs?|salaries?)(?![\p{L}])/u

/** Fitted (logistic regression) on the passages of bench/advertising-tuning among the sentences of the tuning half of the sheets; the sum of what holds. */
const weights = {
  base: -5.65,
  selling: 0.58,
  persuading: 1.21,
  trade: 0.71,
  offer: 0.84,
  tone: 0.68,
  contact: 0.52,
  singular: 0.52,
  plural: 0.82,
  request: 0.73,
  novelty: 4.72,
  strangeness: -0.75,
  unknown: 0.25,
  alone: -4.29,
  enumeration: -1.97,
  anaphora: -0.55,
  register: -1.9,
  length: 0.27,
  official: -2.06,
}
const names = Object.keys(weights) as (keyof typeof weights)[]
export type PitchSigns = Readonly<Record<keyof typeof weights, number>>

/**
 * How much each sentence is a pitch that the article around doesn't explain (see `pitchFrom`). Where the article's own words are unusual ones, as in a
 * narrative, or where there is little to compare with, strange words say less and more is asked for.
 */
export const pitchesOf = (
  { sentences }: Segmented,
  offers: readonly (readonly Offer[])[],
  counts: ReadonlyMap<string, number>,
  background: Background,
): number[] => {
  const excuse =
    Math.min(6, Math.max(0, 40 * (shareUnknown(counts, background) - 0.15))) + 0.5 * Math.max(0, 12 - sentences.length)
  return pitchSigns(sentences, offers, counts, background).map((signs) => {
    let sum = -excuse
    for (const name of names) sum += weights[name] * signs[name]
    return sum
  })
}

/** Exported for the fit and the tests. */
export const pitchSigns = (
  sentences: readonly Sentence[],
  offers: readonly (readonly Offer[])[],
  counts: ReadonlyMap<string, number>,
  background: Background,
): PitchSigns[] => {
  const texts = sentences.map((sentence) => sentence.folded.replace(/\0+/g, ' '))
  const reach = reachOf(sentences)
  const says = (pattern: RegExp) => {
    const holds = texts.map((text) => pattern.test(text))
    const all = holds.filter(Boolean).length
    // the more the rest of the article speaks so, the less it says
    return (at: number) => {
      if (!holds[at]) return 0
      const from = Math.max(0, at - nearby)
      return 1 / (1 + all - holds.slice(from, at + nearby + 1).filter(Boolean).length)
    }
  }
  const [contacts, firsts, plurals, requests] = [contact, singular, plural, request].map(says) as [
    Says,
    Says,
    Says,
    Says,
  ]
  return sentences.map((sentence, at) => {
    const text = texts[at]!
    const own = new Map<string, number>()
    for (const stem of sentence.stems) own.set(stem, (own.get(stem) ?? 0) + 1)
    const tally = [0, 0, 0, 0, 0, 0]
    for (const stem of own.keys()) {
      const bits = fieldOf.get(stem)
      const { first, last } = reach.get(stem)!
      if (!bits || first < at - nearby || last > at + nearby) continue
      for (let field = 0; field < 6; field++) if (bits & (1 << field)) tally[field]!++
    }
    const size = Math.max(1, own.size)
    const novelty = own.size === 0 ? 0 : noveltyOf(own, counts, background)
    const stems = [...own.keys()]
    const neighbours = [sentences[at - 1]?.block, sentences[at + 1]?.block]
    return {
      base: 1,
      selling: Math.min(5, tally[0]!),
      persuading: Math.min(5, tally[1]!),
      trade: Math.min(5, Math.max(...tally.slice(2))),
      offer: Math.max(0, ...offers[at]!.map((offer) => offer.strength)),
      tone: Math.min(4, commercialTone(text)),
      contact: contacts(at),
      singular: firsts(at),
      plural: plurals(at),
      request: requests(at),
      novelty,
      strangeness: Math.max(0, novelty - 0.75) * 4 * Math.min(1, own.size / 10),
      unknown: Math.min(4, stems.filter((stem) => background.countOf(stem) === 0).length),
      alone: neighbours.includes(sentence.block) ? 0 : 1,
      enumeration: enumeration.test(text) || text.split(/,| ou /).length > 5 ? 1 : 0,
      anaphora: anaphora.test(sentence.folded) ? 1 : 0,
      register: stems.reduce((sum, stem) => sum + Math.log1p(background.countOf(stem)), 0) / size / 5,
      length: Math.min(20, own.size) / 10,
      official: official.test(text) ? 1 : 0,
    }
  })
}

const shareUnknown = (counts: ReadonlyMap<string, number>, background: Background): number => {
  let unknown = 0
  for (const stem of counts.keys()) if (background.countOf(stem) === 0) unknown++
  return unknown / Math.max(1, counts.size)
}

type Says = (at: number) => number
const nearby = 3

/** The first and the last sentence that a stem stands in. */
const reachOf = (sentences: readonly Sentence[]) => {
  const reach = new Map<string, { first: number; last: number }>()
  for (const [at, sentence] of sentences.entries())
    for (const stem of sentence.stems) {
      const known = reach.get(stem)
      if (known) known.last = at
      else reach.set(stem, { first: at, last: at })
    }
  return reach
}
