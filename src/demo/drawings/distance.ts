import { baobab, hills, sky, tree } from './figures.ts'
import {
  BASE,
  type Loom,
  cloths,
  cut,
  disc,
  faded,
  line,
  n,
  poly,
  rect,
  shape,
  strips,
  stroke,
  tint,
  woven,
} from './loom.ts'

/** A map made of layers, and the band that joins two points across it. */
export function link(loom: Loom): string {
  const layers: readonly (readonly [number, number, readonly string[]])[] = loom.day
    ? [
        [-40, 210, ['#9DBB86', '#AEC795', '#8FB06C', tint.pale]],
        [190, 330, [tint.sky, tint.blue, tint.mist, tint.sky]],
        [320, 560, [tint.sand, '#EFDDB8', tint.clay, '#E6CB98', '#F3E4C8']],
        [540, BASE, ['#C9A85A', '#A9A352', '#7FA35F', '#8F9A4C']],
      ]
    : [
        [-40, 210, ['#2F4F46', '#3C5F54', '#28443E']],
        [190, 330, [tint.indigo, '#2A467D', tint.night]],
        [320, 560, ['#8A5A5B', '#A86A5C', '#74484F', '#B97A5E']],
        [540, BASE, ['#5A5A3E', '#47503C', '#6B6440']],
      ]
  let out = ''
  for (const [top, bottom, colours] of layers) {
    const bands = 6
    for (let i = 0; i < bands; i++) {
      const y = top + ((bottom - top) * i) / bands
      let d = `M-20 ${n(y + loom.between(-14, 14))}`
      let from = y
      for (let x = -20; x < 1220; x += 250) {
        const to = y + loom.between(-22, 22)
        d += `C${x + 90} ${n(from)} ${x + 160} ${n(to)} ${x + 250} ${n(to)}`
        from = to
      }
      out += shape(`${d}V${BASE}H-20Z`, colours[i % colours.length] ?? tint.sand)
    }
  }
  for (let i = 0; i < 5; i++)
    out += tree(loom, 60 + i * 60 + loom.between(-8, 8), 150 + loom.between(-18, 24), 84, true)
  for (let i = 0; i < 4; i++) out += tree(loom, 660 + i * 130, 140 + loom.between(-16, 24), 76, i % 2 === 0)
  out += baobab(loom, 210, 700, 130) + baobab(loom, 620, 724, 110) + baobab(loom, 1080, 716, 120)
  for (const [x, y] of [
    [520, 262],
    [760, 292],
    [980, 250],
  ] as const)
    out +=
      shape(`M${x - 34} ${y}h68l-16 20h-36z`, tint.terre) +
      poly(
        [
          [x, y - 4],
          [x, y - 62],
          [x + 32, y - 8],
        ],
        tint.paper,
      )
  const path = 'M405 118C720 120 250 330 520 420S1010 420 860 622'
  out += faded(stroke(path.replace('M405 118', 'M409 128'), tint.ink, 66), 0.22)
  const threads: readonly (readonly [number, string])[] = [
    [64, tint.ink],
    [58, tint.terre],
    [44, tint.mil],
    [32, tint.indigo],
    [12, tint.paper],
  ]
  for (const [width, colour] of threads) out += stroke(path, colour, width)
  out += stroke(path, tint.terre, 12, '1 26')
  for (const [x, y] of [
    [405, 118],
    [860, 622],
  ] as const)
    out +=
      disc(x, y, 62, tint.ink) +
      disc(x, y, 57, tint.paper) +
      disc(x, y, 44, tint.terre) +
      disc(x, y, 29, tint.mil) +
      disc(x, y, 13, tint.ink)
  return out
}

/** Two windows that look at each other, a thread of voice between them. */
export function call(loom: Loom): string {
  const north = loom.day ? ['#8FA3B8', '#9FB0C0', '#B0BEC8'] : [tint.night, '#1A2A58', tint.indigo]
  const south = loom.day ? ['#F3D79A', '#F0C97F', '#F7E0AE'] : ['#8A4B45', '#A86052', '#74403F']
  let out =
    strips(loom, [0, 0, 600, BASE], north, { count: 7 }) + strips(loom, [600, 0, 600, BASE], south, { count: 7 })
  const pane = (x: number, inside: string, frame: string): string =>
    rect(x - 22, 98, 424, 484, frame, 8) +
    cut(loom, rect(x, 120, 380, 440, '#000'), inside) +
    rect(x + 184, 120, 12, 440, frame) +
    rect(x, 300, 380, 12, frame) +
    rect(x - 40, 576, 460, 26, tint.paper, 4)
  let rain =
    strips(loom, [0, 0, 600, 460], loom.day ? ['#A9B8C4', '#C3CBCB', '#B6C2C8'] : ['#2A3A66', '#34466F', '#22335E'], {
      count: 6,
    }) + hills(loom, 460, 110, loom.day ? '#7F9080' : '#28405A')
  for (let i = 0; i < 5; i++) rain += tree(loom, 120 + i * 88, 520, 210 + (i % 2) * 40, true)
  for (let i = 0; i < 46; i++) {
    const [x, y] = [loom.between(80, 500), loom.between(100, 540)]
    rain += faded(line(x, y, x - 10, y + 34, tint.white, 2.5), 0.6)
  }
  out += pane(110, rain, loom.day ? tint.indigo : tint.blue)
  out += pane(
    710,
    sky(loom, 480, 980, 300, 70) +
      rect(600, 470, 600, 200, loom.day ? tint.clay : '#5A3439') +
      baobab(loom, 850, 530, 230),
    loom.day ? tint.terre : tint.brick,
  )
  out +=
    faded(stroke(voice(10, 74), tint.ink, 16), 0.25) +
    stroke(voice(0, 74), tint.mil, 16) +
    stroke(voice(0, 74), tint.terre, 5)
  for (const x of [290, 910])
    out +=
      rect(x - 54, 440, 108, 190, tint.ink, 18) +
      rect(x - 44, 456, 88, 142, loom.day ? tint.milPale : '#F7CF72', 6) +
      disc(x, 614, 8, tint.paper) +
      disc(x, 512, 23, tint.terre) +
      woven(
        loom,
        shape(`M${x - 38} 598q2 -56 38 -58q36 2 38 58z`, '#000'),
        [x - 38, 540, 76, 58],
        cloths[x < 600 ? 0 : 1] ?? cloths[0],
        { size: 6, angle: 90 },
      )
  return out
}

/** A voice from one sill to the other: `lift` lowers it, `swing` is its height. */
const voice = (lift: number, swing: number): string => {
  let d = ''
  for (let i = 0; i <= 96; i++) {
    const t = i / 96
    const wave = Math.sin(t * 44) * swing * Math.sin(t * Math.PI) ** 2
    d += `${i === 0 ? 'M' : 'L'}${n(290 + 620 * t)} ${n(486 + lift + wave)}`
  }
  return d
}
