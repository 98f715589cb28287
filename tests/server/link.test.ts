import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startNodeThread } from '#server/node/node-thread.ts'
import { openNode } from '#server/node/open-node.ts'
import type { OpenNode } from '#server/node/open-node.ts'
import { SMALL } from '#server/sync/budget.ts'
import { callPeer } from '#server/sync/call-peer.ts'
import { makeOffer } from '#server/sync/offering.ts'
import type { Peer } from '#server/sync/peers.ts'
import { found, keyOf, openPair, publish, serve, stateOf } from './sync-nodes.ts'

const peerOf = (node: OpenNode): Peer => node.links.peers.list()[0] as Peer

test('what is published at one node appears at the other, both ways, without anybody asking for it', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'trait-calls-'))
  const a = await openNode(join(folder, 'a'))
  const served = await serve(a)
  // As in the program, only sooner.
  const pace = { gathering: 20, every: 200, retry: 50, longestRetry: 200 }
  const b = await startNodeThread(join(folder, 'b'), { pace })
  context.after(async () => {
    await b.close()
    await served.close()
    await a.close()
    rmSync(folder, { recursive: true, maxRetries: 5 })
  })
  await found(a)
  await publish(a, 3, 'Du nord')
  const offer = await makeOffer(a, { spaces: ['public'], role: 'officer', isAgreed: true })
  assert.ok('code' in offer)
  const until = async (isThere: () => Promise<boolean>) => {
    while (!(await isThere())) await new Promise((resolve) => setImmediate(resolve))
  }
  const titlesAtB = async () => {
    const lines: unknown[] = []
    await b.act('exportState', null, (one) => lines.push(one))
    return JSON.stringify(lines)
  }
  await b.act('joinNode', { code: offer.code, url: served.url.origin, name: 'boîte' })
  await until(async () => (await titlesAtB()).includes('Du nord 2'))
  await publish(a, 1, 'Plus tard')
  await until(async () => (await titlesAtB()).includes('Plus tard 0'))
  const file = join(folder, 'articles.jsonl')
  const article = { id: 's1', title: 'Du sud', date: '2020-05-01T08:00:00Z', author: 'Awa', tags: [], body: 'Bonjour.' }
  writeFileSync(file, JSON.stringify(article))
  await b.act('importArticles', file)
  await until(async () => (await stateOf(a)).includes('Du sud'))
  const { value } = await b.query(
    'link.state',
    {},
    {
      person: '00'.repeat(12),
      session: '',
      isSecure: true,
      mandates: [{ association: null, role: 'officer' }],
    },
  )
  const [place] = (value as { places: { lastReal: number; failure: unknown; used: { up: number; down: number } }[] })
    .places
  assert.ok(place && place.lastReal > 0 && place.used.up > 0 && place.used.down > 0)
  assert.equal(place.failure, null)
})

test('a spent budget lets little through by itself, whoever asks gets all, and what passed is counted', async (context) => {
  const { a, b, url } = await openPair(context)
  const call = async (isForced: boolean) => {
    const before = { ...(peerOf(b).used[0] ?? { up: 0, down: 0 }) }
    const called = await callPeer(b, peerOf(b), url, { isForced })
    const { up, down } = peerOf(b).used[0] ?? { up: 0, down: 0 }
    assert.deepEqual([up - before.up, down - before.down], [called.bytesUp, called.bytesDown])
    return called
  }
  assert.equal((await call(false)).waiting, 0)
  b.links.peers.setTerms({ price: null, currency: 'XOF', budget: 0 })
  await publish(a, 100)
  await publish(b, 100)
  const little = await call(false)
  assert.equal(little.failure, null)
  assert.ok(little.waiting > 0)
  assert.ok(little.operationsIn > 0 && little.operationsOut > 0, 'the newest went all the same')
  assert.ok(little.bytesUp + little.bytesDown < 4 * SMALL + 4096, String(little.bytesUp + little.bytesDown))
  const all = await call(true)
  assert.equal(all.waiting, 0)
  assert.ok(all.bytesUp + all.bytesDown > 4 * SMALL)
  assert.equal(await stateOf(a), await stateOf(b))
  // The node that was called counts what passed too.
  const answered = a.links.peers.byNode(keyOf(b))?.used[0]
  assert.ok(answered && answered.down > 2 * SMALL && answered.up > 2 * SMALL)
  assert.equal((await call(false)).bytesDown < 300, true)
})

test('why a call failed is kept, and gone with the next that goes to its end', async (context) => {
  const { b, url } = await openPair(context)
  const { secret } = peerOf(b)
  b.links.peers.change(peerOf(b).node, { secret: '00'.repeat(32) })
  assert.equal((await callPeer(b, peerOf(b), url, { isForced: true })).failure, 'not-paired')
  assert.equal(peerOf(b).failure?.reason, 'not-paired')
  const { lastReal } = peerOf(b)
  assert.equal(lastReal, null, 'an answer that proves nothing moves nothing')
  b.links.peers.change(peerOf(b).node, { secret })
  await callPeer(b, peerOf(b), url, { isForced: true })
  assert.equal(peerOf(b).failure, null)
  assert.notEqual(peerOf(b).lastReal, null)
})

test('what would be called while somebody calls is that call; who asks at the shell is called after it', async (context) => {
  const { a, b, url } = await openPair(context)
  await publish(a, 3)
  const { signal } = new AbortController()
  const asked = callPeer(b, peerOf(b), url, { isForced: true })
  const byItself = callPeer(b, peerOf(b), url, { isForced: false, signal })
  const askedAgain = callPeer(b, peerOf(b), url, { isForced: true })
  const [first, shared, second] = await Promise.all([asked, byItself, askedAgain])
  assert.equal(first.failure, null)
  assert.ok(first.operationsIn > 0)
  assert.equal(shared, first)
  assert.deepEqual([second.failure, second.operationsIn, second.rounds], [null, 0, 1])
  assert.equal(peerOf(b).used[0]?.down, first.bytesDown + second.bytesDown)
})
