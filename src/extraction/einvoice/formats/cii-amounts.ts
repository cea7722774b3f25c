import type { XmlElement } from '../../../xml/xml-tree.ts'
import { en16931Sums } from '../en16931.ts'
import { added, linesSum, minus, type Sum, totalsSum } from '../sums.ts'
import { all, amount, first, isTrue, text } from '../xml-values.ts'
import type { CiiLine } from './cii-lines.ts'

export interface CiiAmounts {
  subtotal: number | null
  tax: number | null
  total: number | null
  due: number | null
  sums: Sum[]
}

export function ciiAmounts(
  root: XmlElement,
  settlement: XmlElement,
  currency: string | null,
  lines: CiiLine[],
): CiiAmounts {
  const totals = first(
    settlement,
    'SpecifiedTradeSettlementHeaderMonetarySummation',
    'SpecifiedTradeSettlementMonetarySummation',
  )
  const stated = (name: string) => inCurrency(totals, name, currency)
  const breakdown = all(settlement, 'ApplicableTradeTax').map((tax) => ({
    base: amount(tax, 'BasisAmount'),
    rate: amount(tax, 'RateApplicablePercent', 'ApplicablePercent'),
    amount: amount(tax, 'CalculatedAmount'),
  }))
  const net = stated('TaxBasisTotalAmount')
  const gross = stated('GrandTotalAmount')
  const due = stated('DuePayableAmount')
  const tax = stated('TaxTotalAmount') ?? added(breakdown.map((line) => line.amount))
  const lineTotal = stated('LineTotalAmount')
  const sold = lines.filter(({ isHeading }) => !isHeading).map(({ product }) => product.total_price ?? null)
  const sums =
    root.name === 'CrossIndustryDocument'
      ? // Before the standard, lines could hold their tax, and allowances a sign.
        [linesSum(sold, lineTotal, gross), totalsSum([net, tax ?? 0], gross)]
      : en16931Sums({
          lines: sold,
          lineTotal,
          allowances: changesOf(settlement, false),
          allowanceTotal: stated('AllowanceTotalAmount'),
          charges: [
            ...changesOf(settlement, true),
            ...all(settlement, 'SpecifiedLogisticsServiceCharge').map((charge) =>
              amount(charge, 'AppliedAmount'),
            ),
          ],
          chargeTotal: stated('ChargeTotalAmount'),
          net,
          tax,
          breakdown,
          gross,
          paid: stated('TotalPrepaidAmount'),
          rounding: stated('RoundingAmount'),
          // The smallest profile leaves out the lines and what was paid.
          due: lineTotal === null ? null : due,
        })
  return {
    subtotal: net ?? lineTotal,
    tax: tax ?? (gross === null || net === null ? null : added([gross, minus(net)])),
    total: gross ?? due,
    due,
    sums,
  }
}

/** Of an amount that is there in several currencies, the one in the document's own. */
function inCurrency(totals: XmlElement, name: string, currency: string | null): number | null {
  const amounts = all(totals, name)
  const own =
    amounts.find((each) => text(each, '@currencyID') === currency) ??
    amounts.find((each) => text(each, '@currencyID') === null) ??
    (amounts.length === 1 ? amounts[0] : undefined)
  return own ? amount(own, '.') : null
}

const changesOf = (settlement: XmlElement, isCharge: boolean) =>
  all(settlement, 'SpecifiedTradeAllowanceCharge')
    .filter((change) => isTrue(change, 'ChargeIndicator/Indicator') === isCharge)
    .map((change) => amount(change, 'ActualAmount'))
