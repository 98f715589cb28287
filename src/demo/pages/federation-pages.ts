import type { DemoPage } from '../pages.ts'

const page = (order: number, slug: string, title: string, body: string): DemoPage => ({
  slug,
  association: 'federation',
  title,
  order,
  body,
})

export const federationPages: readonly DemoPage[] = [
  page(
    1,
    'qui-sommes-nous',
    'Qui sommes-nous ?',
    `Trait d’union réunit des associations de Grigny, Givors et Millery, trois communes voisines au sud de Lyon, et leurs partenaires de Koupéla, Gavinané et Youri.

## D’où vient l’idée

En 2002, la communauté de communes prépare son plan pour le numérique. Quelques associations proposent de ne pas faire chacune son site dans son coin, mais **un portail pour toutes celles qui agissent en solidarité**. Il ouvre en 2004. La m@ison, lieu public de formation, lui prête ses murs et ses savoirs jusqu’en 2015. Le portail lui survit.

## Ce que nous cherchons

- Mieux dire ce que nous faisons, pour nous connaître et être connus.
- Raccourcir la distance avec les amis du Sud, et travailler avec eux plus facilement.
- Mettre en commun ce que nous apprenons.
- Monter à plusieurs des projets qu’aucune ne porterait seule.

Chacune garde son nom, ses choix, et sa liberté d’aller et venir. Neuf associations ont été membres en onze ans ; cinq le sont encore à la fin de 2015.

## Ce que nous avons fait ensemble

Trois missions à Koupéla. Quatre Biennales et leur buvette. Une ligne de hêtres. Un jeu pour les classes. Un serveur partagé, qui a vécu, qui s’est arrêté, et dont nous avons gardé les leçons.`,
  ),
  page(
    2,
    'cette-demonstration',
    'Cette démonstration',
    `Ce site est une **démonstration**. Il montre le logiciel Trait d’union avec une fédération que l’on peut visiter, modifier et casser sans crainte.

## Ce qui est vrai

Les communes, les neuf associations et leur objet, les grandes dates de 2002 à 2015 : l’idée, l’ouverture, les missions, les Biennales, le serveur, la fermeture de la m@ison.

## Ce qui est inventé

- Les dates d’adhésion et de départ, les votes, les cotisations, les deux textes de la Charte.
- Les phrases et les anecdotes des articles, ainsi que leurs dates précises.
- Les personnes : aucune n’est nommée, et celles des registres s’appellent « Personne de démonstration ».
- L’adresse, le téléphone et le courriel, qui ne répondent pas.
- Tout ce qui vient après 2015.

Les articles ne sont donc pas des témoignages. Ils ont été écrits pour que la démonstration soit agréable à lire, et les associations citées n’en sont pas les auteurs.

## Les images

Toutes sont dessinées par le programme lui-même : des formes, des bandes et des couleurs, calculées à partir d’un nom. Il n’y a aucune photo.`,
  ),
  page(
    3,
    'commencer-la-votre',
    'Commencer votre propre fédération',
    `Ce que vous lisez tourne avec un seul programme, libre et gratuit. Il demande Node.js, un vieil ordinateur et dix minutes.

## Revoir la démonstration

\`\`\`
npm start
\`\`\`

La première fois, le programme crée cette fédération dans un dossier vide, et écrit dans le terminal les comptes pour essayer.

## Fonder la vôtre

Choisissez un dossier **vide**, où vivront vos données, puis :

\`\`\`
DATA_DIR=/chemin/vers/ma-federation npx trait-dunion serve
\`\`\`

1. Le terminal affiche une adresse et un **code de fondation, qui ne sert qu’une fois**.
2. Ouvrez l’adresse, tapez le code, donnez un nom à votre fédération.
3. Créez le premier compte : c’est vous. Invitez une deuxième personne tout de suite, car à deux on peut se dépanner.
4. Écrivez votre Charte, ou partez d’une Charte vide de huit lignes.

## Et ensuite

- Chaque association rejoint la fédération par une invitation, un lien ou un papier avec un dessin à photographier.
- Une copie de tout se fait avec \`npx trait-dunion backup\`. Gardez-la ailleurs, et essayez un jour de la relire avec \`npx trait-dunion restore\`.
- \`npx trait-dunion verify\` relit chaque octet et dit, en mots simples, si quelque chose a changé.

La démonstration et votre fédération ne se mélangent jamais : chacune a son dossier.`,
  ),
  page(
    4,
    'accessibilite',
    'Accessibilité',
    `Ce site doit être lisible par tous : à la voix, au clavier, sur un petit écran, sur une vieille machine, avec une ligne mince. Cette page est un **projet de déclaration** ; chaque fédération la complète avec ses propres mesures.

## Ce que nous visons

Le niveau AA des règles internationales (WCAG 2.2), et le référentiel français (RGAA 4.1.2).

## Ce qui est prévu pour cela

- Toutes les pages publiques se lisent sans script.
- Le texte s’agrandit à 200 % sans défilement de côté.
- Chaque image a une description ; les images du site ne contiennent pas de texte.
- Les couleurs ne portent jamais seules une information.
- Ce qui se fait à la souris se fait au clavier.

## Où nous en sommes

Cette démonstration n’a pas été contrôlée par un organisme extérieur. Tant qu’un tel contrôle n’a pas eu lieu, nous ne déclarons pas de taux de conformité.

## Quelque chose vous gêne ?

Dites-le-nous : « Signaler un problème », en bas de chaque page, ou à la permanence du jeudi. Nous répondons, nous corrigeons, ou nous donnons le contenu autrement. Sans réponse, le Défenseur des droits peut être saisi gratuitement.`,
  ),
  page(
    5,
    'informations',
    'Informations sur ce site',
    `## Qui publie

La fédération Trait d’union (démonstration). L’adresse et le téléphone affichés sont inventés. Une vraie fédération indique ici son nom, son siège, la personne responsable de la publication et celle qui héberge la machine.

## Vos données

- Lire le site ne demande pas de compte. Il n’y a ni publicité, ni mesure d’audience, ni service d’un tiers.
- Un seul petit fichier est posé dans votre navigateur, quand vous entrez avec votre compte. Il s’en va quand vous sortez.
- Les membres choisissent eux-mêmes s’ils sont nommés en public, et peuvent changer d’avis.

## Les textes et les images

Les textes de la démonstration peuvent être repris, modifiés et partagés avec le logiciel, sous la même licence. Les images sont dessinées par le programme.

## Le logiciel

Trait d’union est un logiciel libre, sous licence AGPL version 3 ou suivante. Vous pouvez le lire, le changer et le donner, à condition de laisser aux autres la même liberté.`,
  ),
]
