import { formatNumber, plural } from '#core/text/format.ts'
import { putFrenchSpacesInAll } from '#core/text/french-spacing.ts'

const n = (count: number) => formatNumber(count, 'fr')
const many = (count: number, one: string, other: string) =>
  plural(count, 'fr', `${n(count)} ${one}`, `${n(count)} ${other}`)

/** Words of the page that brings an old site in. */
export const importFr = putFrenchSpacesInAll({
  title: 'Reprendre un ancien site',
  intro: (name: string | null) =>
    `Les textes et les photos d’un ancien site WordPress viennent chez ${name ?? 'la fédération'}. On peut recommencer sans risque : rien ne vient deux fois, et ce qui a été modifié ici reste tel quel.`,
  problems: 'Tout n’est pas arrivé',
  file: 'Le fichier de l’ancien site',
  fileHint:
    'Dans WordPress : « Outils », puis « Exporter », puis « Tout le contenu ». Cela donne un fichier .xml, de 2 Go au plus.',
  fileHere: (name: string, size: string) => `Déjà arrivé : ${name} (${size}). Laissez vide pour le garder.`,
  pictures: 'Ses photos (facultatif)',
  picturesHint:
    'Ce sont les fichiers du dossier « wp-content/uploads ». Choisissez-en jusqu’à 40 à la fois ; vous pourrez en ajouter ensuite.',
  picturesHere: (count: number) => many(count, 'photo est déjà arrivée.', 'photos sont déjà arrivées.'),
  publish: 'Mettre en ligne tout de suite ce que l’ancien site montrait',
  publishHint: 'Sinon, tout attend dans « Publier », et rien n’est montré au public.',
  secondReader:
    'Cette association demande une seconde lecture : tout attendra dans « Publier », et rien n’est montré au public.',
  start: 'Commencer la reprise',
  startAgain: 'Reprendre encore',
  runningTitle: 'La reprise est en cours',
  startedBy: (who: string | null, when: string) => `Commencée par ${who ?? 'quelqu’un'}, le ${when}.`,
  reading: 'On lit le fichier pour la première fois…',
  progress: (done: number, all: number, pictures: number) =>
    `${n(done)} sur ${many(all, 'texte', 'textes')}${pictures > 0 ? `, ${many(pictures, 'photo', 'photos')}` : ''}`,
  runningHint:
    'Vous pouvez fermer cette page : le travail continue sur le portail. Si la machine s’arrête, il reprendra de lui-même.',
  look: 'Voir où ça en est',
  stop: 'Arrêter',
  failureTitle: 'La reprise n’est pas finie',
  reportTitle: 'Ce qui a été repris',
  site: (site: string) => `De l’ancien site « ${site} » :`,
  articles: (count: number) => many(count, 'nouvelle', 'nouvelles'),
  pages: (count: number) => many(count, 'page', 'pages'),
  photos: (count: number) => many(count, 'photo', 'photos'),
  nothingNew: 'Rien de nouveau.',
  hidden: 'Rien n’est encore montré au public.',
  online: (count: number) => plural(count, 'fr', '1 texte est en ligne.', `${n(count)} textes sont en ligne.`),
  open: 'Voir les textes dans « Publier »',
  same: (count: number) => many(count, 'texte était déjà là.', 'textes étaient déjà là.'),
  updated: (count: number) => many(count, 'texte a été mis à jour.', 'textes ont été mis à jour.'),
  edited: (count: number) =>
    many(
      count,
      'texte a été modifié ici : il reste tel quel.',
      'textes ont été modifiés ici : ils restent tels quels.',
    ),
  missing: (count: number) =>
    many(
      count,
      'photo manque. Choisissez-la ci-dessous, et reprenez encore : elle ira à sa place.',
      'photos manquent. Choisissez-les ci-dessous, et reprenez encore : elles iront à leur place.',
    ),
  skippedTitle: 'Laissé de côté',
  accounts: (count: number) => many(count, 'compte de l’ancien site', 'comptes de l’ancien site'),
  comments: (count: number) => many(count, 'commentaire', 'commentaires'),
  skipped: (count: number, sentence: string) => `${n(count)} : ${sentence}`,
  untitled: 'sans titre',
  more: (count: number) => `Et ${many(count, 'autre', 'autres')}.`,
  asideTitle: 'Passages mis de côté',
  asideHint:
    'Quelqu’un d’autre semble les avoir glissés dans vos textes. Ils n’y sont plus ; regardez-les, et dites oui ou non.',
  asideAll: 'Tout ce qui est à vérifier',
  see: 'Voir dans le texte',
  again: 'Reprendre encore, ou ajouter des photos',
  tidy: 'J’ai fini : ranger',
  tidyHint:
    'Cela efface d’ici le fichier et les photos envoyés, et ce compte rendu. Les textes repris restent. Sans vous, cela se fait après une semaine.',
  failures: {
    running:
      'Une autre reprise est en cours sur ce portail. Vos fichiers sont gardés ici ; appuyez sur « Commencer la reprise » quand elle sera finie.',
    noExport: 'Choisissez d’abord le fichier de l’ancien site.',
    notAllowed: 'Votre rôle ne permet plus cette reprise. Ce qui est déjà repris est gardé.',
    stopped:
      'Elle a été arrêtée. Ce qui est déjà repris est gardé. Appuyez sur « Commencer la reprise » : elle continuera.',
    diskFull:
      'Il n’y a plus de place sur le disque de cette machine. Ce qui est déjà repris est gardé. Prévenez la personne qui tient le portail ; puis appuyez sur « Commencer la reprise » : elle continuera.',
    diskError:
      'Le disque de cette machine n’a pas pu écrire. Ce qui est déjà repris est gardé. Prévenez la personne qui tient le portail ; puis appuyez sur « Commencer la reprise » : elle continuera.',
    secondReader: 'Cette association demande une seconde lecture avant de publier. Reprenez sans mettre en ligne.',
    gone: 'Le fichier n’est plus là. Choisissez-le de nouveau.',
    bug: 'Une erreur chez nous l’a arrêtée. Ce qui est déjà repris est gardé. Prévenez la personne qui tient le portail ; vous pouvez aussi réessayer.',
    tooMany: (limit: number) => `Pas plus de ${n(limit)} photos pour une reprise.`,
    notPicture: (name: string) => `« ${name} » n’est pas une photo que nous savons lire.`,
    ofFile: (name: string, sentence: string) => `${name} : ${sentence}`,
  },
  sending: {
    folder: 'Choisir tout un dossier de photos',
    hint: 'Ce sont les fichiers du dossier « wp-content/uploads ». Choisissez-en autant que vous voulez, ou le dossier entier.',
    chosen: (count: number) => many(count, 'photo choisie', 'photos choisies'),
    now: (name: string, percent: number) => `Envoi de ${name} : ${percent} %`,
    nowOf: (name: string, percent: number, at: number, all: number) =>
      `Envoi de ${name} : ${percent} % (fichier ${n(at)} sur ${n(all)})`,
    stay: 'Gardez cette page ouverte pendant l’envoi. Si elle se ferme ou si la ligne se coupe, choisissez les mêmes fichiers : l’envoi reprendra où il en était.',
    cut: 'La ligne est coupée. L’envoi reprendra de lui-même.',
    signedOut:
      'Votre visite est terminée. Entrez de nouveau dans un autre onglet, puis recommencez : l’envoi reprendra où il en était.',
    failed: 'L’envoi n’a pas marché. Réessayez : il reprendra où il en était.',
  },
})
