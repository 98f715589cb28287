// What a public page weighs on the wire and when it is first seen on a bad line, in a real Chromium.
// node bench/weight.ts [--data FOLDER] [--runs 3] [--json]
// FOLDER: a data folder with content (default: the demonstration, its pictures all the same one, made for the run).
import { parseArgs } from 'node:util'
import type { Browser, CDPSession } from 'playwright-core'
import { openProgram } from '#server/compose.ts'
import { createDemoFolder } from '../tests/e2e/demo-folder.ts'
import { launchBrowser } from '../tests/e2e/browser.ts'

/** Chromium's throttle: 50 kbit/s both ways, 800 ms before each answer. */
const SLOW = { offline: false, latency: 800, downloadThroughput: 50_000 / 8, uploadThroughput: 50_000 / 8 }

interface Visit {
  /** Bytes received, headers and bodies as they came on the wire. */
  readonly bytes: number
  readonly requests: number
  readonly pictureBytes: number
  readonly pictures: number
  readonly scripts: number
  readonly elsewhere: number
  /** Milliseconds from the beginning of the navigation. */
  readonly firstPaint: number
  readonly statuses: readonly number[]
}

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    runs: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
})

const runs = Number(options.runs)
const demo = options.data === undefined ? await createDemoFolder() : null
const program = await openProgram({
  dataFolder: options.data ?? demo!.data,
  host: '127.0.0.1',
  port: 0,
  origin: undefined,
  trustedProxies: [],
})
if ('tag' in program) throw new Error(program.tag)
const browser = await launchBrowser()
const { address } = program
const list = await (await fetch(`${address}/nouvelles`)).text()
const article = /\/nouvelles\/[a-z\d-]+-[\da-f]{8}/.exec(list)?.[0]
if (article === undefined) throw new Error('no article to measure')

const rows: Record<string, number | string>[] = []
for (const [name, path] of [
  ['article', article],
  ['home', '/'],
] as const) {
  const visits: { cold: Visit; again: Visit }[] = []
  for (let run = 0; run < runs; run++) visits.push(await visitTwice(browser, address + path))
  const cold = (pick: (visit: Visit) => number) => median(visits.map((visit) => pick(visit.cold)))
  const again = (pick: (visit: Visit) => number) => median(visits.map((visit) => pick(visit.again)))
  rows.push({
    page: name,
    bytes: cold((visit) => visit.bytes),
    requests: cold((visit) => visit.requests),
    scripts: cold((visit) => visit.scripts),
    elsewhere: cold((visit) => visit.elsewhere),
    pictures: cold((visit) => visit.pictures),
    pictureBytes: cold((visit) => visit.pictureBytes),
    firstPaintMs: Math.round(cold((visit) => visit.firstPaint)),
    againBytes: again((visit) => visit.bytes),
    againRequests: again((visit) => visit.requests),
    againStatuses: visits.at(-1)!.again.statuses.join(' '),
  })
}
await browser.close()
await program[Symbol.asyncDispose]()
await demo?.remove()

if (options.json) console.log(JSON.stringify({ line: '50 kbit/s, 800 ms', runs, rows }))
else {
  console.log(`Public pages in Chromium, cold cache, 50 kbit/s and 800 ms, medians of ${runs}. Pictures apart.`)
  console.table(rows)
}

/** With an empty cache, then once more in the same browser, as a reader comes back. */
async function visitTwice(chromium: Browser, url: string): Promise<{ cold: Visit; again: Visit }> {
  const context = await chromium.newContext({ viewport: { width: 360, height: 800 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', SLOW)
  const visit = async (): Promise<Visit> => {
    const { stop } = countBytes(session, new URL(url).origin)
    await page.goto(url, { waitUntil: 'load', timeout: 120_000 })
    const firstPaint = await page.evaluate(
      `new Promise((done) => new PerformanceObserver((list) => done(list.getEntriesByName('first-contentful-paint')[0]?.startTime))
        .observe({ type: 'paint', buffered: true }))`,
    )
    return { ...stop(), firstPaint: Number(firstPaint) }
  }
  const cold = await visit()
  await page.goto('about:blank')
  const again = await visit()
  await context.close()
  return { cold, again }
}

/** Counts what comes over the network, by Chromium's own account; what its cache gives costs nothing and isn't a request. */
function countBytes(session: CDPSession, origin: string): { stop(): Omit<Visit, 'firstPaint'> } {
  type Asked = {
    isPicture: boolean
    isScript: boolean
    isElsewhere: boolean
    isCached: boolean
    status: number
    bytes: number
  }
  const asked = new Map<string, Asked>()
  const onResponse = (event: {
    requestId: string
    type: string
    response: { url: string; status: number; fromDiskCache?: boolean; encodedDataLength: number; mimeType: string }
  }) => {
    const { response } = event
    asked.set(event.requestId, {
      // The members' map is the page's own drawing, not a photograph: it counts.
      isPicture: event.type === 'Image' && response.mimeType !== 'image/svg+xml',
      isScript: event.type === 'Script',
      isElsewhere: !response.url.startsWith(origin),
      isCached: response.fromDiskCache ?? false,
      status: response.status,
      bytes: response.encodedDataLength,
    })
  }
  const onFinished = (event: { requestId: string; encodedDataLength: number }) => {
    const one = asked.get(event.requestId)
    if (one) one.bytes = event.encodedDataLength
  }
  session.on('Network.responseReceived', onResponse)
  session.on('Network.loadingFinished', onFinished)
  return {
    stop() {
      session.off('Network.responseReceived', onResponse)
      session.off('Network.loadingFinished', onFinished)
      const sent = [...asked.values()].filter((one) => !one.isCached)
      const own = sent.filter((one) => !one.isPicture)
      const pictures = sent.filter((one) => one.isPicture)
      const sum = (list: readonly Asked[]) => list.reduce((total, one) => total + one.bytes, 0)
      return {
        bytes: sum(own),
        requests: own.length,
        pictureBytes: sum(pictures),
        pictures: pictures.length,
        scripts: sent.filter((one) => one.isScript).length,
        elsewhere: sent.filter((one) => one.isElsewhere).length,
        statuses: own.map((one) => one.status),
      }
    },
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? NaN
}
