import type { AssociationSlug } from '../association-data.ts'
import type { DemoPage } from '../pages.ts'

const page = (association: AssociationSlug, order: number, slug: string, title: string, body: string): DemoPage => ({
  slug,
  association,
  title,
  order,
  body,
})

export const memberPages: readonly DemoPage[] = [
  page(
    'jumelage-grigny-koupela',
    1,
    'nos-missions',
    'Nos missions',
    `## 2005

La salle d’ordinateurs du lycée Kourita est remise en état. Dix référents sont formés sur place. Un ordinateur est installé dans la salle du comité, et l’on suit l’arrivée de la ligne internet.

## 2007

Le matériel est réparé de nouveau. Deux membres du comité sont formés, un second ordinateur est installé.

## 2009

Le comité apprend à publier sur le portail. Les premiers appels avec la m@ison ont lieu.

## Notre manière

1. On part à la demande du comité de Koupéla, à la date qu’il choisit.
2. On répare avec ceux qui garderont la salle.
3. On laisse un cahier, des pièces et des tournevis.
4. On raconte tout, y compris ce qui n’a pas marché.`,
  ),
  page(
    'jumelage-grigny-koupela',
    2,
    'le-cahier-de-la-salle',
    'Le cahier de la salle',
    `Chaque machine du lycée a sa page dans un cahier à carreaux. On y écrit la date, la panne, ce que l’on a essayé, ce qui a marché, et son rôle.

Trois règles, écrites sur la couverture par les référents :

- on écrit **le jour même** ;
- on écrit aussi quand on n’a pas trouvé ;
- on n’arrache jamais une page.

Une quatrième a été ajoutée au crayon : *pas de thé sur le cahier*. Elle est arrivée trop tard pour la page sept.`,
  ),
  page(
    'jumelage-givors-gavinane',
    1,
    'comment-nous-decidons',
    'Comment nous décidons',
    `Un projet commence toujours par une question de Gavinané, jamais par un objet de Givors.

1. Le village dit ce qu’il veut faire et **ce qu’il a déjà**.
2. Les deux comités cherchent ensemble ce qui manque.
3. Chacun écrit ce qu’il apporte, et quand.
4. À la fin, les comptes sont lus à voix haute des deux côtés.

Le droit de dire non fait partie de l’accord. Il a déjà servi deux fois, et nous sommes restés amis.`,
  ),
  page(
    'jumelage-millery-youri',
    1,
    'les-lettres-des-classes',
    'Les lettres des classes',
    `Chaque mois, une classe de Millery et une classe de Youri s’écrivent. On ne corrige pas les lettres : une faute voyage très bien.

Questions posées cette année :

- *Est-ce que la mare a un nom ?*
- *Pourquoi vos cerisiers sont-ils en rang ?*
- *Qui garde les chèvres quand il y a école ?*

Les réponses sont affichées dans les deux écoles. À la dernière, Youri a répondu : « C’est bien le problème. »`,
  ),
  page(
    'secours-populaire-givors',
    1,
    'venir-a-l-accueil',
    'Venir à l’accueil',
    `**Sans rendez-vous**, le mardi et le jeudi (horaires inventés pour la démonstration). La porte est de plain-pied.

## Vous pouvez venir pour

- un colis ou un vêtement ;
- un papier à remplir, une lettre à comprendre ;
- chercher un emploi sur un ordinateur ;
- parler, ou ne rien dire.

## Ce qu’il faut apporter

Rien. Si un document est utile, nous vous le dirons, et vous reviendrez avec.

## Ce que nous promettons

Nous ne demandons que le nécessaire. Vos mots de passe restent les vôtres. Ce que vous dites ici reste ici.`,
  ),
  page(
    'amicale-laique-grigny',
    1,
    'le-jeu',
    'Le jeu de la citoyenneté',
    `Une boîte, quarante-huit questions, des cartons de quatre couleurs. Une partie dure le temps d’une récréation un peu longue.

**But du jeu** : que toute la table sache expliquer la réponse. Il n’y a ni chronomètre, ni classement, ni nom d’enfant écrit nulle part.

Chaque question parle d’une association d’ici. La classe peut l’inviter : il suffit d’une lettre.`,
  ),
  page(
    'potagers-du-garon',
    1,
    'les-hetres',
    'La ligne de hêtres',
    `En 2005, après une crue qui avait emporté la terre des jardins, des hêtres ont été plantés entre le Garon et les cultures. Le projet a été **financé par le portail**.

## Pourquoi des arbres ?

Leurs racines tiennent la berge. Leurs troncs ralentissent l’eau. Leurs feuilles font la terre de demain.

## Les voir

Le chemin longe la rivière ; il est plat et accessible avec une poussette. Les arbres sont numérotés à partir de l’eau. Si vous en avez planté un, il vous attend.`,
  ),
  page(
    'potagers-du-garon',
    2,
    'les-paniers',
    'Les paniers',
    `Un panier par semaine, de ce qui a poussé. En hiver, cela veut dire des choux, et nous le disons honnêtement.

- Petit panier : pour deux personnes qui aiment les légumes.
- Grand panier : pour quatre, ou pour deux qui aiment **beaucoup** les légumes.

On vient le chercher le vendredi, on rend le cageot, et l’on prend des nouvelles. Une recette est glissée dedans ; elle est parfois de Youri.`,
  ),
  page(
    'groupe-almara',
    1,
    'notre-regle-des-noms',
    'Notre règle des noms',
    `Celles qui nous écrivent choisissent : leur nom, un autre nom, ou pas de nom. Elles peuvent changer d’avis, et nous changeons la page le jour même.

Cette règle, née chez nous, est devenue celle de toute la fédération.`,
  ),
  page(
    'envol-en-vol',
    1,
    'la-regle-de-la-caisse',
    'La règle de la caisse',
    `Une caisse à outils ne part que si la feuille porte trois réponses :

1. Qui l’ouvrira ?
2. Qui apprendra à qui ?
3. Qui changera la pièce cassée ?

Sans les trois, elle attend au garage. Elle a l’habitude.`,
  ),
  page(
    'oms-grigny',
    1,
    'deux-saisons',
    'Deux saisons ensemble',
    `L’OMS de Grigny a été membre de 2004 à 2006 (dates inventées). Deux tournois, une collecte de quarante-deux ballons, et des gradins prêtés pour une Biennale.

Ses pages restent ici : **partir n’efface rien**.`,
  ),
]
