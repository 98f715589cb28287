import assert from 'node:assert/strict'
import test from 'node:test'
import { createInvitationCards } from '#server/print/invitation-card.ts'
import { createPoster } from '#server/print/poster.ts'
import type { Poster } from '#server/print/poster.ts'
import { createRegister } from '#server/print/register.ts'
import { flatten, pdfToTags, pdfToText } from './pdf-text.ts'
import { LETTERS, NOW, card, makePicture, poster, register } from './samples.ts'

const options = { locale: 'fr', now: NOW, isPlain: true } as const
const makePoster = (changes: Partial<Poster> = {}) => createPoster({ ...poster, ...changes }, options)
const source = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1')
/** As PDF strings beyond ASCII are written. */
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('latin1')
const firstPage = (pdf: Uint8Array) => flatten(pdfToText(pdf)[0] ?? '')

test('a poster says what, when, where, who, and where to read on', async () => {
  const pdf = await makePoster()
  const [page, ...more] = pdfToText(pdf).map(flatten)
  assert.equal(more.length, 0)
  assert.equal(
    page,
    'Les Potagers du Garon Des hêtres plantés aux Potagers du Garon vendredi 25 novembre 2005, Millery ' +
      'Après la crue, vingt hêtres tiennent la berge : « une première ! » ' +
      'Toute la nouvelle portail.example/potagers-du-garon/ nouvelles/hetres Trait d’union',
  )
  assert.match(pdfToText(pdf)[0] ?? '', /«\u202fune\s+première\u202f!\u202f»/)
})

test('a poster is a tagged PDF with a language and a title, its picture and its code told in words', async () => {
  const picture = { bytes: await makePicture(120, 80, 'jpeg'), text: 'Un arbre' }
  const pdf = source(await makePoster({ picture, language: 'mos' }))
  assert.match(pdf, /^%PDF-1\.7/)
  assert.match(pdf, /\/Marked true/)
  assert.match(pdf, /\/Lang \(fr\)[\s\S]*\/Type \/Catalog|\/Type \/Catalog[\s\S]*\/Lang \(fr\)/)
  assert.match(pdf, /\/DisplayDocTitle true/)
  assert.match(pdf, /\/S \/H1\n\/Lang \(mos\)/)
  assert.ok(pdf.includes('/Alt (Un arbre)') || pdf.includes(`/Alt (${utf16('Un arbre')})`))
  assert.ok(pdf.includes(utf16(`Code QR\u00a0: ${poster.address}`)))
  assert.deepEqual(pdfToTags(Buffer.from(pdf, 'latin1')), { Document: 1, P: 6, H1: 1, Figure: 2 })
})

test('letters of West Africa are printed, pictographs left out', async () => {
  const page = firstPage(await makePoster({ title: `${LETTERS} 😀\u0007`, excerpt: '🚜 Bonjour 👋', language: 'mos' }))
  assert.ok(page.includes(LETTERS.normalize('NFC')), page)
  assert.ok(page.includes('Millery Bonjour Toute'), page)
  assert.ok(!page.includes('\ufffd'))
})

test('a poster has one page whatever the lengths', async () => {
  const long = 'Un titre qui ne finit pas, anticonstitutionnellement. '
  for (const picture of [null, { bytes: await makePicture(90, 120, 'jpeg'), text: '' }]) {
    const pdf = await makePoster({
      title: long.repeat(4).slice(0, 200),
      excerpt: long.repeat(200),
      when: long.repeat(3),
      place: long.repeat(4),
      kind: 'date',
      address: `https://portail.example/${'long-'.repeat(60)}`,
      association: { name: long.repeat(3).slice(0, 160), accent: 'mil' },
      picture,
    })
    assert.equal(pdfToText(pdf).length, 1)
  }
  const bare = await makePoster({ title: 'Eau', excerpt: '', when: null, place: null })
  assert.equal(pdfToText(bare).length, 1)
})

test('an excerpt is cut between words', async () => {
  const words = Array.from({ length: 400 }, (_, index) => `mot${index}fin`)
  const page = firstPage(await makePoster({ excerpt: words.join(' ') }))
  const shown = /(mot0fin .*) Toute la nouvelle/.exec(page)?.[1]?.split(' ') ?? []
  assert.ok(shown.length > 20 && shown.length < 400)
  assert.equal(shown.at(-1), '…')
  assert.deepEqual(shown.slice(0, -1), words.slice(0, shown.length - 1))
})

test('pictures of every kind that the node makes are printed; broken ones are left out', async () => {
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    const pdf = await makePoster({ picture: { bytes: await makePicture(120, 80, format), text: 'x' } })
    assert.match(source(pdf), /\/Subtype \/Image\n/, format)
  }
  const jpeg = await makePicture(120, 80, 'jpeg')
  for (const bytes of [new Uint8Array(), Buffer.from('<svg/>'), jpeg.subarray(0, 3)]) {
    const pdf = await makePoster({ picture: { bytes, text: 'x' } })
    assert.doesNotMatch(source(pdf), /\/Subtype \/Image\n/)
    assert.ok(firstPage(pdf).includes('Potagers'))
  }
})

test('the same content gives the same bytes', async () => {
  assert.deepEqual(await makePoster(), await makePoster())
})

test('the register names members, periods, decisions, Charter, officers and fees', async () => {
  const pdf = await createRegister(register, options)
  const page = firstPage(pdf)
  for (const text of [
    'Registre des membres',
    'Établi le 24 novembre 2026. 1 association membre, 1 qui a été membre.',
    '1 Amicale Laïque de Grigny Grigny RNA W691001234 30 juin 2004',
    'version 1, 30 juin 2004 version 2, 15 janvier 2010',
    'Présidente : Awa Ouédraogo, depuis le 10 janvier 2015',
    'Oran (Algérie) 2004 – 31 décembre 2008 Autres projets',
    'mars 2010 1er mars 2010 juin 2012',
    '2015 20,00 € 15,50 € 4,50 € 4 mars 2015',
    'Certifié conforme',
    'Page 1 sur 1',
  ])
    assert.ok(compact(page).includes(compact(text)), `${text} in ${page}`)
  const tags = pdfToTags(pdf)
  assert.deepEqual([tags['H1'], tags['H2'], tags['Table'], tags['TR']], [1, 2, 2, 6])
  assert.equal(tags['TH'], 7 + 3 + 7 + 1)
})
/** Cells of a row may be drawn on lines of their own, in any order of heights. */
const compact = (text: string) => text.replace(/\s/g, '')

test('a register of many pages repeats its head, numbers its pages and keeps each row whole', async () => {
  const [member] = register.members
  assert.ok(member)
  const members = Array.from({ length: 60 }, (_, index) => ({ ...member, name: `Association ${index}`, fees: [] }))
  const pages = pdfToText(await createRegister({ ...register, members }, options)).map(flatten)
  assert.ok(pages.length > 3)
  pages.forEach((page, index) => {
    assert.ok(page.includes(`Page ${index + 1} sur ${pages.length}`), page)
    assert.ok(page.includes('Responsables publics') || index === pages.length - 1)
    assert.equal(page.match(/Association \d+/g)?.length ?? 0, page.match(/RNA W691001234/g)?.length ?? 0)
  })
  const names = pages.flatMap((page) => page.match(/Association \d+/g) ?? [])
  assert.deepEqual(
    names,
    members.map(({ name }) => name),
  )
  assert.ok(pages.at(-1)?.includes('Aucune cotisation enregistrée.'))
})

test('invitation cards, four a page, code in fours, address in clear', async () => {
  const pages = pdfToText(
    await createInvitationCards([card, card, card, { ...card, name: '', until: null }, card], options),
  ).map(flatten)
  assert.deepEqual(
    pages.map((page) => page.match(/K7QM 2HXP 9DRT/g)?.length),
    [4, 1],
  )
  assert.ok(pages[1]?.includes('Pour Mme Ouédraogo'))
  assert.ok(pages[1]?.includes('portail.example/entrer'))
  assert.ok(pages[1]?.includes('Elle sert une seule fois, jusqu’au 24 décembre 2026.'))
  assert.equal(pages[0]?.match(/Elle sert une seule fois\./g)?.length, 1)
})
