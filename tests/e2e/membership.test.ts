import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { openProgram } from '#server/compose.ts'
import type { Program } from '#server/compose.ts'
import { launchBrowser } from './browser.ts'

const PHRASE = 'abricot facteur lanterne moulin sentier volcan zinc'
const SHOTS = process.env['SHOTS_FOLDER']

let program: Program
let chromium: Browser
let origin: string
/** The founder's browser, without script, as all of these. */
let home: BrowserContext
let application = ''
let green: Buffer

const open = async (context: BrowserContext, path: string): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(origin + path)
  return page
}
const shoot = async (page: Page, name: string) => {
  if (!SHOTS) return
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await page.screenshot({ path: join(SHOTS, `membership-${name}-${width}.png`), fullPage: true })
  }
}
/** Presses a button and waits for the page that it leads to. */
const press = async (page: Page, text: string) => {
  const loaded = page.waitForEvent('domcontentloaded')
  await page.locator(`button:text-is("${text}")`).first().click()
  await loaded
}
const noScript = () => chromium.newContext({ javaScriptEnabled: false })
const told = (page: Page) => page.locator('.notice[role=status]').innerText()

before(async () => {
  const data = join(mkdtempSync(join(tmpdir(), 'trait-membership-')), 'data')
  const settings = { dataFolder: data, host: '127.0.0.1', port: 0, origin: undefined, trustedProxies: [] }
  const opened = await openProgram(settings)
  assert.ok(!('tag' in opened))
  program = opened
  origin = program.address
  chromium = await launchBrowser()
  green = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#3c9a4a' } })
    .png()
    .toBuffer()
  home = await noScript()
  const { value } = await program.node.command('accounts.openFounding', {}, null)
  const page = await open(home, '/bienvenue')
  await page.fill('[name=code]', (value as { code: string }).code)
  await page.fill('[name=federation]', 'Fédération d’essai')
  await page.fill('[name=association]', 'Les Potagers')
  await page.fill('[name=nom]', 'Awa Fondatrice')
  await page.fill('[name=phrase]', PHRASE)
  await press(page, 'Fonder la fédération')
  await page.close()
})
after(async () => {
  await chromium?.close()
  await program?.[Symbol.asyncDispose]()
})

describe('membership in a browser without script', () => {
  it('the founder’s association is a member; the federation notes that it left and came back, and writes a Charter', async () => {
    const page = await open(home, '/gerer/periodes')
    assert.match(await page.locator('main').innerText(), /Les Potagers depuis le/)
    await page.selectOption('[name=part-association]', { label: 'Les Potagers' })
    await press(page, 'Noter le départ')
    const today = await page.inputValue('[name=entre-jour]')
    await page.fill('[name=entre-jour]', '2999-01-01')
    await press(page, 'Noter')
    assert.equal(await page.inputValue('[name=entre-jour]'), '2999-01-01')
    assert.match(await page.locator('#entre-jour-erreur').innerText(), /aujourd’hui ou un jour passé/)
    assert.equal(await page.locator('.errors a').getAttribute('href'), '#entre-jour')
    await page.fill('[name=entre-jour]', today)
    await press(page, 'Noter')
    await shoot(page, 'periods')
    await page.goto(`${origin}/gerer/charte`)
    await page.fill('[name=texte]', 'Nous partageons.\n\n- Chacun parle.\n- Rien ne se perd.')
    await press(page, 'Publier cette version')
    assert.match(await told(page), /publiée/)
    await shoot(page, 'charter')
    await page.close()
  })

  it('an association asks to join without an account; a form sent twice counts once', async () => {
    const context = await noScript()
    const page = await open(context, '/adherer')
    await shoot(page, 'apply')
    await page.fill('[name=nom]', 'Les Amis de Koupéla')
    await press(page, 'Envoyer notre demande')
    assert.equal(await page.inputValue('[name=nom]'), 'Les Amis de Koupéla')
    for (const field of ['but', 'contact', 'charte'])
      assert.ok(await page.locator(`.errors a[href="#${field}"]`).count())
    await shoot(page, 'apply-errors')
    await page.fill('[name=but]', 'Un jumelage de jardins.')
    await page.fill('[name=contact]', 'amis@exemple.org')
    await page.check('[name=charte]')
    const form = await page
      .locator('form')
      .evaluate((element) => Object.fromEntries(new FormData(element as HTMLFormElement) as any))
    for (let twice = 0; twice < 2; twice++) {
      const answer = await context.request.post(`${origin}/adherer?/demander`, {
        form: form as Record<string, string>,
        headers: { origin, accept: 'text/html' },
        maxRedirects: 0,
      })
      assert.equal(answer.status(), 303)
    }
    await page.goto(`${origin}/adherer?envoyee`)
    assert.match(await told(page), /arrivée/)
    await shoot(page, 'applied')
    await page.goto(`${origin}/candidatures`)
    assert.match(page.url(), /\/connexion\?suite=/)
    await context.close()
    const list = await open(home, '/candidatures')
    const links = list.locator('main a[href^="/candidatures/"]')
    assert.equal(await links.count(), 1)
    application = (await links.getAttribute('href')) as string
    await shoot(list, 'applications')
    await list.close()
  })

  it('members say yes, the federation decides, its first officer comes in, describes it and signs', async () => {
    const page = await open(home, application)
    await press(page, 'Refuser')
    assert.match(await page.locator('#motif-erreur').innerText(), /raison/)
    await press(page, 'Dire oui au nom de Les Potagers')
    await shoot(page, 'application')
    await press(page, 'Accueillir')
    assert.match(await told(page), /accueillie/)
    await shoot(page, 'accepted')
    const code = (await page.locator('.card code').innerText()).replaceAll('-', '')
    await page.close()

    const context = await noScript()
    const own = await open(context, `/invitation/${code}`)
    await own.fill('[name=nom]', 'Fatou Amie')
    await own.fill('[name=phrase]', PHRASE)
    await press(own, 'Accepter l’invitation')
    await own.goto(`${origin}/mon-association`)
    await shoot(own, 'offices')
    await own.locator('main a[href^="/mon-association/"]:not([href$="/reprise"])').click()
    await own.fill('[name=but]', 'Des jardins des deux côtés.')
    await own.fill('[name=ville]', 'Koupéla')
    await own.selectOption('[name=pays]', 'BF')
    await own.fill('[name=point]', 'au marché')
    await press(own, 'Garder')
    assert.match(await own.locator('#point-erreur').innerText(), /la place sur la carte/)
    assert.equal(await own.inputValue('[name=point]'), 'au marché')
    await own.fill('[name=point]', 'https://www.openstreetmap.org/#map=14/12.17864/-0.35103')
    await own.setInputFiles('[name=image]', { name: 'logo.png', mimeType: 'image/png', buffer: green })
    await own.selectOption('[name=couleur]', 'image')
    await press(own, 'Garder')
    assert.match(await told(own), /gardé/)
    assert.equal(await own.inputValue('[name=but]'), 'Des jardins des deux côtés.')
    assert.equal(await own.inputValue('[name=point]'), '12.17864, -0.35103')
    assert.equal(await own.inputValue('[name=couleur]'), 'feuille')
    const site = await (await fetch(`${origin}/les-amis-de-koupela/`)).text()
    assert.match(await (await fetch(`${origin}/les-amis-de-koupela/agenda`)).text(), /Koupéla \(Burkina Faso\)/)
    const logo = /\/images\/[\da-f]{24}\/\d+\.webp/.exec(site)?.[0]
    assert.equal((await fetch(origin + logo)).headers.get('content-type'), 'image/webp')
    await own.setInputFiles('[name=image]', {
      name: 'logo.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    })
    await press(own, 'Garder')
    assert.match(await own.locator('#image-erreur').innerText(), /SVG/)
    await own.check('[name=sans_image]')
    await press(own, 'Garder')
    assert.equal(await own.locator('[name=sans_image]').count(), 0)
    await shoot(own, 'association')
    await press(own, 'Signer au nom de Les Amis de Koupéla')
    assert.match(await told(own), /signée/)
    await own.goto(`${origin}/charte`)
    assert.match(await own.locator('main').innerText(), /Les Amis de Koupéla/)
    // What isn't theirs to keep is said plainly.
    const refused = await own.goto(`${origin}/gerer`)
    assert.equal(refused?.status(), 403)
    await shoot(own, 'refused')
    await context.close()
  })

  it('the federation votes, counts fees, keeps its timeline and prints the register', async () => {
    const page = await open(home, '/votes')
    await page.locator('summary:text-is("Appeler à un vote")').click()
    await page.fill('[name=question]', 'Une biennale en 2028 ?')
    await page.fill('[name=cloture]', '2999-01-01')
    await press(page, 'Ouvrir ce vote')
    await press(page, 'Contre')
    await press(page, 'Pour')
    assert.deepEqual(await page.locator('.count').allInnerTexts(), ['1', '0', '0'])
    await shoot(page, 'votes')
    await page.goto(`${origin}/gerer/cotisations`)
    await page.selectOption('[name=association]', { label: 'Les Potagers' })
    await page.fill('[name=montant]', '30,50')
    await press(page, 'Noter')
    await page.fill('[name=recu-montant]', 'trente')
    await page.locator('form[action="?/payer"] button').click()
    await page.locator('#recu-montant-erreur').waitFor()
    assert.equal(await page.inputValue('[name=recu-montant]'), 'trente')
    await page.fill('[name=recu-montant]', '30,50')
    await page.locator('form[action="?/payer"] button').click()
    await page.locator('main li:has-text("réglée")').first().waitFor()
    await shoot(page, 'fees')
    await page.goto(`${origin}/gerer/frise`)
    await page.fill('[name=date]', '2004-06')
    await page.fill('[name=titre]', 'La première rencontre')
    await press(page, 'Garder')
    assert.match(await told(page), /frise/)
    await shoot(page, 'timeline')
    await page.goto(`${origin}/gerer`)
    await shoot(page, 'federation')
    const csv = await home.request.get(`${origin}/registre.csv`)
    const register = await csv.text()
    for (const name of ['Les Potagers', 'Les Amis de Koupéla']) assert.ok(register.includes(name), name)
    const pdf = await home.request.get(`${origin}/registre.pdf`)
    assert.equal(pdf.headers()['content-type'], 'application/pdf')
    assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-')
    await page.close()
  })
})
