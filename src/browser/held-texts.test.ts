import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heldKey, heldTexts, hold, isSameText, type Shelf } from './held-texts.ts'

const createShelf = (): Shelf & { readonly all: Map<string, string> } => {
  const all = new Map<string, string>()
  return {
    all,
    get length() {
      return all.size
    },
    key: (index) => [...all.keys()][index] ?? null,
    getItem: (key) => all.get(key) ?? null,
    setItem: (key, value) => void all.set(key, value),
    removeItem: (key) => void all.delete(key),
  }
}

test('two tabs hold each their own; the latest comes first; another person’s and another text’s stay out', () => {
  const shelf = createShelf()
  const put = (prefix: string, tab: string, at: number) =>
    hold(shelf, { key: heldKey(prefix, tab), at, version: '3', fields: { texte: tab } })
  put('texte awa /publier/1', 'a', 1000)
  put('texte awa /publier/1', 'b', 2000)
  put('texte awa /publier/12', 'c', 3000)
  put('texte issa /publier/1', 'd', 4000)
  assert.deepEqual(
    heldTexts(shelf, 'texte awa /publier/1', 5000).map(({ fields }) => fields['texte']),
    ['b', 'a'],
  )
})

test('what is two months old, or isn’t ours, goes', () => {
  const shelf = createShelf()
  hold(shelf, { key: 'p#old', at: 0, version: '', fields: { texte: 'x' } })
  for (const [tab, text] of [
    ['1', 'pas du JSON'],
    ['2', '{"at":"hier"}'],
    ['3', 'null'],
    ['4', '{"at":1,"version":"","fields":{"texte":3}}'],
  ] as const)
    shelf.setItem(`p#${tab}`, text)
  shelf.setItem('autre', 'reste')
  assert.deepEqual(heldTexts(shelf, 'p', 61 * 86_400_000), [])
  assert.deepEqual([...shelf.all.keys()], ['autre'])
})

test('a text that came back from the node is the same, whatever its ends of lines', () => {
  assert.ok(isSameText({ texte: 'a\nb', titre: 't' }, { texte: 'a\r\nb\r\n', titre: 't' }))
  assert.ok(!isSameText({ texte: 'a' }, { texte: 'b' }))
  assert.ok(isSameText({ texte: 'a', jour: 'x' }, { texte: 'a' }), 'a field that the form no longer has')
})
