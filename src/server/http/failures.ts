import type { BlobAltered, BlobMissing, CutShort, DiskFailure, TooBig, WrongBlob } from '#core/blobs.ts'
import type { RefusedKind } from '#server/blobs/picture-kinds.ts'
import type { FormFailure } from '#server/blobs/multipart.ts'
import type { PictureFailure } from '#server/blobs/pictures.ts'
import type { TusFailure } from '#server/blobs/tus.ts'
import type { UploadFailure } from '#server/blobs/upload.ts'

/** Every expected failure that may reach a person. A new one is added here, and the compiler asks for its line below. */
export type Failure =
  | TooBig
  | CutShort
  | DiskFailure
  | BlobMissing
  | BlobAltered
  | WrongBlob
  | PictureFailure
  | UploadFailure
  | TusFailure
  | FormFailure

type Line<Facts> = { status: number; fr: string | ((facts: Facts) => string) }
type Table = { [Tag in Failure['tag']]: Line<Extract<Failure, { tag: Tag }>> }

/** HTTP's status for a failure. */
export const failureStatus = (failure: Failure): number => TABLE[failure.tag].status

/** What happened, what is safe and what to do, in French. */
export const failureSentence = (failure: Failure): string => {
  const { fr } = TABLE[failure.tag] as Line<Failure>
  return typeof fr === 'string' ? fr : fr(failure)
}

const NOT_KEPT = 'Ce fichier n’a pas été gardé\u202f; prévenez la personne qui tient le portail.'
const TOO_HARD =
  'Cette image demande trop de travail à cette machine. Enregistrez-la en JPEG, en plus petit, et envoyez-la de nouveau.'

const TABLE: Table = {
  'too-big': {
    status: 413,
    fr: ({ limit }) => `Ce fichier est trop lourd\u00a0: ${weight(limit)} au plus. Il n’a pas été gardé.`,
  },
  'cut-short': { status: 400, fr: 'L’envoi de ce fichier a été coupé avant la fin. Envoyez-le de nouveau.' },
  'disk-full': { status: 507, fr: `Il n’y a plus de place sur le disque de cette machine. ${NOT_KEPT}` },
  'disk-error': {
    status: 503,
    fr: ({ code }) => `Le disque de cette machine n’a pas pu écrire (${code}). ${NOT_KEPT}`,
  },
  'blob-missing': { status: 404, fr: 'Ce fichier n’est pas ici, ou n’y est plus.' },
  'blob-altered': {
    status: 500,
    fr: 'Ce fichier a été abîmé ou modifié sur le disque\u202f: il n’est plus montré. Prévenez la personne qui tient le portail.',
  },
  'wrong-blob': { status: 422, fr: 'Le fichier arrivé n’est pas celui qui était attendu. Il n’a pas été gardé.' },
  'picture-unknown': {
    status: 415,
    fr: 'Ce fichier n’est pas une image que nous savons lire. Envoyez une photo JPEG, PNG ou WebP.',
  },
  'picture-kind': { status: 415, fr: ({ kind }) => REFUSED_KINDS[kind] },
  'picture-too-large': {
    status: 413,
    fr: ({ width, height, limit }) =>
      `Cette image est trop grande\u00a0: ${number(width)} × ${number(height)} points, pour ${number(limit / 1e6)} millions au plus. Réduisez-la et envoyez-la de nouveau.`,
  },
  'picture-damaged': {
    status: 422,
    fr: 'Cette image est abîmée ou incomplète. Envoyez-la de nouveau\u202f; si cela revient, ouvrez-la et enregistrez-la en JPEG.',
  },
  'picture-too-heavy': { status: 422, fr: TOO_HARD },
  'picture-too-slow': { status: 422, fr: TOO_HARD },
  'picture-stuck': { status: 422, fr: TOO_HARD },
  'picture-crashed': {
    status: 422,
    fr: 'Cette image n’a pas pu être lue. Enregistrez-la en JPEG et envoyez-la de nouveau.',
  },
  'upload-missing': { status: 404, fr: 'Cet envoi n’existe pas ou plus. Choisissez le fichier de nouveau.' },
  'uploads-full': {
    status: 413,
    fr: ({ held, count }) =>
      `Vous avez déjà ${number(count)} ${count > 1 ? 'fichiers' : 'fichier'} en attente (${weight(held)}). Attendez qu’ils soient arrivés, ou renoncez à l’un d’eux.`,
  },
  'upload-offset': { status: 409, fr: 'L’envoi reprend de l’endroit où il a été coupé.' },
  'upload-unfinished': {
    status: 409,
    fr: ({ offset, length }) =>
      `Ce fichier n’est pas encore arrivé en entier\u00a0: ${weight(offset)} sur ${weight(length)}.`,
  },
  'upload-taken': { status: 409, fr: 'Ce fichier sert déjà. Il n’y a rien à refaire.' },
  'upload-version': {
    status: 412,
    fr: 'Cet envoi se fait d’une façon que ce portail ne connaît pas. Rechargez la page.',
  },
  'upload-method': { status: 405, fr: 'Cette adresse ne fait pas cela. Rien n’a été changé.' },
  'upload-header': {
    status: 400,
    fr: 'Cet envoi est mal annoncé. Rechargez la page et choisissez le fichier de nouveau.',
  },
  'form-type': { status: 415, fr: 'Ce formulaire n’a pas pu être lu. Revenez en arrière et recommencez.' },
  'form-damaged': {
    status: 400,
    fr: 'Ce formulaire est arrivé abîmé. Revenez en arrière\u202f: votre texte y est encore. Envoyez-le de nouveau.',
  },
  'form-too-many': {
    status: 413,
    fr: ({ what, limit }) =>
      what === 'files'
        ? `Pas plus de ${number(limit)} fichiers à la fois. Revenez en arrière et enlevez-en.`
        : 'Ce formulaire contient trop de champs. Revenez en arrière et recommencez.',
  },
  'form-field-too-big': {
    status: 413,
    fr: ({ limit }) => `Un texte est trop long\u00a0: ${weight(limit)} au plus. Revenez en arrière pour le raccourcir.`,
  },
  'pictures-busy': { status: 503, fr: 'Beaucoup de photos arrivent en même temps. Réessayez dans une minute.' },
}

const asJpeg = (format: string) => `Cette image est au format ${format}. Enregistrez-la en JPEG et envoyez le JPEG.`

const REFUSED_KINDS: Record<RefusedKind, string> = {
  svg: 'Un dessin SVG peut cacher un programme\u202f: nous n’en prenons pas. Exportez-le en PNG et envoyez le PNG.',
  heic: 'Cette photo est au format HEIC de l’iPhone, que beaucoup d’appareils ne savent pas lire. Choisissez-la depuis l’iPhone, dans cette page\u202f: il l’enverra en JPEG. Sinon, enregistrez-la en JPEG.',
  tiff: asJpeg('TIFF'),
  bmp: asJpeg('BMP'),
  jxl: asJpeg('JPEG XL'),
  jp2: asJpeg('JPEG 2000'),
  pdf: 'C’est un document PDF, pas une image. Joignez-le comme document, ou envoyez une photo de la page.',
  video: 'C’est une vidéo, pas une image. Envoyez une photo.',
}

const number = (value: number): string => new Intl.NumberFormat('fr').format(value)

/** In the units that people know: 10³, 10⁶, 10⁹ bytes. */
const weight = (bytes: number): string => {
  const [unit, size] = bytes >= 1e9 ? ['Go', 1e9] : bytes >= 1e6 ? ['Mo', 1e6] : ['Ko', 1e3]
  return `${new Intl.NumberFormat('fr', { maximumFractionDigits: 1 }).format(bytes / (size as number))}\u00a0${unit}`
}
