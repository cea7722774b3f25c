import { expect, test } from 'bun:test'
import { signed } from '../../../xml/make-signed.ts'
import { readEInvoices } from '../read-einvoices.ts'
import { brokenIn, bytesOf, readSample, readText } from '../samples/read-sample.ts'

test('each body is an invoice; a pension fund is part of the sum, a withholding is not', async () => {
  const invoices = readText(await readSample('fatturapa.xml'))
  expect(invoices.map(brokenIn)).toEqual([[], []])
  expect(invoices[0]).toMatchObject({ due: 1068.8 })
  expect(invoices[0]!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'Mario Rossi',
    issuer_tax_id: 'IT12345670017',
    issuer_address: 'Via Garibaldi, 9, 10122, Torino, TO, IT',
    customer_name: 'Comune di Prova',
    customer_tax_id: '80012345678',
    invoice_number: 'FE/12',
    date: '2026-01-31',
    due_date: '2026-03-02',
    currency: 'EUR',
    subtotal: 1040,
    tax: 228.8,
    total: 1268.8,
    taxes: [
      { name: 'IVA', rate: 22, base: 1040, amount: 228.8 },
      { name: 'Ritenuta', rate: 20, base: null, amount: -200 },
    ],
    products: [{ name: 'Consulenza legale', quantity: 10, unit_price: 100, total_price: 1000, tax_rate: 22 }],
    cufe: null,
    payment_terms: 'Pagamento completo',
    purchase_order: 'ODA-3',
  })
})

test('a total that is left out is what the bodies make it', async () => {
  const [, note] = readText(await readSample('fatturapa.xml'))
  expect(note!.data).toMatchObject({
    document_type: 'credit_note',
    issuer_name: 'Mario Rossi',
    subtotal: 100,
    tax: 22,
    total: 122,
  })
})

test('a total that what is withheld was taken off stays as it is stated, and is not broken', async () => {
  const total = (stated: string) => readSample('fatturapa.xml').then((xml) => xml.replace('1268.80', stated))
  const [less] = readText(await total('1068.80'))
  expect([less!.data.total, brokenIn(less!)]).toEqual([1068.8, []])
  expect(brokenIn(readText(await total('1168.80'))[0]!)).toEqual(['totals_sum'])
})

test('a signed file holds what was signed', async () => {
  const xml = await readSample('fatturapa.xml')
  expect(readEInvoices([{ name: '', bytes: signed(bytesOf(xml)) }])).toEqual(readText(xml))
})
