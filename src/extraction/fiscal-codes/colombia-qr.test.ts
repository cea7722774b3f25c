import { expect, test } from 'bun:test'
import { cufeOf } from './colombia-cufe.ts'
import { readColombianQr } from './colombia-qr.ts'

const cufe =
  '8bb918b19ba22a694f1da11c643b5e9de39adf60311cf179179e9b33381030bcd4c3c3f156c506ed5908f9276f5bd9b4'
const parts = {
  number: '323200000129',
  date: '2019-01-16',
  time: '10:53:10-05:00',
  subtotal: '1500000.00',
  taxes: ['285000.00', '0.00', '0.00'] as [string, string, string],
  total: '1785000.00',
  issuer: '700085371',
  customer: '800199436',
  technicalKey: '693ff6f2a553c3646a063436fd4dd9ded0311471',
  environment: '1' as const,
}
const real = 'ab'.repeat(48)
const text = (code: string, sign = ': ', end = '\n') =>
  [
    ['NumFac', 'FE-1204'],
    ['FecFac', '2026-02-26'],
    ['HorFac', '15:25:25-05:00'],
    ['NitFac', '900373115'],
    ['DocAdq', '800199436'],
    ['ValFac', '1500000.00'],
    ['ValIva', '285000.00'],
    ['ValOtroIm', '0.00'],
    ['ValTolFac', '1785000.00'],
    ['CUFE', code],
  ]
    .map((pair) => pair.join(sign))
    .join(end)

test("the manual's example has the manual's code, and any change gives another", () => {
  expect(cufeOf(parts)).toBe(cufe)
  expect(cufeOf({ ...parts, total: '1785000.01' })).not.toBe(cufe)
  expect(cufeOf({ ...parts, environment: '2' })).not.toBe(cufe)
})

test('a code says all that an invoice must; its proof is with its maker', () => {
  expect(readColombianQr(text(real))).toEqual({
    scheme: 'dian',
    verification: 'not-verifiable',
    isTest: false,
    says: {
      issuer_tax_id: '900373115',
      customer_tax_id: '800199436',
      invoice_number: 'FE-1204',
      date: '2026-02-26',
      subtotal: 1500000,
      tax: 285000,
      total: 1785000,
      cufe: real,
    },
    spellings: {
      issuer_tax_id: ['900373115-3', '900373115'],
      customer_tax_id: ['800199436-4', '800199436'],
    },
  })
})

test.each([
  text(real, '='),
  text(real, ':', ' '),
  text(real, ' = ', ';'),
  `${text(real)}\nQRCode: https://catalogo-vpfe.dian.gov.co/document/searchqr?documentkey=${real}`,
  text(real.toUpperCase(), ': ', '\r\n          '),
])('however it is written', (code) =>
  expect(readColombianQr(code)?.says).toMatchObject({
    invoice_number: 'FE-1204',
    total: 1785000,
    cufe: real,
  }),
)

test('an address says the unique code alone, and whether it is a trial', () => {
  const address = (host: string) => `https://${host}.dian.gov.co/document/searchqr?documentkey=${real}`
  expect(readColombianQr(address('catalogo-vpfe'))).toMatchObject({
    isTest: false,
    says: { cufe: real, total: null },
  })
  expect(readColombianQr(address('catalogo-vpfe-hab'))?.isTest).toBe(true)
})

test('what was made with a published key is verified, and a trial', () => {
  const example = text(cufe)
    .replace('FE-1204', parts.number)
    .replace('2026-02-26', parts.date)
    .replace('15:25:25', '10:53:10')
    .replace('900373115', parts.issuer)
  expect(readColombianQr(example)).toMatchObject({ verification: 'ok', isTest: true })
  expect(readColombianQr(example.replace('ValTolFac: 1785000.00', 'ValTolFac: 1785000.01'))).toMatchObject({
    verification: 'not-verifiable',
    isTest: false,
  })
})

test('taxes are said only when they close the sum, and nobody is no customer', () => {
  expect(readColombianQr(text(real).replace('ValOtroIm: 0.00', 'ValOtroIm: 100.00'))?.says.tax).toBeNull()
  expect(readColombianQr(text(real).replace('800199436', '222222222222'))?.says.customer_tax_id).toBeNull()
})

test.each(['', real, `https://example.com/?documentkey=${real}`, text('abc'), 'CUFE: '])(
  '%j is no such code',
  (code) => expect(readColombianQr(code)).toBeNull(),
)
