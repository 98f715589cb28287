import {
  BASE,
  type Loom,
  cloths,
  cut,
  disc,
  faded,
  n,
  oval,
  poly,
  rect,
  shape,
  skins,
  strips,
  stroke,
  tint,
  woven,
} from './loom.ts'

/** Sky of strips from the top to `horizon`, with a sun or a moon behind threads. */
export function sky(loom: Loom, horizon: number, sunX: number, sunY: number, r = 90): string {
  const colours = loom.day
    ? [tint.mist, '#E3E8EA', '#F1ECDD', '#F7EACB', '#F8E3B4']
    : [tint.indigo, '#3B4479', '#74527A', '#B9665A', '#E39A5B', '#F3BE70']
  const glow = loom.day ? tint.mil : '#F7D07A'
  let sun = faded(disc(sunX, sunY, r * 1.5, glow), 0.25) + disc(sunX, sunY, r, glow)
  for (let i = 1; i < 4; i++) {
    sun += faded(rect(sunX - r * 1.2, sunY + r * (0.15 + i * 0.22), r * 2.4, 3 + i * 2, colours.at(-1) ?? glow), 0.9)
  }
  return strips(loom, [0, 0, 1200, horizon], colours, { uneven: 0.35 }) + sun
}

/** Low hills as one soft line. */
export function hills(loom: Loom, y: number, height: number, fill: string): string {
  let d = `M0 ${n(y)}`
  let x = 0
  while (x < 1200) {
    const step = loom.between(180, 340)
    d += `Q${n(x + step / 2)} ${n(y - loom.between(0.3, 1) * height)} ${n(x + step)} ${n(y - loom.between(0, 0.25) * height)}`
    x += step
  }
  return shape(`${d}V${BASE}H0Z`, fill)
}

/** A tree in leaf: trunk, and a crown cut in strips. `x`, `y` is its foot. */
export function tree(loom: Loom, x: number, y: number, size: number, slim = false): string {
  const w = size * (slim ? 0.4 : 0.78)
  const h = size * (slim ? 0.78 : 0.62)
  const cy = y - size + h / 2
  const greens = loom.day
    ? [tint.feuille, tint.leaf, tint.feuille, tint.sage]
    : [tint.feuille, '#274E3A', tint.feuille, tint.leaf]
  const trunk = poly(
    [
      [x - size * 0.035, y],
      [x - size * 0.018, cy],
      [x + size * 0.018, cy],
      [x + size * 0.035, y],
    ],
    tint.bark,
  )
  return (
    trunk +
    woven(loom, oval(x, cy, w / 2, h / 2, '#000'), [x - w / 2, cy - h / 2, w, h], greens, {
      size: size * 0.055,
      angle: loom.between(-16, 16),
    }) +
    stroke(
      `M${n(x)} ${n(y - size * 0.2)}V${n(cy - h * 0.15)}M${n(x)} ${n(cy + h * 0.2)}L${n(x + w * 0.2)} ${n(cy - h * 0.02)}M${n(x)} ${n(cy + h * 0.1)}L${n(x - w * 0.18)} ${n(cy - h * 0.1)}`,
      tint.bark,
      size * 0.018,
    )
  )
}

/** A baobab, wide and patient. */
export function baobab(loom: Loom, x: number, y: number, size: number): string {
  const s = size / 100
  const at = (dx: number, dy: number): string => `${n(x + dx * s)} ${n(y + dy * s)}`
  const trunk = `M${at(-22, 0)}C${at(-12, -20)} ${at(-18, -40)} ${at(-14, -56)}L${at(-40, -78)}L${at(-11, -64)}L${at(-4, -92)}L${at(2, -64)}L${at(20, -90)}L${at(13, -60)}L${at(42, -76)}L${at(15, -50)}C${at(16, -34)} ${at(12, -18)} ${at(22, 0)}Z`
  const greens = [tint.feuille, tint.leaf, tint.feuille, tint.sage]
  const crowns: readonly (readonly [number, number, number])[] = [
    [-42, -82, 20],
    [-6, -97, 22],
    [24, -95, 18],
    [46, -80, 17],
  ]
  return (
    shape(trunk, loom.day ? '#7A5138' : tint.bark) +
    crowns
      .map(([dx, dy, r]) =>
        woven(
          loom,
          oval(x + dx * s, y + dy * s, r * s, r * s * 0.62, '#000'),
          [x + (dx - r) * s, y + (dy - r) * s, 2 * r * s, 2 * r * s],
          greens,
          {
            size: 4 * s,
            angle: loom.between(-14, 14),
          },
        ),
      )
      .join('')
  )
}

/** Somebody standing, at eye level: a head, a garment of strips. `x`, `y`: the middle of the hem. */
export function person(loom: Loom, x: number, y: number, height: number, wrap = loom.random() < 0.5): string {
  const h = height
  const skin = loom.pick(skins)
  const cloth = loom.pick(cloths)
  const top = y - h
  const r = h * 0.115
  const headY = top + r
  const shoulder = top + h * 0.27
  const body = `M${n(x - h * 0.06)} ${n(shoulder - h * 0.02)}Q${n(x - h * 0.19)} ${n(shoulder)} ${n(x - h * 0.19)} ${n(shoulder + h * 0.14)}L${n(x - h * 0.22)} ${n(y)}H${n(x + h * 0.22)}L${n(x + h * 0.19)} ${n(shoulder + h * 0.14)}Q${n(x + h * 0.19)} ${n(shoulder)} ${n(x + h * 0.06)} ${n(shoulder - h * 0.02)}Z`
  const hat = wrap
    ? woven(
        loom,
        shape(
          `M${n(x - r * 1.08)} ${n(headY + r * 0.05)}Q${n(x - r * 1.5)} ${n(headY - r * 1.5)} ${n(x + r * 0.2)} ${n(headY - r * 1.45)}Q${n(x + r * 1.7)} ${n(headY - r * 1.2)} ${n(x + r * 1.02)} ${n(headY - r * 0.1)}Q${n(x)} ${n(headY - r * 0.75)} ${n(x - r * 1.08)} ${n(headY + r * 0.05)}Z`,
          '#000',
        ),
        [x - r * 1.6, headY - r * 1.6, r * 3.2, r * 2],
        cloth,
        { size: h * 0.02, angle: -24 },
      )
    : shape(
        `M${n(x - r)} ${n(headY - r * 0.1)}A${n(r)} ${n(r)} 0 0 1 ${n(x + r)} ${n(headY - r * 0.1)}Q${n(x)} ${n(headY - r * 0.6)} ${n(x - r)} ${n(headY - r * 0.1)}Z`,
        tint.ink,
      )
  const arms = [-1, 1]
    .map((side) => {
      const hand = [x + side * h * 0.235, shoulder + h * 0.37] as const
      return (
        disc(hand[0], hand[1] + h * 0.03, h * 0.036, skin) +
        stroke(
          `M${n(x + side * h * 0.14)} ${n(shoulder + h * 0.06)}Q${n(x + side * h * 0.25)} ${n(shoulder + h * 0.16)} ${n(hand[0])} ${n(hand[1])}`,
          cloth[0] ?? tint.indigo,
          h * 0.085,
        )
      )
    })
    .join('')
  return (
    arms +
    rect(x - h * 0.045, headY, h * 0.09, h * 0.18, skin) +
    disc(x, headY, r, skin) +
    hat +
    woven(loom, shape(body, '#000'), [x - h * 0.22, shoulder, h * 0.44, y - shoulder], cloth, {
      size: h * 0.035,
      angle: 90,
    })
  )
}

/** Somebody seen from behind, seated: a head and two shoulders. */
export function seated(loom: Loom, x: number, y: number, size: number): string {
  const cloth = loom.pick(cloths)
  const skin = loom.pick(skins)
  const wrap = loom.random() < 0.35
  const d = `M${n(x - size * 0.52)} ${n(y)}Q${n(x - size * 0.5)} ${n(y - size * 0.52)} ${n(x)} ${n(y - size * 0.55)}Q${n(x + size * 0.5)} ${n(y - size * 0.52)} ${n(x + size * 0.52)} ${n(y)}Z`
  return (
    rect(x - size * 0.1, y - size * 0.7, size * 0.2, size * 0.25, skin) +
    woven(loom, shape(d, '#000'), [x - size * 0.52, y - size * 0.55, size * 1.04, size * 0.55], cloth, {
      size: size * 0.07,
      angle: 90,
    }) +
    disc(x, y - size * 0.85, size * 0.26, skin) +
    cut(
      loom,
      rect(x - size * 0.3, y - size * 1.15, size * 0.6, size * 0.36, '#000'),
      disc(x, y - size * 0.85, size * 0.28, wrap ? (cloth[0] ?? tint.ink) : tint.ink),
    )
  )
}
