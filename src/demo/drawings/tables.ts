import {
  BASE,
  type Loom,
  cloths,
  disc,
  faded,
  line,
  n,
  oval,
  rect,
  skins,
  strips,
  stroke,
  tint,
  turn,
  woven,
} from './loom.ts'

const plank = (loom: Loom): string => {
  const wood = loom.day ? ['#C9905C', '#C08553', '#D09A67', '#B97C4B'] : ['#6B4340', '#61393B', '#754B45', '#583236']
  let out = strips(loom, [0, 0, 1200, BASE], wood, { count: 7, uneven: 0.2 })
  for (let i = 0; i < 18; i++) {
    const [x, y] = [loom.between(-60, 1100), loom.between(10, BASE)]
    out += faded(
      stroke(
        `M${n(x)} ${n(y)}q${n(loom.between(60, 130))} ${n(loom.between(-8, 8))} ${n(loom.between(180, 300))} 0`,
        tint.bark,
        2,
      ),
      0.35,
    )
  }
  return out
}

const screw = (x: number, y: number, r = 9): string =>
  disc(x, y, r, tint.line) + line(x - r * 0.6, y - r * 0.3, x + r * 0.6, y + r * 0.3, tint.ink, 2.5)

/** A reused machine, opened on a table, its parts in order. */
export function openComputer(loom: Loom): string {
  let out = plank(loom)
  const cloth = cloths[loom.day ? 0 : 5] ?? cloths[0]
  out += turn(
    woven(
      loom,
      rect(800, 70, 330, 300, '#000', 6),
      [800, 70, 330, 300],
      [tint.paper, cloth[0] ?? tint.indigo, tint.paper, cloth[3] ?? tint.mil],
      { size: 24, angle: 90 },
    ),
    5,
    960,
    220,
  )
  for (let row = 0; row < 3; row++)
    for (let i = 0; i < 5; i++) out += screw(852 + i * 52 - row * 6, 128 + row * 80 + i * 5)
  // The case, seen from above.
  out +=
    faded(rect(122, 92, 600, 590, tint.ink, 18), 0.3) +
    rect(104, 72, 600, 590, '#CFC8BB', 16) +
    rect(124, 92, 560, 550, '#5D6470', 8)
  out += rect(146, 114, 360, 420, loom.day ? tint.feuille : '#27594A', 6)
  for (let i = 0; i < 15; i++) {
    const [x, y] = [160 + (i % 5) * 66, 130 + Math.floor(i / 5) * 140]
    out += stroke(
      `M${x} ${y}h${n(loom.between(18, 44))}v${n(loom.between(14, 60))}h${n(loom.between(-10, 24))}`,
      tint.sage,
      2.5,
    )
  }
  out += rect(186, 150, 136, 136, '#D9D3C6', 5)
  for (let i = 0; i < 9; i++) out += turn(oval(254, 192, 9, 30, tint.ink), i * 40, 254, 218)
  out +=
    `<circle cx="254" cy="218" r="58" fill="none" stroke="${tint.ink}" stroke-width="7"/>` +
    disc(254, 218, 15, tint.mil)
  for (let i = 0; i < 4; i++)
    out +=
      rect(360 + i * 30, 140, 16, 170, i < 2 ? tint.ink : '#E9E2D2', 3) +
      (i < 2 ? rect(362 + i * 30, 150, 12, 150, tint.blue, 2) : '')
  for (let i = 0; i < 4; i++) out += rect(170, 350 + i * 42, 210, 20, i === 1 ? tint.indigo : '#E9E2D2', 3)
  out += disc(440, 380, 26, '#D9D3C6') + disc(440, 380, 18, tint.mil) + rect(420, 440, 60, 60, tint.ink, 4)
  for (let i = 0; i < 5; i++) out += rect(426 + i * 11, 432, 5, 8, tint.mil) + rect(426 + i * 11, 500, 5, 8, tint.mil)
  out += rect(528, 114, 138, 170, '#B9B2A4', 6) + disc(597, 199, 58, tint.ink) + disc(597, 199, 50, '#8D8778')
  for (let i = 1; i < 5; i++)
    out += `<circle cx="597" cy="199" r="${i * 11}" fill="none" stroke="${tint.ink}" stroke-width="4"/>`
  out +=
    rect(528, 306, 138, 100, '#D9D3C6', 5) +
    rect(528, 424, 138, 100, '#B9B2A4', 5) +
    rect(546, 446, 102, 10, tint.ink, 3)
  const ribbon = ['#C9C2B4', tint.terre, tint.mil, tint.indigo, tint.paper]
  ribbon.forEach((colour, i) => {
    out += stroke(`M${392} ${334 + i * 7}C470 ${330 + i * 7} 470 ${352 + i * 7} 528 ${340 + i * 7}`, colour, 6)
    out += stroke(`M${200 + i * 8} 534C${210 + i * 8} 620 ${420 + i * 8} 560 ${560 + i * 8} 524`, colour, 6)
  })
  out += rect(146, 556, 360, 66, '#8B8F98', 4)
  for (let i = 0; i < 14; i++) out += rect(160 + i * 25, 566, 12, 46, '#5D6470', 5)
  // Tools, tea, the notebook.
  out += turn(
    rect(800, 424, 150, 34, loom.day ? tint.terre : tint.mil, 16) + rect(946, 434, 150, 13, '#CFC8BB', 3),
    -14,
    930,
    440,
  )
  out += turn(rect(800, 640, 120, 26, tint.feuille, 12) + rect(916, 648, 120, 10, '#CFC8BB', 3), 8, 920, 650)
  out +=
    faded(oval(1128, 606, 66, 62, tint.ink), 0.25) +
    disc(1120, 596, 60, '#E7DFCF') +
    disc(1120, 596, 50, '#8C3A14') +
    disc(1108, 584, 16, '#B4602F')
  out += turn(
    rect(780, 490, 210, 140, tint.paper, 4) +
      rect(780, 490, 24, 140, tint.indigo, 4) +
      [0, 1, 2, 3].map((i) => rect(822, 514 + i * 28, [140, 110, 146, 80][i] ?? 100, 5, tint.sky)).join(''),
    -6,
    880,
    560,
  )
  return out
}

/** The round table seen from above: everyone's chair is the same. */
export function roundTable(loom: Loom): string {
  const floor = loom.day ? ['#EBDCBB', '#E6D4AC', '#F0E3C8'] : ['#3A3A68', '#34345F', '#42426F']
  let out = strips(loom, [0, 0, 1200, BASE], floor, { count: 12, uneven: 0.1 })
  const [cx, cy] = [600, 372]
  const rings: readonly (readonly [number, string])[] = [
    [366, tint.terre],
    [354, tint.mil],
    [344, loom.day ? tint.brick : tint.plum],
    [300, tint.indigo],
  ]
  for (const [r, colour] of rings) out += oval(cx, cy, r * 1.5, r, colour)
  const seats = 12
  const chairs = [tint.mil, tint.feuille, tint.blue, tint.paper, tint.plum, tint.ochre]
  for (let i = 0; i < seats; i++) {
    const angle = (i / seats) * Math.PI * 2 + 0.26
    const [x, y] = [cx + Math.cos(angle) * 352, cy + Math.sin(angle) * 268]
    const turned = (Math.atan2(Math.sin(angle) * 268, Math.cos(angle) * 352) * 180) / Math.PI + 90
    const cloth = loom.pick(cloths)
    const skin = loom.pick(skins)
    let one = rect(x - 46, y - 52, 92, 92, chairs[i % chairs.length] ?? tint.mil, 18)
    if (i !== 4) {
      one += woven(loom, oval(x, y, 62, 32, '#000'), [x - 62, y - 32, 124, 64], cloth, { size: 9, angle: 90 })
      one += stroke(
        `M${n(x - 50)} ${n(y + 6)}Q${n(x - 48)} ${n(y + 46)} ${n(x - 22)} ${n(y + 56)}M${n(x + 50)} ${n(y + 6)}Q${n(x + 48)} ${n(y + 46)} ${n(x + 22)} ${n(y + 56)}`,
        cloth[0] ?? tint.indigo,
        17,
      )
      one += disc(x - 20, y + 58, 10, skin) + disc(x + 20, y + 58, 10, skin)
      one +=
        disc(x, y, 25, skin) +
        (loom.random() < 0.4
          ? woven(loom, oval(x, y - 3, 26, 25, '#000'), [x - 26, y - 28, 52, 50], cloth, { size: 5, angle: 30 })
          : oval(x, y - 4, 25, 22, tint.ink))
    }
    out += turn(one, turned, x, y)
  }
  const wood = loom.day ? ['#C9905C', '#D7A471', '#C08553'] : ['#86524C', '#945E54', '#7A4A48']
  out +=
    faded(oval(cx + 8, cy + 14, 282, 204, tint.ink), 0.3) +
    woven(loom, oval(cx, cy, 280, 200, '#000'), [cx - 280, cy - 200, 560, 400], wood, { size: 26, angle: 8 }) +
    oval(cx, cy, 66, 46, tint.paper) +
    woven(
      loom,
      oval(cx, cy, 56, 38, '#000'),
      [cx - 56, cy - 38, 112, 76],
      [tint.feuille, tint.mil, tint.terre, tint.indigo],
      { size: 9, angle: 45 },
    )
  for (let i = 0; i < seats; i++) {
    const angle = (i / seats) * Math.PI * 2 + 0.26
    const [x, y] = [cx + Math.cos(angle) * 212, cy + Math.sin(angle) * 146]
    if (i % 3 === 0) out += disc(x, y, 20, tint.paper) + disc(x, y, 14, '#7A4420')
    else
      out += turn(
        rect(x - 24, y - 17, 48, 34, tint.paper, 2) +
          rect(x - 16, y - 9, 32, 3, tint.sky) +
          rect(x - 16, y - 1, 24, 3, tint.sky),
        (angle * 180) / Math.PI + 90 + loom.between(-14, 14),
        x,
        y,
      )
  }
  return out
}
