import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('an Ecuadorian invoice out of the envelope of its authorisation, with its tip', async () => {
  const [invoice] = readText(await readSample('sri-authorised.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'LÁCTEOS DEL VALLE & CÍA.',
    issuer_tax_id: '0190115798001',
    issuer_address: 'Av. España 7',
    customer_name: 'SABOR ANDINO',
    customer_tax_id: '1791234567001',
    invoice_number: '037-001-000486127',
    date: '2018-11-30',
    due_date: null,
    currency: 'USD',
    subtotal: 110,
    tax: 12,
    total: 125,
    taxes: [
      { name: 'IVA', rate: 12, base: 100, amount: 12 },
      { name: 'IVA', rate: 0, base: 10, amount: 0 },
    ],
    products: [
      { name: 'Queso fresco', quantity: 20, unit_price: 5, total_price: 100, tax_rate: 12 },
      { name: 'Leche', quantity: 10, unit_price: 1, total_price: 10, tax_rate: null },
    ],
    cufe: '3011201801019011579800120370010004861270000000112',
    payment_terms: '30 dias',
    purchase_order: null,
  })
})

test('a list of authorisations is as many documents; one that was refused is shown', async () => {
  const one = (await readSample('sri-authorised.xml')).replace(/<\?xml.*\n/, '')
  const refused = one.replace('AUTORIZADO', 'NO AUTORIZADO')
  const damaged = one.replace('&lt;/factura&gt;', '')
  const invoices = readText(`<autorizaciones>${one}${damaged}${refused}</autorizaciones>`)
  expect(invoices.map(brokenIn)).toEqual([[], ['authority']])
})

test('an authorisation is opened whatever its elements are called', async () => {
  const xml = (await readSample('sri-authorised.xml'))
    .replaceAll(/(<\/?)autorizacion>/g, '$1RespuestaSRI>')
    .replaceAll(/(<\/?)comprobante>/g, '$1xmlComprobante>')
  expect(readText(xml).map(({ data }) => data.total)).toEqual([125])
})

test('a tax that its program wrote twice is owed once', async () => {
  const twice = (await readSample('sri-authorised.xml')).replace(
    /&lt;totalImpuesto&gt;.*?&lt;\/totalImpuesto&gt;/,
    '$&$&',
  )
  const [invoice] = readText(twice)
  expect([invoice!.data.tax, brokenIn(invoice!)]).toEqual([12, []])
})

test('notes keep their data in elements of their own', () => {
  const note = (root: string, info: string, more: string) => `<${root}>
    <infoTributaria><razonSocial>A</razonSocial><secuencial>1</secuencial></infoTributaria>
    <${info}><fechaEmision>05/02/2026</fechaEmision><totalSinImpuestos>10</totalSinImpuestos>${more}</${info}>
    <motivos><motivo><razon>Interés</razon><valor>10</valor></motivo></motivos></${root}>`
  const [credit] = readText(
    note('notaCredito', 'infoNotaCredito', '<valorModificacion>11.5</valorModificacion>'),
  )
  const [debit] = readText(note('notaDebito', 'infoNotaDebito', '<valorTotal>11.5</valorTotal>'))
  expect([credit!.data.document_type, debit!.data.document_type]).toEqual(['credit_note', 'invoice'])
  for (const { data } of [credit!, debit!]) expect(data).toMatchObject({ date: '2026-02-05', total: 11.5 })
  expect(debit!.data.products).toMatchObject([{ name: 'Interés', total_price: 10 }])
})
