import { instantToDay } from '#core/text/format.ts'
import type { OutputOf } from '#features/feature.server.ts'
import type { portal } from '#features/portal/index.server.ts'
import { targetToKind } from '#features/space/text-form.ts'
import type { OwnText } from '#features/space/views.ts'
import { momentToText } from './editor-view.server.ts'

export type Drafts = Exclude<OutputOf<typeof portal.queries.drafts>, { readonly tag: string }>
type Row = Drafts['drafts'][number]

const ZONE = 'Europe/Paris'

/** A draft as a line of a list, with its state in words. */
export function toOwnText(row: Row, zones: ReadonlyMap<string | null, string> = new Map()): OwnText {
  const zone = zones.get(row.association) ?? ZONE
  return {
    href: row.has_form ? `/publier/${row.id}` : `/modifier?copie=${row.id}`,
    title: row.title,
    kind: targetToKind[row.target],
    isPublished: row.is_online,
    changedOn: instantToDay(row.changed, zone),
    ...stateOf(row, zone),
  }
}

function stateOf(row: Row, zone: string): Pick<OwnText, 'state' | 'stateText'> {
  if (row.has_losers) return { state: 'waiting', stateText: 'Écrit par deux personnes à la fois : à choisir' }
  if (row.held !== 'no') return { state: 'waiting', stateText: 'N’a pas paru à l’heure prévue : à regarder' }
  if (row.scheduled !== null) return { state: 'waiting', stateText: `Prévu le ${momentToText(row.scheduled, zone)}` }
  if (row.review === 'asked') return { state: 'waiting', stateText: 'À relire' }
  if (row.review === 'returned') return { state: 'kept', stateText: 'Relu, rendu avec un mot' }
  if (row.review === 'agreed') return { state: 'kept', stateText: 'Relu, bon à publier' }
  if (row.is_online) return { state: 'arrived', stateText: 'En ligne' }
  return { state: 'kept', stateText: row.public_copy === null ? 'Pas encore publié' : 'Retiré du site' }
}
