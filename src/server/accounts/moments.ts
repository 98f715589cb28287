import type { Sql } from '#features/feature.server.ts'

/** What the machine says of time by itself: a counter that no clock setting moves. */
export type Machine = {
  /** Names the run in which `uptime` counts: another one after a restart of the machine. */
  readonly boot: string
  /** Milliseconds since then, sleep included where the system counts it. */
  uptime(): number
}

/** An instant on this node's own time, which a wrong clock can't move. Milliseconds. */
export type Moment = {
  /** Time that surely passed: the machine ran. For what must not come too early (roles after a recovery, delays). */
  readonly sure: number
  /** The same, and the time switched off as far as the clock is plausible. For what must end (sessions, invitations). */
  readonly aged: number
  /** Today, UTC, « 2026-11-24 », not moved by a jump of the clock. */
  readonly day: string
}

export type Steadiness = {
  readonly boot: string
  readonly uptime: number
  readonly wall: number
  readonly sure: number
  readonly aged: number
  /** What the date would be at `aged` 0. */
  readonly base: number
  /** `sure` since when the clock has been far ahead without a break; null when it isn't. */
  readonly ahead: number | null
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** A longer gap between two runs, or a longer lead of the clock, is a clock that was set and no time that passed. */
export const PLAUSIBLE = 90 * DAY
/** A clock that stays ahead for so long is believed: somebody mended it. */
export const BELIEVED = 72 * HOUR
/** The clock goes back by so little when it is corrected by the network. */
const CORRECTION = HOUR
/** No node runs before the program was written: a clock that says so is dead. */
const WRITTEN = Date.UTC(2026, 0, 1)

export const beginSteadiness = (machine: Machine, wall: number): Steadiness => ({
  boot: machine.boot,
  uptime: Math.floor(machine.uptime()),
  wall,
  sure: 0,
  aged: 0,
  base: Math.max(wall, WRITTEN),
  ahead: null,
})

/** What is known now, from what was known then. Counters never go back, whatever clock and counter say. */
export function advance(then: Steadiness, machine: Machine, wall: number): Steadiness {
  const uptime = Math.max(0, Math.floor(machine.uptime()))
  const isSameRun = machine.boot === then.boot && uptime >= then.uptime
  const passed = isSameRun ? uptime - then.uptime : uptime
  const gap = wall - then.wall
  const off = isSameRun || gap <= passed || gap > PLAUSIBLE ? 0 : gap - passed
  const sure = then.sure + passed
  const aged = then.aged + passed + off
  const lead = wall - (then.base + aged)
  const isFar = lead > PLAUSIBLE
  const since = isFar ? (then.ahead ?? sure) : null
  const isTaken = (lead >= -CORRECTION && !isFar) || (since !== null && sure - since >= BELIEVED)
  return {
    boot: machine.boot,
    uptime,
    wall,
    sure,
    aged,
    base: isTaken ? wall - aged : then.base,
    ahead: isTaken ? null : since,
  }
}

export const steadinessToMoment = ({ sure, aged, base }: Steadiness): Moment => ({
  sure,
  aged,
  day: new Date(Math.min(base + aged, LAST)).toISOString().slice(0, 10),
})
const LAST = Date.UTC(9999, 11, 31)

export type Moments = ReturnType<typeof createMoments>

/** The node's time, carried over restarts in table `steadiness`. */
export function createMoments(machine: Machine) {
  let known: Steadiness | null = null
  const read = async (sql: Sql, wall: number): Promise<Steadiness> => {
    if (!known) {
      const row = await sql.selectFrom('steadiness').selectAll().where('key', '=', 1).executeTakeFirst()
      known = row ? (row as Steadiness) : beginSteadiness(machine, wall)
    }
    return (known = advance(known, machine, wall))
  }
  return {
    now: async (sql: Sql, wall: number): Promise<Moment> => steadinessToMoment(await read(sql, wall)),
    /** Writes it down; to be called once a minute. */
    async keep(sql: Sql, wall: number): Promise<void> {
      const { boot, uptime, wall: at, sure, aged, base, ahead } = await read(sql, wall)
      const values = { boot, uptime, wall: at, sure, aged, base, ahead }
      await sql
        .insertInto('steadiness')
        .values({ key: 1, ...values })
        .onConflict((one) => one.column('key').doUpdateSet(values))
        .execute()
    },
  }
}
