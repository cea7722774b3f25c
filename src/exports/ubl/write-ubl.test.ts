import { expect, test } from 'bun:test'
import { readEInvoices } from '../../extraction/einvoice/read-einvoices.ts'
import { emptyInvoice, type InvoiceData } from '../../invoices/invoice-data.ts'
import { writeUbl } from './write-ubl.ts'

const whole: InvoiceData = {
  document_type: 'invoice',
  issuer_name: 'Muebles "El Olmo" & Hijos <S.L.>',
  issuer_tax_id: 'ESB12345674',
  issuer_address: 'Calle Mayor 1, 28001 Madrid',
  customer_name: 'Ferretería Ñandú',
  customer_tax_id: 'ESA58818501',
  invoice_number: 'F/2026-17',
  date: '2026-03-04',
  due_date: '2026-04-03',
  currency: 'EUR',
  subtotal: 110,
  tax: 22,
  total: 132,
  taxes: [
    { name: 'IVA', rate: 21, base: 100, amount: 21 },
    { name: 'IVA', rate: 10, base: 10, amount: 1 },
  ],
  products: [
    { name: 'Mesa', quantity: 2, unit_price: 50, total_price: 100, tax_rate: 21 },
    { name: 'Pan', quantity: 2.5, unit_price: 4, total_price: 10, tax_rate: 10 },
  ],
  cufe: null,
  payment_terms: '30 días',
  purchase_order: 'PO-9',
}

const readBack = (data: InvoiceData) =>
  readEInvoices([{ name: 'a.xml', bytes: Buffer.from(writeUbl(data, 7)) }])

test('what is written is what Folio’s own reader of e-invoices finds, and its sums hold', () => {
  const [found, ...more] = readBack(whole)
  expect(more).toEqual([])
  expect(found?.format).toBe('UBL')
  expect(found?.data).toEqual(whole)
  expect(found?.checks.filter(({ ok }) => !ok)).toEqual([])
})

test('a credit note, what is withheld, and cents beyond two', () => {
  const credit: InvoiceData = {
    ...whole,
    document_type: 'credit_note',
    subtotal: 100,
    tax: 21,
    total: 106,
    taxes: [
      { name: 'IVA', rate: 21, base: 100, amount: 21 },
      { name: 'IRPF', rate: 15, base: 100, amount: -15 },
    ],
    products: [{ name: 'Clavo', quantity: 3, unit_price: 33.333333, total_price: 100, tax_rate: 21 }],
  }
  expect(readBack(credit)[0]?.data).toEqual(credit)
})

test('what is unknown is left out and stays unknown', () => {
  expect(readBack({ ...emptyInvoice, total: 5, invoice_number: 'X1' })[0]?.data).toEqual({
    ...emptyInvoice,
    document_type: 'invoice',
    invoice_number: 'X1',
    total: 5,
  })
})
