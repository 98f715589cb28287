import { type Loom, faded, line, n, poly, rect, shape, stroke, tint } from './loom.ts'

/** Flags on a string that hangs between two points. */
export function bunting(x1: number, y1: number, x2: number, y2: number, sag: number, count: number): string {
  const colours = [tint.terre, tint.mil, tint.indigo, tint.paper, tint.leaf]
  const at = (t: number): readonly [number, number] => [x1 + (x2 - x1) * t, y1 + (y2 - y1) * t + 4 * sag * t * (1 - t)]
  let out = stroke(
    `M${n(x1)} ${n(y1)}Q${n((x1 + x2) / 2)} ${n((y1 + y2) / 2 + 2 * sag)} ${n(x2)} ${n(y2)}`,
    tint.bark,
    3,
  )
  const half = Math.abs(x2 - x1) / count / 2.8
  for (let i = 0; i < count; i++) {
    const [x, y] = at((i + 0.5) / count)
    out += poly(
      [
        [x - half, y],
        [x + half, y],
        [x, y + half * 2.3],
      ],
      colours[i % colours.length] ?? tint.mil,
    )
  }
  return out
}

/** A potted plant. `x`, `y`: the foot of the pot. */
export function plant(x: number, y: number, size: number): string {
  let out = ''
  for (let i = -3; i <= 3; i++) {
    const tipX = x + i * size * 0.17
    const tipY = y - size * (1 - Math.abs(i) * 0.11)
    const root = y - size * 0.3
    out += shape(
      `M${n(x)} ${n(root)}Q${n(x + i * size * 0.05 - size * 0.07)} ${n((root + tipY) / 2)} ${n(tipX)} ${n(tipY)}Q${n(x + i * size * 0.14 + size * 0.05)} ${n((root + tipY) / 2)} ${n(x)} ${n(root)}Z`,
      i % 2 === 0 ? tint.feuille : tint.leaf,
    )
  }
  return (
    out +
    poly(
      [
        [x - size * 0.2, y - size * 0.34],
        [x + size * 0.2, y - size * 0.34],
        [x + size * 0.14, y],
        [x - size * 0.14, y],
      ],
      tint.brick,
    ) +
    rect(x - size * 0.23, y - size * 0.38, size * 0.46, size * 0.08, tint.terre)
  )
}

/** A chair seen from the front. `x`, `y`: the floor at its middle. */
export function chair(x: number, y: number, size: number, colour: string): string {
  const w = size * 0.44
  return (
    line(x - w / 2, y, x - w / 2, y - size, colour, size * 0.06) +
    line(x + w / 2, y, x + w / 2, y - size, colour, size * 0.06) +
    rect(x - w / 2, y - size, w, size * 0.12, colour, 4) +
    rect(x - w / 2, y - size * 0.78, w, size * 0.08, colour, 4) +
    rect(x - w * 0.62, y - size * 0.48, w * 1.24, size * 0.1, colour, 5)
  )
}

/** A cup and its steam; `x`, `y` the middle of its foot. */
export function cup(x: number, y: number, s: number, colour: string): string {
  return (
    faded(
      stroke(
        `M${n(x - 8 * s)} ${n(y - 54 * s)}q${n(-10 * s)} ${n(-16 * s)} 0 ${n(-32 * s)}M${n(x + 8 * s)} ${n(y - 54 * s)}q${n(-10 * s)} ${n(-16 * s)} 0 ${n(-32 * s)}`,
        tint.white,
        4 * s,
      ),
      0.75,
    ) +
    stroke(`M${n(x + 20 * s)} ${n(y - 34 * s)}q${n(22 * s)} ${n(2 * s)} 0 ${n(20 * s)}`, colour, 6 * s) +
    shape(`M${n(x - 24 * s)} ${n(y - 44 * s)}H${n(x + 24 * s)}L${n(x + 18 * s)} ${n(y)}H${n(x - 18 * s)}Z`, colour) +
    rect(x - 23 * s, y - 34 * s, 46 * s, 6 * s, tint.terre)
  )
}

/** The light behind a pane. */
export const glass = (loom: Loom): string => (loom.day ? '#F9E7B8' : '#F7CF72')
