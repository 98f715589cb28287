/** Numbers in [0, 1) that a seed decides (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A passage as HTML: it is already, or its Markdown links become HTML ones and the rest is escaped. */
export const passageToHtml = (text: string): string => {
  if (/<[a-z][a-z0-9]*(?:\s[^<>]*)?>/i.test(text)) return text
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/\[([^\][]{1,300})\]\((https?:\/\/[^()\s]{1,300})\)/g, '<a href="$2">$1</a>')
}

/**
 * The passage in the middle of one of the article's paragraphs: between two sentences (of any paragraph that has two), or else after a word of the longest.
 * `marked` is the same page with U+E000 and U+E001 around the passage. Undefined when there is no paragraph.
 */
export const placeInHtml = (
  html: string,
  passage: string,
  random: () => number,
): { html: string; marked: string } | undefined => {
  const paragraphs = Array.from(html.matchAll(/<p>([\s\S]*?)<\/p>/g), (match) => ({
    start: match.index + 3,
    text: match[1]!,
  })).filter(({ text }) => text.length >= 40)
  const between = paragraphs.flatMap(({ start, text }) =>
    Array.from(text.matchAll(/[a-zéè)»][.!?] (?=[A-ZÀÉÊ«])/g), (match) => start + match.index + 2).filter(
      (at) => !isInTag(html, start, at),
    ),
  )
  const longest = paragraphs.toSorted((a, b) => b.text.length - a.text.length)[0]
  if (!longest) return undefined
  const words = Array.from(
    longest.text.matchAll(/[a-zé,] (?=[a-zé])/g),
    (match) => longest.start + match.index + 1,
  ).filter((at) => !isInTag(html, longest.start, at))
  const places = between.length > 0 ? between : words
  const at = places[Math.floor(random() * places.length)]
  if (at === undefined) return undefined
  const [before, after] = [html.slice(0, at), html.slice(at)]
  return { html: `${before} ${passage}${after}`, marked: `${before} \ue000${passage}\ue001${after}` }
}

/** True within a tag or an element inside the paragraph. */
const isInTag = (html: string, start: number, at: number): boolean => {
  const before = html.slice(start, at)
  return (
    before.lastIndexOf('<') > before.lastIndexOf('>') ||
    (before.match(/<[a-z]/g)?.length ?? 0) !== (before.match(/<\//g)?.length ?? 0)
  )
}
