import type { OutputOf } from '#features/feature.server.ts'
import type { portal } from '#features/portal/index.server.ts'
import { watchFr as words } from '#features/space/messages/watch-fr.ts'
import type { TodayView, WatchView } from '#features/space/views.ts'

type Shown<Q> = Exclude<OutputOf<Q>, { readonly tag: string }>
export type Passages = Shown<typeof portal.queries.passages>
export type InPlace = Shown<typeof portal.queries.passageInPlace>
export type Alarms = Shown<typeof portal.queries.alarms>
export type Checks = Shown<typeof portal.queries.checks>

/** What the first page says of it; one passage leads to itself, several to their list. */
export function checksOf({ aside, inText, alarms }: Checks): TodayView['checks'] {
  const hrefOf = (ids: readonly string[]) => (ids.length === 1 ? `/alarmes/${ids[0]}` : '/alarmes')
  return [
    ...(alarms > 0 ? [{ text: words.notices.alarms(alarms), href: '/alarmes', link: words.notices.lookAlarms }] : []),
    ...(inText.length > 0
      ? [{ text: words.notices.inText(inText.length), href: hrefOf(inText), link: words.notices.look }]
      : []),
    ...(aside.length > 0
      ? [{ text: words.notices.aside(aside.length), href: hrefOf(aside), link: words.notices.look }]
      : []),
  ]
}

/** What to do about an alarm, by what the watch found. */
export function toDoOf(kind: string): WatchView['alarms'][number]['toDo'] {
  if (kind.startsWith('blob')) return 'blob'
  if (kind === 'database-damaged') return 'database'
  return /^(?:anchor|log|segment|space|operation)/.test(kind) ? 'log' : 'mended'
}
