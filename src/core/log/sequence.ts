import type { Bytes } from './bytes.ts'

/** The items of a CBOR sequence (RFC 8742), each as its bytes; null when it isn't one of definite, whole items. Nothing is decoded. */
export function splitSequence(bytes: Bytes): Bytes[] | null {
  const items: Bytes[] = []
  for (let at = 0; at < bytes.length;) {
    const end = endOfItem(bytes, at)
    if (end === null) return null
    items.push(bytes.subarray(at, end))
    at = end
  }
  return items
}

/** Where the item that begins at `at` ends. Counts what is still to come instead of descending, so that no depth costs stack. */
function endOfItem(bytes: Bytes, at: number): number | null {
  for (let left = 1; left > 0; left--) {
    const head = bytes[at]
    if (head === undefined) return null
    const [major, short] = [head >> 5, head & 31]
    const size = short < 24 ? 0 : 1 << (short - 24)
    if (short > 27) return null
    let value = short < 24 ? short : 0
    for (let i = 1; i <= size; i++) value = value * 256 + (bytes[at + i] ?? 0)
    at += 1 + size
    if (major === 2 || major === 3) at += value
    else if (major === 4) left += value
    else if (major === 5) left += 2 * value
    else if (major === 6) left += 1
    if (at > bytes.length || left - 1 > bytes.length - at) return null
  }
  return at
}
