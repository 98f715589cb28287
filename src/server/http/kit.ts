import type { IncomingMessage, ServerResponse } from 'node:http'

/** adapter-node's handler. `next` is called when Kit has no answer, which doesn't happen. */
export type KitHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown

export interface Kit {
  readonly handler: KitHandler
  /** Whether the path is a file of the build: served by Kit from disk, already compressed. */
  isAsset(path: string): boolean
}

/** Largest form, in bytes. Files beyond it are sent in pieces, never through Kit. */
export const FORM_LIMIT = 1024 * 1024

/**
 * Loads the built pages. adapter-node believes that every request is https unless a header says otherwise: the house
 * writes that header itself for each connection and lets no outsider's through.
 */
export async function loadKit(build: URL): Promise<Kit> {
  process.env['TRAIT_KIT_PROTOCOL_HEADER'] = 'x-forwarded-proto'
  process.env['TRAIT_KIT_ADDRESS_HEADER'] = 'x-client-address'
  process.env['TRAIT_KIT_BODY_SIZE_LIMIT'] = String(FORM_LIMIT)
  const { handler } = (await import(new URL('handler.js', build).href)) as { handler: KitHandler }
  const adapter = (await import(new URL('adapter-node.js', build).href)) as { assets: { entries: [string, unknown][] } }
  const files = new Set(adapter.assets.entries.map(([path]) => path))
  return { handler, isAsset: (path) => files.has(path) || path.startsWith('/_app/') }
}
