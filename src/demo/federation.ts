/**
 * The demonstration federation. Facts: the portal of Grigny, Givors and Millery (2002–2015). Every sentence was written
 * for the demonstration, and what the facts don't say is invented.
 * Texts are stored as typed: the narrow spaces of French are put at display.
 */
export type DemoFederation = {
  readonly name: string
  readonly subtitle: string
  readonly tagline: string
  /** Shown on the home page, as long as the data are these. */
  readonly notice: string
  /** Markdown, like `join` and `help`. */
  readonly intro: string
  readonly join: string
  readonly help: string
  readonly contact: {
    readonly place: string
    readonly address: string
    readonly hours: string
    readonly mail: string
    readonly phone: string
  }
  /** BCP 47. `site`: the interface exists. `hoped`: waits for its speakers. */
  readonly languages: readonly { readonly tag: string; readonly name: string; readonly state: 'site' | 'hoped' }[]
  readonly since: string
  readonly area: readonly string[]
}

export const federation: DemoFederation = {
  name: 'Trait d’union',
  subtitle: 'Portail des associations solidaires de Grigny, Givors et Millery',
  tagline: 'Des voisins qui travaillent ensemble, du Garon au Sahel',
  notice:
    'Ceci est une démonstration. L’histoire s’appuie sur des faits ; ce qu’ils ne disent pas (dates d’adhésion, comptes, personnes, nouvelles récentes) est inventé.',
  intro: `Trois communes au sud de Lyon, trois villes et villages jumeaux au Burkina Faso et au Mali, et une idée née en 2002 : **se parler d’abord, agir ensemble ensuite**.

Ici, chaque association tient sa propre page et garde sa liberté. Ce qu’elles font à plusieurs (réparer une salle d’ordinateurs, planter une haie, tenir une buvette, accueillir quelqu’un qui a besoin d’un papier) se raconte sur le même portail, au Nord comme au Sud.`,
  join: `Votre association agit pour la solidarité, près d’ici ou avec un village ami ? Vous êtes les bienvenus.

1. Lisez la Charte : huit phrases, cinq minutes.
2. Dites-nous en une page qui vous êtes et ce que vous aimeriez faire avec les autres.
3. Deux associations membres vous rencontrent, puis tout le monde décide.

Il faut partager nos buts et être proche de Grigny. Les écoles, les comités de jumelage et les institutions peuvent aussi devenir partenaires, sans adhérer.`,
  help: `Trois façons d’aider, de la plus courte à la plus longue :

- **Une heure** : tenir la buvette, relire un article, porter des cartons.
- **Un objet** : un ordinateur qui marche encore, un écran, des outils de jardin. On efface, on répare, on dit où il part.
- **Une année** : venir à la permanence le jeudi, ou suivre une mission du début jusqu’au compte rendu.`,
  contact: {
    place: 'Permanence du portail',
    address: 'Salle commune (adresse inventée), 69520 Grigny',
    hours: 'le jeudi de 14 h à 18 h',
    mail: 'bonjour@trait-dunion.example',
    phone: '04 65 71 00 00',
  },
  languages: [
    { tag: 'fr', name: 'Français', state: 'site' },
    { tag: 'en', name: 'English', state: 'site' },
    { tag: 'mos', name: 'Mooré', state: 'hoped' },
    { tag: 'bm', name: 'Bamanankan', state: 'hoped' },
    { tag: 'dyu', name: 'Julakan', state: 'hoped' },
    { tag: 'snk', name: 'Sooninkanxanne', state: 'hoped' },
  ],
  since: '2004-03-20',
  area: ['Grigny', 'Givors', 'Millery'],
}
