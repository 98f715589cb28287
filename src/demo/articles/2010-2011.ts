import type { DemoArticle } from './article.ts'

export const articles2010: readonly DemoArticle[] = [
  {
    slug: 'ecrire-un-serveur',
    title: 'Comment on écrit un serveur à neuf stylos',
    association: 'federation',
    voice: 'nord',
    author: 'Le groupe du serveur',
    place: 'Grigny',
    tags: ['serveur', 'projet'],
    picture: { key: 'ordinateur-ouvert', alt: 'Un ordinateur ouvert sur une table, ses pièces rangées autour de lui.' },
    when: { date: '2010-03-27' },
    body: `Un projet, avant d’être une machine, c’est un texte. Le nôtre fait onze pages. Il en faisait trente ; une comptable est passée par là.

On y lit ce que le Serveur solidaire doit être : un bureau en ligne fait de logiciels libres, sur du matériel qui a déjà servi, où l’on écrit à plusieurs sans s’occuper de rien. Et une **base commune** : ce que chacun sait sur la solidarité, rangé au même endroit, avec le nom de celui qui vérifie.

## La phrase la plus discutée

« L’utilisateur n’aura à se soucier ni de l’entretien, ni des mises à jour, ni de la place. » Un ancien de l’industrie a levé la main : *alors qui s’en soucie ?* On a écrit la réponse en face. C’est la meilleure partie du document.

## Les sous

Nous avons demandé des aides. Les réponses arrivent une à une, très polies, et négatives. Quatre associations ont donc décidé de payer elles-mêmes, avec le bénéfice des buvettes. La règle de partage tient sur une ligne : chacune selon ses moyens, et les moyens de chacune sont sur la table.

> Un projet refusé trois fois et financé par des gâteaux, cela s’appelle un projet têtu.

Prochaine étape : trouver un toit à la machine. Un hébergeur de Toulouse, peut-être.`,
  },
  {
    slug: 'nous-revoila',
    title: 'Nous revoilà, avec la même caisse',
    association: 'envol-en-vol',
    voice: 'nord',
    author: 'Le bureau d’Envol en Vol',
    place: 'Grigny',
    tags: ['adhésion', 'métiers'],
    picture: { key: 'atelier-soir', alt: 'L’établi et ses outils, éclairés par une lampe.' },
    when: { date: '2010-10-02' },
    body: `En juin 2008, nous étions trois, dont deux déménageaient. Nous avions écrit que la place restait ouverte. Deux ans plus tard, nous avons poussé la porte : **elle l’était**.

Personne ne nous a demandé d’explication. On nous a demandé si nous avions toujours la machine à coudre à pédale. Oui. Elle chante encore.

## Ce qui a changé

Nous sommes sept. Il y a une mécanicienne vélo, un ancien de l’imprimerie, et deux étudiants qui démontent tout ce qui passe. C’est à cause d’eux que nous revenons : ils ont entendu parler d’un serveur fabriqué avec des machines de récupération, et ils ne dorment plus.

## Un nouveau métier dans la caisse

La réparation d’ordinateurs. Pour nous, c’est un métier comme la menuiserie : des outils, des gestes, un maître et un apprenti. Nous avons demandé conseil à ceux qui savent, c’est-à-dire aux référents de [Koupéla](/jumelage-grigny-koupela/). Leur première réponse tenait en un mot : *tournevis*.

## Dans le registre

Le secrétariat a écrit notre retour **à la suite** de notre départ, sans effacer l’un ni l’autre. Nous avons donc deux lignes. L’une finit, l’autre commence. C’est exactement notre histoire.`,
  },
  {
    slug: 'quatre-regards-neufs',
    title: 'Quatre regards neufs et un logo en moins',
    association: 'federation',
    voice: 'nord',
    author: 'Le groupe COLIBRE',
    place: 'Lyon',
    tags: ['COLIBRE', 'communication'],
    picture: { key: 'pagne-soir', alt: 'Des bandes de tissu à motifs, aux couleurs du soir.' },
    when: { date: '2010-11-20' },
    body: `Nous sommes quatre, nous étudions la communication à l’Université Lyon 2, et on nous a confié le portail « pour lui refaire une beauté ». Première visite, premier choc : il y avait dix-sept bleus différents. Nous les avons comptés.

## Écouter d’abord

Nous avons posé à chaque association la même question : *si vous étiez un tissu, lequel ?* Réponses reçues : toile de jute, bleu de travail, wax, drap de coton, et « un torchon, mais propre ».

C’est comme cela qu’est venue l’idée des bandes : chacune sa couleur, cousues bord à bord, et l’ensemble fait une étoffe.

## Ce que nous préparons

- une charte graphique que l’on peut suivre sans nous ;
- un logo qui tient dans un carré de la taille d’un ongle ;
- une brochure et un dépliant ;
- une recherche de partenaires, à Lyon et dans la proche banlieue, à partir d’une base d’adresses que nous nettoyons.

La base contient une association dissoute en 1987 et deux clubs de pétanque ennemis. Nous n’écrirons qu’à un seul.

## Ce que nous avons appris

Une affiche n’est pas réussie quand elle est belle. Elle l’est quand **quelqu’un vient**. Une bénévole de la [permanence](/secours-populaire-givors/) nous l’a dit en accrochant la nôtre un peu de travers, à la bonne hauteur.`,
  },
  {
    slug: 'le-marche-de-nuit',
    title: 'Le marché de nuit a ses lampes',
    association: 'jumelage-givors-gavinane',
    voice: 'sud',
    author: 'Les commerçantes de Gavinané',
    place: 'Gavinané',
    tags: ['marché', 'femmes', 'lumière'],
    picture: {
      key: 'marche-de-nuit',
      alt: 'Un marché la nuit : des étals sous des auvents colorés, des lampes en guirlande.',
    },
    when: { date: '2011-03-05' },
    body: `Quand il fait quarante-trois degrés, on n’achète pas des tomates à midi. Le bon sens va au marché le soir. Encore faut-il voir la tomate.

Nous avions des lampes à pétrole : elles coûtent, elles fument, et tout a l’air mûr sous une lampe à pétrole. Le groupe des commerçantes a donc étudié la chose pendant deux saisons, puis acheté, avec sa propre caisse, six lampes qui se chargent au soleil. Le comité de Givors en a ajouté quatre. **Dix lampes, vingt-deux étals.**

## Comment on partage dix lampes

Voilà une belle question pour vos écoles. Nous avons essayé :

1. une lampe chacune, à tour de rôle : disputes ;
2. au plus offrant : disputes, et une brouille ;
3. en guirlande, au-dessus de l’allée : personne n’a de lampe, tout le monde a de la lumière.

La troisième solution est la bonne. Elle a été trouvée par une fille de douze ans, que l’on consulte maintenant sur d’autres sujets.

## Effets constatés

Le marché dure deux heures de plus. Les enfants font leurs devoirs au bord de l’allée. Les prix se voient, donc ils baissent, ce que les commerçantes regrettent officiellement.

Et l’on vient de Youri, à pied, pour la lumière. Nous leur vendons des tomates.`,
  },
  {
    slug: 'premier-ete-du-serveur',
    title: 'Le premier été du Serveur solidaire',
    association: 'federation',
    voice: 'nord',
    author: 'Le groupe du serveur',
    place: 'Grigny',
    tags: ['serveur', 'réemploi'],
    picture: { key: 'lien', alt: 'Une longue bande tissée relie deux points éloignés.' },
    when: { date: '2011-09-10' },
    body: `Il tourne. La phrase est courte, mais nous avons mis trois ans à pouvoir l’écrire.

La machine est à Toulouse, chez Nfrance, qui l’héberge sans nous faire payer. Ici, on s’y assoit avec ce qu’on a : un ordinateur de dix ans, réveillé par les étudiants d’[Envol en Vol](/envol-en-vol/), suffit à ouvrir le bureau.

## Ce qu’on y a fait cet été

- Un compte rendu écrit à quatre mains, en même temps, sans se marcher sur les doigts.
- L’agenda des salles, qui a mis fin à une guerre froide entre la chorale et le judo.
- Les adresses de tout le monde, **une seule fois**.
- Le commencement de la base commune : douze fiches, dont une sur le transport d’un fauteuil roulant jusqu’à Bamako.

## Ce qui résiste

Au Sud, c’est lent. Très lent. À Koupéla, ouvrir un texte prend le temps de le lire à quelqu’un. On nous l’écrit sans se plaindre, ce qui nous gêne davantage.

Nous notons donc, dès le premier été, la question qui fâche : **un serveur loin, au bout d’une ligne mince, est-ce un bureau partagé, ou un bureau prêté ?** Elle est écrite au tableau. Il ne faudra pas l’effacer avec le reste.`,
  },
  {
    slug: 'la-derniere-biennale',
    title: 'La dernière Biennale, et la plus grande',
    association: 'federation',
    voice: 'nord',
    author: 'Le groupe du portail',
    place: 'Lyon',
    tags: ['biennale', 'atelier', 'buvette'],
    picture: { key: 'biennale', alt: 'Une scène éclairée devant des rangées de sièges colorés.' },
    when: { date: '2011-11-28' },
    body: `Nous avions commencé sur une table d’écolier. Les 25 et 26 novembre, nous étions dans les salles de la région Rhône-Alpes et du Grand Lyon, avec des micros qui marchent et une moquette où l’on n’ose pas poser une soupière.

## L’atelier sur la solidarité

Trente places, cinquante et une personnes. On s’est assis par terre, ce qui a beaucoup détendu la moquette. Trois récits ont ouvert l’atelier : la salle de Kourita, l’accueil de Givors, les hêtres du Garon. Puis on a posé la seule question qui vaille : *qu’est-ce que vous feriez, vous, lundi ?*

Chacun a écrit sa réponse sur une carte. Nous en avons tiré quelques-unes :

- « J’apporterai mon vieux portable, effacé. »
- « Je demanderai à ma voisine ce qu’elle sait faire, au lieu de ce qu’il lui faut. »
- « J’irai à la permanence. Une heure. Pour voir. »

## La buvette

La quatrième, et la meilleure recette. **Toute la caisse paie le serveur.** Merci à ceux qui ont pris un deuxième café par conviction.

Il n’y aura pas d’acte suivant : les salles, les dossiers et les forces manquent. Nous préférons le dire debout, avec le tablier. Le sablier de cuisine a été confié à l’école de Grigny, où il sert à partager la parole.`,
  },
  {
    slug: 'a-ouagadougou-on-a-parle-de-nous',
    title: 'À Ouagadougou, on a parlé de nous',
    association: 'jumelage-grigny-koupela',
    voice: 'sud',
    author: 'Le comité de Koupéla',
    place: 'Ouagadougou',
    tags: ['serveur', 'rencontre'],
    picture: { key: 'salle-informatique-soir', alt: 'Des rangées d’ordinateurs dans la lumière du soir.' },
    when: { date: '2011-12-13' },
    body: `Le « Carrefour des possibles Afrique », c’était hier. ACACIA, qui accompagne les villes jumelles, y présentait le Serveur solidaire. Nous avons fait la route depuis Koupéla pour entendre comment on parle de nous quand on nous croit absents.

On en parle bien. Un peu trop bien, même. Alors, quand est venu le moment des questions, l’un de nous s’est levé.

## Ce que nous avons ajouté

« C’est une bonne idée. Le bureau partagé nous a appris à écrire à plusieurs, et les comptes rendus ne se perdent plus. Mais je vais vous dire l’heure à laquelle je l’ouvre : cinq heures du matin. Avant, la ligne est à d’autres ; après, il n’y a plus de courant. »

La salle a ri, puis elle s’est tue, parce que la moitié se levait à la même heure.

## Ce que nous rapportons

- Trois adresses d’équipes qui ont le même problème.
- Une phrase entendue à la pause : *il faudrait que la machine soit chez nous et que ce soient les nouvelles qui voyagent*.
- Un sac de mangues, offert par erreur à notre délégation, et mangé avant toute réclamation.

Nous ne savons pas encore comment faire. **Mais la phrase est bonne**, et nous l’avons écrite dans le cahier de la salle, à la page des machines à venir.`,
  },
]
