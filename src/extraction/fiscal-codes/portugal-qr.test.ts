import { expect, test } from 'bun:test'
import { readPortugueseQr } from './portugal-qr.ts'

const text =
  'A:123456789*B:501964843*C:PT*D:FT*E:N*F:20191231*G:FT AB2019/0035*H:CSDF7T5H-0035*I1:PT*I7:80000.00*I8:18400.00*N:18400.00*O:98400.00*Q:kLp0*R:9999'

test('a code says all that an invoice must', () => {
  expect(readPortugueseQr(text)).toEqual({
    scheme: 'atcud',
    verification: 'not-verifiable',
    says: {
      document_type: 'invoice',
      issuer_tax_id: '123456789',
      customer_tax_id: '501964843',
      invoice_number: 'FT AB2019/0035',
      date: '2019-12-31',
      subtotal: 80000,
      tax: 18400,
      total: 98400,
      cufe: 'CSDF7T5H-0035',
    },
    spellings: {
      issuer_tax_id: ['123456789', 'PT123456789'],
      invoice_number: ['FT AB2019/0035', 'AB2019/0035'],
    },
  })
  expect(readPortugueseQr(text.replace('501964843', '999999990'))?.says.customer_tax_id).toBeNull()
  expect(readPortugueseQr(text.replace('123456789', '123456788'))?.verification).toBe('mismatch')
})

test.each([
  '',
  'A:1*B:2',
  'A:B:C',
  text.replace('20191231', '20191232'),
  text.replace('O:98400.00', 'O:all'),
])('%j is no such code', (other) => expect(readPortugueseQr(other)).toBeNull())
