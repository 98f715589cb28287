import { person } from './figures.ts'
import { bunting, cup } from './furnishings.ts'
import { BASE, type Loom, cloths, disc, faded, line, poly, rect, shape, strips, stroke, tint, woven } from './loom.ts'

/** The solidarity bar: cups in a row, the urn, cakes, two people behind. */
export function bar(loom: Loom): string {
  const wall = loom.day ? ['#F6E7CB', '#F2DFBA', '#F8EBD3', '#EFD9AE'] : ['#3B3F70', '#44487A', '#35396A']
  let out = strips(loom, [0, 0, 1200, 520], wall, { count: 8 })
  out += rect(70, 196, 300, 14, tint.bark) + rect(70, 300, 300, 14, tint.bark)
  for (let i = 0; i < 7; i++)
    out +=
      rect(
        84 + i * 40,
        150 + (i % 3) * 8,
        26,
        46 - (i % 3) * 8,
        [tint.terre, tint.mil, tint.feuille, tint.blue][i % 4] ?? tint.mil,
        5,
      ) +
      rect(
        84 + i * 40,
        252 + (i % 2) * 12,
        28,
        48 - (i % 2) * 12,
        [tint.paper, tint.plum, tint.ochre][i % 3] ?? tint.paper,
        5,
      )
  out += bunting(-20, 20, 1220, 20, 66, 17)
  out += person(loom, 500, 560, 390, false) + person(loom, 720, 560, 370, true)
  for (const [x, w] of [
    [500, 92],
    [720, 88],
  ] as const)
    out += rect(x - w / 2, 360, w, 200, tint.paper, 10) + rect(x - w / 2, 402, w, 8, tint.terre)
  out += rect(0, 500, 1200, 34, tint.bark)
  out += woven(
    loom,
    rect(0, 534, 1200, BASE, '#000'),
    [0, 534, 1200, BASE - 534],
    loom.day
      ? [tint.indigo, tint.paper, tint.indigo, tint.mil, tint.indigo, tint.brick]
      : [tint.terre, tint.mil, tint.terre, tint.paper, tint.terre, tint.indigo],
    { size: 34, angle: 90 },
  )
  for (let x = -30; x < 1220; x += 100)
    out +=
      shape(`M${x} 534h100q-50 84 -100 0z`, tint.paper) +
      stroke(`M${x} 534q50 84 100 0`, loom.day ? tint.terre : tint.mil, 5)
  // The urn.
  out +=
    rect(930, 268, 150, 216, '#C9C2B4', 22) +
    rect(950, 284, 24, 180, tint.white, 10) +
    shape('M930 296q75 -76 150 0z', '#A39C8D') +
    disc(1005, 244, 14, tint.ink) +
    rect(916, 470, 178, 20, tint.ink, 6) +
    rect(990, 430, 30, 16, tint.ink) +
    rect(1000, 444, 10, 18, tint.ink) +
    rect(986, 350, 40, 34, tint.terre, 6)
  out += faded(stroke('M1005 214q-22 -34 0 -66t0 -66M1040 220q-18 -28 0 -56', tint.white, 8), 0.7)
  const colours = [tint.paper, tint.mil, tint.sky, tint.rose, tint.paper, tint.sage]
  for (let i = 0; i < 6; i++) out += cup(100 + i * 62, 500, 1, colours[i] ?? tint.paper)
  for (const [x, colour, top] of [
    [600, tint.ochre, tint.paper],
    [838, tint.soil, tint.mil],
  ] as const) {
    out +=
      rect(x - 74, 488, 148, 10, tint.paper, 5) +
      rect(x - 14, 494, 28, 8, tint.paper) +
      shape(`M${x - 58} 488V446q58 -22 116 0V488Z`, colour) +
      shape(`M${x - 58} 450q58 -26 116 0q-8 16 -18 4t-22 4t-22 -2t-22 2t-20 -2z`, top)
  }
  return out
}

/** The workshop: tools in order on their wall, a bench, a sewing machine that sings. */
export function workshop(loom: Loom): string {
  const board = loom.day ? ['#E9D3A6', '#E3CA98', '#EEDCB6'] : ['#4E3F63', '#483A5D', '#55466A']
  const ink = loom.day ? tint.bark : '#E9C98F'
  let out = strips(loom, [0, 0, 1200, 520], board, { count: 8 })
  for (let y = 40; y < 470; y += 36)
    for (let x = 30 + (y % 72 === 4 ? 0 : 18); x < 1200; x += 36) out += faded(disc(x, y, 2.4, tint.bark), 0.35)
  // Saw, square, hammer, pliers, plane, spanners.
  out +=
    shape('M90 120L370 90L376 170L120 176Z', '#B9BFC4') +
    stroke('M120 178' + 'l9 12l9 -12'.repeat(14), '#8C949B', 3) +
    shape('M40 108q70 -40 90 20v60q-60 40 -90 0z', tint.terre) +
    shape('M66 126q26 -16 36 6v30q-22 16 -36 2z', board[0] ?? tint.sand)
  out += stroke('M440 90V220H570', ink, 20) + rect(500, 84, 16, 96, '#B9BFC4', 3)
  out += rect(640, 96, 20, 180, tint.ochre, 8) + shape('M604 84h86q24 4 28 34h-26v14h-88z', '#5D6470')
  out +=
    stroke('M782 270q-30 -70 6 -112M826 270q30 -70 -6 -112', tint.indigo, 17) +
    shape('M784 164q20 -20 40 0l-8 -74q-12 -18 -24 0z', '#5D6470') +
    disc(804, 160, 11, tint.mil)
  for (let i = 0; i < 5; i++) {
    const [x, h] = [900 + i * 56, 180 - i * 22]
    out +=
      rect(x - 6, 104, 12, h, '#8C949B', 5) +
      `<circle cx="${x}" cy="${104 + h}" r="17" fill="none" stroke="#8C949B" stroke-width="10"/>` +
      stroke(`M${x - 14} 84q14 34 28 0`, '#8C949B', 10)
  }
  for (let i = 0; i < 6; i++)
    out +=
      rect(
        70 + i * 52,
        250,
        30,
        56,
        [tint.terre, tint.mil, tint.feuille, tint.indigo, tint.plum, tint.paper][i] ?? tint.mil,
        5,
      ) +
      rect(66 + i * 52, 244, 38, 10, ink, 4) +
      rect(66 + i * 52, 302, 38, 10, ink, 4)
  // Lamp.
  if (!loom.day)
    out += faded(
      poly(
        [
          [560, 300],
          [640, 300],
          [900, 540],
          [300, 540],
        ],
        tint.milPale,
      ),
      0.32,
    )
  out +=
    line(600, 0, 600, 268, tint.ink, 5) +
    shape('M536 312q64 -100 128 0z', tint.terre) +
    disc(600, 316, 20, loom.day ? tint.milPale : '#FFF3C9')
  // Bench.
  out +=
    rect(0, 520, 1200, 40, tint.bark) +
    strips(
      loom,
      [0, 560, 1200, BASE - 560],
      loom.day ? ['#8C5637', '#7F4C30', '#965F3E'] : ['#3A2230', '#33202B', '#442A38'],
      { count: 5, along: 'x' },
    )
  for (const x of [90, 490, 890])
    out += rect(x, 600, 220, 90, loom.day ? '#A86B45' : '#523240', 6) + rect(x + 90, 636, 40, 14, tint.mil, 6)
  // Vise and sewing machine.
  out +=
    rect(120, 440, 120, 50, '#5D6470', 8) +
    rect(150, 486, 60, 36, '#5D6470') +
    rect(232, 424, 34, 70, '#8C949B', 5) +
    rect(280, 424, 30, 70, '#8C949B', 5) +
    rect(266, 456, 90, 12, '#8C949B') +
    rect(352, 426, 10, 70, tint.ink, 4)
  out +=
    rect(690, 482, 400, 40, tint.soil, 8) +
    shape(
      'M720 482V440q0 -10 16 -10h120v-30q-40 -4 -44 -60h-44q-8 -40 20 -50h220q70 0 78 70v122h-50v-82q-4 -30 -30 -30h-70v110z',
      tint.ink,
    ) +
    rect(770, 372, 8, 84, '#CFC8BB') +
    rect(752, 452, 46, 8, '#CFC8BB')
  out +=
    stroke('M806 316h180', tint.mil, 5) +
    disc(1086, 352, 46, tint.ink) +
    disc(1086, 352, 34, tint.mil) +
    disc(1086, 352, 25, tint.ink) +
    disc(1086, 352, 8, tint.mil) +
    rect(880, 262, 12, 30, tint.ink) +
    rect(866, 222, 40, 42, tint.terre, 5) +
    stroke('M886 240Q760 230 774 372', tint.terre, 3)
  out += woven(
    loom,
    shape('M560 522q40 -60 130 -44h90v44z', '#000'),
    [560, 470, 220, 60],
    cloths[loom.day ? 1 : 4] ?? cloths[0],
    { size: 9, angle: 20 },
  )
  return out
}
