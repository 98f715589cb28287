import assert from 'node:assert/strict'
import test from 'node:test'
import { createPress } from '#server/print/press.ts'
import type { PressJob } from '#server/print/press.ts'
import { NOW, card, poster, register } from './samples.ts'

const job: PressJob = { print: 'poster', content: poster, locale: 'fr', now: NOW }
const isPdf = (outcome: unknown) =>
  outcome instanceof Uint8Array && Buffer.from(outcome.subarray(0, 8)).toString() === '%PDF-1.7'

test('the press prints every kind, one after the other', async () => {
  await using press = createPress()
  const outcomes = await Promise.all([
    press.print(job),
    press.print({ print: 'register', content: register, locale: 'fr', now: NOW }),
    press.print({ print: 'cards', content: [card], locale: 'en', now: NOW }),
  ])
  assert.deepEqual(outcomes.map(isPdf), [true, true, true])
})

test('a job that breaks fails alone, and the next is printed', async () => {
  await using press = createPress()
  const broken = { ...job, content: { ...poster, association: null } } as unknown as PressJob
  const outcomes = await Promise.all([press.print(broken), press.print(job)])
  assert.equal((outcomes[0] as { tag: string }).tag, 'print-failed')
  assert.ok(isPdf(outcomes[1]))
})

test('too many jobs at once are refused, with the figures', async () => {
  await using press = createPress({ limit: 2 })
  const outcomes = await Promise.all([press.print(job), press.print(job), press.print(job)])
  assert.deepEqual(outcomes[2], { tag: 'press-busy', waiting: 2, limit: 2 })
  assert.deepEqual(outcomes.slice(0, 2).map(isPdf), [true, true])
})

test('a job that takes too long is given up', async () => {
  await using press = createPress({ patience: 1 })
  assert.equal(((await press.print(job)) as { tag: string }).tag, 'print-failed')
})

test('a press that was idle, then used again, prints; closed, it fails what waits', async () => {
  const press = createPress({ idle: 0 })
  assert.ok(isPdf(await press.print(job)))
  await new Promise((resolve) => setImmediate(resolve))
  assert.ok(isPdf(await press.print(job)))
  const waiting = press.print(job)
  await press.close()
  assert.equal(((await waiting) as { tag: string }).tag, 'print-failed')
})
