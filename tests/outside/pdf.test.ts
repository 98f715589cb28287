import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createInvitationCards } from '#server/print/invitation-card.ts'
import { createPoster } from '#server/print/poster.ts'
import { createRegister } from '#server/print/register.ts'
import { LETTERS, NOW, card, makePicture, poster, register } from '../print/samples.ts'

/** What programs that aren't ours make of our PDFs: needs poppler-utils, qpdf and zbar-tools. */

const folder = mkdtempSync(join(tmpdir(), 'prints-'))
after(() => rmSync(folder, { recursive: true }))
const options = { locale: 'fr', now: NOW } as const
const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

function save(name: string, bytes: Uint8Array): string {
  const file = join(folder, name)
  writeFileSync(file, bytes)
  return file
}

function judge(file: string, pages: number): string {
  assert.match(run('qpdf', '--check', file), /No syntax or stream encoding errors found/)
  const info = run('pdfinfo', file)
  assert.match(info, /^Tagged:\s+yes$/m)
  assert.match(info, /^PDF version:\s+1\.7$/m)
  assert.match(info, new RegExp(`^Pages:\\s+${pages}$`, 'm'))
  assert.match(info, /^Page size:\s+(595\.28 x 841\.89|841\.89 x 595\.28) pts \(A4\)$/m)
  const fonts = run('pdffonts', file).split('\n').slice(2).filter(Boolean)
  for (const font of fonts) assert.match(font, /TrueType\s+Identity-H\s+yes yes yes/)
  return run('pdftotext', '-layout', file, '-').replace(/[\s\u00a0\u202f]+/g, ' ')
}

const readCodes = (file: string): string[] => {
  const picture = join(folder, 'page')
  run('pdftoppm', '-r', '150', '-f', '1', '-l', '1', '-png', '-singlefile', file, picture)
  return run('zbarimg', '-q', '--raw', `${picture}.png`).trim().split('\n')
}

test('a poster: poppler reads its words, qpdf its structure, zbar its code', async () => {
  const picture = { bytes: await makePicture(900, 600, 'webp'), text: 'Un arbre' }
  const file = save('poster.pdf', await createPoster({ ...poster, picture }, options))
  const text = judge(file, 1)
  for (const words of [
    'Des hêtres plantés',
    'vendredi 25 novembre 2005, Millery',
    '« une première ! »',
    'Trait d’union',
  ])
    assert.ok(text.includes(words), text)
  assert.deepEqual(readCodes(file), [poster.address])
  assert.match(run('pdfinfo', '-struct-text', file), /H1[\s\S]*Des hêtres/)
})

test('letters of West Africa come back as they were', async () => {
  const file = save('letters.pdf', await createPoster({ ...poster, title: LETTERS, language: 'mos' }, options))
  assert.ok(judge(file, 1).normalize('NFC').includes(LETTERS.slice(0, 20).normalize('NFC')))
  const letters = [...LETTERS.normalize('NFC').replace(/[\s\p{P}]/gu, '')]
  const text = run('pdftotext', file, '-').normalize('NFC')
  for (const letter of letters) assert.ok(text.includes(letter), letter)
})

test('the register and the cards', async () => {
  const text = judge(save('register.pdf', await createRegister(register, options)), 1)
  for (const words of ['Registre des membres', 'Amicale Laïque de Grigny', '15,50 €', 'Page 1 sur 1'])
    assert.ok(text.includes(words), text)
  const cards = save('cards.pdf', await createInvitationCards([card, card, card, card, card], options))
  assert.equal(judge(cards, 2).match(/K7QM 2HXP 9DRT/g)?.length, 5)
  assert.deepEqual(readCodes(cards), [card.link, card.link, card.link, card.link])
})
