import { expect, test } from 'bun:test'
import { readEcuadorianKey } from './ecuador-key.ts'

const keys = [
  '3011201801019011579800120370010004861270000000112',
  '3110201801019011579800120370010004255900000000117',
]

test('a key says issuer, number and day, and carries the proof of it', () => {
  expect(readEcuadorianKey(keys[0]!)).toEqual({
    scheme: 'sri',
    verification: 'ok',
    isTest: false,
    says: {
      document_type: 'invoice',
      issuer_tax_id: '0190115798001',
      invoice_number: '037-001-000486127',
      date: '2018-11-30',
      currency: 'USD',
      cufe: keys[0]!,
    },
  })
})

test.each(keys)('every digit changed in %s is told', (key) => {
  expect(readEcuadorianKey(key)?.verification).toBe('ok')
  for (let at = 0; at < key.length; at++)
    for (let digit = 0; digit < 10; digit++) {
      if (key[at] === String(digit)) continue
      const changed = readEcuadorianKey(key.slice(0, at) + digit + key.slice(at + 1))
      expect(changed?.verification ?? 'mismatch').toBe('mismatch')
    }
})

test.each(['', '1'.repeat(49), keys[0]!.slice(1), `${keys[0]}1`])('%j is no key', (text) =>
  expect(readEcuadorianKey(text)).toBeNull(),
)
