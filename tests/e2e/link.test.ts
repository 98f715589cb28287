import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { openProgram } from '#server/compose.ts'
import { withoutOurScripts } from '../pages/page-look.ts'
import { launchBrowser } from './browser.ts'

/** Two machines are tied on their pages, by plain forms: one has the federation, the other is empty. Nobody touches a shell. */

const PHRASE = 'abricot facteur lanterne moulin sentier volcan zinc'
const SHOTS = process.env['SHOTS_FOLDER']

async function open(context: TestContext, name: string) {
  const folder = await mkdtemp(join(tmpdir(), `trait-${name}-`))
  const settings = {
    dataFolder: join(folder, 'data'),
    host: '127.0.0.1',
    port: 0,
    origin: undefined,
    trustedProxies: [],
  }
  const program = await openProgram(settings)
  if ('tag' in program) throw new Error(program.tag)
  const chromium = await launchBrowser()
  context.after(async () => {
    await chromium.close()
    await program[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  const browser = await withoutOurScripts(await chromium.newContext({ viewport: { width: 360, height: 740 } }))
  const page = await browser.newPage()
  const { value } = await program.node.command('accounts.openFounding', {}, null)
  return { program, page, origin: program.address, code: (value as { code: string }).code }
}

const press = (page: Page, name: string) =>
  Promise.all([page.waitForEvent('domcontentloaded'), page.getByRole('button', { name, exact: true }).click()])

async function found(page: Page, code: string, names: Readonly<Record<string, string>>, button: string) {
  await page.fill('[name=code]', code)
  for (const [name, value] of Object.entries(names)) await page.fill(`[name=${name}]`, value)
  await page.fill('[name=phrase]', PHRASE)
  if (await page.locator('[name=encore]').count()) await page.fill('[name=encore]', PHRASE)
  await press(page, button)
  await page.getByRole('link', { name: /J’ai gardé ma feuille/ }).click()
}

/** Opens a page again until it shows this: what goes on elsewhere takes the time that it takes. */
async function until(page: Page, address: string, text: RegExp): Promise<void> {
  do await page.goto(address)
  while ((await page.getByText(text).count()) === 0)
}

const shoot = async (page: Page, name: string) =>
  SHOTS && void (await page.screenshot({ path: join(SHOTS, `link-${name}.png`), fullPage: true }))

test(
  'an empty machine joins the federation of another, and what was published there is read here',
  { timeout: 300_000 },
  async (context) => {
    const [north, south] = [await open(context, 'north'), await open(context, 'south')]
    await north.page.goto(`${north.origin}/bienvenue`)
    const names = { federation: 'Grigny et le Sahel', association: 'Les Potagers', nom: 'Camille Nord' }
    await found(north.page, north.code, names, 'Fonder la fédération')
    await north.page.goto(`${north.origin}/liaison`)
    assert.match(await north.page.innerText('main'), /relié à aucun autre/)
    await north.page.getByRole('link', { name: 'Relier un autre lieu' }).click()
    await press(north.page, 'Obtenir un code')
    const code = await north.page.innerText('.code code')
    assert.match(code, /^(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}$/)
    await shoot(north.page, 'code')

    await south.page.goto(`${south.origin}/bienvenue`)
    await shoot(south.page, 'empty')
    await south.page.fill('[name=depart]', 'ABCD-EFGH-JKMN-PQRS')
    await south.page.fill('[name=appariement]', code)
    await south.page.fill('[name=adresse]', north.origin)
    await south.page.fill('[name=lieu]', 'La machine de Koupéla')
    await press(south.page, 'Apporter le code')
    assert.match(await south.page.innerText('main'), /code/, 'another’s code lets nobody in')
    await north.page.goto(`${north.origin}/liaison/relier`)
    assert.match(await north.page.innerText('main'), /Personne ne l’a encore apporté/)

    await south.page.goto(`${south.origin}/bienvenue`)
    await south.page.fill('[name=depart]', south.code)
    // What a phone read from the QR code, in one line.
    await south.page.fill('[name=appariement]', `${north.origin} ${code}`)
    await south.page.fill('[name=lieu]', 'La machine de Koupéla')
    await press(south.page, 'Apporter le code')
    assert.match(await south.page.innerText('main'), /quelqu’un doit dire oui/)

    await until(north.page, `${north.origin}/liaison/relier`, /La machine de Koupéla\s» apporte le code/)
    await shoot(north.page, 'asked')
    await south.page.goto(`${south.origin}/bienvenue`)
    assert.match(await south.page.innerText('main'), /quelqu’un doit dire oui/, 'nothing is shared before the yes')
    await press(north.page, 'Oui, relier ce lieu')
    await until(south.page, `${south.origin}/bienvenue`, /fait maintenant partie de «\sGrigny et le Sahel/)
    await shoot(south.page, 'joined')
    await found(south.page, south.code, { nom: 'Awa Sud' }, 'Commencer')
    await south.page.goto(`${south.origin}/liaison`)
    await press(south.page, 'Appeler maintenant, Grigny et le Sahel')
    await until(south.page, `${south.origin}/liaison`, /Tout est arrivé/)
    await shoot(south.page, 'arrived')
    await south.page.goto(`${south.origin}/associations`)
    assert.match(await south.page.innerText('main'), /Les Potagers/)
    await until(north.page, `${north.origin}/liaison`, /La machine de Koupéla/)
    await shoot(north.page, 'north')

    await north.page.getByRole('link', { name: /^Nom, adresse, arrêt de l’échange/ }).click()
    await press(north.page, 'Cesser l’échange')
    assert.match(await north.page.innerText('main'), /relié à aucun autre/)
    await south.page.goto(`${south.origin}/liaison`)
    await press(south.page, 'Appeler maintenant, Grigny et le Sahel')
    await until(south.page, `${south.origin}/liaison`, /il faut les relier de nouveau/)
    await shoot(south.page, 'untied')
  },
)
