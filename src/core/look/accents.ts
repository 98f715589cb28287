/**
 * The eight accents an association chooses from, on light and on dark paper. `tokens.css` holds the same values, and a
 * test compares them and measures each contrast (WCAG 2.2, 1.4.3: at least 4.5) on the paper and on the wash.
 */
export const accents = {
  indigo: { light: '#1f3a6e', dark: '#a9c3f5' },
  terre: { light: '#9c3d1b', dark: '#f0a27f' },
  feuille: { light: '#2f6137', dark: '#9ccf9f' },
  mil: { light: '#79540c', dark: '#f2c14e' },
  lagune: { light: '#0c5c66', dark: '#7fcdd6' },
  prune: { light: '#6d2c62', dark: '#e2aad8' },
  ardoise: { light: '#434f5c', dark: '#bac7d3' },
  brique: { light: '#8a1f38', dark: '#f59aa4' },
} as const

export type Accent = keyof typeof accents
export const accentNames = Object.keys(accents) as readonly Accent[]

/** The accent that a picture's colour (`#rrggbb`) is closest to in hue; greys are « ardoise ». Its contrast is right, whatever the picture's. */
export function colourToAccent(colour: string): Accent {
  const own = hueOf(colour)
  if (own === null) return 'ardoise'
  let [nearest, least]: [Accent, number] = ['ardoise', 360]
  for (const name of accentNames) {
    const hue = hueOf(accents[name].light)
    if (name === 'ardoise' || hue === null) continue
    const apart = Math.min(Math.abs(own - hue), 360 - Math.abs(own - hue))
    if (apart < least) [nearest, least] = [name, apart]
  }
  return nearest
}

/** Degrees; null for what is nearly grey. */
function hueOf(hex: string): number | null {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [
    number,
    number,
    number,
  ]
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)]
  const span = most - least
  if (!(span > 0.3 * most)) return null
  const turn =
    most === red ? (green - blue) / span : most === green ? (blue - red) / span + 2 : (red - green) / span + 4
  return (turn * 60 + 360) % 360
}

/** Relative luminance ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2). */
export function contrast(first: string, second: string): number {
  const [dark, light] = [luminance(first), luminance(second)].toSorted((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
