import { networkInterfaces } from 'node:os'

/** Milliseconds for this machine to answer itself. */
const PATIENCE = 2_000

/**
 * Where others reach the node that somebody here asks at `origin`: the same, or, for a name that means this very machine, its address in
 * the local network where it answers there. Null where it only answers itself.
 */
export async function reachableAddress(origin: string): Promise<string | null> {
  const url = new URL(origin)
  if (!/^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)) return url.origin
  const own = localAddress()
  if (!own) return null
  url.hostname = own
  try {
    const answer = await fetch(new URL('/sync/keys', url), { signal: AbortSignal.timeout(PATIENCE) })
    await answer.body?.cancel()
    return answer.ok ? url.origin : null
  } catch {
    return null
  }
}

/** This machine's address in the local network; null where it has none. */
export const localAddress = (): string | null =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find((one) => one.family === 'IPv4' && !one.internal)?.address ?? null
