import { Tokenizer, TokenizerMode } from 'parse5'
import type { Token } from 'parse5'
import { blockElements, type HtmlElement } from './html-elements.ts'
import { unwanted } from './inline-runs.ts'

/** Elements within elements beyond this are read as if their tags weren't there: their text stays. */
const depthLimit = 100
const attributeLimit = 200
const elementLimit = 250_000
const pieceLength = 16_384

/**
 * HTML as a bounded tree, in time linear in its length: parse5's tokenizer reads the characters, and a simpler builder than a browser's (no
 * adoption agency, no foster parents, whose cost an attacker can raise to the square) closes what is left open. Undefined when a tag has
 * more attributes, or the page more elements, than any honest page.
 */
export const htmlToTree = (html: string): HtmlElement | undefined => {
  const root: HtmlElement = { name: '#root', attributes: new Map(), children: [] }
  const stack: HtmlElement[] = [root]
  let elements = 0
  let ignored = new Map<string, number>()
  const top = () => stack[stack.length - 1]!
  const addText = (raw: string) => {
    const text = raw.replace(unwanted, '')
    const children = top().children
    const last = children.length - 1
    if (typeof children[last] === 'string') children[last] += text
    else children.push(text)
  }
  const onText = (token: Token.CharacterToken) => addText(token.chars)
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: false },
    {
      onStartTag: (token) => {
        const name = token.tagName
        elements++
        closeImplied(stack, name)
        const element = {
          name,
          attributes: new Map(token.attrs.map((each) => [each.name, each.value.replace(unwanted, '')])),
          children: [],
        }
        if (rawText.has(name)) tokenizer.state = name === 'script' ? TokenizerMode.SCRIPT_DATA : TokenizerMode.RAWTEXT
        else if (name === 'textarea' || name === 'title') tokenizer.state = TokenizerMode.RCDATA
        if (stack.length >= depthLimit && !voidElements.has(name)) {
          ignored.set(name, (ignored.get(name) ?? 0) + 1)
          return
        }
        top().children.push(element)
        if (!voidElements.has(name) && !token.selfClosing) stack.push(element)
      },
      onEndTag: (token) => {
        const left = ignored.get(token.tagName) ?? 0
        if (left > 0) {
          ignored.set(token.tagName, left - 1)
          return
        }
        closeNamed(stack, token.tagName)
        if (stack.length < depthLimit / 2) ignored = new Map()
      },
      onCharacter: onText,
      onWhitespaceCharacter: onText,
      onNullCharacter: () => {},
      onComment: (token) => void top().children.push({ comment: token.data }),
      onDoctype: () => {},
      onEof: () => {},
    },
  )
  for (let from = 0; from < html.length; from += pieceLength) {
    tokenizer.write(html.slice(from, from + pieceLength), false)
    const current = (tokenizer as unknown as { currentToken: { attrs?: unknown[] } | null }).currentToken
    if ((current?.attrs?.length ?? 0) > attributeLimit || elements > elementLimit) return undefined
  }
  tokenizer.write('', true)
  return root
}

const voidElements = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
const rawText = new Set(['script', 'style', 'iframe', 'noembed', 'noframes', 'xmp'])
/** For each start tag: what it closes, and the elements that the search doesn't leave. */
// No prototype: a name of an element is whatever a stranger wrote.
const implied: Readonly<Record<string, { closes: readonly string[]; within: readonly string[] }>> = {
  __proto__: null as never,
  li: { closes: ['li'], within: ['ul', 'ol'] },
  dt: { closes: ['dt', 'dd'], within: ['dl'] },
  dd: { closes: ['dt', 'dd'], within: ['dl'] },
  td: { closes: ['td', 'th'], within: ['tr', 'table'] },
  th: { closes: ['td', 'th'], within: ['tr', 'table'] },
  tr: { closes: ['tr'], within: ['table'] },
  tbody: { closes: ['thead', 'tbody', 'tfoot'], within: ['table'] },
  option: { closes: ['option'], within: ['select'] },
}

const closeImplied = (stack: HtmlElement[], name: string) => {
  if (blockElements.has(name))
    closeUpTo(stack, ['p'], ['table', 'td', 'th', 'li', 'div', 'blockquote', 'figure', 'section'])
  const rule = implied[name]
  if (rule) closeUpTo(stack, rule.closes, rule.within)
}

const closeUpTo = (stack: HtmlElement[], names: readonly string[], within: readonly string[]) => {
  for (let at = stack.length - 1; at > 0; at--) {
    if (names.includes(stack[at]!.name)) {
      stack.length = at
      return
    }
    if (within.includes(stack[at]!.name)) return
  }
}

const closeNamed = (stack: HtmlElement[], name: string) => {
  const inline = !blockElements.has(name)
  for (let at = stack.length - 1; at > 0; at--) {
    const open = stack[at]!.name
    if (open === name) {
      stack.length = at
      return
    }
    if (inline && (open === 'td' || open === 'th' || open === 'table')) return
  }
}
