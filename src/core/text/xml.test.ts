import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { element, toXmlDocument } from './xml.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 40 })

/** What XML can hold of a text. */
const held = (text: string) => text.toWellFormed().replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, '')

test('whatever text and attribute are given, the document is well formed and gives them back', () => {
  fc.assert(
    fc.property(anyText, anyText, (text, value) => {
      const read = { text: '', value: '' }
      let isOpen = false
      const parser = new SaxesParser()
      parser.on('error', (error) => assert.fail(error))
      parser.on('text', (piece) => isOpen && (read.text += piece))
      parser.on('opentag', ({ attributes }) => {
        read.value = attributes['value'] ?? ''
        isOpen = true
      })
      parser.on('closetag', () => (isOpen = false))
      parser.write(toXmlDocument(element('a', { value, absent: null }, text))).close()
      assert.equal(read.text, held(text))
      assert.equal(read.value, held(value).replace(/[\t\n]/g, ' '))
    }),
    { numRuns: 2000 },
  )
})

test('elements nest, in order', () => {
  assert.equal(
    element('a', { n: 1 }, [element('b', {}, 'x'), element('c')], null, '<').xml,
    '<a n="1"><b>x</b><c/>&lt;</a>',
  )
})
