import { Fragment, Slice, type Node } from 'prosemirror-model'
import type { HtmlElement } from '#features/portal/body/html-elements.ts'
import { htmlLimit, isBlankLined, pastedToMarkdown } from '#features/portal/body/pasted-to-markdown.ts'
import { placePictures } from '#features/portal/body/place-pictures.ts'
import { htmlToTree } from './dom-tree.ts'
import { markdownToDocument } from './markdown-to-document.ts'
import { schema } from './schema.ts'

/** What comes in by a paste: a piece of document, the pictures still to be sent, and what must be said. */
export type Pasted = {
  readonly document: Node
  /** Bytes that came inside the text, each with the address that stands for it until it has arrived. */
  readonly pictures: readonly { readonly address: string; readonly file: Blob }[]
  readonly refusedPictures: number
  readonly lost: readonly string[]
  readonly hidden: readonly string[]
}

const picturesAtOnce = 10

/** HTML copied anywhere; undefined when it is beyond measure, or says nothing. `waiting` names a picture that isn't here yet. */
export const pasteHtml = (html: string, origin: string, waiting: () => string): Pasted | undefined => {
  const tree = html.length > htmlLimit ? undefined : htmlToTree(html)
  return tree && pasteTree(tree, isBlankLined(html), origin, waiting)
}

/** Lines of plain text, each a paragraph; those that begin with a dash or a dot are items. */
export const pasteText = (text: string): Pasted | undefined => {
  const children: HtmlElement[] = []
  for (const line of text.split(/\r\n?|\n/)) {
    const [sign, words = ''] = /^\s*[-•*·–]\s+(.+)$/u.exec(line) ?? []
    const last = children.at(-1)
    if (sign === undefined) children.push(element('p', [line]))
    else if (last?.name === 'ul') last.children.push(element('li', [words]))
    else children.push(element('ul', [element('li', [words])]))
  }
  return pasteTree(element('#root', children), false, '', () => '')
}

const element = (name: string, children: HtmlElement['children']): HtmlElement => ({
  name,
  attributes: new Map(),
  children,
})

/** The same once it is a tree. */
export const pasteTree = (
  tree: HtmlElement,
  blankLines: boolean,
  origin: string,
  waiting: () => string,
): Pasted | undefined => {
  const read = pastedToMarkdown(tree, blankLines)
  if (read.tag === 'too-big') return undefined
  const pictures: { address: string; file: Blob }[] = []
  let refusedPictures = 0
  const addresses = read.pictures.map(({ src }) => {
    const own = ownPictureId(src, origin)
    if (own) return `picture:${own}`
    const file = pictures.length < picturesAtOnce ? dataToBlob(src) : undefined
    if (!file) refusedPictures++
    else pictures.push({ address: waiting(), file })
    return file ? pictures.at(-1)!.address : undefined
  })
  const places = addresses.map((_, index) => index.toString(16).padStart(24, '0'))
  const { document } = markdownToDocument(placePictures({ markdown: read.markdown, hidden: [] }, places).markdown)
  return {
    document: withOwnLevels(withPictures(document, addresses)),
    pictures,
    refusedPictures,
    lost: read.lost,
    hidden: read.hidden,
  }
}

/** The document with the addresses of its pictures; of those that have none, the caption stays. */
const withPictures = (document: Node, addresses: readonly (string | undefined)[]): Node => {
  const replaced = (node: Node): Node => {
    const children: Node[] = []
    node.forEach((child) => {
      if (child.type !== schema.nodes.picture) children.push(child.isLeaf ? child : replaced(child))
      else {
        const address = addresses[Number.parseInt(String(child.attrs['address']).slice('picture:'.length), 16)]
        const caption = String(child.attrs['caption'])
        if (address) children.push(child.type.create({ ...child.attrs, address }, null, child.marks))
        else if (caption !== '') children.push(schema.text(caption, [schema.marks.em!.create()]))
      }
    })
    return node.copy(Fragment.from(children))
  }
  return replaced(document)
}

/** A picture that is already in this federation's place. */
const ownPictureId = (src: string, origin: string): string | undefined => {
  const path = src.startsWith(`${origin}/`) ? src.slice(origin.length) : src
  return /^\/(?:publier\/)?images\/([0-9a-f]{24})\//.exec(path)?.[1]
}

const dataToBlob = (src: string): Blob | undefined => {
  const [, type, data] = /^data:(image\/(?:png|jpeg|gif|webp|avif));base64,([\w+/=\s]+)$/i.exec(src) ?? []
  if (type === undefined || data === undefined) return undefined
  try {
    return new Blob([Uint8Array.from(atob(data.replace(/\s/g, '')), (character) => character.charCodeAt(0))], { type })
  } catch {
    return undefined
  }
}

/** Open at ends that are plain paragraphs, so that what is pasted goes on in the line where it is pasted. */
export const documentToSlice = ({ content }: Node): Slice => {
  const isPlain = (node: Node | null) => (node?.type === schema.nodes.paragraph ? 1 : 0)
  return new Slice(content, isPlain(content.firstChild), isPlain(content.lastChild))
}

/** The levels that were used, the highest become a title, and those below it a subtitle and one below. */
const withOwnLevels = (document: Node): Node => {
  const used = new Set<number>()
  document.forEach((node) => void (node.type === schema.nodes.heading && used.add(Number(node.attrs['level']))))
  const ranks = [...used].sort((a, b) => a - b)
  const blocks: Node[] = []
  document.forEach((node) => {
    const rank = ranks.indexOf(Number(node.attrs['level']))
    blocks.push(rank < 0 ? node : node.type.create({ level: Math.min(4, 2 + rank) }, node.content))
  })
  return document.type.create(null, blocks)
}
