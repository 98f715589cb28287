import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contactToText, textToContact } from './contact.ts'

test('a contact is read as people type it, in any order', () => {
  const parts = {
    address: 'Salle commune, 69520 Grigny',
    hours: 'le jeudi de 14 h à 18 h',
    phone: '04 65 71 00 00',
    mail: 'bonjour@trait-dunion.example',
  }
  assert.deepEqual(
    textToContact(
      'bonjour@trait-dunion.example\n\n Salle commune \r\n69520 Grigny\nOuvert : le jeudi de 14 h à 18 h\n04 65 71 00 00',
    ),
    parts,
  )
  assert.deepEqual(textToContact(contactToText(parts)), parts)
})

test('what is unknown is null, and nothing typed is lost', () => {
  assert.deepEqual(textToContact(' \n'), { address: null, hours: null, phone: null, mail: null })
  assert.deepEqual(textToContact('+226 70 00 00 00\n+226 70 00 00 01'), {
    address: '+226 70 00 00 01',
    hours: null,
    phone: '+226 70 00 00 00',
    mail: null,
  })
  assert.equal(textToContact('12 rue de la Paix').address, '12 rue de la Paix')
  assert.equal(textToContact('ouvert').address, 'ouvert')
})
