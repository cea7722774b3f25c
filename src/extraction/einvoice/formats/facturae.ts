import type { XmlElement } from '../../../xml/xml-tree.ts'
import { type Format, mostInvoices, type Stated } from '../einvoice.ts'
import { added, linesSum, minus, totalsSum } from '../sums.ts'
import { addressIn, all, amount, date, first, joined, text } from '../xml-values.ts'
import { numberInSeries } from './number-in-series.ts'

/** Spain's Facturae 3.x; one file may hold many invoices between the same two parties. */
export const facturae: Format = {
  name: 'Facturae',
  recognises: ({ name, namespace }) => name === 'Facturae' && /facturae/i.test(namespace),
  read: (root) => {
    const [seller, buyer] = [first(root, 'Parties/SellerParty'), first(root, 'Parties/BuyerParty')]
    return all(root, 'Invoices/Invoice')
      .slice(0, mostInvoices)
      .map((invoice) => read(seller, buyer, invoice))
  },
}

const taxNames = new Map([
  ['01', 'IVA'],
  ['02', 'IPSI'],
  ['03', 'IGIC'],
  ['04', 'IRPF'],
])

function read(seller: XmlElement, buyer: XmlElement, invoice: XmlElement): Stated {
  const header = first(invoice, 'InvoiceHeader')
  const totals = first(invoice, 'InvoiceTotals')
  const taxes = all(invoice, 'TaxesOutputs/Tax').flatMap(outputs)
  const withheld = all(invoice, 'TaxesWithheld/Tax')
    .map(taxOf)
    .map((tax) => ({ ...tax, amount: minus(tax.amount) }))
  const lines = all(invoice, 'Items/InvoiceLine')
  const subtotal = amount(totals, 'TotalGrossAmountBeforeTaxes', 'TotalGrossAmount')
  const tax = amount(totals, 'TotalTaxOutputs') ?? added(taxes.map((line) => line.amount))
  const total = amount(totals, 'InvoiceTotal')
  const retained = amount(totals, 'TotalTaxesWithheld')
  return {
    document_type: typeOf(header),
    issuer_name: nameOf(seller),
    issuer_tax_id: text(seller, 'TaxIdentification/TaxIdentificationNumber'),
    issuer_address: addressOf(seller),
    customer_name: nameOf(buyer),
    customer_tax_id: text(buyer, 'TaxIdentification/TaxIdentificationNumber'),
    invoice_number: numberInSeries(text(header, 'InvoiceSeriesCode'), text(header, 'InvoiceNumber'), '-'),
    date: date(invoice, 'InvoiceIssueData/IssueDate'),
    due_date: date(invoice, 'PaymentDetails/Installment/InstallmentDueDate'),
    currency: text(invoice, 'InvoiceIssueData/InvoiceCurrencyCode'),
    subtotal,
    tax,
    total,
    taxes: [...taxes, ...withheld],
    products: lines.map(productOf),
    due: amount(totals, 'TotalExecutableAmount'),
    payment_terms: text(invoice, 'PaymentDetails/Installment/CollectionAdditionalInformation'),
    purchase_order: text(invoice, 'Items/InvoiceLine/ReceiverTransactionReference'),
    sums: [
      linesSum(
        lines.map((line) => amount(line, 'GrossAmount')),
        amount(totals, 'TotalGrossAmount'),
      ),
      // Some programs leave what is withheld out of the total, as the standard does not mean it.
      totalsSum(
        [subtotal, tax ?? 0, minus(retained)],
        total,
        total === null ? null : added([total, minus(retained)]),
      ),
    ],
  }
}

/** Some programs give a corrective invoice the class of others, but all say what it corrects. */
const typeOf = (header: XmlElement): Stated['document_type'] => {
  if (/^[OC]R$/.test(text(header, 'InvoiceClass') ?? '') || all(header, 'Corrective').length > 0)
    return 'credit_note'
  return text(header, 'InvoiceDocumentType') === 'FA' ? 'receipt' : 'invoice'
}

const nameOf = (party: XmlElement) =>
  text(party, 'LegalEntity/CorporateName') ??
  joined(first(party, 'Individual'), 'Name', 'FirstSurname', 'SecondSurname')

const addressOf = (party: XmlElement) =>
  addressIn(
    first(
      party,
      'LegalEntity/AddressInSpain',
      'LegalEntity/OverseasAddress',
      'Individual/AddressInSpain',
      'Individual/OverseasAddress',
    ),
    'Address',
    'PostCode',
    'PostCodeAndTown',
    'Town',
    'Province',
    'CountryCode',
  )

const taxOf = (tax: XmlElement) => {
  const code = text(tax, 'TaxTypeCode') ?? ''
  return {
    name: taxNames.get(code) ?? `Impuesto ${code}`.trim(),
    rate: amount(tax, 'TaxRate'),
    base: amount(tax, 'TaxableBase/TotalAmount'),
    amount: amount(tax, 'TaxAmount/TotalAmount'),
  }
}

/** A tax and, for small shops, the surcharge that goes with it. */
function outputs(tax: XmlElement) {
  const line = taxOf(tax)
  const surcharge = amount(tax, 'EquivalenceSurchargeAmount/TotalAmount')
  if (!surcharge) return [line]
  const rate = amount(tax, 'EquivalenceSurcharge')
  return [line, { name: 'Recargo de equivalencia', rate, base: line.base, amount: surcharge }]
}

const productOf = (line: XmlElement) => ({
  name: text(line, 'ItemDescription', 'ArticleCode') ?? undefined,
  quantity: amount(line, 'Quantity'),
  unit_price: amount(line, 'UnitPriceWithoutTax'),
  total_price: amount(line, 'TotalCost', 'GrossAmount'),
  tax_rate: amount(line, 'TaxesOutputs/Tax/TaxRate'),
})
