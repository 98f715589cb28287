import { formatDay, formatMoney } from '#core/text/format.ts'
import type { Locale } from '#core/text/locale.ts'
import { printMessages } from './messages.ts'
import { LINE, MUTED, createPrint } from './print.ts'
import type { Print } from './print.ts'
import { drawTable } from './table.ts'
import type { Cell } from './table.ts'
import { drawMark, drawMotif } from './woven.ts'

/** The members' register, for the prefecture and the general meeting. Days: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; empty when unknown. */
export type Register = {
  readonly federation: string
  /** Day on which it is made. */
  readonly established: string
  /** In the order of their numbers: by first joining. */
  readonly members: readonly RegisterMember[]
}

export type RegisterMember = {
  readonly name: string
  readonly town: string
  /** ISO 3166-1 alpha-2; empty when unknown. */
  readonly country: string
  /** Number in the national register of associations; empty when unknown. */
  readonly registerNumber: string
  /** Oldest first; `left` empty while it lasts. */
  readonly periods: readonly {
    readonly joined: string
    readonly decided: string
    readonly left: string
    readonly reason: string
  }[]
  /** Those who hold a public office. */
  readonly officers: readonly {
    readonly name: string
    readonly office: string
    readonly from: string
    readonly until: string
  }[]
  readonly signatures: readonly { readonly version: number; readonly day: string }[]
  /** Cents of euro; `paidOn`: last payment, empty when there is none. */
  readonly fees: readonly {
    readonly year: number
    readonly due: number
    readonly paid: number
    readonly paidOn: string
  }[]
}

const MARGIN = 40
const WIDTH = 841.89 - 2 * MARGIN

/** The register as a tagged A4 PDF: joining and leaving, Charter, public officers, fees, place for a signature. */
export async function createRegister(
  register: Register,
  { locale, now, isPlain = false }: { readonly locale: Locale; readonly now: number; readonly isPlain?: boolean },
): Promise<Uint8Array> {
  const words = printMessages[locale].register
  const print = await createPrint({
    title: `${words.title}, ${register.federation}`,
    author: register.federation,
    language: locale,
    now,
    layout: 'landscape',
    margin: MARGIN,
    bottomMargin: 52,
    isPlain,
  })
  writeTop(print, register, locale)
  writeHeading(print, words.periods)
  drawTable(
    print,
    [
      { title: words.number, width: 28 },
      { title: words.association, width: 178 },
      { title: words.joined, width: 98 },
      { title: words.decided, width: 98 },
      { title: words.left, width: 112 },
      { title: words.charter, width: 124 },
      { title: words.officers, width: WIDTH - 638 },
    ],
    register.members.flatMap((member, index) => memberToRows(member, index + 1, locale)),
  )
  writeHeading(print, words.fees)
  writeFees(print, register, locale)
  writeSignature(print, locale)
  writePageNumbers(print, register, locale)
  return print.finish()
}

const writeTop = (print: Print, { federation, established, members }: Register, locale: Locale): void => {
  const { pdf } = print
  const words = printMessages[locale].register
  print.decorate(() => {
    drawMotif(pdf, federation, 'indigo', { x: 0, y: 0, width: pdf.page.width, height: 16 }, 1)
    drawMark(pdf, MARGIN, MARGIN + 6, 12)
  })
  print.face('strong', 11, MUTED)
  print.add('P', () => pdf.text(print.fit(federation), MARGIN + 42, MARGIN + 5))
  print.face('title', 25)
  print.add('H1', () => pdf.text(words.title, MARGIN, MARGIN + 24))
  print.face('text', 10.5, MUTED)
  const present = members.filter(({ periods }) => periods.some(({ left }) => left === '')).length
  const line = `${words.established(formatDay(established, locale))}. ${words.count(present, members.length - present)}.`
  print.add('P', () => pdf.text(line, MARGIN, pdf.y + 2))
  pdf.y += 6
}

const writeHeading = (print: Print, text: string): void => {
  const { pdf } = print
  // A heading never stands alone at the foot of a page.
  if (pdf.y + 90 > pdf.page.height - pdf.page.margins.bottom) pdf.addPage()
  print.face('title', 14)
  print.add('H2', () => pdf.text(text, MARGIN, pdf.y + 8))
  pdf.y += 4
}

const memberToRows = (member: RegisterMember, number: number, locale: Locale): readonly (readonly Cell[])[] => {
  const words = printMessages[locale].register
  const place =
    member.country && member.country !== 'FR' ? `${member.town} (${countryName(member.country, locale)})` : member.town
  const small = [place, member.registerNumber && words.register(member.registerNumber)].filter((text) => text !== '')
  const signatures = member.signatures.map(({ version, day }) => words.version(version, formatDay(day, locale)))
  const officers = member.officers.map(({ name, office, ...term }) => `${office} : ${name}${termToText(term, locale)}`)
  return member.periods.map((period, index) => [
    { text: String(number) },
    { text: member.name, isStrong: true, small },
    { text: formatDay(period.joined, locale) },
    { text: period.decided === '' ? '–' : formatDay(period.decided, locale) },
    { text: period.left === '' ? '–' : formatDay(period.left, locale), small: period.reason ? [period.reason] : [] },
    { text: '', small: index === member.periods.length - 1 ? orDash(signatures) : [''] },
    { text: '', small: index === member.periods.length - 1 ? orDash(officers) : [''] },
  ])
}

const orDash = (lines: readonly string[]) => (lines.length > 0 ? lines : ['–'])

const termToText = ({ from, until }: { readonly from: string; readonly until: string }, locale: Locale): string => {
  const words = printMessages[locale].register
  const [begin, end] = [formatDay(from, locale), formatDay(until, locale)]
  if (from && until) return `, ${words.fromTo(begin, end)}`
  if (from) return `, ${words.from(begin, isExact(from))}`
  return until ? `, ${words.until(end, isExact(until))}` : ''
}

const isExact = (day: string) => day.length === 10

const countryName = (code: string, locale: Locale): string =>
  /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code) : code

const writeFees = (print: Print, { members }: Register, locale: Locale): void => {
  const { pdf } = print
  const words = printMessages[locale].register
  const rows = members.flatMap((member, index) =>
    member.fees.map(({ year, due, paid, paidOn }): readonly Cell[] => [
      { text: String(index + 1) },
      { text: member.name, isStrong: true },
      { text: String(year) },
      { text: formatMoney(due, 'EUR', locale) },
      { text: formatMoney(paid, 'EUR', locale) },
      { text: formatMoney(due - paid, 'EUR', locale), isStrong: due > paid },
      { text: paidOn === '' ? '–' : formatDay(paidOn, locale) },
    ]),
  )
  if (rows.length === 0) {
    print.face('text', 10.5, MUTED)
    print.add('P', () => pdf.text(words.noFees, MARGIN, pdf.y))
    return
  }
  drawTable(
    print,
    [
      { title: words.number, width: 28 },
      { title: words.association, width: 290 },
      { title: words.year, width: 60 },
      { title: words.due, width: 85, align: 'right' },
      { title: words.paid, width: 85, align: 'right' },
      { title: words.owed, width: 85, align: 'right' },
      { title: words.paidOn, width: WIDTH - 633, align: 'right' },
    ],
    rows,
  )
}

const writeSignature = (print: Print, locale: Locale): void => {
  const { pdf } = print
  const words = printMessages[locale].register
  const height = 74
  if (pdf.y + height > pdf.page.height - pdf.page.margins.bottom) pdf.addPage()
  const top = pdf.y + 8
  const width = 300
  const x = MARGIN + WIDTH - width
  print.decorate(() =>
    pdf
      .roundedRect(x, top, width, height - 10, 6)
      .lineWidth(0.75)
      .stroke(LINE),
  )
  print.face('strong', 10)
  print.add('P', () => pdf.text(words.certified, x + 10, top + 8, { width: width - 20 }))
  print.face('text', 8.5, MUTED)
  print.add('P', () => pdf.text(words.signature, x + 10, top + 22, { width: width - 20 }))
}

/** Once all pages are there: « Page 2 sur 3 ». */
const writePageNumbers = (print: Print, { federation }: Register, locale: Locale): void => {
  const { pdf } = print
  const words = printMessages[locale]
  const { start, count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(start + page)
    const { margins } = pdf.page
    const kept = margins.bottom
    // Text below the margin would otherwise open a page.
    margins.bottom = 0
    print.face('text', 8.5, MUTED)
    print.decorate(() => {
      pdf.text(print.fit(`${words.register.title}, ${federation}`), MARGIN, pdf.page.height - 34, {
        width: WIDTH / 2,
        height: 12,
        ellipsis: '…',
      })
      pdf.text(words.page(page + 1, count), MARGIN + WIDTH / 2, pdf.page.height - 34, {
        width: WIDTH / 2,
        align: 'right',
      })
    })
    margins.bottom = kept
  }
}
