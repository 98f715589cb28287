import { withoutPassages } from './set-aside.ts'

/**
 * Where a passage stood in a text that has been written in since. A place is counted in letters: taking passages out tidies spaces and signs
 * of layout (set-aside.ts), never a letter.
 */
export type PassagePlace = {
  /** Letters before it in the text without it and its like. */
  readonly at: number
  /** The characters around it, as they were. */
  readonly before: string
  readonly after: string
}

const around = 160
const letter = /\p{L}/u
const letters = /\p{L}/gu

/** The places of passages (in order, none over another) in the text that is left when they are taken out. */
export const placesOf = (
  markdown: string,
  passages: readonly { readonly start: number; readonly end: number }[],
): PassagePlace[] => {
  const kept: string[] = []
  let from = 0
  for (const { start, end } of passages) {
    kept.push(markdown.slice(from, start))
    from = end
  }
  kept.push(markdown.slice(from))
  let at = 0
  let before = ''
  return passages.map((_, index) => {
    at += countLetters(kept[index]!)
    before = (before + kept[index]!).slice(-4 * around)
    let after = ''
    for (let next = index + 1; next < kept.length && after.length < 2 * around; next++)
      after += kept[next]!.slice(0, 4 * around)
    return { at, before: withoutGaps(before).slice(-around), after: withoutGaps(after).slice(0, around) }
  })
}

/** Where several passages stood one after the other, their empty lines add up. */
const withoutGaps = (text: string): string => text.replace(/\n{3,}/g, '\n\n')

/** Where a passage stands in a text, the nearest to its place when several are alike; null when it isn't there. */
export const findPassage = (
  body: string,
  text: string,
  place: Pick<PassagePlace, 'at'>,
): { readonly start: number; readonly end: number } | null => {
  if (text.trim() === '') return null
  let best: { start: number; distance: number } | null = null
  let from = 0
  for (let found = body.indexOf(text); found >= 0 && from < mostAlike; found = body.indexOf(text, found + 1), from++) {
    const distance = Math.abs(countLetters(body.slice(0, found)) - place.at)
    if (!best || distance < best.distance) best = { start: found, distance }
  }
  return best && { start: best.start, end: best.start + text.length }
}
const mostAlike = 20

/** The text with the passage where it stood, and where that is; `isSure` is false when what stood around it is gone: it comes at the end. */
export const putBack = (
  body: string,
  text: string,
  place: PassagePlace,
): { readonly body: string; readonly start: number; readonly end: number; readonly isSure: boolean } => {
  const offset = offsetOf(body, place)
  if (offset === null) {
    const kept = body.trimEnd()
    const start = kept === '' ? 0 : kept.length + 2
    return { body: kept === '' ? text : `${kept}\n\n${text}`, start, end: start + text.length, isSure: false }
  }
  const tail = /[^\p{L}]*$/u.exec(place.before)![0]
  const lead = /^[^\p{L}]*/u.exec(place.after)![0]
  const common = commonLength(body.slice(offset, offset + tail.length), tail)
  const head = body.slice(0, offset + common)
  const rest = body.slice(offset + common)
  const missing = missingOf(lead, rest)
  const start = head.length + tail.length - common
  return {
    body: head + tail.slice(common) + text + missing + rest,
    start,
    end: start + text.length,
    isSure: true,
  }
}

/** Right after the last letter before the place; null when neither what was before nor what was after is there any more. */
const offsetOf = (body: string, { at, before, after }: PassagePlace): number | null => {
  const { text, offsets } = lettersOf(body)
  const key = { before: lettersOf(before).text, after: lettersOf(after).text }
  const isHere =
    at <= text.length &&
    text.startsWith(key.before, at - key.before.length) &&
    text.startsWith(key.after, at) &&
    (key.before + key.after !== '' || text === '')
  const toOffset = (place: number) =>
    place === 0 ? 0 : offsets[place - 1]! + String.fromCodePoint(body.codePointAt(offsets[place - 1]!)!).length
  if (isHere) return toOffset(at)
  const places = [
    ...occurrences(text, key.before).map((found) => found + key.before.length),
    ...occurrences(text, key.after),
  ]
  const nearest = places.toSorted((a, b) => Math.abs(a - at) - Math.abs(b - at))[0]
  return nearest === undefined ? null : toOffset(nearest)
}

/** A dozen letters tell a place; fewer might stand anywhere. */
const occurrences = (text: string, key: string): number[] => {
  if (key.length < 12) return []
  const found: number[] = []
  for (let at = text.indexOf(key); at >= 0 && found.length < mostAlike; at = text.indexOf(key, at + 1)) found.push(at)
  return found
}

const lettersOf = (markdown: string): { text: string; offsets: number[] } => {
  let text = ''
  const offsets: number[] = []
  let at = 0
  for (const sign of markdown) {
    if (letter.test(sign)) {
      text += sign
      for (let unit = 0; unit < sign.length; unit++) offsets.push(at)
    }
    at += sign.length
  }
  return { text, offsets }
}

const countLetters = (text: string): number => text.match(letters)?.reduce((sum, sign) => sum + sign.length, 0) ?? 0

/** What of the signs after the passage doesn't stand there already. */
const missingOf = (lead: string, rest: string): string => {
  if (rest.trim() === '' || (/^\s/.test(rest) && !lead.includes('\n'))) return ''
  let there = Math.min(lead.length, rest.length)
  while (there > 0 && !lead.endsWith(rest.slice(0, there))) there--
  return lead.slice(0, lead.length - there)
}

const commonLength = (a: string, b: string): number => {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return length
}

/** The text without the passage; only the blocks that it stood in are tidied. */
export const takeOut = (body: string, { start, end }: { readonly start: number; readonly end: number }): string => {
  const opening = body.lastIndexOf('\n\n', start - 1)
  const closing = body.indexOf('\n\n', end)
  const from = opening < 0 ? 0 : opening + 2
  const to = closing < 0 ? body.length : closing
  const left = withoutPassages(body.slice(from, to), [{ start: start - from, end: end - from }])
  if (left !== '') return body.slice(0, from) + left + body.slice(to)
  return opening < 0 ? body.slice(to).trimStart() : body.slice(0, opening) + body.slice(to)
}
