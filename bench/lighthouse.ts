// Lighthouse's accessibility, best practices and SEO for one page of each kind, as a telephone shows it.
// node bench/lighthouse.ts [--json]
// Lighthouse weighs 185 MB in 150 packages, so it isn't among ours: npx fetches it once, or LIGHTHOUSE names its cli/index.js.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findBrowser, launchBrowser } from '../tests/e2e/browser.ts'
import { openPageWorld, type Looker } from '../tests/pages/page-world.ts'

const VERSION = '12.8.2'
const CATEGORIES = ['accessibility', 'best-practices', 'seo'] as const
/** Pages for members say themselves that they aren't to be indexed: what asks for it is left out there. */
const INDEXING = ['is-crawlable']

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
const folder = mkdtempSync(join(tmpdir(), 'trait-lighthouse-'))
const chromium = await launchBrowser()
const world = await openPageWorld(chromium)
const article = await world.first('/nouvelles', /\/nouvelles\/[a-z\d-]+-[\da-f]{8}/)
const pages: readonly [name: string, path: string, who?: Looker][] = [
  ['home', '/'],
  ['article', article],
  ['list', '/nouvelles'],
  ['mini-site', '/potagers-du-garon/'],
  ['agenda', '/agenda'],
  ['search', '/recherche'],
  // Results say themselves that they aren’t to be indexed, like pages for members.
  ['search results', '/recherche?q=jardin', 'visitor'],
  ['page', '/pages/qui-sommes-nous'],
  ['members', '/associations'],
  ['English home', '/en'],
  ['sign-in', '/connexion', 'visitor'],
  ['today', '/aujourd-hui', 'editor'],
  ['writing', '/publier/nouveau?type=article', 'editor'],
  ['account', '/compte', 'editor'],
]
const rows: Record<string, string | number>[] = []
for (const [name, path, who] of pages) rows.push({ page: name, ...(await measure(path, who)) })
await world.close()
await chromium.close()
rmSync(folder, { recursive: true })

if (options.json) console.log(JSON.stringify({ lighthouse: VERSION, rows }))
else console.table(rows)

/** Scores from 0 to 100, and what took points away. */
async function measure(path: string, who: Looker | undefined): Promise<Record<string, string | number>> {
  const place = await findBrowser()
  const file = join(folder, 'report.json')
  const cookies = who === undefined ? [] : await (await world.browserOf(who, true)).cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const own = process.env['LIGHTHOUSE']
  const words = [
    world.origin + path,
    '--quiet',
    '--output=json',
    `--output-path=${file}`,
    `--only-categories=${CATEGORIES.join(',')}`,
    `--chrome-flags=--headless=new ${place.arguments.join(' ')}`,
    ...(who === undefined ? [] : [`--skip-audits=${INDEXING.join(',')}`]),
    ...(cookie === '' ? [] : [`--extra-headers=${JSON.stringify({ cookie })}`]),
  ]
  const environment = { ...process.env, ...place.environment, CHROME_PATH: place.executable }
  const [command, ...before] = own ? [process.execPath, own] : ['npx', '--yes', `lighthouse@${VERSION}`]
  const child = spawn(command as string, [...before, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environment,
  })
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (status !== 0) throw new Error(`Lighthouse ended with ${status} on ${path}`)
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const lost = CATEGORIES.flatMap((category) =>
    report.categories[category].auditRefs
      .filter(({ id, weight }: { id: string; weight: number }) => weight > 0 && (report.audits[id].score ?? 1) < 1)
      .map(({ id }: { id: string }) => id),
  )
  return {
    ...Object.fromEntries(
      CATEGORIES.map((category) => [category, Math.round(report.categories[category].score * 100)]),
    ),
    lost: lost.join(' '),
  }
}
