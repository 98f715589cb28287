import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMediaIndex } from './media.ts'

const index = createMediaIndex([
  'uploads/2011/11/Puits.jpg',
  'uploads/2012/01/puits.jpg',
  'uploads/2012/01/école du soir.png',
  'uploads/2012/02/fête-scaled.jpg',
  'seul.gif',
])

test('an address finds its file by its folders, then by its name', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['https://vieux.example/wp-content/uploads/2011/11/Puits.jpg', 'uploads/2011/11/Puits.jpg'],
    ['https://vieux.example/wp-content/uploads/2012/01/puits-300x200.jpg?ver=2', 'uploads/2012/01/puits.jpg'],
    ['/wp-content/uploads/2012/01/%C3%A9cole%20du%20soir.png', 'uploads/2012/01/école du soir.png'],
    ['//vieux.example/uploads/2012/02/fête.jpg', 'uploads/2012/02/fête-scaled.jpg'],
    ['http://ailleurs.example/x/y/seul.gif', 'seul.gif'],
    // two of that name, and no folder tells which
    ['http://vieux.example/puits.jpg', undefined],
    ['http://vieux.example/absent.jpg', undefined],
    ['', undefined],
  ]
  for (const [address, path] of cases) assert.equal(index.find(address), path, address)
})

test('no address leads out of the folder', () => {
  for (const address of [
    '../../etc/passwd',
    '/etc/passwd',
    'file:///etc/passwd',
    'http://x/%2e%2e/%2e%2e/etc/passwd',
    'x\0.jpg',
  ])
    assert.equal(index.find(address), undefined, address)
})
