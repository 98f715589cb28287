import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { geoDistance, geoMercator, geoPath } from 'd3-geo'
import { feature, mesh } from 'topojson-client'
import type { Topology } from 'topojson-specification'
import { type Accent, accents } from '#core/look/accents.ts'
import { escapeMarkup } from './escape-markup.ts'

/** WGS 84 degrees. Places nearer than 40 km share one point and one label. */
export type MapPoint = { readonly name: string; readonly lon: number; readonly lat: number }
export type MapLink = { readonly from: string; readonly to: string; readonly accent: Accent }
export type MembersMap = { readonly svg: string; readonly width: number; readonly height: number }

const HEIGHT = 460
const EARTH_KM = 6371
const SAME_POINT_KM = 40
/** Below this a world map would show one dot. */
const LEAST_SPREAD_KM = 300

/**
 * The map of places North and South as a drawing of about 3 KB compressed, light and dark, to be served as a file. Coasts and
 * borders: Natural Earth 1:110m, public domain. Returns null when all places are neighbours: the list says it better.
 */
export function drawMembersMap(points: readonly MapPoint[], links: readonly MapLink[]): MembersMap | null {
  const groups = groupPoints(points)
  if (spreadOf(groups) < LEAST_SPREAD_KM) return null
  const projection = geoMercator()
  const shape = { type: 'MultiPoint' as const, coordinates: groups.map(({ lon, lat }) => [lon, lat]) }
  projection.fitExtent(
    [
      [0, 50],
      [2000, HEIGHT - 45],
    ],
    shape,
  )
  const [[left], [right]] = geoPath(projection).bounds(shape)
  const width = Math.round(Math.min(720, Math.max(330, right - left + 240)))
  const [x, y] = projection.translate()
  projection.translate([x - (left + right) / 2 + width / 2, y]).clipExtent([
    [0, 0],
    [width, HEIGHT],
  ])

  const draw = geoPath(projection).digits(0)
  const world = readWorld()
  const countries = world.objects['countries']
  if (!countries) throw new Error('world-atlas has no countries')
  const land = draw(feature(world, world.objects['land'] as never)) ?? ''
  const borders = draw(mesh(world, countries as never, (a, b) => a !== b)) ?? ''
  const at = (group: Group) =>
    (projection([group.lon, group.lat]) as [number, number]).map(Math.round) as [number, number]

  const arcs = links.flatMap((link, index) => {
    const from = groups.find(({ names }) => names.includes(link.from))
    const to = groups.find(({ names }) => names.includes(link.to))
    return from && to && from !== to ? [drawArc(at(from), at(to), link.accent, index)] : []
  })
  const marks = groups.map((group) => drawMark(at(group), group.names, width))
  return { width, height: HEIGHT, svg: assemble(width, land, borders, arcs, marks) }
}

type Group = MapPoint & { readonly names: readonly string[] }

function groupPoints(points: readonly MapPoint[]): readonly Group[] {
  const groups: { lon: number; lat: number; name: string; names: string[] }[] = []
  for (const point of points) {
    const near = groups.find((group) => distanceKm(group, point) < SAME_POINT_KM)
    if (!near) groups.push({ ...point, names: [point.name] })
    else if (!near.names.includes(point.name)) near.names.push(point.name)
  }
  return groups
}

const distanceKm = (a: MapPoint, b: MapPoint) => geoDistance([a.lon, a.lat], [b.lon, b.lat]) * EARTH_KM
const spreadOf = (groups: readonly Group[]) =>
  Math.max(0, ...groups.map((group) => distanceKm(groups[0] as Group, group)))

/** A thread that bows to the side; the ones between the same two points lie beside each other. */
function drawArc([x1, y1]: [number, number], [x2, y2]: [number, number], accent: Accent, index: number): string {
  const bow = 0.14 + 0.07 * index
  const cx = Math.round((x1 + x2) / 2 - (y2 - y1) * bow * 0.6)
  const cy = Math.round((y1 + y2) / 2 + (x2 - x1) * bow * 0.6)
  return `<path class="a ${accent}" d="M${x1} ${y1}Q${cx} ${cy} ${x2} ${y2}"/>`
}

function drawMark([x, y]: [number, number], names: readonly string[], width: number): string {
  const anchor = x > width * 0.6 ? 'end' : x < width * 0.25 ? 'start' : 'middle'
  const label = escapeMarkup(names.join(', '))
  const dx = anchor === 'middle' ? 0 : anchor === 'end' ? 8 : -8
  return `<circle cx="${x}" cy="${y}" r="6"/><text x="${x + dx}" y="${y < HEIGHT / 2 ? y - 14 : y + 26}" text-anchor="${anchor}">${label}</text>`
}

function assemble(width: number, land: string, borders: string, arcs: string[], marks: string[]): string {
  const colours = (scheme: 'light' | 'dark') =>
    Object.entries(accents).map(([name, shades]) =>
      arcs.some((arc) => arc.includes(name)) ? `.${name}{stroke:${shades[scheme]}}` : '',
    )
  const style =
    `.l{fill:#efe7da}.b{fill:none;stroke:#fbf8f3}.a{fill:none;stroke-width:3}circle,text{fill:#211c17}text{font:17px Georgia,'Noto Serif',serif;paint-order:stroke;stroke:#fbf8f3;stroke-width:4px}${colours('light').join('')}` +
    `@media(prefers-color-scheme:dark){.l{fill:#2d271f}.b{stroke:#17140f}circle,text{fill:#f3ece2}text{stroke:#17140f}${colours('dark').join('')}}`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}"><style>${style}</style>` +
    `<path class="l" d="${land}"/><path class="b" d="${borders}"/>${arcs.join('')}${marks.join('')}</svg>\n`
  )
}

function readWorld(): Topology {
  const path = createRequire(import.meta.url).resolve('world-atlas/countries-110m.json')
  return JSON.parse(readFileSync(path, 'utf8')) as Topology
}
