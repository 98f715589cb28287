import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { signInByPassword } from '#server/accounts/password-entry.ts'
import { RULES } from '#server/accounts/throttle.ts'
import { openMatrix } from '../server/matrix-world.ts'
import { readPage } from './active-parts.ts'
import { openHouseOf } from './hostile-world.ts'
import { createVisitor } from './visitor.ts'

/** What docs/asvs.md cites and no narrower test shows: asked of the whole program, over HTTP. */

const root = fileURLToPath(new URL('../..', import.meta.url))
let world: Awaited<ReturnType<typeof openHouseOf>>
let visitor: ReturnType<typeof createVisitor>
let officer: ReturnType<typeof createVisitor>
before(async () => {
  world = await openHouseOf(await openMatrix())
  visitor = createVisitor(world.origin)
  officer = createVisitor(world.origin, world.cookie)
})
after(() => world?.program[Symbol.asyncDispose]())

const WORKSPACE = ['/connexion', '/bienvenue', '/recuperation', '/invitation', '/adherer', '/aujourd-hui', '/compte', '/gerer', '/gerer/charte', '/gerer/cotisations', '/gerer/frise', '/gerer/periodes', '/liaison', '/liaison/relier', '/liaison/rejoindre', '/membres', '/mon-association', '/publier', '/publier/nouveau?type=article', '/publier/nouveau?type=date', '/votes', '/candidatures', '/nulle-part'] // prettier-ignore

describe('the whole program, over HTTP', () => {
  it('3.4.3 every page has a strict policy: only hashed script, Trusted Types, no frame, no base, no object', async () => {
    const { own, ids } = world
    const paths = [...WORKSPACE, '/', '/associations', `/${own.slug}/`, own.article.path, `/publier/${ids.draft}`, `/publier/${ids.draft}/historique`, '/publier/rien', '/connexion/carte/x', '/invitation/x'] // prettier-ignore
    let withScript = 0
    for (const path of paths) {
      const { policy, html, headers, status } = await officer.get(path)
      if (status >= 300 && status < 400) continue
      const directives = new Map(policy.split(';').map((one) => [one.trim().split(' ')[0], one]))
      for (const [name, value] of [
        ['object-src', "'none'"],
        ['base-uri', "'none'"],
        ['frame-ancestors', "'none'"],
        ['require-trusted-types-for', "'script'"],
      ] as const)
        // prettier-ignore
        assert.ok(
          directives.get(name)?.includes(value) || (name === 'object-src' && policy.includes("default-src 'none'")),
          `${path}: ${name} in ${policy}`,
        )
      assert.doesNotMatch(policy, /unsafe-(?:inline|eval|hashes)|script-src[^;]*(?:https?:|\*|data:)/, path)
      assert.deepEqual(readPage(html, policy, world.origin).active, [], path)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      if (/<script(?! type="application\/ld)/.test(html)) withScript++
    }
    assert.ok(withScript > 2, `${withScript} pages with script`)
  })

  it('4.1.1 every answer says what it is, and in which letters', async () => {
    const asset = /_app\/[^"']+\.js/.exec((await officer.get('/publier/nouveau?type=article')).html)?.[0] ?? ''
    const kinds: Readonly<Record<string, RegExp>> = {
      '/': /^text\/html; charset=utf-8$/,
      '/rien': /^text\/html; charset=utf-8$/,
      '/flux/atom.xml': /^application\/atom\+xml; charset=utf-8$/,
      '/flux/rss.xml': /^application\/rss\+xml; charset=utf-8$/,
      '/flux/flux.json': /^application\/feed\+json; charset=utf-8$/,
      '/flux/agenda.ics': /^text\/calendar; charset=utf-8$/,
      '/sitemap.xml': /^application\/xml; charset=utf-8$/,
      '/robots.txt': /^text\/plain; charset=utf-8$/,
      '/health': /^application\/json$/,
      [`/${asset}`]: /^text\/javascript/,
    }
    for (const [path, kind] of Object.entries(kinds))
      assert.match((await visitor.get(path)).headers.get('content-type') ?? '', kind, path)
  })

  it('13.4.1 nothing beside the site is given: no .git, no source, no data folder, no way up', async () => {
    const paths = ['/.git/', '/.git/HEAD', '/.git/config', '/.gitignore', '/.env', '/.ci/run', '/package.json', '/package-lock.json', '/node.sqlite', '/data/node.sqlite', '/keys/node.pem', '/anchor.json', '/src/hooks.server.ts', '/build/handler.js', '/handler.js', '/manifest.js', '/server/index.js', '/_app/../server/index.js', '/_app/%2e%2e/server/index.js', '/_app/..%2fserver%2findex.js', '/..%5c..%5cpackage.json', '/%2e%2e/%2e%2e/package.json', '/images/%2e%2e%2fnode.sqlite', '/_app/immutable/', '/_app/', '/uploads/', '/.well-known/x', '/sitemap.xml.gz', '/index.html.br'] // prettier-ignore
    for (const path of paths) {
      // As it is written: a browser and fetch() would tidy it before it leaves.
      const { status, body } = await askRaw(world.origin, path)
      assert.ok(status >= 400 && status < 500, `${status} ${path}`)
      assert.doesNotMatch(body, /\[core\]|ref: refs|SQLite format|PRIVATE KEY|"dependencies"|import \{/, path)
    }
  })

  it('6.2.6 6.2.7 a phrase that is known is masked, and may be pasted and filled in by a manager', async () => {
    const page = readPage((await visitor.get('/connexion')).html, '', world.origin)
    const shown = page.elements.filter(({ attrs }) => attrs.some(({ value }) => value === 'current-password'))
    assert.equal(shown.length, 1)
    const named = new Map(shown[0]!.attrs.map(({ name, value }) => [name, value]))
    assert.deepEqual([named.get('type'), named.get('maxlength')], ['password', '128'])
    for (const name of ['onpaste', 'readonly']) assert.ok(!named.has(name))
    // Shown while it is chosen, so that it can be copied on paper; masked wherever it is typed again.
    const tags = globSync('src/**/*.svelte', { cwd: root }).flatMap((path) =>
      readFileSync(join(root, path), 'utf8')
        .split('<')
        .filter((tag) => tag.includes('autocomplete="current-password"')),
    )
    assert.ok(tags.length > 2)
    for (const tag of tags) assert.match(tag, /type="password"/)
    const scripts = globSync('src/**/*.{svelte,ts}', { cwd: root }).filter(
      (path) => !/\/editor\/|\.test\.ts$/.test(path),
    )
    const paste = scripts.filter((path) => /['"]paste['"]|onpaste/.test(readFileSync(join(root, path), 'utf8')))
    assert.deepEqual(paste, [], 'only the editor of texts listens to what is pasted')
  })

  it('7.2.3 7.2.4 each sign-in gives a new token of 256 random bits', async () => {
    const tokens = new Set<string>([world.cookie.slice('seance='.length)])
    for (let number = 0; number < 3; number++) tokens.add(await world.signIn())
    assert.equal(tokens.size, 4)
    for (const token of tokens) assert.equal(Buffer.from(token, 'base64url').length, 32)
  })

  it('6.3.8 a name that nobody has takes the same steps as one that somebody has: one key at the same cost', async () => {
    const steps = async (name: string) => {
      const asked: string[] = []
      const entry = { name, hint: '', secret: 'pas la bonne phrase du tout', source: '10.7.7.7' }
      const answer = await signInByPassword(
        async (command, input) => {
          const { value } = await world.program.node.command(command, input, null)
          const { key } = input as { key?: Uint8Array }
          const { cost, salt } = value as { cost?: object; salt?: Uint8Array }
          asked.push(`${command} ${key?.length ?? ''} ${JSON.stringify(cost)} ${salt?.length ?? ''}`)
          return value
        },
        { ...entry, browser: { device: 'b'.repeat(43), isOwn: false, label: '' } },
      )
      return { asked, answer }
    }
    const [known, unknown] = [await steps('Officière Deux'), await steps('Personne De Ce Nom')]
    assert.deepEqual(known, unknown)
    assert.deepEqual(known.answer, { tag: 'wrong' })
    assert.match(known.asked[1] ?? '', /^accounts\.signIn 32 /)
  })
})

it('1.2.5 other programs are started by a fixed path with a list of words, never through a shell', () => {
  const starting = globSync('src/**/*.ts', { cwd: root })
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const)
    .filter(([, text]) => /child_process/.test(text))
  assert.ok(starting.length > 0)
  for (const [path, text] of starting) {
    assert.doesNotMatch(text, /\bshell:|\bexec(?:Sync)?\(/, path)
    // The program itself, or npm's own file for whoever installs.
    for (const [, program] of text.matchAll(/\b(?:spawn|spawnSync|execFile|execFileSync)\(\s*([^,)]+)/g))
      assert.match(program ?? '', /^(?:process\.execPath|node|npm|command|program|\(?process\.platform.*)$/, path)
  }
})

it('15.2.1 every library has one exact version and comes from the registry', () => {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>
  const all = Object.entries({ ...own['dependencies'], ...own['devDependencies'], ...own['optionalDependencies'] })
  for (const [name, version] of all) assert.match(version, /^\d+\.\d+\.\d+(?:-[\w.]+)?$/, name)
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  assert.doesNotMatch(lock, /"resolved"|git\+|"link": true/)
})

it('6.1.1 docs/operating.md gives every limit of tries as the program keeps it', () => {
  const text = readFileSync(join(root, 'docs/operating.md'), 'utf8')
  for (const [name, { free, most }] of Object.entries(RULES))
    assert.match(text, new RegExp(`\\| \`${name}\` \\|[^|]*\\| ${free} \\| ${most / 1000} s \\|`), name)
})

async function askRaw(origin: string, path: string): Promise<{ status: number; body: string }> {
  const { ask } = await import('./raw-client.ts')
  const answer = await ask(Number(new URL(origin).port), path)
  return { status: answer.status, body: answer.body.toString('latin1') }
}
