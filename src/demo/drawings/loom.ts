/**
 * The loom of the demonstration's pictures: everything is cut from woven strips (« lés »). Pure and deterministic: the
 * same name gives the same picture. Units are pixels of a 1200 × 800 sheet.
 */
export const SHEET = { width: 1200, height: 800, selvage: 52 } as const
export const BASE = SHEET.height - SHEET.selvage

export type Light = 'matin' | 'soir'

export type Loom = {
  readonly light: Light
  /** In [0, 1). */
  readonly random: () => number
  /** In [from, to). */
  readonly between: (from: number, to: number) => number
  readonly pick: <T>(values: readonly [T, ...T[]]) => T
  /** A name unique in this picture, for clips and gradients. */
  readonly id: () => string
  readonly day: boolean
}

/** FNV-1a over UTF-16 units, then mulberry32. */
export function createLoom(name: string, light: Light): Loom {
  let state = 0x811c9dc5
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193)
  let ids = 0
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return {
    light,
    day: light === 'matin',
    random,
    between: (from, to) => from + (to - from) * random(),
    pick: (values) => values[Math.floor(random() * values.length)] ?? values[0],
    id: () => `l${++ids}`,
  }
}

export const tint = {
  paper: '#FBF8F3',
  wash: '#EFE7DA',
  sand: '#E6D2AC',
  clay: '#D9A878',
  ochre: '#C98543',
  mil: '#F2C14E',
  milPale: '#F8DD98',
  terre: '#9C3D1B',
  brick: '#BF5B33',
  soil: '#6E3A22',
  bark: '#4A2C1C',
  indigo: '#1F3A6E',
  blue: '#4A6DA8',
  sky: '#A9BEDD',
  mist: '#D5DFEC',
  night: '#14224A',
  plum: '#6B3A5B',
  rose: '#D98A73',
  feuille: '#2F6137',
  leaf: '#55884A',
  sage: '#9DBB86',
  pale: '#CBDAB2',
  ink: '#211C17',
  white: '#FFFDF9',
  line: '#8A7D70',
} as const

export const skins = ['#4A2F22', '#6B4330', '#8A5A3F', '#C99270', '#E2B592'] as const
export const cloths: readonly [readonly string[], ...(readonly string[])[]] = [
  [tint.indigo, tint.paper, tint.indigo, tint.mil],
  [tint.terre, tint.milPale, tint.terre, tint.ink],
  [tint.mil, tint.terre, tint.mil, tint.paper],
  [tint.feuille, tint.pale, tint.feuille, tint.mil],
  [tint.blue, tint.mist, tint.blue, tint.indigo],
  [tint.plum, tint.rose, tint.plum, tint.milPale],
  [tint.brick, tint.paper, tint.brick, tint.indigo],
]

/** One decimal: enough for a pixel, short on the wire, the same on every machine. */
export const n = (value: number): string => String(Math.round(value * 10) / 10)

export const rect = (x: number, y: number, w: number, h: number, fill: string, rx = 0): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}"${rx > 0 ? ` rx="${n(rx)}"` : ''} fill="${fill}"/>`

export const disc = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}"/>`

export const oval = (x: number, y: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"/>`

export const shape = (d: string, fill: string): string => `<path d="${d}" fill="${fill}"/>`

export const poly = (points: readonly (readonly [number, number])[], fill: string): string =>
  `<polygon points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="${fill}"/>`

export const stroke = (d: string, colour: string, width: number, dash = ''): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`

export const line = (x1: number, y1: number, x2: number, y2: number, colour: string, width: number): string =>
  stroke(`M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}`, colour, width)

export const turn = (inside: string, degrees: number, x: number, y: number): string =>
  `<g transform="rotate(${n(degrees)} ${n(x)} ${n(y)})">${inside}</g>`

export const move = (inside: string, x: number, y: number, scale = 1): string =>
  `<g transform="translate(${n(x)} ${n(y)})${scale === 1 ? '' : ` scale(${scale})`}">${inside}</g>`

export const faded = (inside: string, opacity: number): string => `<g opacity="${opacity}">${inside}</g>`

/** What `inside` shows through `window`. */
export function cut(loom: Loom, window: string, inside: string): string {
  const id = loom.id()
  return `<clipPath id="${id}">${window}</clipPath><g clip-path="url(#${id})">${inside}</g>`
}

/** Uneven strips across a box: `along` x gives columns, y gives rows. Colours follow each other. */
export function strips(
  loom: Loom,
  [x, y, w, h]: readonly [number, number, number, number],
  colours: readonly string[],
  { count = colours.length, along = 'y', uneven = 0.5 }: { count?: number; along?: 'x' | 'y'; uneven?: number } = {},
): string {
  const weights = Array.from({ length: count }, () => 1 + loom.between(-uneven, uneven))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let at = 0
  let out = ''
  weights.forEach((weight, i) => {
    const size = (weight / total) * (along === 'y' ? h : w)
    const colour = colours[i % colours.length] ?? tint.wash
    out += along === 'y' ? rect(x, y + at, w, size + 0.6, colour) : rect(x + at, y, size + 0.6, h, colour)
    at += size
  })
  return out
}

/** A window (one SVG shape) filled with regular stripes, turned by `angle` degrees round its middle. */
export function woven(
  loom: Loom,
  window: string,
  [x, y, w, h]: readonly [number, number, number, number],
  colours: readonly string[],
  { size = 14, angle = 0 }: { size?: number; angle?: number } = {},
): string {
  const reach = Math.hypot(w, h) / 2
  const [cx, cy] = [x + w / 2, y + h / 2]
  let bands = ''
  let i = 0
  for (let at = -reach; at < reach; i++) {
    const wide = size * (i % 2 === 0 ? 1.6 : 0.7)
    bands += rect(cx - reach, cy + at, 2 * reach, wide + 0.6, colours[i % colours.length] ?? tint.wash)
    at += wide
  }
  return cut(loom, window, angle === 0 ? bands : turn(bands, angle, cx, cy))
}

/** Under everything, so that the seams between strips never let the page through. */
export const backing = rect(0, 0, SHEET.width, SHEET.height, tint.wash)

/** The sheet: the scene, and the selvage that signs every picture. */
export function sheet(loom: Loom, scene: string): string {
  const { width, height, selvage } = SHEET
  const [ground, bright, light] = loom.pick<readonly [string, string, string]>([
    [tint.indigo, tint.mil, tint.paper],
    [tint.terre, tint.mil, tint.paper],
    [tint.feuille, tint.mil, tint.paper],
    [tint.ink, tint.mil, tint.brick],
  ])
  let band =
    rect(0, BASE, width, selvage, ground) + rect(0, BASE + 6, width, 4, bright) + rect(0, height - 10, width, 4, bright)
  for (let x = 0; x < width; x += 60) {
    const y = BASE + selvage / 2
    band += poly(
      [
        [x + 30, y - 11],
        [x + 44, y],
        [x + 30, y + 11],
        [x + 16, y],
      ],
      light,
    )
    band += rect(x - 3, y - 9, 6, 18, bright)
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${backing}${cut(loom, rect(0, 0, width, BASE, '#000'), scene)}${band}</svg>`
}
