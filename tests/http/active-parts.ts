import { createHash } from 'node:crypto'
import { type DefaultTreeAdapterTypes as Tree, parse } from 'parse5'

export type Parsed = {
  /** What would run, load from elsewhere or send elsewhere: empty in a good page. */
  readonly active: readonly string[]
  readonly text: string
  readonly headings: readonly string[]
  readonly elements: readonly Tree.Element[]
}

const NEVER = new Set(['iframe', 'frame', 'object', 'embed', 'applet', 'base', 'portal', 'fencedframe', 'marquee', 'audio', 'video', 'math', 'foreignobject', 'animate', 'set', 'handler', 'isindex']) // prettier-ignore
/** Attributes that load or send. */
const ADDRESSES = new Set(['src', 'srcset', 'action', 'formaction', 'poster', 'data', 'background', 'cite', 'longdesc', 'xlink:href', 'ping', 'manifest']) // prettier-ignore
const LINKS = new Set(['canonical', 'alternate', 'icon', 'stylesheet', 'modulepreload', 'license', 'search', 'next', 'prev', 'apple-touch-icon']) // prettier-ignore

/** Parses a page as a browser does and lists whatever of it isn't our own text, links and pictures. */
export function readPage(html: string, policy: string, origin: string): Parsed {
  const active: string[] = []
  const elements: Tree.Element[] = []
  const headings: string[] = []
  let text = ''
  const isHashed = (words: string) => policy.includes(`'sha256-${createHash('sha256').update(words).digest('base64')}'`)
  const isOurs = (address: string) =>
    /^(?:\/(?!\/)|#|\?|\.{1,2}\/|$)/.test(address) || address.startsWith(`${origin}/`) || address === origin
  const visit = (node: Tree.Node): void => {
    if (node.nodeName === '#text') text += (node as Tree.TextNode).value
    if ('tagName' in node) {
      elements.push(node)
      look(node)
      if (/^h1$/.test(node.tagName)) headings.push(textOf(node))
    }
    if ('content' in node && 'tagName' in node) visit((node as Tree.Template).content)
    if ('childNodes' in node) for (const child of node.childNodes) visit(child)
  }
  const look = (node: Tree.Element): void => {
    const { tagName, attrs } = node
    const get = (name: string) => attrs.find((one) => one.name === name)?.value
    const say = (what: string) => active.push(`<${tagName}> ${what}`)
    if (NEVER.has(tagName.toLowerCase())) say('stands in the page')
    if (tagName === 'script') {
      const words = textOf(node)
      const src = get('src')
      if (src !== undefined) {
        if (!/^(?:\.{0,2}\/)*(?:_app\/)/.test(src)) say(`src ${src}`)
      } else if (get('type') === 'application/ld+json') {
        try {
          JSON.parse(words)
        } catch {
          say('broken data')
        }
      } else if (!isHashed(words)) say(words.slice(0, 80))
    }
    if (tagName === 'style' && !isHashed(textOf(node))) say('not in the policy')
    if (tagName === 'meta' && get('http-equiv') !== undefined && get('http-equiv') !== 'content-security-policy')
      say(`http-equiv ${get('http-equiv')}`)
    if (tagName === 'link') {
      const rel = (get('rel') ?? '').split(' ')
      if (!rel.every((one) => LINKS.has(one)) || !isOurs(get('href') ?? '')) say(`${rel.join(' ')} ${get('href')}`)
    }
    for (const { name, value } of attrs) {
      if (/^on/i.test(name) || name === 'srcdoc' || name === 'style') say(`${name}=${value.slice(0, 60)}`)
      else if (name === 'srcset') {
        for (const part of value.split(',')) if (!isOurs(part.trim().split(/\s/)[0] ?? '')) say(`${name}=${value}`)
      } else if (ADDRESSES.has(name)) {
        if (!isOurs(value) && !/^data:image\/(?:webp|avif|jpeg|png);base64,/.test(value)) say(`${name}=${value}`)
      } else if (name === 'href' && tagName !== 'link') {
        // What browsers take out of an address before they read its scheme (URL, 4.4).
        // eslint-disable-next-line no-control-regex
        const address = value.replace(/[\t\n\r]/g, '').replace(/^[\0- ]+/, '')
        const scheme = /^([a-z][a-z\d+.-]*):/i.exec(address)?.[1]?.toLowerCase()
        if (scheme !== undefined && !['http', 'https', 'mailto', 'tel'].includes(scheme)) say(`href=${value}`)
      }
    }
  }
  visit(parse(html))
  return { active, text, headings, elements }
}

export function textOf(node: Tree.Node): string {
  if (node.nodeName === '#text') return (node as Tree.TextNode).value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}

/** Letters alone: French spacing, line breaks and accents in two parts don't count. */
export const lettersOf = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll('\ufffd', '')
    .replaceAll(/[\s\p{C}\p{Z}’']/gu, '')
