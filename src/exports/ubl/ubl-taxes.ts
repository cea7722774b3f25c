import type { InvoiceData } from '../../invoices/invoice-data.ts'
import { element } from '../../xml/write-xml.ts'
import { amountOf, plainNumber } from './ubl-values.ts'

type TaxLine = InvoiceData['taxes'][number]

/** The taxes in all and in detail; what is withheld stands by itself, with its sign turned. */
export function taxTotals({ tax, taxes }: InvoiceData, currency: string) {
  const withheld = taxes.filter(({ amount }) => amount !== null && amount < 0)
  const added = taxes.filter((line) => !withheld.includes(line))
  return [
    element('cac:TaxTotal', [
      amountOf('cbc:TaxAmount', tax, currency),
      ...added.map((line) => subtotal(line, currency)),
    ]),
    ...withheld.map((line) => {
      const turned = { ...line, amount: -line.amount! }
      return element('cac:WithholdingTaxTotal', [
        amountOf('cbc:TaxAmount', turned.amount, currency),
        subtotal(turned, currency),
      ])
    }),
  ]
}

function subtotal({ name, rate, base, amount }: TaxLine, currency: string) {
  return element('cac:TaxSubtotal', [
    amountOf('cbc:TaxableAmount', base, currency),
    amountOf('cbc:TaxAmount', amount, currency),
    element('cac:TaxCategory', [
      element('cbc:ID', rate === 0 ? 'Z' : 'S'),
      element('cbc:Percent', rate === null ? null : plainNumber(rate)),
      element('cac:TaxScheme', [element('cbc:ID', 'VAT'), element('cbc:Name', name)]),
    ]),
  ])
}
