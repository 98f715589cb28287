import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/** How long and how many, so that slow or hostile peers hold little and never what the others need. */
export interface PeerLimits {
  /** Connections in all. */
  readonly connections: number
  /** Connections of one address; a school behind one address opens about six for each phone. */
  readonly perAddress: number
  /** Milliseconds in which the head of a request must have come, however it trickles. */
  readonly head: number
  /** Milliseconds in which a whole request must have come. A photo of 30 MB sent by 2G takes hours: what is stuck ends by `silence`. */
  readonly request: number
  /** Milliseconds without a byte in either direction. */
  readonly silence: number
  /** Milliseconds that a connection is kept for the next request. */
  readonly keepAlive: number
  /** How often `head` and `request` are looked at, in milliseconds. */
  readonly look: number
}

export const PEER_LIMITS: PeerLimits = {
  connections: 2_000,
  perAddress: 256,
  head: 15_000,
  request: 21_600_000,
  silence: 60_000,
  keepAlive: 10_000,
  look: 5_000,
}

export const serverOptions = (limits: PeerLimits) => ({
  headersTimeout: limits.head,
  requestTimeout: limits.request,
  keepAliveTimeout: limits.keepAlive,
  connectionsCheckingInterval: limits.look,
  maxHeaderSize: 16_384,
  insecureHTTPParser: false,
  requireHostHeader: true,
  noDelay: true,
})

/** Bounds the connections of a server. */
export function boundPeers(server: Server, limits: PeerLimits, isTrusted: (address: string) => boolean): void {
  server.maxConnections = limits.connections
  server.setTimeout(limits.silence)
  const count = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress
    if (address === undefined || isLoopback(address) || isTrusted(address)) return
    const now = (count.get(address) ?? 0) + 1
    if (now > limits.perAddress) {
      socket.destroy()
      return
    }
    count.set(address, now)
    socket.once('close', () => {
      const left = (count.get(address) ?? 1) - 1
      if (left > 0) count.set(address, left)
      else count.delete(address)
    })
  })
}

/** What a connection says of itself, or what a proxy that we trust says of it. Outsiders' words are struck out. */
export function peerOf(request: IncomingMessage, isTrusted: (address: string) => boolean): Peer {
  const { headers, socket } = request
  const own = socket.remoteAddress ?? ''
  const isOurs = own !== '' && isTrusted(own)
  const protocol = isOurs ? headers['x-forwarded-proto'] : undefined
  const forwarded = isOurs ? headers['x-forwarded-for'] : undefined
  const last = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined
  for (const name of FORWARDED) delete headers[name]
  const isSecure = 'encrypted' in socket ? true : protocol === 'https'
  const address = last && /^[\da-fA-F:.]{2,45}$/.test(last) ? last : own
  headers['x-forwarded-proto'] = isSecure ? 'https' : 'http'
  headers['x-client-address'] = address
  return { address, isSecure }
}

export interface Peer {
  readonly address: string
  readonly isSecure: boolean
}

const FORWARDED = [
  'forwarded',
  'x-forwarded-proto',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-real-ip',
  'x-client-address',
]
export const isLoopback = (address: string): boolean =>
  address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
