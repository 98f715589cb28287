import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const lines = read('docs/asvs.md')
  .split('\n')
  .flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim())
    return /^\d+\.\d+\.\d+$/.test(cells[1] ?? '')
      ? [{ id: cells[1] ?? '', where: cells[3] ?? '', test: cells[4] ?? '' }]
      : []
  })

test('ASVS 5.0.0: each of the 70 requirements of level 1 has one line, with a test or a reason', () => {
  assert.equal(lines.length, 70)
  assert.equal(new Set(lines.map(({ id }) => id)).size, 70)
  assert.deepEqual(
    lines.filter((line) => line.test.length < 12).map(({ id }) => id),
    [],
  )
})

test('ASVS 5.0.0: every file and test title that a line cites is there', () => {
  let cited = 0
  for (const { id, where, test: reason } of lines) {
    for (const [, path = ''] of `${where} ${reason}`.matchAll(/`((?:src|tests|docs)\/[^`]+)`/g))
      assert.ok(existsSync(join(root, path)), `${id}: ${path}`)
    for (const [, path = '', title = ''] of reason.matchAll(/`([^`]+\.test\.ts)` « (.+?) »/g)) {
      cited++
      assert.ok(read(path).includes(`'${title}'`), `${id}: ${path} has no test « ${title} »`)
    }
  }
  assert.ok(cited > 30)
})
