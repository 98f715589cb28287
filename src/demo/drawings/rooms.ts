import { hills, person, seated, sky, tree } from './figures.ts'
import { bunting, plant, chair, cup, glass } from './furnishings.ts'
import { BASE, type Loom, cloths, cut, disc, faded, poly, rect, shape, strips, tint, woven } from './loom.ts'

/** A reception desk: two chairs, a plant, an open door. */
export function reception(loom: Loom): string {
  const wall = loom.day ? ['#F6E7CB', '#F3E1BF', '#F8EBD3'] : ['#4B4A78', '#45446F', '#525080']
  let out =
    strips(loom, [0, 0, 1200, 540], wall, { count: 9, along: 'x' }) +
    rect(0, 400, 1200, 140, loom.day ? tint.sage : '#33506A') +
    rect(0, 394, 1200, 10, tint.paper)
  out += strips(
    loom,
    [0, 540, 1200, BASE - 540],
    loom.day ? [tint.clay, '#CF9C6B', '#DDB084'] : ['#5B3B48', '#523542', '#644250'],
    { count: 5 },
  )
  out +=
    rect(850, 96, 252, 450, tint.bark, 4) +
    cut(
      loom,
      rect(868, 114, 216, 432, '#000'),
      sky(loom, 400, 1010, 250, 46) +
        hills(loom, 410, 80, loom.day ? tint.sage : '#4A4468') +
        rect(800, 440, 400, 160, loom.day ? '#EAD9B4' : '#B07A55') +
        tree(loom, 920, 470, 190),
    )
  out +=
    poly(
      [
        [868, 114],
        [786, 78],
        [786, 590],
        [868, 546],
      ],
      loom.day ? tint.indigo : tint.blue,
    ) + disc(800, 350, 8, tint.mil)
  out += poly(
    [
      [868, 546],
      [1084, 546],
      [1180, BASE],
      [760, BASE],
    ],
    loom.day ? '#F3DDA9' : '#B98463',
  )
  out +=
    chair(640, 640, 210, loom.day ? tint.terre : tint.mil) + chair(500, 640, 210, tint.feuille) + plant(1140, 640, 250)
  out += person(loom, 290, 440, 290)
  out +=
    rect(30, 420, 400, 300, tint.soil, 6) +
    woven(loom, rect(30, 452, 400, 268, '#000'), [30, 452, 400, 268], [tint.brick, tint.terre, tint.brick, tint.mil], {
      size: 19,
      angle: 90,
    }) +
    rect(12, 408, 440, 44, tint.bark, 6)
  out +=
    rect(66, 262, 158, 120, tint.ink, 10) +
    rect(78, 274, 134, 92, loom.day ? tint.sky : glass(loom), 4) +
    rect(130, 382, 30, 18, tint.ink) +
    rect(104, 396, 82, 12, tint.ink, 4)
  for (let i = 0; i < 4; i++) out += rect(90, 288 + i * 18, [96, 70, 108, 52][i] ?? 60, 7, tint.indigo, 3)
  out += cup(372, 408, 1, tint.paper) + cup(424, 408, 1, tint.mil)
  out += rect(500, 120, 200, 150, tint.bark, 4) + strips(loom, [512, 132, 176, 126], cloths[3] ?? [], { count: 9 })
  return out
}

/** The lycée's computer room, from the last row. */
export function computerRoom(loom: Loom): string {
  const wall = loom.day ? ['#F1DDB6', '#EDD6A8', '#F4E4C4'] : ['#5A3F5E', '#533A58', '#624666']
  let out = strips(loom, [0, 0, 1200, 460], wall, { count: 7 })
  for (const x of [70, 350, 630, 910]) {
    out +=
      shape(`M${x} 300V130q110 -130 220 0V300Z`, tint.bark) +
      cut(
        loom,
        shape(`M${x + 12} 290V134q98 -112 196 0V290Z`, '#000'),
        sky(loom, 260, 700, 150, 60) + hills(loom, 280, 70, loom.day ? tint.sage : '#4A3560'),
      )
    out +=
      rect(x + 106, 60, 8, 236, tint.bark) + rect(x + 8, 180, 204, 8, tint.bark) + rect(x - 8, 296, 236, 14, tint.paper)
    out += faded(
      poly(
        [
          [x + 12, 310],
          [x + 208, 310],
          [x + 130, BASE],
          [x - 170, BASE],
        ],
        loom.day ? '#FBE9B5' : '#F0A56A',
      ),
      0.22,
    )
  }
  out += rect(0, 430, 1200, BASE, loom.day ? '#B77B4C' : '#4A2D3C')
  const desk = (y: number, count: number, size: number, shift: number): string => {
    let row = ''
    for (let i = 0; i < count; i++) {
      const x = shift + (1200 / count) * (i + 0.5)
      const [w, h] = [size * 1.02, size * 0.82]
      const screen = loom.pick([tint.sky, '#BFD8C9', tint.mist, '#F3DFA6'])
      row +=
        rect(x - w / 2, y - h - size * 0.12, w, h, loom.day ? '#CDB387' : '#A58C8C', size * 0.1) +
        rect(x - w * 0.41, y - h * 0.92 - size * 0.12, w * 0.82, h * 0.74, tint.indigo, size * 0.08) +
        rect(x - w * 0.37, y - h * 0.88 - size * 0.12, w * 0.74, h * 0.66, screen, size * 0.06)
      row +=
        rect(x - w * 0.29, y - h * 0.74 - size * 0.12, w * 0.4, h * 0.07, tint.indigo) +
        rect(x - w * 0.29, y - h * 0.58 - size * 0.12, w * 0.54, h * 0.07, tint.blue) +
        rect(x - w * 0.29, y - h * 0.42 - size * 0.12, w * 0.26, h * 0.07, tint.terre)
      row += rect(x - size * 0.2, y - size * 0.14, size * 0.4, size * 0.14, tint.sand)
    }
    return (
      row +
      rect(0, y, 1200, size * 0.14, tint.bark) +
      rect(0, y + size * 0.14, 1200, size * 0.5, loom.day ? '#8C5637' : '#3A2230')
    )
  }
  out += desk(440, 6, 112, 0) + desk(580, 5, 150, 10)
  for (let i = 0; i < 5; i++) if (i !== 3) out += seated(loom, 130 + i * 240, 700, 170)
  return out + rect(0, 700, 1200, 60, tint.bark)
}

/** The Biennale: a stage, a table, and the hall seen from behind. */
export function hall(loom: Loom): string {
  const curtain = loom.day
    ? [tint.terre, tint.brick, '#7F2F14', tint.brick]
    : [tint.indigo, '#2A467D', tint.night, '#2A467D']
  let out = strips(loom, [0, 0, 1200, 500], curtain, { count: 30, along: 'x', uneven: 0.3 })
  out +=
    faded(
      poly(
        [
          [300, -20],
          [420, -20],
          [640, 470],
          [210, 470],
        ],
        tint.milPale,
      ),
      0.35,
    ) +
    faded(
      poly(
        [
          [780, -20],
          [900, -20],
          [1000, 470],
          [570, 470],
        ],
        tint.milPale,
      ),
      0.35,
    )
  out += bunting(-20, 20, 1220, 20, 54, 20)
  out +=
    strips(loom, [0, 430, 1200, 90], [tint.clay, tint.ochre, tint.clay], { count: 4 }) +
    rect(0, 500, 1200, 26, tint.bark)
  for (const [x, h] of [
    [300, 236],
    [440, 224],
    [606, 244],
    [770, 228],
    [908, 238],
  ] as const)
    out += person(loom, x, 462, h)
  out +=
    woven(
      loom,
      shape('M236 392H974L1000 480H210Z', '#000'),
      [210, 392, 790, 88],
      [tint.paper, tint.mil, tint.paper, tint.leaf],
      { size: 16, angle: 90 },
    ) + rect(226, 382, 758, 16, tint.bark, 6)
  for (const x of [330, 500, 690, 850]) out += cup(x, 382, 0.6, tint.paper)
  out += rect(0, 526, 1200, BASE, loom.day ? '#4B2A2A' : '#151B38')
  const seats = [tint.indigo, tint.terre, tint.feuille, tint.mil, tint.plum, tint.blue]
  for (let row = 0; row < 3; row++) {
    const size = 96 + row * 30
    const y = 604 + row * 62
    const count = 11 - row * 2
    for (let i = -1; i <= count; i++) {
      const x = (1200 / count) * (i + 0.5 + (row % 2) * 0.4)
      if (loom.random() < 0.74) out += seated(loom, x, y, size)
      out += rect(
        x - size * 0.46,
        y - size * 0.28,
        size * 0.92,
        size * 0.9,
        seats[(i + row * 2 + 6) % seats.length] ?? tint.indigo,
        size * 0.16,
      )
    }
  }
  return out
}
