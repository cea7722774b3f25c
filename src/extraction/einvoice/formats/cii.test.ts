import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('a Cross Industry Invoice, with the amounts in its own currency and the freight among the charges', async () => {
  const [invoice] = readText(await readSample('factur-x.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.due).toBe(400)
  expect(invoice!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'Tischlerei Birke GmbH',
    issuer_tax_id: 'DE136695976',
    issuer_address: 'Am Wehr 5, 04109, Leipzig, DE',
    customer_name: 'Café am Markt',
    customer_tax_id: null,
    invoice_number: 'R-2026-031',
    date: '2026-02-05',
    due_date: '2026-02-19',
    currency: 'EUR',
    subtotal: 410,
    tax: 65.9,
    total: 475.9,
    taxes: [
      { name: 'VAT', rate: 19, base: 310, amount: 58.9 },
      { name: 'VAT', rate: 7, base: 100, amount: 7 },
    ],
    products: [
      { name: 'Fensterbank Eiche', quantity: 6, unit_price: 50, total_price: 300, tax_rate: 19 },
      { name: 'Fachbuch', quantity: 1, unit_price: 100, total_price: 100, tax_rate: 7 },
    ],
    cufe: null,
    payment_terms: 'Zahlbar in 14 Tagen',
    purchase_order: 'B-12',
  })
})

test('the smallest profile has no lines and does not say what was paid: nothing of it is broken', async () => {
  const xml = (await readSample('factur-x.xml'))
    .replaceAll(/<ram:IncludedSupplyChainTradeLineItem>[\s\S]*?<\/ram:IncludedSupplyChainTradeLineItem>/g, '')
    .replaceAll(/<ram:(?:LineTotal|ChargeTotal|AllowanceTotal|TotalPrepaid)Amount>.*\n/g, '')
    .replaceAll(/<ram:(?:SpecifiedLogistics|ApplicableTradeTax).*\n/g, '')
  const [invoice] = readText(xml)
  expect(invoice!.data).toMatchObject({ subtotal: 410, tax: 65.9, total: 475.9, products: [], taxes: [] })
  expect(brokenIn(invoice!)).toEqual([])
})

test('a heading over other lines is not counted with them', async () => {
  const xml = (await readSample('factur-x.xml')).replace(
    '<ram:IncludedSupplyChainTradeLineItem>',
    `<ram:IncludedSupplyChainTradeLineItem>
      <ram:AssociatedDocumentLineDocument><ram:LineStatusReasonCode>GROUP</ram:LineStatusReasonCode></ram:AssociatedDocumentLineDocument>
      <ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>400.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>
    <ram:IncludedSupplyChainTradeLineItem>`,
  )
  expect(brokenIn(readText(xml)[0]!)).toEqual([])
})

test('ZUGFeRD 1 says the same in other words; a line that is only a note is none', async () => {
  const [invoice] = readText(await readSample('zugferd-1.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.data).toMatchObject({
    document_type: 'credit_note',
    issuer_name: 'Gärtnerei Moos',
    issuer_tax_id: 'DE123123123',
    invoice_number: 'G-77',
    date: '2014-09-15',
    subtotal: -20,
    tax: -1.4,
    total: -21.4,
    taxes: [{ name: 'VAT', rate: 7, base: -20, amount: -1.4 }],
    products: [{ name: 'Lavendel', quantity: -2, unit_price: 10, total_price: -21.4, tax_rate: 7 }],
    purchase_order: '4711',
  })
})
