import {
  backgroundOf,
  declarationsOf,
  hidingOf,
  scriptsToRules,
  styleToRules,
  type Hiding,
  type StyleRules,
} from './hidden-style.ts'
import { blockElements, type HtmlElement } from './html-elements.ts'
import { runsToMarkdown, type Run } from './inline-runs.ts'
import { itemToLine, officeItemOf, type OfficeItem, type OpenLists } from './office-lists.ts'
import { tableToMarkdown } from './table-writer.ts'
import { dynamicBlockName } from './wordpress-markup.ts'

export type WriterResult = {
  readonly text: string
  readonly pictures: { src: string; alt: string }[]
  /** The hidden passages in the order in which their marks stand in `text`. */
  readonly hiddenOrder: readonly { readonly hiding: Hiding }[]
}

export type WriterOptions = {
  readonly blankLines: boolean
  readonly lose: (phrase: string) => void
  readonly isSafeAddress: (address: string) => boolean
  /** Asked of each hidden passage, with its text: true leaves it out. Without it they stay, and their places are told. */
  readonly leaveOut?: (hiding: Hiding, text: string) => boolean
}

/** What is inherited from the elements around. */
export type Around = {
  readonly marks: Partial<Run>
  readonly background: string
  /** Lists and quotations around; beyond eight their marks are left out. */
  readonly depth: number
  readonly isHeading: boolean
}

const officeList = {}

/** Collects blocks; one for the body and one for each item, quotation and cell. */
export type Collector = { readonly blocks: Block[]; runs: Run[] }
/** `list`: the list it is an item of; items of one list have no empty line between. */
type Block = { readonly text: string; readonly list?: object; readonly open?: OpenLists }

/** Walks a bounded tree (html-tree.ts) and writes Markdown. */
export const createBodyWriter = (options: WriterOptions) => {
  const pictures: { src: string; alt: string }[] = []
  const hiddenOrder: { hiding: Hiding }[] = []
  const { lose } = options
  let rules: StyleRules = new Map()

  const flush = (into: Collector, prefix = '') => {
    const text = runsToMarkdown(into.runs, (hidden) => hiddenOrder.push(hidden as { hiding: Hiding }))
    into.runs = []
    if (text !== '') into.blocks.push({ text: prefix ? prefix + text.replace(/\\?\n/g, ' ') : text })
  }

  const addText = (into: Collector, text: string, around: Around) => {
    const spaced = text.replace(/(?<!\d)[\u00a0\u202f]|[\u00a0\u202f](?!\d)/g, ' ')
    if (!options.blankLines)
      return void into.runs.push({ ...around.marks, text: spaced.replace(/[^\S\u00a0]+/gu, ' ') })
    for (const [index, paragraph] of spaced.split(/\n[^\S\n]*\n\s*/).entries()) {
      if (index > 0) flush(into)
      if (paragraph !== '') into.runs.push({ ...around.marks, text: paragraph })
    }
  }

  const walkAll = (into: Collector, element: HtmlElement, around: Around) => {
    for (const child of element.children) {
      if (typeof child === 'string') addText(into, child, around)
      else if ('comment' in child) {
        const dynamic = dynamicBlockName(child.comment)
        if (dynamic) lose(`le bloc WordPress « ${dynamic} »`)
      } else walk(into, child, around)
    }
  }

  const inside = (
    element: HtmlElement,
    around: Around,
  ): { around: Around; style: ReadonlyMap<string, string>; isLeftOut: boolean } => {
    const style = declarationsOf(element, rules)
    const found = around.marks.hidden ? undefined : hidingOf(element, style, around)
    if (found && options.leaveOut?.(found, textOf(element))) return { around, style, isLeftOut: true }
    const hiding = options.leaveOut || (found === 'reader-class' && around.marks.link) ? undefined : found
    noteLosses(element, style, lose)
    const marks = {
      ...around.marks,
      ...marksOf(element, style),
      ...(around.isHeading ? { strong: false } : {}),
      ...(hiding ? { hidden: { hiding } } : {}),
    }
    return {
      around: { ...around, marks, background: backgroundOf(style) || around.background },
      style,
      isLeftOut: false,
    }
  }

  const walk = (into: Collector, element: HtmlElement, outer: Around) => {
    const { name } = element
    if (dropped.has(name)) return
    const lossOfElement = droppedWithLoss[name]
    if (lossOfElement) return void (name === 'iframe' ? addVideo(into, element, outer) : lose(lossOfElement))
    const { around, style, isLeftOut } = inside(element, outer)
    if (isLeftOut || /^(?:comment-list|header|footer)$/.test(style.get('mso-element') ?? '')) return
    if (name === 'br') return void into.runs.push({ ...around.marks, text: '\n' })
    if (name === 'img') return addPicture(into, element, around, '')
    if (name === 'a') return addLink(into, element, around)
    if (/ignore/.test(style.get('mso-list') ?? '')) return
    const item = name === 'p' ? officeItemOf(element, style) : undefined
    if (item) return addOfficeItem(into, item, around)
    if (!blockElements.has(name)) return walkAll(into, element, around)
    flush(into)
    if (name === 'hr') into.blocks.push({ text: '---' })
    else if (headingLevel(element) > 0) {
      walkAll(into, element, { ...around, isHeading: true })
      flush(into, `${'#'.repeat(headingLevel(element))} `)
    } else if (name === 'ul' || name === 'ol') addList(into, element, around)
    else if (name === 'blockquote') addQuotation(into, element, around)
    else if (name === 'pre') addPreformatted(into, element)
    else if (name === 'table') addTable(into, element, around)
    else if (name === 'figure') addFigure(into, element, around)
    else {
      if (name === 'dt') walkAll(into, element, { ...around, marks: { ...around.marks, strong: true } })
      else walkAll(into, element, around)
      flush(into)
    }
  }

  const addLink = (into: Collector, element: HtmlElement, around: Around) => {
    const address = (element.attributes.get('href') ?? '').trim()
    const isPicture = element.children.some(
      (child) => typeof child !== 'string' && 'name' in child && child.name === 'img',
    )
    const leadsToPicture = isPicture && /\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)/i.test(address)
    // A place in the page it came from isn't in this one.
    if (address === '' || address.startsWith('#') || leadsToPicture) return walkAll(into, element, around)
    if (!options.isSafeAddress(address)) {
      lose('un lien qui n’était pas sûr')
      return walkAll(into, element, around)
    }
    const before = into.runs.length + into.blocks.length
    walkAll(into, element, { ...around, marks: { ...around.marks, link: { address } } })
    if (into.runs.length + into.blocks.length === before) lose('un lien sans texte')
  }

  const addPicture = (into: Collector, element: HtmlElement, around: Around, caption: string) => {
    const src = (element.attributes.get('data-src') ?? element.attributes.get('src') ?? '').trim()
    const sides = [element.attributes.get('width'), element.attributes.get('height')]
    if (src === '' || sides.some((side) => side !== undefined && Number.parseFloat(side) <= 2)) return
    const alt = (element.attributes.get('alt') ?? '').trim()
    pictures.push({ src, alt })
    into.runs.push({
      ...around.marks,
      strong: false,
      em: false,
      text: '',
      picture: { address: `picture:${pictures.length - 1}`, alt, caption },
    })
  }

  const addVideo = (into: Collector, element: HtmlElement, around: Around) => {
    const address = (element.attributes.get('src') ?? '').replace(/^\/\//, 'https://')
    const video =
      /^https:\/\/(?:www\.)?(?:youtube(?:-nocookie)?\.com\/embed\/([\w-]{6,20})|player\.vimeo\.com\/video\/(\d{4,12}))/.exec(
        address,
      )
    lose(video ? 'une vidéo, remplacée par son lien' : 'un cadre qui montrait un autre site')
    if (!video) return
    const page = video[1] ? `https://www.youtube.com/watch?v=${video[1]}` : `https://vimeo.com/${video[2]}`
    into.runs.push({ ...around.marks, text: 'Voir la vidéo', link: { address: page } })
  }

  const sub = (element: HtmlElement, around: Around): Block[] => {
    const collector: Collector = { blocks: [], runs: [] }
    walkAll(collector, element, around)
    flush(collector)
    return collector.blocks
  }

  const addList = (into: Collector, element: HtmlElement, around: Around) => {
    if (around.depth >= 8) return walkAll(into, element, around)
    let number = Math.min(99_999, Math.max(0, Number.parseInt(element.attributes.get('start') ?? '1', 10) || 1))
    const items: string[] = []
    for (const child of element.children) {
      if (typeof child === 'string' ? child.trim() === '' : 'comment' in child) continue
      const item =
        typeof child === 'string'
          ? { name: 'li', attributes: new Map<string, string>(), children: [child] }
          : (child as HtmlElement)
      const isList = item.name === 'ul' || item.name === 'ol'
      const { around: within, isLeftOut } = isList ? { around, isLeftOut: false } : inside(item, around)
      if (isLeftOut) continue
      // Word on the web makes a list of each item and says its level apart.
      const level = Number(item.attributes.get('data-aria-level') ?? 0)
      if (level >= 1 && level <= 9) {
        addOfficeItem(into, { element: item, level, number: element.name === 'ol' ? number++ : null }, within)
        continue
      }
      const deeper = { ...within, depth: around.depth + 1 }
      const blocks = sub(isList ? { ...item, children: [item] } : item, deeper)
      if (blocks.length === 0) continue
      const sign = element.name === 'ol' ? `${number}. ` : '- '
      const text = indented(joined(blocks, 'item'), ' '.repeat(sign.length))
      // A list between two items belongs to the one before it.
      if (isList && items.length > 0) items[items.length - 1] += `\n${' '.repeat(sign.length)}${text}`
      else {
        items.push(sign + text)
        number++
      }
    }
    for (const text of items) into.blocks.push({ text, list: element })
  }

  const addOfficeItem = (into: Collector, item: OfficeItem, around: Around) => {
    flush(into)
    const text = joined(sub(item.element, around), 'item').replace(/\\?\n+/g, ' ')
    if (text !== '') into.blocks.push({ ...itemToLine(item, text, into.blocks.at(-1)?.open), list: officeList })
  }

  const addQuotation = (into: Collector, element: HtmlElement, around: Around) => {
    if (around.depth >= 8) return walkAll(into, element, around)
    const text = joined(sub(element, { ...around, depth: around.depth + 1 }))
    if (text !== '')
      into.blocks.push({
        text: text
          .split('\n')
          .map((line) => (line === '' ? '>' : `> ${line}`))
          .join('\n'),
      })
  }

  const addPreformatted = (into: Collector, element: HtmlElement) => {
    const text = textOf(element).replace(/^\n|\s+$/g, '')
    const fence = '`'.repeat(Math.max(3, 1 + Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))))
    if (text !== '') into.blocks.push({ text: `${fence}\n${text}\n${fence}` })
  }

  const addTable = (into: Collector, element: HtmlElement, around: Around) => {
    const cell = (content: HtmlElement): string => {
      const { around: within, isLeftOut } = inside(content, around)
      return isLeftOut
        ? ''
        : sub(content, { ...within, depth: 8 })
            .map((block) => block.text.replace(/^(?:#+|-|>) /, ''))
            .join(' ')
    }
    const table = tableToMarkdown(element, cell, lose)
    if (table === undefined) {
      lose('un tableau qui servait à la mise en page')
      return walkAll(into, element, around)
    }
    if (table !== '') into.blocks.push({ text: table })
  }

  const addFigure = (into: Collector, element: HtmlElement, around: Around) => {
    const images = elementsNamed(element, 'img')
    const inner = elementsNamed(element, 'figure').length + elementsNamed(element, 'table').length
    if (images.length !== 1 || inner > 0 || around.marks.hidden) {
      walkAll(into, element, around)
      return flush(into)
    }
    addPicture(into, images[0]!, around, textOf(element).replace(/\s+/gu, ' ').trim())
    flush(into)
  }

  return {
    write: (tree: HtmlElement): WriterResult => {
      rules = elementsNamed(tree, 'style').reduce(
        (found, style) => styleToRules(textOf(style), found),
        scriptsToRules(elementsNamed(tree, 'script').map(textOf)),
      )
      const blocks = sub(tree, { marks: {}, background: '', depth: 0, isHeading: false })
      return { text: joined(blocks), pictures, hiddenOrder }
    },
  }
}

/** A heading's level, whether its element, its role or Word's own class says so; 0 for anything else. */
const headingLevel = ({ name, attributes }: HtmlElement): number => {
  if (/^h[1-6]$/.test(name)) return Number(name[1])
  if (attributes.get('role') === 'heading')
    return Math.max(1, Math.min(6, Number.parseInt(attributes.get('aria-level') ?? '2', 10) || 2))
  return name === 'p' && (attributes.get('class') ?? '').startsWith('MsoTitle') ? 1 : 0
}

const dropped = new Set(
  'head title meta link style script base param source track col colgroup svg math map area datalist input'.split(' '),
)
const droppedWithLoss: Readonly<Record<string, string>> = {
  __proto__: null as never,
  iframe: 'un cadre qui montrait un autre site',
  object: 'un contenu incorporé',
  embed: 'un contenu incorporé',
  video: 'une vidéo',
  audio: 'un son',
  canvas: 'un dessin fait par un programme',
  select: 'un formulaire',
  textarea: 'un formulaire',
  button: 'un formulaire',
}

const marksOf = (element: HtmlElement, style: ReadonlyMap<string, string>): Partial<Run> => {
  const weight = style.get('font-weight') ?? ''
  const isBold = /^(?:bold|bolder|[6-9]00)/.test(weight)
  const isLight = /^(?:normal|lighter|[1-5]00)/.test(weight)
  const slant = style.get('font-style') ?? ''
  const { name } = element
  return {
    ...((name === 'b' || name === 'strong') && !isLight ? { strong: true } : {}),
    ...(isBold && !blockElements.has(name) ? { strong: true } : {}),
    ...(isLight && !blockElements.has(name) ? { strong: false } : {}),
    ...((name === 'i' || name === 'em' || name === 'cite' || name === 'dfn') && slant !== 'normal' ? { em: true } : {}),
    ...(/^(?:italic|oblique)/.test(slant) && !blockElements.has(name) ? { em: true } : {}),
    ...(name === 'code' || name === 'kbd' || name === 'samp' || name === 'tt' ? { code: true } : {}),
  }
}

const noteLosses = (element: HtmlElement, style: ReadonlyMap<string, string>, lose: (phrase: string) => void) => {
  const { name, attributes } = element
  if (style.has('color') || attributes.has('color') || attributes.has('bgcolor') || style.has('background-color'))
    lose('des couleurs')
  if (style.has('font-size') || (name === 'font' && attributes.has('size')) || name === 'big' || name === 'small')
    lose('des tailles de caractères')
  if (/center|right|justify/.test(style.get('text-align') ?? attributes.get('align') ?? '') || name === 'center')
    lose('des alignements')
  if (name === 'u' || /underline/.test(style.get('text-decoration') ?? '')) lose('des soulignements')
  if (name === 's' || name === 'del' || name === 'strike') lose('du texte barré')
  if (name === 'sub' || name === 'sup') lose('des indices et des exposants')
  if (name === 'form') lose('un formulaire')
}

/** Blocks with an empty line between; items of one list, and an item's first line and the list under it, without. */
const joined = (blocks: readonly Block[], place: 'body' | 'item' = 'body'): string =>
  blocks
    .map(({ text, list }, index) => {
      const next = blocks[index + 1]
      if (!next) return text
      const isTight =
        next.list !== undefined && (next.list === list || (place === 'item' && index === 0 && list === undefined))
      return text + (isTight ? '\n' : '\n\n')
    })
    .join('')

const indented = (text: string, indent: string): string =>
  text
    .split('\n')
    .map((line, index) => (index === 0 || line === '' ? line : indent + line))
    .join('\n')

const textOf = (element: HtmlElement): string =>
  element.children
    .map((child) =>
      typeof child === 'string' ? child : 'name' in child ? (child.name === 'br' ? '\n' : textOf(child)) : '',
    )
    .join('')

const elementsNamed = (element: HtmlElement, name: string): HtmlElement[] =>
  element.children.flatMap((child) =>
    typeof child === 'string' || 'comment' in child
      ? []
      : child.name === name
        ? [child, ...elementsNamed(child, name)]
        : elementsNamed(child, name),
  )
