import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SaxesParser } from 'saxes'
import sharp from 'sharp'
import { associations } from './associations.ts'
import { accentGround, drawMark, drawPicture, pictureKeys } from './drawings.ts'
import { backing, tint } from './drawings/loom.ts'

const known = new Set('svg g rect circle ellipse path polygon clipPath radialGradient stop'.split(' '))

/** Parses the picture; gives its ids and the ids it points to. Throws on anything malformed or unexpected. */
function parse(svg: string): { ids: readonly string[]; targets: readonly string[] } {
  const ids: string[] = []
  const targets: string[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('text', (text) => assert.equal(text.trim(), ''))
  parser.on('opentag', ({ name, attributes }) => {
    assert.ok(known.has(name), name)
    for (const [key, value] of Object.entries(attributes)) {
      assert.ok(!/^on|href|style/.test(key), key)
      assert.ok(!/NaN|undefined|Infinity/.test(value), `${name} ${key}=${value}`)
      if (key === 'id') ids.push(value)
      const target = /^url\(#(.*)\)$/.exec(value)?.[1]
      if (target !== undefined) targets.push(target)
    }
  })
  parser.write(svg).close()
  return { ids, targets }
}

test('each picture is well formed, closed on itself, and the same each time it is drawn', () => {
  assert.ok(pictureKeys.length >= 28)
  const seen = new Set<string>()
  for (const key of pictureKeys) {
    const svg = drawPicture(key)
    assert.equal(drawPicture(key), svg)
    assert.ok(svg.length < 100_000, `${key} ${svg.length}`)
    const { ids, targets } = parse(svg)
    assert.equal(new Set(ids).size, ids.length, key)
    for (const target of targets) assert.ok(ids.includes(target), `${key} ${target}`)
    seen.add(svg)
  }
  assert.equal(seen.size, pictureKeys.length)
})

test('each picture covers its whole sheet, and the evening changes it', async () => {
  const mean = new Map<string, number>()
  for (const key of pictureKeys) {
    // Half size (36 of 72 dots an inch): a gap of two pixels still shows, in a quarter of the time.
    const picture = sharp(Buffer.from(drawPicture(key).replace(backing, '')), { density: 36 }).ensureAlpha()
    const { width, height } = await picture.metadata()
    assert.deepEqual([width, height], [600, 400])
    const { channels } = await picture.stats()
    const alpha = channels[3]
    assert.ok(alpha !== undefined && alpha.min > 128, `${key}: a hole near ${alpha?.minX}, ${alpha?.minY}`)
    mean.set(key, channels[1]?.mean ?? 0)
  }
  for (const key of pictureKeys.filter((name) => !name.endsWith('-soir'))) {
    assert.ok(Math.abs((mean.get(key) ?? 0) - (mean.get(`${key}-soir`) ?? 0)) > 1, key)
  }
})

test('each association and the federation has its own mark, which uses its accent', () => {
  const marks = associations.map(({ slug, accent }) => [accent, drawMark(slug, accent)] as const)
  for (const [accent, mark] of [...marks, ['indigo', drawMark('federation', 'indigo')] as const]) {
    parse(mark)
    assert.ok(mark.includes(accentGround[accent]) && mark.length < 4000)
  }
  assert.equal(new Set(marks.map(([, mark]) => mark)).size, associations.length)
})

/** Relative luminance of `#RRGGBB` (WCAG 2.2). */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

test('the emblem of a mark stands out from its ground by 4.5 or more', () => {
  for (const [accent, ground] of Object.entries(accentGround)) {
    const [dark, light] = [ground, accent === 'mil' ? tint.ink : tint.paper].map(luminance).toSorted((a, b) => a - b)
    assert.ok(((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05) >= 4.5, accent)
  }
})
