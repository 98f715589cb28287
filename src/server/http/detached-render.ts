import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { KitHandler } from './kit.ts'
import type { Log } from './log.ts'
import type { NodePort } from './node-port.ts'
import { bindHouse, newRequestId, type HouseServices, type PublicRender } from './request-context.ts'
import type { Render, Rendered } from './rendered.ts'
import { sayWeight } from './weight.ts'

export interface DetachedRenderOptions {
  kitHandler: KitHandler
  node: NodePort
  log: Log
  /** The node's public address without a final slash; undefined on a box that answers to several names. */
  origin: string | undefined
  services?: HouseServices
  /** Pages being made at once; more wait for their turn. */
  atOnce?: number
}

/** Milliseconds after which a page that doesn't come is given up. */
const LONGEST = 30_000
const WAITING = 1_000

/**
 * Makes public pages for nobody in particular: a request of our own, without socket, cookie or language, goes through
 * Kit's handler, and its answer is gathered instead of sent. So what is kept can't hold anything of the person who
 * happened to ask first, and a reader who hangs up doesn't stop the page for the others.
 */
export function createDetachedRender(options: DetachedRenderOptions): Render {
  const takeTurn = createTurns(options.atOnce ?? 16)
  /** What holds the address that a node without one was asked by (feeds) isn't made here a second time, only to be thrown away. */
  const madeForOne = new Set<string>()
  return async (key) => {
    if (madeForOne.has(key)) return null
    const leave = await takeTurn()
    try {
      const rendered = await renderOnce(options, key)
      if (rendered !== 'for-one') return rendered
      if (madeForOne.size > 500) madeForOne.clear()
      madeForOne.add(key)
      return null
    } finally {
      leave()
    }
  }
}

async function renderOnce(
  { kitHandler, node, origin, log, services = {} }: DetachedRenderOptions,
  key: string,
): Promise<Rendered | 'for-one' | null> {
  const page: PublicRender = { isPublic: false, tags: new Set(), expires: null, isHostUsed: false }
  const request = new IncomingMessage(new Socket())
  request.method = 'GET'
  request.url = key
  const { protocol, host } = new URL(origin ?? 'http://localhost')
  request.headers = {
    host,
    accept: 'text/html,*/*',
    'x-forwarded-proto': protocol.slice(0, -1),
    'x-client-address': '::1',
  }
  request.complete = true
  request.push(null)
  const id = newRequestId()
  const report = (error: unknown) => log.failure('page-failed', error, { id })
  const isSecure = protocol === 'https:'
  bindHouse(request, { ...services, id, node, actor: null, isSecure, origin, page, forms: null, report })

  const response = new GatheredResponse(request)
  const answer = response.gathered
  await within(LONGEST, [kitHandler(request, response, () => response.writeHead(404).end()), answer])
  if (!page.isPublic) return null
  if (page.isHostUsed) return 'for-one'
  const headers = response.list()
  const isShared = KEPT.has(response.statusCode) && !headers.some(([name]) => name === 'set-cookie')
  return {
    status: response.statusCode,
    headers: headers.filter(([name]) => !OURS.has(name)),
    body: sayWeight(await answer, key === '/en' || key.startsWith('/en/') || key.startsWith('/en?') ? 'en' : 'fr'),
    tags: [...page.tags],
    expires: page.expires,
    isShared,
  }
}

const KEPT = new Set([200, 301, 308])
/** Headers that the cache makes itself, or that tell what the pages are made with. */
const OURS = new Set([
  'etag',
  'cache-control',
  'vary',
  'content-length',
  'date',
  'connection',
  'set-cookie',
  'x-sveltekit-page',
])

/** Looks like an answer to whoever writes it; keeps what is written. */
class GatheredResponse extends ServerResponse {
  readonly gathered: Promise<Buffer>
  readonly #chunks: Buffer[] = []
  #finish: (body: Buffer) => void = () => {}

  constructor(request: IncomingMessage) {
    super(request)
    this.gathered = new Promise((resolve) => (this.#finish = resolve))
  }

  override writeHead(status: number, ...rest: unknown[]): this {
    this.statusCode = status
    const headers = rest.find((value) => typeof value === 'object' && value !== null)
    for (const [name, value] of Object.entries(headers ?? {})) this.setHeader(name, value as string)
    return this
  }

  override write(chunk: string | Uint8Array): boolean {
    this.#chunks.push(Buffer.from(chunk as Uint8Array))
    return true
  }

  override end(chunk?: unknown): this {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) this.write(chunk)
    this.#finish(Buffer.concat(this.#chunks))
    this.emit('finish')
    this.emit('close')
    return this
  }

  list(): [string, string][] {
    return Object.entries(this.getHeaders()).map(([name, value]) => [name, String(value)])
  }
}

async function within(milliseconds: number, parts: readonly unknown[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error('a page took too long')), milliseconds)
  })
  try {
    await Promise.race([Promise.all(parts), tooLong])
  } finally {
    clearTimeout(timer)
  }
}

/** So many at once; the others in their order; too many waiters are refused. */
function createTurns(atOnce: number): () => Promise<() => void> {
  const waiting: (() => void)[] = []
  let running = 0
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
  return async () => {
    if (running < atOnce) running++
    else if (waiting.length >= WAITING) throw new TooBusy()
    else await new Promise<void>((resolve) => waiting.push(resolve))
    return leave
  }
}

/** More pages are being asked for than can be made; the answer is 503. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy'
}
