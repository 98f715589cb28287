import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { documentToMarkdown } from '#browser/editor/document-to-markdown.ts'
import { pasteTree } from '#browser/editor/paste.ts'
import { EDITOR_BYTES } from '#browser/editor-weight.ts'
import { htmlToTree } from '#features/portal/body/html-tree.ts'
import { isBlankLined } from '#features/portal/body/pasted-to-markdown.ts'
import { launchBrowser } from './browser.ts'
import { openWritingWorld, press, type WritingWorld } from './writing-world.ts'

const SHOTS = process.env['SHOTS_FOLDER']
const pasted = fileURLToPath(new URL('../fixtures/pasted/', import.meta.url))
const NEW = '/publier/nouveau?type=article'

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

/** The editor, once it is there; empty. */
const write = async (page: Page, text?: string) => {
  const editor = page.locator('.ProseMirror')
  await editor.click()
  if (text !== undefined) await page.keyboard.type(text)
  return editor
}
/** Waits until the form's own field says this. */
const says = (page: Page, wanted: string) =>
  page
    .waitForFunction(
      // Pictures arrive when they arrive.
      (text) =>
        document
          .querySelector<HTMLTextAreaElement>('[name=texte]')
          ?.value.replace(/!\[\]\(picture:[0-9a-f]{24}\)/g, '') === text,
      wanted,
      { timeout: 5_000 },
    )
    .catch(async () => assert.equal(await page.inputValue('[name=texte]'), wanted))
/** A paste as the browser gives it, from the clipboard’s event on. */
const paste = (page: Page, data: Readonly<Record<string, string>>) =>
  page.locator('.ProseMirror').evaluate((editor, given) => {
    const transfer = new DataTransfer()
    for (const [type, text] of Object.entries(given)) transfer.setData(type, text)
    editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }))
  }, data)
const shoot = async (page: Page, name: string) => {
  if (!SHOTS) return
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await page.screenshot({ path: join(SHOTS, `editor-${name}-${width}.png`), fullPage: true })
  }
}
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
/** A photo on its side, as telephones take them, with its place. */
const sideways = (width = 2400, height = 1800) =>
  sharp({ create: { width, height, channels: 3, background: '#3a6' } })
    .composite([{ input: { create: { width, height: 200, channels: 3, background: '#d22' } }, top: 0, left: 0 }])
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '45/1 39/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer()

describe('writing with buttons', () => {
  let context: BrowserContext
  before(async () => {
    context = await world.enter('Binta', { script: true, width: 1280 })
  })
  after(() => context?.close())

  it('types, marks, makes a list and a link with the keyboard, publishes and is read on the site', async () => {
    const page = await world.open(context, NEW)
    await page.fill('[name=titre]', 'Le chantier de mars')
    await write(page, '## Le matin\nVenus ')
    await page.keyboard.press('Control+b')
    await page.keyboard.type('à vingt')
    await page.keyboard.press('Control+b')
    await page.keyboard.type(', sous la pluie * et le vent.\n- des bottes\nune brouette\n\nVoir ')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('javascript:alert(1)')
    await page.keyboard.press('Enter')
    await page.getByText('ne mène pas à une page').waitFor()
    await page.getByLabel('Adresse de la page').fill('www.exemple.org/plan')
    await page.getByLabel('Mots à montrer').fill('le plan')
    await shoot(page, 'link')
    await page.keyboard.press('Enter')
    await page.keyboard.type('.')
    const text =
      '## Le matin\n\nVenus **à vingt**, sous la pluie \\* et le vent.\n\n- des bottes\n- une brouette\n\nVoir [le plan](https://www.exemple.org/plan).'
    await says(page, text)
    await shoot(page, 'typed')
    const { violations } = await new AxeBuilder({ page }).analyze()
    assert.deepEqual(
      violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
      [],
    )
    await press(page, 'Publier')
    const address = await page.locator('.notice a').first().getAttribute('href')
    const answer = await (await context.request.get(world.origin + address)).text()
    assert.match(answer, /<h2>Le matin<\/h2>\s*<p>Venus <strong>à vingt<\/strong>, sous la pluie \* et le vent\.<\/p>/)
    assert.match(answer, /<a href="https:\/\/www\.exemple\.org\/plan" rel="noopener">le plan<\/a>/)
    assert.doesNotMatch(answer, /<script(?! type="application\/ld\+json")/)
    // Opened again and left alone, it is sent back as it was.
    await page.locator('.ProseMirror').waitFor()
    assert.equal((await page.inputValue('[name=texte]')).replaceAll('\r\n', '\n'), text)
    await page.close()
  })

  it('the toolbar is one stop of Tab, arrows go along it, and no key is a trap', async () => {
    const page = await world.open(context, NEW)
    await write(page, 'mot')
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
    await page.keyboard.press('Shift+Tab')
    assert.equal(await focused(), 'Titre')
    await page.keyboard.press('ArrowRight')
    assert.equal(await focused(), 'Gras')
    await page.keyboard.press('End')
    assert.equal(await focused(), 'Texte simple')
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await says(page, '## mot')
    assert.equal(await button(page, 'Titre').getAttribute('aria-pressed'), 'true')
    await page.keyboard.press('Control+z')
    await says(page, 'mot')
    await page.keyboard.press('Alt+F10')
    assert.equal(await focused(), 'Titre')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'lieu')
    await page.close()
  })

  it('what is pasted comes out in the browser as it does in the node’s own tests', async () => {
    const page = await world.open(context, NEW)
    await write(page)
    for (const file of globSync('*.html', { cwd: pasted }).toSorted()) {
      const html = readFileSync(join(pasted, file), 'utf8')
      await paste(page, { 'text/html': html, 'text/plain': 'autre chose' })
      const read = pasteTree(htmlToTree(html)!, isBlankLined(html), '', () => '')!
      await says(page, documentToMarkdown(read.document))
      if (file === 'word.html') {
        await page.getByText('Note interne').waitFor()
        await page.getByText('Une photo n’a pas pu être reprise').waitFor()
        await shoot(page, `pasted-${basename(file, '.html')}`)
      }
      await page.keyboard.press('Control+a')
      await page.keyboard.press('Delete')
      await says(page, '')
    }
    await paste(page, { 'text/plain': 'Bonjour *ici*\n\n- un\n- deux' })
    await says(page, 'Bonjour \\*ici\\*\n\n- un\n- deux')
    await paste(page, {
      'text/html': '<img src=x onerror="document.title=1"><svg onload="document.title=1"></svg><p>!</p>',
    })
    await page.keyboard.press('Control+z')
    await says(page, 'Bonjour \\*ici\\*\n\n- un\n- deux')
    await page.close()
  })

  it('a photo in the text is shrunk here, sent, and stands in the published page', async () => {
    const page = await world.open(context, NEW)
    await page.fill('[name=titre]', 'Une photo')
    await write(page, 'Avant ')
    await button(page, 'Photo').click()
    await page
      .locator('#image-fichier')
      .setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await sideways() })
    await page.fill('#image-texte', 'Le pré')
    await shoot(page, 'picture')
    const sent = page.waitForRequest((request) => request.url().endsWith('/publier/images'))
    await button(page, 'Placer la photo').click()
    assert.ok(Number((await (await sent).allHeaders())['content-length']) < 60_000)
    await page.getByText('La photo est dans le texte').waitFor()
    await page.locator('.ProseMirror img[src]').evaluate((image) => (image as HTMLImageElement).decode())
    await page.waitForFunction(() =>
      /^Avant !\[Le pré\]\(picture:[0-9a-f]{24}\)$/.test(
        document.querySelector<HTMLTextAreaElement>('[name=texte]')!.value,
      ),
    )
    await press(page, 'Publier')
    const address = await page.locator('.notice a').first().getAttribute('href')
    const html = await (await context.request.get(world.origin + address)).text()
    assert.match(html, /Avant <img src="\/images\/[^"]+" width="1600" height="2133" loading="lazy" alt="Le pré"/)
    // A file that is no picture, dropped in its place.
    await page.locator('.ProseMirror').waitFor()
    await button(page, 'Photo').click()
    await page
      .locator('#image-fichier')
      .setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('pas une photo') })
    await button(page, 'Placer la photo').click()
    await page.getByText('n’est pas une photo').waitFor()
    assert.equal(await page.locator('.waiting-picture').count(), 0)
    await page.close()
  })

  it('the photo of the form is shrunk and turned before it leaves; one that can’t be read is said', async () => {
    const page = await world.open(context, NEW)
    const field = page.locator('[name=photo]')
    await field.setInputFiles({ name: 'IMG_1.JPG', mimeType: 'image/jpeg', buffer: await sideways() })
    await page.getByText('Photo réduite').waitFor()
    const bytes = Buffer.from(
      await field.evaluate(async (input: HTMLInputElement) =>
        Array.from(new Uint8Array(await input.files![0]!.arrayBuffer())),
      ),
    )
    const { width, height, exif, orientation } = await sharp(bytes).metadata()
    assert.deepEqual([width, height, exif, orientation], [1600, 2133, undefined, undefined])
    // The red edge was on top before the telephone was turned: it is on the right.
    const corner = await sharp(bytes).extract({ left: 1590, top: 1000, width: 1, height: 1 }).raw().toBuffer()
    assert.ok(corner[0]! > 180 && corner[1]! < 90, String([...corner]))
    await field.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('pas une photo') })
    await page.getByText('n’est pas une photo').waitFor()
    assert.equal(await field.evaluate((input: HTMLInputElement) => input.files!.length), 0)
    await page.close()
  })

  it('a closed tab loses nothing: the text is offered, taken or forgotten, and gone once it is kept', async () => {
    // A device of her own: what the tests above left behind is offered there.
    const own = await world.enter('Binta', { script: true })
    const page = await world.open(own, NEW)
    await write(page, 'Écrit dans le bus')
    await page.getByText('Gardé dans cet appareil').waitFor()
    await page.close()
    const again = await world.open(own, NEW)
    await again.locator('.ProseMirror').waitFor()
    assert.equal(await again.inputValue('[name=texte]'), '')
    await again.getByText('n’avait pas été gardé').waitFor()
    await shoot(again, 'offered')
    await button(again, 'Le reprendre').click()
    await says(again, 'Écrit dans le bus')
    assert.equal(await again.locator('.ProseMirror').innerText(), 'Écrit dans le bus')
    await again.fill('[name=titre]', 'Dans le bus')
    await press(again, 'Garder ici')
    await again.goto(world.origin + NEW)
    await again.locator('.ProseMirror').waitFor()
    assert.equal(await again.getByText('n’avait pas été gardé').count(), 0)
    await own.close()
  })

  it('the plain field is one button away, and stays so on this device', async () => {
    const page = await world.open(context, NEW)
    await write(page, '- un\ndeux')
    await button(page, 'Texte simple').click()
    assert.equal(await page.locator('#texte').inputValue(), '- un\n- deux')
    await page.locator('#texte').fill('- un\n- deux\n\n## Titre')
    await page.getByText('Gardé dans cet appareil').waitFor()
    await page.reload()
    await page.getByRole('button', { name: /Écrire avec des boutons \(107/ }).waitFor()
    await shoot(page, 'plain')
    assert.equal(await page.locator('.ProseMirror').count(), 0)
    await page.getByRole('button', { name: /Écrire avec des boutons/ }).click()
    await page.locator('.ProseMirror').waitFor()
    await page.close()
  })
})

it('the editor weighs at most 120 KB, and comes on the writing page alone', async () => {
  const context = await world.enter('Binta', { script: true })
  const page = await world.open(context, NEW)
  await page.locator('.ProseMirror').waitFor()
  const addresses = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.js')),
  )
  const weights = await Promise.all(
    addresses.map(async (address) => gzipSync(await (await context.request.get(address)).body(), { level: 9 }).length),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  assert.ok(total <= 120_000, `${total} bytes: ${addresses.join(' ')}`)
  assert.ok(
    Math.abs(Math.max(...weights) - EDITOR_BYTES) < EDITOR_BYTES / 10,
    `the page says ${EDITOR_BYTES}: ${Math.max(...weights)}`,
  )
  const elsewhere = await (await context.request.get(`${world.origin}/aujourd-hui`)).text()
  assert.doesNotMatch(elsewhere, /<script/)
  await context.close()
})

it('without script the form is the plain one, and publishes', async () => {
  const context = await world.enter('Chloé')
  const page = await world.open(context, NEW)
  assert.ok(await page.locator('#texte').isVisible())
  assert.equal(await page.locator('.ProseMirror').count(), 0)
  await page.fill('[name=titre]', 'Sans script')
  await page.fill('#texte', 'Un **mot**.')
  await press(page, 'Publier')
  assert.match(await page.locator('.notice').innerText(), /C’est en ligne/)
  await context.close()
})

it('no page broke its own policy or had a script that failed', () => assert.deepEqual(world.complaints, []))
