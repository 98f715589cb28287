import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Role } from '#core/kind.ts'
import type { NodeActor } from '#features/feature.server.ts'
import { association } from '#features/membership/index.ts'
import { makeSecret } from '#server/accounts/password-entry.ts'
import { openProgram } from '#server/compose.ts'
import { openNode } from '#server/node/open-node.ts'

export const PHRASE = 'abricot facteur lanterne moulin sentier volcan zinc'

/** A real node behind its house, with one association where four people write, each with a session; and a second association that wants a second reader. */
export async function openWritingWorld(chromium: Browser) {
  const dataFolder = join(mkdtempSync(join(tmpdir(), 'trait-writing-')), 'data')
  const tokens = new Map<string, string>()
  let careful = ''
  {
    const node = await openNode(dataFolder)
    const as = (actor: NodeActor | null) => async (name: string, input: unknown) =>
      (await node.command(name, input, actor)).value as any
    const run = as(null)
    const browser = (name: string) => ({
      device: createHash('sha256').update(name).digest('base64url'),
      isOwn: true,
      label: name,
    })
    const { code } = await run('accounts.openFounding', {})
    const founded = await run('accounts.found', {
      code,
      federationName: 'Trait d’union',
      associationName: 'Les Potagers du Garon',
      personName: 'Awa Fondatrice',
      secret: await makeSecret(run, 'Awa Fondatrice', PHRASE),
      source: '10.0.0.1',
      browser: browser('Awa'),
    })
    tokens.set('Awa', founded.token)
    const actorOf = async (token: string) =>
      (await node.query('session.actor', { token, isSecure: true }, null)).value as NodeActor
    const awa = await actorOf(founded.token)
    const own = awa.mandates.find((one) => one.association !== null)?.association as string
    const { value } = await node.perform(awa, async (context) => {
      const made = await context.create(association, 'public', {
        name: 'Les Prudents',
        slug: 'prudents',
        space: await context.addSpace('association'),
        wantsSecondReader: true,
      })
      assert.ok(!('tag' in made))
      return made.id
    })
    careful = value as string
    const invite = async (name: string, where: string, role: Role, by: NodeActor) => {
      const made = await as(by)('accounts.invite', { association: where, role, name })
      const accepted = await run('accounts.accept', {
        code: made.code,
        name,
        secret: await makeSecret(run, name, PHRASE),
        source: '10.0.0.2',
        browser: browser(name),
      })
      assert.ok(accepted.token, JSON.stringify({ made, accepted }))
      tokens.set(name.split(' ')[0] as string, accepted.token)
    }
    await invite('Binta Éditrice', own, 'editor', awa)
    await invite('Chloé Éditrice', own, 'editor', awa)
    await invite('Paul Contributeur', own, 'contributor', awa)
    await invite('Dramane Prudent', careful, 'editor', awa)
    await invite('Édith Prudente', careful, 'officer', awa)
    await node.close()
  }
  const program = await openProgram({ dataFolder, host: '127.0.0.1', port: 0, origin: undefined, trustedProxies: [] })
  assert.ok(!('tag' in program))
  const origin = program.address
  const complaints: string[] = []
  return {
    program,
    origin,
    careful,
    complaints,
    /** A browser where this person is signed in. */
    async enter(name: string, { script = false, width = 360 } = {}): Promise<BrowserContext> {
      const context = await chromium.newContext({ javaScriptEnabled: script, viewport: { width, height: 800 } })
      const value = tokens.get(name)
      assert.ok(value, name)
      await context.addCookies([{ name: 'seance', value, url: origin, sameSite: 'Strict', httpOnly: true }])
      return context
    },
    async endSession(name: string) {
      const { value } = await program.node.query('session.actor', { token: tokens.get(name) }, null)
      await program.node.command('session.end', {}, value as NodeActor)
    },
    async open(context: BrowserContext, path: string): Promise<Page> {
      const page = await context.newPage()
      page.setDefaultTimeout(60_000)
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          complaints.push(`${path}: ${message.text()}`)
      })
      page.on('pageerror', (error) => complaints.push(`${path}: ${String(error)}`))
      await page.goto(origin + path)
      return page
    },
    close: () => program[Symbol.asyncDispose](),
  }
}
export type WritingWorld = Awaited<ReturnType<typeof openWritingWorld>>

/** Presses a button and waits for the page that it leads to. */
export async function press(page: Page, name: string): Promise<void> {
  const loaded = page.waitForEvent('domcontentloaded', { timeout: 60_000 })
  await page.getByRole('button', { name, exact: true }).first().click()
  await loaded
}
