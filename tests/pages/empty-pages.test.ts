import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext } from 'playwright-core'
import { openProgram, type Program } from '#server/compose.ts'
import { launchBrowser } from '../e2e/browser.ts'
import { look, withoutOurScripts, type LookedAt } from './page-look.ts'
import type { Looker } from './page-world.ts'

/** A node before its federation is founded, and a federation that has nothing yet: what the first person sees. */

let folder: string
let chromium: Browser
let program: Program
let context: BrowserContext
let world: LookedAt

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trait-empty-'))
  const settings = {
    dataFolder: join(folder, 'data'),
    host: '127.0.0.1',
    port: 0,
    origin: undefined,
    trustedProxies: [],
  }
  const opened = await openProgram(settings)
  if ('tag' in opened) throw new Error(opened.tag)
  program = opened
  chromium = await launchBrowser()
  context = await withoutOurScripts(await chromium.newContext())
  const withScript = await chromium.newContext()
  world = { origin: program.address, browserOf: async (_, script) => (script ? withScript : context) }
})
after(async () => {
  await chromium?.close()
  await program?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const lookAt = async (who: Looker, paths: readonly string[], status = 200) => {
  const wrong: string[] = []
  for (const path of paths) wrong.push(...(await look(world, { who, path, status }, false)))
  assert.deepEqual(wrong, [])
}

describe('an empty node', () => {
  it('says that it is empty, and how to begin', () => lookAt('visitor', ['/bienvenue']))

  it('is founded, and every page of the new federation is good', async () => {
    const { value } = await program.node.command('accounts.openFounding', {}, null)
    const page = await context.newPage()
    await page.goto(`${program.address}/bienvenue`)
    await page.fill('[name=code]', (value as { code: string }).code)
    await page.fill('[name=federation]', 'Fédération d’essai')
    await page.fill('[name=association]', 'Les Potagers')
    await page.fill('[name=nom]', 'Awa Fondatrice')
    await page.fill('[name=phrase]', 'abricot facteur lanterne moulin sentier volcan zinc')
    await page.locator('button:text-is("Fonder la fédération")').click()
    await page.locator('ol code').first().waitFor()
    await page.close()
    await lookAt('visitor', [
      '/',
      '/en',
      '/nouvelles',
      '/agenda',
      '/associations',
      '/federation',
      '/frise',
      '/accessibilite',
      '/recherche?q=rien',
      '/les-potagers/',
      '/les-potagers/nouvelles',
      '/les-potagers/agenda',
    ])
    // No Charter yet.
    await lookAt('visitor', ['/charte'], 404)
    await lookAt('federation', [
      '/aujourd-hui',
      '/publier',
      '/publier?corbeille=1',
      '/compte',
      '/membres',
      '/mon-association',
      '/candidatures',
      '/votes',
      '/gerer',
      '/gerer/charte',
      '/gerer/cotisations',
      '/gerer/frise',
      '/gerer/periodes',
    ])
  })

  it('counts the founder’s association as a member from this day', async () => {
    const answer = await fetch(`${program.address}/associations`)
    assert.match(await answer.text(), /1\s+association membre/)
  })
})
