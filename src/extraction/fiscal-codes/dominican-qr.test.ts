import { expect, test } from 'bun:test'
import { readDominicanQr } from './dominican-qr.ts'

const address =
  'https://ecf.dgii.gov.do/ecf/ConsultaTimbre?RncEmisor=131234569&RncComprador=101987654&ENCF=E310000004711&FechaEmision=05-03-2026&MontoTotal=1980.00&FechaFirma=05-03-2026%2010:11:12&CodigoSeguridad=a%2Bb1cD'

test('a code says issuer, customer, number, day and total', () => {
  expect(readDominicanQr(address)).toEqual({
    scheme: 'dgii',
    verification: 'not-verifiable',
    isTest: false,
    says: {
      document_type: 'invoice',
      issuer_tax_id: '131234569',
      customer_tax_id: '101987654',
      invoice_number: 'E310000004711',
      date: '2026-03-05',
      total: 1980,
      currency: 'DOP',
    },
  })
})

test('what is sold for little says less, in any case of letters, and an impossible identity is told', () => {
  const little =
    'https://fc.dgii.gov.do/testecf/consultatimbrefc?rncemisor=131234569&encf=e320000000064&montototal=62.5&codigoseguridad=uabnyh'
  expect(readDominicanQr(little)).toMatchObject({
    isTest: true,
    says: { document_type: 'receipt', invoice_number: 'E320000000064', date: null, total: 62.5 },
  })
  expect(readDominicanQr(address.replace('E31', 'E34'))?.says.document_type).toBe('credit_note')
  expect(readDominicanQr(address.replace('131234569', '131234568'))?.verification).toBe('mismatch')
})

test.each([
  '',
  address.replace('ENCF=E31', 'ENCF=B31'),
  address.replace('1980.00', ''),
  'https://dgii.gov.do/?a=b',
])('%j is no such code', (text) => expect(readDominicanQr(text)).toBeNull())
