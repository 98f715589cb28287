import { Worker } from 'node:worker_threads'
import type { MessagePort, Transferable } from 'node:worker_threads'
import type { NodeActor } from '#features/feature.server.ts'
import type { Pace } from '../sync/call-loop.ts'
import { scriptUrl } from '../scripts.ts'
import type { Answer, Done } from './node.ts'
import type { Notice, Reply, Request } from './node-worker.ts'

/**
 * The node of a data folder, in a thread of its own, so that a slow disk never holds up a page. `ownHosts`: the names by which it is
 * asked; `script`: another thread than the node's, and `pace`: how often peers are called, for tests.
 */
export async function startNodeThread(
  data: string,
  {
    ownHosts = [],
    script = scriptUrl('node-worker'),
    pace,
  }: { readonly ownHosts?: readonly string[]; readonly script?: URL; readonly pace?: Pace } = {},
) {
  const worker = new Worker(script, {
    workerData: { data, ownHosts, pace },
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  })
  const waiting = new Map<number, Waiting>()
  const listeners = new Set<(changed: readonly string[]) => void>()
  let last = 0
  let ended: Error | null = null
  const over = Promise.withResolvers<Error>()
  const opened = new Promise<unknown>((resolve, reject) => waiting.set(0, { resolve, reject }))
  const end = (error: Error) => {
    ended ??= error
    over.resolve(ended)
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }
  worker.on('message', (message: Reply | Notice) => {
    if ('changed' in message) {
      for (const listener of listeners) listener(message.changed)
      return
    }
    const one = waiting.get(message.id)
    if ('progress' in message) return one?.progress?.(message.progress)
    waiting.delete(message.id)
    if ('error' in message) one?.reject(new Error(message.error))
    else one?.resolve(message.result)
  })
  worker.on('error', end)
  worker.on('exit', (code) => end(new Error(`the node's thread ended (${code})`)))
  await opened

  const ask = <T>(
    request: DistributiveOmit<Request, 'id'>,
    progress?: Waiting['progress'],
    transfer: readonly Transferable[] = [],
  ): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (ended) return reject(ended)
      const id = ++last
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, ...(progress ? { progress } : {}) })
      worker.postMessage({ ...request, id }, transfer)
    })

  return {
    query: (name: string, input: unknown, actor: NodeActor | null) =>
      ask<Answer>({ call: 'query', name, input, actor }),
    command: (name: string, input: unknown, actor: NodeActor | null) =>
      ask<Done>({ call: 'command', name, input, actor }),
    /** Something that concerns the whole node: see acts.ts. */
    act: (name: string, input: unknown, progress?: (facts: unknown) => void) =>
      ask<unknown>({ call: 'act', name, input }, progress),
    /** Answers another node's exchange, whose bytes come and go over this port. Resolves when it is over, whatever came of it. */
    exchange: (port: MessagePort) => ask<unknown>({ call: 'exchange', port }, undefined, [port]),
    onChange(listener: (changed: readonly string[]) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** Resolves with the reason when the thread is over: nothing more can be answered, and the process had better be started anew. */
    ended: over.promise,
    async close() {
      if (!ended) await ask<unknown>({ call: 'close' })
      await worker.terminate()
    },
  }
}

type Waiting = {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  readonly progress?: (facts: unknown) => void
}
export type NodeThread = Awaited<ReturnType<typeof startNodeThread>>
type DistributiveOmit<T, K extends keyof any> = T extends unknown ? Omit<T, K> : never
