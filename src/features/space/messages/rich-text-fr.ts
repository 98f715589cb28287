import { formatBytes } from '#core/text/format.ts'
import { putFrenchSpacesInAll } from '#core/text/french-spacing.ts'

/** What the script of the writing page says. Apart from the other words, because it goes to the browser with it. */
export const richTextWords = putFrenchSpacesInAll({
  toolbar: 'Mise en forme',
  tools: {
    title: 'Titre',
    subtitle: 'Sous-titre',
    strong: 'Gras',
    em: 'Italique',
    list: 'Liste',
    numbers: 'Liste 1, 2, 3',
    quote: 'Citation',
    link: 'Lien',
    picture: 'Photo',
    undo: 'Annuler',
    redo: 'Rétablir',
    more: 'Plus',
    less: 'Moins',
    plain: 'Texte simple',
  },
  /** In front of the button’s own word, for those who hear it. */
  shortcuts: { strong: 'Control+B', em: 'Control+I', link: 'Control+K', undo: 'Control+Z', redo: 'Control+Y' },
  hint: 'Écrivez, ou collez un texte d’ailleurs.',
  hintKeys: 'Alt et F10 mènent aux boutons de mise en forme.',
  offer: 'Écrire avec des boutons',
  offerWeight: (bytes: number) => `Écrire avec des boutons (${formatBytes(bytes, 'fr')} à charger)`,
  offerFailed: 'Les boutons n’ont pas pu être chargés. Le texte s’écrit très bien sans eux.',
  link: {
    title: 'Lien',
    address: 'Adresse de la page, ou adresse électronique',
    text: 'Mots à montrer',
    set: 'Mettre le lien',
    remove: 'Enlever le lien',
    close: 'Fermer',
    missing: 'Il manque l’adresse : par exemple www.exemple.org.',
    unsafe: 'Cette adresse ne mène pas à une page. Elle commence d’ordinaire par https://.',
  },
  picture: {
    title: 'Photo dans le texte',
    file: 'Choisir une photo',
    alt: 'Ce que montre la photo',
    altHint: 'Pour qui ne la voit pas.',
    caption: 'Légende, sous la photo',
    place: 'Placer la photo',
    change: 'Garder ces mots',
    remove: 'Enlever la photo',
    close: 'Fermer',
    missing: 'Choisissez d’abord une photo.',
    sending: 'La photo part…',
    placed: 'La photo est dans le texte.',
    waiting: 'Photo en chemin',
    notSent: 'La photo n’est pas partie : pas de liaison. Le texte est là ; choisissez-la de nouveau plus tard.',
    signedOut:
      'La photo n’est pas partie : votre visite est terminée. Gardez votre texte, entrez, puis choisissez-la de nouveau.',
    tooMany: (most: number) => `${most} photos au plus à la fois : les autres n’ont pas été prises.`,
  },
  paste: {
    done: 'Collé, mis au propre.',
    lost: (what: string) => `N’ont pas pu être repris : ${what}.`,
    hidden: (passage: string) => `Un passage qu’on ne voyait pas n’a pas été repris : « ${passage} ».`,
    pictures: (count: number) =>
      count === 1
        ? 'Une photo n’a pas pu être reprise : ajoutez-la avec le bouton « Photo ».'
        : `${count} photos n’ont pas pu être reprises : ajoutez-les avec le bouton « Photo ».`,
    tooBig: 'C’est trop long pour être collé en une fois. Collez-le en plusieurs morceaux ; rien n’a changé.',
  },
  shrink: {
    working: 'La photo est réduite ici, avant d’être envoyée…',
    done: (before: number, after: number) =>
      `Photo réduite : ${formatBytes(after, 'fr')} à envoyer au lieu de ${formatBytes(before, 'fr')}. Le lieu et l’heure de la prise de vue sont effacés.`,
    small: (bytes: number) => `Photo prête : ${formatBytes(bytes, 'fr')} à envoyer.`,
    tooHeavy: (bytes: number, limit: number) =>
      `Ce fichier est trop lourd : ${formatBytes(bytes, 'fr')}, pour ${formatBytes(limit, 'fr')} au plus. Choisissez une autre photo.`,
    unreadable: 'Ce fichier n’est pas une photo que cet appareil sait lire. Choisissez une photo JPEG, PNG ou WebP.',
    unread: 'Cet appareil n’a pas pu réduire la photo. Elle sera envoyée telle quelle, et réduite à l’arrivée.',
  },
  kept: {
    here: 'Gardé dans cet appareil.',
    full: 'Cet appareil n’a plus de place : appuyez sur « Garder ici » de temps en temps.',
    offer: (moment: string) => `Un texte écrit dans cet appareil le ${moment} n’avait pas été gardé.`,
    since: 'Le texte ci-dessous a changé depuis.',
    take: 'Le reprendre',
    forget: 'L’oublier',
    taken: 'Votre texte d’avant est de nouveau dans le formulaire. Appuyez sur « Garder ici » pour qu’il soit gardé.',
    back: 'Remettre l’autre texte',
  },
})
