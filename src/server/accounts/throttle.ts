import type { Sql } from '#features/feature.server.ts'

/** Failures counted against a name, a place from where somebody tries, or both. Times are `sure` milliseconds. */
export type Counter = { readonly failures: number; readonly last: number; readonly until: number }
/** `free` tries without a delay, then one second, two, four… at most `most` milliseconds. */
export type Rule = { readonly free: number; readonly most: number }

/**
 * Delays only: nobody is ever shut out by what somebody else tries. Who keeps trying a name from elsewhere slows its owner on a
 * new device by half a minute at most, and not at all on a device seen before (which has a counter of its own).
 */
export const RULES = {
  /** One name from one place, or from one device. */
  pair: { free: 5, most: 15 * 60_000 },
  /** Anything from one place: a school or a village may share one address. */
  source: { free: 30, most: 5 * 60_000 },
  /** One name from everywhere. */
  name: { free: 20, most: 30_000 },
  /** Printed codes and PINs of one person. */
  code: { free: 5, most: 15 * 60_000 },
  /** Forms that everybody may send, from one place. */
  form: { free: 5, most: 60 * 60_000 },
} as const satisfies Readonly<Record<string, Rule>>
export type RuleName = keyof typeof RULES

const HALF_LIFE = 3_600_000
export const NONE: Counter = { failures: 0, last: 0, until: 0 }

/** Failures are forgotten by half each hour. */
const decayed = ({ failures, last }: Counter, now: number): number =>
  Math.floor(failures / 2 ** Math.floor(Math.max(0, now - last) / HALF_LIFE))

/** Milliseconds still to wait. */
export const waitOf = (counter: Counter, now: number): number => Math.max(0, counter.until - now)

/** One try, counted before its outcome is known, so that many at once gain nothing. */
export function countTry(counter: Counter, now: number, { free, most }: Rule): Counter {
  const failures = Math.min(decayed(counter, now) + 1, 64)
  const delay = failures <= free ? 0 : Math.min(most, 1000 * 2 ** (failures - free - 1))
  return { failures, last: now, until: Math.max(counter.until, now + delay) }
}

/** The try was right: it doesn't count, what was counted before does. */
export const takeBack = (counter: Counter): Counter => ({
  ...counter,
  failures: Math.max(0, counter.failures - 1),
  until: 0,
})

export type Watched = { readonly rule: RuleName; readonly key: string }
export type Wait = { readonly tag: 'wait'; readonly seconds: number }

const nameOf = ({ rule, key }: Watched): string => `${rule} ${key}`

async function readCounter(sql: Sql, watched: Watched): Promise<Counter> {
  const row = await sql.selectFrom('throttles').selectAll().where('name', '=', nameOf(watched)).executeTakeFirst()
  return row ? { failures: row.failures, last: row.last, until: row.until } : NONE
}

async function writeCounter(sql: Sql, watched: Watched, counter: Counter): Promise<void> {
  await sql
    .insertInto('throttles')
    .values({ name: nameOf(watched), ...counter })
    .onConflict((one) => one.column('name').doUpdateSet(counter))
    .execute()
}

/** Counts a try against all of these, or says how long to wait (then nothing is counted). */
export async function tryOrWait(sql: Sql, watched: readonly Watched[], now: number): Promise<Wait | null> {
  const counters = await Promise.all(watched.map((one) => readCounter(sql, one)))
  const wait = Math.max(0, ...counters.map((one) => waitOf(one, now)))
  if (wait > 0) return { tag: 'wait', seconds: Math.ceil(wait / 1000) }
  for (const [index, one] of watched.entries())
    await writeCounter(sql, one, countTry(counters[index] as Counter, now, RULES[one.rule]))
  return null
}

/** After a right try: `pair` and `code` begin anew, the wider ones only take this try back. */
export async function forgive(sql: Sql, watched: readonly Watched[]): Promise<void> {
  for (const one of watched) {
    if (one.rule === 'pair' || one.rule === 'code')
      await sql.deleteFrom('throttles').where('name', '=', nameOf(one)).execute()
    else await writeCounter(sql, one, takeBack(await readCounter(sql, one)))
  }
}

/** Drops what has no effect any more. */
export async function forgetOld(sql: Sql, now: number): Promise<void> {
  await sql
    .deleteFrom('throttles')
    .where('last', '<', now - 8 * HALF_LIFE)
    .where('until', '<', now)
    .execute()
}
