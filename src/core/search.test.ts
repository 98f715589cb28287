import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { MAX_WORD, foldForSearch, splitWords } from './search.ts'

const words = (text: string) => splitWords(text).map((word) => word.text)

test('accents fold, composed or not', () => {
  assert.equal(foldForSearch('Élèves à Ouagadougou, ça va'), 'eleves a ouagadougou, ca va')
  assert.equal(foldForSearch('Élève'.normalize('NFD')), foldForSearch('Élève'.normalize('NFC')))
  assert.equal(foldForSearch('Burkĩna, ẽ, ã, n\u0303'), 'burkina, e, a, n')
})

test('letters that look or sound alike are one', () => {
  assert.equal(foldForSearch('Ɛɛ Ɔɔ Ŋŋ Ɲɲ Ɩɩι Ʋʋ Ɓɓ Ɗɗ Ƴƴ Œœ Ææ'), 'ee oo nn nyny iii vv bb dd yy oeoe aeae')
  assert.equal(foldForSearch('dɔnkili'), foldForSearch('dònkili'))
  assert.equal(foldForSearch('kɛnɛya'), foldForSearch('kènèya'))
})

test('apostrophes and spaces of any kind are one space', () => {
  assert.equal(foldForSearch(' L’école\u00a0: l\u2019eau \n d\u02bcici'), 'l ecole : l eau d ici')
})

test('words leave elided articles out, and nothing else', () => {
  assert.deepEqual(words('L’école qu’on aime, aujourd’hui : plan B, d. et C’'), [
    'ecole',
    'on',
    'aime',
    'aujourd',
    'hui',
    'plan',
    'b',
    'd',
    'et',
    'c',
  ])
  assert.deepEqual(words('sʼasseoir'), ['asseoir'])
})

test('soft hyphens and zero-width marks stand in no word’s way', () => {
  assert.deepEqual(words('asso\u00adcia\u200btion'), ['association'])
})

test('a word knows its place and its spelling', () => {
  const text = 'Un E\u0301levage'
  const word = splitWords(text)[1]
  assert.deepEqual(word, { text: 'elevage', spelled: 'élevage', start: 3, end: text.length })
})

test('any text folds to itself once folded, and splits into words that keep their place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const folded = foldForSearch(text)
      assert.equal(foldForSearch(folded), folded)
      let last = 0
      for (const { text: word, start, end } of splitWords(text)) {
        assert.match(word, /^[\p{L}\p{N}]+$/u)
        assert.ok(word.length <= MAX_WORD)
        assert.ok(start >= 0 && start < end && end <= text.length && end >= last)
        last = end
      }
    }),
    { numRuns: 3000 },
  )
})
