import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { buildPages } from '../http/built-pages.ts'
import { openHouse } from '../http/house.ts'
import { launchBrowser } from './browser.ts'

let browser: Browser
let pages: Awaited<ReturnType<typeof buildPages>>
before(async () => {
  pages = await buildPages()
  // Names of a local network, without a name server: plain HTTP, so not a secure context.
  browser = await launchBrowser(['--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.local 127.0.0.1'])
})
after(async () => {
  await browser?.close()
  await pages?.remove()
})

/** What the page complained of. */
function complaints(page: Page): string[] {
  const list: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') list.push(message.text())
  })
  page.on('pageerror', (error) => list.push(String(error)))
  return list
}

test('a public page is styled, complains of nothing, and costs a 304 the second time', async (context) => {
  const { port } = await openHouse(context, { kit: pages.kit })
  const page = await browser.newPage()
  const said = complaints(page)
  const first = await page.goto(`http://localhost:${port}/p/un`)
  assert.equal(first?.status(), 200)
  assert.equal(await page.locator('h1').evaluate((one) => getComputedStyle(one).color), 'rgb(31, 58, 110)')
  // A person's own reload: the browser asks again whether what it has is still true.
  const statuses: number[] = []
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  session.on('Network.responseReceivedExtraInfo', ({ statusCode }) => statuses.push(statusCode))
  await page.goto(`http://localhost:${port}/p/un`)
  assert.deepEqual(statuses, [304])
  assert.equal(await page.locator('h1').innerText(), 'Premier article')
  // The page's mark is the browser's own wish (favicon), which this fixture hasn't.
  assert.deepEqual(
    said.filter((text) => !text.includes('404')),
    [],
  )
  await page.close()
})

test('S2 script that got into a text, past the cleaning, does not run', async (context) => {
  const { port, node } = await openHouse(context, { kit: pages.kit })
  const attempts = [
    '<script>document.title = "pirate"</script>',
    '<img src="data:x" onerror="document.title = \'pirate\'">',
    '<svg onload="document.title = \'pirate\'"></svg>',
    '<iframe srcdoc="<script>parent.document.title = \'pirate\'</script>"></iframe>',
    '<script src="http://ailleurs.test/x.js"></script>',
    '<a id="a" href="javascript:document.title = \'pirate\'">x</a>',
  ]
  for (const [number, attempt] of attempts.entries()) {
    node.articles.set(`pirate-${number}`, attempt)
    const page = await browser.newPage()
    const said = complaints(page)
    await page.goto(`http://box.local:${port}/raw/pirate-${number}`)
    const link = page.locator('#a')
    if ((await link.count()) > 0) await link.click()
    await page.evaluate(() => new Promise(requestAnimationFrame))
    assert.equal(await page.title(), '', attempt)
    assert.ok(
      said.some((text) => /Content Security Policy/.test(text)),
      `the browser refused: ${attempt}`,
    )
    await page.close()
  }
})

test('S4 over plain HTTP, without script, a form shown by us works', async (context) => {
  const { port, node } = await openHouse(context, { kit: pages.kit })
  const visitor = await browser.newContext({ javaScriptEnabled: false })
  const page = await visitor.newPage()
  await page.goto(`http://koupela.local:${port}/atelier`)
  await page.getByLabel('Nom').fill('trois')
  await page.getByLabel('Texte').fill('Écrit à Koupéla')
  await page.getByRole('button').click()
  assert.equal(await page.locator('h1').innerText(), 'Écrit à Koupéla')
  assert.equal(node.articles.get('trois'), 'Écrit à Koupéla')
  await visitor.close()
})

test('S4 another site can neither post to us nor show us in a frame', async (context) => {
  const { port, node } = await openHouse(context, { kit: pages.kit })
  const target = `http://portail.test:${port}`
  const trap = createServer((request, response) => {
    response.setHeader('content-type', 'text/html')
    if (request.url === '/frame') return response.end(`<iframe src="${target}/p/un"></iframe>`)
    return response.end(`<form method="post" action="${target}/atelier?/publish"><input name="slug" value="un">
      <input name="text" value="pirate"><input name="jeton" value="aaaaaaaaaaaaaaaaaaaaaa"></form>
      <script>document.forms[0].submit()</script>`)
  })
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve))
  context.after(() => trap.close())
  const elsewhere = `http://ailleurs.test:${(trap.address() as AddressInfo).port}`
  const page = await browser.newPage()
  await page.goto(`${target}/atelier`)
  const refused = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.goto(`${elsewhere}/`)
  assert.equal((await refused).status(), 403)
  assert.equal(node.articles.get('un'), 'Premier article')

  await page.goto(`${elsewhere}/frame`)
  const frame = page.frames().find((one) => one !== page.mainFrame())
  assert.doesNotMatch((await frame?.content()) ?? '', /Premier article/)
  await page.close()
})
