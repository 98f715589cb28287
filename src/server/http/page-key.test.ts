import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { targetToKey } from './page-key.ts'

const allowed = new Set(['page', 'q'])

test('a path is its own key', () => {
  assert.equal(targetToKey('/nouvelles/', allowed), '/nouvelles/')
})

test('parameters that no page listens to make no other entry', () => {
  assert.equal(targetToKey('/nouvelles/?utm_source=x&fbclid=1', allowed), '/nouvelles/')
  assert.equal(targetToKey('/nouvelles/?page=2&utm_source=x', allowed), '/nouvelles/?page=2')
})

test('the order, emptiness and repetition of parameters make no other entry', () => {
  assert.equal(targetToKey('/r?q=lait&page=2', allowed), targetToKey('/r?page=2&q=lait&q=pain&', allowed))
  assert.equal(targetToKey('/r?q=&page=2', allowed), '/r?page=2')
})

test('what is not an address of this site has no key', () => {
  for (const target of ['', '*', 'http://ailleurs/', '//ailleurs/', `/${'a'.repeat(2_000)}`, '/a#b']) {
    assert.equal(targetToKey(target, allowed), null, target)
  }
})

test('a key is the key of itself, whatever the target', () => {
  fc.assert(
    fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
      const key = targetToKey(`/${path.replace(/^\/+/, '')}?${query}`, allowed)
      if (key !== null) assert.equal(targetToKey(key, allowed), key)
    }),
  )
})
