import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { HtmlValidate } from 'html-validate'
import { type DefaultTreeAdapterTypes as Tree, parse } from 'parse5'

const shell = readFileSync(new URL('../../src/app.html', import.meta.url), 'utf8')
const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    // Written by Svelte, valid HTML5 all the same.
    'doctype-style': 'off',
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'no-implicit-button-type': 'off',
    // A title is written for people: search engines cut it where they like.
    'long-title': 'off',
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
    // « 04 65 71 00 01 » is kept on one line by the .nowrap class.
    'tel-non-breaking': 'off',
  },
})

/** The whole document around a rendered view. */
export const toDocument = ({ head, body }: { head: string; body: string }, locale: string): string =>
  shell
    .replace('%lang%', locale)
    .replace('%sveltekit.head%', () => head)
    .replace('%sveltekit.body%', () => body)

/** Fails unless the document is valid HTML and keeps what axe can't see without a browser, or what our policy forbids. Public pages have no script. */
export async function assertGoodPage(html: string, what: string, { hasScript = false } = {}): Promise<void> {
  const report = await validator.validateString(html)
  const messages = report.results.flatMap(({ messages: all }) =>
    all.map(({ ruleId, message, line, column }) => `${ruleId} ${line}:${column} ${message}`),
  )
  assert.deepEqual(messages, [], what)

  const elements = listElements(parse(html))
  const count = (name: string) => elements.filter(({ tagName }) => tagName === name).length
  for (const name of ['h1', 'main', 'title']) assert.equal(count(name), 1, `${what}: one ${name}`)
  let level = 0
  for (const { tagName } of elements) {
    const depth = /^h([1-6])$/.exec(tagName)?.[1]
    if (depth === undefined) continue
    assert.ok(Number(depth) <= level + 1, `${what}: ${tagName} after h${level}`)
    level = Number(depth)
  }
  for (const element of elements) {
    const attributes = new Map(element.attrs.map(({ name, value }) => [name, value]))
    const where = `${what}: <${element.tagName} ${JSON.stringify(Object.fromEntries(attributes))}>`
    assert.ok(!attributes.has('style'), `${where} has a style attribute, which the policy forbids`)
    for (const name of attributes.keys()) assert.ok(!name.startsWith('on'), `${where} has a handler`)
    if (element.tagName === 'script' && !hasScript) assert.equal(attributes.get('type'), 'application/ld+json', where)
    if (element.tagName === 'img')
      for (const name of ['alt', 'width', 'height']) assert.ok(attributes.has(name), `${where}: ${name}`)
    const address = attributes.get('href')
    if (address !== undefined) assert.ok(!/undefined|null|\[object/.test(address), where)
    if (element.tagName === 'a') assert.notEqual(textOf(element).trim(), '', `${where} says nothing`)
  }
}

function listElements(node: Tree.Node): Tree.Element[] {
  const own = 'tagName' in node ? [node] : []
  return 'childNodes' in node ? [...own, ...node.childNodes.flatMap(listElements)] : own
}

function textOf(node: Tree.Node): string {
  if (node.nodeName === '#text') return (node as Tree.TextNode).value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}
