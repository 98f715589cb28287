import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { type DefaultTreeAdapterTypes as Tree, parse } from 'parse5'
import type { Browser } from 'playwright-core'
import { openProgram } from '#server/compose.ts'
import type { Program } from '#server/compose.ts'
import { assertGoodPage } from '../views/html-rules.ts'
import { launchBrowser } from './browser.ts'
import { createDemoFolder } from './demo-folder.ts'

const SHOTS = process.env['SHOTS_FOLDER']
const WIDE = new Set(['home', 'article', 'agenda', 'mini-site', 'timeline', 'search'])
let program: Program
let demo: Awaited<ReturnType<typeof createDemoFolder>>
let chromium: Browser
let origin: string
/** One of each kind of public page, by name. */
let pages: ReadonlyMap<string, string>

before(async () => {
  demo = await createDemoFolder()
  const opened = await openProgram({
    dataFolder: demo.data,
    host: '127.0.0.1',
    port: 0,
    origin: undefined,
    trustedProxies: [],
  })
  assert.ok(!('tag' in opened))
  program = opened
  origin = program.address
  chromium = await launchBrowser()
  const first = async (list: string, pattern: RegExp) => {
    const path = pattern.exec((await ask(list)).body)?.[0]
    assert.ok(path, `${list} has ${pattern}`)
    return path
  }
  const article = await first('/potagers-du-garon/nouvelles', /\/nouvelles\/[a-z\d-]+-[\da-f]{8}/)
  const date = await first('/agenda', /\/agenda\/[a-z\d-]+-[\da-f]{8}/)
  pages = new Map([
    ['home', '/'],
    ['news', '/nouvelles'],
    ['news-filtered', '/nouvelles?membre=potagers-du-garon'],
    ['article', article],
    ['article-history', `${article}/historique`],
    ['agenda', '/agenda'],
    ['date', date],
    ['date-history', `${date}/historique`],
    ['members', '/associations'],
    ['federation', '/federation'],
    ['timeline', '/frise'],
    ['charter', '/charte'],
    ['charter-older', '/charte/1'],
    ['page', '/pages/qui-sommes-nous'],
    ['page-history', '/pages/qui-sommes-nous/historique'],
    ['accessibility', '/accessibilite'],
    ['begin', '/commencer'],
    ['search', '/recherche?q=h%C3%AAtre'],
    ['search-empty', '/recherche?q=zzz'],
    ['mini-site', '/potagers-du-garon/'],
    ['mini-site-left', '/oms-grigny/'],
    ['mini-site-news', '/potagers-du-garon/nouvelles'],
    ['mini-site-agenda', '/potagers-du-garon/agenda'],
    ['mini-site-page', '/potagers-du-garon/les-hetres'],
    ['english-home', '/en'],
    ['english-article', `/en${article}`],
    ['english-mini-site', '/en/potagers-du-garon/'],
    ['large-and-light', '/?texte=tres-grand&leger=1'],
  ])
})
after(async () => {
  await chromium?.close()
  await program?.[Symbol.asyncDispose]()
  await demo?.remove()
})

async function ask(path: string): Promise<{ status: number; body: string; headers: Headers }> {
  const answer = await fetch(origin + path, { redirect: 'manual' })
  return { status: answer.status, body: await answer.text(), headers: answer.headers }
}

describe('the public site', () => {
  it('is valid HTML without script or style attribute, every kind of page, French and English', async () => {
    for (const [name, path] of pages) {
      const { status, body, headers } = await ask(path)
      assert.equal(status, 200, name)
      assert.equal(headers.get('set-cookie'), null, name)
      await assertGoodPage(body.replaceAll(/<style>[^]*?<\/style>/g, ''), name)
      assert.match(body, new RegExp(`<html lang="${path.startsWith('/en') ? 'en' : 'fr'}"`), name)
    }
  })

  for (const width of [360, 1280])
    it(`shows every kind of page at ${width} px: nothing to complain of, no sideways scroll, axe finds nothing`, async () => {
      const context = await chromium.newContext({ viewport: { width, height: 800 } })
      const page = await context.newPage()
      let complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('requestfailed', (request) => {
        // What the browser still fetched for the page that was left is no fault of either.
        if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()}`)
      })
      page.on('response', (response) => {
        if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
        if (!response.url().startsWith(origin)) complaints.push(`elsewhere: ${response.url()}`)
      })
      for (const [name, path] of pages) {
        complaints = []
        await page.goto(origin + path, { waitUntil: 'load' })
        assert.equal(await page.locator('h1').count(), 1, name)
        const across = await page.evaluate('document.documentElement.scrollWidth')
        assert.ok(Number(across) <= width, `${name}: ${String(across)} px across`)
        assert.deepEqual(complaints, [], name)
        // Whole on a phone; on a wide screen, where the same elements stand elsewhere, one page of each layout.
        if (width < 1280 || WIDE.has(name)) {
          // No frames here: axe needn't open a page of its own for each.
          const { violations } = await new AxeBuilder({ page })
            .setLegacyMode(true)
            .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
            .analyze()
          assert.deepEqual(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
            [],
            `${name} at ${width}`,
          )
        }
        if (SHOTS) await page.screenshot({ path: join(SHOTS, `public-${name}-${width}.png`), fullPage: true })
      }
      await context.close()
    })

  it('is read and searched without script', async () => {
    const context = await chromium.newContext({ viewport: { width: 360, height: 800 }, javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${origin}/`)
    await page.locator('summary').click()
    await page.locator('details [name=q]').fill('hêtre')
    await page.locator('details [name=q]').press('Enter')
    await page.waitForURL(/\/recherche\?q=/)
    const title = await page.locator('ol h3').first().innerText()
    await page.locator('ol h3 a').first().click()
    assert.equal(await page.locator('h1').innerText(), title)
    await page.goto(`${origin}/nouvelles`)
    await page.locator('[name=membre]').selectOption('potagers-du-garon')
    await page.locator('main form button').click()
    await page.waitForURL(/membre=potagers-du-garon/)
    assert.ok((await page.locator('main article').count()) > 0)
    for (const name of await page.locator('main article .who').allInnerTexts())
      assert.equal(name.trim(), 'Les Potagers')
    await context.close()
  })

  it('leads nowhere that isn’t there: every link, picture, feed and anchor resolves', async () => {
    const texts = new Map<string, string>()
    const broken: string[] = []
    const anchors: { readonly from: string; readonly path: string; readonly id: string }[] = []
    const waiting = new Map<string, string>([...pages.values()].map((path) => [path, 'the list']))
    for (const [path, from] of waiting) {
      const { status, body, headers } = await ask(path)
      if (status >= 400) broken.push(`${path} from ${from}: ${status}`)
      const location = headers.get('location')
      if (location) waiting.set(new URL(location, origin + path).pathname, path)
      if (!headers.get('content-type')?.startsWith('text/html') || isWorkspace(path)) continue
      texts.set(path, body)
      for (const address of addressesOf(body)) {
        if (/^(?:mailto|tel|data):/.test(address)) continue
        const url = new URL(address, origin + path)
        if (url.origin !== origin) continue
        const target = url.pathname + url.search
        const plain = target.replace(/\?(?:texte|leger)=.*$/, '')
        if (url.hash) anchors.push({ from: path, path: plain, id: decodeURIComponent(url.hash.slice(1)) })
        // The reader's display makes every page again: the pages themselves are the same.
        if (!waiting.has(plain)) waiting.set(plain, path)
      }
    }
    for (const { from, path, id } of anchors)
      if (!new RegExp(`\\sid="${id}"`).test(texts.get(path) ?? '')) broken.push(`${path}#${id} from ${from}`)
    assert.deepEqual(broken, [])
    assert.ok(waiting.size > 200, `${waiting.size} addresses`)
  })

  it('sends an old address and a mini-site without its slash to the right one, and says what isn’t there in the page', async () => {
    const article = pages.get('article') ?? ''
    const old = article.replace(/[a-z\d-]+-([\da-f]{8})$/, 'un-ancien-titre-$1')
    const moved = await ask(`/en${old}`)
    assert.deepEqual([moved.status, moved.headers.get('location')], [308, `/en${article}`])
    const mini = await ask('/potagers-du-garon?texte=grand')
    assert.deepEqual([mini.status, mini.headers.get('location')], [308, '/potagers-du-garon/?texte=grand'])
    for (const path of [
      '/rien',
      '/rien/du/tout',
      '/nouvelles/rien',
      '/nouvelles/x-00000000',
      '/charte/99',
      '/pages/x',
      '/charte/x',
    ]) {
      const { status, body } = await ask(path)
      assert.equal(status, 404, path)
      assert.match(body, /<h1[^>]*>Cette page n’existe pas</, path)
      await assertGoodPage(body.replaceAll(/<style>[^]*?<\/style>/g, ''), path)
    }
  })

  it('tells feeds, calendars, sitemap and posters with whole addresses', async () => {
    const types: Readonly<Record<string, string>> = {
      '/flux/atom.xml': 'application/atom+xml; charset=utf-8',
      '/flux/rss.xml': 'application/rss+xml; charset=utf-8',
      '/flux/flux.json': 'application/feed+json; charset=utf-8',
      '/flux/agenda.ics': 'text/calendar; charset=utf-8',
      '/potagers-du-garon/flux/atom.xml': 'application/atom+xml; charset=utf-8',
      '/sitemap.xml': 'application/xml; charset=utf-8',
      '/robots.txt': 'text/plain; charset=utf-8',
    }
    for (const [path, type] of Object.entries(types)) {
      const { status, body, headers } = await ask(path)
      assert.deepEqual([status, headers.get('content-type')], [200, type], path)
      assert.ok(body.includes(origin), path)
    }
    for (const path of ['/flux/x.xml', '/rien/flux/atom.xml', '/affiche/00000000.pdf', '/affiche/x'])
      assert.equal((await ask(path)).status, 404, path)
    const short = (pages.get('article') ?? '').slice(-8)
    const poster = await ask(`/affiche/${short}.pdf`)
    assert.deepEqual([poster.status, poster.headers.get('content-type')], [200, 'application/pdf'])
    assert.ok(poster.body.startsWith('%PDF-'))
  })

  it('never gives a picture whose file was altered', async () => {
    const { body } = await ask(pages.get('article') ?? '')
    const path = /\/images\/[\da-f]{24}\/\d+\.webp/.exec(body)?.[0]
    assert.ok(path)
    const sound = await ask(path)
    assert.deepEqual(
      [sound.status, sound.headers.get('content-type'), sound.headers.get('cache-control')],
      [200, 'image/webp', 'public, max-age=31536000, immutable'],
    )
    const again = await fetch(origin + path, { headers: { 'if-none-match': sound.headers.get('etag') ?? '' } })
    assert.equal(again.status, 304)
    const blobs = join(demo.data, 'blobs')
    for (const folder of await readdir(blobs)) {
      if (folder.length !== 2) continue
      for (const name of await readdir(join(blobs, folder))) {
        const file = join(blobs, folder, name)
        const bytes = await readFile(file)
        bytes[bytes.length >> 1]! ^= 1
        await writeFile(file, bytes)
      }
    }
    assert.equal((await ask(path)).status, 404)
    for (const odd of [
      '/images/x',
      '/images/../x',
      `/images/${'0'.repeat(24)}/320.webp`,
      `${path}x`,
      path.replace(/\d+\.webp/, '3.webp'),
    ])
      assert.equal((await ask(odd)).status, 404, odd)
  })
})

/** Answered by the workspace: it is there, and what it holds is tested with it. */
const isWorkspace = (path: string): boolean => /^\/(?:connexion|bienvenue|aujourd-hui|compte)\b/.test(path)

function addressesOf(html: string): readonly string[] {
  const found: string[] = []
  const visit = (node: Tree.Node): void => {
    if ('attrs' in node)
      for (const { name, value } of node.attrs) {
        if (name === 'href' || name === 'src' || (name === 'action' && value !== '')) found.push(value)
        if (name === 'srcset') found.push(...value.split(',').map((part) => part.trim().split(' ')[0] ?? ''))
      }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child)
  }
  visit(parse(html))
  return found
}
