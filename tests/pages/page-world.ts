import { createHash } from 'node:crypto'
import type { Browser, BrowserContext } from 'playwright-core'
import type { Role } from '#core/kind.ts'
import type { NodeActor } from '#features/feature.server.ts'
import { association } from '#features/membership/index.ts'
import { makeSecret, signInByPassword } from '#server/accounts/password-entry.ts'
import { openProgram } from '#server/compose.ts'
import type { DemoAccount } from '#server/demo/fill.ts'
import type { OpenNode } from '#server/node/open-node.ts'
import { createDemoFolder } from '../e2e/demo-folder.ts'
import { withoutOurScripts } from './page-look.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const PHRASE = 'abricot facteur lanterne moulin sentier volcan zinc'
/** Who looks. `officer`, `editor`, `contributor` and `reader` are of one association, which wants a second reader; `federation` is its officer. */
export type Looker = 'visitor' | 'reader' | 'contributor' | 'editor' | 'officer' | 'federation'

/** The demonstration with somebody of every role and one of every thing that a page may show: behind its house, on a free port. */
export async function openPageWorld(chromium: Browser) {
  const tokens = new Map<Looker, string>()
  const things = new Map<string, string>()
  const demo = await createDemoFolder((node, accounts) => fill(node, accounts, tokens, things))
  const settings = { dataFolder: demo.data, host: '127.0.0.1', port: 0, origin: undefined, trustedProxies: [] }
  const program = await openProgram(settings)
  if ('tag' in program) throw new Error(program.tag)
  const origin = program.address
  const contexts = new Map<string, BrowserContext>()
  return {
    program,
    origin,
    /** The id or code of one thing of this world. */
    idOf(name: string): string {
      const id = things.get(name)
      if (id === undefined) throw new Error(`no ${name} in this world`)
      return id
    },
    /** The first path of this pattern that a public page shows. */
    async first(list: string, pattern: RegExp): Promise<string> {
      const found = pattern.exec(await (await fetch(origin + list)).text())?.[0]
      if (found === undefined) throw new Error(`${list} shows no ${pattern}`)
      return found
    },
    /** A browser of somebody's own, the same one each time. */
    async browserOf(who: Looker, script: boolean): Promise<BrowserContext> {
      const key = `${who} ${script}`
      const known = contexts.get(key)
      if (known) return known
      const context = await chromium.newContext({ locale: 'fr-FR' })
      if (!script) await withoutOurScripts(context)
      const value = tokens.get(who)
      if (value !== undefined)
        await context.addCookies([{ name: 'seance', value, url: origin, sameSite: 'Strict', httpOnly: true }])
      contexts.set(key, context)
      return context
    },
    async close() {
      for (const context of contexts.values()) await context.close()
      await program[Symbol.asyncDispose]()
      await demo.remove()
    },
  }
}
export type PageWorld = Awaited<ReturnType<typeof openPageWorld>>

async function fill(
  node: OpenNode,
  accounts: readonly DemoAccount[],
  tokens: Map<Looker, string>,
  things: Map<string, string>,
): Promise<void> {
  const as = (actor: NodeActor | null) => async (name: string, input: unknown) => {
    const value = (await node.command(name, input, actor)).value as any
    if (typeof value?.tag === 'string') throw new Error(`${name}: ${JSON.stringify(value)}`)
    return value
  }
  const run = as(null)
  const browser = (name: string) => ({
    device: createHash('sha256').update(name).digest('base64url'),
    isOwn: true,
    label: 'Firefox sur Linux',
  })
  const actorOf = async (token: string) =>
    (await node.query('session.actor', { token, isSecure: true }, null)).value as NodeActor
  const enrol = async (who: Looker, account: DemoAccount): Promise<NodeActor> => {
    const { name, person } = account
    await run('accounts.enrol', { person, secret: await makeSecret(run, name, PHRASE), isShown: true })
    const entry = { name, hint: '', secret: PHRASE, source: '10.0.0.1', browser: browser(name) }
    const { token } = (await signInByPassword(run, entry)) as { token: string }
    tokens.set(who, token)
    return actorOf(token)
  }
  const [camille, awa] = accounts as [DemoAccount, DemoAccount]
  const federation = await enrol('federation', camille)
  const officer = await enrol('officer', awa)
  const own = officer.mandates[0]?.association as string
  const letIn = async (who: Looker, name: string, role: Role): Promise<NodeActor> => {
    const { code } = await as(officer)('accounts.invite', { association: own, role, name })
    const secret = await makeSecret(run, name, PHRASE)
    const entry = { code, name, secret, source: '10.0.0.2', browser: browser(name) }
    const { token } = await run('accounts.accept', entry)
    tokens.set(who, token)
    return actorOf(token)
  }
  const editor = await letIn('editor', 'Binta Essai', 'editor')
  const contributor = await letIn('contributor', 'Paul Essai', 'contributor')
  await letIn('reader', 'Lise Essai', 'reader')

  const keep = async (name: string, target: string, text: object, writer = contributor) => {
    const { id } = await as(writer)('portal.keep', { id: null, association: own, target, text })
    things.set(name, id)
    return id as string
  }
  const advert =
    'Les hêtres ont grandi. Viagra pas cher sans ordonnance, livraison en 24 heures sur https://pharma.example/viagra. On se revoit samedi.'
  const foreign = await keep('advert', 'article', { title: 'Sous les hêtres', body: advert }, editor)
  await as(editor)('portal.publish', { id: foreign })
  const seen = (await node.query('portal.passages', {}, editor)).value as { waiting: { id: string }[] }
  things.set('passage', seen.waiting[0]?.id ?? '')
  await node.perform(officer, (context) => context.change(association, own, 'describe', { wantsSecondReader: true }))
  await keep('draft', 'article', { title: 'La salle d’attente', body: 'Un **banc** de plus.\n\n- un\n- deux' })
  await keep('draft of a date', 'gathering', { title: 'Réunion', body: 'Au comité.', date: 1_900_000_000 })
  await keep('draft of a page', 'page', { title: 'Notre salle', body: 'Ouverte le jeudi.' })
  const asked = await keep('asked', 'article', { title: 'À relire', body: 'Est-ce bien dit ?' })
  await as(contributor)('portal.askReview', { id: asked })
  const binned = await keep('binned', 'article', { title: 'Jeté', body: 'Trop tôt.' })
  await as(contributor)('portal.discard', { id: binned })
  const both = await keep('written twice', 'article', { title: 'À deux', body: 'Le début.' })
  const { version } = (await node.query('portal.draftToEdit', { id: both }, editor)).value as { version: number }
  for (const [writer, body] of [[contributor, 'Le texte de Paul.'] as const, [editor, 'Le texte de Binta.'] as const])
    await as(writer)('portal.keep', {
      id: both,
      association: own,
      target: 'article',
      text: { body },
      base: version,
    })

  const peer = {
    secret: '00'.repeat(32),
    keys: { number: 1, exchangeKey: hex(node.links.keys.newest().publicKey), recipient: 'age1' },
    told: 1,
    spaces: (await node.store.read((reader) => reader.spaces())).map(({ id }) => hex(id)),
    lastReal: 1_780_000_000_000,
  }
  const line = { origin: 'http://127.0.0.1:9', speed: 48_000, delay: 800 }
  // Without addresses: a call that goes on by itself would show the page anew under the audit.
  node.links.peers.save({ ...peer, node: 'ab'.repeat(32), name: 'La machine de Koupéla', url: null, line })
  node.links.peers.save({ ...peer, node: 'cd'.repeat(32), name: 'Ségou', url: null, line: null })
  node.links.peers.change('ab'.repeat(32), { failure: { at: 1_780_000_100_000, reason: 'cut' } })
  node.links.peers.count('ab'.repeat(32), { up: 120_000, down: 1_900_000 }, node.clock())
  things.set('place', 'ab'.repeat(8))

  const application = { purpose: 'Un jumelage de jardins.', contact: 'amis@exemple.org', acceptsCharter: true }
  things.set('application', (await run('membership.apply', { name: 'Les Amis du Mali', ...application })).id)
  const refused = (await run('membership.apply', { name: 'Les Loin', ...application })).id as string
  await as(federation)('membership.decide', { id: refused, decision: 'refused', reason: 'Trop loin de Grigny.' })
  things.set('refused application', refused)
  const vote = { question: 'Une biennale en 2028 ?', options: ['pour', 'contre'], closes: '2999-01-01' }
  await as(federation)('membership.callVote', vote)
  const { code } = await as(officer)('accounts.invite', { association: own, role: 'editor', name: 'Issa Essai' })
  things.set('invitation', code.replaceAll('-', ''))
  things.set('association', own)
  await run('accounts.askRecovery', { name: 'Lise Essai', source: '10.0.0.3' })
}
