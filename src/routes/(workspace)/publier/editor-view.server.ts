import { formatDay, formatTime } from '#core/text/format.ts'
import { instantToFields } from '#core/text/zoned-time.ts'
import { draftToFields, emptyFields } from '#features/space/text-form.ts'
import type { TextKind } from '#features/space/text-form.ts'
import type { EditorView, Link, TextFields } from '#features/space/views.ts'
import { FORM_LIMITS } from '#server/blobs/multipart.ts'
import { FEDERATION, newSubmission, othersOf } from './writing.server.ts'
import type { DraftToEdit, Refused, WritingPlaces } from './writing.server.ts'

/** What a writing page shows: the text as it is kept, or what was just typed where it was refused. */

type Asked = {
  readonly url: URL
  readonly formToken: string
  readonly places: WritingPlaces['places']
  readonly refused: Refused | null
}

const PLACE_CHOICE = (place: WritingPlaces['places'][number]) => ({ value: place.id ?? FEDERATION, text: place.name })

/** A new text, before it is kept for the first time. */
export function newView(kind: TextKind, { url, formToken, places, refused }: Asked): EditorView {
  const asked = url.searchParams.get('association') ?? ''
  const place = places.find((one) => (one.id ?? FEDERATION) === asked || one.slug === asked) ?? places[0]
  const association = place ? (place.id ?? FEDERATION) : ''
  return {
    ...common(kind, formToken, refused),
    isNew: true,
    action: refused?.kept ? `/publier/${refused.kept.id}` : `/publier/nouveau?type=${kind}`,
    version: refused?.kept ? String(refused.kept.version) : '',
    lang: refused?.fields?.langue || 'fr',
    values: refused?.fields ?? { ...emptyFields, association },
    picture: null,
    places: places.map(PLACE_CHOICE),
    may: {
      keep: true,
      publish: places.some((one) => one.mayPublish && !one.wantsSecondReader),
      askReader: places.some((one) => one.wantsSecondReader || !one.mayPublish),
      review: false,
    },
    saved: refused?.problem ? { kind: 'problem', text: refused.problem, links: [] } : null,
    note: null,
    others: [],
    links: [],
    isOnline: false,
    isDiscarded: false,
    mayDiscard: false,
    signIn: signInOf(refused, url),
  }
}

export function draftView(draft: DraftToEdit, kind: TextKind, { url, formToken, refused }: Asked): EditorView {
  const { text, may } = draft
  const values = refused?.fields ?? withAsked(draftToFields(text, kind, draft.timeZone), url)
  const last = draft.picture?.sources[0]
  const short = draft.online?.id.slice(0, 8)
  const mustBeRead = !may.publish
  return {
    ...common(kind, formToken, refused),
    isNew: text.publicCopy === null,
    action: `/publier/${draft.id}`,
    version: refused && !refused.kept ? refused.version : String(refused?.kept?.version ?? draft.version),
    lang: values.langue || 'fr',
    values,
    picture:
      draft.picture && last
        ? {
            src: last.src,
            width: last.width,
            height: Math.round((last.width * draft.picture.height) / draft.picture.width),
            bytes: last.bytes,
          }
        : null,
    places: [],
    may: {
      keep: may.write,
      publish: may.publish,
      askReader: may.write && mustBeRead && text.review !== 'asked',
      review: may.review && text.review === 'asked',
    },
    saved: refused?.problem ? { kind: 'problem', text: refused.problem, links: [] } : savedOf(draft, url, short),
    note: text.reviewNote && (text.review === 'returned' || text.review === 'agreed') ? text.reviewNote : null,
    others: othersOf(draft).map(({ name, field, value, author }) => ({
      field,
      label: LABELS[field] ?? field,
      author: (author === null ? undefined : draft.names[author]) ?? 'une autre personne',
      mine: toShown(text[name as keyof typeof text], draft.timeZone),
      theirs: toShown(value, draft.timeZone),
    })),
    links: linksOf(draft, short),
    isOnline: draft.online !== null,
    isDiscarded: draft.isDiscarded,
    mayDiscard: may.discard,
    signIn: null,
  }
}

/** The page for a visitor whose session ended: only what they typed. */
export const endedView = (kind: TextKind, id: string, { url, formToken, refused }: Asked): EditorView => ({
  ...newView(kind, { url, formToken, places: [], refused }),
  isNew: false,
  action: `/publier/${id}`,
  version: refused?.version ?? '',
  may: { keep: false, publish: false, askReader: false, review: false },
})

const common = (kind: TextKind, formToken: string, refused: Refused | null) => ({
  kind,
  formToken,
  submission: newSubmission(),
  pictureId: refused?.pictureId ?? '',
  pictureLimit: FORM_LIMITS.file,
  errors: refused?.errors ?? [],
})

const signInOf = (refused: Refused | null, url: URL): EditorView['signIn'] =>
  refused?.signIn ? { ...refused.signIn, next: `/connexion?suite=${encodeURIComponent(url.pathname)}` } : null

/** A publication time that was typed and not set yet comes back in the address. */
const withAsked = (fields: TextFields, { searchParams }: URL): TextFields =>
  searchParams.get('fait') === 'garde-date'
    ? {
        ...fields,
        paraitre_le: (searchParams.get('le') ?? '').slice(0, 10),
        paraitre_a: (searchParams.get('a') ?? '').slice(0, 5),
      }
    : fields

function linksOf(draft: DraftToEdit, short: string | undefined): Link[] {
  const own = `/publier/${draft.id}`
  return [
    ...(draft.online ? [{ href: draft.online.path, text: 'Voir sur le site' }] : []),
    ...(short && draft.text.target !== 'page' ? [{ href: `/affiche/${short}.pdf`, text: 'Affiche à imprimer' }] : []),
    { href: `${own}/apercu`, text: 'Voir la page' },
    { href: `${own}/historique`, text: 'Qui a écrit quoi' },
  ]
}

function savedOf(draft: DraftToEdit, url: URL, short: string | undefined): EditorView['saved'] {
  const done = url.searchParams.get('fait') ?? ''
  const { online, text } = draft
  if (done === 'publie' && online)
    return {
      kind: 'arrived',
      text: 'C’est en ligne.',
      links: linksOf(draft, short).slice(0, text.target === 'page' ? 1 : 2),
    }
  if (text.scheduled !== null && done !== 'garde-date') {
    const when = momentToText(text.scheduled, draft.timeZone)
    if (text.held !== 'no')
      return { kind: 'waiting', text: `Prévu le ${when}, ce texte n’a pas paru : ${HELD[text.held]}`, links: [] }
    return {
      kind: 'waiting',
      text: `${done === 'garde' ? 'Gardé ici. ' : ''}Prévu : ce texte sera publié le ${when}.`,
      links: [],
    }
  }
  const sentence = SAVED[done]
  if (sentence) return { kind: sentence[0], text: sentence[1], links: [] }
  if (text.review === 'asked')
    return {
      kind: 'waiting',
      text: 'Ce texte attend une seconde lecture. Si vous y changez quelque chose, redemandez-la.',
      links: [],
    }
  if (text.review === 'agreed') return { kind: 'kept', text: 'Relu : bon à publier.', links: [] }
  if (text.review === 'returned') return { kind: 'kept', text: 'Relu, et rendu avec un mot.', links: [] }
  return null
}

/** Why a planned text waits, and what to do (R22). */
const HELD: Readonly<Record<Exclude<DraftToEdit['text']['held'], 'no'>, string>> = {
  right:
    'la personne qui l’avait prévu ne peut plus publier ici. Rien n’est perdu. Qui peut publier le relit, puis appuie sur « Publier ».',
  reading: 'il attend d’abord une seconde lecture. Demandez-la, puis publiez.',
  unfinished: 'il y manque quelque chose. Appuyez sur « Publier » pour voir quoi.',
}

type Saved = NonNullable<EditorView['saved']>
const SAVED: Readonly<Record<string, readonly [Saved['kind'], string]>> = {
  __proto__: null as never,
  garde: ['kept', 'Gardé ici. Le public ne voit rien de plus qu’avant.'],
  'garde-date': ['kept', 'Gardé ici. Le jour choisi n’est pas encore posé : appuyez sur « Publier » pour le poser.'],
  deux: ['problem', 'Gardé, à côté de ce qu’une autre personne écrivait au même moment. Regardez les deux ci-dessous.'],
  demande: ['waiting', 'Demandé. Une autre personne de votre association verra ce texte dans « Aujourd’hui ».'],
  relu: ['kept', 'Merci. Ce texte est bon à publier.'],
  rendu: ['kept', 'Rendu avec votre mot.'],
  retire: ['kept', 'Retiré du site. Le texte reste ici.'],
  remis: ['kept', 'Remis. Le texte est de nouveau avec les autres.'],
  restaure: ['kept', 'Le texte d’avant est revenu dans ce formulaire. Le site ne change qu’en publiant.'],
}

export const momentToText = (seconds: number, timeZone: string): string =>
  `${formatDay(instantToFields(seconds * 1000, timeZone).day, 'fr', 'full')} à ${formatTime(seconds * 1000, 'fr', timeZone)}`

function toShown(value: unknown, timeZone: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return value > 100_000 ? momentToText(value, timeZone) : String(value)
  if (typeof value === 'boolean') return value ? 'oui' : 'non'
  return Array.isArray(value) ? value.join(', ') : ''
}

const LABELS: Readonly<Record<string, string>> = {
  titre: 'Titre',
  texte: 'Texte',
  lieu: 'Lieu',
  jour: 'Jour',
  debut: 'Toute la journée',
  fin: 'Fin',
  photo: 'Photo',
  photo_texte: 'Ce que montre la photo',
  signature: 'Signature',
  langue: 'Langue',
  adresse: 'Adresse de la page',
  rang: 'Place dans le menu',
}
