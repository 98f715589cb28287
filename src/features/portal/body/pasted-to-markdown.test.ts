import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { htmlToTree } from './html-tree.ts'
import { isBlankLined, pastedToMarkdown, type PastedBody } from './pasted-to-markdown.ts'

const folder = fileURLToPath(new URL('../../../../tests/fixtures/pasted/', import.meta.url))
const paste = (html: string): PastedBody => {
  const read = pastedToMarkdown(htmlToTree(html)!, isBlankLined(html))
  assert.ok(read.tag === 'pasted')
  return read
}

for (const file of globSync('*.html', { cwd: folder }))
  test(`what is copied from ${basename(file, '.html')} comes out clean, whole and as lists and headings`, () => {
    const { markdown } = paste(readFileSync(join(folder, file), 'utf8'))
    const expected = readFileSync(join(folder, file.replace('.html', '.md')), 'utf8').trimEnd()
    assert.equal(markdown.replaceAll('\u00a0', ' '), expected)
  })

test('what was hidden is left there, and told; colours and sizes go without a word', () => {
  const word = paste(readFileSync(join(folder, 'word.html'), 'utf8'))
  assert.deepEqual(word.hidden, ['Note interne : ne pas diffuser', 'mot de passe 1234'])
  assert.deepEqual(word.lost, [])
  const old = paste(readFileSync(join(folder, 'old-site.html'), 'utf8'))
  assert.deepEqual(old.hidden, ['acheter du viagra ici', 'casino en ligne'])
  assert.deepEqual(old.lost, ['un lien qui n’était pas sûr', 'une vidéo, remplacée par son lien'])
})

test('hidden items and cells go whole; what they stood in stays', () => {
  const { markdown } = paste(
    '<ul><li>un</li><li style="display:none">deux</li></ul><table><tr><td>a<td>b<tr><td hidden>c<td>d</table><p><font size=1 style="font-size:0">x</font>y</p>',
  )
  assert.equal(markdown, '- un\n\n| a | b |\n| --- | --- |\n|  | d |\n\ny')
})

const item = (level: number, sign: string, text: string) =>
  `<p class=MsoListParagraph style='mso-list:l0 level${level} lfo1'><span style='mso-list:Ignore'>${sign}<span>&nbsp; </span></span>${text}</p>`
const lists: readonly (readonly [string, string])[] = [
  [item(3, '§', 'profond d’abord') + item(1, '·', 'puis haut'), '- profond d’abord\n- puis haut'],
  [item(1, '4.', 'quatre') + item(1, '5.', 'cinq'), '4. quatre\n5. cinq'],
  [item(1, '·', 'a') + item(2, '3.', 'b') + item(2, '4.', 'c'), '- a\n    1. b\n    4. c'],
  [item(1, '·', 'a') + item(1, '2)', 'b'), '- a\n1. b'],
  [item(1, 'a)', 'lettre') + item(1, 'b)', 'suite'), '1. lettre\n1. suite'],
  ['<ul><ul><li>a</li></ul><li>b</li></ul>', '- - a\n- b'],
  ['<p class=MsoListParagraph>Sans signe</p>', 'Sans signe'],
  ['<p>- un</p><p>1. deux</p>', '\\- un\n\n1\\. deux'],
]
for (const [html, markdown] of lists)
  test(`reads the list ${JSON.stringify(markdown)}`, () => assert.equal(paste(html).markdown, markdown))
