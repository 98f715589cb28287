import { instantToFields, zonedToInstant } from '#core/text/zoned-time.ts'
import { putFrenchSpaces } from '#core/text/french-spacing.ts'
import type { FieldError, TextFields } from './views.ts'

/** Between what a writing form holds, as typed, and what a draft is. */

export type TextKind = 'article' | 'date' | 'page'
export const kindToTarget = { article: 'article', date: 'gathering', page: 'page' } as const
export const targetToKind = { article: 'article', gathering: 'date', page: 'page' } as const

/** What of a draft a form shows. Instants in seconds UTC. */
export type DraftText = {
  readonly title: string
  readonly body: string
  readonly place: string
  readonly date: number | null
  readonly ends: number | null
  readonly isWholeDay: boolean
  readonly byline: string
  readonly tags: readonly string[]
  readonly pictureText: string
  readonly language: string
  readonly slug: string
  readonly order: number | null
  readonly scheduled: number | null
  readonly association: string | null
}

export const emptyFields: TextFields = {
  titre: '',
  texte: '',
  lieu: '',
  jour: '',
  debut: '',
  jour_fin: '',
  fin: '',
  photo_texte: '',
  signature: '',
  mots: '',
  langue: '',
  adresse: '',
  rang: '',
  paraitre_le: '',
  paraitre_a: '',
  association: '',
}

export function draftToFields(text: DraftText, kind: TextKind, timeZone: string): TextFields {
  const at = (seconds: number | null) =>
    seconds === null ? { day: '', time: '' } : instantToFields(seconds * 1000, timeZone)
  const [date, ends, planned] = [at(text.date), at(text.ends), at(text.scheduled)]
  const isTimed = kind === 'date' && !text.isWholeDay
  return {
    titre: text.title,
    texte: text.body,
    lieu: text.place,
    jour: date.day,
    debut: isTimed ? date.time : '',
    jour_fin: kind === 'date' && ends.day !== date.day ? ends.day : '',
    fin: isTimed ? ends.time : '',
    photo_texte: text.pictureText,
    signature: text.byline,
    mots: text.tags.join(', '),
    langue: text.language,
    adresse: text.slug,
    rang: text.order === null ? '' : String(text.order),
    paraitre_le: planned.day,
    paraitre_a: planned.time,
    association: text.association ?? 'federation',
  }
}

/** A form's fields as they came; what isn't text counts as empty. Nothing is cut: what is too long is said. */
export function readFields(get: (name: string) => unknown): TextFields {
  const entries = Object.keys(emptyFields).map((name) => {
    const value = get(name)
    // Forms travel with CR LF; texts are kept with LF.
    return [name, typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '']
  })
  return Object.fromEntries(entries) as TextFields
}

export type FieldsRead = {
  /** For `portal.keep`; what the form doesn't hold is left out. */
  readonly text: Readonly<Record<string, unknown>>
  /** Seconds UTC; null: not planned. */
  readonly at: number | null
  readonly errors: readonly FieldError[]
}

/** `before`: the text that the form was opened on, so that a date shown without its hour keeps it. */
export function fieldsToText(
  fields: TextFields,
  kind: TextKind,
  timeZone: string,
  before: Pick<DraftText, 'date'> | null,
): FieldsRead {
  const errors: FieldError[] = []
  const wrong = (field: string, message: string) => void errors.push({ field, message: putFrenchSpaces(message) })
  const instant = (day: string, time: string, field: string): number | null => {
    if (day === '') return null
    const found = zonedToInstant(day, time || '00:00', timeZone)
    if (found === null) wrong(field, 'Cette date n’existe pas. Écrivez-la comme 2026-12-07, et l’heure comme 14:30.')
    return found === null ? null : found / 1000
  }
  for (const [field, limit, name] of LIMITS)
    if (fields[field].length > limit) wrong(field, tooLong(name, limit, fields[field].length))
  const tags = [...new Set(fields.mots.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '')
  if (tags.length > 20) wrong('mots', 'Vingt thèmes au plus. Enlevez-en.')
  if (tags.some((tag) => tag.length > 60)) wrong('mots', 'Un thème tient en 60 lettres. Mettez une virgule entre deux.')
  const common = {
    title: fields.titre,
    body: fields.texte,
    pictureText: fields.photo_texte,
    language: fields.langue.trim(),
  }
  if (!/^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$/.test(common.language))
    wrong('langue', 'Cette langue n’est pas dans la liste. Choisissez-en une autre.')
  const at = kind === 'date' ? null : instant(fields.paraitre_le, fields.paraitre_a || '08:00', 'paraitre_le')
  if (kind === 'page') {
    const slug = fields.adresse.trim()
    if (!/^[a-z0-9-]*$/.test(slug))
      wrong('adresse', 'L’adresse tient en lettres sans accent, chiffres et tirets : nos-jardins.')
    const rank = fields.rang.trim()
    if (!/^\d{0,4}$/.test(rank) || Number(rank) > 1000) wrong('rang', 'Un nombre de 0 à 1000, ou rien.')
    return { text: { ...common, slug, order: rank === '' ? null : Number(rank) }, at, errors }
  }
  if (kind === 'article') {
    const shown = before?.date ?? null
    const isSameDay = shown !== null && instantToFields(shown * 1000, timeZone).day === fields.jour.trim()
    const date = isSameDay ? shown : instant(fields.jour.trim(), '12:00', 'jour')
    return { text: { ...common, place: fields.lieu, byline: fields.signature, tags, date }, at, errors }
  }
  const isWholeDay = fields.debut === ''
  const date = instant(fields.jour.trim(), fields.debut, 'jour')
  const lastDay = fields.jour_fin.trim() || (fields.fin === '' ? '' : fields.jour.trim())
  const ends = instant(lastDay, isWholeDay ? '' : fields.fin || '23:59', fields.jour_fin === '' ? 'fin' : 'jour_fin')
  if (date !== null && ends !== null && ends < date) wrong('fin', 'La fin vient avant le début.')
  if (isWholeDay && fields.fin !== '') wrong('debut', 'Il manque l’heure du début.')
  return { text: { ...common, place: fields.lieu, date, ends, isWholeDay }, at, errors }
}

const LIMITS = [
  ['titre', 200, 'Le titre'],
  ['texte', 200_000, 'Le texte'],
  ['lieu', 200, 'Le lieu'],
  ['photo_texte', 300, 'Ce que montre la photo'],
  ['signature', 120, 'La signature'],
  ['adresse', 80, 'L’adresse'],
  ['langue', 35, 'La langue'],
] as const

const tooLong = (name: string, limit: number, size: number): string =>
  `${name} est trop long : ${size.toLocaleString('fr')} lettres, pour ${limit.toLocaleString('fr')} au plus. Raccourcissez-le ; rien n’est perdu.`

/** The form's field for a draft's. */
export const fieldOf: Readonly<Record<string, keyof TextFields | 'photo'>> = {
  title: 'titre',
  body: 'texte',
  place: 'lieu',
  date: 'jour',
  ends: 'fin',
  isWholeDay: 'debut',
  byline: 'signature',
  tags: 'mots',
  picture: 'photo',
  pictureText: 'photo_texte',
  language: 'langue',
  slug: 'adresse',
  order: 'rang',
}

/** What keeps a text from being published, beside its field. */
export const missingToErrors = (missing: readonly string[]): readonly FieldError[] =>
  missing.map((name) => ({
    field: fieldOf[name] ?? 'titre',
    message: putFrenchSpaces(MISSING[name] ?? 'Il manque quelque chose.'),
  }))

const MISSING: Readonly<Record<string, string>> = {
  title: 'Il manque un titre.',
  body: 'Il manque un texte.',
  date: 'Il manque le jour.',
  pictureText: 'Dites ce que montre la photo, pour qui ne la voit pas.',
}
