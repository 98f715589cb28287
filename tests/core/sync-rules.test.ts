import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8')

it('every rule of SPEC.md is cited by the title of a test of replication, and every citation has its rule', () => {
  const rules = new Set(
    [...read('src/core/sync/SPEC.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, id]) => id as string),
  )
  const files = globSync(['src/core/sync/*.test.ts', 'tests/core/sync*.test.ts', 'src/core/access/standing.test.ts'], {
    cwd: root,
  })
  const titles = files.flatMap((path) =>
    [...read(path).matchAll(/\b(?:it|test)\(\s*['"`](.*?)['"`],/g)].map(([, title]) => title),
  )
  const cited = new Set(titles.flatMap((title) => title?.match(/\b[A-Z]\d+\b/g) ?? []))
  assert.ok(rules.size > 30)
  assert.deepEqual(
    [...rules].filter((id) => !cited.has(id)),
    [],
    'rules without a test',
  )
  assert.deepEqual(
    [...cited].filter((id) => !rules.has(id)),
    [],
    'citations without a rule',
  )
})
