import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { mutants } from '../../sim/mutants.ts'

test('each rule that the simulator is tried without stands where it is said to stand, once', () => {
  assert.ok(mutants.length >= 10)
  for (const { rule, file, before } of mutants) {
    const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
    assert.equal(source.split(before).length - 1, 1, rule)
  }
})
