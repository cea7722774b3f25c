import type { XmlElement } from '../../../xml/xml-tree.ts'
import { en16931Sums } from '../en16931.ts'
import { added, linesSum, minus, type Sum, totalsSum } from '../sums.ts'
import { all, amount, first, isTrue, text } from '../xml-values.ts'
import type { Dialect } from './ubl-dialect.ts'
import type { UblLine } from './ubl-lines.ts'
import type { UblTaxes } from './ubl-taxes.ts'

export interface UblAmounts {
  subtotal: number | null
  tax: number | null
  total: number | null
  due: number | null
  sums: Sum[]
}

export function ublAmounts(
  root: XmlElement,
  dialect: Dialect,
  taxes: UblTaxes,
  lines: UblLine[],
): UblAmounts {
  const totals = first(root, 'LegalMonetaryTotal', 'RequestedMonetaryTotal')
  return dialect === 'plain' ? plain(root, totals, taxes, lines) : latin(root, totals, taxes, lines)
}

function plain(root: XmlElement, totals: XmlElement, taxes: UblTaxes, lines: UblLine[]): UblAmounts {
  const lineTotal = amount(totals, 'LineExtensionAmount')
  const gross = amount(totals, 'TaxInclusiveAmount')
  const net = netOf(amount(totals, 'TaxExclusiveAmount'), taxes.total, gross)
  const due = amount(totals, 'PayableAmount')
  const paid = amount(totals, 'PrepaidAmount')
  const rounding = amount(totals, 'PayableRoundingAmount')
  const sold = lines.map(({ product }) => product.total_price ?? null)
  const changes = (isCharge: boolean) =>
    all(root, 'AllowanceCharge')
      .filter((change) => isTrue(change, 'ChargeIndicator') === isCharge)
      .map((change) => amount(change, 'Amount'))
  return {
    subtotal: net ?? lineTotal,
    tax: taxes.total ?? (gross === null || net === null ? null : added([gross, minus(net)])),
    total: gross ?? (due === null ? null : added([due, paid, minus(rounding)])),
    due,
    sums: keepsTheStandard(root)
      ? en16931Sums({
          lines: sold,
          lineTotal,
          allowances: changes(false),
          allowanceTotal: amount(totals, 'AllowanceTotalAmount'),
          charges: changes(true),
          chargeTotal: amount(totals, 'ChargeTotalAmount'),
          net,
          tax: taxes.total,
          breakdown: taxes.lines,
          gross,
          paid,
          rounding,
          due,
        })
      : // Elsewhere the totals may hold discounts of lines, and a rounding before there is anything to pay.
        [linesSum(sold, lineTotal), totalsSum([net, taxes.total ?? 0], gross, plus(gross, minus(rounding)))],
  }
}

/** Peppol's international profile is the European standard under another name. */
const keepsTheStandard = (root: XmlElement) => /en16931|:pint:/i.test(text(root, 'CustomizationID') ?? '')

/** Denmark's own profile puts the tax where others put what it is added to. */
function netOf(stated: number | null, tax: number | null, gross: number | null) {
  if (stated === null || gross === null || stated !== tax) return stated
  return added([gross, minus(tax)])
}

/** In Latin America the amount to pay is the total that codes and tax offices know the document by. */
function latin(root: XmlElement, totals: XmlElement, taxes: UblTaxes, lines: UblLine[]): UblAmounts {
  const sold = lines
    .filter(({ isGivenAway }) => !isGivenAway)
    .map(({ product }) => product.total_price ?? null)
  // Notes may leave the sum of their lines out.
  const subtotal = amount(totals, 'LineExtensionAmount') ?? peruvianSales(root) ?? wholeOf(sold)
  const due = amount(totals, 'PayableAmount')
  const allowances = amount(totals, 'AllowanceTotalAmount')
  const paid = amount(totals, 'PrepaidAmount')
  const more = [amount(totals, 'ChargeTotalAmount'), amount(totals, 'PayableRoundingAmount')]
  return {
    subtotal,
    tax: taxes.total,
    total: due ?? amount(totals, 'TaxInclusiveAmount'),
    due,
    // Programs differ in whether discounts and prepayments are off the subtotal already.
    sums: [
      linesSum(sold, subtotal, plus(subtotal, allowances)),
      totalsSum(
        [subtotal, ...[taxes.total, ...more].map((part) => part ?? 0)],
        due,
        plus(due, allowances),
        plus(due, paid),
        plus(due, allowances, paid),
      ),
    ],
  }
}

const wholeOf = (lines: (number | null)[]) => (lines.includes(null) ? null : added(lines))

const plus = (whole: number | null, ...more: (number | null)[]) =>
  whole === null ? null : added([whole, ...more])

/** Before version 2.1, Peru told taxed, untaxed and exempt sales apart and gave no sum of them. */
const sales = new Set(['1001', '1002', '1003'])
const peruvianSales = (root: XmlElement) =>
  added(
    all(root, 'UBLExtensions/UBLExtension/ExtensionContent/AdditionalInformation/AdditionalMonetaryTotal')
      .filter((total) => sales.has(text(total, 'ID') ?? ''))
      .map((total) => amount(total, 'PayableAmount')),
  )
