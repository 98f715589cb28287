import type { AssociationSlug } from './association-data.ts'

export type TimelineKind = 'portail' | 'mission' | 'biennale' | 'serveur' | 'adhésion' | 'formation'
export type TimelineEntry = {
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: as precise as what is known, never more. */
  readonly date: string
  /** The last day, when it lasted. */
  readonly end?: string
  readonly title: string
  readonly text: string
  readonly kind: TimelineKind
  readonly place?: string
  readonly associations: readonly AssociationSlug[]
  /** True when the facts don't give it (the dates of membership). */
  readonly invented: boolean
}

type More = { readonly end?: string; readonly place?: string; readonly who?: readonly AssociationSlug[] }
const fact = (date: string, kind: TimelineKind, title: string, text: string, more: More = {}): TimelineEntry => ({
  date,
  title,
  text,
  kind,
  associations: more.who ?? [],
  invented: false,
  ...(more.end === undefined ? {} : { end: more.end }),
  ...(more.place === undefined ? {} : { place: more.place }),
})
const invented = (date: string, title: string, text: string, ...who: AssociationSlug[]): TimelineEntry => ({
  ...fact(date, 'adhésion', title, text, { who }),
  invented: true,
})

const koupela = 'jumelage-grigny-koupela'
const atKoupela = { place: 'Koupéla', who: [koupela] } as const

/** The history 2002–2015, oldest first; between two facts, the invented dates of membership. */
export const timeline: readonly TimelineEntry[] = [
  fact(
    '2002',
    'portail',
    'Une idée dans un plan',
    'La communauté de communes Givors-Grigny prépare l’arrivée d’internet pour tous. Dans ce plan, une idée : un seul portail pour les associations solidaires qui veulent travailler ensemble.',
    { place: 'Grigny' },
  ),
  fact(
    '2004',
    'portail',
    'Le portail ouvre',
    'Les premières pages paraissent. Chaque association écrit la sienne et garde sa liberté.',
    { place: 'Grigny' },
  ),
  fact(
    '2004',
    'formation',
    'La m@ison de la formation ouvre',
    'Un lieu public où l’on apprend à se servir d’un ordinateur. Elle s’appellera ensuite m@ison de Grigny, puis lam@isontic, et portera le portail pendant onze ans. On y formera des personnes jusqu’en Algérie, au Maroc et en Lettonie.',
    { place: 'Grigny' },
  ),
  invented(
    '2004-03-20',
    'Quatre premières signatures',
    'Deux comités de jumelage, le Secours Populaire et l’Amicale Laïque signent la Charte.',
    koupela,
    'jumelage-givors-gavinane',
    'secours-populaire-givors',
    'amicale-laique-grigny',
  ),
  invented(
    '2004-10-02',
    'Les Potagers et l’OMS arrivent',
    'Six associations autour de la table.',
    'potagers-du-garon',
    'oms-grigny',
  ),
  fact(
    '2005',
    'portail',
    'Des hêtres au bord du Garon',
    'Les crues emportent la terre des jardins. Un projet financé par le portail plante une ligne de hêtres aux Potagers du Garon.',
    { place: 'Grigny', who: ['potagers-du-garon'] },
  ),
  fact(
    '2005',
    'mission',
    'Première mission à Koupéla',
    'La salle d’ordinateurs du lycée Kourita est remise en état et dix référents y sont formés. Un ordinateur est installé au comité de jumelage ; l’équipe suit l’arrivée de la ligne internet.',
    atKoupela,
  ),
  invented(
    '2005-11-19',
    'Le Groupe Almara rejoint le portail',
    'Des femmes solidaires des femmes algériennes.',
    'groupe-almara',
  ),
  fact(
    '2005-12-02',
    'biennale',
    'Biennale, acte I',
    'Le colloque du Rhône-Sud, dans les 18es Entretiens Jacques Cartier, demande si l’accès de tous au numérique est une illusion ou une réalité. Le portail y tient la table ronde « Solidarités et TIC ».',
    { end: '2005-12-03' },
  ),
  invented('2006-02-04', 'Envol en Vol rejoint le portail', 'Un métier pour les enfants du monde.', 'envol-en-vol'),
  invented(
    '2006-09-16',
    'Le comité Millery–Youri est admis',
    'Troisième jumelage, deuxième village du Mali.',
    'jumelage-millery-youri',
  ),
  invented('2006-12-31', 'L’OMS s’en va', 'Après deux saisons ; ses articles restent lisibles.', 'oms-grigny'),
  fact(
    '2007',
    'mission',
    'Deuxième mission à Koupéla',
    'Le matériel est réparé de nouveau, deux membres du comité sont formés, un second ordinateur trouve sa place.',
    atKoupela,
  ),
  fact(
    '2007-12-07',
    'biennale',
    'Biennale, acte II',
    'Même thème, deux ans plus tard. La table ronde porte sur la solidarité entre le Nord et le Sud.',
    { end: '2007-12-08' },
  ),
  invented('2008-06-28', 'Envol en Vol fait une pause', 'Les bras manquent ; la place reste ouverte.', 'envol-en-vol'),
  fact(
    '2008-11-24',
    'serveur',
    'Trois partenaires et une idée de serveur',
    'À la conférence internationale de la solidarité numérique, le portail, la m@ison et DotRiver imaginent ensemble un « Serveur solidaire ».',
    { place: 'Lyon' },
  ),
  fact(
    '2009',
    'mission',
    'Troisième mission à Koupéla',
    'Le comité apprend à écrire sur le site du portail. Skype est installé et essayé avec la m@ison : on s’entend, et on se voit un peu.',
    atKoupela,
  ),
  fact(
    '2009-12-04',
    'biennale',
    'Biennale, acte III',
    'La table ronde de clôture fait le premier bilan du portail. Il en sort le partenariat avec DotRiver et le projet de Serveur solidaire.',
    { end: '2009-12-05' },
  ),
  fact(
    '2010',
    'serveur',
    'Le Serveur solidaire sur le papier',
    'Le projet est écrit : un bureau en ligne, des logiciels libres, du matériel qui ressert.',
  ),
  fact(
    '2010',
    'portail',
    'COLIBRE redessine le portail',
    'De 2010 à 2011, quatre étudiantes et étudiants en communication de l’Université Lyon 2 donnent une charte graphique, un logo, une brochure et un dépliant, et cherchent des partenaires à Lyon et dans sa proche banlieue.',
    { end: '2011', place: 'Lyon' },
  ),
  invented(
    '2010-09-18',
    'Envol en Vol revient',
    'La deuxième adhésion commence, la première reste dans l’histoire.',
    'envol-en-vol',
  ),
  fact(
    '2011',
    'serveur',
    'Le Serveur solidaire démarre',
    'Pendant l’été, les premiers comptes s’ouvrent et les premiers textes s’écrivent à plusieurs.',
  ),
  fact(
    '2011-11-25',
    'biennale',
    'La dernière Biennale',
    'Dans les salles de la région Rhône-Alpes et du Grand Lyon, la rencontre devient régionale. Un atelier est consacré à la solidarité.',
    { end: '2011-11-26', place: 'Lyon' },
  ),
  fact(
    '2011-12-12',
    'serveur',
    'Le serveur raconté à Ouagadougou',
    'ACACIA, qui accompagne la coopération entre villes jumelles, présente le Serveur solidaire au « Carrefour des possibles Afrique ».',
    { place: 'Ouagadougou' },
  ),
  invented('2012-06-30', 'L’Amicale Laïque s’en va', 'En bons voisins.', 'amicale-laique-grigny'),
  invented('2013-12-31', 'Le Groupe Almara s’en va', 'Il reste partenaire.', 'groupe-almara'),
  fact(
    '2014',
    'serveur',
    'Le serveur s’arrête',
    'Hébergé gratuitement par Nfrance à Toulouse, il tombe en panne chez le fournisseur. Le partenariat avec DotRiver prend fin.',
    { place: 'Toulouse' },
  ),
  invented('2014-09-30', 'Envol en Vol repart', 'Fin de la deuxième adhésion.', 'envol-en-vol'),
  fact(
    '2015-06',
    'formation',
    'La m@ison ferme',
    'Après onze ans, pour des raisons politiques et économiques. Le portail, lui, continue.',
    { place: 'Grigny' },
  ),
  fact(
    '2015-12',
    'formation',
    'Koupéla publie sans intermédiaire',
    'De passage à Grigny, le président du comité de Koupéla apprend à publier lui-même les nouvelles du Sud.',
    { place: 'Grigny', who: [koupela] },
  ),
]
