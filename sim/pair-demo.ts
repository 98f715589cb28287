import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { askNode } from '#server/control.ts'
import { openLine } from '../bench/counting-link.ts'
import { pairPage, stateOfPair } from './pair-page.ts'
import type { PairSide } from './pair-page.ts'

/**
 * `npm run pair-demo`: the demonstration and an empty node that joins it over a line of 50 kbit/s and 800 ms, and a page that shows both
 * side by side: what is published at one appears at the other, the line can be cut and mended. Both end with this program, and nothing of
 * them is kept. Environment: PORT (8090) of the page.
 */
const LINE = { rate: 50_000, delay: 800 }
/** Milliseconds between two calls of the node that dials. */
const CALLS = 3_000
const MOST = 20_000

const folder = mkdtempSync(join(tmpdir(), 'trait-pair-'))
const bin = fileURLToPath(new URL('../bin/trait-dunion.ts', import.meta.url))
const children: ReturnType<typeof spawn>[] = []
const end = () => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0))
process.once('exit', end)

console.log('Le nœud du Nord se remplit de la démonstration (une demi-minute)…')
const north: PairSide = { name: 'Grigny', about: 'le nœud que l’autre appelle', ...(await start('nord', 'demo')) }
const south: PairSide = {
  name: 'Koupéla',
  about: 'un nœud neuf, au bout de la ligne',
  ...(await start('sud', 'serve')),
}
const sides = { nord: north, sud: south }
const line = await openLine(Number(new URL(north.address).port), LINE)
const { code } = v.parse(
  v.object({ code: v.string() }),
  await act(north, 'offerPairing', { spaces: ['public'], role: 'officer', isAgreed: true }),
)
const joined = await act(south, 'joinNode', { code, url: line.url.origin, name: south.name })
if (typeof (joined as { tag?: unknown }).tag === 'string') throw new Error(`not paired: ${JSON.stringify(joined)}`)

let isCut = false
let said = ''
void callForEver()

const port = Number(process.env['PORT'] ?? 8090)
const server = createServer((request, response) => {
  void answer(request).then(
    ({ status, type, body, location }) => {
      response.writeHead(status, {
        'content-type': type,
        'cache-control': 'no-store',
        ...(location ? { location } : {}),
      })
      response.end(body)
    },
    (error: unknown) => {
      console.error(error)
      response
        .writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
        .end('Une erreur ici : voyez le terminal.')
    },
  )
}).listen(port, '127.0.0.1')
await once(server, 'listening')
console.log(
  `Les deux nœuds côte à côte : http://localhost:${(server.address() as AddressInfo).port}   (Ctrl-C arrête tout)`,
)

type Answer = { status: number; type: string; body: string; location?: string }
async function answer(request: IncomingMessage): Promise<Answer> {
  const html = 'text/html; charset=utf-8'
  const path = request.url ?? '/'
  const state = async () => stateOfPair(sides, { ...line.counts(), ...LINE, isCut, said })
  if (request.method === 'GET' && path === '/etat') return { status: 200, type: html, body: await state() }
  if (request.method === 'GET' && path === '/') return { status: 200, type: html, body: pairPage(sides, await state()) }
  // Another site's page can't press these buttons.
  const isOwn = request.headers.origin === `http://${request.headers.host}`
  if (request.method !== 'POST' || !isOwn) return { status: 404, type: html, body: 'Page introuvable' }
  const form = new URLSearchParams(await readBody(request))
  if (path === '/ligne') {
    isCut = !isCut
    line.setDown(isCut)
  } else if (path === '/publier') await publish(form.get('ou') === 'sud' ? south : north, form)
  return { status: 303, type: html, body: '', location: '/' }
}

/** One article, published as the shell's `import articles` does. */
async function publish(side: PairSide, form: URLSearchParams): Promise<void> {
  const title = (form.get('titre') ?? '').trim().slice(0, 200)
  if (title === '') return
  const file = join(folder, 'article.jsonl')
  const body = (form.get('texte') ?? '').trim() || title
  const article = { id: `pair-${Date.now()}`, title, date: new Date().toISOString(), author: side.name, tags: [], body }
  writeFileSync(file, JSON.stringify(article))
  const done = await act(side, 'importArticles', file)
  said = typeof (done as { tag?: unknown }).tag === 'string' ? `Pas publié : ${JSON.stringify(done)}` : ''
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) if ((text += piece).length > MOST) throw new Error('too long')
  return text
}

async function callForEver(): Promise<never> {
  for (;;) {
    if (!isCut) await act(south, 'sync', { url: null }).catch((error: unknown) => (said = String(error)))
    await pause(CALLS)
  }
}

async function act({ data }: { readonly data: string }, name: string, input: unknown): Promise<unknown> {
  const reply = await askNode(data, 'act', { name, input })
  return 'done' in reply ? reply.done : reply.failed
}

async function start(name: string, command: 'demo' | 'serve') {
  const data = join(folder, name)
  const words = [bin, command, '--json', '--data', data, '--host', '127.0.0.1', '--port', '0']
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  child.once('exit', (status) => process.exit(status ?? 1))
  for await (const text of createInterface(child.stdout)) {
    child.stdout.resume()
    const { address } = v.parse(v.object({ address: v.string() }), JSON.parse(text))
    return { data, address }
  }
  throw new Error(`${command} did not start`)
}
