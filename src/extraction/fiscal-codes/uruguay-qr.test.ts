import { expect, test } from 'bun:test'
import { readUruguayanQr } from './uruguay-qr.ts'

const address =
  'https://www.efactura.dgi.gub.uy/consultaQR/cfe?211234560013,111,A,4321,1380.00,20260320,dpmLMf%2FWbZvORW8oErI%3D'

test('a code says issuer, kind, number, total and day', () => {
  expect(readUruguayanQr(address)).toEqual({
    scheme: 'cfe',
    verification: 'not-verifiable',
    isTest: false,
    says: {
      document_type: 'invoice',
      issuer_tax_id: '211234560013',
      invoice_number: 'A-4321',
      date: '2026-03-20',
      total: 1380,
    },
    spellings: { invoice_number: ['A-4321', 'A4321', '4321'] },
  })
})

test('a day may be written as people do, and a kind tells tickets and notes apart', () => {
  const say = (from: string, to: string) => readUruguayanQr(address.replace(from, to))?.says
  expect(say('20260320', '20/03/2026')?.date).toBe('2026-03-20')
  expect(say('20260320', '20%2F03%2F2026')?.date).toBe('2026-03-20')
  expect(say(',111,', ',101,')?.document_type).toBe('receipt')
  expect(say(',111,', ',112,')?.document_type).toBe('credit_note')
  expect(say(',111,', ',181,')?.document_type).toBeNull()
})

test.each([
  '',
  address.replace('1380.00', 'mil'),
  address.replace(',A,', ',,'),
  'https://x.uy/consultaQR/cfe?1',
])('%j is no such code', (text) => expect(readUruguayanQr(text)).toBeNull())
