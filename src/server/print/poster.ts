import { accents } from '#core/look/accents.ts'
import type { Accent } from '#core/look/accents.ts'
import type { Locale } from '#core/text/locale.ts'
import { printMessages } from './messages.ts'
import { openPicture } from './picture.ts'
import type { OpenPicture } from './picture.ts'
import { INK, LINE, MUTED, createPrint } from './print.ts'
import type { Print } from './print.ts'
import { drawQr } from './qr.ts'
import { drawMark, drawMotif } from './woven.ts'
import type { Box } from './woven.ts'

export type Poster = {
  readonly kind: 'article' | 'date'
  readonly title: string
  /** Plain text: what it says in short, cut where the page ends. */
  readonly excerpt: string
  /** BCP 47 of title and excerpt. */
  readonly language: string
  /** As it is read: « lundi 7 décembre 2026 », and for a date « 14 h 30 ». */
  readonly when: string | null
  readonly place: string | null
  /** Best a JPEG of 1000 to 1600 pixels across; one that can't be read is left out, since a poster without it is better than none. */
  readonly picture: { readonly bytes: Uint8Array; readonly text: string } | null
  readonly association: { readonly name: string; readonly accent: Accent }
  readonly federation: string
  /** Absolute. */
  readonly address: string
}

const PAGE = { width: 595.28, height: 841.89 }
const MARGIN = 48
const WIDTH = PAGE.width - 2 * MARGIN
const BAND = 44
const QR = 112
/** Where the foot begins: address, QR and the federation. */
const FOOT = PAGE.height - 22 - QR - 16
const GAP = 18

/** An A4 poster of an article or a date, for a door, a shop, a school. One page whatever the lengths. */
export async function createPoster(
  poster: Poster,
  { locale, now, isPlain = false }: { readonly locale: Locale; readonly now: number; readonly isPlain?: boolean },
): Promise<Uint8Array> {
  const { association, federation } = poster
  const author = association.name
  const print = await createPrint({
    title: poster.title,
    author,
    language: locale,
    now,
    margin: MARGIN,
    bottomMargin: 0,
    isPlain,
  })
  const { pdf } = print
  print.decorate(() => {
    drawMotif(pdf, association.name, association.accent, { x: 0, y: 0, width: PAGE.width, height: BAND }, 1.15)
    drawMotif(
      pdf,
      association.name,
      association.accent,
      { x: 0, y: PAGE.height - 10, width: PAGE.width, height: 10 },
      1.15,
    )
  })
  const afterName = writeLine(print, association.name, BAND + 30, 15, accents[association.accent].light)
  const afterTitle = writeTitle(print, poster, afterName + 10)
  const y = poster.when || poster.place ? writeWhen(print, poster, afterTitle + GAP) : afterTitle
  const picture = poster.picture && (await openPicture(pdf, poster.picture.bytes))
  fillMiddle(print, poster, picture, { x: MARGIN, y: y + GAP + 4, width: WIDTH, height: FOOT - GAP - (y + GAP + 4) })
  writeFoot(print, poster, federation, locale)
  return print.finish()
}

const writeLine = (print: Print, text: string, y: number, size: number, colour: string): number => {
  const { pdf } = print
  print.face('strong', size, colour)
  const line = print.fit(text)
  print.add('P', () => pdf.text(line, MARGIN, y, { width: WIDTH, height: size * 2.6, ellipsis: '…' }))
  return y + Math.min(pdf.heightOfString(line, { width: WIDTH }), size * 2.6)
}

/** As large as four lines allow, words whole. */
const writeTitle = (print: Print, { title, language, picture }: Poster, y: number): number => {
  const { pdf } = print
  print.face('title', 20)
  const text = print.fit(title, language)
  const widest = (size: number) => Math.max(...text.split(/[ -]/).map((word) => pdf.fontSize(size).widthOfString(word)))
  const limit = picture ? 200 : 280
  const fits = (size: number) =>
    widest(size) <= WIDTH && pdf.fontSize(size).heightOfString(text, { width: WIDTH, lineGap: -size * 0.08 }) <= limit
  const size = [...(picture ? [] : [104, 88, 74]), 64, 58, 52, 46, 41, 37, 33, 29, 26, 23].find(fits) ?? 20
  const options = { width: WIDTH, lineGap: -size * 0.08, height: limit + 20, ellipsis: '…' }
  print.face('title', size)
  print.add('H1', () => pdf.text(text, MARGIN, y, options), { lang: language || 'fr' })
  return y + Math.min(pdf.heightOfString(text, options), limit + 20)
}

/** Day, hour and place, beside a bar of the association's colour. For a date it is what people look for: large. */
const writeWhen = (print: Print, { kind, when, place, association }: Poster, y: number): number => {
  const { pdf } = print
  const isLarge = kind === 'date'
  const sizes = isLarge ? ([24, 19] as const) : ([14, 14] as const)
  const indent = isLarge ? 16 : 0
  let at = y
  const write = (text: string, face: 'strong' | 'text', size: number) => {
    print.face(face, size, isLarge ? INK : MUTED)
    const line = print.fit(text)
    const options = { width: WIDTH - indent, height: size * 4.2, ellipsis: '…' }
    print.add('P', () => pdf.text(line, MARGIN + indent, at, options))
    at += Math.min(pdf.heightOfString(line, options), size * 4.2)
  }
  const both = [when, place].filter((text) => text !== null)
  if (!isLarge) write(both.join(', '), 'text', sizes[1])
  else both.forEach((text, index) => write(text, index === 0 ? 'strong' : 'text', sizes[index === 0 ? 0 : 1]))
  if (isLarge) print.decorate(() => pdf.rect(MARGIN, y + 2, 5, at - y - 4).fill(accents[association.accent].light))
  return at
}

/** Picture and excerpt share what is left; without a picture the strips of the association take its place, woven large. */
const fillMiddle = (print: Print, poster: Poster, picture: OpenPicture | null, box: Box): void => {
  const { pdf } = print
  const { association, language } = poster
  const size = picture ? 15 : 19
  const lead = { width: box.width, lineGap: size * 0.3 }
  print.face('text', size)
  const excerpt = print.fit(poster.excerpt, language)
  const wanted = excerpt === '' ? 0 : pdf.heightOfString(excerpt, lead)
  const writeExcerpt = (place: Box) => {
    if (excerpt === '' || place.height < size) return
    const options = { ...lead, width: place.width }
    print.face('text', size)
    const shown = shorten(excerpt, (text) => pdf.heightOfString(text, options) <= place.height + lead.lineGap + 1)
    print.add('P', () => pdf.text(shown, place.x, place.y, options), { lang: language || 'fr' })
  }
  if (!picture) {
    const height = Math.min(wanted, box.height)
    writeExcerpt({ ...box, height })
    const rest = box.height - height - (height > 0 ? GAP + 6 : 0)
    if (rest < 60) return
    const panel = { ...box, y: box.y + box.height - Math.min(rest, 190), height: Math.min(rest, 190) }
    print.decorate(() => drawMotif(pdf, association.name, association.accent, panel, 3.2))
    return
  }
  const text = poster.picture?.text ?? ''
  const draw = (place: Box) =>
    print.add('Figure', () => drawPicture(pdf, picture, place), { alt: print.fit(text || poster.title, language) })
  const ratio = picture.width / picture.height
  if (ratio < 1.1 && excerpt !== '') {
    // Upright: the text stands beside it.
    const height = Math.min(box.height, (box.width * 0.54) / ratio)
    const place = { ...box, width: height * ratio, height }
    draw(place)
    writeExcerpt({
      x: box.x + place.width + GAP,
      y: box.y - 3,
      width: box.width - place.width - GAP,
      height: box.height,
    })
    return
  }
  const least = Math.min(wanted, size * 1.5 * 4)
  const height = Math.min(box.width / ratio, box.height - (least > 0 ? least + GAP : 0))
  draw({ ...box, height })
  writeExcerpt({ ...box, y: box.y + height + GAP, height: box.height - height - GAP })
}

/** As many whole words as fit, ending with a sentence where that costs little. */
const shorten = (text: string, fits: (text: string) => boolean): string => {
  if (fits(text)) return text
  const words = text.split(' ')
  let [low, high] = [0, words.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(`${words.slice(0, middle).join(' ')} …`)) low = middle
    else high = middle - 1
  }
  const kept = words.slice(0, low).join(' ')
  const sentence = /^.*[.!?](?=\s|$)/s.exec(kept)?.[0] ?? ''
  return sentence.length > kept.length * 0.75 ? sentence : `${kept}${NARROW}…`
}
const NARROW = '\u202f'

/** Fills the place; what is beyond is cut off evenly at the sides, less above than below, where heads are. */
const drawPicture = (pdf: PDFKit.PDFDocument, picture: OpenPicture, { x, y, width, height }: Box): void => {
  const scale = Math.max(width / picture.width, height / picture.height)
  const [drawnWidth, drawnHeight] = [picture.width * scale, picture.height * scale]
  pdf.save().rect(x, y, width, height).clip()
  const left = x - (drawnWidth - width) / 2
  pdf.image(picture as unknown as PDFKit.Mixins.ImageSrc, left, y - (drawnHeight - height) * 0.35, {
    width: drawnWidth,
    height: drawnHeight,
  })
  pdf.restore()
}

const writeFoot = (print: Print, { kind, address }: Poster, federation: string, locale: Locale): void => {
  const { pdf } = print
  const words = printMessages[locale].poster
  const width = WIDTH - QR - GAP
  print.decorate(() =>
    pdf
      .moveTo(MARGIN, FOOT)
      .lineTo(MARGIN + WIDTH, FOOT)
      .lineWidth(0.75)
      .stroke(LINE),
  )
  print.add('Figure', () => drawQr(pdf, address, MARGIN + WIDTH - QR + 8, FOOT + 6, QR), { alt: words.qr(address) })
  print.face('text', 12, MUTED)
  const lead = print.fit(kind === 'date' ? words.seeOn : words.readOn, locale)
  print.add('P', () => pdf.text(lead, MARGIN, FOOT + 18, { width }))
  const shown = address.replace(/^https?:\/\//, '').replace(/\/$/, '')
  const size =
    [17, 15, 13, 11].find((one) => print.face('strong', one).heightOfString(shown, { width }) <= one * 2.8) ?? 9
  print.face('strong', size)
  print.add('P', () => pdf.text(shown, MARGIN, FOOT + 36, { width, height: size * 3.6, ellipsis: '…' }))
  print.decorate(() => drawMark(pdf, MARGIN, FOOT + 93, 11))
  print.face('text', 12, INK)
  const name = print.fit(federation, locale)
  print.add('P', () => pdf.text(name, MARGIN + 40, FOOT + 91, { width: width - 40, height: 16, ellipsis: '…' }))
}
