import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { openMatrix } from './matrix-world.ts'
import type { MatrixWorld } from './matrix-world.ts'
import { EDGE, NAMES, ROUTES } from './route-table.ts'

/** S3: every route file has its line, and what the line says is so: tried as a visitor on a real node. */

const root = fileURLToPath(new URL('../../src/routes', import.meta.url))
const routes = [
  ...new Set(globSync('**/+{page,server}{.svelte,.ts,.server.ts}', { cwd: root }).map(dirname)),
].toSorted()
const textOf = (path: string) => readFileSync(join(root, path), 'utf8')
const serverFilesOf = (route: string) =>
  ['+page.server.ts', '+server.ts'].filter((file) => globSync(escape(`${route}/${file}`), { cwd: root }).length > 0)

/** A path whose brackets are brackets. */
function escape(path: string): string {
  return path.replace(/[[\]()]/g, '[$&]')
}

type Handler = (event: object) => Promise<unknown>
type Module = {
  readonly load?: Handler
  readonly GET?: Handler
  readonly POST?: Handler
  readonly actions?: Readonly<Record<string, Handler>>
}
async function read(route: string): Promise<Module> {
  const parts: Module[] = []
  for (const file of serverFilesOf(route))
    parts.push((await import(pathToFileURL(join(root, route, file)).href)) as Module)
  return Object.assign({}, ...parts) as Module
}

describe('every route has its line', () => {
  it('in the table, and the table has no other', () => {
    assert.deepEqual(
      routes
        .filter((route) => !(route in ROUTES))
        .map((route) => `'${route}': ['public' | 'open' | 'sign-in', …actions],`),
      [],
      'add these lines to ROUTES in tests/server/route-table.ts',
    )
    const unknown = Object.keys(ROUTES).filter((route) => !routes.includes(route))
    assert.deepEqual(unknown, [], 'take these lines out of tests/server/route-table.ts')
  })

  it('and names what the table of queries and commands knows, nothing of the edge', () => {
    const named = globSync('**/*.{ts,svelte}', { cwd: root }).flatMap((file) =>
      [...textOf(file).matchAll(/['"`]((?:accounts|link|membership|portal|session)\.[A-Za-z]+)['"`]/g)].map(
        ([, name]) => name ?? '',
      ),
    )
    assert.ok(named.length > 50)
    assert.deepEqual(
      named.filter((name) => !(name in NAMES) || name in EDGE),
      [],
    )
  })
})

describe('route by route, as a visitor', () => {
  let world: MatrixWorld
  before(async () => {
    world = await openMatrix()
  })
  after(() => world.close())

  for (const route of routes) {
    const [access, ...wanted] = ROUTES[route] ?? ['sign-in']
    it(`${route}: ${[access, ...wanted].join(' ')}`, async () => {
      const module = await read(route)
      const actions = Object.keys(module.actions ?? {})
      assert.deepEqual(
        actions,
        wanted,
        `write '${route}': [${[access, ...actions].map((one) => `'${one}'`).join(', ')}],`,
      )
      assert.equal(
        access === 'public',
        route.startsWith('(site)'),
        'only what stands in (site) is made without a visitor',
      )
      if (access === 'public')
        for (const file of serverFilesOf(route))
          assert.doesNotMatch(textOf(join(route, file)), /locals\.(actor|command)|formToken/)
      if (access !== 'sign-in') return
      const entry = module.load ?? module.GET
      assert.ok(entry ?? module.POST, 'a page of somebody asks who it is')
      if (entry)
        assert.match(
          (await visit(entry)).ends,
          /^(303 \/connexion|40[134])/,
          'a visitor is sent to sign in, or finds nothing',
        )
      const posted = module.POST ? { ...module.actions, POST: module.POST } : (module.actions ?? {})
      for (const [action, handler] of Object.entries(posted)) {
        const { ends: answer, changed } = await visit(handler, new FormData())
        assert.deepEqual(changed, [], `${action} changed something`)
        assert.match(answer, /^(303 \/|4\d\d)|problem/, `${action}: ${answer}`)
      }
    })
  }

  /** How a handler ends for a visitor, and the tags of what it changed. */
  async function visit(handler: Handler, form?: FormData) {
    const changed: string[] = []
    const url = new URL('https://exemple.org/ici')
    const locals = {
      actor: null,
      isSecure: true,
      locale: 'fr',
      origin: url.origin,
      originAsked: url.origin,
      formToken: '',
      query: (name: string, input: unknown = {}) => world.ask(name, input),
      async command(name: string, input: unknown = {}) {
        const answer = await world.node.command(name, input, null)
        changed.push(...answer.changed)
        return answer.value
      },
      startSession: () => changed.push('session'),
      endSession: () => undefined,
    }
    const request = new Request(url, form ? { method: 'POST', body: form } : {})
    const cookies = { get: () => undefined, set: () => undefined, delete: () => undefined }
    const params = { id: world.places[0].id, code: 'x' }
    const rest = {
      setHeaders: () => undefined,
      getClientAddress: () => '10.9.9.9',
      route: { id: '' },
      isDataRequest: false,
    }
    try {
      const value = await handler({ locals, request, cookies, params, url, ...rest })
      const ends =
        value instanceof Response ? `${value.status} ${value.headers.get('location') ?? ''}` : JSON.stringify(value)
      return { ends: ends ?? 'nothing', changed }
    } catch (thrown) {
      const { status, location } = thrown as { status?: number; location?: string }
      if (status === undefined) throw thrown
      return { ends: `${status} ${location ?? ''}`.trim(), changed }
    }
  }
})
