import type { DemoArticle } from './article.ts'

export const articles2007: readonly DemoArticle[] = [
  {
    slug: 'le-deuxieme-ordinateur',
    title: 'Le deuxième ordinateur a un coussin',
    association: 'jumelage-grigny-koupela',
    voice: 'sud',
    author: 'Le comité de Koupéla',
    place: 'Koupéla',
    tags: ['mission', 'réemploi', 'formation'],
    picture: {
      key: 'ordinateur-ouvert-soir',
      alt: 'Un ordinateur ouvert sur une table, ses pièces rangées, à la lumière du soir.',
    },
    when: { date: '2007-08-04' },
    body: `Deux ans de chaleur, de poussière et de lycéens : les machines avaient besoin d’une visite. La mission est revenue. Elle a trouvé le cahier de la salle à jour, et elle a eu la délicatesse de s’en étonner à voix basse.

On a donc réparé de nouveau. Cette fois, les référents tenaient les tournevis, et les visiteurs passaient les vis. C’est l’ordre normal des choses.

## Au comité

Un second ordinateur est arrivé. Le premier ne suffisait plus : il y avait la file de ceux qui écrivent, la file de ceux qui lisent, et la file de ceux qui donnent des conseils. Le nouveau a été posé sur un coussin, parce que la table vibre quand passent les camions de la route nationale.

Deux membres du comité ont suivi la formation jusqu’au bout :

- ranger les photos et les retrouver ;
- écrire une lettre à deux sans se disputer ;
- faire une copie de tout, chaque vendredi, sur une clé gardée ailleurs.

## Le vendredi

La copie du vendredi est devenue une petite fête. On ferme les volets, on branche la clé, on attend. Quand la barre arrive au bout, quelqu’un dit « c’est gardé », et l’on sert le thé.

> Une chose écrite à un seul endroit n’est écrite nulle part.

C’est affiché au-dessus du coussin.`,
  },
  {
    slug: 'les-comptes-de-la-buvette',
    title: 'Acte II : ce que la buvette a dans le ventre',
    association: 'federation',
    voice: 'nord',
    author: 'Les caissières de la buvette',
    place: 'Rhône-Sud',
    tags: ['biennale', 'buvette', 'comptes'],
    picture: { key: 'buvette', alt: 'Un comptoir de buvette, des tasses alignées et une grande cafetière.' },
    when: { date: '2007-12-10' },
    body: `La Biennale des 7 et 8 décembre a parlé de la solidarité entre le Nord et le Sud. On s’est demandé qui aide qui, et plusieurs personnes sont reparties avec l’idée que la flèche a deux bouts.

Nous, pendant ce temps, nous avons vendu quatre cent douze cafés. Voici la partie que personne ne lit jamais, et que nous avons tenu à écrire en entier.

## Les chiffres

| quoi | combien |
| --- | --- |
| cafés et thés | 412 |
| bols de soupe | 173 |
| parts de gâteau | 260 |
| tasses cassées | 3 |
| bénéfice | 318,40 € |

Le fond de caisse était de 50 €. À la fermeture, il manquait quarante centimes. Une enquête a été menée : ils étaient dans la poche d’un tablier.

## Où va l’argent

Avec celui de la première Biennale, il attend **un projet que nous porterions ensemble**. La table ronde en a fait naître trois, dont un sérieux. On en reparlera.

## Ce que nous retenons

1. Toujours prévoir plus de soupe que de discours.
2. Le prix libre rapporte plus que le prix fixe, quand on dit à quoi il sert.
3. Une tasse lavée par un directeur de recherche est une tasse presque propre.`,
  },
  {
    slug: 'le-puits-de-l-ecole',
    title: 'Le puits de l’école : ce que nous avons décidé',
    association: 'jumelage-givors-gavinane',
    voice: 'sud',
    author: 'Le comité de Gavinané',
    place: 'Gavinané',
    tags: ['eau', 'école', 'décision'],
    picture: { key: 'puits', alt: 'Un puits rond, sa margelle claire et sa poulie, au milieu d’une cour.' },
    when: { date: '2008-04-12' },
    body: `Givors avait proposé un puits derrière la mairie. L’idée était bonne et le plan était beau. Nous avons remercié, puis nous avons fait le tour du village avec un bâton, pendant trois soirs.

## Ce que le tour a montré

Derrière la mairie, les femmes n’iraient pas : le chemin passe devant le garage, et le garage, c’est le bureau des bavards. Près de la mare, l’eau serait trouble. À l’école, en revanche, on pouvait creuser, et les enfants n’auraient plus à partir au milieu de la leçon.

Donc : **à l’école**. Givors a répondu « bien sûr, c’est vous qui savez ». Cela nous a plu.

## La règle du puits

- Le matin est aux élèves, le soir est à tout le monde.
- Deux gardiennes, choisies par les femmes, tiennent la clé de la poulie.
- Chaque famille donne peu, chaque mois. La caisse sert à la corde, au seau, à la margelle.
- Celui qui laisse tomber le seau descend le chercher. Il n’y a eu qu’un cas ; il ne recommencera pas.

Le maçon a gravé la date, et les enfants ont posé leurs mains dans le ciment frais. Il y a quarante et une mains, dont une patte : le chien passait.

Maintenant nous demandons à Givors : et vous, votre eau, qui en garde la clé ?`,
  },
  {
    slug: 'trois-chaises-et-une-idee',
    title: 'Trois chaises et une idée de serveur',
    association: 'federation',
    voice: 'nord',
    author: 'Le groupe du portail',
    place: 'Lyon',
    tags: ['serveur', 'partenariat'],
    picture: { key: 'table-ronde-soir', alt: 'Une table ronde vue de haut, dans la lumière du soir.' },
    when: { date: '2008-11-25' },
    body: `Hier, à Lyon, la conférence de la solidarité numérique réunissait des gens de partout. On y a vu des discours, des cartes et de très grands écrans. Le plus intéressant s’est passé dans le couloir, sur trois chaises.

Sur la première : le portail. Sur la deuxième : la m@ison. Sur la troisième : DotRiver, qui fait travailler de vieux ordinateurs comme des neufs en mettant l’effort ailleurs, sur une machine commune.

## L’idée

Et si nos associations avaient **un bureau partagé** ? Des textes, un agenda, des adresses, des photos, à un seul endroit. Rien à installer, rien à mettre à jour. Un ordinateur de récupération suffirait pour s’y asseoir, à Givors comme à Koupéla.

Le nom est venu tout seul : le *Serveur solidaire*.

## Les questions

Nous les avons notées au dos du programme, pour ne pas tomber amoureux trop vite :

1. Qui paiera, et qui paiera si celui qui paie s’en va ?
2. Que se passe-t-il quand la ligne du Sud est coupée ?
3. Où seront nos textes le jour où la machine s’arrêtera ?

Nous avons une demi-réponse à la première. C’est mieux que rien, et pas assez pour signer. On se revoit bientôt, avec des chaises plus confortables.`,
  },
  {
    slug: 'le-jardin-de-saison-seche',
    title: 'Le jardin de saison sèche, raconté à des vergers',
    association: 'jumelage-millery-youri',
    voice: 'sud',
    author: 'Les jardinières de Youri',
    place: 'Youri',
    tags: ['jardin', 'femmes', 'eau'],
    picture: { key: 'jardin-soir', alt: 'Des rangs de légumes au soleil couchant.' },
    when: { date: '2009-02-14' },
    body: `Vous nous avez écrit qu’en février, chez vous, le jardin dort. Chez nous il court. Quand la pluie est finie et que la mare tient encore, nous avons quatre mois pour tout faire.

Nous sommes trente-huit. Chacune a ses planches, et toutes ont la même clôture, contre les chèvres. Une chèvre, devant une laitue, n’a pas d’éducation.

## Le jour d’une planche

- Avant le soleil : arroser. Deux calebasses au pied, jamais sur la feuille.
- À dix heures : rentrer. Il n’y a rien à gagner à discuter avec le soleil.
- À seize heures : désherber, chanter, arroser encore.
- Le soir : compter ce qui ira au marché.

## Ce que nous avons pris à Millery

Le paillage. Nous avons essayé avec des tiges de mil, sur six planches, pour voir. L’eau reste un jour de plus. Un jour de plus, c’est un aller à la mare de moins, et **trente-huit allers de moins, c’est une chanson de plus**.

## Ce que Millery peut nous prendre

L’oignon se sèche tressé, à l’ombre, la tête en bas. Vos oignons pourrissent parce que vous les laissez réfléchir dans un sac.

Nous joignons des graines de piment. Un conseil : commencez par une moitié.`,
  },
  {
    slug: 'allo-grigny',
    title: 'Allô Grigny ? On vous voit par morceaux',
    association: 'jumelage-grigny-koupela',
    voice: 'sud',
    author: 'Le comité de Koupéla',
    place: 'Koupéla',
    tags: ['appel', 'mission', 'formation'],
    picture: { key: 'appel', alt: 'Deux fenêtres face à face, un fil de couleur passe de l’une à l’autre.' },
    when: { date: '2009-07-25' },
    body: `Premier essai d’appel avec image entre le comité et la m@ison. Heure convenue : seize heures chez nous, dix-huit heures chez eux. Nous étions neuf devant un écran large comme un cahier.

À seize heures une, un carré gris. À seize heures trois, un menton. À seize heures cinq, le reste du visage, mais arrêté sur une grimace que nous ne répéterons pas.

Alors quelqu’un a coupé l’image, et là, miracle : **la voix**. Claire, proche, comme dans la cour. On a salué, on a pris des nouvelles des genoux, des enfants, des hêtres. On a ri d’un rire qui met une seconde à traverser.

## Ce que la mission a laissé

Deux semaines de formation. Nous savons maintenant :

1. écrire un article sur le portail, avec une image légère ;
2. la préparer hors ligne, et l’envoyer quand la ligne est bonne ;
3. appeler, et surtout **quand** appeler : avant neuf heures, ou après la pluie.

## Notre règle

La voix d’abord. L’image si elle vient. Et si rien ne passe, on écrit. Un appel raté n’est pas un échec, c’est une lettre qui commence.

La semaine prochaine, c’est Grigny qui appelle. Nous avons choisi la chaise la plus stable.`,
  },
  {
    slug: 'de-la-rue-jusqu-a-un-hopital',
    title: 'D’une rue de Givors à un hôpital de Gaza',
    association: 'secours-populaire-givors',
    voice: 'nord',
    author: 'La responsable de la collecte',
    place: 'Givors',
    tags: ['collecte', 'solidarité'],
    picture: { key: 'accueil-soir', alt: 'Une salle d’accueil à la tombée du jour, la porte ouverte.' },
    when: { date: '2009-10-17' },
    body: `Nous collectons d’habitude dans trois rues et un marché. Cette année, nous avons aussi écrit sur le portail. Un article court : ce qui se passe, ce qu’on peut faire, comment on rendra compte. Une bénévole l’a relu en enlevant tous les adjectifs.

La suite nous a dépassés. Des dons sont arrivés de villes où nous ne connaissons personne. Un monsieur de Bretagne a envoyé vingt euros avec un mot : *Je cherchais une recette, je suis tombé sur vous.* Nous ne saurons jamais comment.

## Où c’est allé

Une partie est restée ici, parce que l’hiver vient aussi à Givors. Une partie a rejoint l’aide préparée avec d’autres pour **un hôpital de Gaza** : du matériel simple, demandé par les soignants, acheminé par des gens dont c’est le métier.

## Rendre compte

Nous avons publié la somme, les factures et la date de départ. Quelqu’un nous a dit que c’était trop de détails. Nous pensons le contraire : celui qui donne vingt euros a droit à la même politesse que celui qui donne vingt mille.

Nos recettes ont augmenté cette année. Ce n’est pas le portail qui donne, ce sont les gens. Mais encore fallait-il qu’ils puissent trouver la porte, même en cherchant une recette.

P.-S. Nous lui avons envoyé celle du gâteau à la carotte.`,
  },
  {
    slug: 'biennale-acte-trois',
    title: 'Acte III : le bilan, sans flatter personne',
    association: 'federation',
    voice: 'nord',
    author: 'Le groupe du portail',
    place: 'Rhône-Sud',
    tags: ['biennale', 'bilan', 'serveur'],
    picture: { key: 'biennale-soir', alt: 'Une scène éclairée dans une salle sombre, des rangées de sièges.' },
    when: { date: '2009-12-07' },
    body: `Cinq ans de portail, une table ronde pour conclure, et une consigne : dire aussi ce qui n’a pas marché. Le sablier de cuisine était de retour.

## Ce qui a marché

- Les associations se connaissent. Cela paraît peu ; c’est tout.
- Trois missions à Koupéla, dix référents qui en ont formé d’autres.
- Des arbres, qui ont maintenant ma taille, a dit une petite voix au troisième rang.
- Une buvette qui gagne de l’argent, ce qui étonne encore le trésorier.

## Ce qui n’a pas marché

- Certaines pages n’ont pas bougé depuis un an. Leurs auteurs ont été nommés, puis applaudis pour les encourager.
- Nous parlons trop des machines et pas assez de ceux qui les attendent.
- Au Sud, la ligne reste mince. Nos belles photos ne passent pas.

## Ce qui en sort

Une décision : construire avec DotRiver le **Serveur solidaire**. L’argent des buvettes a trouvé son idée. Reste à écrire le projet, à chercher des aides, à trouver une adresse à la machine.

Une dame âgée a pris le micro en dernier. « Vous avez mis cinq ans à faire connaissance. Ne mettez pas cinq ans à vous quitter. » On a noté la phrase, puis on a débarrassé les tables ensemble.`,
  },
]
