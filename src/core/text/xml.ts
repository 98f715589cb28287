/** Writes XML 1.0. Reading it is another matter, done with a parser that refuses document types. */

export type XmlNode = { readonly xml: string }
type Content = XmlNode | string | number | null | undefined | readonly XmlNode[]

/**
 * An element. Absent attributes and contents are left out; a list's elements follow one another. Text is escaped, and characters that
 * XML can't hold (control characters, lone surrogates) are dropped, so that one bad paste doesn't make a whole feed unreadable.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | null | undefined>> = {},
  ...contents: readonly Content[]
): XmlNode {
  const given = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined)
  const opening = [name, ...given.map(([key, value]) => `${key}="${escapeXml(String(value))}"`)].join(' ')
  const inside = contents.map(contentToXml).join('')
  return { xml: inside === '' ? `<${opening}/>` : `<${opening}>${inside}</${name}>` }
}

/** A whole document. */
export const toXmlDocument = (root: XmlNode): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`

export const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(NOT_XML, '')
    .replace(/[&<>"\r]/g, (character) => ESCAPES[character] as string)

const contentToXml = (content: Content): string => {
  if (content === null || content === undefined) return ''
  if (typeof content === 'string' || typeof content === 'number') return escapeXml(String(content))
  return 'xml' in content ? content.xml : content.map((node) => node.xml).join('')
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}
/** Outside production 2 of XML 1.0, fifth edition. */
const NOT_XML = /[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu
