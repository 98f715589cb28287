/** A body's Markdown: at most 200 KB of UTF-8. */
export const bodyLimit = 200_000

const bytesOf = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4

/** The text up to `limit` bytes of UTF-8, cut at the last end of a line if there is one. */
export const cutToBytes = (text: string, limit = bodyLimit): { text: string; cut: boolean } => {
  if (text.length * 3 <= limit) return { text, cut: false }
  let bytes = 0
  let end = 0
  while (end < text.length) {
    const codePoint = text.codePointAt(end)!
    bytes += bytesOf(codePoint)
    if (bytes > limit) {
      const line = text.lastIndexOf('\n', end)
      return { text: text.slice(0, line > 0 ? line : end), cut: true }
    }
    end += codePoint > 0xffff ? 2 : 1
  }
  return { text, cut: false }
}
