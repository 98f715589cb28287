import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstDay, lastDay, leavingFault, openingFault } from './periods.ts'

const TODAY = '2026-11-24'

test('days known to the month or the year may be any of theirs', () => {
  assert.deepEqual(['2004', '2004-06', '2004-06-30'].map(firstDay), ['2004-01-01', '2004-06-01', '2004-06-30'])
  assert.deepEqual(['2004', '2004-06', '2004-06-30'].map(lastDay), ['2004-12-31', '2004-06-31', '2004-06-30'])
})

test('a period begins after all others ended, not before today is reached, and alone', () => {
  const past = { joined: '2004', left: '2012-03-31' }
  assert.equal(openingFault([], '2026-11-24', TODAY), null)
  assert.equal(openingFault([past], '2012-03-31', TODAY), null)
  assert.deepEqual(openingFault([past], '2012-03-30', TODAY), { tag: 'overlaps', day: '2012-03-31' })
  assert.deepEqual(openingFault([{ joined: '2004', left: '2012' }], '2012-06-01', TODAY), {
    tag: 'overlaps',
    day: '2012',
  })
  assert.deepEqual(openingFault([past], '2026-11-25', TODAY), { tag: 'future-day', day: '2026-11-25' })
  assert.deepEqual(openingFault([past, { joined: '2013', left: '' }], TODAY, TODAY), {
    tag: 'already-member',
    since: '2013',
  })
})

test('only a period that runs ends, not before it began nor after today', () => {
  const open = { joined: '2013-05-02', left: '' }
  assert.equal(leavingFault([open], TODAY, TODAY), null)
  assert.deepEqual(leavingFault([], TODAY, TODAY), { tag: 'not-a-member' })
  assert.deepEqual(leavingFault([{ ...open, left: '2014' }], TODAY, TODAY), { tag: 'not-a-member' })
  assert.deepEqual(leavingFault([open], '2013-05-01', TODAY), { tag: 'left-before-joining', day: '2013-05-02' })
  assert.deepEqual(leavingFault([open], '2026-12-01', TODAY), { tag: 'future-day', day: '2026-12-01' })
})
