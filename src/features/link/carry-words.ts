import { formatNumber, plural } from '#core/text/format.ts'
import { putFrenchSpacesInAll } from '#core/text/french-spacing.ts'
import type { CarryPlace } from './carry-view.ts'

const n = (count: number) => formatNumber(count, 'fr')
const many = (count: number, one: string, other: string) =>
  plural(count, 'fr', `${n(count)} ${one}`, `${n(count)} ${other}`)

/** Words of the page of carried files. */
export const carryWords = putFrenchSpacesInAll({
  title: 'Échanger par clé',
  back: 'Liaison',
  intro:
    'Sans ligne, ce qui a changé voyage dans un fichier : sur une clé USB, par courriel ou sur un téléphone. Seul le lieu pour lequel il est préparé peut l’ouvrir. Les photos y sont en aperçu ; en grand, elles viennent par la ligne.',
  noPlace: 'Aucun autre lieu n’est relié à celui-ci. Reliez-les d’abord, une fois, avec une ligne.',
  send: 'Préparer un fichier',
  which: 'Pour quel lieu ?',
  state: ({ arrived, carried, waiting }: CarryPlace) =>
    [
      waiting > 0
        ? many(waiting, 'chose est en attente', 'choses sont en attente')
        : carried > 0
          ? 'Rien de plus n’est en attente'
          : 'Tout est arrivé',
      ...(carried > 0
        ? [many(carried, 'est dans un fichier, pas encore arrivée', 'sont dans un fichier, pas encore arrivées')]
        : []),
      ...(arrived > 0 && waiting + carried > 0 ? [many(arrived, 'est arrivée', 'sont arrivées')] : []),
    ].join(', ') + '.',
  prepare: 'Préparer le fichier',
  prepareHint:
    'Le fichier vient dans vos téléchargements : copiez-le sur la clé. Tant que l’autre lieu n’a pas répondu, par un fichier ou par la ligne, rien n’est compté comme arrivé, et le fichier suivant l’emporte de nouveau.',
  receive: 'Lire un fichier reçu',
  file: 'Le fichier',
  fileHint: 'Son nom finit par .age. Le lire deux fois ne fait rien de mal.',
  read: 'Lire ce fichier',
  running: (name: string) => `« ${name} » est en train d’être lu`,
  progress: (operations: number) => many(operations, 'chose gardée ici', 'choses gardées ici'),
  runningHint:
    'Vous pouvez fermer cette page : la lecture continue. Si la machine s’arrête, elle reprendra d’elle-même.',
  look: 'Voir où ça en est',
  whole: (name: string, when: string) => `« ${name} », lu le ${when}`,
  failures: {
    running: 'Un fichier est déjà en train d’être lu. Attendez qu’il soit fini, puis recommencez.',
    noFile: 'Choisissez le fichier à lire.',
    bug: 'La lecture s’est arrêtée sur une erreur du programme. Ce qui était déjà lu est gardé ; essayez de nouveau, et prévenez qui s’occupe de ce nœud si cela recommence.',
    noPlace: 'Ce lieu n’est plus relié à celui-ci.',
  },
  sending: {
    now: (name: string, percent: number) => `Envoi de « ${name} » au nœud : ${percent} %`,
    cut: 'La ligne est coupée. L’envoi reprendra tout seul, là où il en était.',
    stay: 'Gardez cette page ouverte jusqu’à la fin de l’envoi.',
    failed: 'L’envoi n’a pas pu se faire. Rien n’est perdu ; essayez de nouveau.',
    signedOut:
      'Vous n’êtes plus connecté. Connectez-vous de nouveau, puis recommencez : l’envoi reprendra là où il en était.',
  },
})
