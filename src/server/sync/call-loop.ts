/**
 * When a node calls its peers by itself. It knows neither clock nor line: what time it is, how one waits and what a call is are passed
 * in, so that a test can let a day pass at once.
 */
export type CallLoop = {
  /** Something was written here or came from elsewhere, or a peer was added: who lacks it is called once a little has gathered. */
  noteChange(): void
  /** A person asks for it: next, whatever failed before. False for a peer without an address, or once stopped. */
  ask(peer: string, isForced: boolean): boolean
  /** Somebody else's call to it went through (the shell's): the next one by itself is as far off as after one of ours. */
  noteCalled(peer: string): void
  /** Whether it is being called or about to be, and milliseconds until it is called by itself; null where it never is. */
  stateOf(peer: string): { readonly isCalling: boolean; readonly nextIn: number | null }
  /** No more calls: resolves once the one under way is over. */
  stop(): Promise<void>
}

export type Pace = {
  /** Milliseconds that what is written gathers before it goes. */
  readonly gathering: number
  /** Milliseconds from a call to the next where nothing is written. */
  readonly every: number
  /** Milliseconds after a first failure; each further one doubles them. */
  readonly retry: number
  readonly longestRetry: number
}
export const PACE: Pace = { gathering: 20_000, every: 15 * 60_000, retry: 30_000, longestRetry: 3_600_000 }

export type CallLoopParts = {
  /** Peers that have an address. */
  readonly peers: () => readonly string[]
  /** Whether something here isn't known to have arrived there. */
  readonly isWaiting: (peer: string) => Promise<boolean>
  /** One call; gives why it failed, null when it didn't. */
  readonly call: (
    peer: string,
    how: { readonly isForced: boolean; readonly signal: AbortSignal },
  ) => Promise<string | null>
  /** Milliseconds that only go up. */
  readonly now: () => number
  /** Runs something once, after so many milliseconds; gives what keeps it from running. */
  readonly wait: (milliseconds: number, run: () => void) => () => void
  /** From 0 to 1, so that nodes which were cut at once don't all come back at once. */
  readonly random: () => number
  /** As it is now: a budget that is spent makes it slower. */
  readonly pace?: () => Pace
}

type Entry = {
  /** When it is called although nothing was written. */
  dueAt: number
  /** When what was written has gathered. */
  gatheredAt: number | null
  failures: number
  asked: { readonly isForced: boolean } | null
}

export function createCallLoop(parts: CallLoopParts): CallLoop {
  const { peers, isWaiting, call, now, wait, random, pace = () => PACE } = parts
  const entries = new Map<string, Entry>()
  const aborting = new AbortController()
  let cancelWait: (() => void) | null = null
  let running: Promise<void> | null = null
  let calling: string | null = null

  const entryOf = (peer: string): Entry => {
    const known = entries.get(peer)
    if (known) return known
    const made: Entry = { dueAt: now() + pace().gathering, gatheredAt: null, failures: 0, asked: null }
    entries.set(peer, made)
    return made
  }
  /** After a failure what was written waits for the next try: it wouldn't get through either. */
  const nextOf = ({ asked, gatheredAt, failures, dueAt }: Entry): number =>
    asked ? -Infinity : gatheredAt !== null && failures === 0 ? Math.min(gatheredAt, dueAt) : dueAt

  const delayOf = (failures: number): number => {
    const { every, retry, longestRetry } = pace()
    if (failures === 0) return every * (0.9 + 0.2 * random())
    return Math.min(longestRetry, retry * 2 ** Math.min(failures - 1, 20)) * (0.75 + 0.5 * random())
  }

  /** Looks who is due; there is nothing to look at while one is called. */
  function wake(): void {
    cancelWait?.()
    cancelWait = null
    if (aborting.signal.aborted || running) return
    const all = peers()
    for (const known of entries.keys()) if (!all.includes(known)) entries.delete(known)
    const [next] = all
      .map((peer) => ({ peer, entry: entryOf(peer) }))
      .toSorted((a, b) => nextOf(a.entry) - nextOf(b.entry))
    if (!next) return
    const left = nextOf(next.entry) - now()
    if (left > 0) {
      cancelWait = wait(left, wake)
      return
    }
    running = turn(next.peer, next.entry).finally(() => {
      running = null
      calling = null
      wake()
    })
  }

  async function turn(peer: string, entry: Entry): Promise<void> {
    const isDue = entry.asked !== null || entry.dueAt <= now()
    const isForced = entry.asked?.isForced ?? false
    entry.gatheredAt = null
    if (!isDue && !(await isWaiting(peer).catch(() => true))) return
    entry.asked = null
    calling = peer
    const failure = await call(peer, { isForced, signal: aborting.signal }).catch(() => 'bug')
    entry.failures = failure === null ? 0 : entry.failures + 1
    entry.dueAt = now() + delayOf(entry.failures)
  }

  wake()
  return {
    noteChange() {
      for (const peer of peers()) entryOf(peer).gatheredAt ??= now() + pace().gathering
      wake()
    },
    ask(peer, isForced) {
      if (aborting.signal.aborted || !peers().includes(peer)) return false
      const entry = entryOf(peer)
      entry.asked = { isForced: isForced || (entry.asked?.isForced ?? false) }
      wake()
      return true
    },
    noteCalled(peer) {
      const entry = entries.get(peer)
      if (!entry) return
      entry.failures = 0
      entry.dueAt = now() + delayOf(0)
      wake()
    },
    stateOf(peer) {
      const entry = entries.get(peer)
      const isCalling = calling === peer || (entry?.asked ?? null) !== null
      return { isCalling, nextIn: entry && !isCalling ? Math.max(0, nextOf(entry) - now()) : null }
    },
    async stop() {
      aborting.abort()
      cancelWait?.()
      cancelWait = null
      await running
    },
  }
}
