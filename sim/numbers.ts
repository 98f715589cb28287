/** Numbers from a seed, the same on every machine (sfc32). */
export type Numbers = {
  /** An integer from 0 to below − 1. */
  below(limit: number): number
  isOneIn(chance: number): boolean
  pick<T>(list: readonly T[]): T
}

export function createNumbers(seed: number): Numbers {
  let [a, b, c, d] = [seed | 0, 0x9e3779b9 | 0, Math.imul(seed + 1, 0x85ebca6b), 1]
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return t >>> 0
  }
  for (let i = 0; i < 16; i++) next()
  const below = (limit: number) => next() % limit
  return { below, isOneIn: (chance) => below(chance) === 0, pick: (list) => list[below(list.length)] as never }
}
