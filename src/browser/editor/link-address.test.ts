import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typedToAddress } from './link-address.ts'

test('an address is understood as people type it, and nothing unsafe passes', () => {
  const cases: readonly [string, string | undefined][] = [
    ['https://a.example/x', 'https://a.example/x'],
    [' www.exemple.org ', 'https://www.exemple.org'],
    ['exemple.org/puits?an=2014#bas', 'https://exemple.org/puits?an=2014#bas'],
    ['exemple.org:8080/x', 'https://exemple.org:8080/x'],
    ['awa@exemple.org', 'mailto:awa@exemple.org'],
    ['mailto:awa@exemple.org', 'mailto:awa@exemple.org'],
    ['tel:+33400000000', 'tel:+33400000000'],
    ['/nouvelles', '/nouvelles'],
    ['bonjour', undefined],
    ['deux mots.fr', undefined],
    ['javascript:alert(1)', undefined],
    ['JavaScript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['//pirate.example', undefined],
    ['', undefined],
  ]
  for (const [typed, address] of cases) assert.equal(typedToAddress(typed), address, typed)
})
