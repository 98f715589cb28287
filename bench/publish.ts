import { parseArgs } from 'node:util'
import { askNode } from '#server/control.ts'
import { startDemo } from './demo-house.ts'
import { chooseGenerator, median } from './load-generator.ts'
import { signIn } from './signed-in.ts'

/**
 * From the press on « publier » to the article being everywhere a visitor looks, while sixteen connections read home and an article
 * as fast as they can. Goal: ≤ 150 ms at worst; pages that the article doesn't touch stay kept.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    articles: { type: 'string', default: '10' },
    connections: { type: 'string', default: '16' },
    json: { type: 'boolean', default: false },
  },
})
const count = Number(values.articles)
const connections = Number(values.connections)

await using house = await startDemo(values.data)
const { generate, name: generator } = await chooseGenerator()
const account = house.accounts.at(-1)
if (!account) throw new Error('the demonstration has no account')
const editor = await signIn(house.address, account.name, account.secret)

// Pages of a visit to the whole site, so that there is something to keep.
const visited = await visit()
await madeByVisit()
/** What isn't kept at all is made at each visit. */
const unkept = await madeByVisit()

const load = Promise.all(
  ['/', visited.find((path) => /^\/nouvelles\/./.test(path)) ?? '/nouvelles'].map((path) =>
    generate(house.address + path, { connections: connections / 2, seconds: 3 + count }),
  ),
)
await new Promise((resolve) => setTimeout(resolve, 1_000))

const everywhere: number[] = []
const places: Record<string, number[]> = {}
for (let number = 0; number < count; number++) {
  const word = `zebrule${Math.floor(performance.now() * 1_000).toString(36)}`
  const title = `Le ${word} est arrivé au jardin`
  const form = { titre: title, texte: `Une phrase sur le ${word}, pour la recherche.`, geste: 'publier' }
  const sent = await editor.prepare('/publier/nouveau', 'titre', form)
  const began = performance.now()
  const answer = await sent()
  if (!/fait=publie/.test(answer.headers.get('location') ?? '')) throw new Error(`not published (${answer.status})`)
  note('answered', performance.now() - began)
  // Visitors at each place, at once; the article's own address is on the list.
  const toArticle = async () => {
    const list = await until('/nouvelles', title, began)
    const [, path = ''] = new RegExp(`href="(/nouvelles/[^"]*${word}[^"]*)"`).exec(list) ?? []
    await until(path, title, began)
  }
  const others = ['/', '/flux/atom.xml', `/recherche?q=${word}`].map((path) => until(path, title, began))
  await Promise.all([toArticle(), ...others])
  everywhere.push(performance.now() - began)
  await new Promise((resolve) => setTimeout(resolve, 500))
}
const [home, article] = await load

const madeAgain = (await madeByVisit()) - unkept
const report = {
  bench: 'publish',
  generator,
  connections,
  articles: count,
  readsPerSecond: Math.round((home?.requestsPerSecond ?? 0) + (article?.requestsPerSecond ?? 0)),
  everywhere: { median: median(everywhere), worst: Math.max(...everywhere) },
  places: Object.fromEntries(
    Object.entries(places).map(([place, times]) => [place, { median: median(times), worst: Math.max(...times) }]),
  ),
  kept: { pages: visited.length - unkept, madeAgain },
  isReached: Math.max(...everywhere) <= 150,
}
if (values.json) console.log(JSON.stringify(report))
else {
  console.log(
    `${count} articles published during ${report.readsPerSecond} reads/s over ${connections} connections (${generator})`,
  )
  for (const [place, times] of Object.entries(report.places))
    console.log(`  ${place.padEnd(16)} median ${times.median.toFixed(0)} ms, worst ${times.worst.toFixed(0)} ms`)
  console.log(
    `  everywhere       median ${report.everywhere.median.toFixed(0)} ms, worst ${report.everywhere.worst.toFixed(0)} ms (goal ≤ 150)`,
  )
  console.log(`  of ${report.kept.pages} kept pages of the site, ${madeAgain} were made again`)
}
process.exitCode = report.isReached ? 0 : 1

function note(place: string, milliseconds: number): void {
  ;(places[place] ??= []).push(milliseconds)
}

async function until(path: string, text: string, began: number): Promise<string> {
  let page = await read(path)
  while (!page.includes(text)) {
    if (performance.now() - began > 10_000) throw new Error(`« ${text} » is not on ${path} after 10 s`)
    // Visitors come often, not as fast as a machine can ask: a search is worked out anew each time.
    await new Promise((resolve) => setTimeout(resolve, 3))
    page = await read(path)
  }
  note(path.split('?', 1)[0]?.replace(/^\/nouvelles\/.+/, 'article') ?? path, performance.now() - began)
  return page
}

async function read(path: string): Promise<string> {
  const answer = await fetch(house.address + path)
  return answer.text()
}

/** Paths of the public pages that home and its pages lead to. */
async function visit(): Promise<string[]> {
  const found = new Set(['/'])
  for (const path of found) {
    if (found.size > 120) break
    for (const [, href = ''] of (await read(path)).matchAll(/href="(\/[^"#?]*)"/g))
      if (!/^\/(_app|connexion|espace|images|publier|aujourd-hui)|\.\w+$/.test(href)) found.add(href)
  }
  return [...found]
}

async function madeByVisit(): Promise<number> {
  const before = await pagesMade()
  for (const path of visited) await read(path)
  return (await pagesMade()) - before
}

async function pagesMade(): Promise<number> {
  const status = await askNode(house.dataFolder, 'status', {})
  if ('failed' in status) throw new Error(status.failed.tag)
  return (status.done as { pages: { made: number } }).pages.made
}
