import {
  type DemoAssociation,
  feesOf,
  gavinane,
  givors,
  grigny,
  koupela,
  mandate,
  millery,
  stayed,
  staysSince,
  youri,
} from './association-data.ts'

export type * from './association-data.ts'

const always = [staysSince('2004-03-20', 'Présente à l’ouverture du portail.')]
const potagers = [staysSince('2004-10-02', 'Accueillie à la première rentrée du portail.')]
const millery2006 = [staysSince('2006-09-16', 'Troisième comité de jumelage, admis par un vote.')]
const amicale = [stayed('2004-03-20', '2012-06-30', 'Présente à l’ouverture ; part en bons voisins.')]
const almara = [stayed('2005-11-19', '2013-12-31', 'Venue par la Biennale ; reste partenaire.')]
const envol = [
  stayed('2006-02-04', '2008-06-28', 'Arrivée avec l’idée d’un métier pour chacun ; pause faute de bras.'),
  stayed('2010-09-18', '2014-09-30', 'Revenue pour le Serveur solidaire ; repart après son arrêt.'),
]
const oms = [
  stayed('2004-10-02', '2006-12-31', 'Deux saisons, le temps d’équiper les vestiaires en adresses et en fiches.'),
]

/** The nine members in eleven years, in the order of the facts. Five remain at the end of 2015. */
export const associations: readonly DemoAssociation[] = [
  {
    slug: 'jumelage-grigny-koupela',
    name: 'Comité de jumelage Grigny–Koupéla',
    shortName: 'Grigny–Koupéla',
    place: grigny,
    partner: koupela,
    purpose: 'Faire de Grigny et de Koupéla, au Burkina Faso, deux villes qui se connaissent et s’entraident.',
    presentation: `Un comité ici, un comité là-bas, et entre les deux quatre mille kilomètres que nous essayons de raccourcir.

Nos missions sont simples à raconter : on part avec des pièces et des logiciels libres, on répare avec les personnes du lycée, on forme celles qui resteront, on revient avec des nouvelles. En 2005, dix référents ont appris sur place à tenir une salle d’ordinateurs. Ils sont le meilleur de ce que nous avons fait, et ils le font très bien sans nous.

Cette page s’écrit à deux mains : **les nouvelles de Koupéla sont écrites à Koupéla**.`,
    accent: 'terre',
    picture: { key: 'lien', alt: 'Une longue bande tissée relie deux points, l’un au nord, l’autre au sud.' },
    periods: always,
    officers: [
      mandate('Présidence du comité de Grigny', 1, '2004-03-20', '2010-03-19'),
      mandate('Présidence du comité de Grigny', 2, '2010-03-20'),
      mandate('Présidence du comité de Koupéla', 3, '2004-03-20'),
      mandate('Trésorerie', 4, '2004-03-20'),
    ],
    fees: feesOf(always),
  },
  {
    slug: 'jumelage-givors-gavinane',
    name: 'Comité de jumelage Givors–Gavinané',
    shortName: 'Givors–Gavinané',
    place: givors,
    partner: gavinane,
    purpose: 'Lier Givors et Gavinané, au Mali, par des échanges que décident les deux villages.',
    presentation: `Gavinané est au Sahel : le mil, les troupeaux, une saison de pluie que tout le monde attend. Beaucoup de familles de Givors y ont une tante, un puits, un souvenir.

Notre règle tient en une phrase : **le projet se décide là où il se fera**. À Givors nous cherchons les moyens, à Gavinané on choisit le lieu, l’heure et la manière. Quand un projet nous semble bon et qu’il ne plaît pas au village, c’est qu’il n’est pas bon.

On nous trouve au marché du vendredi, stand du café.`,
    accent: 'mil',
    picture: { key: 'puits', alt: 'Un puits rond, sa margelle claire et sa poulie, au milieu d’une cour de terre.' },
    periods: always,
    officers: [
      mandate('Présidence', 5, '2004-03-20', '2012-09-30'),
      mandate('Présidence', 6, '2012-10-01'),
      mandate('Trésorerie', 7, '2004-03-20'),
    ],
    fees: feesOf(always),
  },
  {
    slug: 'jumelage-millery-youri',
    name: 'Comité de jumelage Millery–Youri',
    shortName: 'Millery–Youri',
    place: millery,
    partner: youri,
    purpose: 'Jumeler Millery et Youri, au Mali : école, jardin, et lettres qui arrivent.',
    presentation: `Millery a ses vergers, Youri a ses jardins de saison sèche. Nous avons commencé par là : parler légumes, arrosage et prix au marché. On se comprend vite quand on a les mains dans la même terre.

Depuis, il y a eu l’école, les cahiers, les lettres des classes, et un petit ordinateur qui a beaucoup voyagé. Youri et Gavinané sont voisins : les deux comités se parlent, et partagent les transports.

**Ce que nous refusons** : donner sans demander. **Ce que nous aimons** : recevoir aussi.`,
    accent: 'lagune',
    picture: { key: 'ecole', alt: 'Une école basse aux volets bleus, un grand arbre dans la cour.' },
    periods: millery2006,
    officers: [
      mandate('Présidence', 8, '2006-09-16'),
      mandate('Secrétariat', 9, '2006-09-16', '2011-09-15'),
      mandate('Secrétariat', 10, '2011-09-16'),
    ],
    fees: feesOf(millery2006),
  },
  {
    slug: 'secours-populaire-givors',
    name: 'Secours Populaire de Givors',
    shortName: 'Secours Populaire',
    place: givors,
    purpose: 'Accueillir, écouter et aider sans condition, ici et plus loin.',
    presentation: `Chez nous, on entre sans rendez-vous et sans raconter sa vie. Un café, une chaise, puis on regarde ensemble ce qui presse : un colis, un papier, une lettre à comprendre.

À l’accueil, des ordinateurs attendent ceux qui n’en ont pas : démarches, recherche d’emploi, un message à la famille. Une bénévole est à côté, jamais devant. **Vos mots de passe restent les vôtres** : nous ne les demandons pas, nous ne les notons pas.

Par le portail, notre voix porte plus loin que la rue. Des dons sont arrivés de lecteurs que nous n’avions jamais vus, et une aide est partie jusqu’à un hôpital de Gaza.`,
    accent: 'brique',
    picture: {
      key: 'accueil',
      alt: 'Une salle d’accueil claire : un comptoir, deux chaises, une plante, la porte ouverte.',
    },
    periods: always,
    officers: [
      mandate('Responsable de l’accueil', 11, '2004-03-20', '2009-12-31'),
      mandate('Responsable de l’accueil', 12, '2010-01-01'),
      mandate('Trésorerie', 13, '2004-03-20'),
    ],
    fees: feesOf(always),
  },
  {
    slug: 'amicale-laique-grigny',
    name: 'Amicale Laïque de Grigny',
    shortName: 'Amicale Laïque',
    place: grigny,
    purpose: 'Faire vivre l’école et le quartier : fêtes, ateliers, livres et débats pour tous.',
    presentation: `Une amicale, c’est une école qui déborde sur la rue. Le mercredi on bricole, le samedi on joue, en juin on danse. Les parents viennent pour les gâteaux et restent pour la réunion.

Avec le portail, nous avons porté dans les classes le **jeu de la citoyenneté** : des questions sur les associations d’ici, auxquelles les enfants répondent en équipe. Ils en savent souvent plus que nous sur le quartier.

Nous avons quitté la fédération en 2012, sans porte claquée. Nos articles restent ici, parce qu’ils font partie de l’histoire.`,
    accent: 'ardoise',
    picture: { key: 'ecole-soir', alt: 'La cour d’une école au soleil du soir, des fanions entre l’arbre et le toit.' },
    periods: amicale,
    officers: [
      mandate('Présidence', 14, '2004-03-20', '2012-06-30'),
      mandate('Trésorerie', 15, '2004-03-20', '2012-06-30'),
    ],
    fees: feesOf(amicale),
  },
  {
    slug: 'potagers-du-garon',
    name: 'Les Potagers du Garon',
    shortName: 'Les Potagers',
    place: grigny,
    purpose: 'Cultiver des légumes biologiques et, avec eux, le chemin du retour à l’emploi.',
    presentation: `Nos rangs suivent le Garon, une rivière calme onze mois sur douze. Ceux qui les cultivent reprennent le travail ici, à leur rythme, avec un contrat, un vestiaire et un café à dix heures.

Chaque semaine, des paniers partent vers les adhérents. Rien n’est calibré : une carotte à deux jambes se mange aussi bien.

En 2005, après les crues, le portail a permis de planter **une ligne de hêtres** entre les cultures et l’eau. Venez la voir : c’est la preuve qu’une page sur un écran peut finir par donner de l’ombre.`,
    accent: 'feuille',
    picture: { key: 'jardin', alt: 'Des rangs de légumes verts et bruns montent vers une ligne d’arbres.' },
    periods: potagers,
    officers: [
      mandate('Direction', 16, '2004-10-02', '2011-08-31'),
      mandate('Direction', 17, '2011-09-01'),
      mandate('Encadrement des cultures', 18, '2004-10-02'),
    ],
    fees: feesOf(potagers),
  },
  {
    slug: 'groupe-almara',
    name: 'Groupe Almara',
    shortName: 'Almara',
    place: givors,
    purpose: 'Des femmes qui agissent pour les conditions de vie des femmes algériennes.',
    presentation: `Almara, c’est d’abord une table et du thé. Des femmes de tous âges y préparent des collectes, des envois de livres, des lettres aux administrations et aux amies de l’autre rive.

Nous travaillons avec des groupes de femmes en Algérie : alphabétisation, couture, droits. **Elles disent ce qu’il faut, nous cherchons comment.**

Le portail nous a donné une adresse à montrer. Ce n’est pas rien, une adresse : quand on écrit à un ministère, cela change le ton de la réponse.`,
    accent: 'prune',
    picture: { key: 'pagne', alt: 'Des bandes de tissu à motifs, cousues bord à bord.' },
    periods: almara,
    officers: [
      mandate('Présidence', 19, '2005-11-19', '2013-12-31'),
      mandate('Trésorerie', 20, '2005-11-19', '2013-12-31'),
    ],
    fees: feesOf(almara, [2009]),
  },
  {
    slug: 'envol-en-vol',
    name: 'Envol en Vol',
    shortName: 'Envol en Vol',
    place: grigny,
    purpose: 'Un métier pour les enfants du monde : des outils, des ateliers, des apprentis.',
    presentation: `Notre idée tient dans une caisse à outils : un enfant qui apprend un métier choisit sa vie. Couture, menuiserie, mécanique vélo, et plus tard réparation d’ordinateurs.

Nous rassemblons des outils, nous les remettons en état, et nous les envoyons **avec quelqu’un qui sait s’en servir**, ou vers quelqu’un qui sait déjà. Une machine sans maître d’apprentissage prend la poussière.

Nous sommes partis, revenus, repartis. Une petite association respire comme elle peut.`,
    accent: 'indigo',
    picture: { key: 'atelier', alt: 'Un établi, des outils accrochés en ordre, une machine à coudre.' },
    periods: envol,
    officers: [
      mandate('Présidence', 21, '2006-02-04', '2008-06-28'),
      mandate('Présidence', 22, '2010-09-18', '2014-09-30'),
    ],
    fees: feesOf(envol, [2014]),
  },
  {
    slug: 'oms-grigny',
    name: 'OMS de Grigny',
    shortName: 'OMS',
    place: grigny,
    purpose: 'L’office municipal des sports : que chacun trouve un terrain, une heure et des partenaires.',
    presentation: `L’office municipal des sports réunit les clubs de la ville, du foot aux boules. Il tient le planning des salles, ce qui demande de la diplomatie.

Sur le portail, l’OMS a publié les tournois solidaires et prêté ses gradins à la première Biennale. On lui doit aussi **une collecte de ballons** dont on parle encore : quarante-deux ballons, une seule pompe.`,
    accent: 'ardoise',
    picture: { key: 'terrain', alt: 'Un terrain de sport vu de haut, ses lignes blanches et un ballon.' },
    periods: oms,
    officers: [mandate('Présidence', 23, '2004-10-02', '2006-12-31')],
    fees: feesOf(oms),
  },
]
