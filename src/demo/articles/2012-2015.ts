import type { DemoArticle } from './article.ts'

export const articles2012: readonly DemoArticle[] = [
  {
    slug: 'le-courrier-du-vendredi',
    title: 'Le courrier du vendredi roule à vélo',
    association: 'jumelage-millery-youri',
    voice: 'sud',
    author: 'Le secrétaire du comité de Youri',
    place: 'Youri',
    tags: ['lettres', 'ligne lente', 'école'],
    picture: { key: 'velo', alt: 'Un vélo chargé de sacoches appuyé contre un poteau, au bord d’une piste.' },
    when: { date: '2012-05-11' },
    body: `Le Serveur solidaire est une belle maison, mais pour nous elle est au bout d’un long chemin. Depuis Youri, le chemin s’appelle « le neveu, le vélo, Nioro, et l’ordinateur de la boutique ».

Nous avons donc organisé le **courrier du vendredi**.

## L’itinéraire

1. Le jeudi soir, les élèves recopient leurs lettres, et le comité ses nouvelles.
2. Le vendredi, un jeune part à l’aube avec une clé grosse comme un haricot, cousue dans la poche.
3. À la boutique, il vide la clé, la remplit de ce qui nous attend, et mange quelque chose.
4. Il rentre le samedi. L’instituteur lit tout, sous l’arbre.

Vitesse moyenne : celle d’un vélo. Quantité : tout ce qu’on veut. Une photo ne pèse rien dans une poche.

## Observation du secrétaire

On nous plaint parfois de notre lenteur. Mais nos lettres arrivent entières, et elles arrivent **toutes**. Sur la ligne, il nous est arrivé d’attendre deux heures pour recevoir la moitié d’un mot.

Le seul incident à déclarer : une clé lavée avec le pantalon. Séchée trois jours dans le riz, elle a tout rendu, y compris les fautes.

> Celui qui marche doucement ne renverse pas le lait.

Si un jour quelqu’un invente une machine qui comprend le vélo, qu’il nous appelle.`,
  },
  {
    slug: 'quand-la-ligne-est-mince',
    title: 'Quand la ligne est mince',
    association: 'jumelage-grigny-koupela',
    voice: 'sud',
    author: 'Le comité de Koupéla',
    place: 'Koupéla',
    tags: ['serveur', 'ligne lente', 'bilan'],
    picture: { key: 'ligne-soir', alt: 'Une ligne de téléphone traverse la plaine au soleil couchant.' },
    when: { date: '2013-02-16' },
    body: `Amis de Grigny, vous nous avez demandé d’être francs. Voici donc une lettre franche, et amicale, ce qui prend plus de temps.

Nous n’utilisons presque plus le Serveur solidaire. Ce n’est pas faute de l’aimer. Nous avons tenu le compte pendant un mois :

- trente et un jours, dont neuf sans courant l’après-midi ;
- quarante essais, dont seize menés au bout ;
- temps moyen pour ouvrir un texte : le temps de faire le thé, le premier, le fort.

## Ce qui marche chez nous

Les deux ordinateurs du comité. La salle du lycée, que les référents tiennent toujours. Le cahier. La copie du vendredi. Tout ce qui est **ici**, on le garde en vie.

## Ce qui ne marche pas

Tout ce qui est loin et qu’il faut aller chercher à chaque fois, page après page, comme de l’eau dans les mains.

## Ce que nous imaginons

Une machine chez nous, petite, qui garde tout. Une machine chez vous, pareille. Et entre les deux, la nuit, quand la ligne est libre, elles se racontent la journée. Si la ligne coupe, elles reprennent à la phrase suivante.

On nous dit que c’est compliqué. Le puits aussi, c’était compliqué. Nous restons vos amis, et nous vous saluons avec de la vraie encre.`,
  },
  {
    slug: 'cahier-de-recettes',
    title: 'Le cahier de recettes paie les cahiers',
    association: 'jumelage-givors-gavinane',
    voice: 'sud',
    author: 'Le comité de Gavinané',
    place: 'Gavinané',
    tags: ['école', 'cuisine', 'échange'],
    picture: { key: 'marche-de-nuit-soir', alt: 'Un marché au crépuscule, des étals sous des auvents colorés.' },
    when: { date: '2013-10-19' },
    body: `Tout est parti d’une vente de gâteaux à Givors, pour acheter des cahiers à notre école. L’argent est bien arrivé. Mais les femmes d’ici ont dit : « On nous offre des cahiers en vendant *leurs* gâteaux ? Et notre cuisine, alors ? »

Elles avaient raison. Nous avons donc écrit vingt-quatre recettes, dictées, disputées, mesurées avec une vraie balance empruntée au dispensaire. Givors a tapé, imprimé et vendu. **Le livre de Gavinané a payé les cahiers de Gavinané.**

## Une difficulté de traduction

À l’article « quantité », la première cuisinière a répondu : *assez*. La deuxième : *tu vois bien*. La balance a tranché. Depuis, on se méfie un peu de la balance.

## La recette que l’on nous réclame

La sauce d’arachide, pour huit personnes ou pour un neveu :

1. Faire revenir l’oignon jusqu’à ce qu’il pardonne.
2. Ajouter la tomate, puis la pâte d’arachide délayée dans l’eau chaude.
3. Laisser le feu tout petit. Partir saluer quelqu’un. Revenir.
4. Quand l’huile monte, c’est prêt.

À Givors, une lectrice a demandé par quoi remplacer « partir saluer quelqu’un ». Par rien. C’est l’étape la plus importante.

Cent quatre-vingts livres vendus, six cartons de cahiers, et une facture que chacun peut voir.`,
  },
  {
    slug: 'dix-ans-de-paniers',
    title: 'Dix ans de paniers, neuf ans de hêtres',
    association: 'potagers-du-garon',
    voice: 'nord',
    author: 'L’équipe des cultures',
    place: 'Grigny',
    tags: ['jardin', 'arbres', 'emploi'],
    picture: { key: 'hetres-soir', alt: 'Une rangée de hêtres dans la lumière du soir, au bord de l’eau.' },
    when: { date: '2014-03-15' },
    body: `Le Garon a débordé cet hiver, comme tous les cinq ou six ans. Il est venu jusqu’aux hêtres, il a regardé, et il est reparti. Nous n’avons perdu ni la terre du dessus, ni la brouette.

Les hêtres mesurent maintenant entre trois et quatre mètres. Sur la rangée, il en manque sept : deux mangés par les chevreuils, quatre par la sécheresse, un par une camionnette. Tous ont été remplacés.

## Ce que disent ceux qui sont passés ici

Nous avons écrit à ceux qui ont travaillé aux Potagers. Beaucoup ont répondu. Une personne est chauffeuse de car. Une autre est devenue maraîchère, et nous fait concurrence, avec notre bénédiction. Une autre nous a écrit seulement : *J’ai planté le quatorzième en partant de l’eau. Il va comment ?*

Nous sommes allés voir. **Il va bien.** Nous lui avons envoyé une photo, avec une feuille.

## En chiffres, pour les amateurs

- Environ neuf mille paniers en dix ans.
- Une carotte à trois jambes, encadrée au vestiaire.
- Zéro légume calibré.

Samedi, on fête les dix ans. Chacun apporte une assiette et retrouve son arbre. Il y a des étiquettes, mais vous verrez : on les reconnaît sans.`,
  },
  {
    slug: 'le-serveur-s-est-tu',
    title: 'Le serveur s’est tu',
    association: 'federation',
    voice: 'nord',
    author: 'Le groupe du serveur',
    place: 'Grigny',
    tags: ['serveur', 'bilan'],
    picture: { key: 'table-ronde-soir', alt: 'Une table ronde vue de haut, dans la lumière du soir.' },
    when: { date: '2014-06-21' },
    body: `Le Serveur solidaire ne répond plus. Les ennuis techniques de notre fournisseur ne trouvaient pas de remède ; le partenariat avec DotRiver s’arrête là. L’hébergeur, lui, a été généreux jusqu’au bout.

Nous avions promis d’écrire aussi les mauvaises nouvelles. Voici donc la nôtre, avec ce qu’elle nous apprend.

## Ce que nous avons perdu

Des habitudes, surtout. Et une partie de la base commune, que nous avons pu recopier à temps grâce à une adhérente qui imprimait tout. On se moquait d’elle. On lui a offert des fleurs.

## Ce que nous avons appris

1. Un seul fournisseur, c’est un seul fil.
2. Une machine unique, très loin, ne sert bien que ceux qui sont près.
3. Quatre associations ont payé pendant quatre ans, avec leur argent et celui des buvettes. Il fallait **compter ensemble dès le premier jour**, et nous l’avons fait : personne ne doit rien à personne.
4. Ce qui n’est copié nulle part est déjà à moitié perdu. Koupéla l’avait écrit au-dessus d’un coussin.

## Et après ?

Le portail, lui, continue. Nous cherchons comment recommencer autrement : chacun sa machine, et les nouvelles qui voyagent. Nous n’avons pas l’outil. Nous avons la liste de tout ce qu’il ne doit pas être. C’est un début sérieux.`,
  },
  {
    slug: 'merci-la-maison',
    title: 'Merci, la m@ison',
    association: 'federation',
    voice: 'nord',
    author: 'Le groupe du portail',
    place: 'Grigny',
    tags: ['m@ison', 'formation'],
    picture: { key: 'maison-soir', alt: 'Une maison au crépuscule, une seule fenêtre encore allumée.' },
    when: { date: '2015-06-30' },
    body: `Ce soir, lam@isontic ferme. Les raisons sont politiques et économiques ; d’autres en débattront mieux que nous. Nous voulions seulement dire au revoir à un lieu.

Elle a eu trois noms et une seule adresse. Pendant onze ans, elle a prêté au portail ses chaises, ses câbles, ses formateurs, et une patience que nous n’avons jamais réussi à épuiser.

## Ce qu’on y a appris

- Que la souris se tient comme un œuf.
- Qu’une question n’est jamais bête, mais qu’elle est souvent la même, et que ce n’est pas grave.
- Que l’on peut former quelqu’un à Grigny et recevoir un an plus tard une carte d’Algérie, du Maroc ou de Lettonie, disant : *à mon tour, j’en ai formé cinq*.

## Le dernier après-midi

Chacun a emporté quelque chose. Une chaise pour la permanence. Le tableau blanc, avec ses traces qui ne partent plus. La cafetière est allée à l’école. Un habitué est resté jusqu’à la fin devant le poste du fond, celui qui fait du bruit. Il n’écrivait rien. Il l’a éteint lui-même, proprement, **comme on le lui avait appris ici**.

La maison ferme, le portail reste. Il faudra lui trouver d’autres chaises. Nous en avons déjà une.`,
  },
  {
    slug: 'publie-de-ma-main',
    title: 'Publié de ma main',
    association: 'jumelage-grigny-koupela',
    voice: 'sud',
    author: 'La présidence du comité de Koupéla',
    place: 'Grigny',
    tags: ['formation', 'portail'],
    picture: { key: 'appel-soir', alt: 'Deux fenêtres face à face le soir, un fil de couleur entre elles.' },
    when: { date: '2015-12-14' },
    body: `Pendant onze ans, quand Koupéla parlait ici, quelqu’un de Grigny tapait. Toujours fidèlement, toujours gentiment, et toujours après le souper. Aujourd’hui je suis de passage à Grigny, il fait un froid à garder les mains dans les poches, et c’est moi qui tape. Avec deux doigts. Mais ce sont les miens.

La formation a duré trois heures. La première, j’ai appris. La deuxième, j’ai expliqué à ma formatrice ce que j’avais appris. La troisième, on a mangé.

## Ce que je sais faire maintenant

1. Écrire une nouvelle, la relire, la publier.
2. Rendre une image légère, pour que les nôtres puissent l’ouvrir.
3. Corriger après coup, sans que l’histoire disparaisse.

## Ce que cela change

Quand on écrit par la main d’un autre, on dit merci à la fin de chaque phrase. Quand on écrit soi-même, on peut enfin **raconter une blague**.

En voici une : à Grigny, on m’a demandé si je n’étais pas trop dépaysé. J’ai répondu que non, il y a ici aussi des gens qui se plaignent de la ligne.

Je rentre dans quatre jours. Là-bas, deux personnes attendent que je leur montre. Elles ont déjà nettoyé le clavier.

> La parole qui a traversé sans porteur arrive moins fatiguée.`,
  },
]
