import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Format, Stated } from '../einvoice.ts'
import { added, linesSum, minus, totalsSum } from '../sums.ts'
import { addressIn, all, amount, date, first, text } from '../xml-values.ts'
import { taxesByRate } from './taxes-by-rate.ts'

/** Panama's factura electrónica, alone or in the container that the authorised provider answers with. */
export const rfe: Format = {
  name: 'rFE',
  recognises: ({ name, children }) => name === 'rFE' && children.some((child) => child.name === 'gDGen'),
  read: (root) => [read(root)],
}

const credits = new Set(['04', '06'])
/** Codes of the rates of ITBMS. */
const rates = new Map([
  ['00', 0],
  ['01', 7],
  ['02', 10],
  ['03', 15],
])

function read(root: XmlElement): Stated {
  const [general, totals] = [first(root, 'gDGen'), first(root, 'gTot')]
  const [issuer, customer] = [first(general, 'gEmis'), first(general, 'gDatRec')]
  const lines = all(root, 'gItem')
  const [subtotal, total] = [amount(totals, 'dTotNeto'), amount(totals, 'dVTot')]
  const parts = [amount(totals, 'dTotITBMS'), amount(totals, 'dTotISC'), ...otherTaxes(totals)]
  return {
    document_type: credits.has(text(general, 'iDoc') ?? '') ? 'credit_note' : 'invoice',
    issuer_name: text(issuer, 'dNombEm'),
    issuer_tax_id: rucOf(first(issuer, 'gRucEmi')),
    issuer_address: addressIn(issuer, 'dDirecEm', 'gUbiEm/dCorreg', 'gUbiEm/dDistr', 'gUbiEm/dProv'),
    customer_name: text(customer, 'dNombRec'),
    customer_tax_id: rucOf(first(customer, 'gRucRec')) ?? text(customer, 'gIdExt/dIdExt'),
    invoice_number: text(general, 'dNroDF'),
    date: date(general, 'dFechaEm'),
    due_date: date(totals, 'gPagPlazo/dFecItPlazo'),
    // Its amounts are dollars, which are balboas: exports state what they are worth elsewhere apart.
    currency: 'USD',
    subtotal,
    // What the format calls the taxed amount is the sum of the taxes.
    tax: amount(totals, 'dTotGravado') ?? added(parts),
    total,
    taxes: [...taxesByRate(lines.map(itbmsOf)), { name: 'ISC', amount: amount(totals, 'dTotISC') }],
    products: lines.map(productOf),
    cufe: text(root, 'dId'),
    purchase_order: text(root, 'gPedComGl/dNroPed', 'gPedComGl/dNumPed'),
    sums: [
      linesSum(
        lines.map((line) => amount(line, 'gPrecios/dPrItem')),
        subtotal,
      ),
      totalsSum(
        [
          subtotal,
          ...parts.map((part) => part ?? 0),
          minus(amount(totals, 'dTotDesc')),
          amount(totals, 'dTotAcar', 'dVTotAcar') ?? 0,
          amount(totals, 'dTotSeg') ?? 0,
        ],
        total,
      ),
    ],
  }
}

/** With its check digits, which are written after a "DV". */
function rucOf(ruc: XmlElement) {
  const [number, digits] = [text(ruc, 'dRuc'), text(ruc, 'dDV')]
  return number && digits ? `${number} DV ${digits}` : number
}

const otherTaxes = (totals: XmlElement) => all(totals, 'gOTITotal').map((tax) => amount(tax, 'dValOTITotal'))

const itbmsOf = (line: XmlElement) => ({
  name: 'ITBMS',
  rate: rates.get(text(line, 'gITBMSItem/dTasaITBMS') ?? '') ?? null,
  base: amount(line, 'gPrecios/dPrItem'),
  amount: amount(line, 'gITBMSItem/dValITBMS'),
})

const productOf = (line: XmlElement) => ({
  name: text(line, 'dDescProd', 'dCodProd') ?? undefined,
  quantity: amount(line, 'dCantCodInt', 'cCantCodInt'),
  unit_price: amount(line, 'gPrecios/dPrUnit'),
  total_price: amount(line, 'gPrecios/dPrItem'),
  tax_rate: rates.get(text(line, 'gITBMSItem/dTasaITBMS') ?? '') ?? null,
})
