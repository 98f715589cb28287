import type { HtmlComment, HtmlElement } from '#features/portal/body/html-elements.ts'
import { unwanted } from '#features/portal/body/inline-runs.ts'

const depthLimit = 100
const elementLimit = 100_000

type Policy = { createHTML(text: string): string }
/** The one place of the page where text becomes HTML: a document of its own that is never shown, runs nothing and fetches nothing. */
let policy: Policy | undefined
const trusted = (html: string): string => {
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy }
  }
  policy ??= trustedTypes?.createPolicy('texte-colle', { createHTML: (text) => text }) ?? { createHTML: (text) => text }
  return policy.createHTML(html)
}

/** HTML as a document apart. */
export const parseApart = (html: string): Document => new DOMParser().parseFromString(trusted(html), 'text/html')

/**
 * The same HTML with its styles and handlers under other names: a page's policy forbids them even in a document that is never shown and runs
 * nothing, and each would be a complaint in its console. What this misses is complained of, and nothing more.
 */
const withNamesChanged = (html: string): string =>
  html.replace(
    /<(\/?)([a-z][^\s/>]*)((?:[^>"']|"[^"]{0,20000}"|'[^']{0,20000}')*)>/gi,
    (_, slash: string, name: string, attributes: string) => {
      const renamed = attributes.replace(
        /([^\s"'<>/=]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?/g,
        (whole, key: string, value = '') => (/^(?:style$|on)/i.test(key) ? `data-${key}${value}` : whole),
      )
      return /^style$/i.test(name) ? `<${slash}xmp data-sheet>` : `<${slash}${name}${renamed}>`
    },
  )

/** What was copied, read by the browser's own parser into the tree that the body's writer walks; undefined when it is beyond measure. */
export const htmlToTree = (html: string): HtmlElement | undefined => {
  const { documentElement } = parseApart(withNamesChanged(html))
  let elements = 0
  const read = (from: Node, depth: number): (HtmlElement | HtmlComment | string)[] => {
    const out: (HtmlElement | HtmlComment | string)[] = []
    for (let child = from.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === Node.TEXT_NODE) out.push((child.nodeValue ?? '').replace(unwanted, ''))
      else if (child.nodeType === Node.COMMENT_NODE) out.push({ comment: child.nodeValue ?? '' })
      else if (child instanceof Element) {
        if (++elements > elementLimit) return out
        if (depth >= depthLimit) out.push((child.textContent ?? '').replace(unwanted, ''))
        else out.push(elementOf(child, read(child, depth + 1)))
      }
    }
    return out
  }
  const root = { name: '#root', attributes: new Map<string, string>(), children: read(documentElement, 0) }
  return elements > elementLimit ? undefined : root
}

const elementOf = (element: Element, children: HtmlElement['children']): HtmlElement => ({
  name: element.hasAttribute('data-sheet') ? 'style' : element.localName,
  attributes: new Map(
    Array.from(element.attributes, ({ name, value }) => [
      name === 'data-style' ? 'style' : name,
      value.replace(unwanted, ''),
    ]),
  ),
  children,
})
