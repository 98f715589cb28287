import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cookieLine, readCookie } from './cookies.ts'

test('S4 over HTTPS the cookie has the __Host- prefix and is Secure', () => {
  const line = cookieLine('seance', 'abc', { isSecure: true, maxAge: 60 })
  assert.equal(line, '__Host-seance=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60')
})

test('S4 over plain HTTP the cookie is HttpOnly and SameSite=Strict', () => {
  assert.equal(cookieLine('seance', 'abc', { isSecure: false }), 'seance=abc; Path=/; HttpOnly; SameSite=Strict')
})

test('a cookie that neighbours could have set does not count over HTTPS', () => {
  assert.equal(readCookie('seance=abc', 'seance', true), undefined)
  assert.equal(readCookie('a=1; __Host-seance=abc', 'seance', true), 'abc')
})

test('a cookie sent twice, malformed or oversize counts as absent', () => {
  assert.equal(readCookie('seance=a; seance=b', 'seance', false), undefined)
  assert.equal(readCookie('seance=a b', 'seance', false), undefined)
  assert.equal(readCookie(`seance=${'a'.repeat(300)}`, 'seance', false), undefined)
  assert.equal(readCookie(null, 'seance', false), undefined)
})

test('a value that could end the header line is a bug', () => {
  assert.throws(() => cookieLine('seance', 'a\r\nb', { isSecure: false }))
})
