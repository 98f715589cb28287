import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { drawMembersMap, type MapLink, type MapPoint } from './members-map.server.ts'

const north: readonly MapPoint[] = [
  { name: 'Grigny', lon: 4.7898, lat: 45.6084 },
  { name: 'Givors', lon: 4.7688, lat: 45.5906 },
]
const south: readonly MapPoint[] = [
  { name: 'Koupéla', lon: -0.351, lat: 12.1786 },
  { name: 'Gavinané', lon: -9.9, lat: 15.1167 },
]
const links: readonly MapLink[] = [
  { from: 'Grigny', to: 'Koupéla', accent: 'terre' },
  { from: 'Givors', to: 'Gavinané', accent: 'lagune' },
]

test('the map joins North and South in at most 3 KB on the wire', () => {
  const map = drawMembersMap([...north, ...south], links)
  assert.ok(map)
  assert.equal(map.svg.match(/class="a /g)?.length, 2)
  assert.match(map.svg, />Grigny, Givors</)
  assert.ok(!/NaN|undefined|style=/.test(map.svg))
  const bytes = brotliCompressSync(map.svg).length
  assert.ok(bytes <= 3000, `${bytes} bytes`)
})

test('neighbours alone get no map', () => {
  assert.equal(drawMembersMap(north, []), null)
  assert.equal(drawMembersMap([], []), null)
})

test('a name with markup stays text', () => {
  const map = drawMembersMap([...south, { name: '<b>&"', lon: 4, lat: 45 }], [])
  assert.match(map?.svg ?? '', /&lt;b&gt;&amp;&quot;/)
  assert.ok(!map?.svg.includes('<b>'))
})
