import { baobab, hills, sky, tree } from './figures.ts'
import {
  BASE,
  type Loom,
  cloths,
  disc,
  faded,
  line,
  n,
  oval,
  poly,
  rect,
  shape,
  strips,
  stroke,
  tint,
  turn,
  woven,
} from './loom.ts'

/** Telephone poles that bring the line across the plain, to the sun. */
export function phoneLine(loom: Loom): string {
  const horizon = 500
  let out = sky(loom, horizon, 860, 330, 150) + hills(loom, horizon + 4, 46, loom.day ? '#C9A873' : '#5A3A4F')
  const fields = loom.day
    ? [tint.sand, '#DDBB83', tint.clay, '#CFA063', tint.ochre, '#B8733F']
    : ['#8A4B45', '#74403F', '#5E3439', '#4C2C36', '#3B2433']
  out += strips(loom, [0, horizon, 1200, BASE - horizon], fields, { uneven: 0.6 })
  out += baobab(loom, 1010, 590, 250)
  const poles = [1, 0.66, 0.45, 0.31, 0.22, 0.16].map((depth) => ({
    x: 880 - 700 * depth ** 0.9,
    foot: horizon + 190 * depth,
    h: 560 * depth,
    depth,
  }))
  poles.forEach(({ x, foot, h, depth }, i) => {
    const next = poles[i + 1]
    for (const [dx, dy] of [
      [-0.09, 0.97],
      [0.09, 0.97],
      [-0.07, 0.89],
      [0.07, 0.89],
    ] as const) {
      const from = [x + dx * h, foot - dy * h] as const
      const to =
        next === undefined ? ([860, horizon - 66] as const) : ([next.x + dx * next.h, next.foot - dy * next.h] as const)
      const low = (from[1] + to[1]) / 2 + 70 * depth
      out += stroke(
        `M${n(from[0])} ${n(from[1])}Q${n((from[0] + to[0]) / 2)} ${n(low)} ${n(to[0])} ${n(to[1])}`,
        tint.ink,
        1 + 2.6 * depth,
      )
      if (i === 0)
        out += stroke(`M${n(from[0])} ${n(from[1])}Q60 ${n(from[1] + 60)} -40 ${n(from[1] - 10)}`, tint.ink, 3.6)
    }
    out += turn(rect(x - h * 0.02, foot - h, h * 0.04, h, tint.bark, 2), i === 4 ? 5 : 0, x, foot)
    out +=
      rect(x - h * 0.12, foot - h * 0.97, h * 0.24, h * 0.022, tint.bark) +
      rect(x - h * 0.1, foot - h * 0.89, h * 0.2, h * 0.02, tint.bark)
    for (const dx of [-0.09, 0.09]) out += rect(x + dx * h - h * 0.009, foot - h, h * 0.018, h * 0.035, tint.paper, 2)
  })
  return out + ladder(300, 690) + coil(408, 676)
}

function ladder(x: number, y: number): string {
  let out = line(x, y, x - 96, y - 380, tint.mil, 10) + line(x + 62, y, x - 48, y - 384, tint.mil, 10)
  for (let i = 1; i < 9; i++) {
    const t = i / 9
    out += line(x - 96 * t, y - 380 * t, x + 62 - 110 * t, y - 384 * t, tint.mil, 7)
  }
  return out
}

function coil(x: number, y: number): string {
  return (
    [58, 46, 34, 22].map((r, i) => oval(x, y, r, r * 0.62, i % 2 === 0 ? tint.ink : tint.clay)).join('') +
    stroke(`M${x + 56} ${y}q50 30 110 8`, tint.ink, 8)
  )
}

/** The well: two posts, a pulley, a jar beside. */
export function well(loom: Loom): string {
  let out = sky(loom, 420, 930, 150, 84)
  const wall = loom.day ? ['#C98F5E', '#C08553', '#CB9766'] : ['#7A4A48', '#6C4245', '#83504B']
  out += strips(loom, [0, 300, 1200, 200], wall, { count: 6 })
  for (let x = 40; x < 1200; x += 190)
    out +=
      shape(`M${x} 300q36 -74 72 0z`, wall[0] ?? tint.clay) +
      rect(x + 82, 352, 26, 26, loom.day ? tint.soil : tint.night) +
      rect(x + 120, 352, 26, 26, loom.day ? tint.soil : tint.night)
  out += tree(loom, 180, 520, 400)
  const ground = loom.day ? [tint.sand, '#E0C694', '#DDBB83', tint.sand] : ['#8A5A4B', '#7A4E46', '#6B4340']
  out += strips(loom, [0, 490, 1200, BASE - 490], ground, { count: 7 })
  out += faded(oval(640, 690, 330, 40, tint.soil), 0.35)
  const frame = tint.bark
  out += rect(424, 190, 24, 420, frame, 4) + rect(812, 190, 24, 420, frame, 4) + rect(392, 190, 476, 24, frame, 6)
  out +=
    line(630, 214, 630, 250, tint.ink, 8) +
    disc(630, 282, 42, tint.ink) +
    disc(630, 282, 32, tint.mil) +
    disc(630, 282, 9, tint.ink)
  out += line(588, 282, 588, 470, tint.paper, 6) + line(672, 282, 672, 560, tint.paper, 6)
  out += oval(630, 556, 240, 62, '#8C5637') + oval(630, 556, 196, 45, tint.ink)
  out += line(672, 420, 672, 560, tint.paper, 6)
  out += shape('M390 556A240 62 0 0 0 870 556V664A240 62 0 0 1 390 664Z', loom.day ? '#F0E0C0' : '#C6A08A')
  for (let row = 0; row < 3; row++) {
    for (let i = -5; i <= 5; i++) {
      const t = (i + (row % 2) * 0.5) / 5.6
      if (Math.abs(t) > 0.98) continue
      const x = 630 + Math.sin(t * 1.5) * 240
      const y = 592 + row * 32 + Math.cos(t * 1.5) * 40
      out += line(x, y, x, y + 24, loom.day ? tint.clay : tint.soil, 3)
    }
    out += stroke(
      `M392 ${n(574 + row * 32)}A240 62 0 0 0 868 ${n(574 + row * 32)}`,
      loom.day ? tint.clay : tint.soil,
      3,
    )
  }
  out +=
    poly(
      [
        [552, 470],
        [624, 470],
        [614, 540],
        [562, 540],
      ],
      tint.terre,
    ) + rect(546, 462, 84, 14, tint.mil, 3)
  return out + jar(960, 690, 1.1) + jar(1070, 706, 0.8) + jar(300, 712, 0.75)
}

function jar(x: number, y: number, s: number): string {
  const body = `M${n(x - 26 * s)} ${n(y - 128 * s)}C${n(x - 90 * s)} ${n(y - 96 * s)} ${n(x - 70 * s)} ${n(y)} ${n(x)} ${n(y)}C${n(x + 70 * s)} ${n(y)} ${n(x + 90 * s)} ${n(y - 96 * s)} ${n(x + 26 * s)} ${n(y - 128 * s)}Z`
  return (
    shape(body, tint.terre) +
    oval(x, y - 130 * s, 36 * s, 11 * s, tint.soil) +
    stroke(`M${n(x - 62 * s)} ${n(y - 74 * s)}q${n(62 * s)} ${n(30 * s)} ${n(124 * s)} 0`, tint.mil, 6 * s) +
    stroke(`M${n(x - 62 * s)} ${n(y - 56 * s)}q${n(62 * s)} ${n(30 * s)} ${n(124 * s)} 0`, tint.paper, 3 * s)
  )
}

/** A bicycle with its bags against a post, beside the track. */
export function bicycle(loom: Loom): string {
  const horizon = 440
  let out = sky(loom, horizon, 300, 300, 120) + hills(loom, horizon + 4, 60, loom.day ? '#D2B384' : '#5A3A4F')
  out += strips(
    loom,
    [0, horizon, 1200, BASE - horizon],
    loom.day ? [tint.sand, '#DDBB83', tint.sand, '#E0C694'] : ['#74403F', '#643839', '#543036'],
    { count: 6 },
  )
  out +=
    poly(
      [
        [470, horizon],
        [520, horizon],
        [1120, BASE],
        [560, BASE],
      ],
      loom.day ? tint.clay : '#8F5446',
    ) +
    poly(
      [
        [489, horizon],
        [494, horizon],
        [800, BASE],
        [760, BASE],
      ],
      loom.day ? '#E7CBA0' : '#A86A52',
    )
  out += baobab(loom, 150, 520, 200)
  for (let i = 0; i < 26; i++) {
    const [x, y] = [loom.between(0, 1200), loom.between(470, 730)]
    for (const lean of [-9, 0, 9])
      out += stroke(`M${n(x)} ${n(y)}q${lean / 3} -12 ${lean} -24`, loom.day ? '#8F8A45' : '#4B5A3E', 3)
  }
  out +=
    rect(868, 130, 30, 590, tint.bark, 4) +
    rect(780, 168, 206, 18, tint.bark, 4) +
    disc(800, 160, 9, tint.paper) +
    disc(966, 160, 9, tint.paper) +
    stroke('M800 156Q400 260 -20 190M966 156Q1100 220 1220 196', tint.ink, 3)
  const [rear, front, axle, r] = [560, 900, 598, 118]
  for (const x of [rear, front]) {
    out += `<circle cx="${x}" cy="${axle}" r="${r}" fill="none" stroke="${tint.ink}" stroke-width="12"/><circle cx="${x}" cy="${axle}" r="${r - 10}" fill="none" stroke="${tint.paper}" stroke-width="3"/>`
    for (let i = 0; i < 9; i++)
      out += faded(
        line(
          x + Math.cos(i * 0.349) * (r - 10),
          axle + Math.sin(i * 0.349) * (r - 10),
          x - Math.cos(i * 0.349) * (r - 10),
          axle - Math.sin(i * 0.349) * (r - 10),
          tint.ink,
          2,
        ),
        0.7,
      )
    out += disc(x, axle, 12, tint.ink)
  }
  const paint = loom.day ? tint.indigo : tint.mil
  out += stroke(
    'M560 598L720 604L822 424L640 420L560 598M640 420L720 604M624 376L644 430M822 424L900 598M822 424L806 356',
    paint,
    13,
  )
  out +=
    stroke('M806 356q-6 -24 -50 -18M806 356q24 -8 40 22', tint.ink, 11) +
    shape('M578 366h104q10 14 -14 22h-64q-30 -2 -26 -22z', tint.soil)
  out +=
    disc(720, 604, 26, tint.ink) +
    disc(720, 604, 12, tint.mil) +
    line(720, 604, 752, 654, tint.ink, 9) +
    rect(736, 650, 48, 11, tint.ink, 4)
  out += stroke('M500 458H640', tint.ink, 9) + line(504, 458, 556, 590, tint.ink, 6)
  const cloth = cloths[loom.day ? 1 : 0] ?? cloths[0]
  out +=
    woven(loom, rect(486, 462, 132, 124, '#000', 16), [486, 462, 132, 124], cloth, { size: 12 }) +
    shape('M486 478q0 -16 16 -16h100q16 0 16 16v34q-66 22 -132 0z', tint.soil) +
    rect(540, 508, 24, 30, tint.mil, 4)
  return (
    out +
    woven(loom, rect(492, 408, 126, 50, '#000', 12), [492, 408, 126, 50], [tint.mil, tint.paper, tint.leaf], {
      size: 14,
      angle: 90,
    })
  )
}
