import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Stated } from '../einvoice.ts'
import { all, amount, first, text } from '../xml-values.ts'
import { pricePerUnit } from './price-per-unit.ts'

export interface CiiLine {
  product: NonNullable<Stated['products']>[number]
  /** A heading over other lines, or a word about them, outside of the sum. */
  isHeading: boolean
}

/** Lines that sell something; ZUGFeRD 1 also has lines that are only a note. */
export const ciiLines = (trade: XmlElement): CiiLine[] =>
  all(trade, 'IncludedSupplyChainTradeLineItem')
    .map(lineOf)
    .filter(({ product }) => product.total_price !== null || product.quantity !== null)

function lineOf(line: XmlElement): CiiLine {
  const agreement = first(line, 'SpecifiedLineTradeAgreement', 'SpecifiedSupplyChainTradeAgreement')
  const delivery = first(line, 'SpecifiedLineTradeDelivery', 'SpecifiedSupplyChainTradeDelivery')
  const settlement = first(line, 'SpecifiedLineTradeSettlement', 'SpecifiedSupplyChainTradeSettlement')
  const net = first(agreement, 'NetPriceProductTradePrice', 'GrossPriceProductTradePrice')
  const quantity = amount(delivery, 'BilledQuantity')
  const total_price = amount(
    settlement,
    'SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount',
    'SpecifiedTradeSettlementMonetarySummation/LineTotalAmount',
  )
  return {
    product: {
      name: nameOf(line) ?? undefined,
      quantity,
      unit_price: pricePerUnit({
        price: amount(net, 'ChargeAmount'),
        per: amount(net, 'BasisQuantity'),
        quantity,
        total: total_price,
      }),
      total_price,
      tax_rate: amount(
        settlement,
        'ApplicableTradeTax/RateApplicablePercent',
        'ApplicableTradeTax/ApplicablePercent',
      ),
    },
    isHeading: /^(?:GROUP|INFORMATION)$/.test(
      text(line, 'AssociatedDocumentLineDocument/LineStatusReasonCode') ?? '',
    ),
  }
}

const nameOf = (line: XmlElement) =>
  text(
    line,
    'SpecifiedTradeProduct/Name',
    'SpecifiedTradeProduct/Description',
    'AssociatedDocumentLineDocument/IncludedNote/Content',
    'SpecifiedTradeProduct/SellerAssignedID',
    'AssociatedDocumentLineDocument/LineID',
  )
