import type { Accent, AssociationSlug } from '../association-data.ts'
import { createLoom, cut, disc, n, oval, poly, rect, shape, stroke, tint } from './loom.ts'

/** A ground for each accent; the emblem on it is paper, or ink on « mil ». Every pair is ≥ 4.5. */
export const accentGround: Readonly<Record<Accent, string>> = {
  indigo: '#1F3A6E',
  terre: '#9C3D1B',
  feuille: '#2F6137',
  mil: '#F2C14E',
  lagune: '#0C5C66',
  prune: '#6D2C62',
  ardoise: '#434F5C',
  brique: '#8A1F38',
}

type Emblem = (paint: string, ground: string) => string

/** A short bar joining two points: the federation's own mark. */
const bar: Emblem = (paint) =>
  stroke('M28 52L68 28', paint, 7) +
  disc(26, 53, 12, paint) +
  disc(70, 27, 12, paint) +
  disc(26, 53, 5, tint.mil) +
  disc(70, 27, 5, tint.mil)

const emblems: Readonly<Record<AssociationSlug, Emblem>> = {
  'jumelage-grigny-koupela': (paint) =>
    stroke('M26 26C62 24 32 54 68 54', paint, 7) +
    disc(26, 26, 9, paint) +
    disc(70, 54, 9, paint) +
    disc(26, 26, 4, tint.mil) +
    disc(70, 54, 4, tint.mil),
  // An ear of millet.
  'jumelage-givors-gavinane': (paint, ground) =>
    stroke('M48 66V36', paint, 4) +
    oval(48, 30, 11, 21, paint) +
    [16, 24, 32, 40]
      .map((y, i) =>
        [-5, 0, 5].map((dx) => disc(48 + dx, y + (dx === 0 ? 2 : 0), i === 0 && dx !== 0 ? 0.1 : 2, ground)).join(''),
      )
      .join('') +
    stroke('M48 60Q62 58 66 44M48 62Q34 60 30 48', paint, 4),
  // A roof over an open book: the two schools.
  'jumelage-millery-youri': (paint, ground) =>
    poly(
      [
        [18, 34],
        [48, 14],
        [78, 34],
      ],
      paint,
    ) +
    shape('M48 42Q34 34 20 40V62Q34 56 48 64Q62 56 76 62V40Q62 34 48 42Z', paint) +
    stroke('M48 44V60', ground, 3),
  // A door that is open.
  'secours-populaire-givors': (paint, ground) =>
    rect(28, 12, 40, 54, paint, 3) +
    rect(33, 17, 30, 49, ground) +
    poly(
      [
        [33, 17],
        [52, 24],
        [52, 70],
        [33, 66],
      ],
      paint,
    ) +
    disc(47, 47, 2.4, ground),
  'amicale-laique-grigny': (paint) =>
    stroke('M14 20Q48 44 82 20', paint, 4) +
    [
      [24, 27],
      [42, 32],
      [60, 31],
      [76, 25],
    ]
      .map(([x = 0, y = 0], i) =>
        poly(
          [
            [x - 8, y - 2],
            [x + 8, y - 2 - (i - 1.5) * 1.2],
            [x, y + 22],
          ],
          i % 2 === 0 ? paint : tint.mil,
        ),
      )
      .join(''),
  // A seedling on its row.
  'potagers-du-garon': (paint) =>
    stroke('M48 66V34', paint, 5) +
    shape('M48 42C46 22 34 14 18 14C18 34 30 42 48 42Z', paint) +
    shape('M48 52C50 34 62 26 78 28C76 46 64 52 48 52Z', tint.mil),
  // A glass of tea and its steam.
  'groupe-almara': (paint, ground) =>
    shape('M32 30H64L60 66H36Z', paint) +
    rect(34, 40, 28, 5, tint.mil) +
    poly(
      [
        [48, 48],
        [54, 55],
        [48, 62],
        [42, 55],
      ],
      ground,
    ) +
    stroke('M42 24q-5 -6 0 -12M54 24q-5 -6 0 -12', paint, 3.5),
  // Two wings.
  'envol-en-vol': (paint) =>
    shape('M14 40C30 16 42 24 48 40C54 24 66 16 82 40C68 32 58 36 48 54C38 36 28 32 14 40Z', paint) +
    shape('M24 58C36 44 44 50 48 60C52 50 60 44 72 58C62 54 56 56 48 68C40 56 34 54 24 58Z', tint.mil),
  'oms-grigny': (paint, ground) =>
    disc(48, 39, 25, paint) +
    poly(
      [0, 1, 2, 3, 4].map(
        (i) => [48 + Math.cos(i * 1.2566 - 1.5708) * 9, 39 + Math.sin(i * 1.2566 - 1.5708) * 9] as const,
      ),
      ground,
    ) +
    [0, 1, 2, 3, 4]
      .map((i) =>
        stroke(
          `M${n(48 + Math.cos(i * 1.2566 - 1.5708) * 9)} ${n(39 + Math.sin(i * 1.2566 - 1.5708) * 9)}L${n(48 + Math.cos(i * 1.2566 - 1.5708) * 24)} ${n(39 + Math.sin(i * 1.2566 - 1.5708) * 24)}`,
          ground,
          3,
        ),
      )
      .join(''),
}

/** A square mark, SVG of 96 × 96: an emblem over three to five strips that come from the name. */
export function drawMark(slug: AssociationSlug | 'federation', accent: Accent): string {
  const loom = createLoom(slug, 'matin')
  const ground = accentGround[accent]
  const paint = accent === 'mil' ? tint.ink : tint.paper
  const count = 3 + Math.floor(loom.between(0, 3))
  const palette = [
    paint,
    accent === 'mil' ? tint.terre : tint.mil,
    accent === 'indigo' ? tint.brick : tint.indigo,
    tint.sand,
    ground,
  ]
  const first = Math.floor(loom.between(0, palette.length))
  let strips = ''
  for (let i = 0; i < count; i++) {
    strips += rect((96 / count) * i, 76, 96 / count + 0.3, 20, palette[(i + first) % palette.length] ?? paint)
  }
  const emblem = slug === 'federation' ? bar : emblems[slug]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">${cut(loom, rect(0, 0, 96, 96, '#000', 10), rect(0, 0, 96, 96, ground) + emblem(paint, ground) + rect(0, 73, 96, 3, paint) + strips)}</svg>`
}
