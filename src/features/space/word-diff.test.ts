import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { diffWords } from './word-diff.ts'

const join = (parts: ReturnType<typeof diffWords>, left: 'added' | 'removed') =>
  parts
    .filter(({ kind }) => kind !== left)
    .map(({ text }) => text)
    .join('')

test('a changed word shows as itself', () => {
  assert.deepEqual(diffWords('La haie pousse', 'La haie grandit'), [
    { kind: 'same', text: 'La haie ' },
    { kind: 'removed', text: 'pousse' },
    { kind: 'added', text: 'grandit' },
  ])
})

test('both texts can be read back from what is shown, whatever they are', () => {
  const text = fc
    .array(fc.constantFrom('Ɛ', 'é', ' ', '\n', 'haie', 'Ŋɔŋɔ', '.', '<b>', '\u0303'), { maxLength: 60 })
    .map((all) => all.join(''))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = diffWords(before, after)
      assert.equal(join(parts, 'added'), before)
      assert.equal(join(parts, 'removed'), after)
    }),
  )
})

test('two long texts with nothing in common are shown whole', () => {
  const words = (letter: string) => Array.from({ length: 5_000 }, (_, index) => `${letter}${index}`).join('\n')
  assert.equal(diffWords(words('a'), words('b')).length, 2)
})
