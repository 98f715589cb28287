import type { AssociationSlug } from './association-data.ts'

export type CharterSignature = { readonly association: AssociationSlug; readonly signed: string }
export type DemoCharter = {
  readonly version: number
  readonly title: string
  readonly adopted: string
  readonly preamble: string
  /** Eight sentences, in order. */
  readonly sentences: readonly string[]
  readonly signatures: readonly CharterSignature[]
}

const signed = (association: AssociationSlug, date: string): CharterSignature => ({ association, signed: date })

/** The facts say that a Charter stands on the home page; its words, versions and dates are the demonstration's. */
export const charters: readonly DemoCharter[] = [
  {
    version: 1,
    title: 'Charte du portail, 2004',
    adopted: '2004-03-20',
    preamble: 'Nous, associations voisines, ouvrons ensemble un portail et convenons de ceci.',
    sentences: [
      'Nous agissons pour la solidarité, dans notre rue comme au bout du monde.',
      'Nous voulons nous connaître d’abord, pour mieux agir ensuite.',
      'Chaque association garde son nom, ses choix et sa liberté d’action.',
      'Nos partenaires du Sud parlent ici en leur nom, avec leurs mots.',
      'Nous partageons ce que nous savons : une bonne idée prêtée n’est pas perdue.',
      'L’espace commun est ouvert à la lecture et protégé pour le travail.',
      'Nous choisissons des outils libres et du matériel qui peut resservir.',
      'Nous décidons ensemble, une voix par association, et nous écrivons ce que nous avons décidé.',
    ],
    signatures: [
      signed('jumelage-grigny-koupela', '2004-03-20'),
      signed('jumelage-givors-gavinane', '2004-03-20'),
      signed('secours-populaire-givors', '2004-03-20'),
      signed('amicale-laique-grigny', '2004-03-20'),
      signed('potagers-du-garon', '2004-10-02'),
      signed('oms-grigny', '2004-10-02'),
      signed('groupe-almara', '2005-11-19'),
      signed('envol-en-vol', '2006-02-04'),
      signed('jumelage-millery-youri', '2006-09-16'),
    ],
  },
  {
    version: 2,
    title: 'Charte de la fédération, 2011',
    adopted: '2011-06-18',
    preamble: 'Après sept ans, nous avons relu la Charte à voix haute et changé ce qui ne nous ressemblait plus.',
    sentences: [
      'Nous agissons pour la solidarité, ici et là-bas, sans classer les peines.',
      'Nous nous donnons des nouvelles avant de nous demander des services.',
      'Chaque association garde son nom, ses comptes et sa liberté, y compris celle de partir et de revenir.',
      'Au Sud comme au Nord, celui qui vit la situation en parle le premier et décide s’il veut être nommé.',
      'Ce que nous apprenons est écrit simplement, rangé au même endroit et prêté à qui en a besoin.',
      'Le serveur que nous partageons appartient à tous : ses coûts se divisent selon une règle connue d’avance.',
      'Les outils sont libres, le matériel est réparé, et personne n’est mis dehors parce que sa ligne est lente.',
      'Nous décidons une voix par association, nous publions le résultat, et le désaccord y a sa place.',
    ],
    signatures: [
      signed('jumelage-grigny-koupela', '2011-06-18'),
      signed('jumelage-givors-gavinane', '2011-06-18'),
      signed('jumelage-millery-youri', '2011-06-18'),
      signed('secours-populaire-givors', '2011-06-18'),
      signed('amicale-laique-grigny', '2011-06-25'),
      signed('potagers-du-garon', '2011-06-18'),
      signed('groupe-almara', '2011-07-02'),
      signed('envol-en-vol', '2011-06-18'),
    ],
  },
]
