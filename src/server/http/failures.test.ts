import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { failureSentence, failureStatus, type Failure } from './failures.ts'

const hash = 'a'.repeat(64)
/** One of each; the type says when one is forgotten. */
const examples: { [Tag in Failure['tag']]: Extract<Failure, { tag: Tag }> } = {
  'too-big': { tag: 'too-big', size: 31_000_000, limit: 30_000_000 },
  'cut-short': { tag: 'cut-short', received: 1000 },
  'disk-full': { tag: 'disk-full' },
  'disk-error': { tag: 'disk-error', code: 'EIO' },
  'blob-missing': { tag: 'blob-missing', hash },
  'blob-altered': { tag: 'blob-altered', hash, found: hash, size: 3 },
  'wrong-blob': { tag: 'wrong-blob', expected: hash, found: hash },
  'picture-unknown': { tag: 'picture-unknown', begins: '504b0304' },
  'picture-kind': { tag: 'picture-kind', kind: 'heic' },
  'picture-too-large': { tag: 'picture-too-large', width: 10_000, height: 10_000, limit: 40_000_000 },
  'picture-damaged': { tag: 'picture-damaged', kind: 'png', detail: 'vipspng: libpng read error' },
  'picture-too-heavy': { tag: 'picture-too-heavy', limit: 400_000_000 },
  'picture-too-slow': { tag: 'picture-too-slow', limit: 60_000 },
  'picture-stuck': { tag: 'picture-stuck', limit: 180_000 },
  'picture-crashed': { tag: 'picture-crashed', how: 'SIGSEGV' },
  'upload-missing': { tag: 'upload-missing' },
  'uploads-full': { tag: 'uploads-full', held: 3_900_000_000, count: 3 },
  'upload-offset': { tag: 'upload-offset', offset: 12 },
  'upload-unfinished': { tag: 'upload-unfinished', offset: 12_000, length: 30_000_000 },
  'upload-taken': { tag: 'upload-taken' },
  'upload-version': { tag: 'upload-version', version: '1.0.0' },
  'upload-method': { tag: 'upload-method', method: 'PUT' },
  'upload-header': { tag: 'upload-header', header: 'Upload-Length' },
  'form-type': { tag: 'form-type', type: 'text/plain' },
  'form-damaged': { tag: 'form-damaged', detail: 'Unexpected end of multipart data' },
  'form-too-many': { tag: 'form-too-many', what: 'files', limit: 10 },
  'form-field-too-big': { tag: 'form-field-too-big', field: 'body', limit: 1_000_000 },
  'pictures-busy': { tag: 'pictures-busy', waiting: 32 },
}

describe('every expected failure', () => {
  it('has a status of refusal and a whole French sentence', () => {
    for (const failure of Object.values(examples)) {
      assert.ok(failureStatus(failure) >= 400 && failureStatus(failure) <= 507, failure.tag)
      const sentence = failureSentence(failure)
      assert.match(sentence, /^[A-ZÀ-Ü].*[.]$/, failure.tag)
      assert.doesNotMatch(sentence, /undefined|NaN|\[object|'| [;:!?]|upload|libpng|SIG/, failure.tag)
    }
  })

  it('gives its facts in the reader’s units', () => {
    assert.match(failureSentence(examples['too-big']), /30\u00a0Mo au plus/)
    assert.match(failureSentence(examples['picture-too-large']), /10\u202f000 × 10\u202f000 points, pour 40 millions/)
    assert.match(failureSentence({ tag: 'too-big', size: 1, limit: 2_500_000_000 }), /2,5\u00a0Go/)
    assert.match(failureSentence({ tag: 'picture-kind', kind: 'svg' }), /PNG/)
  })
})
