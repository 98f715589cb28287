import type { PictureKey } from './drawings.ts'

/** Shapes shared by the demonstration's associations. Dates are `YYYY-MM-DD`, money in euro cents. */
export type Accent = 'indigo' | 'terre' | 'feuille' | 'mil' | 'lagune' | 'prune' | 'ardoise' | 'brique'

export type AssociationSlug =
  | 'jumelage-grigny-koupela'
  | 'jumelage-givors-gavinane'
  | 'jumelage-millery-youri'
  | 'secours-populaire-givors'
  | 'amicale-laique-grigny'
  | 'potagers-du-garon'
  | 'groupe-almara'
  | 'envol-en-vol'
  | 'oms-grigny'

/** Whose voice: one association, or the federation itself. */
export type VoiceSlug = AssociationSlug | 'federation'

export type DemoPlace = {
  readonly town: string
  readonly country: 'FR' | 'BF' | 'ML'
  /** WGS 84 degrees, of the commune: nobody's house. */
  readonly lat: number
  readonly lon: number
}

export type DemoPeriod = {
  readonly joined: string
  readonly left?: string
  readonly note: string
  /** The facts give no date of joining or leaving: all are invented, and say so. */
  readonly invented: true
}

export type DemoMandate = {
  readonly role: string
  /** Never a living person: « Personne de démonstration N ». */
  readonly person: string
  readonly from: string
  readonly to?: string
}

export type DemoFee = { readonly year: number; readonly cents: number; readonly paid: string | null }

export type DemoAssociation = {
  readonly slug: AssociationSlug
  readonly name: string
  readonly shortName: string
  readonly place: DemoPlace
  readonly partner?: DemoPlace
  /** One sentence, ≤ 160 characters. */
  readonly purpose: string
  /** Markdown, the mini-site's own presentation. */
  readonly presentation: string
  readonly accent: Accent
  readonly picture: { readonly key: PictureKey; readonly alt: string }
  readonly periods: readonly DemoPeriod[]
  readonly officers: readonly DemoMandate[]
  readonly fees: readonly DemoFee[]
}

export const grigny: DemoPlace = { town: 'Grigny', country: 'FR', lat: 45.6084, lon: 4.7898 }
export const givors: DemoPlace = { town: 'Givors', country: 'FR', lat: 45.5906, lon: 4.7688 }
export const millery: DemoPlace = { town: 'Millery', country: 'FR', lat: 45.6323, lon: 4.7821 }
export const koupela: DemoPlace = { town: 'Koupéla', country: 'BF', lat: 12.1786, lon: -0.351 }
export const gavinane: DemoPlace = { town: 'Gavinané', country: 'ML', lat: 15.1167, lon: -9.9 }
export const youri: DemoPlace = { town: 'Youri', country: 'ML', lat: 15.1047, lon: -9.8139 }

const period = (joined: string, left: string | null, note: string): DemoPeriod =>
  left === null ? { joined, note, invented: true } : { joined, left, note, invented: true }

export const staysSince = (date: string, note: string): DemoPeriod => period(date, null, note)
export const stayed = (date: string, left: string, note: string): DemoPeriod => period(date, left, note)

export const mandate = (role: string, person: number, from: string, to?: string): DemoMandate => ({
  role,
  person: `Personne de démonstration ${person}`,
  from,
  ...(to === undefined ? {} : { to }),
})

/**
 * A fee each year of a membership, to 2015: 20 € until 2010, then 30 €. Paid in February, or on joining; `unpaid` years
 * were let off by a decision.
 */
export function feesOf(periods: readonly DemoPeriod[], unpaid: readonly number[] = []): readonly DemoFee[] {
  const fees: DemoFee[] = []
  for (const { joined, left } of periods) {
    const first = Number(joined.slice(0, 4))
    const last = Math.min(2015, Number((left ?? '2015-12-31').slice(0, 4)))
    for (let year = first; year <= last; year++) {
      const paid = year === first && joined.slice(5) > '02-15' ? joined : `${year}-02-15`
      fees.push({ year, cents: year < 2011 ? 2000 : 3000, paid: unpaid.includes(year) ? null : paid })
    }
  }
  return fees
}
