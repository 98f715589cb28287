import assert from 'node:assert/strict'
import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { htmlToMarkdown } from '../../src/features/portal/body/html-to-markdown.ts'
import { markdownToHtml } from '../../src/features/portal/body/markdown-to-html.ts'
import type { WordpressEnd } from '../../src/features/portal/wordpress/entry.ts'
import { readWordpressExport } from '../../src/features/portal/wordpress/decode.ts'

// Exports of other projects (wordpress-importer's tests, the theme unit test), kept beside the repository. The counts were also taken with
// another XML library. Where Expat refuses the file (crazy-cdata, malformed*), they are what WordPress's own importer takes or refuses.
const folder = process.env['TRAIT_WXR_FOLDER'] ?? join(import.meta.dirname, '../../../shared/data/wordpress')

type Expected = readonly [
  articles: number,
  pages: number,
  attachments: number,
  categories: number,
  keywords: number,
  authors: number,
  comments: number,
  skipped: number,
]
const expected: Readonly<Record<string, Expected | 'not-an-export' | 'cut'>> = {
  'a11y-unit-test-data.xml': [47, 17, 39, 27, 61, 0, 29, 51],
  'authors-multiline.xml': [1, 0, 0, 0, 0, 3, 0, 0],
  'backslashes.xml': [1, 0, 0, 0, 0, 0, 0, 0],
  'blank-lines.xml': [1, 0, 0, 0, 0, 0, 0, 0],
  'cdata-edge.xml': [1, 0, 0, 0, 0, 0, 0, 0],
  'chunked-meta.xml': [1, 0, 0, 0, 0, 0, 0, 0],
  'crazy-cdata-escaped.xml': [1, 0, 0, 0, 0, 0, 0, 0],
  'crazy-cdata.xml': [1, 0, 0, 0, 0, 0, 0, 0],
  'invalid-version-tag.xml': 'not-an-export',
  'large-authors.xml': [0, 0, 0, 0, 0, 300, 0, 0],
  'malformed-simple.xml': 'cut',
  'malformed.xml': 'not-an-export',
  'missing-tags.xml': [1, 0, 0, 0, 0, 0, 0, 0],
  'missing-version-tag.xml': 'not-an-export',
  'multiple-cdata.xml': [1, 0, 0, 0, 0, 0, 0, 0],
  'namespace-edge-cases.xml': [5, 0, 0, 2, 0, 2, 0, 1],
  'post-content-blank-lines.xml': [1, 0, 0, 0, 0, 1, 0, 0],
  'slashes.xml': [1, 0, 0, 1, 1, 1, 1, 0],
  'small-export.xml': [6, 5, 0, 30, 3, 3, 1, 0],
  'term-formats.xml': [0, 0, 0, 2, 3, 0, 0, 0],
  'term-meta.xml': [0, 0, 0, 1, 0, 0, 0, 0],
  'test-serialized-comment-meta.xml': [1, 0, 0, 0, 0, 0, 1, 0],
  'test-serialized-postmeta-no-cdata.xml': [1, 0, 0, 0, 0, 0, 0, 0],
  'test-serialized-postmeta-with-cdata.xml': [1, 0, 0, 0, 0, 0, 0, 0],
  'test-serialized-term-meta.xml': [1, 0, 0, 1, 1, 0, 0, 0],
  'test-utw-post-meta-import.xml': [1, 0, 0, 0, 0, 0, 0, 0],
  'theme-unit-test-data.xml': [58, 21, 37, 69, 110, 2, 33, 70],
  'themeunittestdata.wordpress.xml': [51, 21, 38, 67, 110, 2, 32, 70],
  'valid-wxr-1.0.xml': [3, 3, 0, 5, 4, 0, 1, 0],
  'valid-wxr-1.1.xml': [1, 1, 0, 1, 1, 1, 1, 0],
  'wxr-flat-attachment-different-site.xml': [1, 0, 1, 0, 0, 1, 0, 0],
  'wxr-flat-attachment-same-site.xml': [1, 0, 1, 0, 0, 1, 0, 0],
  'wxr-simple.xml': [1, 0, 0, 0, 0, 1, 0, 0],
  'wxr-utf-8-challenges.xml': [1, 0, 0, 0, 0, 1, 0, 0],
  'wxr-with-sub-data.xml': [1, 0, 0, 0, 0, 0, 1, 0],
}

test('the folder of exports is there, with the files of this table and no other', () => {
  assert.ok(existsSync(folder), `No exports in ${folder}: give their folder in TRAIT_WXR_FOLDER`)
  assert.deepEqual(
    readdirSync(folder)
      .filter((name) => name.endsWith('.xml'))
      .toSorted(),
    Object.keys(expected).toSorted(),
  )
})

for (const [file, verdict] of Object.entries(expected)) {
  test(`${file}: ${typeof verdict === 'string' ? `refused (${verdict})` : `${verdict[0]} articles, ${verdict[1]} pages, ${verdict[2]} attachments`}`, async () => {
    let last: WordpressEnd | undefined
    for await (const entry of readWordpressExport(createReadStream(join(folder, file), { highWaterMark: 8191 }))) {
      if (entry.tag === 'end' || entry.tag === 'refused') last = entry
      if (entry.tag !== 'article' && entry.tag !== 'page') continue
      const body = htmlToMarkdown(entry.html, { wordpress: true })
      assert.equal(body.tag, 'converted', entry.title)
      if (body.tag === 'converted') markdownToHtml(body.markdown)
    }
    if (typeof verdict === 'string') {
      assert.equal(last?.tag === 'refused' && last.reason, verdict)
      assert.match(last?.tag === 'refused' ? last.sentence : '', /^Ce fichier .*\.$/)
      return
    }
    const [articles, pages, attachments, categories, keywords, authors, comments, skipped] = verdict
    assert.deepEqual(last?.tag === 'end' && last.counts, {
      articles,
      pages,
      attachments,
      categories,
      keywords,
      authors,
      comments,
      skipped,
    })
  })
}
