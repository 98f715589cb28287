import { performance } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { compressBest, SMALL } from './encoding.ts'
import type { Clock } from '#core/ports.ts'
import { createEntry, isIntact, replaceBrotli, type PageEntry } from './page-entry.ts'
import type { Render, Rendered } from './rendered.ts'

/**
 * Complete public answers in memory. Each knows the tags it was made from and goes when one of them changes, so nothing
 * else ever has to.
 *
 * A commit may arrive while a page is being made. What was asked for before the commit may be answered with the older
 * page; it's never kept, and never given to somebody who asks after the commit.
 */
export interface PageCache {
  /** The kept answer that is still true, at once. */
  peek(key: string): PageEntry | undefined
  /** The kept answer, or a new one made once for all who ask at the same time. Null when the address isn't a public page. */
  get(key: string): Promise<PageEntry | null>
  /** To be called before a commit is acknowledged. */
  invalidate(tags: readonly string[]): void
  /** Drops and reports the entries whose bytes were altered, or, of at most `again` that are made again in turn, come out otherwise. */
  verifyEntries(again?: number): Promise<readonly AlteredEntry[]>
  stats(): PageCacheStats
  close(): void
}
export interface AlteredEntry {
  readonly key: string
  readonly tag: 'bytes-altered' | 'differs-when-made-again'
}
export interface PageCacheStats {
  readonly entries: number
  readonly bytes: number
  readonly made: number
  readonly dropped: number
}

export interface PageCacheOptions {
  render: Render
  clock: Clock
  /** Bytes, compressed copies included. */
  limit?: number
  /** Called when there is something to compress better; defaults to a quiet moment of the event loop. */
  whenIdle?: (work: () => void) => () => void
}

const LIMIT = 12 * 1024 * 1024
/** The longest delay that a timer takes, in milliseconds. */
const LONGEST_DELAY = 2 ** 31 - 1

export function createPageCache(options: PageCacheOptions): PageCache {
  const { render, clock, limit = LIMIT, whenIdle = whenQuiet } = options
  const entries = new Map<string, PageEntry>()
  const keysByTag = new Map<string, Set<string>>()
  const flights = new Map<string, Flight>()
  /** All that is being made, those too which nobody may join any more. */
  const working = new Set<Flight>()
  const toImprove = new Set<PageEntry>()
  let use = 0
  let pass = 0
  let made = 0
  let dropped = 0
  let timer: NodeJS.Timeout | undefined
  let stopWaiting: (() => void) | undefined
  let isClosed = false

  function peek(key: string): PageEntry | undefined {
    const entry = entries.get(key)
    if (entry === undefined) return undefined
    if (entry.rendered.expires !== null && entry.rendered.expires <= clock()) {
      drop(entry)
      return undefined
    }
    entry.used = ++use
    return entry
  }

  async function get(key: string): Promise<PageEntry | null> {
    const kept = peek(key)
    if (kept) return kept
    const flight = flights.get(key) ?? start(key)
    return flight.result
  }

  function start(key: string): Flight {
    const flight: Flight = { changed: new Set(), result: Promise.resolve(null) }
    flights.set(key, flight)
    working.add(flight)
    flight.result = make(key, flight).finally(() => {
      working.delete(flight)
      if (flights.get(key) === flight) flights.delete(key)
    })
    return flight
  }

  async function make(key: string, flight: Flight): Promise<PageEntry | null> {
    const rendered = await render(key)
    if (!rendered) return null
    made++
    const entry = createEntry(key, rendered)
    if (isKeepable(rendered) && !flight.changed.has('*') && !rendered.tags.some((tag) => flight.changed.has(tag)))
      keep(entry)
    return entry
  }

  function isKeepable({ isShared, tags, expires }: Rendered): boolean {
    return isShared && tags.length > 0 && (expires === null || expires > clock()) && !isClosed
  }

  function keep(entry: PageEntry): void {
    const previous = entries.get(entry.key)
    if (previous) drop(previous)
    entry.used = ++use
    entries.set(entry.key, entry)
    for (const tag of entry.rendered.tags) {
      const keys = keysByTag.get(tag)
      if (keys) keys.add(entry.key)
      else keysByTag.set(tag, new Set([entry.key]))
    }
    if (entry.rendered.body.length <= SMALL) improveLater(entry)
    makeRoom()
    if (entry.rendered.expires !== null) setTimer()
  }

  function drop(entry: PageEntry): void {
    if (entries.get(entry.key) !== entry) return
    dropped++
    entries.delete(entry.key)
    toImprove.delete(entry)
    for (const tag of entry.rendered.tags) {
      const keys = keysByTag.get(tag)
      keys?.delete(entry.key)
      if (keys?.size === 0) keysByTag.delete(tag)
    }
  }

  function invalidate(tags: readonly string[]): void {
    for (const flight of working) for (const tag of tags) flight.changed.add(tag)
    flights.clear()
    // After an alteration nothing that was made before is believed.
    if (tags.includes('*')) for (const entry of entries.values()) drop(entry)
    for (const tag of tags) {
      for (const key of keysByTag.get(tag) ?? []) {
        const entry = entries.get(key)
        if (entry) drop(entry)
      }
    }
  }

  const bytes = (): number => {
    let total = 0
    for (const entry of entries.values()) total += entry.size
    return total
  }

  /** Lets the least recently used go, a tenth more than needed so that it isn't looked for at each page. */
  function makeRoom(): void {
    let total = bytes()
    if (total <= limit) return
    for (const entry of [...entries.values()].toSorted((a, b) => a.used - b.used)) {
      if (total <= limit * 0.9) return
      total -= entry.size
      drop(entry)
    }
  }

  /** One timer, for the next entry that stops being true. */
  function setTimer(): void {
    clearTimeout(timer)
    timer = undefined
    let next = Infinity
    for (const { rendered } of entries.values()) next = Math.min(next, rendered.expires ?? Infinity)
    if (next === Infinity || isClosed) return
    const delay = Math.min(Math.max(next - clock(), 0), LONGEST_DELAY)
    timer = setTimeout(dropExpired, delay)
    timer.unref()
  }

  function dropExpired(): void {
    const now = clock()
    for (const entry of entries.values()) {
      if (entry.rendered.expires !== null && entry.rendered.expires <= now) drop(entry)
    }
    setTimer()
  }

  function improveLater(entry: PageEntry): void {
    toImprove.add(entry)
    stopWaiting ??= whenIdle(() => void improveOne())
  }

  async function improveOne(): Promise<void> {
    stopWaiting = undefined
    const entry = toImprove.values().next().value
    if (!entry) return
    toImprove.delete(entry)
    if (!entry.isBest && entry.variants.br?.coding === 'br')
      replaceBrotli(entry, await compressBest(entry.rendered.body))
    if (toImprove.size > 0 && !isClosed) stopWaiting ??= whenIdle(() => void improveOne())
  }

  async function verifyEntries(again = Infinity): Promise<readonly AlteredEntry[]> {
    const altered: AlteredEntry[] = []
    const inTurn = [...entries.values()].toSorted((a, b) => a.verified - b.verified)
    pass++
    for (const [index, entry] of inTurn.entries()) {
      if (entries.get(entry.key) !== entry) continue
      const isMadeAgain = index < again
      if (isMadeAgain) entry.verified = pass
      const problem = !isIntact(entry) ? 'bytes-altered' : isMadeAgain ? await compare(entry) : null
      if (index % 16 === 15) await nextTurn()
      if (!problem) continue
      altered.push({ key: entry.key, tag: problem })
      drop(entry)
    }
    return altered
  }

  async function compare(entry: PageEntry): Promise<AlteredEntry['tag'] | null> {
    const again = await render(entry.key).catch(() => undefined)
    // A page that can't be made just now says nothing of the kept one.
    if (again === undefined) return null
    // What a commit or the clock has dropped meanwhile differs honestly.
    const isCurrent = peek(entry.key) === entry
    const isSame = again !== null && createEntry(entry.key, again).sha256 === entry.sha256
    return isSame || !isCurrent ? null : 'differs-when-made-again'
  }

  function close(): void {
    isClosed = true
    clearTimeout(timer)
    stopWaiting?.()
    entries.clear()
    keysByTag.clear()
    flights.clear()
    toImprove.clear()
  }

  return {
    peek,
    get,
    invalidate,
    verifyEntries,
    stats: () => ({ entries: entries.size, bytes: bytes(), made, dropped }),
    close,
  }
}

interface Flight {
  /** Every tag that changed since it began. */
  readonly changed: Set<string>
  result: Promise<PageEntry | null>
}

/** Calls back once the event loop was idle for most of a quarter of a second. Returns a function that gives up. */
function whenQuiet(work: () => void): () => void {
  let before = performance.eventLoopUtilization()
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    if (utilization > 0.3) return
    clearInterval(timer)
    work()
  }, 250)
  timer.unref()
  return () => clearInterval(timer)
}
