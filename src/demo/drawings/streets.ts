import { hills, person, sky, tree } from './figures.ts'
import { bunting, glass } from './furnishings.ts'
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
  woven,
} from './loom.ts'

/** A house whose windows are lit, and the path to its door. */
export function house(loom: Loom): string {
  const ground = loom.day ? ['#8FB06C', '#7FA35F', '#9DBB86', '#86A866'] : ['#2F4F46', '#28443E', '#355849']
  let out = sky(loom, 520, 190, 170, 78) + hills(loom, 520, 120, loom.day ? '#C5D3AE' : '#4A4468')
  out += strips(loom, [0, 510, 1200, BASE - 510], ground, { count: 6 })
  out += tree(loom, 118, 570, 300) + tree(loom, 1096, 560, 360) + tree(loom, 968, 540, 230, true)
  const wall = loom.day ? ['#F3E4C8', '#EFDDBC'] : ['#8E6A78', '#856170']
  out += strips(loom, [300, 300, 560, 300], wall, { count: 6, along: 'x' })
  out += woven(
    loom,
    poly(
      [
        [260, 306],
        [370, 150],
        [790, 150],
        [900, 306],
      ],
      '#000',
    ),
    [260, 150, 640, 156],
    [tint.terre, tint.brick, tint.terre, '#7F2F14'],
    { size: 17 },
  )
  out += rect(700, 100, 54, 90, tint.brick) + rect(692, 92, 70, 16, tint.soil, 3)
  for (const [x, lit] of [
    [350, loom.day],
    [450, true],
    [668, loom.day],
    [768, loom.day],
  ] as const) {
    const pane = lit ? glass(loom) : '#4A3B57'
    out +=
      rect(x - 6, 352, 72, 116, tint.indigo, 3) +
      rect(x, 358, 60, 104, pane) +
      rect(x + 28, 358, 4, 104, tint.indigo) +
      rect(x, 408, 60, 4, tint.indigo)
    out += rect(x - 8, 466, 76, 8, tint.paper)
  }
  out +=
    shape('M548 600V420q36 -44 72 0V600Z', tint.indigo) +
    shape('M558 600V426q26 -30 52 0V600Z', glass(loom)) +
    disc(600, 520, 5, tint.indigo)
  out += poly(
    [
      [552, 600],
      [616, 600],
      [800, BASE],
      [380, BASE],
    ],
    loom.day ? '#EAD9B4' : '#C99A68',
  )
  for (let i = 0; i < 6; i++)
    out += line(544 - i * 26, 616 + i * 23, 624 + i * 28, 616 + i * 23, loom.day ? '#D9C296' : '#AD7F58', 3)
  const flowers = [tint.terre, tint.mil, tint.plum] as const
  for (let i = 0; i < 34; i++) {
    const left = i % 2 === 0
    const x = left ? loom.between(250, 420) : loom.between(760, 960)
    const y = loom.between(610, 720)
    out += line(x, y, x, y + 18, tint.feuille, 3) + disc(x, y, 6, loom.pick(flowers))
  }
  return out + person(loom, 470, 700, 176) + (loom.day ? person(loom, 738, 716, 190, false) : '')
}

/** A low school, blue shutters, the big tree of its yard. */
export function school(loom: Loom): string {
  let out = sky(loom, 540, 300, 150, 76) + hills(loom, 540, 90, loom.day ? tint.sage : '#4A3A58')
  const wall = loom.day ? ['#EBCF9F', '#E4C48D', '#EED6AA'] : ['#A5695A', '#9A5F56', '#AE7361']
  out += strips(loom, [90, 292, 780, 244], wall, { count: 5 })
  out += woven(
    loom,
    poly(
      [
        [60, 300],
        [96, 236],
        [864, 236],
        [900, 300],
      ],
      '#000',
    ),
    [60, 236, 840, 64],
    [tint.terre, tint.brick, '#7F2F14'],
    { size: 11 },
  )
  for (let i = 0; i < 6; i++) {
    const x = 132 + i * 124
    if (i === 3) {
      out += rect(x + 4, 360, 76, 176, tint.bark, 2) + rect(x + 12, 368, 60, 168, loom.day ? '#5B3B28' : '#F2C97A')
      continue
    }
    out +=
      rect(x, 360, 84, 92, loom.day ? '#5B3B28' : '#F2C97A') +
      woven(loom, rect(x - 14, 356, 32, 100, '#000'), [x - 14, 356, 32, 100], [tint.blue, tint.indigo], { size: 6 }) +
      woven(loom, rect(x + 66, 356, 32, 100, '#000'), [x + 66, 356, 32, 100], [tint.blue, tint.indigo], { size: 6 }) +
      rect(x - 16, 454, 116, 8, tint.paper)
  }
  out += rect(90, 520, 780, 18, tint.soil)
  const ground = loom.day ? [tint.sand, '#E0C694', '#DDBB83', '#E9D5B0'] : ['#8A5A4B', '#7A4E46', '#6B4340']
  out += strips(loom, [0, 536, 1200, BASE - 536], ground, { count: 6 })
  out += faded(oval(960, 636, 250, 34, tint.soil), 0.3) + tree(loom, 960, 630, 560)
  if (!loom.day) out += bunting(96, 250, 900, 270, 60, 14)
  for (const [x, y, h] of [
    [250, 650, 128],
    [330, 676, 140],
    [478, 640, 120],
    [700, 690, 152],
    [1090, 690, 150],
  ] as const)
    out += faded(oval(x, y, 40, 7, tint.soil), 0.3) + person(loom, x, y, h)
  return out + disc(408, 690, 17, tint.paper) + stroke('M394 684q14 10 28 0M408 673v34', tint.terre, 3)
}

/** The night market under its string of lamps. */
export function nightMarket(loom: Loom): string {
  const dark = loom.day
    ? [tint.night, '#1A2A58', tint.indigo, '#2B4377', '#3B4479']
    : [tint.indigo, '#4B4A80', '#86547B', '#BE6A5C', '#E39A5B']
  let out = strips(loom, [0, 0, 1200, 470], dark, { uneven: 0.3 })
  for (let i = 0; i < 60; i++)
    out += faded(
      disc(loom.between(0, 1200), loom.between(0, 250), loom.between(1, 3.2), tint.white),
      loom.day ? 0.9 : 0.35,
    )
  out += disc(150, 110, 44, '#F7E6B8') + disc(170, 98, 40, dark[0] ?? tint.night)
  out += strips(
    loom,
    [0, 460, 1200, BASE - 460],
    loom.day ? ['#4A3140', '#40293A', '#553846'] : ['#7A4A48', '#6A4042', '#86524C'],
    { count: 6 },
  )
  const id = loom.id()
  out += `<radialGradient id="${id}"><stop offset="0" stop-color="#FFE9A8" stop-opacity=".85"/><stop offset="1" stop-color="#F7C65A" stop-opacity="0"/></radialGradient>`
  const fruits = [tint.terre, tint.mil, tint.leaf, '#D9772E', tint.plum] as const
  for (let i = 0; i < 4; i++) {
    const x = 40 + i * 290
    const cloth = cloths[(i * 2 + 1) % cloths.length] ?? cloths[0]
    out += rect(x + 8, 300, 10, 330, tint.bark) + rect(x + 236, 300, 10, 330, tint.bark)
    out += person(loom, x + 90, 600, 262) + (i % 2 === 0 ? person(loom, x + 182, 600, 246) : '')
    out += woven(
      loom,
      poly(
        [
          [x - 22, 340],
          [x + 28, 262],
          [x + 226, 262],
          [x + 276, 340],
        ],
        '#000',
      ),
      [x - 22, 262, 298, 78],
      cloth,
      { size: 19, angle: 90 },
    )
    for (let k = 0; k < 8; k++) out += disc(x - 22 + 18.6 + k * 37.2, 340, 18.6, cloth[k % 2] ?? tint.mil)
    out +=
      rect(x - 8, 540, 270, 16, tint.bark, 4) +
      woven(loom, rect(x, 556, 254, 110, '#000'), [x, 556, 254, 110], cloths[(i + 3) % cloths.length] ?? cloths[0], {
        size: 13,
      })
    for (let heap = 0; heap < 3; heap++) {
      const fruit = loom.pick(fruits)
      for (let layer = 0; layer < 3; layer++)
        for (let k = 0; k < 3 - layer; k++)
          out +=
            disc(x + 34 + heap * 84 + k * 24 + layer * 12, 530 - layer * 19, 13, fruit) +
            faded(disc(x + 30 + heap * 84 + k * 24 + layer * 12, 526 - layer * 19, 4, tint.white), 0.5)
    }
  }
  out += stroke('M-20 150Q300 300 600 190T1220 170', tint.ink, 4)
  for (let i = 0; i < 10; i++) {
    const t = (i + 0.5) / 10
    const x = -20 + 1240 * t
    const u = t < 0.5 ? t * 2 : t * 2 - 1
    const [a, b, c] = t < 0.5 ? ([150, 300, 190] as const) : ([190, 80, 170] as const)
    const y = (1 - u) * (1 - u) * a + 2 * u * (1 - u) * b + u * u * c
    out +=
      `<circle cx="${n(x)}" cy="${n(y + 26)}" r="104" fill="url(#${id})"/>` +
      line(x, y, x, y + 12, tint.ink, 4) +
      disc(x, y + 26, 15, '#FFF3C9')
  }
  return out + person(loom, 330, 728, 210) + person(loom, 890, 736, 222)
}
