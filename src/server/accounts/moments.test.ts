import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { advance, beginSteadiness, BELIEVED, PLAUSIBLE, steadinessToMoment } from './moments.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const START = Date.UTC(2026, 10, 24, 9)
const at = (boot: string, uptime: number) => ({ boot, uptime: () => uptime })
const begun = beginSteadiness(at('a', 5_000), START)

describe('a node’s own time', () => {
  it('counts what passed, whatever the clock says meanwhile', () => {
    for (const wall of [START + HOUR, Date.UTC(2004, 0, 1), Date.UTC(2036, 10, 24), 0]) {
      const { sure, aged, day } = steadinessToMoment(advance(begun, at('a', 5_000 + HOUR), wall))
      assert.deepEqual([sure, aged, day], [HOUR, HOUR, '2026-11-24'])
    }
  })
  it('counts time switched off as aged, as far as the clock is plausible, and never as sure', () => {
    const off = (wall: number) => {
      const { sure, aged } = steadinessToMoment(advance(begun, at('b', 1_000), wall))
      return [sure, aged]
    }
    assert.deepEqual(off(START + 10 * HOUR), [1_000, 10 * HOUR])
    assert.deepEqual(off(Date.UTC(2036, 10, 24)), [1_000, 1_000])
    assert.deepEqual(off(Date.UTC(2004, 0, 1)), [1_000, 1_000])
  })
  it('survives the program’s restart without the machine’s', () => {
    const { sure } = steadinessToMoment(advance(begun, at('a', 5_000 + 3 * HOUR), START))
    assert.equal(sure, 3 * HOUR)
  })
  it('believes a clock that stays far ahead for three days, not one that jumps', () => {
    const mended = START + 11 * 365 * DAY
    const jumped = advance(begun, at('a', 6_000), mended)
    assert.equal(steadinessToMoment(jumped).day, '2026-11-24')
    const later = advance(jumped, at('a', 6_000 + BELIEVED), mended + BELIEVED)
    assert.equal(steadinessToMoment(later).day, new Date(mended + BELIEVED).toISOString().slice(0, 10))
    const back = advance(
      advance(jumped, at('a', 6_000 + DAY), START + DAY),
      at('a', 6_000 + BELIEVED),
      mended + BELIEVED,
    )
    assert.equal(steadinessToMoment(back).day, '2026-11-27')
  })
  it('begins no earlier than the program was written', () => {
    assert.equal(steadinessToMoment(beginSteadiness(at('a', 0), Date.UTC(2004, 0, 1))).day, '2026-01-01')
  })
  it('never runs backwards nor faster than what passed and was off', () => {
    const step = fc.record({
      passed: fc.integer({ min: 0, max: 40 * DAY }),
      reboot: fc.boolean(),
      wall: fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.constant(null)),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let state = begun
        let uptime = 5_000
        let wall = START
        let boots = 0
        for (const one of steps) {
          if (one.reboot) {
            uptime = 0
            boots++
          }
          uptime += one.passed
          wall = one.wall ?? wall + one.passed
          const next = advance(state, at(`a${boots}`, uptime), wall)
          assert.ok(next.sure - state.sure <= uptime && next.sure >= state.sure)
          assert.ok(next.aged - state.aged >= next.sure - state.sure)
          assert.ok(next.aged - state.aged <= Math.max(next.sure - state.sure, PLAUSIBLE))
          state = next
        }
      }),
    )
  })
})
