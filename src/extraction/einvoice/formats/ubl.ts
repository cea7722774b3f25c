import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Format, Stated } from '../einvoice.ts'
import { all, date, first, text } from '../xml-values.ts'
import { ublAmounts } from './ubl-amounts.ts'
import { dialectOf } from './ubl-dialect.ts'
import { ublLines } from './ubl-lines.ts'
import { partyOf } from './ubl-party.ts'
import { ublTaxes } from './ubl-taxes.ts'

const roots = new Set(['Invoice', 'CreditNote', 'DebitNote', 'SelfBilledInvoice', 'SelfBilledCreditNote'])

/** UBL 2.0 and 2.1: EN 16931 with Peppol and XRechnung, Colombia's DIAN, Peru's SUNAT, and plain. */
export const ubl: Format = {
  name: 'UBL',
  recognises: ({ name, namespace }) =>
    roots.has(name) && namespace.startsWith('urn:oasis:names:specification:ubl:schema:xsd:'),
  read: (root) => [read(root)],
}

function read(root: XmlElement): Stated {
  const dialect = dialectOf(root)
  const currency = text(
    root,
    'DocumentCurrencyCode',
    'LegalMonetaryTotal/PayableAmount/@currencyID',
    'RequestedMonetaryTotal/PayableAmount/@currencyID',
  )
  const taxes = ublTaxes(root, dialect, currency)
  const lines = ublLines(root)
  const issuer = partyOf(first(root, 'AccountingSupplierParty'), dialect)
  const customer = partyOf(first(root, 'AccountingCustomerParty'), dialect)
  return {
    document_type: typeOf(root),
    issuer_name: issuer.name,
    issuer_tax_id: issuer.taxId,
    issuer_address: issuer.address,
    customer_name: customer.name,
    customer_tax_id: customer.taxId,
    invoice_number: text(root, 'ID'),
    date: date(root, 'IssueDate'),
    due_date: date(root, 'DueDate', 'PaymentMeans/PaymentDueDate', 'PaymentTerms/PaymentDueDate'),
    currency,
    ...ublAmounts(root, dialect, taxes, lines),
    taxes: taxes.lines,
    products: lines.map(({ product }) => product),
    // Only where the tax office knows the document by it: elsewhere it is any program's own.
    cufe: dialect === 'dian' ? text(root, 'UUID') : null,
    payment_terms: text(root, 'PaymentTerms/Note') ?? peruvianTerms(root),
    purchase_order: text(root, 'OrderReference/ID'),
  }
}

/** By UNTDID 1001, by SUNAT (03 a boleta, 07) and by DIAN (20 from a till, 91). */
const credits = new Set([
  '81',
  '83',
  '261',
  '262',
  '296',
  '308',
  '381',
  '396',
  '420',
  '458',
  '532',
  '07',
  '91',
])
const tills = new Set(['03', '20'])

function typeOf(root: XmlElement): Stated['document_type'] {
  const code = text(root, 'InvoiceTypeCode', 'CreditNoteTypeCode') ?? ''
  if (root.name.endsWith('CreditNote') || credits.has(code)) return 'credit_note'
  return tills.has(code) ? 'receipt' : 'invoice'
}

function peruvianTerms(root: XmlElement) {
  const terms = all(root, 'PaymentTerms').find((each) => text(each, 'ID') === 'FormaPago')
  return terms ? text(terms, 'PaymentMeansID') : null
}
