import { expect, test } from 'bun:test'
import { readMexicanQr } from './mexico-qr.ts'

const address =
  'https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=CEE4BE01-ADFA-4DEB-8421-ADD60F0BEDAC&re=EKU9003173C9&rr=COSC8001137NA&tt=1234.5678&fe=23456789'

test('a code says issuer, customer, total and the unique identity', () => {
  expect(readMexicanQr(address)).toEqual({
    scheme: 'sat',
    verification: 'not-verifiable',
    says: {
      issuer_tax_id: 'EKU9003173C9',
      customer_tax_id: 'COSC8001137NA',
      total: 1234.5678,
      cufe: 'CEE4BE01-ADFA-4DEB-8421-ADD60F0BEDAC',
    },
  })
})

test('older and careless programs are understood', () => {
  const older =
    '?re=EKU9003173C9&rr=XAXX010101000&tt=0000001234.567800&id=cee4be01-adfa-4deb-8421-add60f0bedac'
  expect(readMexicanQr(older)?.says).toMatchObject({ customer_tax_id: 'XAXX010101000', total: 1234.5678 })
  expect(readMexicanQr(address.replaceAll('&', '&amp;'))?.says.total).toBe(1234.5678)
  for (const rfc of ['A&B010101XX1', 'A%26B010101XX1', 'ÑAB010101XX1', '%C3%91AB010101XX1'])
    expect(readMexicanQr(address.replace('EKU9003173C9', rfc))?.says.issuer_tax_id).toBe(
      decodeURIComponent(rfc),
    )
})

test('a receipt of payments has no total of its own, an impossible identity is told', () => {
  expect(readMexicanQr(address.replace('1234.5678', '0'))?.says.total).toBeNull()
  expect(readMexicanQr(address.replace('EKU9003173C9', 'EKU9013173C9'))?.verification).toBe('mismatch')
})

test.each([
  '',
  'https://www.sat.gob.mx',
  address.replace('&tt=1234.5678', ''),
  address.replace('tt=1234.5678', 'tt=1.234,56'),
  address.replace('CEE4BE01-', ''),
])('%j is no such code', (text) => expect(readMexicanQr(text)).toBeNull())
