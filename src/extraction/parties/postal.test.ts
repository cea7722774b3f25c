import { expect, test } from 'bun:test'
import { fold } from '../text-lines.ts'
import { isPlace, isStreet, mayBeStreet } from './postal.ts'

test.each([
  'Calle Mayor 12',
  'C/ La Huerta, 28',
  'Avda. del Mar, 7',
  'Bielefelder Str. 9',
  'Hafenstraße 12a',
  'Lindener StraBe 30',
  '12 rue des Lilas',
  '215 Vine St',
  '88 El Dorado Street',
  'Dorpsstraat 8',
  'NO.9, JALAN BUNGA 3',
  'GROUND FLOOR, NO. 7 & 9',
  'Chaco - Nro.: 312',
  'AV. LOS NARANJOS Y RIO BLANCO',
])('%s is a street', (text) => expect(isStreet(fold(text))).toBe(true))

test.each(['Oxbow Street', 'Harbour Avenue'])('%s may be one', (text) =>
  expect(mayBeStreet(fold(text))).toBe(true),
)

test.each([
  '28001 Madrid',
  'D-24103 Kiel',
  '3511 AB Utrecht',
  'Ocala, FL 34470',
  'London SE1 9RY',
  'SALINAS, CA',
  '48000 RAWANG, SELANGOR',
  'États Unis',
  'Japan',
])('%s is a place', (text) => expect(isPlace(fold(text))).toBe(true))

test.each(['Molino Viejo', 'HARBOUR LIGHTS CAFE', 'Blue Gate Tavern', '7 Pub & Bistro'])(
  '%s is neither',
  (text) =>
    expect([isStreet(fold(text)), isPlace(fold(text)), mayBeStreet(fold(text))]).toEqual([
      false,
      false,
      false,
    ]),
)

test('a word and a number may be a street', () => expect(mayBeStreet('parklaan 66')).toBe(true))
