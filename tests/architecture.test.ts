import assert from 'node:assert/strict'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cruise, type IFlattenedRuleSet, type ICruiseResult } from 'dependency-cruiser'

const root = fileURLToPath(new URL('..', import.meta.url))
const law = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as IFlattenedRuleSet & { options: object }
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const files = ['src', 'bin', 'tests', 'bench', 'sim']
  .flatMap((folder) => globSync(`${folder}/**/*.{ts,mjs,cjs,svelte}`, { cwd: root }))
  .filter((path) => !path.startsWith('tests/fixtures/'))
  .toSorted()

async function violations(baseDir: string, folders: string[]): Promise<{ from: string; rule: string }[]> {
  const options = {
    ...law.options,
    ruleSet: { forbidden: law.forbidden ?? [] },
    validate: true,
    baseDir,
    preserveSymlinks: true,
  }
  const { output } = await cruise(folders, options)
  return (output as ICruiseResult).summary.violations.map(({ from, to, rule }) => ({
    from: `${from} → ${to}`,
    rule: rule.name,
  }))
}

test('the import law holds', async () => {
  const folders = ['src', 'bin', 'tests', 'bench', 'sim'].filter((folder) =>
    files.some((path) => path.startsWith(`${folder}/`)),
  )
  assert.deepEqual(await violations(root, folders), [])
})

/** One line each that the law forbids: the file, what it imports, the rule that must say so. */
const planted: readonly (readonly [file: string, imported: string, rule: string])[] = [
  ['src/core/a1.ts', '../server/node.ts', 'core imports only core'],
  ['src/core/a2.ts', 'kysely', 'core imports only pure packages'],
  ['src/core/a3.ts', 'node:fs', 'core knows no Node'],
  ['src/features/portal/b1.ts', '../membership/person.ts', 'a feature imports core, itself, and others by their door'],
  ['src/features/portal/b2.ts', '../../server/node.ts', 'a feature imports core, itself, and others by their door'],
  [
    'src/features/portal/b3.server.ts',
    '../../routes/page.ts',
    'a feature imports core, itself, and others by their door',
  ],
  ['src/features/portal/b4.ts', './tables.server.ts', 'a feature’s own code imports no server file'],
  ['src/features/portal/b5.ts', 'node:crypto', 'a feature’s own code knows no Node'],
  ['src/features/portal/b6.ts', 'kysely', 'a feature’s own code imports no SQL'],
  ['src/features/portal/b7.ts', './Card.svelte', 'a feature’s .ts imports no view'],
  ['src/features/portal/B8.svelte', '../../server/node.ts', 'a view imports core, its feature and ui'],
  ['src/features/portal/B9.svelte', './tables.server.ts', 'a feature’s own code imports no server file'],
  ['src/ui/C1.svelte', '../core/log.ts', 'ui imports only ui'],
  ['src/server/d1.ts', '../browser/outbox.ts', 'the server imports core and features'],
  ['src/server/d2.ts', '../features/portal/Card.svelte', 'the server imports no view and no Kit'],
  ['src/server/d3.ts', '@sveltejs/kit', 'the server imports no view and no Kit'],
  ['src/browser/e1.ts', '../server/node.ts', 'the browser imports core, features and ui'],
  ['src/browser/e2.ts', '../features/portal/tables.server.ts', 'the browser imports nothing of the server'],
  ['src/routes/f1.ts', '../server/node.ts', 'pages import the server only from server files'],
  ['src/routes/F2.svelte', '../server/node.ts', 'pages import the server only from server files'],
  ['src/routes/f3.server.ts', 'kysely', 'pages know no SQL'],
  ['src/routes/f4.server.ts', 'node:sqlite', 'pages know no SQL'],
  ['src/demo/g1.ts', '../server/node.ts', 'the demonstration is content'],
  ['bin/h1.ts', '../src/routes/page.ts', 'tools import no page'],
  ['src/server/h2.ts', '../../tests/world.ts', 'what is shipped imports no test'],
  ['src/server/h3.ts', 'fast-check', 'what is shipped needs no development package'],
  ['src/server/h4.ts', './absent.ts', 'what is imported exists'],
  ['src/server/circle.ts', './node.ts', 'no circle of imports'],
]

test('each line of the import law catches what it forbids', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'trait-law-'))
  context.after(() => rmSync(folder, { recursive: true }))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write('package.json', read('package.json'))
  write('src/server/node.ts', "export { value } from './circle.ts'\n")
  for (const path of [
    'core/log.ts',
    'features/membership/person.ts',
    'features/portal/tables.server.ts',
    'browser/outbox.ts',
    'routes/page.ts',
  ])
    write(`src/${path}`, 'export const value = 1\n')
  write('src/features/portal/Card.svelte', '<p>x</p>\n')
  write('tests/world.ts', 'export const value = 1\n')
  for (const [path, imported] of planted) {
    const line = `import * as imported from '${imported}'\nexport const value = imported\n`
    write(
      path,
      path.endsWith('.svelte') ? `<script lang="ts">\n${line.replace('export ', '')}</script>\n<p>{value}</p>\n` : line,
    )
  }
  const found = await violations(folder, ['src', 'bin', 'tests'])
  for (const [path, imported, rule] of planted) {
    assert.ok(
      found.some((one) => one.from.startsWith(path) && one.rule === rule),
      `« ${rule} » does not see that ${path} imports ${imported}`,
    )
  }
})

test('a file is short, or says on its first line why not', () => {
  const long = files.filter((path) => {
    const lines = read(path).split('\n')
    return lines.length > 400 && !/^(\/\/|\/\*|<!--) Long(:| because)/.test(lines[0] ?? '')
  })
  assert.deepEqual(long, [], 'begin the file with « // Long: the reason »')
})

test('files are named for their noun', () => {
  const vague = /^(utils?|helpers?|common|misc|lib|shared|stuff|tools|index2|temp|new|old)\b/i
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*\.(ts|mjs|cjs)$/
  const pascal = /^[A-Z][A-Za-z0-9]*\.svelte$/
  const wrong = files.filter((path) => {
    const name = basename(path)
    if (name.startsWith('+')) return false
    return vague.test(name) || !(name.endsWith('.svelte') ? pascal : kebab).test(name)
  })
  assert.deepEqual(wrong, [])
})

test('core has no clock, no randomness and no output of its own', () => {
  const own =
    /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|crypto\.|console\.|setTimeout|setInterval|process\.|fetch\()/
  const wrong = files
    .filter((path) => path.startsWith('src/core/') && !path.endsWith('.test.ts'))
    .flatMap((path) => {
      const found = own.exec(withoutComments(read(path)))
      return found ? [`${path}: ${found[0]}`] : []
    })
  assert.deepEqual(wrong, [])
})

test('no test is skipped, and none is alone', () => {
  const skipped = /\b(test|it|describe)\.(skip|only|todo)\(|\{ *(skip|only|todo): /
  const wrong = files.filter(
    (path) => path.endsWith('.test.ts') && !path.endsWith('architecture.test.ts') && skipped.test(read(path)),
  )
  assert.deepEqual(wrong, [])
})

test('every numbered rule is cited by the title of a test', () => {
  const documents = ['src/core/access/RULES.md', 'src/core/sync/SPEC.md'].filter((path) => hasFile(path))
  assert.ok(documents.length > 0)
  const tests = files.filter((path) => path.endsWith('.test.ts') || path.startsWith('tests/')).map(read)
  const cited = new Set(tests.flatMap((text) => text.match(/\b[A-Z]{1,4}\d+\b/g) ?? []))
  const uncited = documents.flatMap((path) =>
    [...read(path).matchAll(/^- \*\*([A-Z]+\d+)\*\*/gm)].map(([, id]) => id ?? '').filter((id) => !cited.has(id)),
  )
  assert.deepEqual(uncited, [])
})

test('HTML that is not a template’s own stands only where it was cleaned', () => {
  const wrong = files.filter((path) => path.endsWith('.svelte') && /\{@html /.test(read(path)) && !RAW_HTML.has(path))
  assert.deepEqual(wrong, [], 'name the view in RAW_HTML with what cleans its text')
})

/** Views that show HTML as it is, and what made that HTML safe. */
const RAW_HTML = new Map([
  ['src/features/membership/FederationPage.svelte', 'texts of pages, cleaned when they were written'],
  ['src/features/portal/HomePage.svelte', 'texts of pages, cleaned when they were written'],
  ['src/features/space/PassagePage.svelte', 'a text made into HTML by markdown-to-html, its passage marked after'],
  ['src/features/portal/Prose.svelte', 'texts of articles, cleaned when they were written'],
  ['src/ui/Head.svelte', 'JSON, with every < written as an escape'],
])

const withoutComments = (text: string): string => text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '')
function hasFile(path: string): boolean {
  try {
    read(path)
    return true
  } catch {
    return false
  }
}
