import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countBallots } from './ballots.ts'
import type { Ballot } from './ballots.ts'

const ballot = fc.record({
  association: fc.constantFrom('a', 'b', 'c', null),
  option: fc.constantFrom(0, 1, 2, 7, null),
})

test('one voice for each association, its last ballot, whatever others said between', () => {
  fc.assert(
    fc.property(fc.array(ballot), (ballots) => {
      const expected = [0, 0, 0]
      for (const own of ['a', 'b', 'c']) {
        const last = ballots.findLast((one) => one.association === own && one.option !== null && one.option < 3)
        if (last) expected[last.option as number]! += 1
      }
      assert.deepEqual(countBallots(ballots, 3), expected)
      // However the associations' ballots come between each other's, each keeping its own order.
      const apart = ['c', 'a', null, 'b'].flatMap((own) => ballots.filter((one: Ballot) => one.association === own))
      assert.deepEqual(countBallots(apart, 3), expected)
    }),
  )
})
