import assert from 'node:assert/strict'
import { after, before, test, type TestContext } from 'node:test'
import { buildPages } from './built-pages.ts'
import { openHouse } from './house.ts'
import { ask, type Answer } from './raw-client.ts'

let pages: Awaited<ReturnType<typeof buildPages>>
before(async () => (pages = await buildPages()))
after(() => pages.remove())

const open = (context: TestContext, more = {}) => openHouse(context, { kit: pages.kit, ...more })
const cookieOf = ({ headers }: Answer, name: string) =>
  headers['set-cookie']?.map((line) => line.split(';')[0] ?? '').find((pair) => pair.startsWith(`${name}=`)) ?? ''

test('a public route is kept, knows what it was made from, and says nothing of who asks', async (context) => {
  const { port, node, house } = await open(context)
  for (const cookie of ['seance=jeton-awa', '']) {
    const { status, body, headers } = await ask(port, '/p/un', { headers: { cookie } })
    assert.equal(status, 200)
    assert.match(body.toString(), /<html lang="fr">/)
    assert.match(body.toString(), /Premier article[^]*personne, fr/)
    assert.doesNotMatch(body.toString(), /<script|modulepreload|<!--|rel="stylesheet"/)
    assert.match(String(headers['content-security-policy']), /style-src 'self' 'sha256-/)
    assert.equal(headers['x-sveltekit-page'], undefined)
    assert.equal(headers['content-type'], 'text/html; charset=utf-8')
  }
  assert.equal(house.cache.stats().made, 1)
  await node.command('publish', { slug: 'un', text: 'Corrigé' }, null)
  assert.match((await ask(port, '/p/un')).body.toString(), /Corrigé/)
})

test('a feed is kept when the node knows its address, and made for each name when it does not', async (context) => {
  const known = await open(context, { origin: 'https://portail.test' })
  const answer = await ask(known.port, '/feed.xml', { headers: { host: 'ailleurs.test' } })
  assert.match(answer.body.toString(), /<link>https:\/\/portail\.test\/p\/un</)
  assert.equal(known.house.cache.stats().entries, 1)
  const unknown = await open(context)
  assert.match(
    (await ask(unknown.port, '/feed.xml', { headers: { host: 'box.local' } })).body.toString(),
    /http:\/\/box\.local\/p/,
  )
  assert.equal(unknown.house.cache.stats().entries, 0)
})

test('what is missing or broken is said in French with a number, and not kept', async (context) => {
  const { port, node, house, lines } = await open(context)
  assert.equal((await ask(port, '/p/absent')).status, 404)
  assert.equal((await ask(port, '/nulle-part')).status, 404)
  node.articles.set('casse', 'bug')
  assert.equal((await ask(port, '/p/casse')).status, 500)
  assert.equal(house.cache.stats().entries, 0)
  assert.ok(lines.some((line) => line.includes('a bug in a page')))
  for (const path of ['/%', '/p/%ff', '/p/un/__data.json', '/_app/absent.js', '/p/a%0d%0ab']) {
    assert.ok((await ask(port, path)).status < 500, path)
  }
})

test('a workspace page is the visitor’s own, and is kept nowhere', async (context) => {
  const { port, house } = await open(context)
  const awa = await ask(port, '/atelier', { headers: { cookie: 'seance=jeton-awa' } })
  assert.match(awa.body.toString(), /<p>awa<\/p>/)
  assert.equal(awa.headers['cache-control'], 'no-store')
  assert.match((await ask(port, '/atelier')).body.toString(), /personne/)
  assert.match((await ask(port, '/atelier', { headers: { cookie: 'seance=jeton-passe' } })).body.toString(), /personne/)
  assert.equal(house.cache.stats().entries, 0)
})

test('S4 over plain HTTP a form works with its token under several names, and never without', async (context) => {
  const { port, node } = await open(context)
  for (const host of [`127.0.0.1:${port}`, 'koupela.local', 'localhost:3000']) {
    const page = await ask(port, '/atelier', { headers: { host } })
    const binding = cookieOf(page, 'visite')
    assert.match(page.headers['set-cookie']?.[0] ?? '', /^visite=[\w-]{22}; Path=\/; HttpOnly; SameSite=Strict$/)
    const token = /name="jeton" value="([\w-]+)"/.exec(page.body.toString())?.[1] ?? ''
    const send = (form: Record<string, string>, headers: Record<string, string>) =>
      ask(port, '/atelier?/publish', {
        method: 'POST',
        body: new URLSearchParams({ slug: 'un', text: host, ...form }).toString(),
        headers: { host, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...headers },
      })
    const other = cookieOf(await ask(port, '/atelier', { headers: { host } }), 'visite')
    assert.equal((await send({}, { cookie: binding })).status, 403, 'no token')
    assert.equal((await send({ jeton: token }, {})).status, 403, 'no cookie')
    assert.equal((await send({ jeton: token }, { cookie: other })).status, 403, 'the cookie of another browser')
    assert.equal((await send({ jeton: token }, { cookie: binding, origin: 'http://ailleurs.test' })).status, 403)
    assert.equal((await send({ jeton: token }, { cookie: binding, 'sec-fetch-site': 'cross-site' })).status, 403)
    assert.notEqual(node.articles.get('un'), host)
    const sent = await send({ jeton: token }, { cookie: binding, origin: `http://${host}` })
    assert.equal(sent.status, 303)
    assert.equal(node.articles.get('un'), host)
    assert.match((await ask(port, '/p/un')).body.toString(), new RegExp(`<h1[^>]*>${host}<`))
    assert.equal((await send({ jeton: token }, { cookie: binding })).status, 303, 'a browser that sends no Origin')
  }
})

test('a form that can not be taken comes back with what was typed, and is taken the second time', async (context) => {
  const { port, node } = await open(context)
  const typed = 'Un texte écrit pendant une demi-heure, avec « guillemets » & <signes>.'
  const send = (form: Record<string, string>, cookie: string) =>
    ask(port, '/atelier?/publish', {
      method: 'POST',
      body: new URLSearchParams(form).toString(),
      headers: { accept: 'text/html', cookie, 'content-type': 'application/x-www-form-urlencoded' },
    })
  const refused = await send({ slug: 'trois', text: typed, jeton: 'perime' }, '')
  assert.equal(refused.status, 403)
  assert.match(refused.body.toString(), /avec « guillemets » &amp; &lt;signes&gt;/)
  assert.equal(node.articles.has('trois'), false)
  const token = /name="jeton" value="([\w-]+)"/.exec(refused.body.toString())?.[1] ?? ''
  const again = await send({ slug: 'trois', text: typed, jeton: token }, cookieOf(refused, 'visite'))
  assert.equal(again.status, 303)
  assert.equal(node.articles.get('trois'), typed)
})

test('a session that ends in the middle of a text leaves the text in the page', async (context) => {
  const { port, node } = await open(context)
  const page = await ask(port, '/atelier', { headers: { cookie: 'seance=jeton-awa' } })
  const token = /name="jeton" value="([\w-]+)"/.exec(page.body.toString())?.[1] ?? ''
  node.sessions.clear()
  const send = (session: string, body: string) =>
    ask(port, '/atelier?/signed', {
      method: 'POST',
      body,
      headers: {
        accept: 'text/html',
        cookie: `seance=${session}; ${cookieOf(page, 'visite')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    })
  const body = new URLSearchParams({
    slug: 'trois',
    text: 'Trois quarts d’heure de travail, et la coupure.',
    jeton: token,
  }).toString()
  const kept = await send('jeton-awa', body)
  assert.equal(kept.status, 403)
  assert.match(kept.body.toString(), /Trois quarts d’heure de travail/)
  assert.match(kept.body.toString(), /href="\/connexion" target="_blank"/)
  node.sessions.set('jeton-neuf', 'awa')
  assert.equal((await send('jeton-neuf', body)).headers.location, '/p/trois')
  assert.match(node.articles.get('trois') ?? '', /Trois quarts/)
})

test('S4 over HTTPS the cookies have the __Host- prefix and are Secure', async (context) => {
  const { port } = await open(context, { trustedProxies: ['127.0.0.1'] })
  const headers = { 'x-forwarded-proto': 'https', host: 'portail.test' }
  const page = await ask(port, '/atelier', { headers })
  const token = /name="jeton" value="([\w-]+)"/.exec(page.body.toString())?.[1] ?? ''
  const entered = await ask(port, '/atelier?/enter', {
    method: 'POST',
    body: new URLSearchParams({ jeton: token }).toString(),
    headers: {
      ...headers,
      origin: 'https://portail.test',
      cookie: cookieOf(page, '__Host-visite'),
      'content-type': 'application/x-www-form-urlencoded',
    },
  })
  assert.equal(entered.status, 200)
  assert.match(
    entered.headers['set-cookie']?.find((line) => line.startsWith('__Host-seance')) ?? '',
    /^__Host-seance=jeton-awa; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=3600$/,
  )
})

test('a redirect to text with a line break sets no header', async (context) => {
  const { port } = await open(context)
  const page = await ask(port, '/atelier')
  const token = /name="jeton" value="([\w-]+)"/.exec(page.body.toString())?.[1] ?? ''
  const answer = await ask(port, '/atelier?/publish', {
    method: 'POST',
    body: new URLSearchParams({ jeton: token, slug: 'a\r\nSet-Cookie: x=1', text: 'b' }).toString(),
    headers: {
      accept: 'text/html',
      cookie: cookieOf(page, 'visite'),
      'content-type': 'application/x-www-form-urlencoded',
    },
  })
  assert.equal(answer.headers['set-cookie'], undefined)
  assert.doesNotMatch(answer.headers.location ?? '', /[\r\n]/)
  assert.equal((await ask(port, '/health')).status, 200)
})
