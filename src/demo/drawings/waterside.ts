import { hills, sky, tree } from './figures.ts'
import { BASE, type Loom, disc, faded, line, n, oval, poly, rect, shape, strips, stroke, tint, turn } from './loom.ts'

/** Rows of a market garden that meet at the horizon, under a line of trees. */
export function garden(loom: Loom): string {
  const horizon = 300
  const [vx, vy] = [640, 262]
  let out = sky(loom, horizon + 20, 905, 150, 74) + hills(loom, horizon + 10, 130, loom.day ? '#B7C9A0' : '#54506F')
  for (let i = 0; i < 13; i++)
    out += tree(loom, 20 + i * 98 + loom.between(-9, 9), horizon + 22, 138 + loom.between(-14, 18), true)
  out += rect(0, horizon + 14, 1200, BASE, loom.day ? '#8A4F31' : '#53302B')
  const greens = loom.day
    ? [tint.leaf, tint.feuille, tint.sage, '#7C9C4E']
    : [tint.feuille, '#274E3A', tint.leaf, '#4C6B3D']
  const rows = 11
  for (let i = 0; i < rows; i++) {
    const left = -760 + i * 250
    const green = greens[i % greens.length] ?? tint.leaf
    out += poly(
      [
        [vx + (left - vx) * 0.115, horizon + 14],
        [vx + (left + 132 - vx) * 0.115, horizon + 14],
        [left + 132, BASE],
        [left, BASE],
      ],
      green,
    )
    // One plant after the other, smaller with the distance.
    for (let k = 0; k < 9; k++) {
      const depth = 0.13 + 0.87 * ((k + 1) / 9) ** 1.9
      const x = vx + (left + 66 - vx) * depth
      const y = vy + (BASE - vy) * depth - 10 * depth
      const r = 50 * depth
      if (x < -60 || x > 1260) continue
      const head = i % 3 === 1 ? tint.plum : i % 3 === 2 ? tint.pale : tint.sage
      out +=
        oval(x, y, r, r * 0.66, i % 3 === 1 ? '#4C2B4B' : tint.feuille) +
        oval(x, y - r * 0.12, r * 0.72, r * 0.46, head) +
        oval(x, y - r * 0.2, r * 0.36, r * 0.22, i % 3 === 1 ? tint.rose : tint.paper)
    }
  }
  return out
}

/** A river in strips of blue. */
function river(loom: Loom, top: number, bottom: number, slant: number): string {
  const blues = loom.day
    ? [tint.sky, tint.blue, tint.mist, tint.blue, tint.indigo]
    : [tint.blue, tint.indigo, '#7D6C93', tint.indigo, tint.night]
  let out = ''
  const count = 8
  for (let i = 0; i < count; i++) {
    const y = top + ((bottom - top) * i) / count
    const wave = 10 + i * 2.5
    let d = `M0 ${n(y)}`
    for (let x = 0; x < 1200; x += 150) d += `q37.5 ${n(-wave)} 75 ${n(slant)}t75 ${n(slant)}`
    out += shape(`${d}V${n(bottom + 40)}H0Z`, blues[i % blues.length] ?? tint.blue)
  }
  return out
}

/** Young beeches with their stakes, along the water. */
export function beeches(loom: Loom): string {
  let out =
    sky(loom, 420, 250, 170, 82) +
    hills(loom, 420, 190, loom.day ? '#C5D3AE' : '#5A4E70') +
    hills(loom, 450, 90, loom.day ? tint.sage : '#3F4A5E')
  out +=
    rect(0, 440, 1200, 200, loom.day ? '#7FA35F' : '#34553F') +
    strips(
      loom,
      [0, 468, 1200, 120],
      loom.day ? ['#8FB06C', '#7FA35F', '#6E9551', '#9DBB86'] : ['#3C5F46', '#2C4A3B', '#34553F'],
      { count: 6 },
    )
  for (let i = 0; i < 7; i++) {
    const x = 1120 - i * 178 + i * i * 4
    const foot = 618 - i * 19
    const size = 470 - i * 44
    out +=
      line(x + size * 0.09, foot + 2, x + size * 0.06, foot - size * 0.42, tint.clay, 7 - i * 0.6) +
      tree(loom, x, foot, size, true)
    out += line(x - 2, foot - size * 0.27, x + size * 0.07, foot - size * 0.29, tint.paper, 5 - i * 0.4)
    out += oval(x, foot + 3, size * 0.1, size * 0.022, tint.soil)
  }
  return out + shape(`M0 560Q500 640 1200 640V${BASE}H0Z`, loom.day ? '#A9794F' : tint.soil) + river(loom, 632, BASE, 4)
}

/** The river among the leeks: rain, a stake, a wheelbarrow that leaves. */
export function flood(loom: Loom): string {
  const greys = loom.day ? ['#8FA3B8', '#A9B8C4', '#C3CBCB', '#DAD8CB'] : [tint.night, '#2A3A66', '#47507A', '#7B6A80']
  let out =
    strips(loom, [0, 0, 1200, 330], greys, { count: 7 }) + hills(loom, 330, 120, loom.day ? '#7F9080' : '#2E3D55')
  for (let i = 0; i < 12; i++)
    out += tree(loom, 30 + i * 104 + loom.between(-12, 12), 322, 130 + loom.between(-20, 24), true)
  for (let i = 0; i < 70; i++) {
    const [x, y] = [loom.between(0, 1240), loom.between(-20, 420)]
    out += faded(line(x, y, x - 14, y + 46, tint.white, 2.5), 0.55)
  }
  const blues = loom.day
    ? [tint.sky, '#7E97BE', tint.blue, '#3B5C95', tint.blue, '#2F4F88', tint.indigo]
    : [tint.blue, '#34558F', tint.indigo, '#2A467D', tint.night, tint.indigo, tint.night]
  blues.forEach((blue, row) => {
    const y = 318 + row * 62
    const wave = 14 + row * 4
    let d = `M-80 ${y}`
    for (let x = 0; x < 1400; x += 200) d += `q50 ${-wave} 100 0t100 0`
    out += shape(`${d}V${BASE}H-80Z`, blue)
    if (row === 6) return
    for (let i = 0; i < 9; i++) {
      const x = 30 + i * (118 + row * 9) - row * 46
      const h = 34 + row * 13
      for (const lean of [-0.55, -0.25, 0.05, 0.35, 0.6]) {
        out += stroke(
          `M${n(x)} ${y + 38}Q${n(x + lean * h * 0.3)} ${n(y + 30 - h * 0.7)} ${n(x + lean * h)} ${n(y + 30 - h * (1 - Math.abs(lean) * 0.5))}`,
          row % 2 === 0 ? tint.sage : tint.leaf,
          5 + row,
        )
      }
    }
    if (row === 3) out += turn(barrow(760, 560), -12, 760, 560)
  })
  return (
    out +
    rect(196, 300, 16, 330, tint.clay, 3) +
    rect(196, 448, 16, 12, tint.terre) +
    rect(196, 500, 16, 12, tint.paper)
  )
}

function barrow(x: number, y: number): string {
  return (
    stroke(`M${x + 60} ${y - 30}L${x + 190} ${y - 84}M${x - 60} ${y + 10}L${x + 80} ${y + 26}`, tint.bark, 12) +
    poly(
      [
        [x - 120, y - 92],
        [x + 84, y - 74],
        [x + 44, y + 6],
        [x - 64, y + 6],
      ],
      tint.terre,
    ) +
    poly(
      [
        [x - 120, y - 92],
        [x + 84, y - 74],
        [x + 80, y - 58],
        [x - 110, y - 74],
      ],
      tint.mil,
    ) +
    disc(x - 96, y + 26, 32, tint.ink) +
    disc(x - 96, y + 26, 12, tint.paper)
  )
}
