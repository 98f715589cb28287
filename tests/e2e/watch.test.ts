import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { drawFile, garden, toExport, type Item } from '../server/import-world.ts'
import { launchBrowser } from './browser.ts'
import { openWritingWorld, press, type WritingWorld } from './writing-world.ts'

const SHOTS = process.env['SHOTS_FOLDER']
const SPAM = 'Achetez du Viagra sans ordonnance sur [ce site](https://pilules.example/).'
let chromium: Browser
let world: WritingWorld

before(async () => {
  chromium = await launchBrowser()
  world = await openWritingWorld(chromium)
})
after(async () => {
  await chromium?.close()
  await world?.close()
})

/** The page as this person sees it with script, looked at by axe: at both widths nothing is wider than the window. */
const look = async (name: string, path: string, shot: string) => {
  const context = await world.enter(name, { script: true })
  const page = await world.open(context, path)
  const { violations } = await new AxeBuilder({ page }).analyze()
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html).join(' | ')}`),
    [],
  )
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 })
    const [scroll, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    assert.ok(scroll! <= inner!, `${path} at ${width}: ${scroll}`)
    if (SHOTS) await page.screenshot({ path: join(SHOTS, `watch-${shot}-${width}.png`), fullPage: true })
  }
  await context.close()
}
const pathOf = (page: Page) => new URL(page.url()).pathname + new URL(page.url()).search

it('a passage that looks foreign in what was published is told to two people, shown in its place and taken out by one of them, with plain forms', async () => {
  const [binta, awa, chloe, paul] = await Promise.all(
    ['Binta', 'Awa', 'Chloé', 'Paul'].map((name) => world.enter(name)),
  )
  const writing = await world.open(binta!, '/publier/nouveau?type=article')
  await writing.fill('[name=titre]', 'Le jardin de l’école')
  await writing.fill(
    'textarea[name=texte]',
    `Les élèves ont semé des haricots. ${SPAM} Les parents arrosent le soir.\n\nMerci à tous.`,
  )
  await press(writing, 'Publier')
  const path = await writing.locator('.notice a[href*="/nouvelles/"]').first().getAttribute('href')
  const site = new URL(path!, world.origin).href
  assert.match(await (await fetch(site)).text(), /Viagra/, 'publishing isn’t held back')

  const notice = (page: Page) => page.getByText('semble venir de quelqu’un d’autre')
  for (const [person, isTold] of [
    [binta, false],
    [paul, false],
    [chloe, true],
    [awa, true],
  ] as const) {
    const page = await world.open(person!, '/aujourd-hui')
    assert.equal(await notice(page).count(), Number(isTold))
    await page.close()
  }
  await look('Awa', '/aujourd-hui', 'today')
  const page = await world.open(chloe!, '/aujourd-hui')
  await page.getByRole('link', { name: 'Regarder et dire oui ou non' }).click()
  assert.equal(await page.locator('mark').first().innerText(), 'Achetez du Viagra sans ordonnance sur ')
  assert.equal(await page.locator('article a').count(), 0, 'its link leads nowhere')
  await look('Chloé', pathOf(page), 'passage')
  await press(page, 'Non, il n’est pas de nous')
  assert.match(await page.locator('.notice[role=status]').innerText(), /pas de vous/)
  assert.doesNotMatch(await (await fetch(site)).text(), /Viagra/)
  await look('Chloé', pathOf(page), 'decided')
  const today = await world.open(awa!, '/aujourd-hui')
  assert.equal(await notice(today).count(), 0, 'decided for both')
  await today.goto(`${world.origin}/alarmes`)
  assert.match(await today.locator('main').innerText(), /Chloé Éditrice a dit non/)
  await look('Awa', '/alarmes', 'list')
  assert.deepEqual(world.complaints, [])
})

const oldSite = (count: number): string =>
  toExport(
    Array.from({ length: count }, (_, at): Item => ({
      id: at + 1,
      title: `Texte ${at}`,
      html: `<p><img src="http://ancien.example/wp-content/uploads/2011/11/puits.png" alt="Le puits"></p><p>${garden[0]} ${at === 1 ? SPAM : ''} ${garden[1]}</p>`,
    })),
  )

it('an officer brings an old site in without a shell, with plain forms or in pieces over a line that is cut', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'trait-old-site-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const [small, large, picture] = ['petit.xml', 'grand.xml', 'puits.png'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  writeFileSync(small, oldSite(3))
  writeFileSync(large, oldSite(2_500))
  await drawFile(picture, '#336699')

  const paul = await world.open(await world.enter('Paul'), '/mon-association')
  assert.equal(await paul.getByText('Reprendre un ancien site').count(), 0)
  const page = await world.open(await world.enter('Awa'), '/mon-association')
  await page.locator('main').getByRole('link', { name: 'Les Potagers du Garon', exact: true }).first().click()
  await page.getByRole('link', { name: 'Reprendre un ancien site' }).click()
  const path = pathOf(page)
  assert.equal((await paul.goto(world.origin + path))?.status(), 403)
  await press(page, 'Commencer la reprise')
  assert.match(await page.locator('[role=alert]').innerText(), /Choisissez d’abord le fichier/)
  await page.setInputFiles('[name=export]', small)
  await press(page, 'Commencer la reprise')
  const report = page.locator('.notice.arrived')
  await report.waitFor()
  assert.match(await report.innerText(), /3 nouvelles[^]*Rien n’est encore montré au public/)
  assert.match(await page.locator('.notice.waiting').innerText(), /1 photo manque/)
  await look('Awa', path, 'old-site-report')
  await page.getByRole('link', { name: 'Voir dans le texte, Texte 1' }).click()
  assert.match(await page.locator('mark').first().innerText(), /Viagra/)

  const scripted = await world.open(await world.enter('Awa', { script: true }), path)
  let cuts = 0
  await scripted.route('**/uploads/*', (route) =>
    route.request().method() === 'PATCH' && cuts++ === 1 ? route.abort('connectionreset') : route.continue(),
  )
  await scripted.setInputFiles('[name=photos]', picture)
  await scripted.setInputFiles('[name=export]', large)
  await scripted.getByRole('button', { name: 'Reprendre encore' }).click()
  await scripted.locator('#avancement').waitFor()
  await look('Awa', path, 'old-site-running')
  await scripted.locator('.notice.arrived').waitFor()
  assert.match(
    await scripted.locator('.notice.arrived').innerText(),
    /2.497 nouvelles\s+1 photo\s+3 textes ont été mis à jour/,
  )
  assert.ok(cuts > 2)
  assert.deepEqual(world.complaints, [])
})
