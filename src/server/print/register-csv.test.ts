import assert from 'node:assert/strict'
import test from 'node:test'
import { register } from '../../../tests/print/samples.ts'
import { rowsToCsv } from './csv.ts'
import { registerToCsv } from './register-csv.ts'

test('cells as a French spreadsheet reads them', () => {
  const csv = rowsToCsv(
    ['A', 'B'],
    [
      [{ cents: 123_450 }, { cents: -5 }],
      [{ day: '2026-12-07' }, { day: '2026-12' }],
      [{ day: '2026' }, { day: '' }],
      [12_345, 1.5],
      [null, 'a;b "c"\nd'],
    ],
  )
  assert.equal(csv, '\ufeffA;B\r\n1234,50;-0,05\r\n07/12/2026;12/2026\r\n2026;\r\n12345;1,50\r\n;"a;b ""c""\nd"\r\n')
})

test('no text is run as a formula', () => {
  const hostile = ['=1+1', '+33 6', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\u00a0@x', '＝1', '\n=1', '\ufeff=1']
  const csv = rowsToCsv(hostile, [hostile])
  for (const cell of csv
    .slice(1)
    .split(/;|\r\n/)
    .filter((one) => one !== ''))
    assert.match(cell, /^"?'/)
  assert.equal(rowsToCsv(['a'], [['Grigny - Koupéla = 2']]), '\ufeffa\r\nGrigny - Koupéla = 2\r\n')
})

test('the register: a line for each period', () => {
  const lines = registerToCsv(register, 'fr').split('\r\n')
  assert.ok(lines[0]?.startsWith('\ufeffN°;Association;Commune;Pays;N° RNA;Entrée;Décision;Sortie;'))
  assert.deepEqual(lines.slice(1), [
    '1;Amicale Laïque de Grigny;Grigny;FR;W691001234;30/06/2004;30/06/2004;;;2;15/01/2010;Présidente : Awa Ouédraogo;2015;20,00;15,50;04/03/2015',
    '2;Groupe Almara;Oran;DZ;;2004;;31/12/2008;Autres projets;;;;;;;',
    `2;Groupe Almara;Oran;DZ;;03/2010;01/03/2010;06/2012;"'=HYPERLINK(""http://x"")";;;;;;;`,
    '',
  ])
})
