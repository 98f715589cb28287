import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptedCoding } from './encoding.ts'

const rows: readonly (readonly [header: string | undefined, coding: string])[] = [
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['GZIP', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0.0, gzip;q=0', 'identity'],
  ['*', 'br'],
  ['*, br;q=0', 'gzip'],
  ['identity', 'identity'],
  ['bro, gzippy', 'identity'],
]
for (const [header, coding] of rows) {
  test(`Accept-Encoding « ${header} » is answered by ${coding}`, () => assert.equal(acceptedCoding(header), coding))
}
