import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { putFrenchSpaces } from '#core/text/french-spacing.ts'

/** What all prints share: tagged PDF 1.7 with its language and title, fonts that hold the letters of West Africa, text made fit to print. */

export type Face = 'text' | 'strong' | 'title' | 'fixed'

/** `YYYY-MM-DDTHH:MM:SSZ` and so on: when it was made comes from the caller, so that the same content gives the same bytes. */
export type PrintOptions = {
  readonly title: string
  readonly author: string
  /** BCP 47. */
  readonly language: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly layout?: 'portrait' | 'landscape'
  /** Points. */
  readonly margin: number
  readonly bottomMargin?: number
  /** Compression off, for tests that read the content. */
  readonly isPlain?: boolean
}

export type Element = PDFKit.PDFStructureElement
type ElementOptions = { readonly lang?: string; readonly alt?: string; readonly scope?: 'Row' | 'Column' }

export type Print = {
  readonly pdf: PDFKit.PDFDocument
  /** Structure that everything stands in. */
  readonly root: Element
  /** Draws inside a tag of the structure: what a screen reader reads, in that order. */
  add(tag: string, draw: () => void, options?: ElementOptions, parent?: Element): void
  /** A tag that holds other tags; end it when it is full. */
  open(tag: string, parent?: Element): Element
  /** Draws what a screen reader leaves out. */
  decorate(draw: () => void): void
  face(face: Face, size: number, colour?: string): PDFKit.PDFDocument
  /** Text as typed → as printed: French spaces, no character that the face can't draw. */
  fit(text: string, language?: string): string
  finish(): Promise<Uint8Array>
}

export const INK = '#211c17'
export const MUTED = '#5c5248'
export const LINE = '#8a7d70'
export const WASH = '#efe7da'

/** DejaVu holds ɛ ɔ ŋ ɲ ɩ ʋ ɓ ɗ ƴ and combining tilde, whole files: the subsets of web fonts don't. */
const FACES: Readonly<Record<Face, string>> = {
  text: 'DejaVuSansCondensed',
  strong: 'DejaVuSansCondensed-Bold',
  title: 'DejaVuSerifCondensed-Bold',
  fixed: 'DejaVuSansMono-Bold',
}

/** pdfkit weighs several megabytes: it is read when somebody prints, not before. */
export async function createPrint(options: PrintOptions): Promise<Print> {
  const { default: PDFDocument } = await import('pdfkit')
  const { margin, bottomMargin = margin } = options
  const created = new Date(options.now)
  const pdf = new PDFDocument({
    size: 'A4',
    layout: options.layout ?? 'portrait',
    margins: { top: margin, left: margin, right: margin, bottom: bottomMargin },
    pdfVersion: '1.7',
    tagged: true,
    lang: options.language,
    displayTitle: true,
    bufferPages: true,
    compress: !options.isPlain,
    // No default: pdfkit would read it, then read it again each time that its registered name is asked for.
    font: '',
    info: {
      Title: options.title,
      Author: options.author,
      Creator: 'Trait d’union',
      CreationDate: created,
      ModDate: created,
    },
  })
  const chunks: Uint8Array[] = []
  pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('end', resolve)
    pdf.on('error', reject)
  })
  for (const face of Object.keys(FACES) as Face[]) pdf.registerFont(face, fontPath(face))
  pdf.font('text')
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  return {
    pdf,
    root,
    add(tag, draw, elementOptions = {}, parent = root) {
      parent.add(pdf.struct(tag, elementOptions, draw))
    },
    open(tag, parent = root) {
      const element = pdf.struct(tag)
      parent.add(element)
      return element
    },
    decorate(draw) {
      pdf.markContent('Artifact', { type: 'Layout' })
      draw()
      pdf.endMarkedContent()
    },
    face: (face, size, colour = INK) => pdf.font(face).fontSize(size).fillColor(colour),
    fit: (text, language = options.language) => dropUndrawable(pdf, isFrench(language) ? putFrenchSpaces(text) : text),
    async finish() {
      root.end()
      pdf.end()
      await ended
      return Buffer.concat(chunks)
    },
  }
}

const isFrench = (language: string) => language === '' || /^fr\b/i.test(language)

const fontPath = (face: Face): string => join(fontFolder(), `${FACES[face]}.ttf`)
const fontFolder = () => join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf')

/** pdfkit's current font, which it doesn't declare. */
type CurrentFont = { readonly font: { hasGlyphForCodePoint(code: number): boolean } }

/** A missing letter prints as a hollow box: pictographs and the like are left out instead. */
function dropUndrawable(pdf: PDFKit.PDFDocument, text: string): string {
  const { font } = (pdf as unknown as { [current: string]: CurrentFont })['_font'] as CurrentFont
  return [
    ...text
      .toWellFormed()
      .normalize('NFC')
      .replace(/\p{Cc}+/gu, ' '),
  ]
    .filter((character) => font.hasGlyphForCodePoint(character.codePointAt(0) as number))
    .join('')
    .replace(/ {2,}/g, ' ')
    .trim()
}
