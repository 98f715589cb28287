import type { Locale } from '#core/text/locale.ts'
import { rowsToCsv } from './csv.ts'
import type { CsvCell } from './csv.ts'
import { printMessages } from './messages.ts'
import type { Register, RegisterMember } from './register.ts'

/** The register as CSV: a line for each period of membership, with the last Charter signed and the last year's fee. */
export function registerToCsv(register: Register, locale: Locale): string {
  const words = printMessages[locale].register.csv
  return rowsToCsv(
    [
      words.number,
      words.association,
      words.town,
      words.country,
      words.registerNumber,
      words.joined,
      words.decided,
      words.left,
      words.reason,
      words.charterVersion,
      words.charterSigned,
      words.officers,
      words.feeYear,
      words.feeDue,
      words.feePaid,
      words.feePaidOn,
    ],
    register.members.flatMap((member, index) => memberToRows(member, index + 1)),
  )
}

const memberToRows = (member: RegisterMember, number: number): readonly (readonly CsvCell[])[] => {
  const signature = member.signatures.toSorted((a, b) => a.version - b.version).at(-1)
  const fee = member.fees.toSorted((a, b) => a.year - b.year).at(-1)
  const officers = member.officers.map(({ name, office }) => `${office} : ${name}`).join(', ')
  return member.periods.map(({ joined, decided, left, reason }) => [
    number,
    member.name,
    member.town,
    member.country,
    member.registerNumber,
    { day: joined },
    { day: decided },
    { day: left },
    reason,
    signature?.version ?? null,
    { day: signature?.day ?? '' },
    officers,
    fee?.year ?? null,
    fee ? { cents: fee.due } : null,
    fee ? { cents: fee.paid } : null,
    { day: fee?.paidOn ?? '' },
  ])
}
