import type { DemoArticle } from './article.ts'

/** Said at the end of every recent article: nothing in the facts goes beyond 2015. */
export const INVENTED = '*Nouvelle inventée pour la démonstration.*'

export const recentArticles: readonly DemoArticle[] = [
  {
    slug: 'chacun-sa-machine',
    title: 'Chacun sa machine, et les nouvelles voyagent',
    association: 'federation',
    voice: 'nord',
    author: 'Le groupe du portail',
    place: 'Grigny',
    tags: ['portail', 'serveur', 'réemploi'],
    picture: { key: 'lien-soir', alt: 'Une longue bande tissée relie deux points, dans les couleurs du soir.' },
    when: { daysAgo: 2 },
    body: `Vous vous souvenez de la phrase rapportée de Ouagadougou : *il faudrait que la machine soit chez nous et que ce soient les nouvelles qui voyagent*. Elle a dormi longtemps dans un cahier. Elle vient de se réveiller.

Le portail que vous lisez tourne désormais sur un ordinateur de récupération, dans un placard de Grigny, entre l’aspirateur et les décors de Noël. Le même programme tourne à Koupéla. Aucun n’est le chef de l’autre.

## Ce que cela change

- Si la ligne coupe, **chacun continue** : on lit, on écrit, et cela part plus tard.
- Une ligne mince suffit : seules les nouveautés voyagent, pas les pages entières.
- Si un placard brûle, l’autre a gardé ce qu’ils partageaient.
- Et si vraiment rien ne passe, une clé dans une poche fait l’affaire. Le vélo de Youri est officiellement pris en charge.

## Ce que cela ne change pas

Il faut toujours quelqu’un à côté. Jeudi, à la permanence, on montre, on essaie, on se trompe. Rien de ce que vous écrivez n’est visible tant que vous n’avez pas dit « publier ».

Le placard est ouvert à la visite. Merci de ne pas débrancher l’aspirateur : c’est l’autre prise.

${INVENTED}`,
  },
  {
    slug: 'la-boite-du-comite',
    title: 'La boîte du comité a passé sa première coupure',
    association: 'jumelage-grigny-koupela',
    voice: 'sud',
    author: 'Le comité de Koupéla',
    place: 'Koupéla',
    tags: ['réemploi', 'ligne lente'],
    picture: { key: 'salle-informatique', alt: 'Des rangées d’ordinateurs sous de hautes fenêtres.' },
    when: { daysAgo: 6 },
    body: `Elle est petite comme un dictionnaire, elle ne fait pas de bruit, et nous l’avons posée sur le coussin. Le fameux coussin : il a vu passer trois ordinateurs, il est d’accord.

Mercredi, le courant est tombé à onze heures. D’habitude, c’est là que les visages tombent aussi. La boîte, elle, est restée éveillée deux heures sur sa batterie, puis s’est endormie. Le soir, quand tout est revenu, elle a repris **là où elle en était**, au mot près.

## Comment on s’en sert

On entre dans la salle, on choisit le réseau de la boîte, et le portail s’ouvre. Pas besoin d’internet. Les lycéens l’ont compris en une minute, les anciens en deux : ils avaient quelque chose à finir de raconter.

Une petite phrase, en bas, dit la vérité :

> 3 choses attendent, 92 Ko.

Cela veut dire que trois nouvelles partiront cette nuit. Le matin, la phrase a changé : *arrivé*. On ne se demande plus si Grigny a reçu. On le sait.

## Question du doyen

« Et si la boîte se trompe ? » On lui a montré l’histoire de chaque texte : qui, quand, et comment revenir en arrière. Il a dit que c’était mieux organisé que sa famille.

${INVENTED}`,
  },
  {
    slug: 'le-paragraphe-qui-n-etait-pas-de-nous',
    title: 'Le paragraphe qui n’était pas de nous',
    association: 'federation',
    voice: 'nord',
    author: 'Le groupe du portail',
    place: 'Grigny',
    tags: ['portail', 'sécurité'],
    picture: {
      key: 'trame',
      alt: 'Une étoffe rayée bien régulière, où un seul fil d’une autre couleur passe de travers.',
    },
    when: { daysAgo: 13 },
    body: `C’est en recopiant notre vieille page de présentation que nous l’avons vu. Au beau milieu d’un paragraphe sur nos partenaires, une phrase changeait de sujet, puis de ton, puis de métier : une réclame pour des comprimés, avec une adresse au bout. Quelqu’un était entré dans l’ancien site et l’avait cousue là, entre deux virgules.

Le plus dur n’est pas qu’elle y soit. C’est qu’elle y était **depuis des mois**, et que personne ne l’avait remarquée.

## Comment est-ce possible ?

Parce que nous relisons ce que nous écrivons, jamais ce que nous avons écrit. Une page de présentation, c’est comme un tableau au mur : on ne le voit plus.

## Ce que nous avons fait

1. Le passage a été mis de côté, pas effacé : deux personnes l’ont lu et ont dit « non ».
2. Le reste de la page a été gardé, au mot près.
3. Nous avons relu toutes les autres, à voix haute, avec des biscuits.

## Ce que le portail fait maintenant

Chaque texte publié est signé par la machine où il a été écrit. Si un mot change sans que quelqu’un l’ait changé, deux personnes sont prévenues, et c’est **la version signée** que vous lisez. Et quand on apporte un vieux site, les passages qui jurent avec leurs voisins sont montrés avant d’être publiés.

Nous racontons cette histoire parce qu’elle n’a rien de honteux. Une porte forcée se répare mieux quand on en parle.

${INVENTED.slice(0, -2)} ; le piratage, lui, a vraiment eu lieu.*`,
  },
  {
    slug: 'sous-les-hetres',
    title: 'Réunion sous les hêtres',
    association: 'potagers-du-garon',
    voice: 'nord',
    author: 'L’équipe des cultures',
    place: 'Grigny',
    tags: ['arbres', 'jardin'],
    picture: { key: 'hetres', alt: 'Des hêtres alignés le long d’une rivière.' },
    when: { daysAgo: 24 },
    body: `Nous avions écrit, en 2005 : « Dans trente ans, ils feront de l’ombre. » Nous nous étions trompés de dix ans. On s’y est assis mardi, à douze, avec une table, et tout le monde était au frais sauf la secrétaire, qui avait choisi le bout du banc.

Il reste cent quatre-vingt-treize arbres de la plantation. Nous les avons comptés avec une classe de Grigny, qui a trouvé cent quatre-vingt-quatorze. Le recomptage a eu lieu. **La classe avait raison.**

## À l’ordre du jour

- Prêter nos semoirs aux jardins de Youri n’aurait pas de sens : la terre n’est pas la même. En revanche, les [jardinières](/jumelage-millery-youri/) nous ont envoyé leur manière de tresser les oignons. Adoptée.
- Le chantier de la haie aura lieu bientôt (voir l’agenda). Il manque des gants de petite taille.
- Le vestiaire garde la carotte à trois jambes.

## Une visite

Une personne est passée, sans prévenir. Elle a marché le long de l’eau en comptant, s’est arrêtée au quatorzième arbre, et a posé la main dessus. Puis elle a demandé s’il y avait de l’embauche pour son fils.

Il commence lundi.

${INVENTED}`,
  },
  {
    slug: 'trois-messages-de-voix',
    title: 'Trois messages de voix, et une clôture',
    association: 'jumelage-millery-youri',
    voice: 'sud',
    author: 'Les jardinières de Youri',
    place: 'Youri',
    tags: ['jardin', 'femmes', 'voix'],
    picture: { key: 'velo-soir', alt: 'Un vélo et ses sacoches contre un poteau, au soleil couchant.' },
    when: { daysAgo: 33 },
    body: `Notre présidente n’écrit pas, elle parle, et quand elle parle on se tait. Alors elle a dicté. Le téléphone a gardé sa voix, le vélo l’a portée, et Millery l’a entendue, avec le coq derrière.

## Premier message : le constat

« La clôture est vieille. Les chèvres le savent. Nous avons compté : en une saison, elles ont mangé la valeur d’une clôture. Donc nous payons déjà, mais aux chèvres. »

## Deuxième message : l’idée

« Nous ne voulons pas de fil de fer. Il rouille, il pique, et il faut l’acheter. Nous voulons **une haie d’épineux**, comme avant, avec des arbres dedans. On nous a dit que des amis, près de chez vous, ont planté une ligne d’arbres contre l’eau. Contre les chèvres, c’est le même travail. »

## Troisième message : la demande

« Nous avons les plants, les bras et la date. Il nous manque deux brouettes et quelqu’un des Potagers qui nous dise, par la voix, comment ils ont fait la première année. C’est tout. Saluez vos oignons. »

Millery a répondu le lendemain, par un message de quatre minutes dont une minute de rires. Les brouettes seront achetées à Nioro, **pas envoyées** : on les répare mieux quand on connaît celui qui les a faites.

${INVENTED}`,
  },
  {
    slug: 'compter-sans-nommer',
    title: 'Compter sans nommer personne',
    association: 'secours-populaire-givors',
    voice: 'nord',
    author: 'L’équipe de l’accueil',
    place: 'Givors',
    tags: ['accueil', 'vie privée'],
    picture: { key: 'accueil-soir', alt: 'La salle d’accueil à la tombée du jour, la porte ouverte.' },
    when: { daysAgo: 41 },
    body: `On nous demande des chiffres : combien de personnes, pour quoi, à quel rythme. C’est normal, cela aide à obtenir une salle ou un chauffage. Mais chez nous, les gens viennent souvent *parce que* nous ne demandons pas leur nom.

Nous avons donc changé de méthode. Quand quelqu’un entre, une bénévole touche un dessin : un papier, un panier, un écran, une oreille. **C’est tout.** Pas de nom, pas d’âge, pas de fiche. Le soir, on lit : onze papiers, six paniers, neuf écrans, quatorze oreilles.

## Quatorze oreilles

C’est le chiffre qui nous a surpris. Le premier besoin, devant les colis et les démarches, c’est d’être écouté. Nous l’aurions juré, mais nous ne l’avions jamais compté.

Nous avons ajouté deux chaises.

## Ce que nous gardons, ce que nous ne gardons pas

- Un rendez-vous : oui, avec le prénom que la personne choisit.
- Un mot de passe : jamais, même si on nous supplie.
- Un dossier : seulement s’il le faut, fermé à clé, et effacé à la date dite.

Un monsieur nous a demandé de quel dessin il faisait partie. On lui a montré l’oreille. Il a réfléchi : « Aujourd’hui, mettez-moi plutôt dans les écrans. L’oreille, c’était mardi. »

${INVENTED}`,
  },
  {
    slug: 'on-a-dit-non-puis-comment',
    title: 'On a dit non, puis on a dit comment',
    association: 'jumelage-givors-gavinane',
    voice: 'sud',
    author: 'Le comité de Gavinané',
    place: 'Gavinané',
    tags: ['décision', 'école'],
    picture: { key: 'table-ronde', alt: 'Une table ronde vue de haut, entourée de chaises colorées.' },
    when: { daysAgo: 55 },
    body: `Givors nous a proposé des tablettes pour l’école. Trente, presque neuves, dans leurs boîtes. Nous avons réuni les maîtres, les parents et les élèves de la grande classe, et nous avons répondu **non merci**.

La réponse a surpris. Nous l’expliquons volontiers.

## Pourquoi non

Trente tablettes, c’est trente batteries qui mourront la même année, trente vitres, et une armoire dont quelqu’un portera la clé comme un fardeau. Dans deux ans nous aurions trente miroirs.

## Puis comment

La grande classe a fait une contre-proposition, écrite au tableau et photographiée :

1. une seule machine, réparable, dans la salle du fond ;
2. un écran au mur, que tout le monde voit ;
3. une bibliothèque dedans, qui se lit sans ligne ;
4. **deux élèves formées à l’ouvrir avec un tournevis**, et qui formeront deux autres.

Givors a lu, s’est gratté la tête, et a écrit : « C’est moins cher, c’est mieux, et nous aurions dû demander. » On ne reçoit pas souvent une lettre pareille. Elle est punaisée dans la salle des maîtres.

Les tablettes sont allées à une maison de retraite de la vallée, où elles servent à voir les petits-enfants. Chacun a eu ce qu’il lui fallait.

${INVENTED}`,
  },
]
