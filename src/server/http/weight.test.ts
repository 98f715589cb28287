import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { sayWeight, WEIGHT_SLOT } from './weight.ts'

const words = Array.from({ length: 4000 }, (_, index) => (index * 7919).toString(36)).join(' ')

test('a page says what it weighs on the wire, never less', () => {
  const page = Buffer.from(`<p>${words}</p><p>pèse ${WEIGHT_SLOT} en tout</p>`)
  const said = sayWeight(page, 'fr').toString()
  const kilobytes = Number(/pèse ([\d,]+)\u00a0Ko en tout/.exec(said)?.[1]?.replace(',', '.'))
  const sent = brotliCompressSync(said).length
  assert.ok(kilobytes * 1000 >= sent && kilobytes * 1000 < sent * 1.2 + 2000, `${kilobytes} Ko said, ${sent} sent`)
})

test('only the slot in the foot counts, and a page without one stays as it is', () => {
  const text = `<p>${WEIGHT_SLOT}</p><footer>${WEIGHT_SLOT}</footer>`
  assert.match(sayWeight(Buffer.from(text), 'en').toString(), /^<p>\u{F8FE}<\/p><footer>1\.1\u{A0}KB<\/footer>$/u)
  const plain = Buffer.from('<p>rien</p>')
  assert.equal(sayWeight(plain, 'fr'), plain)
})
