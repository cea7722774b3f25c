import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('an envelope holds several documents, some without their namespace', async () => {
  const invoices = readText(await readSample('dte-envelope.xml'))
  expect(invoices.map(brokenIn)).toEqual([[], []])
  expect(invoices[0]!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'Comercial Los Andes SpA',
    issuer_tax_id: '76192083-9',
    issuer_address: 'Av. Providencia 1234, Providencia, Santiago',
    customer_name: 'Constructora del Sur Ltda.',
    customer_tax_id: '12345670-K',
    invoice_number: '4521',
    date: '2026-03-12',
    due_date: '2026-04-11',
    currency: 'CLP',
    subtotal: 76990,
    tax: 14628,
    total: 97618,
    taxes: [
      { name: 'IVA', rate: 19, base: 76990, amount: 14628 },
      { name: 'Impuesto adicional 27', rate: 10, base: null, amount: 1000 },
    ],
    products: [
      { name: 'Martillo carpintero', quantity: 2, unit_price: 8500, total_price: 17000, tax_rate: 19 },
      { name: 'Taladro percutor', quantity: 1, unit_price: 59990, total_price: 59990, tax_rate: 19 },
      { name: 'Flete', quantity: null, unit_price: null, total_price: 5000, tax_rate: 0 },
    ],
    cufe: null,
    payment_terms: 'Crédito',
    purchase_order: 'OC-15',
  })
  expect(invoices[1]!.data).toMatchObject({
    document_type: 'credit_note',
    invoice_number: '7',
    subtotal: 5000,
    tax: null,
    total: 5000,
  })
})

test('a tax that the buyer keeps back is taken off', async () => {
  const xml = (await readSample('dte-envelope.xml'))
    .replace('<TipoImp>27', '<TipoImp>15')
    .replace('97618', '95618')
  const [invoice] = readText(xml)
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.data.taxes[1]).toMatchObject({ name: 'Retención 15', amount: -1000 })
})

test('an export is in the currency it says, and in none that nobody knows', async () => {
  const inWords = async (words: string) => {
    const xml = (await readSample('dte-envelope.xml'))
      .replaceAll(/(<\/?)Documento/g, '$1Exportaciones')
      .replace('<MntNeto>', `<TpoMoneda>${words}</TpoMoneda><MntNeto>`)
    return readText(xml)[0]!.data.currency
  }
  expect([await inWords('DOLAR USA'), await inWords('OTRAS MONEDAS')]).toEqual(['USD', null])
})
