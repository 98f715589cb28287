import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openNode } from '#server/node/open-node.ts'
import type { OpenNode } from '#server/node/open-node.ts'
import { readBundleFile, writeBundleFile } from '#server/sync/bundles.ts'
import type { BundleRead } from '#server/sync/bundles.ts'
import { join as joinNode } from '#server/sync/joining.ts'
import { openPageWorld } from '../pages/page-world.ts'
import { publish, stateOf } from '../server/sync-nodes.ts'
import { launchBrowser } from './browser.ts'

let chromium: Browser
let world: Awaited<ReturnType<typeof openPageWorld>>
let folder: string
let south: OpenNode

before(async () => {
  chromium = await launchBrowser()
  world = await openPageWorld(chromium)
  folder = await mkdtemp(join(tmpdir(), 'trait-carry-'))
  south = await openNode(join(folder, 'south'))
  const offer = { spaces: ['public'], role: 'officer', isAgreed: true }
  const { code } = (await world.program.node.act('offerPairing', offer)) as { code: string }
  const joined = await joinNode(south, code, new URL(world.origin), 'Koupéla')
  assert.ok('node' in joined, JSON.stringify(joined))
})
after(async () => {
  await south?.close()
  await world?.close()
  await chromium?.close()
  await rm(folder, { recursive: true, force: true })
})

const read = async (path: string) => (await readBundleFile(south, { path }, () => {})) as BundleRead
/** What the north holds of the spaces that the south has too. */
const stateOfNorth = async () => {
  const shared = (await south.store.read((reader) => reader.spaces())).map(({ id }) => Buffer.from(id).toString('hex'))
  const lines: string[] = []
  await world.program.node.act('exportState', null, (one) => {
    if (shared.includes((one as { space: string }).space)) lines.push(JSON.stringify(one))
  })
  return lines.join('\n')
}

/** Chooses the place and presses the button; the file as the browser keeps it. */
async function prepare(page: Page, name: string): Promise<string> {
  await page.goto(`${world.origin}/liaison/cle`)
  const radio = page.getByRole('radio', { name: /Koupéla/ })
  if ((await radio.count()) > 0) await radio.last().check()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Préparer le fichier' }).click(),
  ])
  assert.match(download.suggestedFilename(), /^pour-koupela-\d{4}-\d\d-\d\d\.age$/)
  const path = join(folder, name)
  await download.saveAs(path)
  return path
}

async function give(page: Page, path: string): Promise<string> {
  await page.goto(`${world.origin}/liaison/cle`)
  await page.getByLabel('Le fichier').setInputFiles(path)
  await page.getByRole('button', { name: 'Lire ce fichier' }).click()
  // The last file's report is there until this one's is.
  const report = page.locator('.notice', { hasText: basename(path) })
  await report.waitFor()
  return report.innerText()
}

test('three clicks carry what changed to another place and back, with script and without, and a wrong file is one sentence', async () => {
  for (const script of [true, false]) {
    const page = await (await world.browserOf('federation', script)).newPage()
    const word = script ? 'Avec' : 'Sans'
    const there = await prepare(page, `${word}.age`)
    const done = await read(there)
    assert.deepEqual([done.refused, done.unmet, done.fault], [0, 0, null])
    assert.equal(await stateOf(south), await stateOfNorth())

    await publish(south, 2, `${word} script, du Sud`)
    const back = join(folder, `${word}-retour.age`)
    const made = await writeBundleFile(south, { path: back, nodes: [done.from.node] })
    assert.ok('size' in made)
    const report = await give(page, back)
    assert.match(report, /2 choses de plus sont gardées ici/)
    assert.match(report, /0 sur la clé, 0 en attente/)
    assert.equal(await stateOfNorth(), await stateOf(south))
    assert.match(await page.locator('#preparer').innerText(), /[Tt]out est arrivé/)

    assert.match(await give(page, there), /fermé pour un autre nœud/)
    await writeFile(join(folder, 'photo.jpg'), Buffer.alloc(3_000_000))
    assert.match(await give(page, join(folder, 'photo.jpg')), /n’est pas un fichier d’échange/)
    await page.close()
  }
})
