import { expect, test } from 'bun:test'
import { readPeruvianQr } from './peru-qr.ts'

const text =
  '20131312955|01|F001|00000123|18.00|118.00|2023-02-14|6|20100047218|n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=|'

test('a code says issuer, number, day, tax, total and customer', () => {
  expect(readPeruvianQr(text)).toEqual({
    scheme: 'sunat',
    verification: 'not-verifiable',
    says: {
      document_type: 'invoice',
      issuer_tax_id: '20131312955',
      customer_tax_id: '20100047218',
      invoice_number: 'F001-00000123',
      date: '2023-02-14',
      tax: 18,
      total: 118,
    },
    spellings: { invoice_number: ['F001-00000123', 'F001-00000123', 'F001-123'] },
  })
})

test.each([
  ['20131312955|03|B001|123|0.00|40.50|14/02/2023|1|46779354', 'receipt', 'B001-123', '46779354'],
  [
    '20131312955 | 07 | FC01 | 5 | 1,800.00 | 11,800.00 | 14-02-2023 | - | - |',
    'credit_note',
    'FC01-5',
    null,
  ],
  ['20131312955|01|F001-123|18.00|118.00|2023-02-14|6|20100047218|', 'invoice', 'F001-123', '20100047218'],
])('%s is understood', (code, type, number, customer) =>
  expect(readPeruvianQr(code)?.says).toMatchObject({
    document_type: type as 'invoice',
    invoice_number: number,
    date: '2023-02-14',
    customer_tax_id: customer,
  }),
)

test('every digit changed in the issuer is told', () => {
  for (let at = 0; at < 11; at++) {
    const changed = text.slice(0, at) + ((Number(text[at]) + 1) % 10) + text.slice(at + 1)
    expect(readPeruvianQr(changed)?.verification).toBe('mismatch')
  }
})

test.each([
  '',
  '|||||||||',
  'a|b|c',
  text.replace('2023-02-14', '2023-02-30'),
  text.replace('118.00', 'much'),
])('%j is no such code', (other) => expect(readPeruvianQr(other)).toBeNull())
