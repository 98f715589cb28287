import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Encrypter } from 'age-encryption'
import { concatBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { valueToBytes } from '#core/log/cbor.ts'
import { bundleFr } from '#features/space/messages/bundle-fr.ts'
import type { OpenNode } from '#server/node/open-node.ts'
import { splitItems } from '#server/sync/bundle-file.ts'
import { listBundlePlaces, readBundleFile, verifyBundleFile, writeBundleFile } from '#server/sync/bundles.ts'
import type { BundleRead, BundleVerified, BundleWritten } from '#server/sync/bundles.ts'
import { call } from '#server/sync/dialing.ts'
import { verifyNode } from '#server/verify/verify-node.ts'
import { createNumbers, hostileBytes } from '../core/hostile-bytes.ts'
import { keyOf, openPair, publish, stateOf, tie } from './sync-nodes.ts'

const write = async (node: OpenNode, path: string, ...nodes: string[]) =>
  (await writeBundleFile(node, { path, nodes })) as BundleWritten
const read = async (node: OpenNode, path: string) => (await readBundleFile(node, { path }, () => {})) as BundleRead
const verify = async (node: OpenNode, path: string) => (await verifyBundleFile(node, { path })) as BundleVerified
const tagOf = (value: object) => ('tag' in value ? value.tag : null)

test('two nodes meet by files alone, both say where each thing is, and nothing is arrived before it is proven', async (context) => {
  const { a, b, folder } = await openPair(context)
  const [there, back] = [join(folder, 'aller.age'), join(folder, 'retour.age')]
  await publish(a, 40)
  const written = await write(a, there, 'boîtier')
  assert.deepEqual([written.for.map(({ name }) => name), written.operations > 40], [['boîtier'], true])
  assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith('.new')), []) // prettier-ignore
  assert.ok(!readFileSync(there, 'latin1').includes('Nouvelle'))
  const [place] = await listBundlePlaces(a)
  assert.deepEqual([place?.arrived, place?.carried, place?.waiting], [0, written.operations, 0])

  const before = await stateOf(b)
  const checked = await verify(b, there)
  assert.deepEqual([checked.operations, checked.fresh, checked.bad, checked.unmet, checked.fault, checked.size], [written.operations, written.operations, 0, 0, null, written.size]) // prettier-ignore
  assert.match(bundleFr.verified(checked).join(' '), /Il est entier/)
  assert.equal(await stateOf(b), before)
  for (const operations of [written.operations, 0]) {
    const done = await read(b, there)
    assert.deepEqual([done.operations, done.refused, done.unmet, done.fault], [operations, 0, 0, null])
  }
  assert.equal(await stateOf(b), await stateOf(a))
  await publish(b, 3, 'Du Sud')
  await write(b, back, keyOf(a).slice(0, 8))
  const home = await read(a, back)
  assert.equal(home.operations, 3)
  assert.deepEqual([home.places.carried, home.places.waiting], [0, 0])
  assert.equal(await stateOf(a), await stateOf(b))
  // Only what is new travels from now on.
  await publish(a, 1, 'Brève')
  const next = await write(a, there, 'boîtier')
  assert.deepEqual([next.operations, next.size < 4000], [1, true])
  assert.equal((await read(b, there)).operations, 1)
  for (const node of [a, b]) assert.deepEqual(await verifyNode(node), [])
})

test('an exchange proves what a file brought, and a file goes on from an exchange', async (context) => {
  const { a, b, url, folder } = await openPair(context)
  const path = join(folder, 'x.age')
  await publish(a, 5)
  await write(a, path, 'boîtier')
  await read(b, path)
  assert.ok(((await listBundlePlaces(a))[0]?.carried ?? 0) > 0)
  assert.equal((await call(b, keyOf(a), url)).waiting, 0)
  const [place] = await listBundlePlaces(a)
  assert.deepEqual([place?.carried, place?.waiting], [0, 0])
  assert.equal((await write(a, path, 'boîtier')).operations, 0)
  const nothing = await read(b, path)
  assert.deepEqual([nothing.operations, nothing.unmet, nothing.fault], [0, 0, null])
})

test('a wrong or hostile file gets one sentence and changes nothing', async (context) => {
  const { a, b, folder } = await openPair(context)
  const stranger = await openPair(context, { isPaired: false })
  const path = (name: string) => join(folder, name)
  await publish(a, 30)
  await write(a, path('bon.age'), 'boîtier')
  const good = readFileSync(path('bon.age'))
  const recipient = a.links.peers.byNode(keyOf(b))?.keys.recipient as string
  const closed = async (plain: Uint8Array) => {
    const encrypter = new Encrypter()
    encrypter.addRecipient(recipient)
    return encrypter.encrypt(plain)
  }
  writeFileSync(path('rien'), '')
  writeFileSync(path('zeros'), '')
  truncateSync(path('zeros'), 2_000_000_000)
  writeFileSync(path('debut'), good.subarray(0, 120))
  writeFileSync(path('entete'), `age-encryption.org/v1\n${'-> X25519 aaaa\nbbbb\n'.repeat(100_000)}`)
  writeFileSync(path('autre'), await closed(randomBytes(300_000)))
  writeFileSync(path('long'), await closed(concatBytes([new Uint8Array([0x5a, 0x7f, 255, 255, 255]), randomBytes(99)])))
  writeFileSync(path('sans-tete'), await closed(valueToBytes(valueToBytes([2, 0, null, new Uint8Array(9)]))))
  symlinkSync(path('bon.age'), path('lien'))
  mkdirSync(path('dossier'))
  const before = await stateOf(b)
  const expected = {
    absent: 'no-file',
    lien: 'no-file',
    dossier: 'no-file',
    rien: 'not-a-bundle',
    zeros: 'not-a-bundle',
    debut: 'not-a-bundle',
    entete: 'not-a-bundle',
    autre: 'not-a-bundle',
    long: 'not-a-bundle',
    'sans-tete': 'not-a-bundle',
  }
  const began = process.memoryUsage().rss
  for (const [name, tag] of Object.entries(expected))
    for (const done of [
      await readBundleFile(b, { path: path(name) }, () => {}),
      await verifyBundleFile(b, { path: path(name) }),
    ]) {
      assert.equal(tagOf(done), tag, name)
      assert.match(bundleFr.notRead(done as { tag: string }), /^[A-Z][^<>{}]{40,}\.$/)
    }
  assert.ok(process.memoryUsage().rss - began < 64 * 2 ** 20)
  assert.equal(tagOf(await readBundleFile(stranger.a, { path: path('bon.age') }, () => {})), 'not-for-this-node')
  assert.equal(await stateOf(b), before)
  // No longer tied to its writer, then to it again.
  const peer = b.links.peers.byNode(keyOf(a))
  assert.ok(peer)
  b.links.peers.change(peer.node, { spaces: [] })
  assert.deepEqual([(await read(b, path('bon.age'))).notShared, await stateOf(b)], [1, before])
  b.links.peers.change(peer.node, { spaces: peer.spaces })

  // Altered anywhere: what is whole before it is taken, the rest isn't, and the good one mends it.
  for (const at of [good.length - 1, Math.floor(good.length * 0.4), 230]) {
    const altered = Uint8Array.from(good)
    altered[at] = (altered[at] as number) ^ 1
    writeFileSync(path('abime'), altered)
    const done = await readBundleFile(b, { path: path('abime') }, () => {})
    assert.ok(tagOf(done) === 'not-a-bundle' || (done as BundleRead).fault === 'damaged', `${at}`)
  }
  const numbers = createNumbers(7)
  for (let turn = 0; turn < 120; turn++) {
    writeFileSync(path('abime'), hostileBytes([good, good.subarray(0, 400)], numbers))
    const done = await readBundleFile(b, { path: path('abime') }, () => {})
    assert.match(bundleFr.notRead('tag' in done ? done : { tag: 'not-a-bundle' }), /\.$/)
  }
  assert.equal((await read(b, path('bon.age'))).fault, null)
  assert.equal(await stateOf(b), await stateOf(a))
})

test('a zip bomb, a forged chunk and another’s space inside a true head are refused chunk by chunk', async (context) => {
  const { a, b, folder } = await openPair(context)
  await publish(a, 2)
  const path = join(folder, 'vrai.age')
  await write(a, path, 'boîtier')
  // Who may open it can also write another around its head: nothing signs the chunks but their segments.
  const { openFrames } = await import('#server/sync/bundle-file.ts')
  const opened = await openFrames(path, await b.links.keys.bundleSecret())
  assert.ok('frames' in opened)
  const [head] = await Array.fromAsync(opened.frames())
  await opened.close()
  const { zstdCompressSync } = await import('node:zlib')
  const mention = (index: number) => [index, a.identity.keys.publicKey, new Uint8Array(8), 1, 0]
  const chunk = (log: unknown, packed: Uint8Array) => valueToBytes([2, log, null, packed] as never)
  const bomb = zstdCompressSync(Buffer.alloc(200_000_000))
  assert.ok(bomb.length < 20_000)
  const frames = [
    head as Bytes,
    chunk(mention(0), new Uint8Array(bomb)),
    chunk(mention(0), new Uint8Array(zstdCompressSync(valueToBytes([0, new Uint8Array(16), new Uint8Array(16), new Uint8Array(64), [[0]]] as never)))), // prettier-ignore
    chunk(mention(9), new Uint8Array(10)),
    chunk(77, new Uint8Array(10)),
    valueToBytes(['autre chose']),
  ]
  const encrypter = new Encrypter()
  encrypter.addRecipient(a.links.peers.byNode(keyOf(b))?.keys.recipient as string)
  writeFileSync(path, await encrypter.encrypt(concatBytes(frames.map((one) => valueToBytes(one)))))
  const before = await stateOf(b)
  const began = process.memoryUsage().rss
  const done = await read(b, path)
  assert.ok(process.memoryUsage().rss - began < 64 * 2 ** 20)
  assert.deepEqual([done.operations, done.refused, done.fault], [0, 5, null])
  assert.match(bundleFr.read(done).join(' '), /5 morceaux n’ont pas été pris/)
  assert.equal((await verify(b, path)).bad, 4)
  assert.equal(await stateOf(b), before)
})

test('a file that can’t be written is said in words, leaves nothing half made, and counts as waiting', async (context) => {
  const { a, b, url, folder } = await openPair(context, { isPaired: false })
  const path = join(folder, 'x.age')
  const tags = async (at: string, ...nodes: string[]) => tagOf(await writeBundleFile(a, { path: at, nodes }))
  assert.equal(await tags(path, 'boîtier'), 'unknown-node')
  await tie({ a, b, url })
  await publish(a, 3)
  assert.equal(await tags(path, 'boîtier', 'Ouaga'), 'unknown-node')
  assert.equal(await tags(join(folder, 'nulle-part', 'x.age'), 'boîtier'), 'disk-error')
  mkdirSync(path)
  assert.equal(await tags(path, 'boîtier'), 'disk-error')
  assert.ok(!existsSync(`${path}.new`))
  assert.equal((await listBundlePlaces(a))[0]?.carried, 0)
  a.links.peers.change(keyOf(b), { spaces: [] })
  assert.equal(await tags(join(folder, 'y.age'), 'boîtier'), 'nothing-shared')
})

test('byte strings are cut out of a stream however its pieces come, and nothing else is', async () => {
  const items = [new Uint8Array(0), new Uint8Array(23), new Uint8Array(24), new Uint8Array(300), new Uint8Array(70_000)]
  const bytes = concatBytes(items.map((one) => valueToBytes(one)))
  async function* pieces(all: Bytes, step: number) {
    for (let at = 0; at < all.length; at += step) yield all.slice(at, at + step)
  }
  for (const step of [7, 1000, 65_536, 100_000])
    assert.deepEqual(await Array.fromAsync(splitItems(pieces(bytes, step))), items)
  for (const bad of [
    bytes.slice(0, -1),
    new Uint8Array([0x80]),
    new Uint8Array([0x5b, 0, 0, 0, 0, 0, 0, 0, 1, 1]),
    new Uint8Array([0x5a, 0, 9, 0, 0]),
  ])
    // prettier-ignore
    await assert.rejects(Array.fromAsync(splitItems(pieces(bad, 1000))))
})
