import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { areSame, bytesToCode, hashOf, readCode } from './codes.ts'
import { foldName } from './folded-name.ts'
import { addressToSource } from './network-source.ts'

describe('codes', () => {
  it('come back from what a hand copies: case, groups, spaces, look-alikes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 24 }), (bytes) => {
        const code = bytesToCode(bytes)
        assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
        const plain = code.replaceAll('-', '')
        const copied = code
          .toLowerCase()
          .replaceAll('-', ' ')
          .replaceAll('0', 'o')
          .replaceAll('1', 'l')
          .replaceAll('v', 'u')
        assert.equal(readCode(copied, 24), plain)
        assert.equal(readCode(plain.slice(1), 24), null)
      }),
    )
    assert.equal(readCode('!'.repeat(24), 24), null)
  })
  it('are stored as a hash that serves one purpose', () => {
    assert.ok(areSame(hashOf('card', 'X'), hashOf('card', 'X')))
    assert.ok(!areSame(hashOf('card', 'X'), hashOf('claim', 'X')))
    assert.ok(!areSame(hashOf('card', 'X'), new Uint8Array(3)))
  })
})

describe('names and places', () => {
  it('are the same name with or without accents, case and joins', () => {
    for (const typed of ['Awa Ouédraogo', 'awa ouedraogo', ' AWA  OUÉDRAOGO ', 'Awa-Ouédraogo', 'Awa Ouédraogo'])
      assert.equal(foldName(typed), 'awa ouedraogo')
    assert.equal(foldName('Cœur d’Ŋaɓa'), 'coeur d naba')
  })
  it('takes an IPv6 household for one place', () => {
    assert.equal(addressToSource('::ffff:192.168.1.4'), '192.168.1.4')
    assert.equal(addressToSource('2001:db8:1:2:3:4:5:6'), addressToSource('2001:db8:1:2::9'))
    assert.notEqual(addressToSource('2001:db8:1:2::9'), addressToSource('2001:db8:1:3::9'))
    assert.equal(addressToSource('fe80::1%eth0'), 'fe80:0:0:0::/64')
  })
})
