import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { erasure } from '#core/access/orders.ts'
import { association } from '#features/membership/index.ts'
import { draft } from '#features/portal/draft.ts'
import { openNode } from '#server/node/open-node.ts'
import { verifyNode } from '#server/verify/verify-node.ts'
import { createImportFolder, garden } from './import-world.ts'

/** Of letters that nothing else holds, folded or not. */
const SECRET = 'xylokwartz'

test('once values are erased, no file of the database holds a byte of them, what was written over before included', async (context) => {
  const { node, data, actor, places } = await createImportFolder(context)
  const holding = () =>
    readdirSync(data)
      .filter((name) => name.startsWith('node.sqlite'))
      .filter((name) => readFileSync(join(data, name), 'latin1').toLowerCase().includes(SECRET))
  const keep = async (id: string | null, body: string) => {
    const text = { title: 'Le jardin', body }
    const input = { id, association: places.get('garon'), target: 'article', text }
    const { value } = await node.command('portal.keep', input, actor('Binta'))
    return (value as { id: string }).id
  }
  const id = await keep(null, `${garden[0]} Le code est ${SECRET}. ${garden[1]}`)
  const other = await keep(null, garden[2])
  await keep(id, `${garden[0]} ${garden[1]}`)
  assert.notDeepEqual(holding(), [])

  const { value } = await node.perform(actor('Awa'), async (own) => {
    const home = await own.entity(association, places.get('garon')!)
    const order = { entity: id, fields: [draft.fields.body.number], reason: 'Un code.' }
    const made = await own.create(erasure, { space: home!.value.space! }, order)
    return 'tag' in made ? made : { id: made.id }
  })
  assert.ok(!('tag' in (value as object)), JSON.stringify(value))
  assert.deepEqual(holding(), [])
  assert.deepEqual(await verifyNode(node), [])
  const read = await node.query('portal.draftToEdit', { id: other }, actor('Binta'))
  assert.equal((read.value as { text: { body: string } }).text.body, garden[2])
  await node.close()
  assert.deepEqual(holding(), [])

  // A disk that was full then: the note waits for the next turn of the node.
  const again = await openNode(data)
  await again.store.write(async () => {
    await again.sql.insertInto('meta').values({ name: 'purge', value: 'due' }).execute()
  })
  await again.tick()
  assert.deepEqual(await again.sql.selectFrom('meta').select('name').where('name', '=', 'purge').execute(), [])
  await again.close()
})
