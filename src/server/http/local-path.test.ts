import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { toLocalPath } from './local-path.ts'

test('paths of this site are kept', () => {
  assert.equal(toLocalPath('/atelier/?a=1#b'), '/atelier/?a=1#b')
})

test('other sites, other schemes and broken lines become the fallback', () => {
  const hostile = [
    'https://ailleurs/', '//ailleurs/', '/\\ailleurs/', '\\\\ailleurs', 'javascript:alert(1)', '/a\r\nSet-Cookie: x=1',
    '/..//ailleurs/', '/.//ailleurs', '/a/../..//ailleurs', ' /a', '', undefined, 12, ['/a'], `/${'a'.repeat(2_000)}`,
  ] // prettier-ignore
  for (const text of hostile) assert.equal(toLocalPath(text, '/retour'), '/retour', String(text))
})

test('whatever is given, a browser stays on this site', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.stringMatching(/^[/\\.a:%0-9\r\n]{0,12}$/)),
      (text) => {
        const path = toLocalPath(text)
        assert.equal(new URL(path, 'http://ici.invalid').origin, 'http://ici.invalid')
        assert.match(path, /^[\x21-\x7e]+$/)
      },
    ),
    { numRuns: 2_000 },
  )
})
