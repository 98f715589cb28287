import type { HtmlElement } from './html-elements.ts'

/** How a passage is hidden from a reader, as a style, a class or an attribute says it. */
export type Hiding =
  'display' | 'size' | 'colour' | 'place' | 'transparency' | 'attribute' | 'class' | 'reader-class' | 'container'

/** Declarations by selector (`.class`, `#id`, `[attribute]` or an element's name), from a page's own <style>. */
export type StyleRules = ReadonlyMap<string, string>

/** What a style says of colours: '' unknown. Inherited by what is inside. */
export type Ground = { readonly background: string }

const ruleLimit = 2000

/** The simple rules of a style sheet; those for paper, widths or other conditions (@…) are left out. */
export const styleToRules = (sheet: string, rules = new Map<string, string>()): Map<string, string> => {
  const css = withoutComments(sheet)
  let depth = 0
  let start = 0
  let selectors = ''
  for (let at = 0; at < css.length && rules.size < ruleLimit; at++) {
    const character = css[at]
    if (character === '{') {
      if (depth === 0) selectors = css.slice(start, at)
      // what holds on every screen is read as if its condition weren't there
      if (!everyScreen.test(selectors.slice(-200))) depth++
      start = at + 1
    } else if (character === '}') {
      depth = Math.max(0, depth - 1)
      if (depth === 0) {
        if (!selectors.includes('@')) addRule(rules, selectors, css.slice(start, at))
        selectors = ''
      }
      start = at + 1
    }
  }
  return rules
}

const everyScreen = /@(?:media\s+(?:only\s+)?(?:screen|all)|layer(?:\s+[\w.-]+)?|supports[^{}]*)\s*$/i

/** What a page's own scripts take away as soon as it opens, as rules: by id, or by the one selector that they name. */
export const scriptsToRules = (scripts: readonly string[]): Map<string, string> => {
  const rules = new Map<string, string>()
  for (const script of scripts)
    for (const found of script.slice(0, 20_000).matchAll(hidingScript)) {
      const selector = found[1] === undefined ? (found[2] ?? found[3] ?? '') : `#${found[1]}`
      if (rules.size < ruleLimit) addRule(rules, selector, 'display:none')
    }
  return rules
}

const hidingScript =
  /(?:getElementById\(\s*["']([\w-]{1,60})["']\s*\)|querySelector(?:All)?\(\s*["']([.#]?[\w-]{1,60})["']\s*\)|(?:\$|jQuery)\(\s*["']([.#]?[\w-]{1,60})["']\s*\))[^;]{0,120}?(?:display|visibility|\.hidden|\.hide\(|\.remove\(|opacity|fontSize|left|innerHTML|textContent)/g

const addRule = (rules: Map<string, string>, selectors: string, body: string) => {
  for (const selector of selectors.slice(-2000).split(',')) {
    const last =
      selector
        .trim()
        .split(/[\s>+~]/)
        .at(-1) ?? ''
    const bare = last.replace(/(?<=[\w-])\[[^\]]*\]$/, '')
    const key =
      /(?:[.#][\w-]{1,60}|^\[[\w-]{1,60}(?:=[\w-]{1,60})?\])$/.exec(bare.replace(/["']/g, ''))?.[0] ??
      (/^[a-z][a-z0-9]{0,12}$/i.test(bare) ? bare.toLowerCase() : undefined)
    if (key) rules.set(key, `${rules.get(key) ?? ''};${body.slice(0, 4000)}`)
  }
}

const classes = new Map<string, Hiding>([
  ...'hidden hide d-none invisible is-hidden u-hidden display-none nodisplay no-display element-hidden offscreen off-screen hidden-text wp-hidden'
    .split(' ')
    .map((name) => [name, 'class'] as const),
  ...'visually-hidden visuallyhidden sr-only screen-reader-text screen-reader element-invisible'
    .split(' ')
    .map((name) => [name, 'reader-class'] as const),
])
const unseenContainers = new Set(['noscript', 'template', 'noembed', 'noframes'])

const none: ReadonlyMap<string, string> = new Map()

/** All declarations that hold for an element, inline ones last. */
export const declarationsOf = (element: HtmlElement, rules: StyleRules): ReadonlyMap<string, string> => {
  if (element.attributes.size === 0 && !rules.has(element.name)) return none
  const names = (element.attributes.get('class') ?? '').slice(0, 500).split(/\s+/)
  const parts = [
    rules.get(element.name),
    ...names.map((name) => rules.get(`.${name}`)),
    ...[...element.attributes]
      .slice(0, 20)
      .flatMap(([name, value]) => [rules.get(`[${name}]`), rules.get(`[${name}=${value.slice(0, 60)}]`)]),
    rules.get(`#${element.attributes.get('id') ?? ''}`),
  ]
  return declarations([...parts, element.attributes.get('style')].filter((part) => part !== undefined).join(';'))
}

const declarations = (style: string): Map<string, string> => {
  const plain = withoutComments(style.slice(0, 8000))
    .replace(/\\([0-9a-f]{1,6})\s?/gi, (_, hex: string) => safeCharacter(Number.parseInt(hex, 16)))
    .replace(/\\/g, '')
    .toLowerCase()
  const found = new Map<string, string>()
  for (const part of plain.split(';')) {
    const colon = part.indexOf(':')
    if (colon > 0)
      found.set(
        part.slice(0, colon).trim(),
        part
          .slice(colon + 1)
          .replace(/!\s*important/, '')
          .replace(/\bcalc\(\s*/g, '')
          .trim(),
      )
  }
  return found
}

const withoutComments = (style: string): string => {
  const [first = '', ...rest] = style.split('/*')
  return first + rest.map((part) => (part.includes('*/') ? part.slice(part.indexOf('*/') + 2) : '')).join('')
}

const safeCharacter = (code: number) => (code > 0 && code < 0xd800 ? String.fromCharCode(code) : '')

/** Why an element can't be seen, or undefined; `ground` is what its ancestors say of the background. */
export const hidingOf = (
  element: HtmlElement,
  style: ReadonlyMap<string, string>,
  ground: Ground,
): Hiding | undefined => {
  if (element.attributes.has('hidden')) return 'attribute'
  if (unseenContainers.has(element.name)) return 'container'
  if (element.name === 'dialog' && !element.attributes.has('open')) return 'container'
  if (element.name === 'marquee' && ['width', 'height'].some((side) => tiny(element.attributes.get(side), 10)))
    return 'size'
  if (style.size === 0 && element.attributes.size === 0) return undefined
  const value = (name: string) => style.get(name) ?? ''
  if (value('display') === 'none' || /^(?:hidden|collapse)$/.test(value('visibility'))) return 'display'
  if (value('mso-hide') === 'all' || value('content-visibility') === 'hidden') return 'display'
  if (isBelow(value('opacity'), 0.15) || /opacity(?:\(|=)0(?:\.0\d*)?%?\)/.test(value('filter'))) return 'transparency'
  if (pixels(value('font-size')) <= 3 || pixels(value('line-height'), 0) < 0.05) return 'size'
  if (/(?:^|\s)(?:0?\.[012]\d*|[0-3](?:\.\d+)?px|0)(?:px|pt|em|rem|%)?(?:\s*\/|\s)/.test(value('font'))) return 'size'
  if (isBelow(value('zoom'), 0.1)) return 'size'
  const clipped = /hidden|clip|auto|scroll/.test(value('overflow') + value('overflow-y') + value('overflow-x'))
  const sides = ['width', 'height', 'max-width', 'max-height']
  if (clipped && sides.some((side) => pixels(value(side)) <= 5)) return 'size'
  if (clipped && /^(?:1\d\d|[2-9]\d\d)(?:\.\d+)?%/.test(value('text-indent'))) return 'place'
  if (
    /rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]/.test(value('clip')) ||
    /inset\(\s*(?:[5-9]\d|100)%|(?:circle|ellipse)\(\s*0|polygon\(\s*0\w*\s+0\w*(?:\s*,\s*0\w*\s+0\w*)+\s*\)/.test(
      value('clip-path'),
    )
  )
    return 'place'
  if (
    /(?:scale(?:[xy]|3d)?|matrix)\(\s*0?(?:\.0\d*|(?<=0))\s*[,)]|rotate[xy]\(\s*-?90deg/.test(value('transform')) ||
    /^0?(?:\.0\d*|(?<=0))(?:\s|$)/.test(value('scale')) ||
    farAway(value('translate')) ||
    farAway(/translate(?:[xy]|3d)?\(([^)]*)/.exec(value('transform'))?.[1] ?? '')
  )
    return 'place'
  const places = [
    'left',
    'top',
    'right',
    'bottom',
    'text-indent',
    'margin-left',
    'margin-top',
    'margin',
    'letter-spacing',
  ]
  const parts = `${value('margin')} ${value('inset')}`.split(/\s+/)
  if (parts.some((part) => pixels(part) <= -300)) return 'place'
  if (
    ['left', 'top', 'right', 'bottom', 'text-indent', 'margin-left', 'margin-top'].some((side) =>
      /^-(?:1\d\d|[2-9]\d\d|\d{4,})(?:\.\d+)?%/.test(value(side)),
    )
  )
    return 'place'
  if (pixels(value('letter-spacing')) <= -8) return 'size'
  if (/^-\d/.test(value('z-index')) && /absolute|fixed|relative/.test(value('position'))) return 'place'
  if (places.some((place) => pixels(value(place)) <= -300 || (place !== 'margin' && pixels(value(place)) >= 5000)))
    return 'place'
  const colour = toColour(value('-webkit-text-fill-color') || value('color') || element.attributes.get('color') || '')
  const background = backgroundOf(style) || ground.background
  if (colour === 'transparent' || (colour !== '' && isSameColour(colour, background || '255,255,255'))) return 'colour'
  for (const name of (element.attributes.get('class') ?? '').slice(0, 500).toLowerCase().split(/\s+/)) {
    const hiding = classes.get(name)
    if (hiding) return hiding
  }
  return undefined
}

/** The background an element sets, as 'r,g,b', 'picture' when it isn't a plain colour, '' when it sets none. */
export const backgroundOf = (style: ReadonlyMap<string, string>): string => {
  const value = style.get('background-color') ?? style.get('background') ?? ''
  if (value === '' || /^(?:none|transparent|inherit|initial|unset)$/.test(value)) return ''
  return toColour(value.split(/\s(?![^(]*\))/)[0] ?? '') || 'picture'
}

/** Too close to be read: a contrast under 1.2 (WCAG 2), where 4.5 is legible. */
const isSameColour = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map((each) => each.split(',').map(Number))
  if (a!.length !== 3 || b!.length !== 3) return false
  const [light, dark] = [luminance(a!), luminance(b!)].toSorted((x, y) => y - x)
  return a!.every((part, index) => Math.abs(part - b![index]!) <= 32) && (light! + 0.05) / (dark! + 0.05) < 1.2
}

const luminance = (parts: readonly number[]): number => {
  const [red, green, blue] = parts.map((part) =>
    part <= 10 ? part / 3294.6 : ((Math.min(part, 255) / 255 + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

const named: Readonly<Record<string, string>> = {
  white: '255,255,255',
  snow: '255,250,250',
  ivory: '255,255,240',
  ghostwhite: '248,248,255',
  floralwhite: '255,250,240',
  mintcream: '245,255,250',
  azure: '240,255,255',
  aliceblue: '240,248,255',
  seashell: '255,245,238',
  honeydew: '240,255,240',
  lavenderblush: '255,240,245',
  lightyellow: '255,255,224',
  whitesmoke: '245,245,245',
  black: '0,0,0',
}

const toColour = (value: string): string => {
  const text = value.trim().toLowerCase()
  if (text === 'transparent' || (/^(?:rgb|hsl)a?\(/.test(text) && isAlphaZero(text))) return 'transparent'
  const percents = /^rgba?\(\s*([\d.]+)%[\s,]+([\d.]+)%[\s,]+([\d.]+)%/.exec(text)
  if (percents)
    return percents
      .slice(1, 4)
      .map((part) => Math.round(Number(part) * 2.55))
      .join(',')
  const long = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{2})?$/.exec(text)
  if (long)
    return text.length === 9 && text.endsWith('00')
      ? 'transparent'
      : long
          .slice(1, 4)
          .map((hex) => Number.parseInt(hex, 16))
          .join(',')
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])([0-9a-f])?$/.exec(text)
  if (short)
    return short[4] === '0'
      ? 'transparent'
      : short
          .slice(1, 4)
          .map((hex) => Number.parseInt(hex + hex, 16))
          .join(',')
  const parts = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})/.exec(text)
  if (parts) return parts.slice(1, 4).join(',')
  const light = /^hsla?\(\s*[\d.]+\w*[\s,]+[\d.]+%[\s,]+([\d.]+)%/.exec(text)
  if (light && Number(light[1]) >= 97) return '255,255,255'
  return named[text] ?? ''
}

/** True for rgba(…, 0) and rgb(… / 0): four parts, the last one next to nothing. */
const isAlphaZero = (text: string): boolean => {
  const parts = text
    .slice(text.indexOf('(') + 1, -1)
    .split(/[\s,/]+/)
    .filter((part) => part !== '')
  return parts.length === 4 && Number.parseFloat(parts[3]!) / (parts[3]!.endsWith('%') ? 100 : 1) < 0.15
}

/** One of the lengths leads well out of the page. */
const farAway = (lengths: string): boolean =>
  lengths.split(/[\s,]+/).some((length) => pixels(length) <= -300 || /^-\d{3,}/.test(length))

const tiny = (value: string | undefined, limit: number) =>
  value !== undefined && Number.parseFloat(value) <= limit && !value.includes('%')
const isBelow = (value: string, limit: number) =>
  value !== '' && Number.parseFloat(value) / (value.endsWith('%') ? 100 : 1) < limit

/** A length in pixels (an em is 16, a point 4⁄3); Infinity-like 1000 when there is none to read. */
const pixels = (value: string, unitless = 1): number => {
  const found = /^(-?\d*\.?\d+)\s*(px|pt|em|rem|%|vw|vh|cm|mm)?/.exec(value)
  if (!found) return 1000
  const number = Number(found[1])
  if (found[2] === undefined) return unitless === 0 || number === 0 ? number : number * unitless
  const scale: Readonly<Record<string, number>> = {
    px: 1,
    pt: 4 / 3,
    em: 16,
    rem: 16,
    '%': 0.16,
    vw: 10,
    vh: 8,
    cm: 38,
    mm: 3.8,
  }
  return number * scale[found[2]]!
}
