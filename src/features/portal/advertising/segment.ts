import { fold, wordsOf, emptyWords, toStem, type Word } from './words.ts'

export type Link = { readonly start: number; readonly end: number; readonly text: string; readonly address: string }

/** A sentence of a body. `start` and `end` are offsets in the Markdown; `text` has its length, signs of layout replaced by NUL. */
export type Sentence = {
  readonly start: number
  readonly end: number
  readonly block: number
  readonly text: string
  readonly folded: string
  readonly words: readonly Word[]
  /** Stems of the words that say something of a subject. */
  readonly stems: readonly string[]
  readonly links: readonly Link[]
}

export type Block = {
  readonly kind: 'paragraph' | 'item' | 'heading' | 'row' | 'code'
  readonly start: number
  readonly end: number
}

export type Segmented = {
  readonly blocks: readonly Block[]
  readonly sentences: readonly Sentence[]
  readonly links: readonly Link[]
}

/** A body's Markdown as blocks and sentences with their places. Total, linear. */
export const toSentences = (markdown: string): Segmented => {
  const blocks = blocksOf(markdown)
  const links = linksOf(markdown)
  const masked = withoutSigns(markdown, links)
  const sentences: Sentence[] = []
  let nextLink = 0
  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'code') continue
    for (const [start, end] of boundsOf(masked, block)) {
      const text = masked.slice(start, end)
      const folded = fold(text)
      const words = wordsOf(folded)
      if (words.length === 0) continue
      while (nextLink < links.length && links[nextLink]!.end <= start) nextLink++
      const inside: Link[] = []
      for (let at = nextLink; at < links.length && links[at]!.start < end; at++) inside.push(links[at]!)
      const stems = words.filter((word) => isTelling(word.text)).map((word) => toStem(word.text))
      sentences.push({ start, end, block: index, text, folded, words, stems, links: inside })
    }
  }
  return { blocks, sentences, links }
}

const isTelling = (word: string) => word.length > 2 && !emptyWords.has(word) && !/^\d/.test(word)

const blocksOf = (markdown: string): Block[] => {
  const blocks: { kind: Block['kind']; start: number; end: number }[] = []
  let open: { kind: Block['kind']; start: number; end: number } | undefined
  let fence = ''
  let at = 0
  for (const line of markdown.split('\n')) {
    const start = at
    at += line.length + 1
    const bare = line.replace(/^[> ]{0,40}/, '')
    const mark = /^(?:[-+*]|\d{1,9}[.)])\s+/.exec(bare)
    const lead = line.length - bare.length
    if (fence) {
      if (bare.startsWith(fence)) fence = ''
      open = undefined
      continue
    }
    if (/^(?:```|~~~)/.test(bare)) {
      fence = bare.slice(0, 3)
      open = undefined
    } else if (bare === '' || /^-{3,}$/.test(bare)) open = undefined
    else if (/^#{1,6}\s/.test(bare)) {
      blocks.push({ kind: 'heading', start: start + lead + /^#+\s+/.exec(bare)![0].length, end: start + line.length })
      open = undefined
    } else if (bare.startsWith('|')) {
      blocks.push({ kind: 'row', start: start + lead, end: start + line.length })
      open = undefined
    } else if (mark) {
      open = { kind: 'item', start: start + lead + mark[0].length, end: start + line.length }
      blocks.push(open)
    } else if (open) open.end = start + line.length
    else {
      open = { kind: 'paragraph', start: start + lead, end: start + line.length }
      blocks.push(open)
    }
  }
  return blocks
}

const linkPattern =
  /!?\[((?:[^[\]\\\n]|\\.|!\[[^\]\n]{0,300}\]\([^)\n]{0,300}\)){0,500})\]\(([^()\s]{1,2000})(?: "(?:[^"\\\n]|\\.){0,500}")?\)/g
const autolink = /<(https?:\/\/[^\s<>]{1,500})>|(?:https?:\/\/|www\.)[^\s<>()[\]"«»]{3,500}/gi

const linksOf = (markdown: string): Link[] => {
  const links = Array.from(markdown.matchAll(linkPattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[1] ?? '',
    address: match[0].startsWith('!') ? '' : (match[2] ?? ''),
  }))
  let next = 0
  const bare: Link[] = []
  for (const match of markdown.matchAll(autolink)) {
    while (next < links.length && links[next]!.end <= match.index) next++
    if (next < links.length && links[next]!.start < match.index + match[0].length) continue
    const address = (match[1] ?? match[0]).replace(/[.,;:!?…_*]+$/, '')
    bare.push({
      start: match.index,
      end: match.index + (match[1] ? match[0].length : address.length),
      text: address,
      address,
    })
  }
  return [...links, ...bare].toSorted((a, b) => a.start - b.start)
}

/** Same length: destinations of links and signs of emphasis become NUL, so that words keep their places. */
const withoutSigns = (markdown: string, links: readonly Link[]): string => {
  let out = ''
  let at = 0
  for (const link of links) {
    out += plain(markdown.slice(at, link.start))
    const whole = markdown.slice(link.start, link.end)
    const cut = whole.lastIndexOf('](')
    const isBare = whole.startsWith('<') || cut < 0
    out +=
      isBare || link.address === ''
        ? '\0'.repeat(whole.length)
        : `\0${plain(whole.slice(1, cut))}${'\0'.repeat(whole.length - cut)}`
    at = link.end
  }
  return out + plain(markdown.slice(at))
}

const plain = (text: string) =>
  text
    .replace(
      /\\[^\p{L}\p{N}\s]/gu,
      (pair) => `\0${pair[1] === '*' || pair[1] === '_' || pair[1] === '`' ? '\0' : pair[1]}`,
    )
    .replace(/\*+|`+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, (signs) => '\0'.repeat(signs.length))

const sentenceEnd = /(?:[.!?…]{1,8}[\0)»”"]{0,6}|\\)(?=\s)/g
const shortened =
  /(?:^|[\s\0('’])(?:art|av|apr|bd|cf|chap|dr|env|etc|ex|fig|m|me|mm|mme|mlle|mr|n|no|p|pp|ref|resp|st|ste|tel|vol|[a-z])\.$/i

/** Places of the sentences of a block, without the spaces around. */
const boundsOf = (masked: string, block: Block): [number, number][] => {
  const text = masked.slice(block.start, block.end)
  const cuts: number[] = []
  for (const match of text.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length
    const before = text.slice(Math.max(0, end - 12), match.index + 1)
    const after = text.slice(end, end + 40).replace(/^[\s\0«“"(\\-]+/, '')
    if (match[0].startsWith('.') && match[0].length === 1 && shortened.test(before)) continue
    if (match[0] !== '\\' && after !== '' && !/^[\p{Lu}\p{N}]/u.test(after) && !/[!?…]/.test(match[0])) continue
    cuts.push(end)
  }
  const bounds: [number, number][] = []
  let from = 0
  for (const cut of [...cuts, text.length]) {
    let start = from
    let end = cut
    while (start < end && /\s/.test(text[start]!)) start++
    while (end > start && /[\s\\]/.test(text[end - 1]!)) end--
    if (end > start) bounds.push([block.start + start, block.start + end])
    from = cut
  }
  return bounds
}
