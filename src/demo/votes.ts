import type { AssociationSlug } from './association-data.ts'

export type Choice = 'pour' | 'contre' | 'abstention'
export type DemoVote = {
  readonly slug: string
  readonly title: string
  readonly question: string
  readonly opened: string
  readonly closed: string
  /** One association, one voice; who isn't listed didn't vote. */
  readonly ballots: readonly { readonly association: AssociationSlug; readonly choice: Choice }[]
  readonly result: 'adopté' | 'refusé'
  readonly note: string
}

const ballot = (association: AssociationSlug, choice: Choice) => ({ association, choice })

/** Invented votes on facts (Charter, admissions); a vote is adopted when more say « pour » than « contre ». */
export const votes: readonly DemoVote[] = [
  {
    slug: 'admission-millery-youri',
    title: 'Admission du comité Millery–Youri',
    question: 'Le comité de jumelage Millery–Youri rejoint-il le portail ?',
    opened: '2006-09-02',
    closed: '2006-09-16',
    ballots: [
      ballot('jumelage-grigny-koupela', 'pour'),
      ballot('jumelage-givors-gavinane', 'pour'),
      ballot('secours-populaire-givors', 'pour'),
      ballot('amicale-laique-grigny', 'pour'),
      ballot('potagers-du-garon', 'pour'),
      ballot('groupe-almara', 'pour'),
      ballot('oms-grigny', 'abstention'),
    ],
    result: 'adopté',
    note: 'Parrains : Givors–Gavinané et Les Potagers du Garon. L’OMS s’abstient : son délégué arbitrait un match.',
  },
  {
    slug: 'articles-reserves-aux-membres',
    title: 'Réserver les articles aux membres',
    question: 'Faut-il cacher les articles aux visiteurs et ne les montrer qu’aux membres ?',
    opened: '2007-03-01',
    closed: '2007-03-15',
    ballots: [
      ballot('jumelage-grigny-koupela', 'contre'),
      ballot('jumelage-givors-gavinane', 'contre'),
      ballot('jumelage-millery-youri', 'contre'),
      ballot('secours-populaire-givors', 'abstention'),
      ballot('amicale-laique-grigny', 'contre'),
      ballot('potagers-du-garon', 'contre'),
      ballot('groupe-almara', 'pour'),
    ],
    result: 'refusé',
    note: 'Almara demandait de protéger des correspondantes. Le vote refuse de tout fermer, et décide que chacun choisit s’il est nommé.',
  },
  {
    slug: 'charte-2011',
    title: 'Adoption de la Charte de 2011',
    question: 'Adoptons-nous la nouvelle Charte, phrase par phrase relue en assemblée ?',
    opened: '2011-06-04',
    closed: '2011-06-18',
    ballots: [
      ballot('jumelage-grigny-koupela', 'pour'),
      ballot('jumelage-givors-gavinane', 'pour'),
      ballot('jumelage-millery-youri', 'pour'),
      ballot('secours-populaire-givors', 'pour'),
      ballot('amicale-laique-grigny', 'abstention'),
      ballot('potagers-du-garon', 'pour'),
      ballot('groupe-almara', 'pour'),
      ballot('envol-en-vol', 'pour'),
    ],
    result: 'adopté',
    note: 'L’Amicale voulait relire la sixième phrase avec son trésorier ; elle signe une semaine plus tard.',
  },
]
