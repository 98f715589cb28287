import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findPassage, placesOf, putBack, takeOut } from './place.ts'
import { withoutPassages } from './set-aside.ts'

const spam = 'Achetez du Viagra.'
/** A text with [[passages]]. */
const cut = (marked: string) => {
  const passages: { start: number; end: number }[] = []
  let markdown = ''
  for (const [index, part] of marked.split(/\[\[|\]\]/).entries()) {
    if (index % 2 === 1) passages.push({ start: markdown.length, end: markdown.length + part.length })
    markdown += part
  }
  const places = placesOf(markdown, passages)
  return {
    markdown,
    left: withoutPassages(markdown, passages),
    passages: passages.map(({ start, end }, index) => ({ text: markdown.slice(start, end), place: places[index]! })),
  }
}

for (const marked of [
  `Un puits. [[${spam}]] Une pompe.`,
  `[[${spam}]] Une pompe.`,
  `Un puits. [[${spam}]]`,
  `[[${spam}]]`,
  `Un puits.\n\n[[${spam}]]\n\nUne pompe.`,
  `[[${spam}]]\n\nUne pompe.`,
  `Un puits.\n\n[[${spam}]]`,
  `- un puits\n- [[${spam}]]\n- une pompe`,
  `- un puits [[${spam}]]\n- une pompe`,
  `Les parents [[achètent du viagra]] viennent.`,
  `Les parents ([[achètent du viagra]]) viennent.`,
  `**Un puits. [[${spam}]]** Une pompe.`,
  `## Titre\n\n1. Un puits\n2. [[${spam}]]\n\nLa suite.`,
  `Un 𝒫uits. [[𝒱iagra.]] Une pompe.`,
])
  test(`« ${marked.replaceAll('\n', '⏎')} » comes back as it was`, () => {
    const { markdown, left, passages } = cut(marked)
    const back = putBack(left, passages[0]!.text, passages[0]!.place)
    assert.equal(back.body, markdown)
    assert.equal(back.body.slice(back.start, back.end), passages[0]!.text)
    assert.ok(back.isSure)
    assert.equal(takeOut(back.body, back), left)
    assert.deepEqual(findPassage(back.body, passages[0]!.text, passages[0]!.place), {
      start: back.start,
      end: back.end,
    })
  })

test('one of several passages comes back where it stood, whatever was decided of the others', () => {
  const { left, passages } = cut(`Un.\n\n[[A a.]]\n\n[[B b.]]\n\nDeux.\n\nTrois. [[C c.]] Quatre.`)
  assert.equal(left, 'Un.\n\nDeux.\n\nTrois. Quatre.')
  const [a, b, c] = passages as [(typeof passages)[0], (typeof passages)[0], (typeof passages)[0]]
  assert.equal(putBack(left, b.text, b.place).body, 'Un.\n\nB b.\n\nDeux.\n\nTrois. Quatre.')
  assert.equal(putBack(left, c.text, c.place).body, 'Un.\n\nDeux.\n\nTrois. C c. Quatre.')
  assert.equal(putBack(left, a.text, a.place).body, 'Un.\n\nA a.\n\nDeux.\n\nTrois. Quatre.')
})

test('in a text that was written in since, a passage comes where what stood around it stands now, else at the end', () => {
  const { left, passages } = cut(`Le puits de Koupéla est creusé. [[${spam}]] La pompe arrive en mai.`)
  const { text, place } = passages[0]!
  assert.equal(
    putBack(`Bonne nouvelle !\n\n${left}`, text, place).body,
    `Bonne nouvelle !\n\nLe puits de Koupéla est creusé. ${spam} La pompe arrive en mai.`,
  )
  assert.equal(putBack('La pompe arrive en mai, avec des tuyaux.', text, place).body.includes(spam), true)
  const lost = putBack('Tout autre chose.', text, place)
  assert.deepEqual([lost.body, lost.isSure], [`Tout autre chose.\n\n${spam}`, false])
})

test('of passages alike, the one at the place is meant', () => {
  const body = `${spam} Un puits. ${spam} Une pompe. ${spam}`
  assert.equal(findPassage(body, spam, { at: 22 })?.start, body.indexOf(spam, 5))
  assert.equal(findPassage('Rien.', spam, { at: 0 }), null)
})

test('whatever the text, no letter is lost or added, and what came back is found', () => {
  const pieces = fc.array(
    fc.constantFrom('Un puits. ', 'Une pompe. ', '\n\n', '- ', '**', '1. ', '> ', 'é', '\\', '`a`', ' '),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(pieces, fc.constantFrom(spam, 'x', '- liste\n- deux', 'Un puits.'), pieces, (before, text, after) => {
      const [head, rest] = [before.join(''), after.join('')]
      const passages = [{ start: head.length, end: head.length + text.length }]
      const [place] = placesOf(head + text + rest, passages)
      const left = withoutPassages(head + text + rest, passages)
      const back = putBack(left, text, place!)
      const letters = (all: string) => (all.match(/\p{L}/gu) ?? []).join('')
      assert.equal(letters(back.body), letters(head + text + rest))
      assert.equal(back.body.slice(back.start, back.end), text)
    }),
    { numRuns: 500 },
  )
})
