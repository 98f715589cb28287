/** What a page of writing holds in this browser of what was typed and isn't kept yet. Times are milliseconds since 1970. */
export type HeldText = {
  readonly key: string
  readonly at: number
  /** Version of the text that it was written from; empty for a new one. */
  readonly version: string
  readonly fields: Readonly<Record<string, string>>
}

/** Where they are held: `localStorage`, which any tab of this browser reads. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const MONTHS_TWO = 60 * 86_400_000
const SIZE_LIMIT = 1_000_000

/** All that a person began on this form and didn't keep, the latest first. What is older than two months goes. */
export const heldTexts = (shelf: Shelf, prefix: string, now: number): HeldText[] => {
  const keys = Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? '')
  const found: HeldText[] = []
  for (const key of keys.filter((one) => one.startsWith(`${prefix}#`))) {
    const held = readHeld(key, shelf.getItem(key))
    if (held && now - held.at < MONTHS_TWO) found.push(held)
    else shelf.removeItem(key)
  }
  return found.sort((a, b) => b.at - a.at)
}

/** Each tab holds its own, so that two of the same text don't write over each other. */
export const heldKey = (prefix: string, tab: string): string => `${prefix}#${tab}`

export const hold = (shelf: Shelf, { key, ...held }: HeldText): void => shelf.setItem(key, JSON.stringify(held))

export const isSameText = (one: HeldText['fields'], other: HeldText['fields']): boolean =>
  Object.entries(one).every(([name, value]) => sameLines(value) === sameLines(other[name] ?? value))

/** A form sends its lines with \r\n, and comes back so. */
const sameLines = (text: string) => text.replace(/\r\n?/g, '\n').trimEnd()

const readHeld = (key: string, text: string | null): HeldText | null => {
  if (text === null || text.length > SIZE_LIMIT) return null
  try {
    const { at, version, fields } = (JSON.parse(text) ?? {}) as Record<string, unknown>
    if (typeof at !== 'number' || typeof version !== 'string' || typeof fields !== 'object' || fields === null)
      return null
    if (!Object.values(fields).every((value) => typeof value === 'string')) return null
    return { key, at, version, fields: fields as Record<string, string> }
  } catch {
    return null
  }
}
