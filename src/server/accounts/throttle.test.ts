import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { countTry, NONE, RULES, waitOf } from './throttle.ts'
import type { Counter, Rule } from './throttle.ts'

/** Somebody who tries as soon as they may, for so long. How many tries they get. */
function triesIn(rule: Rule, duration: number): number {
  let counter: Counter = NONE
  let tries = 0
  for (let now = 0; now <= duration; now += Math.max(1, waitOf(counter, now))) {
    if (waitOf(counter, now) > 0) continue
    counter = countTry(counter, now, rule)
    tries++
    if (tries > 1e5) break
  }
  return tries
}

describe('throttle', () => {
  it('lets five tries pass, then delays each twice as long, a quarter of an hour at most', () => {
    let counter: Counter = NONE
    const waits = []
    for (let now = 0; waits.length < 18;) {
      counter = countTry(counter, now, RULES.pair)
      waits.push(waitOf(counter, now) / 1000)
      now += waitOf(counter, now)
    }
    assert.deepEqual(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
  })
  it('never delays a name for more than half a minute, whatever others try', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 200 }), (gaps) => {
        let counter: Counter = NONE
        let now = 0
        for (const gap of gaps) {
          now += gap
          if (waitOf(counter, now) === 0) counter = countTry(counter, now, RULES.name)
          assert.ok(waitOf(counter, now) <= 30_000)
        }
      }),
    )
  })
  it('allows few tries in a day from one place, and under 3,000 on a name from everywhere', () => {
    assert.ok(triesIn(RULES.pair, 86_400_000) < 300, String(triesIn(RULES.pair, 86_400_000)))
    assert.ok(triesIn(RULES.name, 86_400_000) < 3_000)
  })
  it('forgets by half each hour', () => {
    let counter: Counter = NONE
    for (let index = 0; index < 20; index++) counter = countTry(counter, 0, RULES.pair)
    assert.equal(countTry(counter, 3 * 3_600_000, RULES.pair).failures, 3)
  })
})
