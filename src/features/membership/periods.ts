/** Dated membership. A period runs from the day it began to the day before `left` (empty while it lasts). */
export type Dates = { readonly joined: string; readonly left: string }

/** Days may be known to the month or the year only: the first and the last day that they may mean. */
export const firstDay = (day: string): string => day + '-01-01'.slice(day.length === 4 ? 0 : day.length === 7 ? 3 : 6)
export const lastDay = (day: string): string => day + '-12-31'.slice(day.length === 4 ? 0 : day.length === 7 ? 3 : 6)

export type PeriodFault =
  | { readonly tag: 'already-member'; readonly since: string }
  /** It would begin before another one ended. */
  | { readonly tag: 'overlaps'; readonly day: string }
  | { readonly tag: 'not-a-member' }
  | { readonly tag: 'left-before-joining'; readonly day: string }
  | { readonly tag: 'future-day'; readonly day: string }

/** Why a period can't begin on this day beside those; null when it can. Days are whole ones. */
export function openingFault(periods: readonly Dates[], joined: string, today: string): PeriodFault | null {
  if (joined > today) return { tag: 'future-day', day: joined }
  const open = periods.find(({ left }) => left === '')
  if (open) return { tag: 'already-member', since: open.joined }
  const last = periods
    .map(({ left }) => left)
    .toSorted((a, b) => (lastDay(a) < lastDay(b) ? -1 : 1))
    .at(-1)
  // A day that is known whole may end one period and begin the next.
  return last !== undefined && joined < (last.length === 10 ? last : lastDay(last))
    ? { tag: 'overlaps', day: last }
    : null
}

/** Why the period that runs can't end on this day; null when it can. */
export function leavingFault(periods: readonly Dates[], left: string, today: string): PeriodFault | null {
  const open = periods.find((one) => one.left === '')
  if (!open) return { tag: 'not-a-member' }
  if (left > today) return { tag: 'future-day', day: left }
  return left < firstDay(open.joined) ? { tag: 'left-before-joining', day: open.joined } : null
}
