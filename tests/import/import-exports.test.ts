import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { importWordpress } from '#server/imports/import-wordpress.ts'
import { verifyNode } from '#server/verify/verify-node.ts'
import { createImportFolder } from '../server/import-world.ts'

// Real exports into a real node: what wordpress-exports.test.ts counts when reading arrives, once.
const folder = process.env['TRAIT_WXR_FOLDER'] ?? join(import.meta.dirname, '../../../shared/data/wordpress')

const exports: readonly (readonly [file: string, articles: number, pages: number, skipped: number])[] = [
  ['small-export.xml', 6, 5, 0],
  ['valid-wxr-1.0.xml', 3, 3, 0],
  ['wxr-utf-8-challenges.xml', 1, 0, 0],
  ['themeunittestdata.wordpress.xml', 51, 21, 70],
]

test('real exports are imported whole, and a second time change nothing', async (context) => {
  const { node } = await createImportFolder(context)
  // Several of these files pretend to be the same site with the same numbers.
  const run = (file: string, association = 'garon') =>
    importWordpress(
      node,
      { file: join(folder, file), media: null, association, isPublishing: true, actor: null },
      () => {},
    )
  const operations = async () =>
    (await node.sql
      .selectFrom('operations')
      .select((one) => one.fn.countAll().as('count'))
      .executeTakeFirst())!['count']
  for (const [at, [file, articles, pages, skipped]] of exports.entries()) {
    const association = at % 2 === 0 ? 'garon' : 'youri'
    const found = await run(file, association)
    assert.ok(!('tag' in found), JSON.stringify(found))
    assert.deepEqual(
      [found.imported.articles, found.imported.pages, found.skipped.length],
      [articles, pages, skipped],
      file,
    )
    const before = await operations()
    const again = await run(file, association)
    assert.ok(!('tag' in again))
    assert.deepEqual([again.imported.articles, again.imported.pages, again.known.same], [0, 0, articles + pages], file)
    assert.equal(await operations(), before, file)
  }
  for (const [file, reason] of [
    ['malformed-simple.xml', 'cut'],
    ['malformed.xml', 'not-an-export'],
  ] as const) {
    const before = await operations()
    const refused = await run(file)
    assert.ok('tag' in refused && refused.tag === 'refused' && refused.reason === reason)
    assert.equal(await operations(), before)
  }
  assert.deepEqual(await verifyNode(node), [])
  await node.close()
})
