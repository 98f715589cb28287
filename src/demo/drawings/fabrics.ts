import { BASE, type Loom, cut, disc, faded, line, n, poly, rect, shape, stroke, tint } from './loom.ts'

type Motif = (loom: Loom, x: number, w: number, bright: string, other: string) => string

const down = (step: number, draw: (y: number, i: number) => string): string => {
  let out = ''
  for (let y = 0, i = 0; y < BASE + step; y += step, i++) out += draw(y, i)
  return out
}

const motifs: readonly [Motif, ...Motif[]] = [
  (_, x, w, bright, other) =>
    down(
      w * 0.9,
      (y) =>
        poly(
          [
            [x + w / 2, y],
            [x + w * 0.9, y + w * 0.42],
            [x + w / 2, y + w * 0.84],
            [x + w * 0.1, y + w * 0.42],
          ],
          bright,
        ) +
        poly(
          [
            [x + w / 2, y + w * 0.21],
            [x + w * 0.7, y + w * 0.42],
            [x + w / 2, y + w * 0.63],
            [x + w * 0.3, y + w * 0.42],
          ],
          other,
        ),
    ),
  (_, x, w, bright) => down(34, (y, i) => (i % 4 === 3 ? '' : rect(x + w * 0.12, y, w * 0.76, 15, bright))),
  (_, x, w, bright, other) =>
    down(58, (y, i) =>
      stroke(
        `M${n(x + 8)} ${n(y + 34)}L${n(x + w / 2)} ${n(y)}L${n(x + w - 8)} ${n(y + 34)}`,
        i % 2 === 0 ? bright : other,
        13,
      ),
    ),
  (_, x, w, bright, other) =>
    down(w / 3, (y, i) =>
      [0, 1, 2]
        .map((k) => ((i + k) % 2 === 0 ? rect(x + (w / 3) * k, y, w / 3, w / 3, k === 1 ? other : bright) : ''))
        .join(''),
    ),
  (_, x, w, bright, other) =>
    down(
      64,
      (y, i) =>
        disc(x + w / 2, y + 30, 19, bright) +
        disc(x + w / 2, y + 30, 8, other) +
        (i % 2 === 0 ? rect(x + 8, y + 58, w - 16, 6, other) : ''),
    ),
  (_, x, w, bright, other) =>
    rect(x + w * 0.2, 0, w * 0.09, BASE, bright) +
    rect(x + w * 0.36, 0, w * 0.28, BASE, other) +
    rect(x + w * 0.71, 0, w * 0.09, BASE, bright) +
    down(120, (y) => rect(x, y + 40, w, 26, bright)),
  (_, x, w, bright, other) =>
    down(
      110,
      (y) =>
        rect(x + w * 0.44, y, w * 0.12, 84, bright) +
        [0, 1, 2, 3].map((k) => rect(x + w * 0.16, y + k * 22, w * 0.68, 9, k % 2 === 0 ? bright : other)).join(''),
    ),
]

/** Woven strips, sewn edge to edge. */
export function pagne(loom: Loom): string {
  const grounds: readonly (readonly [string, string, string])[] = loom.day
    ? [
        [tint.indigo, tint.paper, tint.mil],
        [tint.mil, tint.terre, tint.ink],
        [tint.paper, tint.feuille, tint.terre],
        [tint.terre, tint.milPale, tint.paper],
        [tint.feuille, tint.mil, tint.pale],
        [tint.sand, tint.indigo, tint.brick],
        [tint.plum, tint.rose, tint.milPale],
      ]
    : [
        [tint.night, tint.mil, tint.rose],
        [tint.plum, tint.mil, tint.paper],
        [tint.ink, tint.ochre, tint.paper],
        [tint.indigo, tint.rose, tint.milPale],
        [tint.terre, tint.mil, tint.ink],
        [tint.soil, tint.clay, tint.mil],
        [tint.feuille, tint.pale, tint.mil],
      ]
  let out = ''
  let x = -20
  const start = Math.floor(loom.between(0, 7))
  for (let i = 0; x < 1200; i++) {
    const w = [128, 96, 150, 112][i % 4] ?? 120
    const [ground, bright, other] = grounds[(i + start) % grounds.length] ?? grounds[0]!
    const motif = motifs[(i * 3 + start) % motifs.length] ?? motifs[0]
    out += rect(x, 0, w, BASE, ground) + cut(loom, rect(x, 0, w, BASE, '#000'), motif(loom, x, w, bright, other))
    out += line(x, 0, x, BASE, tint.ink, 3)
    for (let y = 6; y < BASE; y += 24) out += line(x - 6, y, x + 6, y + 9, tint.paper, 2.5)
    x += w
  }
  return out
}

/** A regular cloth, where one thread isn't ours. */
export function stray(loom: Loom): string {
  const warp = loom.day
    ? [tint.indigo, tint.indigo, tint.blue, tint.paper, tint.blue]
    : [tint.night, tint.indigo, tint.plum, tint.milPale, tint.plum]
  const weft = loom.day ? [tint.paper, tint.sand, tint.paper, tint.mil] : [tint.rose, tint.clay, tint.rose, tint.mil]
  const step = 30
  let out = rect(0, 0, 1200, BASE, loom.day ? '#D9CDB6' : tint.night)
  for (let i = 0; i * step < 1200; i++)
    out += rect(i * step + 2, 0, step - 4, BASE, warp[i % warp.length] ?? tint.indigo)
  let over = ''
  for (let row = 0; row * step < BASE; row++) {
    for (let i = row % 2; i * step < 1200; i += 2)
      over += `M${i * step - 2} ${row * step + 3}h${step + 4}v${step - 6}h-${step + 4}z`
    if (over !== '') out += shape(over, weft[row % weft.length] ?? tint.paper)
    over = ''
  }
  // The stranger: over two, under one.
  for (let i = 0; i < 60; i++) {
    if (i % 3 === 2) continue
    const [[x1, y1], [x2, y2]] = [strayAt(i / 60), strayAt((i + 0.86) / 60)]
    out +=
      faded(line(x1 + 4, y1 + 7, x2 + 4, y2 + 7, tint.ink, 19), 0.3) +
      line(x1, y1, x2, y2, loom.day ? tint.terre : '#5FA45A', 19) +
      line(x1, y1 - 4, x2, y2 - 4, loom.day ? '#D9772E' : tint.pale, 4)
  }
  return out
}

/** Where the stray thread is, from 0 to 1 along it: never straight. */
const strayAt = (t: number): readonly [number, number] => [-40 + 1290 * t, 130 + 470 * t + Math.sin(t * 11) * 62]
