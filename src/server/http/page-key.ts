/**
 * The name under which a public answer is kept: its path, then the query parameters that can change it, in one order.
 * Anything else in the query (trackers' marks, noise meant to get round the cache) neither makes another entry nor
 * reaches the page.
 */
export function targetToKey(target: string, allowed: ReadonlySet<string>): string | null {
  if (target.length > LONGEST || !target.startsWith('/') || target.startsWith('//')) return null
  const mark = target.indexOf('?')
  if (mark === -1) return target.includes('#') ? null : target
  const path = target.slice(0, mark)
  const kept: [string, string][] = []
  for (const [name, value] of new URLSearchParams(target.slice(mark + 1))) {
    if (allowed.has(name) && value !== '' && !kept.some(([other]) => other === name)) kept.push([name, value])
  }
  if (kept.length === 0) return path
  kept.sort(([a], [b]) => (a < b ? -1 : 1))
  return `${path}?${new URLSearchParams(kept)}`
}

const LONGEST = 1_024
