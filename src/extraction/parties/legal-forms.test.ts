import { expect, test } from 'bun:test'
import {
  endsInForm,
  isOnlyForm,
  isTradeAndForm,
  mendName,
  withoutForm,
  withoutFrenchForm,
  wordsToForm,
} from './legal-forms.ts'

test.each([
  'Molino Viejo S.L.',
  'Molino Viejo, S.A. de C.V.',
  'Hafen Technik GmbH & Co. KG',
  'Erste Feuerkasse a.G.',
  'Zuidwind B.V.',
  'Meranti (M) Sdn. Bhd.',
  'PASAR SEGAR S/B',
  'Vento Forte Ltda',
  'Le Pré SARL',
])('%s ends in the form of a company', (name) => expect(endsInForm(name)).toBe(true))

test.each(['Molino Viejo', 'paid to me', 'GmbH', 'SDN BHD', 'Santa Fe'])('%s does not', (name) =>
  expect(endsInForm(name)).toBe(false),
)

test('a form alone, and one with nothing but a trade before it, are the end of a name above', () => {
  expect(['SDN BHD', 'S.L.', 'Molino SL'].map(isOnlyForm)).toEqual([true, true, false])
  expect(['STATIONERY SDN BHD', 'MERANTI STATIONERY SDN BHD'].map(isTradeAndForm)).toEqual([true, false])
})

test('only a French form is left out of a name, and any where the bare name is wanted', () => {
  expect(withoutFrenchForm('Le Pré Fleuri SARL')).toBe('Le Pré Fleuri')
  expect(withoutFrenchForm('Hafen GmbH')).toBe('Hafen GmbH')
  expect(withoutFrenchForm('SARL')).toBe('SARL')
  expect(withoutForm('Amazing Goods, Inc.')).toBe('Amazing Goods')
  expect(withoutForm('Amazing Goods')).toBe('Amazing Goods')
})

test('a name ends with its form where prose or a place goes on behind it', () => {
  expect(wordsToForm('Lumo SAS au capital de 120 Euros'.split(' '))).toBe(2)
  expect(wordsToForm('Hafen GmbH & Co. KG, Kiel'.split(' '))).toBe(5)
  expect(wordsToForm('Werkzeug AG Rosenheim'.split(' '))).toBeNull()
})

test.each([
  ['MERANTI SON BHO', 'MERANTI SDN BHD'],
  ['MERANTI SDN. 1...', 'MERANTI SDN. BHD'],
  ['0RI0N C0. (M) BHD', 'ORION CO. (M) BHD'],
  ['PASAR SEGAR 5/8', 'PASAR SEGAR S/B'],
  ['Taller Luz 8 Sombra', 'Taller Luz & Sombra'],
  ['T. E.1.M. TRADING', 'T. E.I.M. TRADING'],
  ['CAFE 2020', 'CAFE 2020'],
  ['MERANTI BAKERIES (KL)SON BHD', 'MERANTI BAKERIES (KL) SDN BHD'],
  ['Zuidwind 8.V.', 'Zuidwind B.V.'],
  ['Molino Viejo 5.L.', 'Molino Viejo S.L.'],
  ['Hafen Technik Gm8H', 'Hafen Technik GmbH'],
  ['MERANTI SDNBHO', 'MERANTI SDN BHD'],
  ['MERANTI (H) SDN BHD', 'MERANTI (M) SDN BHD'],
])('%s was %s', (read, printed) => expect(mendName(read)).toBe(printed))
