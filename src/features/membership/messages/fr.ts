import { formatNumber, plural } from '#core/text/format.ts'
import { putFrenchSpacesInAll } from '#core/text/french-spacing.ts'

const n = (count: number) => formatNumber(count, 'fr')

/** Typed with ordinary spaces: the no-break ones are put below. `en.ts` has the same keys or doesn't compile. */
export const fr = putFrenchSpacesInAll({
  members: {
    title: 'Associations',
    description: (name: string) => `Les associations de ${name} : qui elles sont, où elles agissent.`,
    present: (count: number) =>
      plural(count, 'fr', `${n(count)} association membre`, `${n(count)} associations membres`),
    past: 'Elles ont été membres',
    pastIntro: 'Elles ont fait une part du chemin. Leurs pages restent ici, telles qu’elles les ont laissées.',
    since: (from: number) => `depuis ${from}`,
    fromTo: (from: number, to: number) => (from === to ? `${from}` : `${from}–${to}`),
    mapAlt:
      'Carte : des lignes relient les communes du Rhône à leurs villes et villages jumeaux du Burkina Faso et du Mali. La liste est à côté.',
    links: 'Qui est lié à qui',
    join: 'Rejoindre la fédération',
    joinText: 'Votre association partage nos buts et agit près d’ici, ou avec un village ami ?',
  },
  timeline: {
    title: 'Notre histoire',
    description: (name: string) => `L’histoire de ${name}, année par année.`,
    intro: 'Qui, quand, et ce qui s’est passé.',
    invented: 'inventé pour la démonstration',
    kinds: {
      portail: 'Portail',
      mission: 'Mission',
      biennale: 'Biennale',
      serveur: 'Serveur solidaire',
      adhésion: 'Adhésion',
      formation: 'Formation',
    },
  },
  charter: {
    title: 'La Charte',
    description: (name: string) => `La Charte de ${name} : ce que chaque association a signé.`,
    inForce: (day: string) => `En vigueur depuis le ${day}`,
    older: (day: string) => `Ancienne version, adoptée le ${day}`,
    readCurrent: 'Lire la version en vigueur',
    signatures: (count: number) => plural(count, 'fr', `${n(count)} signature`, `${n(count)} signatures`),
    signedOn: (day: string) => `le ${day}`,
    versions: 'Les versions',
    adopted: (day: string) => `adoptée le ${day}`,
  },
  federation: {
    title: 'La fédération',
    description: (name: string) => `${name} : histoire, Charte, adhésion, comptes et contact.`,
    history: 'Notre histoire',
    allHistory: 'Toute la frise, année par année',
    charter: 'Notre Charte',
    readCharter: 'Lire la Charte et ses signatures',
    join: 'Nous rejoindre',
    ask: 'Demander à rejoindre',
    help: 'Nous aider',
    officers: 'Qui fait quoi',
    since: (day: string) => `depuis le ${day}`,
    accounts: 'Nos comptes',
    noAccounts: 'Pas encore de comptes publiés.',
    contact: 'Nous trouver',
    address: 'Adresse',
    hours: 'Ouvert',
    phone: 'Téléphone',
    mail: 'Courriel',
    report: 'Un problème sur le site, une page difficile à lire, une erreur ? Dites-le-nous par l’un de ces moyens.',
  },
})

export type MembershipMessages = typeof fr
