import { expect, test } from 'bun:test'
import { readGuatemalanQr } from './guatemala-qr.ts'

const address =
  'https://felpub.c.sat.gob.gt/verificador-web/publico/vistas/verificacionDte.jsf?tipo=autorizacion&numero=0A1B2C3D-42E5-4777-8000-00112233AABB&emisor=98765434&receptor=12345679&monto=162.00'

test('a code says issuer, customer and total, and by its authorisation series and number', () => {
  expect(readGuatemalanQr(address)).toEqual({
    scheme: 'fel',
    verification: 'not-verifiable',
    says: {
      issuer_tax_id: '98765434',
      customer_tax_id: '12345679',
      invoice_number: '0A1B2C3D-1122322295',
      total: 162,
      cufe: '0A1B2C3D-42E5-4777-8000-00112233AABB',
    },
    spellings: { invoice_number: ['0A1B2C3D-1122322295', '1122322295'] },
  })
})

test('a consumer has no number', () =>
  expect(readGuatemalanQr(address.replace('12345679', 'CF'))?.says.customer_tax_id).toBeNull())

test.each([
  '',
  address.replace('0A1B2C3D-', ''),
  address.replace('monto=162.00', ''),
  'https://sat.gob.gt/?a=b',
])('%j is no such code', (text) => expect(readGuatemalanQr(text)).toBeNull())
