import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createCallLoop } from './call-loop.ts'
import type { Pace } from './call-loop.ts'

/** A day of calls passes at once: the clock, the waiting and the line are this test's. */

const PACE: Pace = { gathering: 20, every: 900, retry: 30, longestRetry: 3_600 }

function open({ peers = ['a'], pace = () => PACE }: { peers?: string[]; pace?: () => Pace } = {}) {
  const world = {
    time: 0,
    peers,
    waiting: new Set<string>(),
    failing: new Set<string>(),
    calls: [] as { peer: string; at: number; isForced: boolean }[],
    open: 0,
    mostOpen: 0,
    /** How long a call takes. */
    length: 0,
    timers: new Set<{ at: number; run: () => void }>(),
  }
  const wait = (milliseconds: number, run: () => void) => {
    const timer = { at: world.time + milliseconds, run }
    world.timers.add(timer)
    return () => world.timers.delete(timer)
  }
  const loop = createCallLoop({
    peers: () => world.peers,
    isWaiting: async (peer) => world.waiting.has(peer),
    async call(peer, { isForced, signal }) {
      world.calls.push({ peer, at: world.time, isForced })
      world.mostOpen = Math.max(world.mostOpen, ++world.open)
      if (world.length > 0)
        await new Promise<void>((resolve) => {
          wait(world.length, resolve)
          signal.addEventListener('abort', () => resolve())
        })
      world.open--
      if (world.failing.has(peer)) return 'cut'
      world.waiting.delete(peer)
      return null
    },
    now: () => world.time,
    wait,
    random: () => 0.5,
    pace,
  })
  return {
    world,
    loop,
    /** Lets so much time pass: each timer runs at its moment, and what it set off runs first. */
    async pass(milliseconds: number) {
      const end = world.time + milliseconds
      for (;;) {
        for (let i = 0; i < 20; i++) await Promise.resolve()
        const next = [...world.timers].toSorted((a, b) => a.at - b.at)[0]
        if (!next || next.at > end) break
        world.timers.delete(next)
        world.time = Math.max(world.time, next.at)
        next.run()
      }
      world.time = end
    },
    timesOf: (peer: string) => world.calls.filter((one) => one.peer === peer).map((one) => one.at),
  }
}

describe('calls by itself', () => {
  it('soon after it is opened, then at a regular interval', async () => {
    const { pass, timesOf } = open()
    await pass(2_000)
    assert.deepEqual(timesOf('a'), [20, 920, 1_820])
  })

  it('once what was written has gathered, once for all of it', async () => {
    const { world, loop, pass, timesOf } = open()
    await pass(100)
    world.waiting.add('a')
    loop.noteChange()
    await pass(15)
    loop.noteChange()
    await pass(100)
    assert.deepEqual(timesOf('a'), [20, 120])
  })

  it('not for what the peer already has', async () => {
    const { loop, pass, timesOf } = open()
    await pass(100)
    loop.noteChange()
    await pass(500)
    assert.deepEqual(timesOf('a'), [20])
  })

  it('after a failure later and later, never later than the longest, and writing doesn’t hurry it', async () => {
    const { world, loop, pass, timesOf } = open()
    world.failing.add('a')
    world.waiting.add('a')
    await pass(100)
    loop.noteChange()
    await pass(400)
    assert.deepEqual(timesOf('a'), [20, 50, 110, 230, 470])
    await pass(100_000)
    const gaps = timesOf('a').map((at, index, all) => at - (all[index - 1] ?? 0))
    assert.equal(Math.max(...gaps), 3_600)
    world.failing.clear()
    await pass(3_600)
    assert.equal(world.waiting.size, 0)
  })

  it('at once when a person asks, also in the middle of a pause', async () => {
    const { world, loop, pass } = open()
    world.failing.add('a')
    await pass(300)
    const before = world.calls.length
    assert.equal(loop.ask('a', true), true)
    await pass(0)
    assert.deepEqual(world.calls.slice(before), [{ peer: 'a', at: 300, isForced: true }])
    await pass(200)
    assert.ok(world.calls.slice(before + 1).every((one) => !one.isForced))
  })

  it('nobody without an address, and whoever gets one', async () => {
    const { world, loop, pass, timesOf } = open({ peers: [] })
    loop.noteChange()
    await pass(5_000)
    assert.deepEqual(world.calls, [])
    assert.equal(loop.ask('a', false), false)
    world.peers = ['a']
    loop.noteChange()
    await pass(20)
    assert.deepEqual(timesOf('a'), [5_020])
    world.peers = []
    await pass(5_000)
    assert.equal(world.calls.length, 1)
  })

  it('slower as soon as its pace is', async () => {
    let every = 900
    const { pass, timesOf } = open({ pace: () => ({ ...PACE, every }) })
    await pass(100)
    every = 6_000
    await pass(10_000)
    assert.deepEqual(timesOf('a'), [20, 920, 6_920])
  })

  it('counts what the shell called as a call of its own', async () => {
    const { loop, pass, timesOf } = open()
    await pass(10)
    loop.noteCalled('a')
    await pass(2_000)
    assert.deepEqual(timesOf('a'), [910, 1_810])
  })

  it('stops: what is under way is told to end, and nothing comes after', async () => {
    const { world, loop, pass } = open()
    world.length = 1_000
    await pass(50)
    assert.equal(loop.stateOf('a').isCalling, true)
    await loop.stop()
    assert.equal(world.open, 0)
    const { length } = world.calls
    loop.noteChange()
    assert.equal(loop.ask('a', true), false)
    await pass(100_000)
    assert.equal(world.calls.length, length)
  })

  it('never two at once, and nothing that was written is forgotten, whatever happens when', async () => {
    const step = fc.oneof(
      fc.record({ what: fc.constant('write' as const), peer: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ what: fc.constant('ask' as const), peer: fc.constantFrom('a', 'b', 'c', 'd') }),
      fc.record({ what: fc.constant('fail' as const), peer: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ what: fc.constant('mend' as const), peer: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ what: fc.constant('pass' as const), time: fc.integer({ min: 0, max: 2_000 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 0, max: 300 }), async (steps, length) => {
        const { world, loop, pass } = open({ peers: ['a', 'b', 'c'] })
        world.length = length
        for (const one of steps) {
          if (one.what === 'pass') await pass(one.time)
          else if (one.what === 'fail') world.failing.add(one.peer)
          else if (one.what === 'mend') world.failing.delete(one.peer)
          else if (one.what === 'ask') loop.ask(one.peer, false)
          else {
            world.waiting.add(one.peer)
            loop.noteChange()
          }
        }
        world.failing.clear()
        await pass(3 * 3_600)
        assert.equal(world.mostOpen <= 1, true)
        assert.deepEqual([...world.waiting], [])
        await loop.stop()
      }),
      { numRuns: 60 },
    )
  })
})
