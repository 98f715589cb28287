import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { describe, it } from 'node:test'
import { erasure } from '#core/access/orders.ts'
import { concatBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { article } from '#features/portal/index.ts'
import { makeSecret } from '#server/accounts/password-entry.ts'
import { createKeyPem, pemToKeys } from '#server/keys/ed25519.ts'
import { call } from '#server/sync/dialing.ts'
import { openExchangeKeys, readKeysDocument } from '#server/sync/exchange-keys.ts'
import { join } from '#server/sync/joining.ts'
import { openOffers, readPairingCode } from '#server/sync/offers.ts'
import { answerPairing, makeOffer } from '#server/sync/offering.ts'
import { createRecordReader, framesToRecords, recordToBytes } from '#server/sync/records.ts'
import { nodeToFingerprint, openAnswer, openRequest, sealAnswer, sealRequest } from '#server/sync/seal.ts'
import { verifyNode } from '#server/verify/verify-node.ts'
import { openLine } from '../../bench/counting-link.ts'
import { keyOf, openPair, publish, stateOf, tie } from '../server/sync-nodes.ts'

const random = (length: number): Bytes => new Uint8Array(randomBytes(length))
const folder = () => mkdtempSync(joinPath(tmpdir(), 'trait-seal-'))
async function* piecesOf(...pieces: readonly Bytes[]): AsyncGenerator<Bytes> {
  yield* pieces
}

function parties() {
  const keys = openExchangeKeys(folder(), pemToKeys(createKeyPem()), () => 0)
  const { publicKey, privateKey } = keys.newest()
  return { privateKey, parties: { asking: random(32), asked: random(32), exchangeKey: publicKey, secret: random(32) } }
}

describe('seal', () => {
  it('S1: only who was asked opens a request, only under the pair’s secret, and for its path', async () => {
    const { privateKey, parties: own } = parties()
    const sealer = await sealRequest('/sync', own)
    const sealed = await sealer.seal(new Uint8Array([1, 2]), true)
    const open = async (path: string, changes: Partial<typeof own>, key = privateKey) =>
      (await openRequest(path, { ...own, ...changes }, key, sealer.enc))?.open(sealed, true) ?? null
    assert.deepEqual(await open('/sync', {}), new Uint8Array([1, 2]))
    assert.equal(await open('/sync/pair', {}), null)
    assert.equal(await open('/sync', { asking: own.asked, asked: own.asking }), null)
    assert.equal(await open('/sync', { secret: random(32) }), null)
    const other = parties()
    assert.equal(await open('/sync', { exchangeKey: other.parties.exchangeKey }, other.privateKey), null)
    assert.equal(await openRequest('/sync', own, privateKey, new Uint8Array(32)), null)
  })

  it('S2 S3: records opened in another order, doubled, changed, or with another end, open no more', async () => {
    const { privateKey, parties: own } = parties()
    const sealer = await sealRequest('/sync', own)
    const records = [
      await sealer.seal(random(40), false),
      await sealer.seal(random(50), false),
      await sealer.seal(random(3), true),
    ] as const
    const nonce = random(16)
    const answer = sealAnswer(await sealer.exportKey(), sealer.enc, nonce)
    const answers = [answer(random(40), false), answer(random(50), false), answer(random(3), true)] as const
    const opener = async () => (await openRequest('/sync', own, privateKey, sealer.enc))!
    const key = await (await opener()).exportKey()
    for (const list of [records, answers]) {
      const open = async () => (list === records ? (await opener()).open : openAnswer(key, sealer.enc, nonce))
      const take = async (...steps: readonly (readonly [Bytes, boolean])[]) => {
        const one = await open()
        const taken: boolean[] = []
        for (const [bytes, isLast] of steps) taken.push((await one(bytes, isLast)) !== null)
        return taken.join()
      }
      const [first, second, last] = list
      assert.equal(await take([first, false], [second, false], [last, true]), 'true,true,true')
      assert.equal(await take([second, false]), 'false')
      assert.equal(await take([first, false], [first, false]), 'true,false')
      assert.equal(await take([first, false], [last, true]), 'true,false')
      assert.equal(await take([first, true]), 'false')
      assert.equal(await take([first, false], [second, false], [last, false]), 'true,true,false')
      for (const at of [0, 20, first.length - 1]) {
        const flipped = first.slice()
        flipped[at] = (flipped[at] as number) ^ 1
        assert.equal(await take([flipped, false]), 'false')
      }
    }
    // The same words under another nonce are other bytes, and open under no other.
    const again = sealAnswer(key, sealer.enc, random(16))
    assert.notDeepEqual(
      again(new Uint8Array(3), true),
      sealAnswer(key, sealer.enc, random(16))(new Uint8Array(3), true),
    )
    assert.equal(openAnswer(key, sealer.enc, random(16))(answers[0], false), null)
  })

  it('S4: small frames go in one record, a chunk by itself, and records are read however their bytes come', async () => {
    const frames = [random(30), random(8000), random(8000), random(10)]
    const records = await Array.fromAsync(framesToRecords(piecesOf(...frames)))
    assert.deepEqual(records.map(({ plain, isLast }) => [plain.length, isLast]), [[8030, false], [8000, false], [10, true]]) // prettier-ignore
    const [small] = await Array.fromAsync(framesToRecords(piecesOf(random(30), random(500), random(400))))
    assert.deepEqual([small?.plain.length, small?.isLast], [930, true])
    const bytes = concatBytes(records.map(({ plain, isLast }) => recordToBytes({ sealed: plain, isLast })))
    for (const step of [1, 7, 20_000]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) =>
        bytes.slice(i * step, (i + 1) * step),
      )
      const reader = createRecordReader(piecesOf(...pieces))
      for (const { plain, isLast } of records) assert.deepEqual(await reader.next(), { sealed: plain, isLast })
      assert.equal(await reader.next(), null)
    }
    for (const hostile of [[255, 255, 255, 255, 1], [255, 255, 127], [200], []])
      assert.equal(await createRecordReader(piecesOf(new Uint8Array(hostile))).next(), null)
  })

  it('S5: the exchange key is replaced weekly, the one before last is gone, and a document counts only signed', async () => {
    const place = folder()
    let now = 1_700_000_000_000
    const own = pemToKeys(createKeyPem())
    const keys = openExchangeKeys(place, own, () => now)
    const first = keys.newest()
    assert.equal(keys.find(first.number % 256)?.number, first.number)
    now += 8 * 86_400_000
    const second = keys.newest()
    assert.equal(second.number, first.number + 1)
    assert.deepEqual(keys.find(first.number % 256)?.privateKey, first.privateKey)
    now += 8 * 86_400_000
    assert.equal(keys.newest().number, first.number + 2)
    assert.equal(keys.find(first.number % 256), null)
    const written = readFileSync(joinPath(place, 'exchange.json'), 'utf8')
    assert.ok(!written.includes(Buffer.from(first.privateKey).toString('hex')))
    const document = await keys.document()
    assert.equal(readKeysDocument(document, own.verify)?.number, first.number + 2)
    for (let at = 0; at < document.length; at += 7) {
      const flipped = document.slice()
      flipped[at] = (flipped[at] as number) ^ 1
      assert.equal(readKeysDocument(flipped, own.verify), null)
    }
    rmSync(place, { recursive: true })
  })

  it('S5 S6: two nodes go on through both changes of a key, told in an answer or asked for after weeks', async (context) => {
    let now = 1_700_000_000_000
    const { a, b, url } = await openPair(context, { clock: () => now })
    const known = () => b.links.peers.byNode(keyOf(a))?.keys.number
    const numbers = [known()]
    assert.equal((await call(b, keyOf(a), url)).waiting, 0)
    now += 8 * 86_400_000
    const told = await call(b, keyOf(a), url)
    assert.deepEqual([told.waiting, told.rounds], [0, 1])
    numbers.push(known())
    now += 8 * 86_400_000
    a.links.keys.newest()
    now += 8 * 86_400_000
    const asked = await call(b, keyOf(a), url)
    // The refusal, the document, the exchange.
    assert.deepEqual([asked.waiting, asked.rounds], [0, 3])
    numbers.push(known())
    assert.deepEqual(numbers.map((one) => (one ?? 0) - (numbers[0] ?? 0)), [0, 1, 3]) // prettier-ignore
    assert.equal(a.links.peers.byNode(keyOf(b))?.keys.number, b.links.keys.newest().number)
  })
})

describe('pairing', () => {
  it('P1: a code names the node and one secret, stands ten minutes and five tries, and is read as people write', () => {
    let now = 100
    const place = folder()
    const node = random(32)
    const offers = openOffers(place, random, () => now)
    const offer = { spaces: ['00'], role: 'editor' as const, isAgreed: true }
    const code = offers.make(offer, node)
    assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
    const read = readPairingCode(` ${code.toLowerCase().replaceAll('-', ' ')}`)
    assert.ok(read)
    assert.deepEqual(read.fingerprint, nodeToFingerprint(node))
    assert.ok(offers.find(read.secret))
    now += 599
    assert.ok(openOffers(place, random, () => now).find(read.secret))
    now += 2
    assert.equal(offers.find(read.secret), null)
    const second = readPairingCode(offers.make(offer, node))
    for (let i = 0; i < 4; i++) assert.equal(offers.find(random(5)), null)
    assert.ok(offers.find(second!.secret))
    assert.equal(offers.find(random(5)), null)
    assert.equal(offers.find(second!.secret), null)
    // The machine was switched on anew: nobody knows how long it was off.
    const third = readPairingCode(offers.make(offer, node))
    now = 3
    assert.equal(offers.find(third!.secret), null)
    assert.equal(readPairingCode('12345'), null)
    rmSync(place, { recursive: true })
  })

  it('P2: a code goes to no other node than its own, and serves one', async (context) => {
    const { a, b, url } = await openPair(context, { isPaired: false })
    const offer = { spaces: ['public'], role: 'officer' as const, isAgreed: true }
    const other = openOffers(folder(), random).make(offer, random(32))
    assert.equal((await join(b, other, url, 'b') as { tag: string }).tag, 'other-node') // prettier-ignore
    assert.equal((await join(b, 'abc', url, 'b') as { tag: string }).tag, 'bad-code') // prettier-ignore
    const made = await makeOffer(a, offer)
    assert.ok('code' in made)
    const wrong = made.code.slice(0, -1) + (made.code.endsWith('0') ? '1' : '0')
    assert.equal((await join(b, wrong, url, 'b') as { tag: string }).tag, 'code-refused') // prettier-ignore
    assert.equal(a.links.peers.list().length, 0)
    assert.ok('node' in (await join(b, made.code, url, 'b')))
    assert.equal((await join(b, made.code, url, 'b') as { tag: string }).tag, 'code-refused') // prettier-ignore
    for (const hostile of [new Uint8Array(0), random(5000), concatBytes([new Uint8Array([1, 0]), random(200)])])
      assert.equal((await answerPairing(a, hostile)).body, null)
  })

  it('P3: nothing is shared before somebody said yes; then both hold the same and believe only what is rooted there', async (context) => {
    const { a, b, url } = await openPair(context, { isPaired: false })
    const made = await makeOffer(a, { spaces: ['public'], role: 'officer', isAgreed: false })
    assert.ok('code' in made)
    const joining = join(b, made.code, url, 'Koupéla')
    while (!a.links.offers.standing()?.asking) await new Promise((resolve) => setImmediate(resolve))
    assert.equal(a.links.offers.standing()?.asking?.name, 'Koupéla')
    assert.equal(a.links.peers.list().length, 0)
    a.links.offers.save({ ...a.links.offers.standing()!, decision: 'yes' })
    assert.ok('node' in (await joining))
    await publish(a, 3)
    assert.equal((await call(b, keyOf(a), url)).waiting, 0)
    await publish(b, 2, 'Du Sud')
    assert.equal((await call(b, keyOf(a), url)).waiting, 0)
    assert.equal(await stateOf(b), await stateOf(a))
    for (const node of [a, b]) assert.deepEqual(await verifyNode(node), [])
    // Nobody has an account at the joined node yet: its first officer comes in with the code of its terminal, in the same federation.
    const run = async (name: string, input: unknown) => (await b.command(name, input, null)).value as any
    assert.equal((await b.query('accounts.isFounded', {}, null)).value, false)
    const { code } = await run('accounts.openFounding', {})
    const founded = await run('accounts.found', {
      code,
      federationName: 'Autre nom',
      personName: 'Awa du Sud',
      secret: await makeSecret(run, 'Awa du Sud', 'abricot facteur lanterne moulin sentier volcan zinc'),
      source: '10.0.0.1',
      browser: { device: 'A'.repeat(43), isOwn: true, label: 'Awa' },
    })
    assert.ok(founded.token, JSON.stringify(founded))
    assert.equal(await stateOf(b), await stateOf(a))
    assert.equal((await b.query('accounts.isFounded', {}, null)).value, true)
    const refused = await makeOffer(b, { spaces: ['00'.repeat(12)], role: 'editor', isAgreed: true })
    assert.deepEqual(refused, { tag: 'no-space', space: '00'.repeat(12) })
    assert.ok(!existsSync(joinPath(b.folders.data, 'peers.json')))
  })
})

describe('exchange between two real nodes', () => {
  it('E1 S1: nothing changed takes one round and less than 300 bytes; one title less than 500; HTTP and seal included', async (context) => {
    const { a, b, url } = await openPair(context)
    const [id] = await publish(a, 30)
    const line = await openLine(Number(url.port))
    context.after(() => line.close())
    const first = await call(b, keyOf(a), line.url)
    assert.deepEqual([first.rounds, first.waiting, first.operationsIn], [1, 0, 33])
    const sum = () => line.counts().up + line.counts().down
    assert.equal(first.bytesUp + first.bytesDown, sum())
    const before = sum()
    const nothing = await call(b, keyOf(a), line.url)
    assert.deepEqual([nothing.rounds, nothing.waiting], [1, 0])
    assert.ok(sum() - before <= 300, `${sum() - before}`)
    await a.perform(null, (context) => context.change(article, id as string, 'publish', { title: 'Compte rendu' }))
    const atEdit = sum()
    assert.equal((await call(b, keyOf(a), line.url)).waiting, 0)
    assert.ok(sum() - atEdit <= 500, `${sum() - atEdit}`)
    assert.equal(await stateOf(b), await stateOf(a))
  })

  it('E5 E6 H13: cut at any byte, with both writing, nothing is lost or doubled', async (context) => {
    const { a, b, url } = await openPair(context)
    await publish(a, 30)
    await publish(b, 10, 'Du Sud')
    const line = await openLine(Number(url.port))
    context.after(() => line.close())
    let cuts = 0
    for (let at = 97; ; at = (at * 31 + 4099) % 40_000) {
      line.cutAfter(cuts < 6 ? at : Infinity)
      const done = await call(b, keyOf(a), line.url)
      cuts = line.counts().cuts
      if (cuts >= 6 && done.waiting === 0) break
      await publish(cuts % 2 ? a : b, 4, `Suite ${at}`)
    }
    assert.equal((await call(b, keyOf(a), url)).waiting, 0)
    assert.equal(await stateOf(b), await stateOf(a))
    for (const node of [a, b]) assert.deepEqual(await verifyNode(node), [])
  })

  it('O5: after an erasure that came from elsewhere, no file of the database holds a byte of the value', async (context) => {
    const { a, b, url, folder } = await openPair(context)
    const secret = 'xylokwartz'
    const [id] = await publish(a, 1, secret)
    await publish(a, 5)
    await call(b, keyOf(a), url)
    const holding = () =>
      readdirSync(joinPath(folder, 'b'))
        .filter((name) => name.startsWith('node.sqlite'))
        .filter((name) =>
          readFileSync(joinPath(folder, 'b', name), 'latin1')
            .toLowerCase()
            .includes(secret),
        )
    assert.notDeepEqual(holding(), [])
    const { title, body } = article.fields
    const order = { entity: id as string, fields: [title.number, body.number], reason: 'Un nom.' }
    const { value } = await a.perform(null, (context) => context.create(erasure, 'public', order))
    assert.ok(!('tag' in (value as object)), JSON.stringify(value))
    assert.equal((await call(b, keyOf(a), url)).waiting, 0)
    await b.tick()
    assert.deepEqual(holding(), [])
    assert.equal(await stateOf(b), await stateOf(a))
  })

  it('S1 S6 X2: a stranger, a peer that was set aside, and one whose pairing is gone are told nothing', async (context) => {
    const { a, b, url } = await openPair(context)
    await publish(a, 2)
    const peer = b.links.peers.byNode(keyOf(a))
    assert.ok(peer)
    b.links.peers.save({ ...peer, secret: '11'.repeat(32) })
    const refused = await call(b, keyOf(a), url)
    assert.deepEqual([refused.failure, refused.operationsIn, refused.waiting], ['not-paired', 0, 1])
    await tie({ a, b, url })
    assert.equal((await call(b, keyOf(a), url)).waiting, 0)
    a.links.peers.change(keyOf(b), { spaces: [] })
    await publish(a, 1)
    const alone = await call(b, keyOf(a), url)
    assert.deepEqual([alone.operationsIn, alone.waiting], [0, 1])
  })
})
