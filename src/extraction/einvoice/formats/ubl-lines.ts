import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Stated } from '../einvoice.ts'
import { all, amount, text } from '../xml-values.ts'
import { pricePerUnit } from './price-per-unit.ts'

export interface UblLine {
  product: NonNullable<Stated['products']>[number]
  /** Peru lists what is given away with a price of reference, outside of the sum. */
  isGivenAway: boolean
}

export const ublLines = (root: XmlElement): UblLine[] =>
  ['InvoiceLine', 'CreditNoteLine', 'DebitNoteLine'].flatMap((name) => all(root, name)).map(lineOf)

function lineOf(line: XmlElement): UblLine {
  const quantity = amount(line, 'InvoicedQuantity', 'CreditedQuantity', 'DebitedQuantity')
  const total_price = amount(line, 'LineExtensionAmount')
  return {
    product: {
      name:
        text(line, 'Item/Name', 'Item/Description', 'Note', 'Item/SellersItemIdentification/ID', 'ID') ??
        undefined,
      quantity,
      unit_price: pricePerUnit({
        price: amount(line, 'Price/PriceAmount'),
        per: amount(line, 'Price/BaseQuantity'),
        quantity,
        total: total_price,
      }),
      total_price,
      tax_rate: amount(
        line,
        'Item/ClassifiedTaxCategory/Percent',
        'TaxTotal/TaxSubtotal/TaxCategory/Percent',
        'TaxTotal/TaxSubtotal/Percent',
      ),
    },
    isGivenAway: text(line, 'PricingReference/AlternativeConditionPrice/PriceTypeCode') === '02',
  }
}
