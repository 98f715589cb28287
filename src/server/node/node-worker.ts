import { parentPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { throwAwayGarbage } from '../spare-memory.ts'
import { openNode } from './open-node.ts'
import type { NodeActor } from '#features/feature.server.ts'
import type { createAnswering } from '../sync/answering.ts'
import type { Pace } from '../sync/call-loop.ts'
import { openByteChannel } from '../sync/byte-channel.ts'

/** The thread that owns the database: it answers the port's calls one message at a time and says what changed. */

export type Request =
  | {
      readonly id: number
      readonly call: 'query' | 'command'
      readonly name: string
      readonly input: unknown
      readonly actor: NodeActor | null
    }
  | { readonly id: number; readonly call: 'act'; readonly name: string; readonly input: unknown }
  | { readonly id: number; readonly call: 'exchange'; readonly port: MessagePort }
  | { readonly id: number; readonly call: 'close' }
export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string }
  /** How far an act is; its result is still to come. */
  | { readonly id: number; readonly progress: unknown }
export type Notice = { readonly changed: readonly string[] }

const TICK = 10_000
/** How often everything is read again. An altered text is found, and the signed one shown, within twice this. */
const WATCH = 240_000

const { data, ownHosts, pace } = workerData as { data: string; ownHosts: readonly string[]; pace?: Pace }
const port = parentPort
if (!port) throw new Error('runs as a worker')
const { acts } = await import('./acts.ts')
const node = await openNode(data, { ownHosts })
node.onChange((changed) => port.postMessage({ changed } satisfies Notice))
let answering: Promise<ReturnType<typeof createAnswering>> | null = null
let isTicking = false
const timer = setInterval(() => {
  if (isTicking) return
  isTicking = true
  node
    .tick()
    .catch((error: unknown) => console.error(`tick: ${String(error)}`))
    .finally(() => (isTicking = false))
}, TICK)

let isWatching = false
const watch = setInterval(() => {
  if (isWatching) return
  isWatching = true
  acts['verify']?.(node, null, () => {})
    .catch((error: unknown) => console.error(`watch: ${String(error)}`))
    .finally(() => {
      isWatching = false
      throwAwayGarbage()
    })
}, WATCH)

port.on('message', (request: Request) => {
  void answer(request).then(
    (result) => port.postMessage({ id: request.id, result } satisfies Reply),
    (error: unknown) =>
      port.postMessage({ id: request.id, error: (error as Error).stack ?? String(error) } satisfies Reply),
  )
})
node.link.startCalls(pace)
port.postMessage({ id: 0, result: 'open' } satisfies Reply)
throwAwayGarbage()
// Whatever is wrong is said when something is really written.
void node.rehearse().catch(() => {})

async function answer(request: Request): Promise<unknown> {
  if (request.call === 'query') return node.query(request.name, request.input, request.actor)
  if (request.call === 'command') return node.command(request.name, request.input, request.actor)
  if (request.call === 'act') {
    const act = acts[request.name]
    if (!act) throw new Error(`no act ${request.name}`)
    try {
      return await act(node, request.input, (progress) =>
        port?.postMessage({ id: request.id, progress } satisfies Reply),
      )
    } finally {
      throwAwayGarbage()
    }
  }
  if (request.call === 'exchange') {
    // Loaded with the first exchange: a node that talks to nobody needs none of it.
    answering ??= import('../sync/answering.ts').then((loaded) => loaded.createAnswering(node))
    return (await answering)(openByteChannel(request.port))
  }
  clearInterval(timer)
  clearInterval(watch)
  await node.link.stopCalls()
  await node.close()
  return null
}
