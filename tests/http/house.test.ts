import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { createFakeKit } from './fake-kit.ts'
import { openHouse } from './house.ts'
import { ask, sendRaw } from './raw-client.ts'

test('a public page is made once, then comes from memory for everybody, signed in or not', async (context) => {
  const { port, node, house } = await openHouse(context)
  const first = await ask(port, '/p/un')
  const second = await ask(port, '/p/un?utm_source=lettre', { headers: { cookie: 'seance=jeton-awa' } })
  assert.equal(first.status, 200)
  assert.match(first.body.toString(), /Premier article/)
  assert.deepEqual(second.body, first.body)
  assert.doesNotMatch(second.body.toString(), /jeton-awa|utm_source/)
  assert.deepEqual(node.queries, ['article'])
  assert.equal(house.counts().fromCache, 1)
})

test('a page asked for with a cookie first holds nothing of that person', async (context) => {
  const { port } = await openHouse(context)
  const answer = await ask(port, '/p/un', { headers: { cookie: 'seance=jeton-awa', 'accept-language': 'en' } })
  assert.match(answer.body.toString(), /<!-- \/p\/un undefined -->/)
})

test('a published article is there in the next answer, and other pages stay', async (context) => {
  const { port, node, house } = await openHouse(context)
  await ask(port, '/p/un')
  await ask(port, '/p/deux')
  await node.command('publish', { slug: 'un', text: 'Corrigé' }, null)
  assert.match((await ask(port, '/p/un')).body.toString(), /Corrigé/)
  assert.equal(house.cache.stats().made, 3)
  await ask(port, '/p/deux')
  assert.equal(house.cache.stats().made, 3)
})

test('a page missing today is made again tomorrow', async (context) => {
  const { port, node } = await openHouse(context)
  assert.equal((await ask(port, '/p/trois')).status, 404)
  await node.command('publish', { slug: 'trois', text: 'Troisième' }, null)
  assert.equal((await ask(port, '/p/trois')).status, 200)
})

test('bytes are compressed as the client can read them', async (context) => {
  const { port } = await openHouse(context)
  const plain = await ask(port, '/p/un')
  const brotli = await ask(port, '/p/un', { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } })
  const gzip = await ask(port, '/p/un', { headers: { 'accept-encoding': 'gzip, deflate' } })
  assert.equal(brotli.headers['content-encoding'], 'br')
  assert.equal(gzip.headers['content-encoding'], 'gzip')
  assert.deepEqual(brotliDecompressSync(brotli.body), plain.body)
  assert.deepEqual(gunzipSync(gzip.body), plain.body)
  assert.ok(brotli.body.length < plain.body.length / 4)
  const tags = [plain, brotli, gzip].map(({ headers }) => headers.etag)
  assert.equal(new Set(tags).size, 3, 'other bytes, another tag')
})

test('a repeat visit costs at most 0.5 KB, and has a new page as soon as there is one', async (context) => {
  const { port, node } = await openHouse(context)
  const headers = { 'accept-encoding': 'br' }
  const { etag = '' } = (await ask(port, '/p/un', { headers })).headers
  const lines = [
    'GET /p/un HTTP/1.1',
    'Host: localhost',
    'Accept-Encoding: br',
    `If-None-Match: ${etag}`,
    'Connection: close',
  ]
  const wire = await sendRaw(port, `${lines.join('\r\n')}\r\n\r\n`)
  assert.match(wire, /^HTTP\/1\.1 304 /)
  assert.ok(wire.length <= 512, `${wire.length} bytes`)
  await node.command('publish', { slug: 'un', text: 'Corrigé' }, null)
  assert.equal((await ask(port, '/p/un', { headers: { ...headers, 'if-none-match': etag } })).status, 200)
})

test('a tag of the same contents in another encoding is known too', async (context) => {
  const { port } = await openHouse(context)
  const { etag = '' } = (await ask(port, '/p/un', { headers: { 'accept-encoding': 'gzip' } })).headers
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    assert.equal((await ask(port, '/p/un', { headers: { 'if-none-match': known } })).status, 304, known)
  }
  assert.equal((await ask(port, '/p/un', { headers: { 'if-none-match': '"other"' } })).status, 200)
})

test('HEAD says the same without the body', async (context) => {
  const { port } = await openHouse(context)
  const get = await ask(port, '/p/un')
  const head = await ask(port, '/p/un', { method: 'HEAD' })
  assert.equal(head.body.length, 0)
  assert.equal(head.headers['content-length'], get.headers['content-length'])
  assert.equal(head.headers.etag, get.headers.etag)
})

test('S2 S4 every answer has the security headers, and none says what made it', async (context) => {
  const kit = createFakeKit({
    '/broken': () => {
      throw new Error('a bug')
    },
  })
  const { port } = await openHouse(context, { kit })
  const answers = [
    await ask(port, '/p/un'),
    await ask(port, '/p/un', { headers: { 'accept-encoding': 'br' } }),
    await ask(port, '/p/absent'),
    await ask(port, '/atelier'),
    await ask(port, '/health'),
    await ask(port, '/broken', { method: 'POST' }),
    await ask(port, '/atelier', { method: 'POST', headers: { origin: 'http://ailleurs.test' } }),
  ]
  assert.deepEqual(answers.map(({ status }) => status), [200, 200, 404, 200, 200, 500, 403]) // prettier-ignore
  for (const { headers } of answers) {
    assert.match(String(headers['content-security-policy']), /default-src 'none'/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['referrer-policy'], 'same-origin')
    assert.ok(headers['permissions-policy'])
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
    assert.equal(headers['strict-transport-security'], undefined, 'never over plain HTTP')
    assert.equal(headers['server'] ?? headers['x-powered-by'] ?? headers['x-sveltekit-page'], undefined)
  }
  assert.match(String(answers[0]?.headers['content-security-policy']), /sha256-x/, 'the page keeps its own policy')
})

test('S4 over HTTPS, said by a proxy that we trust, HSTS lasts a year', async (context) => {
  const { port } = await openHouse(context, { trustedProxies: ['127.0.0.1'] })
  for (const path of ['/p/un', '/p/un', '/atelier']) {
    const { headers } = await ask(port, path, { headers: { 'x-forwarded-proto': 'https' } })
    assert.equal(headers['strict-transport-security'], 'max-age=31536000', path)
  }
  assert.equal((await ask(port, '/p/un')).headers['strict-transport-security'], undefined)
})

test('what an outsider says of his address and protocol is struck out', async (context) => {
  const { port } = await openHouse(context)
  const forged = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '10.0.0.1', 'x-client-address': '10.0.0.2' }
  const { headers, body } = await ask(port, '/atelier', { headers: forged })
  assert.equal(JSON.parse(body.toString()).protocol, 'http')
  assert.equal(JSON.parse(body.toString()).address, '127.0.0.1')
  assert.equal(headers['strict-transport-security'], undefined)
})

test('a trusted proxy says who asks: the last address that it added', async (context) => {
  const { port } = await openHouse(context, { trustedProxies: ['127.0.0.1'] })
  const answer = await ask(port, '/atelier', { headers: { 'x-forwarded-for': 'forged, 192.0.2.7' } })
  assert.equal(JSON.parse(answer.body.toString()).address, '192.0.2.7')
})

const foreign: readonly Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { origin: 'http://ailleurs.test' },
  { origin: 'null' },
  { referer: 'http://ailleurs.test/' },
]
for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
  test(`S4 ${method} from another site changes nothing`, async (context) => {
    let reached = 0
    const kit = createFakeKit({ '/change': (_, response) => (reached++, response.end()) })
    const mounts = [{ prefix: '/mount/', handle: async () => void reached++ }]
    const { port } = await openHouse(context, { kit, mounts })
    for (const headers of foreign) {
      assert.equal((await ask(port, '/change', { method, headers })).status, 403)
      assert.equal((await ask(port, '/mount/x', { method, headers })).status, 403)
    }
    assert.equal(reached, 0)
    assert.equal((await ask(port, '/change', { method, headers: { origin: `http://127.0.0.1:${port}` } })).status, 200)
  })
}

test('a form without Origin reaches the token check instead of being taken for a foreign one', async (context) => {
  let origin: unknown
  const kit = createFakeKit({ '/change': (request, response) => ((origin = request.headers.origin), response.end()) })
  const { port } = await openHouse(context, { kit })
  await ask(port, '/change', { method: 'POST', headers: { host: 'portail.local' } })
  assert.equal(origin, 'http://portail.local')
})

test('a mount answers by itself, without Kit', async (context) => {
  const mounts = [
    {
      prefix: '/sync/',
      handle: async (_: unknown, response: { end(text: string): void }, house: { id: string }) =>
        response.end(house.id),
    },
  ]
  const { port } = await openHouse(context, { mounts })
  assert.match((await ask(port, '/sync/a')).body.toString(), /^[\w-]{8}$/)
})

test('a page that can not be shared between host names is made for each', async (context) => {
  const kit = createFakeKit({
    '/p/full': (request, response) => {
      const page = (request as { actorContext?: { page: { isPublic: boolean; isHostUsed: boolean } | null } })
        .actorContext?.page
      if (page) Object.assign(page, { isPublic: true, isHostUsed: true })
      response.end(request.headers.host)
    },
  })
  const { port, house } = await openHouse(context, { kit })
  for (const host of ['a.test', 'b.test']) {
    assert.equal((await ask(port, '/p/full', { headers: { host } })).body.toString(), host)
  }
  assert.equal(house.cache.stats().entries, 0)
})

test('/health answers in JSON and says nothing of anybody', async (context) => {
  const { port } = await openHouse(context)
  const { headers, body } = await ask(port, '/health')
  assert.equal(headers['content-type'], 'application/json')
  assert.deepEqual(JSON.parse(body.toString()), { status: 'ok' })
})

test('the log names no address, no path, no cookie', async (context) => {
  const { port, lines, house } = await openHouse(context)
  await ask(port, '/invitation/code-secret?q=awa', {
    headers: { cookie: 'seance=jeton-awa', 'user-agent': 'Navigateur' },
  })
  await house.close(0)
  const text = lines.join('')
  assert.match(text, /"event":"request"/)
  assert.doesNotMatch(text, /code-secret|awa|127\.0\.0\.1|Navigateur/)
})
