import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chosenPictures } from './chosen-pictures.ts'
import { sendResumably } from './resumable-sending.ts'

/** A node that keeps what comes, on a line that `isCut` cuts. */
function createNode(isCut: (request: number) => boolean) {
  const kept = new Map<string, Uint8Array>()
  const lengths = new Map<string, number>()
  let requests = 0
  const answer: typeof fetch = async (address, init = {}) => {
    if (isCut(requests++)) throw new TypeError('cut')
    const headers = new Headers(init.headers)
    const id = String(address).split('/')[2] ?? ''
    if (init.method === 'POST') {
      lengths.set('a1', Number(headers.get('upload-length')))
      kept.set('a1', new Uint8Array())
      return new Response(null, { status: 201, headers: { location: '/uploads/a1' } })
    }
    const bytes = kept.get(id)
    if (!bytes) return new Response(null, { status: 404 })
    if (init.method === 'PATCH') {
      if (Number(headers.get('upload-offset')) !== bytes.length) return new Response(null, { status: 409 })
      const more = new Uint8Array(await (init.body as Blob).arrayBuffer())
      kept.set(id, Uint8Array.from([...bytes, ...more]))
    }
    return new Response(null, {
      status: init.method === 'PATCH' ? 204 : 200,
      headers: { 'upload-offset': String(kept.get(id)!.length) },
    })
  }
  return { kept, answer, requests: () => requests }
}
const shelfOf = () => {
  const notes = new Map<string, string>()
  return {
    notes,
    getItem: (key: string) => notes.get(key) ?? null,
    setItem: (key: string, value: string) => void notes.set(key, value),
    removeItem: (key: string) => void notes.delete(key),
  }
}
const bytes = Uint8Array.from({ length: 1_300_000 }, (_, at) => at % 251)
const file = new File([bytes], 'export é.xml', { lastModified: 1 })
const options = (ask: typeof fetch, shelf = shelfOf()) => ({
  token: 'x',
  shelf,
  fetch: ask,
  wait: async () => {},
  onProgress: () => {},
  onLine: () => {},
})

test('a file arrives whole over a line that is cut at every third request', async () => {
  const node = createNode((request) => request % 3 === 0)
  const lines: boolean[] = []
  const done = await sendResumably(file, { ...options(node.answer), onLine: (isCut) => lines.push(isCut) })
  assert.deepEqual(done, { tag: 'arrived', id: 'a1' })
  assert.deepEqual(node.kept.get('a1'), bytes)
  assert.deepEqual(lines.slice(0, 2), [true, false])
})

test('another visit goes on with what arrived; what the node has dropped begins anew', async () => {
  const shelf = shelfOf()
  const first = createNode(() => false)
  await assert.rejects(
    sendResumably(file, {
      ...options(
        (address, init) => (first.requests() < 3 ? first.answer(address, init) : Promise.reject(new Error('closed'))),
        shelf,
      ),
      wait: () => Promise.reject(new Error('the page is closed')),
    }),
  )
  const there = first.kept.get('a1')!.length
  assert.ok(there > 0 && there < bytes.length)
  const again: number[] = []
  await sendResumably(file, { ...options(first.answer, shelf), onProgress: (sent) => again.push(sent) })
  assert.equal(again[0], there)
  assert.deepEqual(first.kept.get('a1'), bytes)
  const other = createNode(() => false)
  assert.deepEqual(await sendResumably(file, options(other.answer, shelf)), { tag: 'arrived', id: 'a1' })
  assert.deepEqual(other.kept.get('a1'), bytes)
})

test('what the node refuses is said in its words, and forgotten', async () => {
  const shelf = shelfOf()
  const refuse = async () => Response.json({ sentence: 'Trop lourd.' }, { status: 413 })
  assert.deepEqual(await sendResumably(file, options(refuse, shelf)), { tag: 'refused', sentence: 'Trop lourd.' })
  assert.equal(shelf.notes.size, 0)
  const out = async () => new Response('', { status: 403 })
  assert.deepEqual(await sendResumably(file, options(out)), { tag: 'signed-out' })
})

test('of a chosen folder go the pictures, and not the smaller copies of those that are there', () => {
  const named = (path: string) =>
    Object.defineProperty(new File([], path.split('/').at(-1) ?? ''), 'webkitRelativePath', { value: path })
  const paths = ['u/2011/puits.jpg', 'u/2011/puits-300x200.jpg', 'u/2011/seul-300x200.jpg', 'u/notes.pdf']
  assert.deepEqual(
    chosenPictures(paths.map(named)).map(({ path }) => path),
    ['u/2011/puits.jpg', 'u/2011/seul-300x200.jpg'],
  )
  assert.deepEqual(chosenPictures([new File([], 'dehors.heic')]).length, 1, 'the node says why not')
})
