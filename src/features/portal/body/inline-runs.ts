/** A piece of a paragraph with its marks, before it is written as Markdown. */
export type Run = {
  readonly text: string
  readonly strong?: boolean
  readonly em?: boolean
  readonly code?: boolean
  /** One object for each link, so that two links side by side stay two. */
  readonly link?: { readonly address: string; readonly title?: string }
  readonly picture?: { readonly address: string; readonly alt: string; readonly caption: string }
  /** One object for each hidden passage. */
  readonly hidden?: object
}

/** Around what is hidden; noncharacters of Unicode, taken out of whatever comes in. */
export const hiddenOpens = '\ufdd0'
export const hiddenCloses = '\ufdd1'
export const unwanted =
  // oxlint-disable-next-line no-control-regex -- that is what is taken out
  /[\u0000-\u0008\u000b-\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufdd0-\ufdef\ufeff\ufffe\uffff]/g

/**
 * Runs as the Markdown of one paragraph ('' when they hold nothing). `\n` in a run's text is a line break that stays. `onHidden` hears each
 * hidden passage in the order in which it is written.
 */
export const runsToMarkdown = (runs: readonly Run[], onHidden: (hidden: object) => void): string => {
  const tidy = tidied(runs)
  const text = group(tidy, 0, '', '', onHidden)
  return text
    .split('\n')
    .map((line, index, lines) => startEscaped(line.trim()) + (index < lines.length - 1 ? '\\' : ''))
    .join('\n')
}

/** Spaces brought together over the whole paragraph; none at its ends nor around line breaks. */
const tidied = (runs: readonly Run[]): Run[] => {
  const out: Run[] = []
  let last = '\n'
  let opensAt = 0
  for (const run of runs) {
    let text = run.picture ? '\ufffc' : run.text.replace(/[^\S\n\u00a0]+/gu, ' ').replace(/ ?\n ?/g, '\n')
    if (last === '\n') text = text.replace(/^[ \n]+/, '')
    else if (last === ' ' && text.startsWith(' ')) text = text.slice(1)
    if (text === '') continue
    text = text.replace(/\n{2,}/g, '\n')
    last = text.at(-1)!
    out.push({ ...run, text })
    if (/[^ \n]/.test(text)) opensAt = out.length
  }
  out.length = opensAt
  const end = out.pop()
  if (end) out.push({ ...end, text: end.text.replace(/[ \n]+$/, '') })
  return out
}

const levels = ['hidden', 'link', 'strong', 'em', 'code'] as const

const group = (
  runs: readonly Run[],
  level: number,
  before: string,
  after: string,
  onHidden: (hidden: object) => void,
): string => {
  if (level === levels.length) return plain(runs, after)
  const key = levels[level]!
  let out = ''
  for (let at = 0; at < runs.length;) {
    let end = at + 1
    while (end < runs.length && runs[end]![key] === runs[at]![key]) end++
    const part = runs.slice(at, end)
    const previous = out.at(-1) ?? before
    const next = end < runs.length ? firstOf(runs[end]!) : after
    const mark = runs[at]![key]
    if (mark === undefined || mark === false) out += group(part, level + 1, previous, next, onHidden)
    else if (key === 'hidden') {
      onHidden(mark as object)
      const inner = edges(group(part, level + 1, previous, next, onHidden))
      out += `${inner.lead}${hiddenOpens}${inner.body}${hiddenCloses}${inner.trail}`
    } else if (key === 'link')
      out += linked(edges(group(part, level + 1, '[', ']', onHidden)), mark as NonNullable<Run['link']>)
    else if (key === 'code') out += coded(part.map((run) => run.text).join(''))
    else out += marked(edges(group(part, level + 1, previous, next, onHidden)), key, previous, next)
    at = end
  }
  return out
}

const firstOf = (run: Run): string => (run.link || run.picture ? '[' : String.fromCodePoint(run.text.codePointAt(0)!))

const edges = (text: string) => {
  // A stroke before a space is itself; before a sign it would take its meaning away.
  const body = text.trim().replace(/(?<!\\)(?:\\\\)*\\$/, '$&\\')
  const lead = text.slice(0, text.length - text.trimStart().length)
  return { lead, body, trail: body === '' ? '' : text.slice(text.trimEnd().length) }
}

const linked = (
  { lead, body, trail }: ReturnType<typeof edges>,
  { address, title = '' }: NonNullable<Run['link']>,
): string => {
  if (body === '') return lead + trail
  return `${lead}[${body
    .replaceAll('\n', ' ')
    .replace(/(?<!\\)\](?!\()/g, '\\]')
    .replace(/(?<![\\!])\[/g, '\\[')}](${addressToDestination(address)}${titled(title)})${trail}`
}

/** An address without the characters that would end a Markdown link. */
export const addressToDestination = (address: string): string =>
  address
    .trim()
    // oxlint-disable-next-line no-control-regex -- they would end the link
    .replace(/[\s\u0000-\u001f<>()\\"'`*[\]|]/gu, (character) =>
      encodeURIComponent(character).replace(/[()'*]/g, (each) => `%${each.charCodeAt(0).toString(16)}`),
    )

const coded = (text: string): string => {
  const ticks = '`'.repeat(1 + Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length)))
  const inner = text.replaceAll('\n', ' ')
  if (inner.trim() === '') return inner
  const pad = /^`|`$|^ .* $/.test(inner) ? ' ' : ''
  return `${ticks}${pad}${inner}${pad}${ticks}`
}

const isSpace = (character: string) => character === '' || /\s/u.test(character)
const isPunctuation = (character: string) => /[\p{P}\p{S}\ufffc\ufdd0\ufdd1]/u.test(character)
const isWord = (character: string) => !isSpace(character) && !isPunctuation(character)

/** Strong or emphasised text, or plain text where CommonMark's rule of flanks wouldn't read the signs (a letter after « ! »**). */
const marked = (
  { lead, body, trail }: ReturnType<typeof edges>,
  key: 'strong' | 'em',
  before: string,
  after: string,
): string => {
  const whole = lead + body + trail
  if (body === '' || body.includes('\n\n')) return whole
  const left = lead === '' ? before : ' '
  const right = trail === '' ? after : ' '
  const first = String.fromCodePoint(body.codePointAt(0)!)
  const last = body.at(-1)!
  if (isPunctuation(first) && isWord(left)) return whole
  if (isPunctuation(last) && isWord(right)) return whole
  if (left === '*' || left === '_' || right === '*' || right === '_') return whole
  const sign = key === 'strong' ? '**' : isWord(left) || isWord(right) ? '*' : '_'
  return `${lead}${sign}${body}${sign}${trail}`
}

const plain = (runs: readonly Run[], after: string): string => {
  let out = ''
  let text = ''
  for (const run of runs) {
    if (run.picture) {
      out += escaped(text, '!') + pictured(run.picture)
      text = ''
    } else text += run.text
  }
  return out + escaped(text, after)
}

const pictured = ({ address, alt, caption }: NonNullable<Run['picture']>): string =>
  `![${escaped(oneLine(alt)).replace(/(?<!\\)[[\]]/g, '\\$&')}](${addressToDestination(address)}${titled(caption)})`

const titled = (title: string): string => (title === '' ? '' : ` "${escaped(oneLine(title)).replaceAll('"', '\\"')}"`)

const oneLine = (text: string) => text.replace(unwanted, '').replace(/\s+/gu, ' ').trim()

/** Signs that Markdown would read, escaped where it would read them and only there, so that the source stays readable. */
const escaped = (text: string, after = ''): string =>
  text
    .replace(/\\(?=[!-/:-@[-`{-~]|\n|$)/g, '\\\\')
    .replace(/[*`]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/\](?=[([:])/g, '\\]')
    .replace(after === '[' ? /!$/ : /(?!)/, '\\!')
    .replace(after !== '' && '([:'.includes(after) ? /\]$/ : /(?!)/, '\\]')
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/&(?=#?\w{1,40};)/g, '\\&')

/** The start of a line that Markdown would take for a heading, an item, a quotation, a rule or a table. */
const startEscaped = (line: string): string => {
  const mark = /^[\ufdd0\ufdd1]*/.exec(line)![0]
  const rest = line.slice(mark.length)
  if (/^(?:#{1,6}(?:\s|$)|>|[-+](?:\s|$)|={1,}\s*$|-{2,}\s*$|~~~|(?:- *){3,}$|\|)/.test(rest)) return `${mark}\\${rest}`
  if (/^[-:|\s]+$/.test(rest) && /[-|]/.test(rest)) return mark + rest.replace(/[-|]/, '\\$&')
  return mark + rest.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
}
