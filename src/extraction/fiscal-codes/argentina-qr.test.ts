import { expect, test } from 'bun:test'
import { readArgentineQr } from './argentina-qr.ts'

const fields = {
  ver: 1,
  fecha: '2024-10-13',
  cuit: 30500010912,
  ptoVta: 10,
  tipoCmp: 1,
  nroCmp: 94,
  importe: 12100.5,
  moneda: 'DOL',
  ctz: 965,
  tipoDocRec: 80,
  nroDocRec: 20123456786,
  tipoCodAut: 'E',
  codAut: 70417054367476,
}
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64')
const address = (payload: string, host = 'www.afip.gob.ar') => `https://${host}/fe/qr/?p=${payload}`
const said = (more: Record<string, unknown>) => readArgentineQr(address(base64({ ...fields, ...more })))?.says

test('a code says all that an invoice must', () => {
  expect(readArgentineQr(address(base64(fields)))).toEqual({
    scheme: 'arca',
    verification: 'not-verifiable',
    says: {
      document_type: 'invoice',
      issuer_tax_id: '30-50001091-2',
      customer_tax_id: '20-12345678-6',
      invoice_number: '00010-00000094',
      date: '2024-10-13',
      currency: 'USD',
      total: 12100.5,
    },
    spellings: { invoice_number: ['00010-00000094', '0010-00000094'] },
  })
})

const strings = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
test.each([
  ['the other address', address(base64(fields), 'www.arca.gob.ar')],
  ['base64 for addresses', address(Buffer.from(JSON.stringify(fields)).toString('base64url'))],
  ['encoded for addresses', address(encodeURIComponent(base64(fields)))],
  ['encoded twice', address(encodeURIComponent(encodeURIComponent(base64(fields))))],
  ['numbers as texts', address(base64(strings))],
  ['names in lower case', address(base64({ ...fields, ptoVta: undefined, ptovta: 10 }))],
  ['without an address', base64(fields)],
  ['bare', JSON.stringify(fields)],
])('%s: the same is read', (_, text) =>
  expect(readArgentineQr(text)?.says).toMatchObject({
    issuer_tax_id: '30-50001091-2',
    invoice_number: '00010-00000094',
    date: '2024-10-13',
    total: 12100.5,
  }),
)

test('kinds, currencies and customers by their lists', () => {
  expect(said({ tipoCmp: 203 })?.document_type).toBe('credit_note')
  expect(said({ tipoCmp: 83 })?.document_type).toBe('receipt')
  expect(said({ tipoCmp: 999 })?.document_type).toBeNull()
  expect(said({ moneda: 'PES' })?.currency).toBe('ARS')
  expect(said({ moneda: '060' })?.currency).toBe('EUR')
  expect(said({ moneda: 'XXX' })?.currency).toBeNull()
  expect(said({ tipoDocRec: 96, nroDocRec: 12345678 })?.customer_tax_id).toBe('12345678')
  expect(said({ tipoDocRec: 99, nroDocRec: 0 })?.customer_tax_id).toBeNull()
})

test('a changed issuer is told, a day or an amount that is none is not said', () => {
  for (let at = 0; at < 11; at++) {
    const cuit = String(fields.cuit)
    const changed = cuit.slice(0, at) + ((Number(cuit[at]) + 1) % 10) + cuit.slice(at + 1)
    expect(readArgentineQr(address(base64({ ...fields, cuit: changed })))?.verification).toBe('mismatch')
  }
  expect(said({ fecha: '2024-13-10' })?.date).toBeNull()
  expect(said({ importe: '1e9' })?.total).toBeNull()
  expect(said({ importe: -1e15 })?.total).toBeNull()
})

test.each([
  'https://www.afip.gob.ar/fe/qr/?p=',
  'https://www.afip.gob.ar/fe/qr/?p=%%%',
  'https://example.com/?p=eyJhIjoxfQ==',
  address(base64([1, 2])),
  address(base64({ ...fields, nroCmp: {} })),
  '{"cuit":',
  'null',
])('%j is no such code', (text) => expect(readArgentineQr(text)).toBeNull())
