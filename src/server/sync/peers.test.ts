import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openPeers, usedInMonth } from './peers.ts'

const NODE = 'ab'.repeat(32)
const peer = {
  node: NODE,
  name: 'La boîte',
  secret: 'cd'.repeat(32),
  keys: { number: 1, exchangeKey: 'ef'.repeat(32), recipient: 'age1' },
  told: 1,
  url: null,
  spaces: [],
  line: null,
  lastReal: null,
}
const at = (day: string) => Date.parse(`${day}T12:00:00Z`)

test('bytes are counted by month, stay when the file is opened anew or the peer joins again, and go with it', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'trait-peers-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const peers = openPeers(folder)
  peers.save(peer)
  peers.count(NODE, { up: 10, down: 20 }, at('2026-10-31'))
  peers.count(NODE, { up: 1, down: 2 }, at('2026-11-01'))
  peers.count(NODE, { up: 3, down: 4 }, at('2026-11-30'))
  peers.save({ ...peer, name: 'La même' })
  const again = openPeers(folder)
  assert.equal(again.byNode(NODE)?.name, 'La même')
  assert.equal(usedInMonth(again.list(), at('2026-11-15')), 10)
  assert.equal(usedInMonth(again.list(), at('2026-10-01')), 30)
  assert.equal(usedInMonth(again.list(), at('2004-01-01')), 0)
  for (let year = 2027; year < 2047; year++) again.count(NODE, { up: 1, down: 0 }, at(`${year}-01-01`))
  assert.equal(again.byNode(NODE)?.used.length, 13)
  again.setTerms({ price: 1_200, currency: 'XOF', budget: 5 })
  again.remove(NODE)
  const last = openPeers(folder)
  assert.deepEqual([last.list(), last.terms()], [[], { price: 1_200, currency: 'XOF', budget: 5 }])
})
