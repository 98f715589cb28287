import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createPageCache, type PageCacheOptions } from './page-cache.ts'
import type { PageEntry } from './page-entry.ts'
import type { Rendered } from './rendered.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const textOf = (entry: PageEntry | null | undefined) => entry && new TextDecoder().decode(entry.rendered.body)
const page = (text: string, tags: readonly string[], more: Partial<Rendered> = {}): Rendered => ({
  status: 200,
  headers: [['content-type', 'text/html']],
  body: bytes(text),
  tags,
  expires: null,
  isShared: true,
  ...more,
})
const create = (options: Partial<PageCacheOptions> & Pick<PageCacheOptions, 'render'>) =>
  createPageCache({ clock: () => 0, whenIdle: () => () => {}, ...options })

test('an answer is made once and kept until one of its tags changes', async () => {
  let version = 1
  const cache = create({ render: async (key) => page(`${key} ${version}`, ['article-1', 'list']) })
  assert.equal(textOf(await cache.get('/a')), '/a 1')
  version = 2
  assert.equal(textOf(cache.peek('/a')), '/a 1')
  cache.invalidate(['article-2'])
  assert.equal(textOf(cache.peek('/a')), '/a 1')
  cache.invalidate(['article-1'])
  assert.equal(cache.peek('/a'), undefined)
  assert.equal(textOf(await cache.get('/a')), '/a 2')
})

test('a stampede makes the page once', async () => {
  let made = 0
  const gate = Promise.withResolvers<void>()
  const cache = create({
    render: async () => {
      made++
      await gate.promise
      return page('une', ['t'])
    },
  })
  const all = Promise.all(Array.from({ length: 200 }, () => cache.get('/a')))
  gate.resolve()
  assert.deepEqual(new Set((await all).map(textOf)), new Set(['une']))
  assert.equal(made, 1)
})

test('a commit during the making keeps the older page out, and whoever asks after it gets the newer one', async () => {
  let text = 'avant'
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let made = 0
  const cache = create({
    render: async () => {
      const seen = text
      await gates[made++]?.promise
      return page(seen, ['article'])
    },
  })
  const before = cache.get('/a')
  text = 'après'
  cache.invalidate(['article'])
  const after = cache.get('/a')
  gates[1]?.resolve()
  assert.equal(textOf(await after), 'après')
  gates[0]?.resolve()
  assert.equal(textOf(await before), 'avant')
  assert.equal(textOf(cache.peek('/a')), 'après')
})

test('a commit on something else during the making leaves the page in', async () => {
  const gate = Promise.withResolvers<void>()
  const cache = create({
    render: async () => {
      await gate.promise
      return page('une', ['article'])
    },
  })
  const asked = cache.get('/a')
  cache.invalidate(['other'])
  gate.resolve()
  await asked
  assert.equal(textOf(cache.peek('/a')), 'une')
})

test('whatever the order of changes, askings and ends, nobody gets a page older than the commit before his asking', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('ask' as const), key: fc.nat(3) }),
    fc.record({ do: fc.constant('commit' as const), key: fc.nat(3) }),
    fc.record({ do: fc.constant('finish' as const), key: fc.nat(9) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const versions = [0, 0, 0, 0]
      const open: (() => void)[] = []
      const cache = create({
        render: async (key) => {
          const number = Number(key.slice(1))
          const seen = versions[number]
          await new Promise<void>((resolve) => open.push(resolve))
          return page(String(seen), [`tag-${number}`])
        },
      })
      const asked: Promise<void>[] = []
      for (const { do: what, key } of steps) {
        if (what === 'ask') {
          const least = versions[key] ?? 0
          asked.push(cache.get(`/${key}`).then((entry) => assert.ok(Number(textOf(entry)) >= least)))
        } else if (what === 'commit') {
          versions[key] = (versions[key] ?? 0) + 1
          cache.invalidate([`tag-${key}`])
        } else open.splice(key % (open.length || 1), 1)[0]?.()
        await Promise.resolve()
      }
      while (open.length > 0) {
        open.shift()?.()
        await new Promise(setImmediate)
      }
      await Promise.all(asked)
      for (const key of [0, 1, 2, 3]) {
        const kept = cache.peek(`/${key}`)
        if (kept) assert.equal(Number(textOf(kept)), versions[key])
      }
    }),
    { numRuns: 300 },
  )
})

test('what is made from nothing known, or depends on more than its address, is answered but not kept', async () => {
  const pages = new Map([
    ['/untagged', page('a', [])],
    ['/error', page('b', ['t'], { status: 404, isShared: false })],
  ])
  const cache = create({ render: async (key) => pages.get(key) ?? null })
  for (const key of pages.keys()) {
    assert.ok(await cache.get(key))
    assert.equal(cache.peek(key), undefined)
  }
  assert.equal(await cache.get('/private'), null)
})

test('a page with an instant goes at that instant, by itself', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000 })
  const cache = create({
    clock: () => Date.now(),
    render: async (key) => page('une', ['t'], { expires: key === '/soon' ? 5_000 : 3_000_000_000 }),
  })
  await cache.get('/soon')
  await cache.get('/later')
  context.mock.timers.tick(3_999)
  assert.equal(cache.stats().entries, 2)
  context.mock.timers.tick(1)
  assert.equal(cache.stats().entries, 1)
  assert.ok(cache.peek('/later'), 'a delay longer than a timer takes does not fire early')
})

test('a clock that jumps ahead takes the page too, before any timer', async () => {
  let now = 0
  const cache = create({ clock: () => now, render: async () => page('une', ['t'], { expires: 5_000 }) })
  await cache.get('/a')
  now = 5_000
  assert.equal(cache.peek('/a'), undefined)
})

test('memory is bounded: what was used least recently goes', async () => {
  const cache = create({ limit: 50_000, render: async (key) => page(key.padEnd(8_000, 'x'), ['t']) })
  for (let number = 0; number < 40; number++) {
    await cache.get(`/${number}`)
    cache.peek('/0')
  }
  assert.ok(cache.stats().bytes <= 50_000)
  assert.ok(cache.peek('/0'))
  assert.ok(cache.peek('/39'))
  assert.equal(cache.peek('/1'), undefined)
})

test('a making that fails is told to all who waited, and tried again for the next', async () => {
  let made = 0
  const cache = create({
    render: async () => {
      if (made++ === 0) throw new Error('broken')
      return page('une', ['t'])
    },
  })
  const both = await Promise.allSettled([cache.get('/a'), cache.get('/a')])
  assert.deepEqual(both.map(({ status }) => status), ['rejected', 'rejected']) // prettier-ignore
  assert.equal(textOf(await cache.get('/a')), 'une')
})

test('S10 altered bytes and altered sources of a kept page are found, and dropped', async () => {
  const texts = new Map([
    ['/bytes', 'un'],
    ['/made', 'deux'],
    ['/clean', 'trois'],
  ])
  const cache = create({ render: async (key) => page(texts.get(key) ?? '', ['t']) })
  for (const key of texts.keys()) await cache.get(key)
  assert.deepEqual(await cache.verifyEntries(), [])
  const entry = cache.peek('/bytes')
  assert.ok(entry)
  entry.rendered.body[0] = 88
  texts.set('/made', 'quatre')
  assert.deepEqual(await cache.verifyEntries(), [
    { key: '/bytes', tag: 'bytes-altered' },
    { key: '/made', tag: 'differs-when-made-again' },
  ])
  assert.deepEqual(['/bytes', '/made', '/clean'].map((key) => textOf(cache.peek(key))), [undefined, undefined, 'trois']) // prettier-ignore
})

test('S10 an honest change while pages are compared raises no alarm', async () => {
  let text = 'un'
  const cache = create({ render: async () => page(text, ['t']) })
  await cache.get('/a')
  const verified = cache.verifyEntries()
  text = 'deux'
  cache.invalidate(['t'])
  assert.deepEqual(await verified, [])
})
