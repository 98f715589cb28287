import { join } from 'node:path'
import type { Page, Response } from 'playwright-core'
import { assertGoodPage } from '../views/html-rules.ts'
import { audit } from './page-audit.ts'
import type { Visit } from './page-table.ts'
import type { Looker } from './page-world.ts'
import type { BrowserContext } from 'playwright-core'

const SHOTS = process.env['SHOTS_FOLDER']

/** Where a page is looked at: a running node and a browser for each looker, whose own scripts run or don't. */
export type LookedAt = {
  readonly origin: string
  readonly browserOf: (who: Looker, script: boolean) => Promise<BrowserContext>
}

/**
 * What is wrong with one page for one person: its status, its HTML, its language, what it complains of, and what an audit finds. Without
 * script, and with it where the page has some. `isDark`: by night too.
 */
export async function look(world: LookedAt, visit: Visit, isDark: boolean): Promise<readonly string[]> {
  const found: string[] = []
  for (const script of [false, true]) {
    const where = `${visit.who} ${visit.path}${visit.act ? ' sent' : ''}${script ? ' with script' : ''}`
    const page = await (await world.browserOf(visit.who, script)).newPage()
    page.setDefaultTimeout(60_000)
    const say = (what: string) => found.push(`${where}: ${what}`)
    page.on('console', (message) => {
      if (!message.text().startsWith('Failed to load resource')) say(message.text())
    })
    page.on('pageerror', (error) => say(String(error)))
    const shown = await go(page, world.origin, visit, say)
    const status = shown?.status() ?? 0
    if (status !== (visit.status ?? 200)) say(`answers ${status}`)
    const html = (await shown?.text()) ?? ''
    const hasScript = /<script(?! type="application\/ld\+json")/.test(html)
    if (!script)
      await assertGoodPage(html.replaceAll(/<style>[^]*?<\/style>/g, ''), where, { hasScript }).catch((error: Error) =>
        say(error.message),
      )
    const isEnglish = /^\/en(?:\/|\?|$)/.test(visit.path)
    if (!html.includes(`<html lang="${isEnglish ? 'en' : 'fr'}"`)) say('isn’t in its language')
    for (const one of await audit(page, { isDark })) say(one)
    if (SHOTS) await shoot(page, where)
    await page.close()
    if (!hasScript) break
  }
  return found
}

/** Opens the page, does what is to be done there, and gives what is shown then. */
async function go(page: Page, origin: string, { path, act }: Visit, say: (what: string) => void) {
  let shown: Response | null = null
  page.on('response', (response) => {
    if (!response.url().startsWith(origin)) say(`asks elsewhere: ${response.url()}`)
    if (response.request().isNavigationRequest() && response.status() !== 303) shown = response
  })
  await page.goto(origin + path)
  await act?.(page)
  return shown as Response | null
}

async function shoot(page: Page, where: string): Promise<void> {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    const name = where.replaceAll(/[^a-zA-Z0-9?=]+/g, '-')
    await page.screenshot({ path: join(SHOTS as string, `${name}-${width}.png`), fullPage: true })
  }
}

/** A browser whose pages run no script of ours. Scripts themselves stay on: axe is one too, and waits for ever where there are none. */
export async function withoutOurScripts(context: BrowserContext): Promise<BrowserContext> {
  await context.route('**', (route) => (route.request().resourceType() === 'script' ? route.abort() : route.continue()))
  return context
}
