import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openProgram } from '#server/compose.ts'
import type { Program } from '#server/compose.ts'
import { launchBrowser } from './browser.ts'

const PHRASE = 'abricot facteur lanterne moulin sentier volcan zinc'
const OTHER = 'brouette cigale domino fougere neige pirogue tambour'
const SHOTS = process.env['SHOTS_FOLDER']

let program: Program
let chromium: Browser
let origin: string
/** The founder's browser: theirs, remembered. */
let home: BrowserContext
let codes: string[] = []
/** What pages complained of: a policy broken, a script that failed. */
const complaints: string[] = []

const open = async (context: BrowserContext, path: string): Promise<Page> => {
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  await page.goto(origin + path)
  return page
}
const shoot = async (page: Page, name: string) => {
  if (!SHOTS) return
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await page.screenshot({ path: join(SHOTS, `accounts-${name}-${width}.png`), fullPage: true })
  }
}
/** Presses a button and waits for the page that it leads to. */
const press = async (page: Page, selector: string) => {
  const loaded = page.waitForEvent('domcontentloaded')
  await page.locator(selector).click()
  await loaded
}
const alert = (page: Page) => page.locator('.notice[role=alert]').innerText()
const noScript = () => chromium.newContext({ javaScriptEnabled: false })
const heading = (page: Page) => page.locator('h1').innerText()

before(async () => {
  const data = join(mkdtempSync(join(tmpdir(), 'trait-accounts-')), 'data')
  const opened = await openProgram({
    dataFolder: data,
    host: '127.0.0.1',
    port: 0,
    origin: undefined,
    trustedProxies: [],
  })
  assert.ok(!('tag' in opened))
  program = opened
  origin = program.address
  chromium = await launchBrowser()
  home = await noScript()
})
after(async () => {
  await chromium?.close()
  await program?.[Symbol.asyncDispose]()
})

describe('accounts in a browser', () => {
  it('an empty node is founded with the code of the terminal, without script', async () => {
    const { value } = await program.node.command('accounts.openFounding', {}, null)
    const page = await open(home, '/connexion')
    assert.equal(await heading(page), 'Bienvenue')
    await shoot(page, 'founding')
    await page.fill('[name=code]', 'AAAA-AAAA-AAAA-AAAA')
    await page.fill('[name=federation]', 'Fédération d’essai')
    await page.fill('[name=association]', 'Les Potagers')
    await page.fill('[name=nom]', 'Awa Fondatrice')
    await page.fill('[name=phrase]', PHRASE)
    await press(page, 'button:text-is("Fonder la fédération")')
    assert.match(await alert(page), /Ce n’est pas le code/)
    await page.fill('[name=phrase]', 'fondatrice essai')
    await press(page, 'button:text-is("Fonder la fédération")')
    assert.match(await alert(page), /se devine trop vite/)
    await page.fill('[name=code]', (value as { code: string }).code.toLowerCase())
    await page.fill('[name=phrase]', PHRASE)
    await press(page, 'button:text-is("Fonder la fédération")')
    codes = await page.locator('ol code').allInnerTexts()
    assert.equal(codes.length, 10)
    await shoot(page, 'codes')
    await press(page, 'a.button')
    assert.equal(await heading(page), 'Bonjour Awa Fondatrice')
    assert.match(await page.title(), /^Aujourd’hui/)
    // A whole new page: what Tab reaches first is the way past its menu.
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), '#contenu')
    await page.goto(`${origin}/compte`)
    await shoot(page, 'account')
    await page.close()
  })

  it('cookies are the browser’s alone, and a form without its token changes nothing', async () => {
    for (const cookie of await home.cookies()) assert.ok(cookie.httpOnly && cookie.sameSite === 'Strict', cookie.name)
    const answer = await home.request.post(`${origin}/deconnexion`, { form: {} })
    assert.equal(answer.status(), 403)
    const page = await open(home, '/compte')
    assert.equal(await heading(page), 'Awa Fondatrice')
    await page.close()
  })

  it('signs in by name; a new browser of an officer asks for a printed code', async () => {
    const context = await noScript()
    const page = await open(context, '/connexion?suite=/membres')
    await shoot(page, 'sign-in')
    const attempt = async (name: string, phrase: string) => {
      await page.fill('[name=nom]', name)
      await page.fill('[name=phrase]', phrase)
      await press(page, 'form[action^="?/nom"] button')
    }
    await attempt('Awa Fondatrice', OTHER)
    const wrong = await alert(page)
    await attempt('Personne Ici', OTHER)
    assert.equal(await alert(page), wrong)
    await attempt('awa fondatrice', PHRASE)
    await shoot(page, 'second-factor')
    await page.fill('[name=code]', codes[0] as string)
    await press(page, 'button:text-is("Continuer")')
    assert.equal(await heading(page), 'Membres')
    await shoot(page, 'members')
    await context.close()
  })

  it('an invitation lets somebody in with a card, which opens in this browser', async () => {
    const officer = await open(home, '/membres')
    await officer.locator('section:has(#inviter)').locator('[name=nom]').fill('Issa Nouveau')
    await press(officer, 'button:text-is("Faire l’invitation")')
    const address = await officer.locator('.address').innerText()
    await shoot(officer, 'invitation-made')
    await officer.close()
    const context = await noScript()
    const page = await open(context, new URL(address).pathname)
    await shoot(page, 'invitation')
    await page.check('[value=carte]')
    await page.check('[name=amoi]')
    await press(page, 'button:text-is("Accepter l’invitation")')
    const code = (await page.locator('.card code').innerText()).replaceAll('-', '')
    await shoot(page, 'card')
    await page.goto(`${origin}/deconnexion`)
    await press(page, 'button:text-is("Me déconnecter")')
    await page.goto(`${origin}/connexion/carte/${code}`)
    assert.equal(await heading(page), 'Entrer avec ma carte')
    await press(page, 'button:text-is("Entrer")')
    assert.equal(await heading(page), 'Bonjour Issa Nouveau')
    // Used once.
    await page.goto(address)
    assert.match(await alert(page), /ne vaut pas, ou plus/)
    await context.close()
  })

  it('a passkey is added and signs in, in a browser with a lock of its own', async () => {
    const context = await chromium.newContext()
    const page = await open(context, '/connexion')
    const session = await context.newCDPSession(page)
    await session.send('WebAuthn.enable')
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.fill('[name=nom]', 'Awa Fondatrice')
    await page.fill('[name=phrase]', PHRASE)
    await press(page, 'form[action^="?/nom"] button')
    await page.fill('[name=code]', codes[1] as string)
    await press(page, 'button:text-is("Continuer")')
    await page.goto(`${origin}/compte`)
    await press(page, 'button:text-is("Ajouter le verrou de cet appareil")')
    assert.match(await page.locator('[role=status]').innerText(), /ouvre maintenant votre compte/)
    await page.goto(`${origin}/deconnexion`)
    await press(page, 'button:text-is("Me déconnecter")')
    await page.goto(`${origin}/connexion`)
    await shoot(page, 'sign-in-passkey')
    await press(page, 'button:text-is("Entrer avec le verrou de cet appareil")')
    assert.equal(await heading(page), 'Bonjour Awa Fondatrice')
    await context.close()
  })

  it('two printed codes give a new pass phrase; every other browser is signed out', async () => {
    const context = await noScript()
    const page = await open(context, '/recuperation')
    await shoot(page, 'recovery')
    const form = page.locator('form[action="?/codes"]')
    await page.click('text=J’ai encore deux codes')
    await form.locator('[name=nom]').fill('Awa Fondatrice')
    await form.locator('[name=code1]').fill(codes[2] as string)
    await form.locator('[name=code2]').fill(codes[3] as string)
    await form.locator('[name=phrase]').fill(OTHER)
    await press(page, 'form[action="?/codes"] button')
    assert.match(await page.locator('[role=status]').innerText(), /Vos rôles reviennent dans 24/)
    await shoot(page, 'recovered')
    const old = await open(home, '/compte')
    assert.equal(await heading(old), 'Se connecter')
    await old.close()
    await press(page, 'a.button')
    await page.fill('[name=nom]', 'Awa Fondatrice')
    await page.fill('[name=phrase]', OTHER)
    await press(page, 'form[action^="?/nom"] button')
    await page.goto(`${origin}/compte`)
    assert.match(await page.locator('main').innerText(), /Vos rôles reviennent dans 24/)
    await page.goto(`${origin}/recuperation`)
    await page.locator('form[action="?/demander"] [name=nom]').fill('Issa Nouveau')
    await press(page, 'button:text-is("Demander")')
    assert.match(await page.locator('.number').innerText(), /^\d{3}.\d{3}$/)
    await shoot(page, 'recovery-waits')
    await context.close()
  })

  it('no page broke its own policy or had a script that failed', () => assert.deepEqual(complaints, []))
})
