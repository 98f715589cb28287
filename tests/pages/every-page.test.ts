import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { dirname } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { assertGoodPage } from '../views/html-rules.ts'
import { launchBrowser } from '../e2e/browser.ts'
import { audit } from './page-audit.ts'
import { look } from './page-look.ts'
import { PAGES } from './page-table.ts'
import { openPageWorld, type PageWorld } from './page-world.ts'

/** Every page, as everybody who may see it: valid HTML, nothing for axe, nothing wider than the screen, at 360 and 1280 px, with script and without. */

const root = fileURLToPath(new URL('../../src/routes', import.meta.url))
const routes = [...new Set(globSync('**/+page*.svelte', { cwd: root }).map(dirname))].toSorted()
let chromium: Browser
let world: PageWorld

before(async () => {
  chromium = await launchBrowser()
  world = await openPageWorld(chromium)
})
after(async () => {
  await world?.close()
  await chromium?.close()
})

it('every page has its line, and every line its page', () => {
  assert.deepEqual(Object.keys(PAGES).toSorted(), routes, 'see PAGES in tests/pages/page-table.ts')
})

// Two at once: one core draws while the other renders.
describe('every page', { concurrency: 2 }, () => {
  for (const route of routes)
    it(route, async () => {
      const visits = (await PAGES[route]?.(world)) ?? []
      assert.notEqual(visits.length, 0, 'a page that nobody looks at')
      const wrong: string[] = []
      for (const [index, visit] of visits.entries()) wrong.push(...(await look(world, visit, index === 0)))
      assert.deepEqual(wrong, [])
    })
})

describe('what the house answers by itself', () => {
  const asks: Readonly<Record<string, readonly [status: number, path: string, init?: RequestInit]>> = {
    'a form of another site': [
      403,
      '/connexion?/nom',
      { method: 'POST', headers: { origin: 'https://ailleurs.exemple' } },
    ],
    'a form without its token': [
      403,
      '/adherer?/demander',
      { method: 'POST', body: new URLSearchParams({ but: 'Un jumelage de jardins, des deux côtés de la mer.' }) },
    ],
    'a picture that isn’t there': [404, '/images/000000000000000000000000/320.webp'],
    'a form that is too heavy': [413, '/adherer?/demander', { method: 'POST', body: 'a'.repeat(2_000_000) }],
    'an address that is too long': [414, `/recherche?q=${'a'.repeat(9_000)}`],
  }
  for (const [name, [status, path, init]] of Object.entries(asks))
    it(`${name}: ${status}`, async () => {
      const headers = { accept: 'text/html', origin: world.origin, ...init?.headers }
      const answer = await fetch(world.origin + path, { ...init, headers })
      const html = await answer.text()
      assert.equal(answer.status, status)
      assert.match(answer.headers.get('content-security-policy') ?? '', /style-src 'self'/)
      await assertGoodPage(html, name)
      const page = await (await world.browserOf('visitor', true)).newPage()
      // A browser can't be made to send all of these: it is given the answer.
      await page.route(`${world.origin}/answer`, (route) => route.fulfill({ body: html, contentType: 'text/html' }))
      await page.goto(`${world.origin}/answer`)
      assert.deepEqual(await audit(page, { isDark: true }), [])
      await page.close()
    })
})
