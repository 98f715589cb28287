import type { DemoArticle } from './article.ts'

export const articles2004: readonly DemoArticle[] = [
  {
    slug: 'le-portail-est-ouvert',
    title: 'Le portail est ouvert, entrez',
    association: 'federation',
    voice: 'nord',
    author: 'Le groupe du portail',
    place: 'Grigny',
    tags: ['portail', 'm@ison'],
    picture: { key: 'maison', alt: 'Une maison aux fenêtres allumées, un chemin clair mène à la porte.' },
    when: { date: '2004-03-20' },
    body: `Il a fallu deux ans, onze réunions et un nombre de thermos que personne n’a voulu compter. Depuis ce matin, le portail répond.

Au début, nous pensions construire une vitrine. Puis une adhérente a posé la bonne question : « Une vitrine, c’est fait pour qu’on reste dehors. Et si c’était plutôt une porte ? »

## Ce qu’on y trouve

- une page pour chaque association, écrite par elle ;
- les nouvelles de tous, mélangées, du plus près au plus loin ;
- une Charte de huit phrases, que l’on peut lire debout ;
- un espace pour travailler, fermé à clé comme une salle de réunion.

La m@ison de la formation ouvre cette même année. On y vient apprendre, et aussi demander pourquoi l’imprimante fait ce bruit. C’est là que le portail habite.

## Et maintenant ?

Maintenant, il faut l’habiter. Un portail vide est un mur avec des charnières. Écrivez trois lignes sur votre samedi, une photo si vous en avez une, une date si vous préparez quelque chose.

> Nous ne cherchons pas de grandes plumes. Nous cherchons des voisins.

Prochaine permanence jeudi. Il y aura du thé, et quelqu’un pour montrer où sont les accents sur le clavier.`,
  },
  {
    slug: 'une-chaise-un-cafe-un-ordinateur',
    title: 'Une chaise, un café, un ordinateur',
    association: 'secours-populaire-givors',
    voice: 'nord',
    author: 'L’équipe de l’accueil',
    place: 'Givors',
    tags: ['accueil', 'emploi'],
    picture: { key: 'accueil', alt: 'Un comptoir d’accueil, deux chaises et une plante près d’une porte ouverte.' },
    when: { date: '2004-05-14' },
    body: `On nous a donné un ordinateur. Nous l’avons mis là où tout le monde peut le voir : entre la machine à café et la fenêtre. La première semaine, personne n’y a touché, sauf la poussière.

Alors nous avons déplacé une chaise. Pas en face de l’écran : **à côté**. Une bénévole s’y est assise avec son tricot. Le lendemain, un monsieur est venu demander si, par hasard, on pouvait chercher une annonce d’emploi avec ça. On pouvait.

## Ce que nous avons appris

1. La peur n’est pas celle de la machine. C’est celle d’avoir l’air bête.
2. On ne prend jamais la souris des mains de quelqu’un.
3. Imprimer une page et la donner, cela compte : on repart avec quelque chose.

Depuis, quatre personnes sont venues écrire une lettre, deux ont envoyé un message à un enfant parti loin. Une dame a regardé la météo de son village natal, et elle est restée un long moment. Ce n’était pas une démarche. C’était très bien quand même.

Il nous manque une deuxième chaise, et si possible un deuxième ordinateur. Le tricot, lui, avance.`,
  },
  {
    slug: 'la-kermesse-a-mange-tous-les-gateaux',
    title: 'La kermesse a mangé tous les gâteaux',
    association: 'amicale-laique-grigny',
    voice: 'nord',
    author: 'Le bureau de l’Amicale',
    place: 'Grigny',
    tags: ['école', 'fête'],
    picture: { key: 'ecole-soir', alt: 'La cour de l’école au soleil du soir, des fanions de couleur.' },
    when: { date: '2004-06-26' },
    body: `Soixante-trois gâteaux à quatorze heures, zéro à seize heures dix. Le bureau de l’Amicale tient à féliciter les enfants pour leur régularité.

La fête de l’école avait cette année un stand de plus : une carte du monde grande comme une porte, posée à plat sur deux tables. On plantait un drapeau là où vit quelqu’un que l’on aime. À la fin de la journée, la carte était couverte. Il y avait des drapeaux en Algérie, au Portugal, au Mali, au Vietnam, et une forêt de drapeaux sur Givors, parce que les cousins, c’est important aussi.

## Une question d’enfant

Une élève a demandé : « Koupéla, c’est plus loin que la mer ? » Personne n’a su répondre tout de suite. Nous avons pris une ficelle, un globe, et nous avons compté : à peu près quatre mille kilomètres, soit deux fois la longueur de ce que nous imaginions.

La maîtresse a gardé la ficelle. Elle est accrochée au tableau, avec une étiquette : *ficelle de Koupéla*.

## Les comptes

- Recette des gâteaux : elle ira aux livres de la bibliothèque.
- Ficelle : offerte.
- Coups de soleil : deux, dont un membre du bureau.`,
  },
  {
    slug: 'le-mil-est-rentre',
    title: 'Le mil est rentré',
    association: 'jumelage-givors-gavinane',
    voice: 'sud',
    author: 'Le comité de Gavinané',
    place: 'Gavinané',
    tags: ['village', 'récolte'],
    picture: { key: 'puits-soir', alt: 'Un puits et sa poulie dans la lumière du soir.' },
    when: { date: '2004-11-08' },
    body: `Nous saluons les amis de Givors, les grands et les petits, et ceux de Gavinané qui vivent chez vous.

La pluie est venue tard, puis elle est venue bien. Le mil est rentré. Les greniers ne sont pas pleins jusqu’au chapeau, mais on peut fermer la porte sans forcer, et c’est déjà une bonne année.

## Ce que nous voulions vous dire

Vous nous avez demandé une liste de besoins. Nous avons réuni les anciens, les femmes du jardin et les jeunes, et nous avons fait autre chose : **une liste de ce que nous avons**. Un terrain pour l’école. Trois maçons. Un forgeron qui sait réparer une pompe. Des femmes qui tiennent une caisse d’entraide depuis neuf ans sans une erreur. Des jeunes qui veulent apprendre.

Avec cette liste, on peut commencer une conversation. Avec une liste de manques, on ne fait qu’attendre.

## Et nous voulons savoir

- Que mangez-vous quand il fait froid ?
- Est-ce vrai que le fleuve monte jusque dans les jardins ?
- L’équipe de Givors, est-ce qu’elle gagne ?

Répondez par le portail. Notre neveu, à Nioro, imprimera et apportera les feuilles. Il met deux jours quand la piste est bonne.`,
  },
  {
    slug: 'la-nuit-ou-le-garon-est-entre',
    title: 'La nuit où le Garon est entré',
    association: 'potagers-du-garon',
    voice: 'nord',
    author: 'L’équipe des cultures',
    place: 'Grigny',
    tags: ['crue', 'jardin'],
    picture: { key: 'crue', alt: 'Une rivière en crue glisse entre des rangs de légumes.' },
    when: { date: '2005-02-07' },
    body: `Une rivière, quand elle déborde, ne fait pas de bruit. C’est ce qui nous a surpris. À cinq heures, l’eau était dans le chemin. À six, elle était dans les poireaux. À sept, elle avait pris la brouette, qu’on a retrouvée trois jours après, très loin et très propre.

Personne n’est blessé. Les serres ont tenu. Mais le Garon est reparti avec ce que nous avions de plus précieux, et qui ne s’achète pas en sac : **la bonne terre du dessus**, celle que nous fabriquons depuis le début avec du fumier, des feuilles et de la patience.

## Ce qui a été fait

- Les paniers de la semaine ont été complétés par un maraîcher voisin, qui n’a rien voulu.
- Dix personnes sont venues le samedi avec des pelles. Trois n’avaient jamais vu un jardin.
- Nous avons marqué au piquet jusqu’où l’eau est montée.

## Ce qu’il faudrait

Des racines. Une ligne d’arbres entre l’eau et nous, pour retenir la berge et casser le courant. Un ancien, ici, dit « des hêtres » comme on dit le nom d’un ami.

Nous allons faire le compte, et poser la question sur le portail : qui veut planter avec nous ?`,
  },
  {
    slug: 'quarante-deux-ballons-une-pompe',
    title: 'Quarante-deux ballons, une pompe',
    association: 'oms-grigny',
    voice: 'nord',
    author: 'Le secrétariat de l’OMS',
    place: 'Grigny',
    tags: ['sport', 'collecte'],
    picture: { key: 'terrain', alt: 'Un terrain de sport vu de haut, ses lignes blanches et un ballon.' },
    when: { date: '2005-03-12' },
    body: `L’appel disait : « Apportez un ballon dont vous ne vous servez plus. » Nous attendions une dizaine de ballons. Il en est venu quarante-deux, dont un de rugby signé par toute une équipe de cadets, et un ballon de plage, que nous avons accepté par politesse.

Ils partiront avec la prochaine mission, dégonflés, bien à plat entre les pièces d’ordinateur. C’est un trésorier du [comité de jumelage](/jumelage-grigny-koupela/) qui a eu l’idée : un ballon dégonflé protège mieux une carte électronique que du papier bulle. Le sport au secours de l’informatique, il fallait y penser.

## Un détail

Nous avions oublié la pompe. Le lycée de Koupéla nous a répondu qu’il en avait une, et même que c’était lui qui pouvait nous en prêter. Rire général, et leçon retenue : **demander avant d’emballer**.

## Le tournoi

- Huit équipes, dont deux mixtes et une de parents très optimistes.
- Entrée libre, buvette au profit des jeunes arbitres.
- Une seule règle ajoutée : celui qui râle va chercher les ballons dans les orties.

Il y a beaucoup d’orties. Le tournoi a été d’une grande courtoisie.`,
  },
  {
    slug: 'kourita-la-salle-rouvre',
    title: 'Kourita : la salle rouvre',
    association: 'jumelage-grigny-koupela',
    voice: 'sud',
    author: 'Le comité de Koupéla',
    place: 'Koupéla',
    tags: ['mission', 'lycée Kourita', 'réemploi'],
    picture: {
      key: 'salle-informatique',
      alt: 'Des rangées d’ordinateurs sous de hautes fenêtres, dans une salle de lycée.',
    },
    when: { date: '2005-07-19' },
    body: `La clé a tourné trois fois avant de céder. Derrière la porte, la salle du lycée Kourita dormait depuis deux ans : les machines sous leurs housses, le tableau encore couvert d’un exercice de quatrième, et beaucoup, beaucoup de poussière rouge.

Nous avons commencé par balayer. L’équipe venue de Grigny voulait ouvrir les ordinateurs tout de suite ; le gardien a dit : « D’abord le sol, sinon vous soufflez la poussière dedans. » Il avait raison. On a donc balayé, puis arrosé, puis attendu, en buvant du thé.

## Comment on répare

Sur quatre machines en panne, on fait trois bonnes. La quatrième donne ses pièces et garde l’honneur. Chacun avait un rôle :

1. celui qui démonte et qui aligne les vis sur un mouchoir ;
2. celle qui nettoie les contacts à la gomme d’écolier ;
3. celui qui remonte ;
4. celle qui écrit tout dans le cahier.

Le **cahier de la salle** est resté sur le bureau. Chaque machine y a sa page, comme un carnet de santé.

## Le premier jour

À seize heures, les écrans se sont allumés ensemble. Il y a eu un silence, puis les élèves ont applaudi, et le proviseur a fait semblant de chercher ses lunettes.

Nous remercions ceux de Grigny. Ils ont travaillé comme chez eux, et ils se sont laissé corriger comme des amis.`,
  },
  {
    slug: 'dix-referents',
    title: 'Dix référents, et pas un de trop',
    association: 'jumelage-grigny-koupela',
    voice: 'sud',
    author: 'Les référents du lycée Kourita',
    place: 'Koupéla',
    tags: ['formation', 'lycée Kourita'],
    picture: { key: 'ordinateur-ouvert', alt: 'Un ordinateur ouvert sur une table, ses pièces rangées autour de lui.' },
    when: { date: '2005-07-30' },
    body: `On nous appelle maintenant « les référents ». Ma mère a demandé si c’était une maladie. C’est un travail : nous sommes dix, et quand quelque chose ne marche pas dans la salle, c’est nous que l’on vient chercher, même pendant le repas.

Pendant deux semaines, nous avons appris sur place, avec nos machines et nos pannes. Pas de cours au tableau. La formatrice posait une panne le matin, et le soir nous devions pouvoir l’expliquer à quelqu’un qui n’était pas là.

## Ce que nous savons faire seuls

- remplacer une alimentation, une barrette, une nappe ;
- installer un système libre avec un seul disque pour toute la salle ;
- protéger une machine de la chaleur et des coupures ;
- dire « je ne sais pas » et chercher.

Le dernier point a été le plus long à apprendre.

## La suite

Chacun de nous doit former deux personnes avant la rentrée. Dix fois deux font vingt, plus dix font trente. Si les trente continuent, dans quelques années il faudra pousser les murs.

> On ne nous a pas donné une salle. On nous a rendu la nôtre, avec le mode d’emploi.

Nous demandons une seule chose pour la prochaine fois : des tournevis. Les nôtres ont tant servi qu’ils sont devenus ronds.`,
  },
]
