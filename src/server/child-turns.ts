/** Somebody who starts a child process when there is work for one. */
export interface ChildOwner {
  /** Ends the child that waits for more work, if there is one. */
  dismiss(): void
}

export interface ChildTurns {
  /** Runs the work when all that was asked before is done. Whoever had the turn before lets go of its child first. */
  take<T>(owner: ChildOwner, work: () => Promise<T>): Promise<T>
}

/** So that a poster and a photograph together take the memory of the larger one: each child is some eighty megabytes. */
export function createChildTurns(): ChildTurns {
  let holder: ChildOwner | null = null
  let last: Promise<unknown> = Promise.resolve()
  return {
    take(owner, work) {
      const turn = last.then(() => {
        if (holder !== owner) holder?.dismiss()
        holder = owner
        return work()
      })
      last = turn.catch(() => {})
      return turn
    },
  }
}
