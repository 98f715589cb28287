import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createChildTurns } from './child-turns.ts'

function createOwner(name: string, said: string[]) {
  return { dismiss: () => void said.push(`${name} lets go`) }
}

test('work of two owners is done in turn, and a child is let go before the other’s begins', async () => {
  const said: string[] = []
  const turns = createChildTurns()
  const [press, workshop] = [createOwner('press', said), createOwner('workshop', said)]
  const work = (name: string) => async () => {
    said.push(`${name} begins`)
    await new Promise(setImmediate)
    said.push(`${name} ends`)
    return name
  }
  const done = await Promise.all([
    turns.take(press, work('poster')),
    turns.take(press, work('cards')),
    turns.take(workshop, work('photograph')),
    turns.take(press, work('register')),
  ])
  assert.deepEqual(done, ['poster', 'cards', 'photograph', 'register'])
  assert.deepEqual(said, [
    'poster begins',
    'poster ends',
    'cards begins',
    'cards ends',
    'press lets go',
    'photograph begins',
    'photograph ends',
    'workshop lets go',
    'register begins',
    'register ends',
  ])
})

test('work that fails holds nobody up', async () => {
  const turns = createChildTurns()
  const owner = createOwner('press', [])
  const failed = turns.take(owner, () => Promise.reject(new Error('no font')))
  const after = turns.take(owner, async () => 'done')
  await assert.rejects(failed, /no font/)
  assert.equal(await after, 'done')
})
