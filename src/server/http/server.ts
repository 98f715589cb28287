import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDetachedRender, TooBusy } from './detached-render.ts'
import { acceptedCoding } from './encoding.ts'
import { sendError } from './error-page.ts'
import { createFormTokens } from './form-token.ts'
import type { FileForms } from './file-forms.ts'
import { houseHeaders } from './headers.ts'
import { FORM_LIMIT, type Kit } from './kit.ts'
import type { Log } from './log.ts'
import type { Clock } from '#core/ports.ts'
import type { NodePort } from './node-port.ts'
import { isForeign, isSafe } from './origin-check.ts'
import { createPageCache, type PageCache } from './page-cache.ts'
import { sendEntry } from './page-entry.ts'
import { targetToKey } from './page-key.ts'
import { boundPeers, PEER_LIMITS, peerOf, serverOptions, type PeerLimits } from './peers.ts'
import { bindHouse, newRequestId, type BoundRequest, type HouseRequest, type HouseServices } from './request-context.ts'

/** Answers below a path without going through Kit: exchanges between nodes, files in pieces, folders as a disk. */
export interface Mount {
  /** `/sync/`: with both slashes. */
  readonly prefix: string
  /** Answers exactly there, without the headers of pages: not for browsers. */
  readonly isBare?: boolean
  handle(request: IncomingMessage, response: ServerResponse, house: HouseRequest): Promise<void>
}

export interface HouseOptions {
  node: NodePort
  kit: Kit
  /** Undefined: every address of this machine. */
  host: string | undefined
  /** 0 lets the system choose. */
  port: number
  /** The public address without a final slash, for what must be written in full: feeds, posters. */
  origin?: string
  /** 32 bytes, the same after a restart. */
  secret: Uint8Array
  clock: Clock
  log: Log
  services?: HouseServices
  mounts?: readonly Mount[]
  /** Reads forms with files before Kit. */
  fileForms?: FileForms
  /** Query parameters that public pages listen to. */
  pageParameters?: readonly string[]
  /** Addresses of proxies in front of this server, whose word on the visitor's address and protocol is taken. */
  trustedProxies?: readonly string[]
  cacheLimit?: number
  peerLimits?: Partial<PeerLimits>
}

export interface House {
  /** Resolves with the port once connections are accepted. */
  listen(): Promise<number>
  /** Lets the answers that have begun end, for at most `patience` milliseconds. */
  close(patience?: number): Promise<void>
  readonly cache: PageCache
  counts(): HouseCounts
}
export interface HouseCounts {
  readonly requests: number
  readonly fromCache: number
  readonly failures: number
}

export function createHouse(options: HouseOptions): House {
  const { kit, log, clock, origin, mounts = [], services = {} } = options
  const limits = { ...PEER_LIMITS, ...options.peerLimits }
  const proxies = new Set(options.trustedProxies)
  const isTrusted = (address: string) => proxies.size > 0 && proxies.has(address.replace(/^::ffff:/, ''))
  const parameters = new Set(options.pageParameters ?? ['page', 'q'])
  const forms = createFormTokens(options.secret)
  const counts = { requests: 0, fromCache: 0, failures: 0 }

  const cache = createPageCache({
    render: createDetachedRender({ kitHandler: kit.handler, node: options.node, origin, log, services }),
    clock,
    ...(options.cacheLimit === undefined ? {} : { limit: options.cacheLimit }),
  })
  const node = invalidatingBeforeAnswer(options.node, cache)
  const stopListening = options.node.onChange((changed) => cache.invalidate(changed))

  const server = createServer(serverOptions(limits), (request, response) => {
    counts.requests++
    try {
      if (!sendKept(request, response)) void handle(request, response)
    } catch (error) {
      fail(request, response, error, { id: newRequestId(), isSecure: false })
    }
  })
  boundPeers(server, limits, isTrusted)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Nothing is said of what was wrong: it's a program's fault, and nobody reads this.
    const status =
      error.code === 'HPE_HEADER_OVERFLOW' ? '431' : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408' : '400'
    if (socket.writable) socket.end(`HTTP/1.1 ${status} \r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    else socket.destroy()
    // Who goes on sending after our last word is cut off.
    setTimeout(() => socket.destroy(), LINGER).unref()
  })

  /** The short way, for what nearly everybody asks: nothing is made, looked up in the database or logged. */
  function sendKept(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
    const key = targetToKey(request.url ?? '', parameters)
    const entry = key === null ? undefined : cache.peek(key)
    if (!entry) return false
    counts.fromCache++
    const isSecure = proxies.size > 0 && peerOf(request, isTrusted).isSecure
    sendEntry(
      entry,
      acceptedCoding(request.headers['accept-encoding'] as string | undefined),
      isSecure,
      request,
      response,
    )
    return true
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = clock()
    const id = newRequestId()
    response.on('error', () => response.destroy())
    const { isSecure } = peerOf(request, isTrusted)
    const report = (error: unknown) => {
      counts.failures++
      log.failure('page-failed', error, { id })
    }
    const house: HouseRequest = { ...services, id, node, actor: null, isSecure, origin, page: null, forms, report }
    try {
      const refusal = refuse(request, isSecure)
      if (refusal !== null) sendError(request, response, refusal, { id, isSecure })
      else await answer(request, response, house)
    } catch (error) {
      fail(request, response, error, house)
    }
    logWhenDone(request, response, house, began)
  }

  async function answer(request: IncomingMessage, response: ServerResponse, house: HouseRequest): Promise<void> {
    const url = request.url ?? '/'
    const path = url.split('?', 1)[0] ?? '/'
    const bare = mounts.find((one) => one.isBare && one.prefix === path)
    if (bare) return bare.handle(request, response, house)
    for (const [name, value] of houseHeaders(house.isSecure)) response.setHeader(name, value)
    if (path === '/health') return sendHealth(request, response)
    bindHouse(request, house)
    const mount = mounts.find(({ prefix, isBare }) => !isBare && path.startsWith(prefix))
    if (mount) return mount.handle(request, response, house)
    const { fileForms } = options
    if (fileForms?.prefixes.some((prefix) => path.startsWith(prefix)) && isFileForm(request)) {
      const plain = await fileForms.read(request, response, house)
      if (plain) await askKit(plain, request, response, house)
      return
    }
    if (Number(request.headers['content-length'] ?? 0) > FORM_LIMIT) {
      return sendError(request, response, 413, house)
    }
    if (kit.isAsset(path)) response.setHeader('cache-control', 'no-cache')
    else if (request.method === 'GET' || request.method === 'HEAD') {
      const key = targetToKey(url, parameters)
      const entry = key === null ? null : await cache.get(key)
      if (entry) {
        for (const name of response.getHeaderNames()) response.removeHeader(name)
        const coding = acceptedCoding(request.headers['accept-encoding'] as string | undefined)
        return sendEntry(entry, coding, house.isSecure, request, response)
      }
      response.setHeader('cache-control', 'no-store')
    } else response.setHeader('cache-control', 'no-store')
    await kit.handler(request, response, () => sendError(request, response, 404, house))
  }

  /** A form whose files were read before. */
  async function askKit(
    plain: IncomingMessage,
    request: IncomingMessage,
    response: ServerResponse,
    house: HouseRequest,
  ): Promise<void> {
    bindHouse(plain, house)
    response.setHeader('cache-control', 'no-store')
    await kit.handler(plain, response, () => sendError(request, response, 404, house))
  }

  function fail(request: IncomingMessage, response: ServerResponse, error: unknown, house: ErrorFactsOf): void {
    const isBusy = error instanceof TooBusy
    counts.failures++
    if (!isBusy) log.failure('request-failed', error, { id: house.id })
    sendError(request, response, isBusy ? 503 : 500, house)
  }

  function logWhenDone(request: BoundRequest, response: ServerResponse, house: HouseRequest, began: number): void {
    const write = () =>
      log.write(response.statusCode >= 500 ? 'warn' : 'debug', 'request', {
        id: house.id,
        method: request.method,
        route: house.route ?? null,
        status: response.statusCode,
        milliseconds: Math.round(clock() - began),
      })
    if (response.writableFinished || response.destroyed) write()
    else response.once('close', write)
  }

  return {
    cache,
    counts: () => ({ ...counts }),
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(options.port, options.host, () => {
          server.off('error', reject)
          server.on('error', (error) => log.failure('server-error', error))
          resolve((server.address() as AddressInfo).port)
        })
      }),
    close: async (patience = 5_000) => {
      stopListening()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const timer = setTimeout(() => server.closeAllConnections(), patience)
      await closed
      clearTimeout(timer)
      cache.close()
    },
  }
}

/** Milliseconds for the last word to arrive: a cut at once would take it back. */
const LINGER = 1_000
type ErrorFactsOf = Pick<HouseRequest, 'id' | 'isSecure'>
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'PROPPATCH', 'MKCOL'])
const HOST = /^([a-zA-Z0-9._-]{1,253}|\[[\da-fA-F:.]{2,45}\])(:\d{1,5})?$/

const isFileForm = ({ method, headers }: IncomingMessage): boolean =>
  method === 'POST' && /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')

/** The status of what is refused whatever the address says; null for what may go on. */
function refuse(request: IncomingMessage, isSecure: boolean): number | null {
  const { method = '', url = '', headers } = request
  if (!METHODS.has(method)) return 405
  if (url.length > 2_048) return 414
  if (!url.startsWith('/') || url.startsWith('//') || !HOST.test(headers.host ?? '')) return 400
  if (isSafe(method)) return null
  const selfOrigin = `${isSecure ? 'https' : 'http'}://${headers.host}`
  if (isForeign(headers, selfOrigin)) return 403
  // Kit refuses forms without Origin. Text browsers and old ones send none; the token, which is asked of all, decides.
  headers.origin ??= selfOrigin
  return null
}

/** A command's answer leaves only once no page made from what it changed is left. */
function invalidatingBeforeAnswer(node: NodePort, cache: PageCache): NodePort {
  return {
    query: (name, input, actor) => node.query(name, input, actor),
    onChange: (listener) => node.onChange(listener),
    async command(name, input, actor) {
      const result = await node.command(name, input, actor)
      cache.invalidate(result.changed)
      return result
    },
  }
}

function sendHealth(request: IncomingMessage, response: ServerResponse): void {
  const body = JSON.stringify({ status: 'ok' })
  response.setHeader('cache-control', 'no-store')
  response.setHeader('content-type', 'application/json')
  response.setHeader('content-length', body.length)
  response.end(request.method === 'HEAD' ? undefined : body)
}
