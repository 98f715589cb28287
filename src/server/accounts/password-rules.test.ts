import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createPassPhrase } from './pass-phrase.ts'
import { passwordFault } from './password-rules.ts'
import { WORDS } from './phrase-words.ts'

const check = (secret: string, hasPower = false, words: string[] = []) => passwordFault(secret, { hasPower, words })

describe('password rules', () => {
  it('asks for 12 characters, 16 of whoever has power, 128 at most, and no classes of characters', async () => {
    assert.deepEqual(await check('dxkwpqzvbnm'), { tag: 'too-short', least: 12 })
    assert.equal(await check('vqkwpxzjbnmr'), null)
    assert.deepEqual(await check('vqkwpxzjbnmr', true), { tag: 'too-short', least: 16 })
    assert.equal(await check('vqkwpxzjbnmrhdtg', true), null)
    assert.deepEqual(await check('vq'.repeat(65)), { tag: 'too-long', limit: 128 })
  })
  it('refuses what is guessed first: common ones, French words, the names at hand, keyboards, dates', async () => {
    for (const easy of [
      'motdepasse123',
      'azertyuiop123',
      'Password12345',
      'bonjourbonjour',
      '123456789012',
      'aaaaaaaaaaaaaaaa',
      '14/07/1789 2004',
    ])
      assert.deepEqual(await check(easy), { tag: 'too-easy' }, easy)
    assert.deepEqual(await check('Fatoumata2004', false, ['Fatoumata Ouédraogo']), { tag: 'too-easy' })
  })
  it('sees through repetition and look-alikes in texts of any length', async () => {
    for (const easy of [
      'abcdefgh12345678'.repeat(8),
      'a1B!'.repeat(32),
      'l0uis4ev3r'.repeat(12),
      'M0td3P@ss3!M0td3P@ss3!',
    ])
      assert.deepEqual(await check(easy, true), { tag: 'too-easy' }, easy)
  })
  it('accepts every phrase that it proposes', async () => {
    for (let seed = 0; seed < 20; seed++) {
      let at = seed
      const phrase = createPassPhrase((below) => (at = (at * 7_919 + 104_729) % 1_000_003) % below)
      assert.equal(phrase.split(' ').length, 7)
      assert.equal(await check(phrase, true), null, phrase)
    }
    assert.equal(new Set(WORDS).size, WORDS.length)
    assert.ok(7 * Math.log2(WORDS.length) > 64)
    assert.ok(WORDS.every((word) => /^[a-z]{2,10}$/.test(word)))
  })
})
