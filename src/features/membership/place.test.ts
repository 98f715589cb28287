import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { COUNTRY_ZONES, countryName, placeToText, textToPlace, townToText } from './place.ts'

const GRIGNY = { latitude: 4_560_869, longitude: 478_972 }

test('a place is read as people copy it', () => {
  for (const text of [
    '45.60869, 4.78972',
    '45.60869 4.78972',
    '45,60869 4,78972',
    '45,60869; 4,78972',
    '45,60869, 4,78972',
    '45.60869° N, 4.78972° E',
    'https://www.openstreetmap.org/#map=15/45.60869/4.78972',
    'https://www.openstreetmap.org/relation/120911#map=14.5/45.60869/4.78972&layers=N',
    'https://www.openstreetmap.org/?mlat=45.60869&mlon=4.78972#map=12/1.0/2.0',
    'geo:45.60869,4.78972',
    '  https://exemple.org/maps/@45.60869,4.78972,15z ',
  ])
    assert.deepEqual(textToPlace(text), GRIGNY, text)
  assert.deepEqual(textToPlace('12.18 N 0.35 O'), { latitude: 1_218_000, longitude: -35_000 })
  assert.deepEqual(textToPlace('-33.5, -70.2'), { latitude: -3_350_000, longitude: -7_020_000 })
})

test('what is no place is none', () => {
  for (const text of [
    '',
    'Grigny',
    '45.6',
    '95.0, 4.7',
    '45.6, 190.1',
    '12 rue des Jardins, 69520',
    '2026-11-24',
    '1;2;3',
  ])
    assert.equal(textToPlace(text), null, text)
})

test('what is shown is read again as the same place', () => {
  const degree = (most: number) => fc.integer({ min: -most * 1e5, max: most * 1e5 })
  fc.assert(
    fc.property(degree(90), degree(180), (latitude, longitude) => {
      assert.deepEqual(textToPlace(placeToText(latitude, longitude)), {
        latitude: latitude + 0,
        longitude: longitude + 0,
      })
    }),
  )
  assert.equal(placeToText(null, 1), '')
})

test('a town abroad is named with its country', () => {
  assert.equal(townToText('Koupéla', 'BF'), 'Koupéla (Burkina Faso)')
  assert.equal(townToText('Grigny', 'FR'), 'Grigny')
  assert.equal(townToText('Ailleurs', ''), 'Ailleurs')
  assert.equal(townToText('', 'BF'), null)
})

test('every country has the name that Intl gives it', () => {
  const names = new Intl.DisplayNames('fr', { type: 'region' })
  for (const code of Object.keys(COUNTRY_ZONES)) assert.equal(countryName(code), names.of(code))
  assert.equal(countryName('XX'), '')
  assert.equal(countryName('constructor'), '')
})
