import { fork } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import type { BarePage } from './bare-server.ts'
import { calibrate } from './calibration.ts'
import { startDemo } from './demo-house.ts'
import { chooseGenerator, median, type Load } from './load-generator.ts'

/**
 * Home and an article as the product serves them, beside a bare `node:http` server that answers the same bytes and headers,
 * each in a process of its own, in turns, in the same run.
 * Goal: ≥ 0.6 of the bare server's requests, p99 within twice its own (medians of five).
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '16' },
    json: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const options = { seconds: Number(values.seconds), connections: Number(values.connections) }

const calibration = calibrate()
const { name: generator, generate } = await chooseGenerator()
await using house = await startDemo(values.data)
const pages = [await bestAnswer('/'), await bestAnswer(await findArticle())]

const child = fork(fileURLToPath(new URL('bare-server.ts', import.meta.url)))
child.send(pages)
const [barePort] = (await once(child, 'message')) as [number]

const results = []
for (const { path, body } of pages) {
  const bare: Load[] = []
  const ours: Load[] = []
  const bareUrl = `http://127.0.0.1:${barePort}${path}`
  await generate(bareUrl, { ...options, seconds: 1 })
  await generate(`${house.address}${path}`, { ...options, seconds: 1 })
  for (let round = 0; round < rounds; round++) {
    bare.push(await generate(bareUrl, options))
    ours.push(await generate(`${house.address}${path}`, options))
  }
  const bytes = Buffer.from(body, 'base64').length
  results.push({ path, bytes, bare: summarise(bare), ours: summarise(ours), ...compare(bare, ours) })
}
child.disconnect()

const failed = results.reduce((total, { bare, ours }) => total + bare.failed + ours.failed, 0)
const isReached = failed === 0 && results.every(({ ratio, p99Ratio }) => ratio >= 0.6 && p99Ratio <= 2)
const report = { bench: 'load', calibration, generator, ...options, rounds, results, isReached }
if (values.json) console.log(JSON.stringify(report))
else {
  console.log(
    `Calibration ${calibration.toFixed(0)} ms; ${generator}, ${options.connections} connections, medians of ${rounds} × ${options.seconds} s`,
  )
  for (const { path, bytes, bare, ours, ratio, p99Ratio } of results) {
    console.log(`${path} (${bytes} bytes)`)
    console.log(`  bare node:http ${bare.requestsPerSecond.toFixed(0)}/s, p99 ${bare.p99} ms`)
    console.log(`  the product    ${ours.requestsPerSecond.toFixed(0)}/s, p99 ${ours.p99} ms`)
    console.log(`  ratio ${ratio.toFixed(2)} (goal ≥ 0.60), p99 ${p99Ratio.toFixed(2)} × (goal ≤ 2)`)
  }
}
process.exitCode = isReached ? 0 : 1

function summarise(loads: readonly Load[]): Load {
  return {
    requestsPerSecond: median(loads.map((load) => load.requestsPerSecond)),
    p50: median(loads.map((load) => load.p50)),
    p99: median(loads.map((load) => load.p99)),
    failed: loads.reduce((total, load) => total + load.failed, 0),
  }
}

/** Each of our rounds beside the bare one just before it, so that what else the machine does touches both. */
function compare(bare: readonly Load[], ours: readonly Load[]): { ratio: number; p99Ratio: number } {
  const ratios = ours.map((load, round) => load.requestsPerSecond / (bare[round]?.requestsPerSecond ?? Number.NaN))
  return { ratio: median(ratios), p99Ratio: median(ours.map(({ p99 }) => p99)) / median(bare.map(({ p99 }) => p99)) }
}

/** The answer once it's compressed as well as it will be: what is measured must not change on the way. */
async function bestAnswer(path: string): Promise<BarePage> {
  for (let attempt = 0; attempt < 120; attempt++) {
    const answer = await get(path)
    if (answer.headers[answer.headers.indexOf('etag') + 1]?.endsWith('.b11"')) return answer
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`${path} is not kept, or never compressed well`)
}

async function findArticle(): Promise<string> {
  const home = await fetch(`${house.address}/`).then((answer) => answer.text())
  const path = /href="(\/nouvelles\/[^"/?#]+)"/.exec(home)?.[1]
  if (path === undefined) throw new Error('no article on the home page')
  return path
}

function get(path: string): Promise<BarePage> {
  return new Promise((resolve, reject) => {
    const asked = request(`${house.address}${path}`, { headers: { 'accept-encoding': 'br' } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        // Node adds these itself.
        const own = new Set(['date', 'connection', 'keep-alive'])
        const headers = response.rawHeaders.flatMap((text, at, all) =>
          at % 2 === 0 && !own.has(text.toLowerCase()) ? [text.toLowerCase(), all[at + 1] ?? ''] : [],
        )
        resolve({ path, headers, body: Buffer.concat(chunks).toString('base64') })
      })
    })
    asked.on('error', reject)
    asked.end()
  })
}
