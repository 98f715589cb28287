export type Ballot = { readonly association: string | null; readonly option: number | null }

/** Voices of each option: one for each association, its last ballot counts. `ballots` in the order of the entity's list. */
export function countBallots(ballots: readonly Ballot[], options: number): readonly number[] {
  const counts = Array.from({ length: options }, () => 0)
  for (const option of lastBallots(ballots, options).values()) counts[option] = (counts[option] ?? 0) + 1
  return counts
}

/** What each association said last, by its id; ballots for an option that isn't there don't count. */
export function lastBallots(ballots: readonly Ballot[], options: number): ReadonlyMap<string, number> {
  const last = new Map<string, number>()
  for (const { association, option } of ballots)
    if (association !== null && option !== null && option < options) last.set(association, option)
  return last
}
