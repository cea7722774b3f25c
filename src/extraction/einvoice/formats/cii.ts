import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Format, Stated } from '../einvoice.ts'
import { addressIn, all, amount, date, first, text } from '../xml-values.ts'
import { ciiAmounts } from './cii-amounts.ts'
import { ciiLines } from './cii-lines.ts'

/** UN/CEFACT's Cross Industry Invoice: Factur-X, ZUGFeRD 1 (which has other names for many things) and 2, XRechnung. */
export const cii: Format = {
  name: 'CII',
  recognises: ({ name, namespace }) =>
    (name === 'CrossIndustryInvoice' || name === 'CrossIndustryDocument') &&
    /:CrossIndustry(?:Invoice|Document):/.test(namespace),
  read: (root) => [read(root)],
}

function read(root: XmlElement): Stated {
  const header = first(root, 'ExchangedDocument', 'HeaderExchangedDocument')
  const trade = first(root, 'SupplyChainTradeTransaction', 'SpecifiedSupplyChainTradeTransaction')
  const agreement = first(trade, 'ApplicableHeaderTradeAgreement', 'ApplicableSupplyChainTradeAgreement')
  const settlement = first(trade, 'ApplicableHeaderTradeSettlement', 'ApplicableSupplyChainTradeSettlement')
  const seller = first(agreement, 'SellerTradeParty')
  const buyer = first(agreement, 'BuyerTradeParty')
  const currency = text(settlement, 'InvoiceCurrencyCode')
  const lines = ciiLines(trade)
  return {
    document_type: credits.has(text(header, 'TypeCode') ?? '') ? 'credit_note' : 'invoice',
    issuer_name: text(seller, 'Name', 'SpecifiedLegalOrganization/TradingBusinessName'),
    issuer_tax_id: taxIdOf(seller),
    issuer_address: addressOf(seller),
    customer_name: text(buyer, 'Name', 'SpecifiedLegalOrganization/TradingBusinessName'),
    customer_tax_id: taxIdOf(buyer),
    invoice_number: text(header, 'ID'),
    date: date(header, 'IssueDateTime/DateTimeString', 'IssueDateTime/DateTime'),
    due_date: date(
      settlement,
      'SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString',
      'SpecifiedTradePaymentTerms/DueDateDateTime/DateTime',
    ),
    currency,
    ...ciiAmounts(root, settlement, currency, lines),
    taxes: all(settlement, 'ApplicableTradeTax').map((tax) => ({
      name: text(tax, 'TypeCode') ?? 'VAT',
      rate: amount(tax, 'RateApplicablePercent', 'ApplicablePercent'),
      base: amount(tax, 'BasisAmount'),
      amount: amount(tax, 'CalculatedAmount'),
    })),
    products: lines.map(({ product }) => product),
    payment_terms: text(settlement, 'SpecifiedTradePaymentTerms/Description'),
    purchase_order: text(
      agreement,
      'BuyerOrderReferencedDocument/IssuerAssignedID',
      'BuyerOrderReferencedDocument/ID',
    ),
  }
}

/** By UNTDID 1001. */
const credits = new Set(['81', '83', '261', '262', '296', '308', '381', '396', '420', '458', '532'])

/** The identity for VAT, else the number of the local tax office, else the one in the register. */
function taxIdOf(party: XmlElement) {
  const registrations = all(party, 'SpecifiedTaxRegistration/ID')
  const ofScheme = (scheme: string) => registrations.filter((id) => text(id, '@schemeID') === scheme)
  const ids = [...ofScheme('VA'), ...ofScheme('FC'), ...registrations].map((id) => text(id, '.'))
  return ids.find((id) => id !== null) ?? text(party, 'SpecifiedLegalOrganization/ID')
}

const addressOf = (party: XmlElement) =>
  addressIn(
    first(party, 'PostalTradeAddress'),
    'LineOne',
    'LineTwo',
    'LineThree',
    'PostcodeCode',
    'CityName',
    'CountrySubDivisionName',
    'CountryID',
  )
