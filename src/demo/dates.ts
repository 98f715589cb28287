import type { VoiceSlug } from './association-data.ts'

/** Past dates are fixed; upcoming ones are counted from the day when the demonstration is founded. */
export type DemoWhen =
  | { readonly start: string; readonly end: string }
  | {
      readonly inDays: number
      /** Local time `HH:MM` at the place. */
      readonly from: string
      readonly to: string
      /** Days it lasts: 1 for a single day. */
      readonly days: number
    }

export type DemoDate = {
  readonly slug: string
  readonly title: string
  readonly when: DemoWhen
  readonly place: string
  /** IANA zone of the place. */
  readonly zone: 'Europe/Paris' | 'Africa/Ouagadougou' | 'Africa/Bamako'
  readonly association: VoiceSlug
  readonly text: string
  readonly invented: boolean
}

const soon = (inDays: number, from: string, to: string, days = 1): DemoWhen => ({ inDays, from, to, days })
const biennale = (slug: string, title: string, start: string, end: string, place: string, text: string): DemoDate => ({
  slug,
  title,
  when: { start, end },
  place,
  zone: 'Europe/Paris',
  association: 'federation',
  text,
  invented: false,
})

export const dates: readonly DemoDate[] = [
  biennale(
    'biennale-2005',
    'Biennale, acte I',
    '2005-12-02',
    '2005-12-03',
    'Rhône-Sud',
    'Colloque des 18es Entretiens Jacques Cartier et table ronde « Solidarités et TIC ». Première buvette solidaire.',
  ),
  biennale(
    'biennale-2007',
    'Biennale, acte II',
    '2007-12-07',
    '2007-12-08',
    'Rhône-Sud',
    'L’accès de tous au numérique, suite. Table ronde sur la solidarité entre le Nord et le Sud.',
  ),
  {
    slug: 'conference-lyon-2008',
    title: 'Conférence de la solidarité numérique',
    when: { start: '2008-11-24', end: '2008-11-24' },
    place: 'Lyon',
    zone: 'Europe/Paris',
    association: 'federation',
    text: 'Rencontre internationale. Le portail, la m@ison et DotRiver y parlent pour la première fois d’un serveur à partager.',
    invented: false,
  },
  biennale(
    'biennale-2009',
    'Biennale, acte III',
    '2009-12-04',
    '2009-12-05',
    'Rhône-Sud',
    'Table ronde de clôture et premier bilan du portail. Le Serveur solidaire naît de cette discussion.',
  ),
  biennale(
    'biennale-2011',
    'La dernière Biennale',
    '2011-11-25',
    '2011-11-26',
    'Lyon, salles de la région Rhône-Alpes et du Grand Lyon',
    'Une rencontre devenue régionale, avec un atelier sur la solidarité.',
  ),
  {
    slug: 'carrefour-des-possibles-2011',
    title: 'Carrefour des possibles Afrique',
    when: { start: '2011-12-12', end: '2011-12-12' },
    place: 'Ouagadougou',
    zone: 'Africa/Ouagadougou',
    association: 'federation',
    text: 'ACACIA y présente le Serveur solidaire.',
    invented: false,
  },
  {
    slug: 'permanence',
    title: 'Permanence du portail',
    when: soon(3, '14:00', '18:00'),
    place: 'Grigny, salle commune',
    zone: 'Europe/Paris',
    association: 'federation',
    text: 'On écrit ensemble, on dépanne, on boit le thé. Venez avec une nouvelle à raconter, ou sans rien.',
    invented: true,
  },
  {
    slug: 'accueil-papiers',
    title: 'Atelier « mes papiers en ligne »',
    when: soon(5, '09:30', '12:00'),
    place: 'Givors, accueil du Secours Populaire',
    zone: 'Europe/Paris',
    association: 'secours-populaire-givors',
    text: 'Une démarche à faire ? On la fait avec vous, jamais à votre place. Quatre ordinateurs, un bénévole pour deux.',
    invented: true,
  },
  {
    slug: 'appel-koupela',
    title: 'Appel Grigny–Koupéla',
    when: soon(8, '17:00', '17:45'),
    place: 'Koupéla, salle du comité',
    zone: 'Africa/Ouagadougou',
    association: 'jumelage-grigny-koupela',
    text: 'La voix d’abord, l’image si la ligne le permet. Ordre du jour : la salle du lycée, la prochaine visite, des nouvelles de chacun.',
    invented: true,
  },
  {
    slug: 'chantier-haie',
    title: 'Chantier ouvert au bord du Garon',
    when: soon(12, '09:00', '16:00'),
    place: 'Grigny, Les Potagers du Garon',
    zone: 'Europe/Paris',
    association: 'potagers-du-garon',
    text: 'On taille, on ramasse, on paille. Bottes utiles, soupe offerte. Les enfants ont leur propre brouette.',
    invented: true,
  },
  {
    slug: 'marche-gavinane',
    title: 'Étal du comité au marché',
    when: soon(16, '08:00', '12:30'),
    place: 'Givors, place du marché',
    zone: 'Europe/Paris',
    association: 'jumelage-givors-gavinane',
    text: 'Café, gâteaux et nouvelles de Gavinané. La recette du jour ira aux cahiers de l’école.',
    invented: true,
  },
  {
    slug: 'reunion-youri',
    title: 'Réunion des parents et des jardinières',
    when: soon(21, '16:00', '18:00'),
    place: 'Youri, cour de l’école',
    zone: 'Africa/Bamako',
    association: 'jumelage-millery-youri',
    text: 'On décide ensemble de la clôture du jardin. Millery écoute par téléphone, et prendra les notes.',
    invented: true,
  },
  {
    slug: 'relecture-charte',
    title: 'Relecture de la Charte',
    when: soon(34, '18:30', '20:30'),
    place: 'Millery, salle des associations',
    zone: 'Europe/Paris',
    association: 'federation',
    text: 'Huit phrases, lues à voix haute. Laquelle changeriez-vous ? Ouvert à tous ; une voix par association.',
    invented: true,
  },
  {
    slug: 'rencontre-reemploi',
    title: 'Deux jours du réemploi',
    when: soon(58, '10:00', '17:00', 2),
    place: 'Givors, halle',
    zone: 'Europe/Paris',
    association: 'federation',
    text: 'Démonter, nettoyer, effacer, remonter. Apportez un vieil ordinateur : il repartira utile, ou en pièces bien rangées.',
    invented: true,
  },
]
