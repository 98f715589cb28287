import type { DemoArticle } from './article.ts'

export const articles2005: readonly DemoArticle[] = [
  {
    slug: 'la-ligne-est-arrivee',
    title: 'La ligne est arrivée un mardi',
    association: 'jumelage-grigny-koupela',
    voice: 'sud',
    author: 'Le comité de Koupéla',
    place: 'Koupéla',
    tags: ['internet', 'mission'],
    picture: {
      key: 'ligne',
      alt: 'Une ligne de téléphone traverse la plaine, de poteau en poteau, vers un grand soleil.',
    },
    when: { date: '2005-08-22' },
    body: `On nous l’avait annoncée pour avril, puis pour « bientôt », puis pour « ça vient ». Elle est arrivée un mardi, vers dix heures, sur l’épaule de deux techniciens : un rouleau de câble noir et une échelle.

Tout le quartier a suivi la pose. Un vieux du marché a compté les poteaux. Il dit que le onzième penche ; nous avons vérifié, le onzième penche.

## Le premier message

L’ordinateur du comité est posé sur la table de réunion, sous une nappe brodée que l’on enlève avec cérémonie. L’équipe de la mission a branché, vérifié, débranché, rebranché. Puis quelqu’un a dit : « Écrivez. »

Nous avons écrit trois lignes à Grigny. Le temps de discuter de la formule de politesse, la réponse était là : *Bien reçu. Ici il pleut. Et chez vous ?*

Chez nous aussi il pleuvait. Quatre mille kilomètres, et la même pluie. Cela nous a fait rire longtemps.

## Ce qu’il faut savoir

- La ligne est mince : une photo passe comme un mouton dans un trou de souris.
- L’orage la coupe. On attend, elle revient.
- Elle se paie chaque mois. Le comité a fixé la part de chacun **avant** le premier message, et c’est écrit au mur.

Une ligne, c’est comme un puits : le plus dur n’est pas de creuser, c’est d’entretenir.`,
  },
  {
    slug: 'les-hetres-sont-plantes',
    title: 'Les hêtres sont plantés',
    association: 'potagers-du-garon',
    voice: 'nord',
    author: 'L’équipe des cultures',
    place: 'Grigny',
    tags: ['arbres', 'projet financé', 'jardin'],
    picture: { key: 'hetres', alt: 'De jeunes hêtres, tuteurés, alignés le long d’une rivière.' },
    when: { date: '2005-11-26' },
    body: `Ils font quatre-vingts centimètres, ils n’ont plus de feuilles, et de loin on dirait une rangée de parapluies fermés. Ce sont nos hêtres.

Tout s’est fait par le portail : l’appel après la crue, le compte de ce qu’il fallait, l’argent réuni, la date. Le matin de la plantation, il y avait plus de monde que de bêches. On s’est relayé. Des gens qui ne se connaissaient que par leurs articles se sont serré une main pleine de boue.

## Comment on plante un hêtre

1. Un trou deux fois plus large que la motte.
2. La terre du dessus d’un côté, celle du dessous de l’autre : on les remet dans l’ordre.
3. Un tuteur du côté du vent.
4. Un arrosoir, même s’il pleut.
5. On lui dit quelque chose. C’est facultatif, mais tout le monde l’a fait.

## Pourquoi si petit ?

Un arbre jeune fait ses racines ici, dans cette terre-là, et il s’y tient. Un grand arbre acheté cher boude pendant cinq ans. Nous savons ce que c’est que de recommencer petit ; c’est même notre métier.

Dans dix ans, ils retiendront la berge. Dans trente, ils feront de l’ombre. **Merci à ceux qui ont payé pour une ombre où ils ne s’assiéront peut-être pas.**`,
  },
  {
    slug: 'biennale-acte-un',
    title: 'Biennale, acte I : illusion ou réalité ?',
    association: 'federation',
    voice: 'nord',
    author: 'Le groupe du portail',
    place: 'Rhône-Sud',
    tags: ['biennale', 'table ronde'],
    picture: { key: 'biennale', alt: 'Une scène éclairée devant des rangées de sièges colorés.' },
    when: { date: '2005-12-05' },
    body: `Deux jours, les 2 et 3 décembre, pour une question posée aux chercheurs, aux élus et à nous : l’accès de tous au numérique, est-ce une illusion ou une réalité ? Le colloque faisait partie des Entretiens Jacques Cartier. Les badges étaient superbes.

Notre table ronde s’appelait « Solidarités et TIC ». Nous l’avons voulue vraiment ronde : pas d’estrade, et la même durée de parole pour tout le monde, mesurée par un sablier de cuisine.

## Trois phrases gardées

> « Un ordinateur sans quelqu’un à côté, c’est un meuble. »

> « Chez nous la ligne est là. Ce qui manque, ce sont les gens qui savent la réparer, et c’est pour cela que nous en avons formé dix. »

> « Illusion ? Peut-être. Mais ma voisine a trouvé son travail avec. »

## Et la buvette

Il y avait faim, il y avait froid, il y avait une prise électrique libre : la buvette solidaire est née là, sur une table d’écolier. Café, soupe, gâteau à la carotte des [Potagers](/potagers-du-garon/). Le bénéfice sera gardé pour un projet commun, qui n’existe pas encore. C’est la première fois que nous avons l’argent avant l’idée.

On recommence dans deux ans. Le sablier est retrouvé : il était sous les serviettes.`,
  },
  {
    slug: 'une-caisse-a-outils',
    title: 'Une caisse à outils ne voyage pas seule',
    association: 'envol-en-vol',
    voice: 'nord',
    author: 'Le bureau d’Envol en Vol',
    place: 'Grigny',
    tags: ['métiers', 'apprentis', 'réemploi'],
    picture: { key: 'atelier', alt: 'Un établi bien rangé : scie, équerre, pinces, et une machine à coudre.' },
    when: { date: '2006-03-11' },
    body: `Nous sommes les derniers arrivés, alors nous nous présentons. Envol en Vol croit qu’un métier est une paire d’ailes. C’est dans notre nom, deux fois, pour ceux qui n’auraient pas entendu.

Notre travail : trouver des outils qui dorment, les réveiller, et les faire voyager. Dans les garages de Grigny dorment de vrais trésors. Ce mois-ci : trois rabots, un étau, onze marteaux, et une machine à coudre à pédale qui chante dès qu’on la graisse.

## La règle de la caisse

Une caisse ne part que si l’on sait **trois choses** :

- qui l’ouvrira ;
- qui apprendra à qui ;
- qui changera la pièce cassée.

Sans ces trois noms sur la feuille, elle reste au garage. Nous avons déjà refusé deux envois, et cela nous a coûté. Mais un étau sans établi, c’est une enclume pour le pied.

## Ce que nous cherchons

Des retraités de tous les métiers. Pas pour partir : pour expliquer. Un menuisier de soixante-dix-huit ans nous a montré comment affûter une lame, et nous a regardés faire en souriant. Au bout d’une heure, il a dit : « C’est presque coupant. » C’était, paraît-il, un compliment.`,
  },
  {
    slug: 'bonjour-millery-ici-youri',
    title: 'Bonjour Millery, ici Youri',
    association: 'jumelage-millery-youri',
    voice: 'sud',
    author: 'Le comité de Youri',
    place: 'Youri',
    tags: ['jumelage', 'école'],
    picture: { key: 'ecole', alt: 'Une école basse aux volets bleus sous un grand arbre.' },
    when: { date: '2006-10-08' },
    body: `Nous avons lu la lettre de Millery à haute voix, sous l’arbre de l’école, en français d’abord, puis en soninké pour que les anciens puissent contester. Ils n’ont pas contesté. L’un d’eux a seulement demandé pourquoi une commune qui a des cerises voulait l’amitié d’un village qui n’en a pas. L’instituteur a répondu : « Justement. »

Voici donc qui nous sommes.

## Youri en quelques lignes

Une mare, qui décide de tout. Des champs de mil et de sorgho. Un jardin que tiennent les femmes, de la fin des pluies jusqu’à la chaleur. Une école où les bancs sont plus serrés que les élèves ne le voudraient. Et beaucoup d’enfants partis travailler loin, qui téléphonent le vendredi.

Gavinané est notre voisine : on y va à pied en partant tôt. Vous êtes donc jumelés avec les voisins des jumeaux de [Givors](/jumelage-givors-gavinane/). Nous avons dessiné l’arbre de cette famille. Il a fallu deux feuilles.

## Ce que nous proposons

1. S’écrire une fois par mois, même s’il n’y a rien à dire.
2. Que les classes s’écrivent aussi, et qu’on ne corrige pas leurs lettres.
3. Ne parler d’argent qu’à la troisième lettre.

Celle-ci est la première. Nous attendons des nouvelles des cerises.`,
  },
  {
    slug: 'le-the-et-les-lettres',
    title: 'Le thé et les lettres',
    association: 'groupe-almara',
    voice: 'nord',
    author: 'Le Groupe Almara',
    place: 'Givors',
    tags: ['femmes', 'Algérie', 'lettres'],
    picture: { key: 'pagne', alt: 'Des bandes de tissu à motifs, cousues bord à bord.' },
    when: { date: '2006-11-18' },
    body: `Le lundi, chez nous, le thé coule et les stylos aussi. Quatorze femmes, trois générations, une table trop petite. On y écrit des lettres : à une administration qui a perdu un dossier, à une école, à une amie d’Oran qui passe un examen à quarante-six ans.

Cette semaine, nous avons préparé un envoi de livres pour un groupe d’alphabétisation. Elles avaient donné leur liste, très précise. Pas de vieux manuels, disaient-elles : *des romans, avec des femmes qui décident*. Nous avons cherché. Nous en avons trouvé vingt-neuf, et nous en avons relu plusieurs, uniquement pour vérifier.

## Une règle entre nous

Nous ne publions pas le nom de celles qui nous écrivent. Certaines le veulent bien, d’autres non, d’autres changent d’avis. Leur nom leur appartient, et leur histoire aussi. Sur le portail, vous lirez donc « une amie ». Elle se reconnaîtra.

## Un mot qui nous a plu

À la fin de sa lettre, l’amie d’Oran a noté sa moyenne, puis :

> Je vous raconte ma note pour que vous racontiez la vôtre. Il n’y a pas d’âge pour être interrogée.

Nous avons donc organisé une dictée. Les résultats resteront secrets, conformément à la règle ci-dessus.`,
  },
  {
    slug: 'rester-ouverts',
    title: 'Nous avons voté : rester ouverts',
    association: 'federation',
    voice: 'nord',
    author: 'Le secrétariat de séance',
    place: 'Grigny',
    tags: ['décision', 'portail'],
    picture: { key: 'table-ronde', alt: 'Une table ronde vue de haut, entourée de chaises de toutes les couleurs.' },
    when: { date: '2007-03-20' },
    body: `La question était sérieuse : faut-il cacher nos articles aux visiteurs ? Une association avait une bonne raison de la poser. Des correspondantes, au loin, peuvent avoir des ennuis si leur nom paraît.

La réunion a duré trois heures. En voici le résumé, honnête.

## Pour fermer

On protège les personnes. On écrit plus librement entre soi. On évite les curieux.

## Contre

Un portail qu’on ne peut pas lire ne sert à rien à la dame qui cherche de l’aide un dimanche soir. Et puis, a dit un membre du comité de [Gavinané](/jumelage-givors-gavinane/) par téléphone, haut-parleur posé dans un saladier pour mieux porter : « Nous ne voulons pas être un secret. Nous voulons choisir. »

Le mot est resté : **choisir**.

## La décision

- Les articles restent ouverts à tous. Cinq voix contre la fermeture, une pour, une abstention.
- Chaque personne citée dit elle-même si elle veut être nommée, et peut changer d’avis.
- Le travail en cours reste dans l’espace protégé.

Celle qui avait posé la question a perdu le vote et gagné l’idée. Elle a apporté les makrouts à la réunion suivante.`,
  },
  {
    slug: 'le-jeu-de-la-citoyennete',
    title: 'Le jeu de la citoyenneté bat les adultes',
    association: 'amicale-laique-grigny',
    voice: 'nord',
    author: 'L’équipe du jeu',
    place: 'Grigny',
    tags: ['école', 'jeu'],
    picture: { key: 'ecole', alt: 'Une école aux volets bleus, un grand arbre dans la cour.' },
    when: { date: '2007-06-09' },
    body: `Le principe : des questions sur les associations d’ici, des équipes d’enfants, des cartons de couleur à lever. Pas de chronomètre, pas de perdant au tableau. On gagne quand toute la table sait expliquer la réponse.

Trois classes de Grigny ont joué cette semaine. Le vendredi, elles ont défié les adultes des associations.

## Questions choisies

- *Qui plante des arbres pour calmer une rivière ?* Cartons verts partout. Les enfants ont aussi donné le nom de l’arbre, la date et la taille du tuteur.
- *Que fait-on quand quelqu’un entre à la permanence sans rien dire ?* « On lui donne une chaise », a répondu une équipe de neuf ans. Le [Secours Populaire](/secours-populaire-givors/) a demandé à l’embaucher.
- *À quoi sert une charte ?* Silence chez les adultes, qui cherchaient une belle phrase. Chez les enfants : « À se rappeler ce qu’on a promis. »

## Le score

Nous avons promis qu’il n’y en aurait pas. Disons seulement que les adultes ont demandé une revanche, et qu’ils vont devoir lire le portail.

La boîte de jeu fait le tour des écoles. Elle contient quarante-huit questions, trente cartons et une craie. Une classe qui joue peut inviter l’association dont parle une carte : **cinq invitations sont déjà parties**.`,
  },
]
