import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { launchBrowser } from './browser.ts'
import { openWritingWorld, PHRASE, press, type WritingWorld } from './writing-world.ts'

const SHOTS = process.env['SHOTS_FOLDER']
const NASTY = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
let chromium: Browser
let world: WritingWorld
let jpeg: Buffer

before(async () => {
  chromium = await launchBrowser()
  world = await openWritingWorld(chromium)
  const noise = Buffer.from(Uint8Array.from({ length: 1200 * 900 * 3 }, (_, index) => (index * 2_654_435_761) >>> 24))
  jpeg = await sharp(noise, { raw: { width: 1200, height: 900, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer()
})
after(async () => {
  await chromium?.close()
  await world?.close()
})

const shoot = async (page: Page, name: string) => {
  if (!SHOTS) return
  const before = page.viewportSize()
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await page.screenshot({ path: join(SHOTS, `writing-${name}-${width}.png`), fullPage: true })
  }
  if (before) await page.setViewportSize(before)
}
const notice = (page: Page) => page.locator('.notice').first().innerText()
const errorsOf = (page: Page) => page.locator('.errors li').allInnerTexts()
/** axe is a script, so it looks at a copy of the page in a browser that runs it: the same bytes, none of the page's own script. */
const axe = async (page: Page) => {
  const html = await page.content()
  const context = await chromium.newContext({ viewport: page.viewportSize() })
  await context.addCookies(await page.context().cookies())
  const copy = await context.newPage()
  const headers = { 'content-security-policy': "script-src 'none'" }
  await copy.route(
    (url) => url.href === page.url(),
    (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8', headers }),
  )
  await copy.goto(page.url())
  const { violations } = await new AxeBuilder({ page: copy }).setLegacyMode(true).analyze()
  await context.close()
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html).join(' | ')}`),
    [],
  )
}
const publicText = async (path: string) => {
  const answer = await fetch(world.origin + path, { redirect: 'manual' })
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
}
/** A text kept by somebody, open in their browser. */
const begin = async (page: Page, title: string) => {
  await page.fill('[name=titre]', title)
  await page.fill('textarea[name=texte]', 'Un **texte** simple.')
  await press(page, 'Garder ici')
  return new URL(page.url()).pathname
}

describe('writing in a browser without script', () => {
  for (const width of [360, 1280])
    it(`writes with a picture, publishes, reads, edits the title; the old address leads on (${width} px)`, async () => {
      const context = await world.enter('Binta', { width })
      const page = await world.open(context, '/aujourd-hui')
      await shoot(page, 'today')
      await page.getByRole('link', { name: /Écrire une nouvelle/ }).click()
      await page.waitForURL(/publier\/nouveau/)
      await shoot(page, 'new')
      await page.fill('[name=titre]', `La haie de ${width}`)
      await page.fill('textarea[name=texte]', 'On a planté **cent arbres**.\n\n- des charmes\n- des noisetiers')
      await page.fill('[name=lieu]', 'Millery')
      assert.ok(jpeg.length > 1_000_000, 'heavier than a form may be without its picture read before')
      await page.setInputFiles('[name=photo]', { name: 'haie.jpg', mimeType: 'image/jpeg', buffer: jpeg })
      await press(page, 'Publier')
      // The picture says nothing to who doesn't see it: publishing waits, nothing is lost, the picture isn't sent again.
      assert.deepEqual(await errorsOf(page), ['Dites ce que montre la photo, pour qui ne la voit pas.'])
      assert.equal(await page.inputValue('[name=titre]'), `La haie de ${width}`)
      await shoot(page, 'picture-text')
      await page.fill('[name=photo_texte]', 'Une haie jeune')
      await press(page, 'Publier')
      assert.match(await notice(page), /C’est en ligne/)
      await shoot(page, 'published')
      const link = (await page.getByRole('link', { name: 'Voir sur le site' }).first().getAttribute('href')) as string
      const read = await publicText(link)
      assert.equal(read.status, 200)
      assert.match(read.text, /<strong>cent arbres<\/strong>/)
      const image = /src="(\/images\/[^"]+)"/.exec(read.text)?.[1] as string
      const picture = await fetch(world.origin + image)
      assert.equal(picture.headers.get('content-type'), 'image/webp')
      await page.fill('[name=titre]', `La grande haie de ${width}`)
      await press(page, 'Publier les changements')
      const moved = await publicText(link)
      assert.equal(moved.status, 308)
      assert.match((await publicText(moved.location as string)).text, /La grande haie/)
      await axe(page)
      await press(page, 'Retirer du site')
      assert.match(await notice(page), /Retiré du site/)
      assert.equal((await publicText(moved.location as string)).status, 404)
      await context.close()
    })

  it('shows the page before it is public, with its weight, and its private picture to writers only', async () => {
    const context = await world.enter('Binta')
    const page = await world.open(context, '/publier/nouveau?type=article')
    await page.fill('[name=titre]', 'Pas encore')
    await page.fill('textarea[name=texte]', 'Secret de jardin.')
    await page.setInputFiles('[name=photo]', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: jpeg })
    await press(page, 'Voir la page')
    assert.match(page.url(), /\/apercu$/)
    assert.match(await page.locator('.preview').innerText(), /Elle pèse \d+(,\d)?\s(Ko|octets), plus \d+\sKo de photo/)
    await shoot(page, 'preview')
    const src = (await page.locator('article img').first().getAttribute('src')) as string
    assert.match(src, /^\/publier\/images\//)
    assert.equal((await context.request.get(world.origin + src)).status(), 200)
    assert.notEqual((await fetch(world.origin + src)).status, 200)
    await axe(page)
    await context.close()
  })

  it('says beside each field what is wrong, and loses nothing of what was typed', async () => {
    const context = await world.enter('Binta')
    const page = await world.open(context, '/publier/nouveau?type=article')
    const jeton = await page.inputValue('#ecrire [name=jeton]')
    const envoi = await page.inputValue('[name=envoi]')
    const typed = {
      titre: NASTY.repeat(8),
      texte: `${NASTY}\n${'é'.repeat(200_001)}`,
      lieu: NASTY.repeat(8),
      signature: NASTY.repeat(8),
      photo_texte: NASTY.repeat(8),
      langue: NASTY,
    }
    const answer = await context.request.post(`${world.origin}/publier/nouveau?type=article`, {
      headers: { accept: 'text/html' },
      multipart: { jeton, envoi, version: '', association: '', geste: 'publier', ...typed },
    })
    assert.equal(answer.status(), 422)
    const html = await answer.text()
    for (const field of Object.keys(typed)) assert.match(html, new RegExp(`id="${field}-erreur"`), field)
    assert.ok(!html.includes('<script>alert') && !html.includes('<img src=x'))
    const copy = await context.newPage()
    await copy.setContent(html)
    for (const [field, value] of Object.entries(typed))
      assert.equal(await copy.inputValue(`[name=${field}]`), value, field)
    // The same, short enough, is kept and shown as the text that it is.
    await page.goto(`${world.origin}/publier/nouveau?type=article`)
    for (const field of ['titre', 'texte', 'lieu']) await page.fill(`[name=${field}]`, NASTY)
    await press(page, 'Garder ici')
    assert.equal(await page.inputValue('[name=titre]'), NASTY)
    const list = await world.open(context, '/publier')
    assert.match(await list.locator('main').innerText(), /<script>alert/)
    await context.close()
  })

  it('writes once what is sent twice', async () => {
    const context = await world.enter('Binta')
    const page = await world.open(context, '/publier/nouveau?type=article')
    const fields = Object.fromEntries(
      await Promise.all(
        ['jeton', 'envoi', 'version', 'association'].map(async (name) => [
          name,
          await page.inputValue(`#ecrire [name=${name}]`),
        ]),
      ),
    ) as Record<string, string>
    const send = () =>
      context.request.post(`${world.origin}/publier/nouveau?type=article`, {
        headers: { accept: 'text/html' },
        multipart: { ...fields, titre: 'Envoyé deux fois', texte: 'a', geste: 'garder' },
        maxRedirects: 0,
      })
    const places = (await Promise.all([send(), send()])).map((answer) => answer.headers()['location'])
    assert.match(places[0] as string, /^\/publier\/[0-9a-f]{24}/)
    assert.equal(places[0], places[1])
    await page.goto(`${world.origin}/publier?q=envoye deux`)
    assert.equal(await page.locator('.owned li').count(), 1)
    await context.close()
  })

  it('keeps both texts of two people who wrote at once, side by side, and lets one choose', async () => {
    const [first, second] = [await world.enter('Binta'), await world.enter('Chloé')]
    const page = await world.open(first, '/publier/nouveau?type=article')
    const path = await begin(page, 'À deux')
    const other = await world.open(second, path)
    await page.fill('textarea[name=texte]', 'Le texte de Binta.')
    await press(page, 'Garder ici')
    await other.fill('textarea[name=texte]', 'Le texte de Chloé.')
    await press(other, 'Garder ici')
    assert.match(await notice(other), /une autre personne écrivait au même moment/)
    const both = await other.locator('.both pre').allInnerTexts()
    assert.deepEqual(both.toSorted(), ['Le texte de Binta.', 'Le texte de Chloé.'])
    await shoot(other, 'two-texts')
    await axe(other)
    const theirs = both[1]
    await other.locator('.both button').first().click()
    await other.waitForURL(/fait=garde/)
    assert.equal(await other.locator('.both').count(), 0)
    assert.equal(await other.inputValue('textarea[name=texte]'), theirs)
    await other.goto(`${world.origin}${path}/historique`)
    await shoot(other, 'history')
    await other
      .getByRole('link', { name: /Voir ce qui a changé/ })
      .last()
      .click()
    await other.waitForURL(/version=/)
    assert.match(await other.locator('.ecart').first().innerText(), /À deux/)
    await axe(other)
    await first.close()
    await second.close()
  })

  it('compares word by word and brings an earlier text back', async () => {
    const context = await world.enter('Binta')
    const page = await world.open(context, '/publier/nouveau?type=article')
    const path = await begin(page, 'Deux temps')
    await page.fill('textarea[name=texte]', 'Un **texte** plus riche.')
    await press(page, 'Garder ici')
    await page.goto(`${world.origin}${path}/historique`)
    await page
      .getByRole('link', { name: /Voir ce qui a changé/ })
      .first()
      .click()
    await page.waitForURL(/version=/)
    assert.deepEqual(await page.locator('.ecart del').allInnerTexts(), ['simple'])
    assert.match((await page.locator('.ecart ins').allInnerTexts()).join(''), /plus riche/)
    await shoot(page, 'compare')
    await page
      .getByRole('link', { name: /Voir ce qui a changé/ })
      .last()
      .click()
    await press(page, 'Reprendre ce texte')
    assert.equal(await page.inputValue('textarea[name=texte]'), 'Un **texte** simple.')
    await context.close()
  })

  it('asks a second reader, who reads, gives back with a word, then agrees', async () => {
    const [writer, reader] = [await world.enter('Dramane'), await world.enter('Édith')]
    const page = await world.open(writer, '/publier/nouveau?type=article')
    assert.equal(await page.getByRole('button', { name: 'Publier', exact: true }).count(), 0)
    await page.fill('[name=titre]', 'À relire')
    await page.fill('textarea[name=texte]', 'Bien ?')
    await press(page, 'Faire relire')
    const path = new URL(page.url()).pathname
    const other = await world.open(reader, '/aujourd-hui')
    await shoot(other, 'today-review')
    await other.getByRole('link', { name: /Relire/ }).click()
    await other.waitForURL(new RegExp(path))
    await shoot(other, 'review')
    await axe(other)
    await other.fill('[name=mot]', 'Il manque la date.')
    await press(other, 'Rendre avec ce mot')
    await page.goto(world.origin + path)
    assert.match(await page.locator('main').innerText(), /Il manque la date\./)
    await page.fill('textarea[name=texte]', 'Bien, samedi.')
    await press(page, 'Faire relire')
    await other.goto(world.origin + path)
    await press(other, 'C’est bon à publier')
    await page.goto(world.origin + path)
    await press(page, 'Publier')
    assert.match(await notice(page), /C’est en ligne/)
    await writer.close()
    await reader.close()
  })

  it('plans a text for later, says when, and takes the plan back', async () => {
    const context = await world.enter('Binta')
    const page = await world.open(context, '/publier/nouveau?type=article')
    await page.fill('[name=titre]', 'Plus tard')
    await page.fill('textarea[name=texte]', 'Surprise.')
    await page.getByText('Publier plus tard').click()
    await page.fill('[name=paraitre_le]', '2020-01-01')
    await press(page, 'Publier')
    assert.match((await errorsOf(page)).join(), /déjà passé/)
    const year = new Date().getFullYear() + 1
    await page.fill('[name=paraitre_le]', `${year}-06-15`)
    await page.fill('[name=paraitre_a]', '09:30')
    await press(page, 'Publier')
    assert.match(await notice(page), new RegExp(`15\\s+juin\\s+${year}\\s+à\\s+9\\s+h\\s+30`))
    await page.goto(`${world.origin}/publier?q=plus tard`)
    assert.match(await page.locator('.owned').innerText(), /Prévu le/)
    await shoot(page, 'list')
    await axe(page)
    await page.locator('.owned a').first().click()
    await page.fill('[name=paraitre_le]', '')
    await page.fill('[name=paraitre_a]', '')
    await press(page, 'Garder ici')
    await page.goto(`${world.origin}/publier?q=plus tard`)
    assert.match(await page.locator('.owned').innerText(), /Pas encore publié/)
    await context.close()
  })

  it('throws away and brings back', async () => {
    const context = await world.enter('Binta')
    const page = await world.open(context, '/publier/nouveau?type=date')
    await page.fill('[name=titre]', 'Chantier jeté')
    await page.fill('[name=jour]', '2027-03-06')
    await page.fill('[name=debut]', '09:00')
    await press(page, 'Garder ici')
    assert.equal(await page.inputValue('[name=debut]'), '09:00')
    await press(page, 'Jeter')
    assert.match(await notice(page), /corbeille/)
    await page.goto(`${world.origin}/publier?corbeille=1`)
    await axe(page)
    await press(page, 'Remettre : Chantier jeté')
    assert.match(await notice(page), /Remis/)
    await press(page, 'Publier')
    assert.match(await notice(page), /C’est en ligne/)
    await context.close()
  })

  it('a session that ended in the middle keeps the text, lets in from the same page and keeps it', async () => {
    const context = await world.enter('Paul')
    const page = await world.open(context, '/publier/nouveau?type=article')
    await page.fill('[name=titre]', 'Long récit')
    await page.fill('textarea[name=texte]', `Trois heures de travail.\n${NASTY}`)
    await page.setInputFiles('[name=photo]', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: jpeg })
    await world.endSession('Paul')
    await press(page, 'Garder ici')
    assert.match(await page.locator('main').innerText(), /Votre texte est toujours là/)
    assert.equal(await page.inputValue('textarea[name=texte]'), `Trois heures de travail.\n${NASTY}`)
    await shoot(page, 'session-ended')
    await axe(page)
    await page.fill('[name=nom]', 'Paul Contributeur')
    await page.fill('[name=phrase]', 'pas la bonne')
    await press(page, 'Entrer et garder mon texte')
    assert.match(await page.locator('#ecrire [role=alert]').innerText(), /ne vont pas ensemble/)
    assert.equal(await page.inputValue('[name=titre]'), 'Long récit')
    await page.fill('[name=phrase]', PHRASE)
    await press(page, 'Entrer et garder mon texte')
    assert.match(await notice(page), /Gardé ici/)
    assert.equal(await page.inputValue('textarea[name=texte]'), `Trois heures de travail.\n${NASTY}`)
    assert.equal(await page.getByRole('button', { name: 'Publier', exact: true }).count(), 0)
    await context.close()
  })

  it('shows nothing of this to visitors, nor to people of another association', async () => {
    const context = await world.enter('Binta')
    const page = await world.open(context, '/publier/nouveau?type=article')
    const path = await begin(page, 'Entre nous')
    const visitor = await fetch(world.origin + path, { redirect: 'manual' })
    assert.equal(visitor.status, 303)
    assert.match(visitor.headers.get('location') ?? '', /^\/connexion\?suite=/)
    const stranger = await world.enter('Dramane')
    for (const end of ['', '/apercu', '/historique'])
      assert.equal((await stranger.request.get(world.origin + path + end)).status(), 403)
    await stranger.close()
    await context.close()
  })
})

it('with script, a closed tab loses nothing: the text is found again in the browser', async () => {
  const context = await world.enter('Chloé', { script: true })
  const page = await world.open(context, '/publier/nouveau?type=article')
  await page.fill('[name=titre]', 'Dans le bus')
  await page.getByText('Gardé dans cet appareil').waitFor()
  await page.close()
  const again = await world.open(context, '/publier/nouveau?type=article')
  await again.getByText('n’avait pas été gardé').waitFor()
  await again.getByRole('button', { name: 'Le reprendre' }).click()
  assert.equal(await again.inputValue('[name=titre]'), 'Dans le bus')
  await press(again, 'Garder ici')
  await again.goto(`${world.origin}/publier/nouveau?type=article`)
  await again.locator('#garde').waitFor({ state: 'attached' })
  assert.equal(await again.inputValue('[name=titre]'), '')
  await context.close()
})

it('no page broke its own policy or had a script that failed', () => assert.deepEqual(world.complaints, []))
