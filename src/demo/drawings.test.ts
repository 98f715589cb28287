import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SaxesParser } from 'saxes'
import sharp from 'sharp'
import { associations } from './associations.ts'
import { type PictureKey, accentGround, drawMark, drawPicture, pictureKeys } from './drawings.ts'
import { backing } from './drawings/loom.ts'

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

test('each picture covers its whole sheet and light changes it', async () => {
  const mean = new Map<PictureKey, number>()
  for (const key of pictureKeys) {
    const { data, info } = await sharp(Buffer.from(drawPicture(key).replace(backing, '')))
      .raw()
      .toBuffer({ resolveWithObject: true })
    assert.deepEqual([info.width, info.height], [1200, 800])
    let sum = 0
    for (let i = 0; i < data.length; i += info.channels) {
      if (info.channels === 4)
        assert.ok((data[i + 3] ?? 0) > 128, `${key}: a hole at ${(i / 4) % 1200}, ${Math.floor(i / 4800)}`)
      sum += data[i + 1] ?? 0
    }
    mean.set(key, sum / (1200 * 800))
  }
  for (const key of pictureKeys.filter((name) => !name.endsWith('-soir'))) {
    assert.notEqual(mean.get(key), mean.get(`${key}-soir` as PictureKey), key)
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
