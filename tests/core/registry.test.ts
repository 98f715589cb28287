import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'node:test'
import { registry } from '../../src/kinds.ts'
import { BEGIN, document, END, registryToText, retired } from './registry-document.ts'

const text = readFileSync(document, 'utf8')

it('docs/registry.md lists the numbers in use (node tests/core/registry-document.ts, then read the difference)', () => {
  assert.equal(text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)).trim(), registryToText(registry))
})

it('no retired number of a kind or field is used again', () => {
  const gone = new Set(retired(text))
  for (const kind of registry.kinds.values()) {
    assert.ok(!gone.has(String(kind.number)), `kind ${kind.number}`)
    for (const { number } of Object.values(kind.fields))
      assert.ok(!gone.has(`${kind.number}.${number}`), `field ${kind.number}.${number}`)
  }
})
