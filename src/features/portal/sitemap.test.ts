import assert from 'node:assert/strict'
import test from 'node:test'
import { SaxesParser } from 'saxes'
import { MAX_SITEMAP, pagesToSitemap, toRobotsText } from './sitemap.ts'

const ORIGIN = 'https://portail.example'

test('the sitemap lists pages with their last change, addresses encoded, no more than a sitemap may hold', () => {
  const xml = pagesToSitemap(
    [
      { path: '/fédération/?a=1&b=2', updated: 1_700_000_000 },
      { path: '/', updated: null },
    ],
    ORIGIN,
  )
  const parser = new SaxesParser({ xmlns: true })
  const texts: string[] = []
  parser.on('error', (error) => assert.fail(error))
  parser.on('text', (text) => text.trim() && texts.push(text))
  parser.write(xml).close()
  assert.deepEqual(texts, [
    'https://portail.example/f%C3%A9d%C3%A9ration/?a=1&b=2',
    '2023-11-14T22:13:20.000Z',
    'https://portail.example/',
  ])
  const many = Array.from({ length: MAX_SITEMAP + 1 }, (_, index) => ({ path: `/${index}`, updated: null }))
  assert.equal(pagesToSitemap(many, ORIGIN).match(/<url>/g)?.length, MAX_SITEMAP)
})

test('robots are told what to leave and where the sitemap is', () => {
  assert.equal(
    toRobotsText(['/espace/', '/recherche'], '/sitemap.xml', ORIGIN),
    'User-agent: *\nDisallow: /espace/\nDisallow: /recherche\nAllow: /\n\nSitemap: https://portail.example/sitemap.xml\n',
  )
})
