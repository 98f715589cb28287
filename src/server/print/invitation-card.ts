import { accents } from '#core/look/accents.ts'
import type { Accent } from '#core/look/accents.ts'
import { formatDay } from '#core/text/format.ts'
import type { Locale } from '#core/text/locale.ts'
import { printMessages } from './messages.ts'
import { LINE, MUTED, createPrint } from './print.ts'
import type { Element, Print } from './print.ts'
import { drawQr } from './qr.ts'
import { drawMark, drawMotif } from './woven.ts'

/** A card for somebody without e-mail: it holds a secret, so it is printed and never kept. */
export type InvitationCard = {
  /** Whom it is for, as the association calls them; empty for whoever is handed it. */
  readonly name: string
  readonly association: { readonly name: string; readonly accent: Accent }
  readonly federation: string
  /** What the QR code opens: the place to come in, with the code. */
  readonly link: string
  /** What one types without a camera. */
  readonly address: string
  /** Shown in groups of four. */
  readonly code: string
  /** `YYYY-MM-DD`; null when it doesn't end by itself. */
  readonly until: string | null
}

/** A6 upright, four on an A4 sheet. */
const CARD = { width: 297.64, height: 420.94 }
const PAD = 24
const QR = 160

/** Cards, four a page, with lines to cut along. At most 200 a call. */
export async function createInvitationCards(
  cards: readonly InvitationCard[],
  { locale, now, isPlain = false }: { readonly locale: Locale; readonly now: number; readonly isPlain?: boolean },
): Promise<Uint8Array> {
  const words = printMessages[locale].card
  const author = cards[0]?.federation ?? ''
  const print = await createPrint({ title: words.title, author, language: locale, now, margin: 0, isPlain })
  cards.slice(0, 200).forEach((card, index) => {
    const place = index % 4
    if (index > 0 && place === 0) print.pdf.addPage()
    if (place === 0) drawCuts(print)
    drawCard(print, card, (place % 2) * CARD.width, Math.floor(place / 2) * CARD.height, locale)
  })
  return print.finish()
}

const drawCuts = (print: Print): void => {
  const { pdf } = print
  print.decorate(() => {
    pdf.lineWidth(0.6).dash(3, { space: 4 }).strokeColor(LINE)
    pdf
      .moveTo(CARD.width, 0)
      .lineTo(CARD.width, 2 * CARD.height)
      .stroke()
    pdf
      .moveTo(0, CARD.height)
      .lineTo(2 * CARD.width, CARD.height)
      .stroke()
    pdf.undash()
  })
}

const drawCard = (print: Print, card: InvitationCard, left: number, top: number, locale: Locale): void => {
  const { pdf } = print
  const words = printMessages[locale].card
  const { association } = card
  const x = left + PAD
  const width = CARD.width - 2 * PAD
  const section = print.open('Sect')
  const write = (tag: string, text: string, y: number, lines: number) => {
    const height = lines * pdf.currentLineHeight(true) + 1
    print.add(tag, () => pdf.text(text, x, y, { width, height, ellipsis: '…' }), {}, section)
    return y + Math.min(height, pdf.heightOfString(text, { width }))
  }
  print.decorate(() => {
    drawMotif(pdf, association.name, association.accent, { x, y: top + PAD, width, height: 16 }, 0.8)
    drawMark(pdf, x, top + CARD.height - PAD - 9, 9)
  })
  print.face('strong', 10, accents[association.accent].light)
  let y = write('P', print.fit(association.name), top + PAD + 24, 2)
  print.face('title', 17)
  y = write('H1', words.title, y + 3, 1)
  if (card.name !== '') {
    print.face('strong', 12)
    y = write('P', print.fit(words.for(card.name)), y + 3, 1)
  }
  const beside = { x: x + QR + 6, width: width - QR - 6 }
  const qr = { x: x - 8, y: y + 2 }
  print.add('Figure', () => drawQr(pdf, card.link, qr.x, qr.y, QR), { alt: words.how }, section)
  print.face('text', 10.5)
  print.add('P', () => pdf.text(words.how, beside.x, qr.y + 14, { width: beside.width }), {}, section)
  y = qr.y + QR + 2
  y = writeLabelled(
    print,
    section,
    { x, y, width },
    words.address,
    'strong',
    11,
    card.address.replace(/^https?:\/\//, ''),
  )
  y = writeLabelled(print, section, { x, y: y + 4, width }, words.code, 'fixed', 16, groupByFour(card.code))
  print.face('text', 9.5, MUTED)
  const terms = card.until === null ? words.once : words.until(formatDay(card.until, locale))
  write('P', `${terms} ${words.keep}`, y + 5, 4)
  print.add(
    'P',
    () => pdf.text(print.fit(card.federation), x + 32, top + CARD.height - PAD - 10, { lineBreak: false }),
    {},
    section,
  )
  section.end()
}

const writeLabelled = (
  print: Print,
  section: Element,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
  label: string,
  face: 'strong' | 'fixed',
  size: number,
  text: string,
): number => {
  const { pdf } = print
  print.face('text', 9.5, MUTED)
  print.add('P', () => pdf.text(label, x, y, { width }), {}, section)
  const below = y + pdf.currentLineHeight(true)
  // Shrunk rather than cut: half an address or a code is of no use.
  const fitting = [size, size * 0.85, size * 0.7, size * 0.6].find(
    (one) => print.face(face, one).widthOfString(text) <= width,
  )
  print.face(face, fitting ?? size * 0.5)
  print.add('P', () => pdf.text(text, x, below, { width }), {}, section)
  return below + pdf.heightOfString(text, { width })
}

const groupByFour = (code: string): string => code.replace(/[\s-]/g, '').replace(/(.{4})(?=.)/g, '$1 ')
