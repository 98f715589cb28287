import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { TestContext } from 'node:test'
import { erasure } from '#core/access/orders.ts'
import { PIECE_BYTES } from '#core/blobs.ts'
import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { SpaceRow } from '#core/ports.ts'
import { picture } from '#features/portal/index.ts'
import { openDiskBlobs } from '#server/blobs/disk.ts'
import type { OpenNode } from '#server/node/open-node.ts'
import { openNode } from '#server/node/open-node.ts'
import { blobDeskOf } from '#server/sync/blob-desk.ts'
import { call } from '#server/sync/dialing.ts'
import { verifyNode } from '#server/verify/verify-node.ts'
import { openLine } from '../../bench/counting-link.ts'
import { keyOf, openPair, publishPicture, stateOf } from '../server/sync-nodes.ts'

const facts = { preview: new Uint8Array(9), colour: '#000000' }
type Shown = { readonly picture: { readonly sources: readonly { readonly src: string }[] } | null }
async function shown(node: OpenNode, article: string): Promise<readonly string[]> {
  const short = article.slice(0, 8)
  const moved = (await node.query('portal.articlePage', { short, address: '' }, null)).value as { moved: string }
  const { value } = await node.query('portal.articlePage', { short, address: moved.moved }, null)
  return (value as Shown).picture?.sources.map((source) => source.src) ?? []
}
const served = async (url: URL, path: string): Promise<{ status: number; bytes: Uint8Array }> => {
  const response = await fetch(new URL(path, url))
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) }
}
const blobPath = (node: OpenNode, hash: string) => join(node.folders.blobs, hash.slice(0, 2), hash.slice(2))
async function lined(context: TestContext, port: string) {
  // So slow that what has passed is also taken, as on every line that this is for.
  const line = await openLine(Number(port), { rate: 1_000_000 })
  context.after(() => line.close())
  return line
}

describe('pictures between two real nodes', () => {
  it('F3 F4: a picture published at the node that only dials is served with the same bytes at the other, its preview before', async (context) => {
    const { a, b, url } = await openPair(context)
    assert.equal((await call(b, keyOf(a), url)).waiting, 0)
    const made = await publishPicture(b, [5000, 40_000, 100_001])
    const told: string[] = []
    a.onChange((tags) => told.push(...tags))
    // The text alone first, as an exchange that was cut behind it leaves it.
    const line = await lined(context, url.port)
    let seen: readonly string[] = []
    a.onChange((tags) => {
      if (seen.length > 0 || !tags.includes(made.article)) return
      seen = ['']
      void shown(a, made.article).then((paths) => (seen = paths))
    })
    const done = await call(b, keyOf(a), line.url)
    assert.deepEqual([done.failure, done.waiting, done.rounds], [null, 0, 2])
    assert.deepEqual(seen, [`/images/${made.picture}/apercu.webp`])
    assert.equal(done.bytesUp + done.bytesDown, line.counts().up + line.counts().down)
    assert.ok(told.filter((tag) => tag === made.picture).length >= 4, 'the text, then each size')
    assert.deepEqual(await shown(a, made.article), [320, 640, 960].map((width) => `/images/${made.picture}/${width}.webp`)) // prettier-ignore
    for (const [i, bytes] of made.files.entries()) {
      const got = await served(url, `/images/${made.picture}/${320 * (i + 1)}.webp`)
      assert.equal(got.status, 200)
      assert.deepEqual(got.bytes, bytes)
    }
    const nothing = await call(b, keyOf(a), url)
    assert.deepEqual([nothing.rounds, nothing.waiting], [1, 0])
    assert.ok(nothing.bytesUp + nothing.bytesDown <= 300, `${nothing.bytesUp + nothing.bytesDown}`)
    for (const node of [a, b]) assert.deepEqual(await verifyNode(node), [])
    assert.equal(await stateOf(b), await stateOf(a))
  })

  it('F3: the other way, what came is asked for in the next round', async (context) => {
    const { a, b, url } = await openPair(context)
    const made = await publishPicture(a, [3000, 70_000])
    const done = await call(b, keyOf(a), url)
    assert.deepEqual([done.failure, done.waiting, done.rounds], [null, 0, 2])
    for (const [i, hash] of made.hashes.entries())
      assert.deepEqual(new Uint8Array(readFileSync(blobPath(b, hash))), made.files[i])
    // The same file again in the same space is here already.
    const sizes = [{ width: 320, height: 200, type: 'image/webp', hash: made.hashes[0] as string, weight: 3000 }]
    await a.perform(null, (context) => context.create(picture, 'public', { ...facts, sizes }))
    assert.deepEqual([(await call(b, keyOf(a), url)).rounds, (await call(b, keyOf(a), url)).waiting], [1, 0])
  })

  it('F1 H14: a private space’s file that somebody names in public is neither given nor shown, and is asked for like any other', async (context) => {
    const { a, b, url } = await openPair(context)
    await call(b, keyOf(a), url)
    const secret = await publishPicture(a, [9000], { isPrivate: true })
    const sizes = [{ width: 320, height: 200, type: 'image/webp', hash: secret.hashes[0] as string, weight: 9000 }]
    const { value } = await b.perform(null, async (context) => {
      const made = await context.create(picture, 'public', { ...facts, sizes })
      return 'tag' in made ? made : { named: made.id }
    })
    const { named } = value as { named: string }
    const done = await call(b, keyOf(a), url)
    assert.deepEqual([done.failure, done.waiting], [null, 1])
    assert.ok(!existsSync(blobPath(b, secret.hashes[0] as string)))
    const shared = b.links.peers.byNode(keyOf(a))?.spaces ?? []
    const spaces = await a.store.read((reader) => reader.spaces())
    const space = spaces.find((one) => shared.includes(bytesToHex(one.id))) as SpaceRow
    const own = spaces.find((one) => bytesToHex(one.id) === secret.space) as SpaceRow
    const asked = { hash: hexToBytes(secret.hashes[0] as string) as Bytes }
    const [ofNamed, ofSecret] = [named, secret.picture].map((id) => hexToBytes(id) as Bytes) as [Bytes, Bytes]
    const desk = blobDeskOf(a)
    assert.equal(await desk.find({ ...asked, space, entity: ofNamed }), null)
    assert.equal(await desk.find({ ...asked, space, entity: ofSecret }), null)
    assert.equal(await desk.find({ ...asked, space: own, entity: ofNamed }), null)
    assert.ok(await desk.find({ ...asked, space: own, entity: ofSecret }))
    assert.equal((await served(url, `/images/${named}/320.webp`)).status, 404)
    // Whoever has it may give it: then it is public.
    const blobs = await openDiskBlobs(b.folders.blobs, undefined, join(b.folders.data, 'arriving'))
    await blobs.put(secret.files[0] as Uint8Array, { limit: 9000 })
    assert.equal((await call(b, keyOf(a), url)).waiting, 0)
    assert.equal((await served(url, `/images/${named}/320.webp`)).status, 200)
  })

  it('F5: cut anywhere, it goes on at the piece under way, and nothing is served before it is whole', async (context) => {
    const { a, b, url } = await openPair(context)
    await call(b, keyOf(a), url)
    const line = await lined(context, url.port)
    for (const way of ['up', 'down'] as const) {
      const [from, to] = way === 'up' ? [b, a] : [a, b]
      const weight = 12 * PIECE_BYTES + 777
      const made = await publishPicture(from, [weight])
      const before = line.counts()
      line.cutAfter(6 * PIECE_BYTES)
      const done = await call(b, keyOf(a), line.url)
      assert.deepEqual([done.failure, done.waiting], [null, 0])
      const passed = line.counts()[way] - before[way]
      assert.ok(line.counts().cuts > before.cuts)
      assert.ok(passed <= weight + 1.5 * PIECE_BYTES + 6000, `${passed - weight} more ${way}`)
      assert.deepEqual(new Uint8Array(readFileSync(blobPath(to, made.hashes[0] as string))), made.files[0])
      assert.deepEqual(
        readdirSync(join(to.folders.blobs, 'partial')).filter((name) => name !== 'arriving'),
        [],
      )
    }
    for (const node of [a, b]) assert.deepEqual(await verifyNode(node), [])
  })

  it('F5 F6: within a budget some pieces come; what a power cut left of them is compared before it is gone on with', async (context) => {
    const { a, b, url, folder } = await openPair(context)
    const made = await publishPicture(a, [12 * PIECE_BYTES])
    const allowance = 10 * PIECE_BYTES
    const some = await call(b, keyOf(a), url, { allowance })
    assert.deepEqual([some.failure, some.waiting], [null, 1])
    assert.ok(some.bytesUp + some.bytesDown <= allowance, `${some.bytesUp + some.bytesDown}`)
    assert.deepEqual(await shown(b, made.article), [`/images/${made.picture}/apercu.webp`])
    const partial = join(b.folders.blobs, 'partial', `${made.hashes[0]}.bytes`)
    const held = readFileSync(partial)
    assert.ok(held.length >= 4 * PIECE_BYTES)
    held[2 * PIECE_BYTES + 5] = (held[2 * PIECE_BYTES + 5] as number) ^ 1
    writeFileSync(partial, held)
    truncateSync(partial, held.length - 100)
    await b.close()
    const again = await openNode(join(folder, 'b'))
    context.after(() => again.close())
    b.close = async () => {}
    const done = await call(again, keyOf(a), url)
    assert.deepEqual([done.failure, done.waiting], [null, 0])
    assert.deepEqual(new Uint8Array(readFileSync(blobPath(again, made.hashes[0] as string))), made.files[0])
  })

  it('F7: an erased picture’s files go at both nodes, with what had come of them; what another names stays', async (context) => {
    const { a, b, url } = await openPair(context)
    const made = await publishPicture(b, [4000, 30_000])
    await call(b, keyOf(a), url)
    const [first, second] = made.hashes as [string, string]
    const sizes = [{ width: 320, height: 200, type: 'image/webp', hash: second, weight: 30_000 }]
    await b.perform(null, (context) => context.create(picture, 'public', { preview: new Uint8Array(3), colour: '#000000', sizes })) // prettier-ignore
    await call(b, keyOf(a), url)
    const { preview, sizes: field } = picture.fields
    const order = { entity: made.picture, fields: [preview.number, field.number], reason: 'Un visage.' }
    const { value } = await a.perform(null, (context) => context.create(erasure, 'public', order))
    assert.ok(!('tag' in (value as object)), JSON.stringify(value))
    assert.equal((await call(b, keyOf(a), url)).waiting, 0)
    await b.tick()
    for (const node of [a, b]) {
      assert.ok(!existsSync(blobPath(node, first)))
      assert.ok(existsSync(blobPath(node, second)))
      assert.deepEqual(await verifyNode(node), [])
    }
    assert.equal((await served(url, `/images/${made.picture}/320.webp`)).status, 404)
  })

  it('F1: what a stranger changed in the table of files is put right by the watch, and makes nothing public', async (context) => {
    const { a, b, url } = await openPair(context)
    const own = await publishPicture(a, [5000])
    const shownBefore = await shown(a, own.article)
    const alter = (sql: string) => a.store.write(async () => a.store.db().exec(sql))
    const row = async () =>
      a.store.read(async () => a.store.db().prepare('SELECT hash, weight, is_here, is_named FROM blob_names').all())
    const before = await row()
    for (const sql of [
      'UPDATE blob_names SET is_here = 0',
      'UPDATE blob_names SET is_named = 0, weight = 1',
      'DELETE FROM blob_names',
    ]) {
      await alter(sql)
      assert.deepEqual(await verifyNode(a), [], sql)
      assert.deepEqual(await row(), before, sql)
      assert.deepEqual(await shown(a, own.article), shownBefore)
    }
    const theirs = await publishPicture(b, [5000])
    writeFileSync(blobPath(b, theirs.hashes[0] as string), 'autre')
    assert.equal((await call(b, keyOf(a), url)).waiting, 1)
    await alter('DELETE FROM blob_names')
    assert.deepEqual(await verifyNode(a), [])
    assert.deepEqual(await shown(a, theirs.article), [`/images/${theirs.picture}/apercu.webp`])
  })

  it('F3: a lost file is shown no more, told, and comes again from the other node', async (context) => {
    const { a, b, url } = await openPair(context)
    const made = await publishPicture(a, [30_000])
    await call(b, keyOf(a), url)
    writeFileSync(blobPath(a, made.hashes[0] as string), 'autre')
    assert.deepEqual((await verifyNode(a)).map((one) => one.tag), ['blob-altered']) // prettier-ignore
    assert.deepEqual(await shown(a, made.article), [`/images/${made.picture}/apercu.webp`])
    assert.equal((await call(b, keyOf(a), url)).waiting, 0)
    assert.deepEqual(await verifyNode(a), [])
    assert.deepEqual((await served(url, `/images/${made.picture}/320.webp`)).bytes, made.files[0])
  })
})
