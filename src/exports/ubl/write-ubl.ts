import type { InvoiceData } from '../../invoices/invoice-data.ts'
import { sumOf, toMicros, toNumber } from '../../invoices/money.ts'
import { element } from '../../xml/write-xml.ts'
import { taxTotals } from './ubl-taxes.ts'
import { amountOf, type Kind, plainNumber } from './ubl-values.ts'

const schemas = 'urn:oasis:names:specification:ubl:schema:xsd'
/** What UNTDID 1001 calls them; it knows no receipts. */
const typeCodes: Record<Kind, string> = { Invoice: '380', CreditNote: '381' }

/**
 * An invoice as UBL 2.1, in the order and with the elements of EN 16931, as far as they are known: what is not known is left
 * out, for a guess would be read as the truth. `id` stands in for a number that is missing, for there must be one.
 */
export function writeUbl(data: InvoiceData, id: number): string {
  const kind = data.document_type === 'credit_note' ? 'CreditNote' : 'Invoice'
  const currency = data.currency ?? 'XXX'
  const isCredit = kind === 'CreditNote'
  const root = element(
    kind,
    [
      element('cbc:UBLVersionID', '2.1'),
      element('cbc:ID', data.invoice_number ?? `folio-${id}`),
      element('cbc:UUID', data.cufe),
      element('cbc:IssueDate', data.date),
      isCredit ? null : element('cbc:DueDate', data.due_date),
      element(`cbc:${kind}TypeCode`, typeCodes[kind]),
      element('cbc:DocumentCurrencyCode', currency),
      element('cac:OrderReference', [element('cbc:ID', data.purchase_order)]),
      party('cac:AccountingSupplierParty', data.issuer_name, data.issuer_tax_id, data.issuer_address),
      party('cac:AccountingCustomerParty', data.customer_name, data.customer_tax_id),
      isCredit && data.due_date ? creditDue(data.due_date) : null,
      element('cac:PaymentTerms', [element('cbc:Note', data.payment_terms)]),
      ...taxTotals(data, currency),
      totals(data, currency),
      ...data.products.map((product, index) => line(kind, product, index, currency)),
    ],
    {
      xmlns: `${schemas}:${kind}-2`,
      'xmlns:cac': `${schemas}:CommonAggregateComponents-2`,
      'xmlns:cbc': `${schemas}:CommonBasicComponents-2`,
    },
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`
}

/** A credit note has no due date of its own. */
const creditDue = (date: string) =>
  element('cac:PaymentMeans', [element('cbc:PaymentMeansCode', '1'), element('cbc:PaymentDueDate', date)])

function party(side: string, name: string | null, taxId: string | null, address: string | null = null) {
  return element(side, [
    element('cac:Party', [
      element('cac:PostalAddress', [element('cac:AddressLine', [element('cbc:Line', address)])]),
      taxId &&
        element('cac:PartyTaxScheme', [
          element('cbc:CompanyID', taxId),
          element('cac:TaxScheme', [element('cbc:ID', 'VAT')]),
        ]),
      element('cac:PartyLegalEntity', [element('cbc:RegistrationName', name)]),
    ]),
  ])
}

function totals({ subtotal, total, products }: InvoiceData, currency: string) {
  const prices = products.flatMap(({ total_price }) => total_price ?? [])
  const isWhole = prices.length > 0 && prices.length === products.length
  const lineTotal = isWhole ? toNumber(sumOf(prices.map(toMicros))) : subtotal
  return element('cac:LegalMonetaryTotal', [
    amountOf('cbc:LineExtensionAmount', lineTotal, currency),
    amountOf('cbc:TaxExclusiveAmount', subtotal, currency),
    amountOf('cbc:TaxInclusiveAmount', total, currency),
    amountOf('cbc:PayableAmount', total, currency),
  ])
}

function line(kind: Kind, product: InvoiceData['products'][number], index: number, currency: string) {
  const { name, quantity, unit_price, total_price, tax_rate } = product
  const quantityName = kind === 'Invoice' ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity'
  return element(`cac:${kind}Line`, [
    element('cbc:ID', String(index + 1)),
    // C62: pieces, which is what EN 16931 says where nothing else is known
    element(quantityName, quantity === null ? null : plainNumber(quantity), { unitCode: 'C62' }),
    amountOf('cbc:LineExtensionAmount', total_price, currency),
    element('cac:Item', [
      element('cbc:Name', name),
      tax_rate === null
        ? null
        : element('cac:ClassifiedTaxCategory', [
            element('cbc:ID', tax_rate === 0 ? 'Z' : 'S'),
            element('cbc:Percent', plainNumber(tax_rate)),
            element('cac:TaxScheme', [element('cbc:ID', 'VAT')]),
          ]),
    ]),
    element('cac:Price', [amountOf('cbc:PriceAmount', unit_price, currency)]),
  ])
}
