import { expect, test } from 'bun:test'
import { mendVatId, readVatId } from './vat-ids.ts'

test.each([
  ['DE271828106', 'DE'],
  ['DE 271 828 114', 'DE'],
  ['FR 48 141 421 356', 'FR'],
  ['IT01732050800', 'IT'],
  ['PT514159200', 'PT'],
  ['BE0161803324', 'BE'],
  ['NL003141512B01', 'NL'],
  ['CHE-141.421.316 MWST', 'CH'],
  ['GB 314 1592 83', 'GB'],
  ['GB314159228', 'GB'],
] as const)('%s proves itself', (id, country) => expect(readVatId(id)).toEqual({ country, isProven: true }))

test.each(['DE271828107', 'FR49141421356', 'NL003141513B01', 'GB987654321', 'ATU12345678'])(
  '%s has the shape and no proof',
  (id) => expect(readVatId(id)?.isProven).toBe(false),
)

test.each(['DE12345', 'XX123456789', 'constructor', '', 'DE'])('%j is none', (id) =>
  expect(readVatId(id)).toBeNull(),
)

test('letters read for digits are set right, and nothing else', () => {
  expect(mendVatId('DE27I828106')).toBe('DE271828106')
  expect(mendVatId('NL0O3141512B01')).toBe('NL003141512B01')
  expect(mendVatId('DE271828106')).toBeNull()
  expect(mendVatId('DETAILS')).toBeNull()
})
