import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('a batch of invoices with a discount, a surcharge and a withholding', async () => {
  const invoices = readText(await readSample('facturae.xml'))
  expect(invoices.map(brokenIn)).toEqual([[], []])
  expect(invoices[0]!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'Ana García García',
    issuer_tax_id: '12345678Z',
    issuer_address: 'Calle Mayor 1, 28013, Madrid, ESP',
    customer_name: 'Estudio Ferrer SA',
    customer_tax_id: 'A58818501',
    invoice_number: 'F26-014',
    date: '2026-04-05',
    due_date: '2026-05-05',
    currency: 'EUR',
    subtotal: 950,
    tax: 248.9,
    total: 1056.4,
    taxes: [
      { name: 'IVA', rate: 21, base: 950, amount: 199.5 },
      { name: 'Recargo de equivalencia', rate: 5.2, base: 950, amount: 49.4 },
      { name: 'IRPF', rate: 15, base: 950, amount: -142.5 },
    ],
    products: [
      { name: 'Ilustración de portada', quantity: 2, unit_price: 500, total_price: 1000, tax_rate: 21 },
    ],
    cufe: null,
    payment_terms: null,
    purchase_order: 'PED-7',
  })
  expect(invoices[1]!.data).toMatchObject({
    document_type: 'credit_note',
    invoice_number: 'R-2',
    total: -121,
  })
})

test('a total that leaves the withholding out is no mistake, and any other difference is one', async () => {
  const withTotal = async (total: string) =>
    brokenIn(readText((await readSample('facturae.xml')).replaceAll('1056.40', total))[0]!)
  expect(await withTotal('1198.90')).toEqual([])
  expect(await withTotal('1156.40')).toEqual(['totals_sum'])
})

test('what corrects another invoice is a credit note, whatever class it has', async () => {
  const xml = (await readSample('facturae.xml')).replace(
    '<InvoiceClass>OO</InvoiceClass>',
    '$&<Corrective><InvoiceNumber>F26-001</InvoiceNumber><ReasonCode>10</ReasonCode></Corrective>',
  )
  expect(readText(xml)[0]!.data.document_type).toBe('credit_note')
})
