import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { decodeFirst } from 'cborg'
import { stateToBytes } from '#core/fold/state-codec.ts'
import { bytesToHex, concatBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { valueToBytes } from '#core/log/cbor.ts'
import { CHUNK_PLAIN_BYTES, nothingPassed, PACE, pass, segmentsToChunks } from '#core/log/chunk.ts'
import { receiveSegment } from '#core/log/receiver.ts'
import { bytesToSegment } from '#core/log/segment.ts'
import type { Segment } from '#core/log/segment.ts'
import { readEntity } from '#core/kind.ts'
import type { Store } from '#core/ports.ts'
import { article } from '#features/portal/index.ts'
import { verifyEd25519 } from '#server/keys/ed25519.ts'
import { zstd } from '#server/links/zstd.ts'
import { openSqliteStore } from '#server/store/sqlite-store.ts'
import { createArticleNode, encodedSegments, ok } from '../../bench/article-workload.ts'
import { registry } from '../../src/kinds.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'trait-exchange-'))

const states = (store: Store) =>
  store.read(async (reader) =>
    Object.fromEntries((await reader.entities(0, 1000)).map((row) => [row.id, bytesToHex(stateToBytes(row.state))])),
  )

it('two stores exchange segments through a file, newest first, and hold the same', async () => {
  const node = await createArticleNode(() => 1_700_000_000_000)
  ok(
    await node.store.write(async (writer) => {
      for (let i = 0; i < 150; i++) {
        await node.add(writer, {
          id: `aa${i}`,
          title: `Nouvelle ${i}`,
          date: '2015-12-01T10:00:00Z',
          author: 'Koupéla',
          tags: ['eau'],
          body: `Il a plu ${i} fois. `.repeat(20),
        })
      }
      for (const row of await writer.entities(0, 5))
        await node.write(writer, 1, row, { title: 'Corrigé', tags: { add: ['école'], remove: ['eau'] } })
      await node.seal(writer)
    }),
  )
  const segments = await encodedSegments(node.store)
  const file = join(folder(), 'segments')
  const chunks = await Array.fromAsync(segmentsToChunks(segments.toReversed(), 'slow', zstd))
  writeFileSync(file, concatBytes(chunks.map((chunk) => valueToBytes(chunk.packed))))

  const name = (await node.store.read((reader) => reader.logs()))[0]?.name
  assert.ok(name)
  const other = openSqliteStore(join(folder(), 'node.sqlite'))
  const space = ok(await other.write((writer) => writer.addSpace({ id: node.space.id, genesis: new Uint8Array(0) })))
  const desk = { registry, verify: verifyEd25519, clock: () => 0, project: async () => {} }
  const take = (segment: Segment) => other.write((writer) => receiveSegment(writer, desk, space, name, segment))

  let rest: Bytes = readFileSync(file)
  let passed = nothingPassed(PACE.slow.dictionary)
  const received: Segment[] = []
  while (rest.length > 0) {
    const [packed, after] = decodeFirst(rest) as [Bytes, Bytes]
    rest = after
    const plain = zstd.decompress(packed, passed.bytes, CHUNK_PLAIN_BYTES)
    assert.ok(plain)
    passed = pass(passed, plain)
    for (let bytes: Bytes = plain; bytes.length > 0;) {
      const [, left] = decodeFirst(bytes, { useMaps: true }) as [unknown, Bytes]
      received.push(bytesToSegment(bytes.subarray(0, bytes.length - left.length)) as Segment)
      bytes = left
    }
  }
  for (const segment of received) assert.equal(ok(await take(segment)).tag as string, 'stored')
  for (const segment of received.toReversed()) assert.equal(ok(await take(segment)).tag as string, 'known')

  assert.deepEqual(await states(other), await states(node.store))
  const first = await other.read((reader) => reader.entities(0, 1000))
  const corrected = first.map((row) => readEntity(article, row.state)).filter((one) => one.title === 'Corrigé')
  assert.equal(corrected.length, 5)
  assert.deepEqual(corrected[0]?.tags, ['école'])
  await other.close()
})
