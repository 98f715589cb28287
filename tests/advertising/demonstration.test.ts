import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { findForeignPassages } from '#features/portal/advertising/find-foreign-passages.ts'
import { htmlToMarkdown } from '#features/portal/body/html-to-markdown.ts'
import { markdownToHtml } from '#features/portal/body/markdown-to-html.ts'
import { passageToHtml, placeInHtml, randomFrom } from '../../bench/advertising-injection.ts'
import { articles } from '../../src/demo/articles.ts'

// What the detector must never fall below, without the 407 MB of sheets that measure it (bench/advertising.ts): articles of associations, and the
// passages that it may be tuned on. The held-out ones (tests/fixtures/injections) stay for the bench.

type Injected = { readonly type: string; readonly text: string }
const folder = new URL('../../bench/', import.meta.url)
const passages = ['advertising-tuning/', 'advertising-check/'].flatMap((name) =>
  readdirSync(new URL(name, folder))
    // the harder ones need a longer article to stand out of
    .filter((file) => file.endsWith('.json') && !file.endsWith('-harder.json'))
    .toSorted()
    .flatMap((file) => JSON.parse(readFileSync(new URL(name + file, folder), 'utf8')) as Injected[]),
)
const texts = articles.map(({ title, body }) => ({ title, html: markdownToHtml(body) }))

const check = (title: string, html: string) => {
  const body = htmlToMarkdown(html)
  assert.equal(body.tag, 'converted')
  if (body.tag !== 'converted') return []
  return findForeignPassages({ title, markdown: body.markdown, hidden: body.hidden })
}

test('the demonstration’s own articles aren’t bothered', () => {
  const flagged = texts.flatMap(({ title, html }) =>
    check(title, html).map(({ excerpt, sentence }) => `${title}: ${excerpt} ${sentence}`),
  )
  assert.deepEqual(flagged, [])
})

/** Least shares of the passages found, each planted in three articles. */
const least: Readonly<Record<string, number>> = {
  'casino-credit': 0.95,
  counterfeit: 0.95,
  drug: 0.95,
  hidden: 0.98,
  link: 0.95,
  // Articles as short as these leave little to compare with: one in six is found, nine in ten in the long sheets of the bench.
  coherent: 0.15,
}

for (const [type, share] of Object.entries(least))
  test(`${type}: at least ${share * 100} % of the passages planted in them are found`, () => {
    const random = randomFrom(1)
    const missed: string[] = []
    let planted = 0
    for (const [at, passage] of passages.filter((one) => one.type === type).entries())
      for (let turn = 0; turn < 3; turn++) {
        const { title, html } = texts[(at * 3 + turn) % texts.length]!
        const placed = placeInHtml(html, passageToHtml(passage.text), random)
        if (!placed) continue
        planted++
        if (check(title, placed.html).length === 0) missed.push(`${title}: ${passage.text}`)
      }
    assert.ok(planted > 30, String(planted))
    assert.ok(missed.length <= planted * (1 - share), `${missed.length} of ${planted}\n${missed.join('\n')}`)
  })
