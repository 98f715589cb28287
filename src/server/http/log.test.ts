import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from './log.ts'

function written(act: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = []
  act(createLog({ clock: () => 0, write: (line) => lines.push(line) }))
  return lines.map((line) => JSON.parse(line))
}

test('a line is one JSON object with its instant, level and event', () => {
  const lines = written((log) => log.write('info', 'started', { port: 3000, text: 'deux\nlignes' }))
  assert.deepEqual(lines, [
    { at: '1970-01-01T00:00:00.000Z', level: 'info', event: 'started', port: 3000, text: 'deux\nlignes' },
  ])
})

test('what an error quotes from people is left out', () => {
  const texts = [
    'Unexpected token "Awa Traoré" is not JSON',
    'no such person: awa@exemple.test',
    'refused « le mot de passe »',
  ]
  for (const text of texts) {
    const [line] = written((log) => log.failure('failed', new Error(text)))
    assert.doesNotMatch(JSON.stringify(line), /Awa|awa@|mot de passe/)
    assert.match(String(line?.['stack']), /log\.test\.ts/)
  }
})

test('below the level asked for nothing is written', () => {
  assert.deepEqual(
    written((log) => log.write('debug', 'detail')),
    [],
  )
})
