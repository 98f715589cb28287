import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { kindsFolder, replay } from '../fixtures/kinds/replay.ts'
import type { KindFixture } from '../fixtures/kinds/replay.ts'
import { registry } from '../../src/kinds.ts'

const fixtures = readdirSync(kindsFolder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, kindsFolder), 'utf8')) as KindFixture)

describe('kinds: what older versions wrote is read as they read it', () => {
  for (const fixture of fixtures)
    it(`${fixture.kind}`, () => {
      const kind = registry.kinds.get(fixture.number)
      assert.ok(kind, `kind ${fixture.number} (${fixture.kind}) is no longer known`)
      assert.ok(fixture.operations.length >= 4)
      const now = replay(fixture, kind, registry) as Record<string, unknown>
      // Fields that the kind has gained since are there too, with their defaults.
      const then = fixture.expected as Record<string, unknown>
      for (const [name, value] of Object.entries(then)) assert.deepEqual(now[name], value, name)
      const reversed = { operations: fixture.operations.toReversed() }
      assert.deepEqual(replay(reversed, kind, registry), now)
    })

  it('every kind has a recorded fixture (node tests/fixtures/kinds/record.ts)', () => {
    const recorded = new Set(fixtures.map((fixture) => fixture.kind))
    assert.deepEqual(
      [...registry.kinds.values()].map((kind) => kind.name).filter((name) => !recorded.has(name)),
      [],
    )
  })
})
