import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFormTokens } from './form-token.ts'

const forms = createFormTokens(new Uint8Array(32).fill(7))

test('S4 a token is good for the browser that it was made for, after a restart too', () => {
  const token = forms.make('navigateur-1')
  assert.equal(forms.isValid(token, 'navigateur-1'), true)
  assert.equal(createFormTokens(new Uint8Array(32).fill(7)).isValid(token, 'navigateur-1'), true)
})

test('S4 it is good for no other browser, no other node, and not without a cookie', () => {
  const token = forms.make('navigateur-1')
  assert.equal(forms.isValid(token, 'navigateur-2'), false)
  assert.equal(forms.isValid(token, undefined), false)
  assert.equal(forms.isValid(forms.make(''), ''), false)
  assert.equal(createFormTokens(new Uint8Array(32).fill(8)).isValid(token, 'navigateur-1'), false)
})

test('S4 anything else is refused', () => {
  for (const token of [undefined, null, '', 'é'.repeat(22), 'a'.repeat(22), 'a'.repeat(23), 5, {}]) {
    assert.equal(forms.isValid(token, 'navigateur-1'), false)
  }
})
